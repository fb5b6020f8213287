#!/usr/bin/env bash
# eval/learn-stories.sh DATA [FOLDS]
#
# Learns crates/story/data/decision.bin, by which the story crate decides what is one story, and prints
# what is reached on stories that were not learned from (see eval/stories/learn.py) and on all. DATA as
# for eval/background.sh; its streams `full`, `mix` and `hay` are measured if they are there, and never
# learned from. Needs Python with `lightgbm`, `scikit-learn` and `numpy`. Without other load it takes
# some ten minutes on one core.
set -euo pipefail
if [ $# -lt 1 ] || [ $# -gt 2 ] || ! ls "$1"/pages/gold.jsonl "$1"/stories/{ecb,uci4k,uci6k}.jsonl >/dev/null; then
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
data=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build -q --release -p dateline-story --example tune
PYTHONPATH=eval/stories "${PYTHON:-python3}" eval/stories/learn.py "${CARGO_TARGET_DIR:-target}/release/examples/tune" "$data" crates/story/data/decision.bin "${2:-3}"
