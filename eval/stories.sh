#!/usr/bin/env bash
# eval/stories.sh [ARTICLES] [STEP]
#
# Places ARTICLES (1000000) invented articles, two weeks of news that the window holds whole, and
# prints for each STEP (100000) of them, as the window grows, the processor time that an article
# took on average, in microseconds, by phases: its words taken apart, its signature made, candidates
# for copies looked up, these compared word for word, the article placed, its signature kept. Then
# the sum of these, its 99th percentile and the longest, the longest tidying in milliseconds, the
# resident megabytes, and how many of the articles were copies. The goals: under 300 microseconds an
# article, 2000 for the 99th percentile, and 1500 MB; it fails when one is missed.
#
# LOAD  the program that does it; without it, a release build of this checkout
set -euo pipefail
for number in "${1:-1}" "${2:-1}"; do
    case $number in *[!0-9]* | 0*) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;; esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "${LOAD:-}" ]; then
    cargo build --quiet --release --package dateline-story --example stories_load
    LOAD=${CARGO_TARGET_DIR:-target}/release/examples/stories_load
fi
echo "$(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
"$LOAD" "${1:-1000000}" "${2:-100000}" | awk '
    { print; fflush() }
    NR > 1 { articles += $1 - last; time += ($1 - last) * $8; last = $1; if ($9 > p99) p99 = $9; memory = $12 }
    END {
        if (articles == 0) exit 1
        printf "all: %.0f µs an article, p99 %d µs, %d MB\n", time / articles, p99, memory
        exit !(time / articles < 300 && p99 < 2000 && memory < 1500)
    }'
