#!/usr/bin/env bash
# eval/search.sh [--docs N] [--queries N] [--only dateline,sqlite,postgresql]
#
# Makes N articles (200000) of realistic length and vocabulary, writes them into Dateline's search
# index, SQLite's FTS5 and PostgreSQL's full text search, and asks each the same mixed queries
# (2000) as they are typed and as full results: index size, articles a second, memory, latencies,
# warm. The others ask at most CAP seconds (60) each way, and count by outlet only, where Dateline
# counts by outlet, folder, language and time. Fails when Dateline misses its goals.
#
# CAP      the others' seconds
# SLOWEST  set, it also prints the slowest queries
set -euo pipefail
docs=200000 queries=2000 only=dateline,sqlite,postgresql
while [ $# -gt 0 ]; do
    case $1 in
    --docs) docs=$2; shift 2 ;;
    --queries) queries=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/search-bench"
cargo build --quiet --release
bench=${CARGO_TARGET_DIR:-target}/release/search-bench
folder=$(mktemp -d "${TMPDIR:-/tmp}/dateline-search.XXXXXX")
trap 'rm -rf "$folder"' EXIT
echo "$docs articles, $queries queries; $(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
run=("$bench" "$docs" "$queries" "${CAP:-60}" "$folder" "$only")
case $only in
*postgresql*) ../../tests/postgres.sh "${run[@]}" ;;
*) "${run[@]}" ;;
esac
