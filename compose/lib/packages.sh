# Debian packages and the development environment.
# shellcheck shell=sh

install_packages() {
    is_root || fail "These packages are missing: $*. Run: sudo apt-get install $*, then repeat."
    have apt-get || fail "These programs are missing: $*. Install them, then repeat."
    step "Installing $*"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" ||
        fail "apt could not install $*; the lines above say why."
}
