#!/bin/sh
# build.sh COURSE VERSION TAG: the other image, with this machine's package settings as the build's secrets.
set -eu
cd "$(dirname "$0")/../../.."
for part in say packages secrets; do
    # shellcheck source=/dev/null
    . "compose/lib/$part.sh"
done
prepare_build_secrets
# shellcheck disable=SC2046 # one word for each argument
docker buildx build --network host --build-arg "COURSE=$1" --build-arg "VERSION=$2" $(proxy_arguments) \
    --secret "id=ca.crt,src=$HOMEROOM_BUILD_CA" --secret "id=pip.conf,src=$HOMEROOM_BUILD_PIP" \
    --tag "$3" --load tests/walks/other
