#!/usr/bin/env bash
# eval/stored-to-found.sh [SECONDS] [A_SECOND]
#
# Serves a feed that grows by A_SECOND (200) articles each second for SECONDS (30), has Dateline
# store them, and measures for each how long it took from the commit that stored it until a search
# finds it. Fails when any took longer than two seconds.
#
# BIN        the program to try; without it, a release build of this checkout
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eval/lib.sh

seconds=${1:-30} rate=${2:-200}
find_program
make_folder
export DATELINE_DATA="$folder/data" DATELINE_FETCH_ALLOW=127.0.0.0/8 DATELINE_FETCH_HOST_PAUSE=0
python3 eval/stored_to_found.py "$BIN" "$folder" "$seconds" "$rate" "$(free_port)" "$(free_port)"
