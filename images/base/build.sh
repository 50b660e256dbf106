#!/bin/sh
# Build homeroom/base, a small Debian 13, from the Debian mirror that this machine's own apt uses.
# For machines where no container registry answers. Usage: build.sh IMAGE
set -eu

image=${1:?the name of the image to build}
suite=trixie

# "deb MIRROR SUITE COMPONENT" lines for the release, its updates and, where this machine has them, its security fixes.
sources() {
    # shellcheck disable=SC2016 # the names are apt's
    apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sort -u |
        sed -n -e "s/^Debian \(.*\)/deb \1 $suite main\ndeb \1 $suite-updates main/p" \
            -e "s/^Debian-Security \(.*\)/deb \1 $suite-security main/p"
}

[ -n "$(sources)" ] || { echo "No Debian mirror is named in /etc/apt: $image cannot be built." >&2; exit 1; }

# shellcheck disable=SC2016 # $1 is mmdebstrap's
sources | mmdebstrap --mode=root --variant=minbase \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/*' \
    "$suite" - - | docker import --change 'CMD ["bash"]' - "$image"
