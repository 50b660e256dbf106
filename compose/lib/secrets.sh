# What image builds need of this machine (certificates, pip's and apt's settings), handed over as build secrets.
# shellcheck shell=sh

LARGEST_SECRET=500000 # bytes; BuildKit refuses more

# Export HOMEROOM_BUILD_CA, _PIP and _APT: files in a private folder that goes when the command ends.
prepare_build_secrets() {
    BUILD_SECRETS=$(mktemp -d)
    trap 'rm -rf "$BUILD_SECRETS"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    bundle=$(ca_bundle)
    if [ -n "$bundle" ]; then cat "$bundle" >"$BUILD_SECRETS/ca.crt"; else : >"$BUILD_SECRETS/ca.crt"; fi
    pip_configuration >"$BUILD_SECRETS/pip.conf"
    apt_configuration >"$BUILD_SECRETS/apt.conf"
    export HOMEROOM_BUILD_CA="$BUILD_SECRETS/ca.crt"
    export HOMEROOM_BUILD_PIP="$BUILD_SECRETS/pip.conf"
    export HOMEROOM_BUILD_APT="$BUILD_SECRETS/apt.conf"
}

# The certificates this machine's own programs trust; nothing where there are none.
ca_bundle() {
    for file in "${SSL_CERT_FILE:-}" "${REQUESTS_CA_BUNDLE:-}" "${PIP_CERT:-}" "${CURL_CA_BUNDLE:-}" \
        /etc/ssl/certs/ca-certificates.crt; do
        [ -s "$file" ] || continue
        [ "$(wc -c <"$file")" -le "$LARGEST_SECRET" ] ||
            fail "The certificate bundle $file is larger than $LARGEST_SECRET bytes, which image builds cannot take." \
                "Point SSL_CERT_FILE to a smaller one, then repeat."
        printf '%s\n' "$file"
        return
    done
}

# pip's settings that mean something in a container: where packages come from, and how patiently. Paths of this
# machine (wheel folders, file:// indexes, certificate files) do not; the certificates travel as ca.crt.
pip_configuration() {
    echo '[global]'
    [ ! -s "$BUILD_SECRETS/ca.crt" ] || echo 'cert = /run/secrets/ca.crt'
    for key in index-url extra-index-url trusted-host proxy timeout retries; do
        value=$(pip_setting "$key" | tr '\n' ' ' | sed 's/  */ /g; s/^ //; s/ $//')
        [ -z "$value" ] || printf '%s = %s\n' "$key" "$value"
    done
}

# pip_setting KEY: its words, one a line, from the environment or else the last configuration file that has it.
pip_setting() {
    {
        for file in /etc/xdg/pip/pip.conf /etc/pip.conf "$HOME/.pip/pip.conf" "$HOME/.config/pip/pip.conf" \
            "${PIP_CONFIG_FILE:-}"; do
            [ ! -f "$file" ] || pip_file_setting "$1" "$file"
        done
        pip_environment_setting "$1"
    } | awk 'NF { last = $0 } END { print last }' | tr -s ' \t' '\n' | grep -v -e '^/' -e '^file:' || true
}

# pip_file_setting KEY FILE: one line; a value may go on over indented lines.
pip_file_setting() {
    awk -v key="$1" '
        /^[ \t]*[#;]/ { next }
        /^\[/ { wanted = ($1 == "[global]" || $1 == "[install]"); found = 0; next }
        /^[ \t]/ { if (found) printf " %s", $0; next }
        {
            name = $0; sub(/[ \t]*[=:].*/, "", name); gsub("_", "-", name); sub(/^default-/, "", name)
            found = (wanted && name == key)
            if (found) { sub(/^[^=:]*[=:]/, ""); printf "\n%s", $0 }
        }
        END { print "" }' "$2"
}

pip_environment_setting() {
    case $1 in
        index-url) echo "${PIP_INDEX_URL:-}" ;;
        extra-index-url) echo "${PIP_EXTRA_INDEX_URL:-}" ;;
        trusted-host) echo "${PIP_TRUSTED_HOST:-}" ;;
        proxy) echo "${PIP_PROXY:-}" ;;
        timeout) echo "${PIP_TIMEOUT:-${PIP_DEFAULT_TIMEOUT:-}}" ;;
        retries) echo "${PIP_RETRIES:-}" ;;
    esac
}

# apt's proxies, where this machine's apt has any, and the certificates for mirrors behind https.
apt_configuration() {
    [ ! -s "$BUILD_SECRETS/ca.crt" ] || echo 'Acquire::https::CAInfo "/run/secrets/ca.crt";'
    ! have apt-config || apt-config dump | grep -E '^Acquire::(http|https)::Proxy ' || true
}

# The build arguments for a machine that reaches the world through a proxy; compose reads the same names.
proxy_arguments() {
    for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
        eval "value=\${$name:-}"
        [ -z "$value" ] || printf -- '--build-arg\n%s\n' "$name"
    done
}
