# ./homeroom test: everything the tests need, from nothing; the checks; the tests; and no trace left behind.
# shellcheck shell=sh

run_tests() {
    use_test_instance
    install_test_packages
    ensure_test_environment
    export PATH="$PWD/.venv/bin:$PATH"
    ensure_engine
    prepare_build_secrets
    choose_settings
    trap 'remove_test_traces; rm -rf "$BUILD_SECRETS"' EXIT
    remove_test_traces
    ensure_images
    run_checks
    run_pytest "$@"
}

# An instance of its own, beside any live class.
use_test_instance() {
    HOMEROOM_PROJECT=homeroom-test
    : "${HOMEROOM_PORT:=8700}" "${HOMEROOM_NOTEBOOK_PORTS:=8710-8739}" "${HOMEROOM_API_PORT:=8781}"
}

install_test_packages() {
    missing=
    have chromium || missing="$missing chromium fonts-dejavu-core fonts-liberation fonts-wqy-microhei"
    /sbin/ldconfig -p | grep -q libpangoft2-1.0 ||
        missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    have shellcheck || missing="$missing shellcheck"
    have git || missing="$missing git"
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
    # shellcheck disable=SC2086 # a list of packages
    [ -z "$missing" ] || install_packages $missing
}

# .venv from the lock file, made again only when the lock or the Python changed.
ensure_test_environment() {
    stamp=$(cksum tests/requirements.lock; python3 --version)
    [ "$stamp" != "$(cat .venv/made-from 2>/dev/null)" ] || return 0
    step "Making .venv from tests/requirements.lock"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "The tests need Python 3.11 or newer; python3 here is $(python3 --version). Install a newer one, then repeat."
    python3 -m venv --clear .venv
    .venv/bin/pip install --progress-bar off --require-hashes -r tests/requirements.lock |
        grep -v -e '^  ' -e '^Requirement already' || true
    .venv/bin/python -c 'import pytest' ||
        fail "The packages of tests/requirements.lock could not be installed; the lines above say why."
    printf '%s\n' "$stamp" >.venv/made-from
}

run_checks() {
    step "Checking format, rules, types, layers, shell scripts and the compose file"
    check ruff format --check .
    check ruff check .
    check mypy
    check lint-imports
    check docker compose config --quiet
    check docker compose -f docker-compose.yml -f compose/home-files.yml config --quiet
    check shellcheck homeroom .ci/run compose/*.sh compose/lib/*.sh images/lock.sh images/base/build.sh
}

check() { "$@" || fail "'$*' found something; see above."; }

# The walks go first and by themselves: they time nothing, but they do wait for a whole machine.
run_pytest() {
    step "Testing"
    trap 'kill "$pytest" 2>/dev/null; exit 130' INT
    trap 'kill "$pytest" 2>/dev/null; exit 143' TERM HUP
    if [ $# -gt 0 ]; then
        pytest_in_background "$@"
    else
        pytest_in_background tests/walks
        pytest_in_background tests --ignore=tests/walks
    fi
}

# In the background, so that a signal ends the wait at once and the traces can be removed.
pytest_in_background() {
    python -m pytest "$@" <&0 &
    pytest=$!
    result=0
    wait "$pytest" || result=$?
    [ "$result" -eq 0 ] || exit "$result"
}

# Whatever begins with the test project's name, also from a run that was killed. Quiet: pytest has the last line.
remove_test_traces() {
    {
        remove_containers "label=homeroom.project=$HOMEROOM_PROJECT"
        docker ps --quiet --filter "name=^/?$HOMEROOM_PROJECT.*-wall-" | xargs -r docker stop
        remove_containers "name=^/?$HOMEROOM_PROJECT"
        docker network ls --quiet --filter "name=^$HOMEROOM_PROJECT" | xargs -r docker network rm
        docker volume ls --quiet --filter "name=^$HOMEROOM_PROJECT" | xargs -r docker volume rm
    } >/dev/null 2>&1 || true
}
