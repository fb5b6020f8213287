#!/usr/bin/env bash
# FEEDSERVER=PATH eval/idle.sh [FEEDS] [ITEMS] [SECONDS]
#
# Imports FEEDS feeds (1000) of ITEMS entries (30), lets `dateline serve` poll them all, waits
# SECONDS (30), and prints its resident memory, and how long a start takes until the first page is
# served: in an empty folder, and in the one that is full then.
#
# FEEDSERVER, BIN, STORE, PAUSE and PORT as for eval/poll.sh; PAUSE is 0 here unless set.
set -euo pipefail
[ -z "${FEEDSERVER:-}" ] || FEEDSERVER=$(realpath "$FEEDSERVER")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eval/lib.sh

feeds=${1:-1000} items=${2:-30} idle=${3:-30}
export PAUSE=${PAUSE:-0}
prepare "$feeds" "$items" 0

# serve NAME [OPTION…]: starts the program and prints the milliseconds until its first page.
serve() {
    local name=$1 listen since
    listen=127.0.0.1:$(free_port)
    shift
    since=$(now_ms)
    "$BIN" serve --listen "$listen" "$@" >"$folder/$name.log" 2>&1 &
    serving=$!
    started+=("$serving")
    milliseconds=$(wait_for "http://$listen/" "$since") || { cat "$folder/$name.log" >&2; exit 1; }
}
stop() { kill "$serving"; wait "$serving" || true; }
memory() { awk -v name="$1:" '$1 == name { printf "%.0f", $2 / 1024 }' "/proc/$serving/status"; }

if [ -z "${STORE:-}" ]; then
    serve empty --data "$folder/empty"
    echo "start to first page, empty folder: $milliseconds ms"
    stop
fi

serve first
polled=0
for _ in $(seq 600); do
    read -r entries polled < <("$BIN" feeds --json | count_entries)
    [ "$polled" -lt "$feeds" ] || break
    kill -0 "$serving" || { cat "$folder/first.log" >&2; exit 1; }
    sleep 1
done
[ "$polled" -eq "$feeds" ] || { echo "only $polled of $feeds feeds were polled" >&2; exit 1; }
sleep "$idle"
echo "$polled feeds polled, $entries entries stored"
echo "resident memory after $idle s: $(memory VmRSS) MB (peak $(memory VmHWM) MB)"
stop

serve second
echo "start to first page, full folder: $milliseconds ms"
