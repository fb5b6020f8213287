#!/usr/bin/env bash
# DATA=FOLDER eval/relevance.sh, or eval/relevance.sh FOLDER
#
# Reads the outlets of a newsstand, a server of real pages, and asks for what is in
# eval/relevance/queries.tsv: a query, a tab, and a part of the headline that must be among the
# first three. Fails where fewer than 95 of a hundred are found.
#
# FOLDER     holds newsstand/newsstand.py, started as python3 PATH --port PORT
# BIN        the program to try; without it, a release build of this checkout
set -euo pipefail
data=${1:-${DATA:-}}
[ -f "$data/newsstand/newsstand.py" ] || { echo "$data holds no newsstand/newsstand.py" >&2; exit 2; }
newsstand=$(realpath "$data/newsstand/newsstand.py")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eval/lib.sh

find_program
make_folder
export DATELINE_DATA="$folder/data" DATELINE_FETCH_ALLOW=127.0.0.0/8 DATELINE_FETCH_HOST_PAUSE=0
port=$(free_port)
server=http://127.0.0.1:$port
python3 "$newsstand" --port "$port" >"$folder/server.log" 2>&1 &
started+=($!)
wait_for "$server/stats" >/dev/null || { cat "$folder/server.log" >&2; exit 1; }
wget -qO "$folder/all.opml" "$server/subscriptions.opml" 2>/dev/null ||
    python3 -c 'import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen(sys.argv[1]).read())' \
        "$server/subscriptions.opml" >"$folder/all.opml"
"$BIN" import "$folder/all.opml" >"$folder/import.log"
"$BIN" poll --quiet >"$folder/poll.log" 2>&1 || true
"$BIN" reindex
python3 eval/relevance/ask.py "$BIN" eval/relevance/queries.tsv
