#!/usr/bin/env bash
# eval/copies.sh DATA_FOLDER
#
# Makes reprints from the pages in DATA_FOLDER/pages/gold.jsonl (an agency's lead and boilerplate
# added, cut, edited, paragraphs shuffled and dropped), has the copies found, and prints which share
# of each kind was; fails when one misses its goal or a page is taken for another's copy. Then it
# prints every pair of DATA_FOLDER/stories/full.jsonl and mix.jsonl that is called a copy, to be
# judged by eye: independent reports of one event must not be among them.
#
# BIN      a program whose `inspect stories --jsonl` is to be tried; without it, the signatures,
#          index and comparison alone, in a release build of this checkout
# VERBOSE  set, it also names each page whose reprint was not found
set -euo pipefail
[ $# -eq 1 ] && ls "$1"/pages/gold.jsonl "$1"/stories/{full,mix}.jsonl >/dev/null || { sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2; }
folder=$(realpath "$1")
[ -z "${BIN:-}" ] || BIN=$(realpath "$BIN")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -n "${BIN:-}" ]; then
    finder=("$BIN" inspect stories --jsonl)
else
    cargo build --quiet --release --package dateline-story --example find_copies
    finder=("${CARGO_TARGET_DIR:-target}/release/examples/find_copies")
fi
python3 eval/copies/reprints.py \
    "$folder/pages/gold.jsonl" "$folder/stories/full.jsonl" "$folder/stories/mix.jsonl" -- "${finder[@]}"
