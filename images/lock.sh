#!/bin/sh
# Renew every lock file: all versions pinned, all files hash-checked, no package index named. Needs uv on the PATH.
set -eu
cd "$(dirname "$0")/.."

lock() {
    python=$1 out=$2
    shift 2
    uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-config \
        --custom-compile-command images/lock.sh --python-version "$python" --output-file "$out" "$@"
}

lock 3.11 tests/requirements.lock pyproject.toml --extra dev
lock 3.11 images/hub/requirements.lock pyproject.toml
lock 3.13 images/course/requirements.lock images/course/requirements.in
lock 3.13 images/proxy/requirements.lock images/proxy/requirements.in
lock 3.13 tests/bench/peer/requirements.lock tests/bench/peer/requirements.in
