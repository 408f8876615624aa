#!/usr/bin/env bash
# Gradescope runs this once, when the autograder is uploaded: a Python that is new enough, and the grader in it.
set -euo pipefail

root=${AUTOGRADER_ROOT:-/autograder}
export DEBIAN_FRONTEND=noninteractive
apt-get update
for version in 3.13 3.12 3.11; do
    if apt-get install --yes --no-install-recommends "python$version" "python$version-venv"; then
        "python$version" -m venv "$root/venv"
        break
    fi
done
cd "$root/source" # the paths in the file are taken from here on
"$root/venv/bin/python" -m pip install --requirement requirements.txt
