#!/usr/bin/env bash
# eval/learn-stories.sh DATA [SECONDS]
#
# Learns the weights of crates/story/src/window/decision.rs and prints them, with what they reach on
# stories that they were not learned on. SECONDS (250) for each of three searches. DATA as for
# eval/background.sh. Needs Python with `cma` and `numpy`.
set -euo pipefail
data=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build -q --release -p dateline-story --example tune
PYTHONPATH=eval/stories "${PYTHON:-python3}" eval/stories/learn.py "${CARGO_TARGET_DIR:-target}/release/examples/tune" "$data" "${2:-250}"
