#!/bin/sh
# What pictures cost: an article with forty photographs of 12 megapixels is looked at.
#
#   eval/pictures.sh [DATELINE]
#
# Says how long twenty pictures take that are asked for together, then twenty one after the other,
# then all of them again from what is kept; and how much memory the process took at its highest.
# Needs Node; builds what it needs in release.
set -eu
cd "$(dirname "$0")/.."
cargo build --release --locked -q -p dateline-picture --example photograph
target=${CARGO_TARGET_DIR:-target}
if [ $# -eq 0 ]; then
  cargo build --release --locked -q
  set -- "$target/release/dateline"
fi
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
"$target/release/examples/photograph" "$folder/photograph.jpg"
node eval/pictures/walk.mjs "$1" "$folder"
