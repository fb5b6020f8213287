#!/usr/bin/env bash
# NEWSSTAND=PATH STATES=FOLDER eval/replay.sh [SECONDS] [AT] [SPEED]
#
# Lets `dateline serve` follow, for SECONDS (600), feeds that are replayed from the moment AT
# (2025-04-21T00:00:00Z) SPEED (3600) times as fast as they once changed, at the feeds' own pace
# under a clock of the same start and speed. Fails when an item that a feed held longer than
# Dateline's longest pause between two polls of it is not in the store exactly once, or when one of
# its headlines or texts is neither the article's nor a revision's.
#
# NEWSSTAND  the script of the replaying server, started as:
#            python3 PATH --port PORT --at AT --speed SPEED
# STATES     the states that it replays: index.tsv (Unix seconds, feed, file) and the files
# BIN        the program to try; without it, a release build of this checkout
set -euo pipefail
[ -f "${NEWSSTAND:-}" ] || { echo "NEWSSTAND names no file" >&2; exit 2; }
[ -f "${STATES:-}/index.tsv" ] || { echo "STATES names no folder with an index.tsv" >&2; exit 2; }
NEWSSTAND=$(realpath "$NEWSSTAND") STATES=$(realpath "$STATES")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eval/lib.sh

seconds=${1:-600} at=${2:-2025-04-21T00:00:00Z} speed=${3:-3600}
find_program
make_folder
export DATELINE_DATA="$folder/data" DATELINE_FETCH_ALLOW=127.0.0.0/8

port=$(free_port) listen=127.0.0.1:$(free_port)
server=http://127.0.0.1:$port
python3 "$NEWSSTAND" --port "$port" --at "$at" --speed "$speed" >"$folder/server.log" 2>&1 &
started+=($!)
wait_for "$server/stats" >/dev/null || { cat "$folder/server.log" >&2; exit 1; }
python3 eval/replay/replayed.py "$server/subscriptions.opml" >"$folder/replayed.opml"
DATELINE_CLOCK="$at" "$BIN" import "$folder/replayed.opml" >"$folder/import.log"

# Both clocks begin together, so that the states' times are Dateline's.
python3 -c 'import sys, urllib.request as u; u.urlopen(u.Request(sys.argv[1], method="POST")).read()' \
    "$server/clock?at=$at"
DATELINE_CLOCK="$at*$speed" "$BIN" serve --listen "$listen" --log-level debug --log-format json \
    >"$folder/serve.log" 2>&1 &
serving=$!
started+=("$serving")
sleep "$seconds"
kill -0 "$serving" || { tail -n 20 "$folder/serve.log" >&2; exit 1; }
kill "$serving"
wait "$serving" || true

python3 eval/replay/check.py "$STATES" "$folder" "$at" "$speed" "$server/stats" "$BIN"
