#!/bin/sh
# Removes what can be made again. The data under var/ goes only after a yes at the keyboard.
set -eu
cd "$(dirname "$0")/.."

find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results .venv
echo "Removed the environment and the caches."

[ -d var ] || exit 0
if [ ! -t 0 ]; then
    echo "Kept var/ with the database, the photos and the mail: nobody is here to ask."
    exit 0
fi
printf 'Also delete var/ with the database, the photos and the mail? Type yes: '
read -r answer
if [ "$answer" = yes ]; then
    rm -rf var
    echo "Deleted var/."
else
    echo "Kept var/."
fi
