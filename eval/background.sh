#!/usr/bin/env bash
# eval/background.sh DATA
#
# Makes crates/story/src/features/background.bin, the counts of English words that the first articles
# of a window are weighed by. DATA holds pages/gold.jsonl and stories/{ecb,uci4k,uci6k}.jsonl: the
# articles of wcxb (Murrough-Foley/web-content-extraction-benchmark, CC BY 4.0), news-2023
# (AndyTheFactory/article-extraction-dataset, Apache-2.0), ECB+ (CC BY 3.0) and the UCI News Aggregator
# (public domain). The table holds numbers only: for each term a hash and two counts.
set -euo pipefail
if [ $# -ne 1 ] || ! ls "$1"/pages/gold.jsonl "$1"/stories/{ecb,uci4k,uci6k}.jsonl >/dev/null; then
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
data=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
table=crates/story/src/features/background.bin
python3 eval/stories/background.py "$data" | cargo run -q --release -p dateline-story --example background > "$table.new"
mv "$table.new" "$table"
