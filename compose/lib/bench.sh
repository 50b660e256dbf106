# ./homeroom bench: Homeroom and JupyterHub measured side by side, in instances of their own, leaving no trace.
# shellcheck shell=sh

PEER_IMAGE=homeroom-bench/peer

run_bench() {
    use_bench_instance
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    ensure_test_environment
    export PATH="$PWD/.venv/bin:$PATH"
    # Questions about the options need no images.
    case " $* " in *' -h '* | *' --help '*) exec python -m tests.bench --help ;; esac
    ensure_engine
    prepare_build_secrets
    choose_settings
    trap 'remove_test_traces; rm -rf "$BUILD_SECRETS"' EXIT
    remove_test_traces
    ensure_images
    ensure_peer_images
    measure "$@"
}

# An instance of its own, beside any live class and beside the tests.
use_bench_instance() {
    export HOMEROOM_PROJECT=homeroom-bench HOMEROOM_ADDRESS=127.0.0.1
    : "${HOMEROOM_PORT:=8600}" "${HOMEROOM_NOTEBOOK_PORTS:=8610-8679}" "${HOMEROOM_API_PORT:=8681}"
}

# The peer from its packages; its seats once as it is shipped, and once on our course image.
ensure_peer_images() {
    step "Building the peer: JupyterHub, DockerSpawner, configurable-http-proxy (only what changed)"
    build_peer "$PEER_IMAGE" Dockerfile tests/bench/peer
    build_peer "$PEER_IMAGE-stock" Dockerfile.stock images/course
    build_peer "$PEER_IMAGE-seat-stock" Dockerfile.seat tests/bench/peer --build-arg "SEAT_BASE=$PEER_IMAGE-stock"
    build_peer "$PEER_IMAGE-seat-lean" Dockerfile.seat tests/bench/peer --build-arg "SEAT_BASE=$HOMEROOM_COURSE_IMAGE"
}

# build_peer TAG DOCKERFILE CONTEXT [ARGUMENTS]
build_peer() {
    tag=$1 dockerfile=$2 context=$3
    shift 3
    # shellcheck disable=SC2046 # one word for each argument
    docker buildx build --quiet --network host --build-arg "BASE_IMAGE=$HOMEROOM_BASE_IMAGE" $(proxy_arguments) "$@" \
        --secret "id=ca.crt,src=$HOMEROOM_BUILD_CA" --secret "id=pip.conf,src=$HOMEROOM_BUILD_PIP" \
        --secret "id=apt.conf,src=$HOMEROOM_BUILD_APT" --tag "$tag" --load \
        --file "tests/bench/peer/$dockerfile" "$context" >/dev/null || fail_build "$tag"
}

# In the background, so that a signal reaches it at once; it cleans up first, then the traps do.
measure() {
    step "Measuring; this takes a while, and wants the machine for itself"
    trap 'stop_measuring 130' INT
    trap 'stop_measuring 143' TERM HUP
    python -m tests.bench "$@" <&0 &
    measuring=$!
    wait "$measuring"
}

stop_measuring() {
    trap '' INT TERM HUP
    kill "$measuring" 2>/dev/null || true
    wait "$measuring" || true
    exit "$1"
}
