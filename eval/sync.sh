#!/usr/bin/env bash
# eval/sync.sh [--feeds N] [--entries N] [--bytes N]
#
# Fills a store with N feeds (200) of N entries each (100) with N bytes of text (2500), serves it,
# and syncs it as reader apps do by Google Reader's protocol: the unread counts, all ids by pages of
# a thousand, and the contents of at most 20,000 of them, as NetNewsWire asks (150 at once) and by a
# thousand; then it marks them read.
#
# BIN      the program to measure instead of a build of this checkout
set -euo pipefail
feeds=200 entries=100 bytes=2500
while [ $# -gt 0 ]; do
    case $1 in
    --feeds) feeds=$2; shift 2 ;;
    --entries) entries=$2; shift 2 ;;
    --bytes) bytes=$2; shift 2 ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=eval/lib.sh
. eval/lib.sh
find_program
make_folder
# Only serving is measured: a store that is settled has nothing else to do.
export DATELINE_DATA="$folder/data" DATELINE_ROLES=web
echo "$feeds feeds of $entries entries; $(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
cargo run --quiet --release --package dateline-store --example fill_items -- \
    "$DATELINE_DATA" "$feeds" "$entries" "$bytes"
secret=$("$BIN" user app-password owner --write)
port=$(free_port)
"$BIN" serve --listen "127.0.0.1:$port" >"$folder/serve.log" 2>&1 &
started+=($!)
wait_for "http://127.0.0.1:$port/healthz" >/dev/null
python3 eval/sync.py "127.0.0.1:$port" "$secret"
