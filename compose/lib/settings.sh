# The HOMEROOM_ settings of this run: the environment first, then .env, then what can be found out or derived.
# shellcheck shell=sh

ENV_FILE=.env
WITH_HOME_FILES=docker-compose.yml:compose/home-files.yml

# Export every setting that compose needs. The instance of this folder keeps its choices in .env (see remember);
# another HOMEROOM_PROJECT stands beside it and takes nothing from that file.
choose_settings() {
    choose_project
    choose HOMEROOM_PORT 8000
    choose HOMEROOM_NOTEBOOK_PORTS 8100-8399
    choose HOMEROOM_API_PORT 8081
    require_ports
    choose HOMEROOM_HUB_PORT "$((HOMEROOM_PORT + 10000))"
    choose HOMEROOM_SUBNET "10.213.$network_third.0/22"
    choose HOMEROOM_GATEWAY "10.213.$network_third.1"
    choose HOMEROOM_BRIDGE "$bridge_name"
    choose HOMEROOM_HUB_IMAGE "$HOMEROOM_PROJECT/hub"
    choose HOMEROOM_COURSE_IMAGE "$HOMEROOM_PROJECT/course"
    choose HOMEROOM_TIME_ZONE "$(detected_time_zone /etc)"
    choose_address
    choose_compose_files
    for name in PORT NOTEBOOK_PORTS API_PORT HUB_PORT SUBNET GATEWAY BRIDGE HUB_IMAGE COURSE_IMAGE TIME_ZONE; do
        keep "HOMEROOM_$name"
    done
}

choose_project() {
    own=$(kept HOMEROOM_PROJECT)
    own=${own:-homeroom}
    HOMEROOM_PROJECT=${HOMEROOM_PROJECT:-$own}
    export HOMEROOM_PROJECT
    case $HOMEROOM_PROJECT in
        *[!a-z0-9-]* | -*) fail "HOMEROOM_PROJECT is '$HOMEROOM_PROJECT'; use small letters, digits and hyphens only." ;;
    esac
    network_third=0
    bridge_name=homeroom-seats
    if [ "$HOMEROOM_PROJECT" != homeroom ]; then
        sum=$(printf '%s' "$HOMEROOM_PROJECT" | cksum | cut -d ' ' -f 1)
        network_third=$(((sum % 63 + 1) * 4))
        bridge_name=$(printf 'hr-%08x' "$sum")
    fi
    [ "$HOMEROOM_PROJECT" = "$own" ] || stand_beside
}

stand_beside() {
    ENV_FILE=/dev/null
    export COMPOSE_ENV_FILES=/dev/null
}

# choose NAME DEFAULT: set and export it.
choose() {
    value=$(setting "$1")
    eval "$1=\${value:-\$2}"
    export "${1?}"
}

# keep NAME: remember its value where the compose file by itself would take another.
keep() {
    eval "value=\$$1"
    grep -q -F "\${$1:-$value}" docker-compose.yml || remember "$1" "$value"
}

# setting NAME: its value in the environment, else in .env.
setting() {
    eval "value=\${$1:-}"
    if [ -n "$value" ]; then printf '%s\n' "$value"; else kept "$1"; fi
}

# kept NAME: its value in .env, without quotes and comment.
kept() {
    [ -f "$ENV_FILE" ] || return 0
    sed -n "s/^ *$1 *= *//p" "$ENV_FILE" | tail -n 1 |
        sed -e 's/ #.*//' -e 's/ *$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

# remember NAME VALUE [COMMENT]: add the line to .env unless it has one; other lines stay as they are.
remember() {
    [ "$ENV_FILE" != /dev/null ] || return 0
    [ -z "$(kept "$1")" ] || return 0
    [ -s "$ENV_FILE" ] || echo '# Settings of this classroom; see the head of docker-compose.yml.' >>"$ENV_FILE"
    [ -z "$(tail -c 1 "$ENV_FILE")" ] || echo >>"$ENV_FILE"
    printf '%s=%s%s\n' "$1" "$2" "${3:+ # $3}" >>"$ENV_FILE"
}

# The rights that only home files need are in a compose file of their own.
choose_compose_files() {
    case $(setting HOMEROOM_HOME_FILES) in
        on | true | yes | 1)
            choose COMPOSE_FILE "$WITH_HOME_FILES"
            remember COMPOSE_FILE "$COMPOSE_FILE"
            ;;
        *) [ "$(kept COMPOSE_FILE)" != "$WITH_HOME_FILES" ] || forget "COMPOSE_FILE=$WITH_HOME_FILES" ;;
    esac
}

require_ports() {
    for port in "$HOMEROOM_PORT" "$HOMEROOM_API_PORT" "${HOMEROOM_NOTEBOOK_PORTS%-*}" "${HOMEROOM_NOTEBOOK_PORTS#*-}"; do
        case $port in
            '' | *[!0-9]*) fail "'$port' is not a port. Ports are numbers, and HOMEROOM_NOTEBOOK_PORTS is like 8100-8399." ;;
        esac
        if [ "$port" -lt 1 ] || [ "$port" -gt 55535 ]; then
            fail "Port $port is out of range: Homeroom's ports lie between 1 and 55535."
        fi
    done
    [ "${HOMEROOM_NOTEBOOK_PORTS%-*}" -le "${HOMEROOM_NOTEBOOK_PORTS#*-}" ] ||
        fail "HOMEROOM_NOTEBOOK_PORTS is '$HOMEROOM_NOTEBOOK_PORTS'; the first port must not be above the last."
}

# A detected address follows the machine to another network; one that somebody wrote stays.
choose_address() {
    case $(sed -n 's/^HOMEROOM_ADDRESS=//p' "$ENV_FILE" 2>/dev/null) in
        *'# detected'*) forget_stale_address ;;
    esac
    HOMEROOM_ADDRESS=${HOMEROOM_ADDRESS:-$(kept HOMEROOM_ADDRESS)}
    if [ -z "$HOMEROOM_ADDRESS" ]; then
        HOMEROOM_ADDRESS=$(detected_address)
        remember HOMEROOM_ADDRESS "$HOMEROOM_ADDRESS" detected
    fi
    export HOMEROOM_ADDRESS
}

forget_stale_address() {
    [ "$(kept HOMEROOM_ADDRESS)" != "$(detected_address)" ] || return 0
    forget 'HOMEROOM_ADDRESS=.*# detected'
}

# forget PATTERN: take the lines out of .env that begin so.
forget() {
    others=$(sed "\,^$1,d" "$ENV_FILE")
    printf '%s\n' "$others" >"$ENV_FILE"
}

# The address that others on this network reach this machine by: the one it would speak from itself.
detected_address() {
    # 198.51.100.1 is nobody's address; asking for the way there sends nothing.
    address=$(ip -4 route get 198.51.100.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p')
    [ -n "$address" ] || address=$(hostname -I 2>/dev/null | cut -d ' ' -f 1)
    [ -n "$address" ] || address=$(ipconfig getifaddr en0 2>/dev/null) || true
    printf '%s\n' "${address:-localhost}"
}

# detected_time_zone /etc: the zone of the machine's clock, such as Europe/Berlin; UTC where it has no name.
detected_time_zone() {
    zone=$(readlink "$1/localtime" 2>/dev/null | sed -n 's,.*/zoneinfo/,,p')
    [ -n "$zone" ] || zone=$(head -n 1 "$1/timezone" 2>/dev/null) || true
    case $zone in
        '' | Etc/UTC | *[!A-Za-z0-9/_+-]*) zone=UTC ;;
    esac
    printf '%s\n' "$zone"
}
