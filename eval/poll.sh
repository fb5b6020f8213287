#!/usr/bin/env bash
# FEEDSERVER=PATH eval/poll.sh [FEEDS] [ITEMS] [LATENCY_MS]
#
# Measures two passes of `dateline poll --feeds-only` over FEEDS feeds (500) of ITEMS entries (30)
# from a server that takes LATENCY_MS (0) to answer: the first stores everything, the second finds
# nothing new. Fails when an entry is missing or a second request is not answered with 304.
#
# FEEDSERVER  the script of the feed server, started as: python3 PATH PORT FEEDS ITEMS LATENCY_MS
# BIN         the program to measure; without it, a release build of this checkout
# STORE       an empty PostgreSQL database (postgres://…) in place of SQLite
# PAUSE       milliseconds between the starts of two requests to a host; without it, the default
# PORT        the port of the feed server; without it, a free one
set -euo pipefail
[ -z "${FEEDSERVER:-}" ] || FEEDSERVER=$(realpath "$FEEDSERVER")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eval/lib.sh

feeds=${1:-500} items=${2:-30} latency=${3:-0}
prepare "$feeds" "$items" "$latency"

stat() { python3 -c 'import json, sys, urllib.request as u; print(json.load(u.urlopen(sys.argv[1] + "/stats"))[sys.argv[2]])' "$server" "$1"; }
reset() { python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1] + "/reset").read()' "$server"; }

echo "$feeds feeds of $items entries, $latency ms a request, pause ${PAUSE:-as by default}, ${STORE:+PostgreSQL}${STORE:-SQLite}" |
    sed 's|postgres[a-z]*://.*||'
printf '%-6s %8s %8s %8s %9s %6s %6s %9s\n' pass 'wall s' 'CPU s' 'peak MB' requests 200 304 entries
failed=
for pass in first second; do
    reset
    python3 eval/measure.py "$folder/report" "$BIN" poll --feeds-only --quiet >"$folder/poll.log"
    read -r wall cpu peak <"$folder/report"
    read -r entries _ < <("$BIN" feeds --json | count_entries)
    requests=$(stat req) full=$(stat 200) unchanged=$(stat 304)
    printf '%-6s %8s %8s %8s %9s %6s %6s %9s\n' "$pass" "$wall" "$cpu" "$peak" "$requests" "$full" "$unchanged" "$entries"
    [ "$entries" -eq $((feeds * items)) ] || failed="$pass pass: $((feeds * items)) entries expected"
    [ "$pass" = first ] || [ "$unchanged" -eq "$feeds" ] || failed="second pass: $feeds answers of 304 expected"
    [ "$pass" = first ] || [ "$requests" -eq "$feeds" ] || failed="second pass: $feeds requests expected"
done
[ -z "$failed" ] || { cat "$folder/poll.log" >&2; echo "$failed" >&2; exit 1; }
