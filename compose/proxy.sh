#!/bin/sh
# Write Traefik's static configuration from the HOMEROOM_ settings, then become Traefik.
set -eu

config=${1:-/tmp/traefik.yml}
first_seat=${HOMEROOM_NOTEBOOK_PORTS%-*}
last_seat=${HOMEROOM_NOTEBOOK_PORTS#*-}

# entry_point NAME ADDRESS MAY: a door. A notebook's cells may run for hours, so nothing times out a slow answer. Nor does an
# open websocket end by itself: a proxy that is to end does not wait for it, and is back the sooner.
# Encoded slash, backslash and NUL never pass; MAY says whether %23 %25 %3B %3F do (a notebook may be "50% #1?.ipynb").
entry_point() {
    cat <<END
  $1:
    address: "$2"
    transport:
      lifeCycle:
        graceTimeOut: 1s
      respondingTimeouts:
        readTimeout: 0s
    http:
      aliasHeadersStrategy: delete
      encodedCharacters:
        allowEncodedSlash: false
        allowEncodedBackSlash: false
        allowEncodedNullCharacter: false
        allowEncodedSemicolon: $3
        allowEncodedPercent: $3
        allowEncodedQuestionMark: $3
        allowEncodedHash: $3
END
}

{
    cat <<END
global:
  checkNewVersion: false
  sendAnonymousUsage: false
log:
  level: WARN
providers:
  providersThrottleDuration: 50ms
  file:
    directory: /routes/live
    watch: true
entryPoints:
END
    entry_point web ":$HOMEROOM_PORT" true
    entry_point api "$HOMEROOM_GATEWAY:$HOMEROOM_API_PORT" false
    port=$first_seat
    while [ "$port" -le "$last_seat" ]; do
        entry_point "seat-$port" ":$port" true
        port=$((port + 1))
    done
} >"$config"

exec traefik --configFile="$config"
