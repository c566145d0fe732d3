#!/bin/sh
# Makes .venv with the pinned packages. Ends at once when requirements.txt has not changed since.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "none")
    say "CalciTrack needs Python 3.11 or newer; found: $found."
    say "Install one, or name it: make run PYTHON=/path/to/python3.11"
    exit 1
}

fingerprint() {
    .venv/bin/python -c 'import hashlib, pathlib, sys; print(sys.version, hashlib.sha256(pathlib.Path("requirements.txt").read_bytes()).hexdigest())' 2>/dev/null
}

stamp=.venv/installed
if [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ]; then
    exit 0
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
        exit 1
    fi
    say "Making the environment .venv ..."
    rm -rf .venv
    "$python" -m venv .venv
fi

say "Installing the pinned packages (only when requirements.txt changes) ..."
rm -f "$stamp"
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --requirement requirements.txt; then
    say "The packages could not be installed. The lines above say why; without a network the first start cannot work."
    exit 1
fi
fingerprint >"$stamp"
