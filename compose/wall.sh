#!/bin/sh
# The wall between notebooks and this machine: from their bridge only the hub's API answers.
# The engine keeps seats from the network and from one another; services of the machine it leaves open to them.
# Runs in a container on the machine's network. `wall.sh` stands until it is stopped; `wall.sh check` says whether it does.
set -eu

jump() { iptables --wait "$1" INPUT -i "$HOMEROOM_BRIDGE" -j "$HOMEROOM_BRIDGE"; }

stands() { jump -C 2>/dev/null; }

build() {
    iptables-restore --wait --noflush <<END
*filter
:$HOMEROOM_BRIDGE - [0:0]
-A $HOMEROOM_BRIDGE -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A $HOMEROOM_BRIDGE -d $HOMEROOM_GATEWAY -p tcp --dport $HOMEROOM_API_PORT -j ACCEPT
-A $HOMEROOM_BRIDGE -j REJECT
COMMIT
END
    stands || jump -I
}

# It stays as long as anybody is behind it, also when everything else is stopped.
leave() {
    if [ -z "$(ls "/sys/class/net/$HOMEROOM_BRIDGE/brif" 2>/dev/null)" ]; then
        jump -D
        iptables --wait -F "$HOMEROOM_BRIDGE"
        iptables --wait -X "$HOMEROOM_BRIDGE"
    fi
    exit 0
}

if [ "${1:-}" = check ]; then
    stands
    exit
fi
trap leave TERM INT
build
echo "Notebooks reach nothing of this machine but the hub's API (iptables chain $HOMEROOM_BRIDGE)."
# Another program may write the firewall anew.
while :; do
    sleep 30 &
    wait $!
    stands || build
done
