# The wall between seats and this machine: from the seats' bridge only the hub's API answers.
# shellcheck shell=sh
# The engine keeps seats from the network and from one another; services of this machine it leaves open to them.

close_machine_to_seats() {
    if ! is_root || ! have iptables; then
        say "Note: seats can reach services of this machine that listen on all addresses; as root, with iptables," \
            "./homeroom up closes them."
        return
    fi
    iptables-restore --wait --noflush <<END || fail "iptables refuses the rules for $HOMEROOM_BRIDGE; see above."
*filter
:$HOMEROOM_BRIDGE - [0:0]
-A $HOMEROOM_BRIDGE -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A $HOMEROOM_BRIDGE -d $HOMEROOM_GATEWAY -p tcp --dport $HOMEROOM_API_PORT -j ACCEPT
-A $HOMEROOM_BRIDGE -j REJECT
COMMIT
END
    seat_rule -C 2>/dev/null || seat_rule -I
    say "Seats reach nothing of this machine but the hub's API (iptables chain $HOMEROOM_BRIDGE, until the next boot)."
}

open_machine_to_seats() {
    is_root && have iptables && seat_rule -C 2>/dev/null || return 0
    seat_rule -D
    iptables --wait -F "$HOMEROOM_BRIDGE"
    iptables --wait -X "$HOMEROOM_BRIDGE"
}

seat_rule() { iptables --wait "$1" INPUT -i "$HOMEROOM_BRIDGE" -j "$HOMEROOM_BRIDGE"; }
