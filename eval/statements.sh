#!/usr/bin/env bash
# eval/statements.sh DATA [SET...]
#
# Finds who said what in the labelled articles of DATA/statements/SET.jsonl (polnear-dev) and prints what
# DATA/../eval/score.py says of it: for everything found and for what is shown, how much of it is right,
# words and speaker, and how much of what is labelled is found; then how often each band of confidence is
# right (eval/statements/bands.py). Each line of a set has "id" and "text".
# The labels are for measuring; nothing is learned from them.
#
# BIN     the program that does it; without it, a release build of this checkout
# SCORER  the scorer, if it lies elsewhere
set -euo pipefail
if [ $# -lt 1 ] || [ ! -d "$1/statements" ]; then
    sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
data=$(realpath "$1")
shift
scorer=$(realpath "${SCORER:-$data/../eval/score.py}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eval/lib.sh
find_program
make_folder
for set in "${@:-polnear-dev}"; do
    labels=$data/statements/$set.jsonl
    "$BIN" inspect statements --jsonl <"$labels" >"$folder/found.jsonl"
    echo "== $set"
    python3 "$scorer" statements "$labels" "$folder/found.jsonl"
    PYTHONDONTWRITEBYTECODE=1 python3 eval/statements/bands.py "$scorer" "$labels" "$folder/found.jsonl"
done
