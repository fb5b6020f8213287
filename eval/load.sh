#!/usr/bin/env bash
# FEEDSERVER=PATH eval/load.sh [FEEDS] [ITEMS] [SECONDS]
#
# Measures polling under load with FEEDS feeds (10000) of ITEMS entries (30), no pause between two
# starts on one host: all feeds due at once after one in five got a new entry, so that four in five
# answer 304; then `dateline serve` for SECONDS (320) at the feeds' own pace, under a clock that runs
# twelve times as fast, so that somewhat more than an hour passes and nearly every feed becomes due.
# Fails when a request after a feed's first is not conditional, an entry is missing, polls are slower
# than 500 a second, polling uses more than 300 MB, or the lag behind the plan is over 5 seconds of
# that clock at the 99th percentile. A second process on the same store forms stories of all that
# comes and indexes it meanwhile, as the one process of a small instance would; its memory is what
# `eval/stories.sh` and `eval/search.sh` measure, and is printed.
#
# FEEDSERVER, BIN, STORE and PORT as for eval/poll.sh. The server has to know /gen/1/20, after which
# one feed in five has a new entry.
set -euo pipefail
[ -z "${FEEDSERVER:-}" ] || FEEDSERVER=$(realpath "$FEEDSERVER")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eval/lib.sh

feeds=${1:-10000} items=${2:-30} seconds=${3:-320}
export PAUSE=0
prepare "$feeds" "$items" 0

ask() { python3 -c 'import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen(sys.argv[1]).read())' "$1"; }
# Sets what was counted, all at one moment: $asked, $conditional, $full, $unchanged.
count() {
    read -r asked conditional full unchanged < <(ask "$server/stats" | python3 -c '
import json, sys
stats = json.load(sys.stdin)
print(*(stats[name] for name in ("req", "cond", "200", "304")))')
}
fail() { echo "$*" >&2; exit 1; }

"$BIN" poll --feeds-only --quiet >"$folder/first.log"
ask "$server/gen/1/20" >/dev/null
ask "$server/reset" >/dev/null
python3 eval/measure.py "$folder/report" "$BIN" poll --feeds-only --quiet >"$folder/second.log"
read -r wall cpu peak <"$folder/report"
read -r entries _ < <("$BIN" feeds --json | count_entries)
rate=$(python3 -c "print(round($feeds / $wall))")
echo "all due at once: $feeds polls in $wall s ($rate a second), CPU $cpu s, peak $peak MB"
count
echo "  $unchanged answers of 304, $full of 200, $conditional of $asked requests conditional"
[ "$entries" -eq $((feeds * items + feeds / 5)) ] || fail "$((feeds * items + feeds / 5)) entries expected, $entries found"
[ "$conditional" -eq "$asked" ] || fail "a request was not conditional"
[ "$rate" -ge 500 ] || fail "slower than 500 polls a second"
[ "${peak%.*}" -lt 300 ] || fail "more than 300 MB"

ask "$server/reset" >/dev/null
listen=127.0.0.1:$(free_port)
DATELINE_CLOCK="$(date -u +%FT%TZ)*12"
export DATELINE_CLOCK
"$BIN" serve --roles web,crawl --listen "$listen" >"$folder/serve.log" 2>&1 &
serving=$!
"$BIN" serve --roles read,story,index,janitor >"$folder/beside.log" 2>&1 &
beside=$!
started+=("$serving" "$beside")
wait_for "http://$listen/" >/dev/null
sleep "$seconds"
ask "http://$listen/metrics" >"$folder/metrics"
count
peak_of() { awk '$1 == "VmHWM:" { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }
memory=$(peak_of "$serving")
python3 eval/load/lag.py "$folder/metrics" >"$folder/lag"
read -r count p50 p99 <"$folder/lag"
echo "at their own pace: $count polls in $seconds s, lag p50 $p50 s, p99 $p99 s, peak $memory MB"
echo "  stories and index in a process beside it: peak $(peak_of "$beside") MB"
echo "  $conditional of $asked requests conditional"
[ "$conditional" -eq "$asked" ] || fail "a request was not conditional"
[ "$count" -gt 0 ] || fail "no feed became due"
python3 -c "import sys; sys.exit('$p99'.endswith('+') or float('$p99') >= 5)" || fail "lag over 5 seconds"
[ "$memory" -lt 300 ] || fail "more than 300 MB"
