#!/usr/bin/env bash
# eval/learn-statements.sh DATA
#
# Learns what the statement crate knows of English beyond its tables, from DATA/statements/gum (GUM, genres
# news and interview: texts CC BY 2.5, annotations CC BY 4.0): crates/statement/data/tags.bin, by which words
# get their parts of speech, and data/confidence.txt, how much each sign counts for a statement. Prints how
# good both are on texts that were not learned from. Takes a minute; needs Python, without libraries.
set -euo pipefail
if [ $# -ne 1 ] || ! ls "$1"/statements/gum/*.conllu >/dev/null; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
gum=$(realpath "$1/statements/gum")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
programs=${CARGO_TARGET_DIR:-target}/release/examples
cargo build -q --release -p dateline-statement --example learn_tags --example inspect_statements
"$programs/learn_tags" crates/statement/data/tags.bin "$gum"/*.conllu
# The tags are part of the program that confidence is learned with.
cargo build -q --release -p dateline-statement --example inspect_statements
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=eval/statements "${PYTHON:-python3}" eval/statements/learn.py "$programs/inspect_statements" "$gum" crates/statement/data/confidence.txt
