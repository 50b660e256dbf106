# The running classroom: start it and wait for it, stop it, say how it is.
# shellcheck shell=sh

start_stack() {
    holds_the_ports || require_free_ports
    step "Starting"
    docker compose up --detach --no-build || explain_failure
    printf '==> Waiting for the hub '
    wait_until 120 hub_answers || explain_failure
}

# Whether the ports are ours already: the proxy alone holds them while the hub is gone.
holds_the_ports() { [ -n "$(docker compose ps --quiet --status running proxy hub 2>/dev/null)" ]; }

hub_runs() { [ -n "$(docker compose ps --quiet --status running hub 2>/dev/null)" ]; }

# Asked from inside the hub, which stands on this machine's network: no curl or wget is needed here.
hub_answers() {
    docker compose exec -T hub python -c \
        "import urllib.request as r; r.urlopen('http://127.0.0.1:$HOMEROOM_PORT/hub/health', timeout=3)"
}

require_free_ports() {
    [ -r /proc/net/tcp ] || return 0
    port=$(first_taken_port)
    [ -z "$port" ] || fail "Port $port is used by another program. Stop that program, or choose other ports with" \
        "HOMEROOM_PORT, HOMEROOM_HUB_PORT or HOMEROOM_NOTEBOOK_PORTS in .env; then repeat."
}

# The first of our ports that somebody listens on; nothing when all are free.
first_taken_port() {
    taken=$(listening_ports)
    for port in "$HOMEROOM_PORT" "$HOMEROOM_HUB_PORT" $(seq "${HOMEROOM_NOTEBOOK_PORTS%-*}" "${HOMEROOM_NOTEBOOK_PORTS#*-}"); do
        case " $taken " in
            *" $port "*)
                echo "$port"
                return
                ;;
        esac
    done
}

# The ports somebody listens on, in decimal, from the kernel's own table (state 0A is LISTEN).
listening_ports() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { sub(/.*:/, "", $2); print $2 }' | sort -u |
        while read -r hex; do printf '%d ' "0x$hex"; done
}

# Name the services that do not run as they should, with their last words.
explain_failure() {
    for service in wall launcher hub proxy; do
        case $(service_status "$service") in
            Up*unhealthy* | Up*starting* | Restarting* | Exited* | Created* | '')
                printf '\nThe %s (%s) said last:\n' "$service" "$(service_status "$service")" >&2
                docker compose logs --no-log-prefix --tail 12 "$service" >&2
                ;;
        esac
    done
    fail "The hub does not answer on port $HOMEROOM_PORT. The lines above say why; ./homeroom logs shows more."
}

project_containers() { docker ps --all --filter "label=com.docker.compose.project=$HOMEROOM_PROJECT" "$@"; }

service_status() {
    project_containers --filter "label=com.docker.compose.service=$1" --format '{{.Status}}'
}

seats() { docker ps --filter "label=homeroom.project=$HOMEROOM_PROJECT" --filter label=homeroom.seat "$@"; }

# Seats are not compose's: they go first, with a moment for kernels to end, so that their network can go too.
stop_stack() {
    step "Stopping; files, homework and accounts stay"
    docker compose stop hub launcher
    for seat in $(docker ps --quiet --filter "label=homeroom.project=$HOMEROOM_PROJECT"); do
        docker stop --time 5 "$seat" >/dev/null &
    done
    wait
    remove_containers "label=homeroom.project=$HOMEROOM_PROJECT"
    docker compose down
}

# With them go the volumes without a name, through which seats see homes that are files.
remove_containers() {
    # shellcheck disable=SC2046 # a list of ids
    set -- $(docker ps --all --quiet --filter "$1")
    [ $# -eq 0 ] || docker rm --force --volumes "$@" >/dev/null
}

show_addresses() {
    say "Homeroom is running."
    say "  On this machine:  http://localhost:$HOMEROOM_PORT"
    say "  For the class:    http://$HOMEROOM_ADDRESS:$HOMEROOM_PORT"
}

# A link belongs to whoever stands at this machine, so it is shown here and never logged.
show_first_link() {
    link=$(docker compose exec -T hub homeroom teacher --first) || return 0
    [ -n "$link" ] || return 0
    say "Nobody teaches here yet. Open this link, which works once, to become the first teacher:"
    say "  $link"
}

show_status() {
    case ${1:-} in
        --json) status_json ;;
        '') status_lines ;;
        *) fail "'$1' is not understood. Use: ./homeroom status [--json]" ;;
    esac
    hub_answers 2>/dev/null
}

status_lines() {
    missing=
    for service in proxy hub launcher wall; do
        status=$(service_status "$service")
        printf '%-9s %s\n' "$service" "${status:-not running}"
        case $status in Up*) ;; *) missing="$missing $service" ;; esac
    done
    printf '%-9s %s running\n' seats "$(seats --quiet | wc -l | tr -d ' ')"
    if hub_answers 2>/dev/null; then
        show_addresses
        [ -z "$missing" ] || say "But this is missing:$missing. ./homeroom up starts it again; ./homeroom logs shows what happened."
    else
        say "The hub does not answer. Start it with ./homeroom up; ./homeroom logs shows what happened."
    fi
}

status_json() {
    answers=false
    hub_answers 2>/dev/null && answers=true
    printf '{"project": "%s", "url": "http://%s:%s", "answers": %s, "services": {' \
        "$HOMEROOM_PROJECT" "$HOMEROOM_ADDRESS" "$HOMEROOM_PORT" "$answers"
    separator=
    for service in proxy hub launcher wall; do
        printf '%s"%s": "%s"' "$separator" "$service" "$(service_status "$service")"
        separator=', '
    done
    printf '}, "seats": %s}\n' "$(seats --quiet | wc -l | tr -d ' ')"
}
