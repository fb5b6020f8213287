#!/usr/bin/env bash
# eval/web.sh [--feeds N] [--entries N] [--seconds N]
#
# Fills a store with N feeds (1000) of N articles each (1000) in stories, serves it, and asks for the
# front page as a signed-in browser does, gzip and all, for N seconds (15) each way: by sixteen
# connections at once; beside a reader who marks an article each second; and with a page that has to
# be made anew for each request. Fails when Dateline misses its goals. Needs wrk.
#
# BIN      the program to measure instead of a build of this checkout
# FILLED   a data folder that an earlier run has filled; KEEP, where to leave it
# PEER     the address of another program's list page, COOKIE what it is asked with
set -euo pipefail
feeds=1000 entries=1000 seconds=15
while [ $# -gt 0 ]; do
    case $1 in
    --feeds) feeds=$2; shift 2 ;;
    --entries) entries=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    *) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=eval/lib.sh
. eval/lib.sh
command -v wrk >/dev/null || { echo "wrk is not installed" >&2; exit 2; }
find_program
make_folder
echo "$feeds feeds of $entries articles; $(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"

export DATELINE_DATA=${FILLED:-${KEEP:-$folder/data}} DATELINE_ROLES=web
# The day on which the invented articles end.
export DATELINE_CLOCK=2026-03-01T12:30:00Z
if [ -z "${FILLED:-}" ]; then
    cargo run --quiet --release -p dateline-store --example write_speed -- \
        "$DATELINE_DATA" "$feeds" "$entries" fill
    cargo run --quiet --release -p dateline-store --example story_speed -- "$DATELINE_DATA" fill
fi
password=a-reader-of-many-feeds
printf '%s\n%s\n' "$password" "$password" | "$BIN" user password owner >/dev/null
port=$(free_port)
"$BIN" serve --listen "127.0.0.1:$port" >"$folder/serve.log" 2>&1 &
server=$!
started+=("$server")
site=http://127.0.0.1:$port
wait_for "$site/healthz" >/dev/null

jar=$folder/jar
secret_of() { grep -o 'name="csrf" value="[^"]*"' | head -n 1 | cut -d'"' -f4; }
csrf=$(curl -s -c "$jar" "$site/login" | secret_of)
curl -s -b "$jar" -c "$jar" -o /dev/null --data-urlencode "csrf=$csrf" -d name=owner \
    --data-urlencode "password=$password" "$site/login"
page=$folder/page.html
status=$(curl -s -b "$jar" -o "$page" -w '%{http_code}' "$site/")
[ "$status" = 200 ] && grep -q 'href="/story/' "$page" || { echo "no front page: $status" >&2; exit 1; }
packed=$(curl -s -b "$jar" -H 'Accept-Encoding: gzip' -o /dev/null -w '%{size_download}' "$site/")
echo "the page: $(wc -c <"$page") bytes, $packed compressed, $(grep -c 'href="/story/' "$page") lines that name stories"
cookies=$(awk '$6 ~ /^dateline/ { printf "%s%s=%s", sep, $6, $7; sep = "; " }' "$jar")

# Each request in another guise, so that none is answered by a page that was kept.
cat >"$folder/anew.lua" <<'LUA'
local number = 0
request = function()
  number = number + 1
  wrk.headers["Accept-Language"] = "en;q=0." .. (1000 + number)
  return wrk.format()
end
LUA

# ask HEADLINE ADDRESS COOKIES OPTIONS…: leaves p50 and p99 in ms and requests a second in $p50, $p99, $rate.
ask() {
    local headline=$1 address=$2 cookies=$3 found
    shift 3
    found=$(wrk --latency --timeout 30s -d "${seconds}s" -H "Cookie: $cookies" -H 'Accept-Encoding: gzip' "$@" "$address")
    if grep -qE 'Non-2xx|Socket errors' <<<"$found"; then
        printf '%s: %s\n' "$headline" "$(grep -E 'Non-2xx|Socket errors' <<<"$found")" >&2
        exit 1
    fi
    read -r p50 p99 rate < <(python3 - "$found" <<'PYTHON'
import re, sys
unit = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}
def at(share):
    line = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)\s*$", sys.argv[1], re.M)
    if line is None:
        sys.exit(f"wrk tells no time for {share} of a hundred requests:\n{sys.argv[1]}")
    number, name = line.groups()
    return float(number) * unit[name]
rate = float(re.search(r"Requests/sec:\s+([\d.]+)", sys.argv[1]).group(1))
print(f"{at(50):.2f} {at(99):.2f} {rate:.0f}")
PYTHON
    )
    echo "$headline: p50 $p50 ms, p99 $p99 ms, $rate a second"
}
over() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; }
missed=()

ask "kept, 16 connections" "$site/" "$cookies" -t1 -c16
over 2000 "$rate" && missed+=("2,000 requests a second")

article=$(grep -o 'href="/article/[0-9]*' "$page" | head -n 1 | grep -o '[0-9]*$' || true)
[ -n "$article" ] || article=1
(
    value=true
    while sleep 1; do
        csrf=$(curl -s -b "$jar" "$site/account" | secret_of)
        curl -s -b "$jar" -o /dev/null --data-urlencode "csrf=$csrf" -d "read=$value" "$site/article/$article/read"
        [ "$value" = true ] && value=false || value=true
    done
) &
marking=$!
started+=("$marking")
ask "beside a mark a second, 2 connections" "$site/" "$cookies" -t1 -c2
over "$p50" 10 && missed+=("p50 of 10 ms")
over "$p99" 30 && missed+=("p99 of 30 ms")
kill "$marking"

ask "made anew each time, 1 connection" "$site/" "$cookies" -t1 -c1 -s "$folder/anew.lua"
over "$p50" 10 && missed+=("p50 of 10 ms, made anew")
over "$p99" 30 && missed+=("p99 of 30 ms, made anew")

for path in /stories /all /unread /feeds /account /classic /statistics; do
    ask "$path, 1 connection" "$site$path" "$cookies" -t1 -c1
done
echo "memory: $(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$server/status") MB"
[ -z "${PEER:-}" ] || ask "the other program, 16 connections" "$PEER" "${COOKIE:-}" -t1 -c16
if [ ${#missed[@]} -gt 0 ]; then
    printf 'missed: %s\n' "${missed[@]}" >&2
    exit 1
fi
