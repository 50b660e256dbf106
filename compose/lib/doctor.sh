# ./homeroom doctor: is everything here that a lesson needs? A line for each finding; nothing is changed.
# shellcheck shell=sh

FEW_SEATS=5 # so many notebooks should be able to use all of their memory at once

run_doctor() {
    look_only
    choose_settings
    failed=false
    if examine_engine; then
        examine_plugins
        examine_live_restore
        examine_machine
        examine_disk
        examine_ports
        examine_images
        examine_network
        examine_wall
    fi
    examine_address
    examine_clock
    ! engine_answers || examine_inside
    ! $failed
}

fine() { printf 'ok    %s\n' "$*"; }

warn() { printf 'WARN  %s\n' "$*"; }

bad() {
    printf 'FAIL  %s\n' "$*"
    failed=true
}

# bad_when_running WORDS...: while a class may be at work it is a fault, before the first start only a remark.
bad_when_running() { if hub_runs; then bad "$@"; else warn "$@"; fi; }

# Elsewhere the settings that were chosen are written down.
# shellcheck disable=SC2317 # choose_settings calls them
look_only() {
    remember() { :; }
    forget_stale_address() { :; }
}

examine_engine() {
    if ! engine_answers; then
        bad "The Docker engine does not answer. ./homeroom up starts or installs it."
        return 1
    fi
    version=$(docker version --format '{{.Server.Version}}')
    api=$(docker version --format '{{.Server.APIVersion}}')
    if [ "${version%%.*}" -ge 26 ] 2>/dev/null && [ "${api#1.}" -ge 45 ] 2>/dev/null; then
        fine "The Docker engine answers: version $version, API $api."
    else
        bad "The Docker engine is version $version (API $api). Upgrade it to 26 (API 1.45) or newer."
    fi
}

examine_plugins() {
    for plugin in compose buildx; do
        if docker "$plugin" version >/dev/null 2>&1; then
            fine "The plug-in docker-$plugin is there."
        else
            bad "The plug-in docker-$plugin is missing. Install that package, or docker-$plugin-plugin from Docker's own."
        fi
    done
}

examine_live_restore() {
    if [ "$(docker info --format '{{.LiveRestoreEnabled}}' 2>/dev/null)" = true ]; then
        fine "A restart of the engine ends no notebook (live-restore)."
    else
        warn "A restart of the engine ends every notebook. Put \"live-restore\": true into /etc/docker/daemon.json" \
            "and reload the engine."
    fi
}

examine_machine() {
    memory=$(docker info --format '{{.MemTotal}}' 2>/dev/null)
    processors=$(docker info --format '{{.NCPU}}' 2>/dev/null)
    each=$(setting HOMEROOM_MEMORY_MB)
    each=${each:-1024}
    case $memory$each in '' | *[!0-9]*) return 0 ;; esac
    memory=$((memory / 1048576))
    running=$(seats --quiet | wc -l | tr -d ' ')
    told="$memory MB of memory and $processors processors: $((memory / each)) notebooks may use all of their $each MB at once"
    if [ $((memory / each)) -lt "$FEW_SEATS" ]; then
        warn "$told. Lower HOMEROOM_MEMORY_MB, or take a larger machine for a whole class."
    elif [ "$running" -gt $((memory / each)) ]; then
        warn "$told, and $running run. Stop classes that are over, or lower HOMEROOM_MEMORY_MB."
    else
        fine "$told; $running run."
    fi
}

examine_disk() {
    free=$(free_room)
    if [ -z "$free" ]; then
        warn "The engine's disk cannot be looked at from here. See that it has $FIRST_BUILD_MB MB free."
    elif [ "$free" -lt "$EVERY_START_MB" ]; then
        bad "$(engine_root) has only $free MB free. Make room there; 'docker system df' shows what takes it."
    elif [ "$free" -lt "$FIRST_BUILD_MB" ]; then
        warn "$(engine_root), where files and images are kept, has $free MB free. Make room before it fills up."
    else
        fine "$(engine_root), where files and images are kept, has $free MB free."
    fi
}

examine_ports() {
    ports="$HOMEROOM_PORT, $HOMEROOM_HUB_PORT and $HOMEROOM_NOTEBOOK_PORTS"
    if holds_the_ports; then
        fine "Ports $ports are our own."
    elif [ -r /proc/net/tcp ]; then
        port=$(first_taken_port)
        if [ -z "$port" ]; then
            fine "Ports $ports are free."
        else
            bad "Port $port is used by another program. Stop that program, or choose other ports in .env."
        fi
    fi
}

examine_images() {
    proxy=$(setting HOMEROOM_PROXY_IMAGE)
    if [ -z "$proxy" ]; then
        proxy=$OFFICIAL_PROXY
        ! image_here "$OWN_PROXY" || proxy=$OWN_PROXY
    fi
    for image in "$HOMEROOM_HUB_IMAGE" "$HOMEROOM_COURSE_IMAGE" "$proxy"; do
        if image_here "$image"; then
            fine "The image $image is here."
        else
            bad_when_running "The image $image is not here. ./homeroom up gets or builds it."
        fi
    done
}

examine_network() {
    walls=$(docker network inspect --format \
        '{{.Internal}} {{index .Options "com.docker.network.bridge.enable_icc"}}' "$HOMEROOM_PROJECT-seats" 2>/dev/null) ||
        walls=missing
    case $walls in
        'true false') fine "The notebooks' network is closed, and none reaches another." ;;
        missing) bad_when_running "The notebooks' network $HOMEROOM_PROJECT-seats does not exist. ./homeroom up makes it." ;;
        *)
            bad "The network $HOMEROOM_PROJECT-seats is open. Run ./homeroom down, remove it with" \
                "'docker network rm $HOMEROOM_PROJECT-seats', then run ./homeroom up."
            ;;
    esac
}

examine_wall() {
    case $(service_status wall) in
        Up*'(healthy)'*) fine "Notebooks reach nothing of this machine but the hub (wall)." ;;
        *) bad_when_running "The wall between notebooks and this machine does not stand. Run ./homeroom up;" \
            "./homeroom logs wall says more." ;;
    esac
}

# A detected address is that of the network this machine was on then.
examine_address() {
    case $(sed -n 's/^HOMEROOM_ADDRESS=//p' "$ENV_FILE" 2>/dev/null) in
        *'# detected'*) ;;
        *) return 0 ;;
    esac
    now=$(detected_address)
    [ "$HOMEROOM_ADDRESS" = "$now" ] ||
        warn "This machine was $HOMEROOM_ADDRESS and is $now now. Run ./homeroom up, and print new cards."
}

examine_clock() {
    synchronised=$(timedatectl show --property NTPSynchronized --value 2>/dev/null) || synchronised=
    told="The clock says $(date '+%Y-%m-%d %H:%M %Z')"
    case $synchronised in
        yes) fine "$told, and is synchronised." ;;
        no) warn "$told, and nothing keeps it right. Deadlines go by it: switch on 'timedatectl set-ntp true'." ;;
        *) fine "$told. Whether it is kept right cannot be seen here; deadlines go by it." ;;
    esac
}

# What only the hub can see: the database, the launcher, its own disk and addresses.
examine_inside() {
    if ! hub_runs; then
        warn "Homeroom is not running, so it could not be asked. Start it with: ./homeroom up"
        return 0
    fi
    docker compose exec -T hub homeroom doctor || failed=true
}
