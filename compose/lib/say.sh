# How the `homeroom` command talks: steps on standard output, one clear sentence on failure.
# shellcheck shell=sh

say() { printf '%s\n' "$*"; }

step() { printf '==> %s\n' "$*"; }

fail() {
    printf 'homeroom: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

# wait_until SECONDS COMMAND...: a dot a second until the command succeeds; false when time is up.
wait_until() {
    left=$1
    shift
    while ! "$@" >/dev/null 2>&1; do
        if [ "$left" -le 0 ]; then
            echo
            return 1
        fi
        left=$((left - 1))
        printf '.'
        sleep 1
    done
    echo
}
