# The Docker engine: use the one that answers, refuse one that is too old, install Debian's where none is.
# shellcheck shell=sh

TRIXIE_SOURCE=/etc/apt/sources.list.d/homeroom-trixie.sources
TRIXIE_PIN=/etc/apt/preferences.d/homeroom-trixie
ENGINE_PACKAGES='docker.io docker-cli docker-compose docker-buildx'
ENGINE_LOG=/var/log/homeroom-dockerd.log

ensure_engine() {
    engine_answers || start_installed_engine || install_engine
    require_engine_version
    require_plugin compose
    require_plugin buildx
}

require_engine() { engine_answers || fail "The Docker engine does not answer. ./homeroom up starts or installs it."; }

engine_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Volumes mounted by subpath need engine 26 (API 1.45).
require_engine_version() {
    version=$(docker version --format '{{.Server.Version}}')
    [ "${version%%.*}" -ge 26 ] 2>/dev/null && return
    fail "The Docker engine here is version $version, and Homeroom needs 26 or newer." \
        "Upgrade it (on Debian 12: remove docker.io and run ./homeroom up again), then repeat."
}

# require_room MB WHAT: the disk that holds images and volumes has at least that much free.
require_room() {
    free=$(free_room)
    [ -z "$free" ] || [ "$free" -ge "$1" ] || fail "The Docker engine's disk is too full: $2 takes $1 MB," \
        "and $(engine_root) has $free MB left. Make room there ('docker system df' shows what takes it;" \
        "'docker system prune' removes what nothing uses), then repeat."
}

engine_root() { docker info --format '{{.DockerRootDir}}' 2>/dev/null; }

# MB free where the engine keeps its images; nothing where the engine stands on another machine.
free_room() { df -Pm "$(engine_root)" 2>/dev/null | awk 'NR == 2 { print $4 }'; }

require_plugin() {
    docker "$1" version >/dev/null 2>&1 && return
    fail "The Docker command lacks its '$1' plug-in. Install the package docker-$1" \
        "(docker-$1-plugin from Docker's own packages), then run ./homeroom up again."
}

start_installed_engine() {
    have dockerd || return 1
    is_root || fail "The Docker engine does not answer. Start it, or run: sudo ./homeroom up"
    start_engine
}

install_engine() {
    [ -r /etc/os-release ] || refuse_to_install
    case " $(os_release ID) $(os_release ID_LIKE) " in
        *' debian '* | *' ubuntu '*) ;;
        *) refuse_to_install ;;
    esac
    is_root || fail "No Docker engine answers here. To install Debian's, run: sudo ./homeroom up"
    step "Installing the Docker engine (Debian's packages)"
    apt-get update -q
    choose_engine_packages
    refuse_surprising_upgrades
    keep_containers_over_engine_restarts
    # shellcheck disable=SC2086 # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $chosen iptables ||
        fail "apt could not install the engine; the lines above say why."
    start_engine
}

os_release() { sed -n "s/^$1=//p" /etc/os-release | tr -d '"'; }

refuse_to_install() {
    fail "No Docker engine answers here. Install Docker 26 or newer with its compose and buildx plug-ins" \
        "(Docker Desktop on Windows and macOS), start it, then run ./homeroom up again."
}

# Sets $chosen: the engine's packages as apt should get them.
choose_engine_packages() {
    chosen=$ENGINE_PACKAGES
    case $(candidate_major docker.io) in
        2[6-9] | [3-9][0-9]) has_candidate docker-cli || chosen='docker.io docker-compose-v2 docker-buildx'; return ;;
    esac
    [ "$(os_release ID)" = debian ] ||
        fail "This system's packages hold no Docker engine of version 26 or newer. Install one from Docker's" \
            "own packages, then run ./homeroom up again."
    add_trixie_source
    chosen=
    for package in $ENGINE_PACKAGES; do chosen="$chosen $package/trixie"; done
}

candidate() { apt-cache policy "$1" | sed -n 's/^ *Candidate: //p'; }

candidate_major() { candidate "$1" | sed 's/^[0-9]*://; s/[^0-9].*//'; }

has_candidate() { [ -n "$(candidate "$1")" ] && [ "$(candidate "$1")" != '(none)' ]; }

# Debian 12 carries engine 20; the next release's packages install on it with nothing else upgraded.
# Priority 1 keeps everything else of that release away; 100 lets security fixes reach the engine.
add_trixie_source() {
    cat >"$TRIXIE_SOURCE" <<END
# Written by ./homeroom up, for the Docker engine only (see $TRIXIE_PIN).
Types: deb
URIs: $(debian_mirror)
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
    cat >"$TRIXIE_PIN" <<END
# Written by ./homeroom up: nothing comes from trixie but the Docker engine.
Package: *
Pin: release n=trixie
Pin-Priority: 1

Package: $ENGINE_PACKAGES containerd
Pin: release n=trixie
Pin-Priority: 100
END
    apt-get update -q
}

# The mirror this machine already uses, from its own apt sources.
debian_mirror() {
    # shellcheck disable=SC2016 # the names are apt's
    mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        sed -n 's/^Debian //p' | head -n 1)
    [ -n "$mirror" ] || fail "No Debian mirror is named in /etc/apt. Add one to /etc/apt/sources.list, then repeat."
    printf '%s\n' "${mirror%/}"
}

# The engine may bring packages of its own along; it may not change what is installed already.
refuse_surprising_upgrades() {
    # shellcheck disable=SC2086 # $chosen is a list
    plan=$(apt-get install -s --no-install-recommends $chosen iptables) ||
        fail "apt cannot install the engine ($chosen). Run 'apt-get install -s $chosen' to see why."
    surprises=$(printf '%s\n' "$plan" | sed -n 's/^Remv \([^ ]*\).*/\1/p; s/^Inst \([^ ]*\) \[.*/\1/p' |
        grep -v -x -E 'docker.*|containerd|runc|iptables' | tr '\n' ' ')
    [ -z "$surprises" ] ||
        fail "Installing the engine would also change: $surprises- Homeroom changes nothing but the engine by itself." \
            "Upgrade these yourself (apt-get upgrade) or install Docker 26 or newer by hand, then repeat."
}

# A restart or an upgrade of the engine must not end anybody's notebook.
keep_containers_over_engine_restarts() {
    [ -e /etc/docker/daemon.json ] && return
    mkdir -p /etc/docker
    printf '{"live-restore": true}\n' >/etc/docker/daemon.json
}

start_engine() {
    step "Starting the Docker engine"
    if [ -d /run/systemd/system ]; then
        systemctl enable --now docker >/dev/null
    else
        detached='nohup'
        ! have setsid || detached='setsid nohup'
        $detached dockerd >>"$ENGINE_LOG" 2>&1 </dev/null &
    fi
    wait_until 60 engine_answers ||
        fail "The Docker engine did not start within a minute. Its last words: $(tail -n 3 "$ENGINE_LOG" 2>/dev/null)" \
            "Read 'journalctl -u docker' or $ENGINE_LOG, then run ./homeroom up again."
}
