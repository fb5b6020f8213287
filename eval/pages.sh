#!/usr/bin/env bash
# eval/pages.sh DATA [--write]
#
# DATA has gold.jsonl (id, set, url, title, date, author, body) and html/ID.html.gz. Prints what the
# judge of blocks scores on sites that it has not seen (cross-validation in five parts) and on the
# pages it was trained on, how often title, day and authors are right, how fast pages are read beside
# parsing alone and trafilatura, one thread, and the slowest of 20,000 mutations of the pages, of which
# none may panic or take two seconds. With --write the judge is trained on all pages first, and the
# crate's weights replaced.
set -euo pipefail
[ $# -ge 1 ] && [ -f "$1/gold.jsonl" ] || { sed -n '2,10s/^# //p' "$0" >&2; exit 2; }
data=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=${CARGO_TARGET_DIR:-target}
venv=eval/pages/target/venv
if ! "$venv/bin/python" -c 'import lightgbm, rapidfuzz, scipy, sklearn, lxml_html_clean, tldextract, trafilatura' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r eval/pages/requirements.txt
fi
build() { cargo build --quiet --release --package dateline-page --examples; }

build
weights=()
[ "${2:-}" != --write ] || weights=(crates/page/data/body-model.bin)
# Each part of the cross-validation has a process; threads that wait for each other would slow it.
OMP_NUM_THREADS=1 "$venv/bin/python" eval/pages/train.py "$data" "$target/release/examples/study_pages" "${weights[@]}"
build

pages=$(mktemp -d "${TMPDIR:-/tmp}/dateline-pages.XXXXXX")
trap 'rm -rf "$pages"' EXIT
for file in "$data"/html/*.gz; do gunzip -c "$file" >"$pages/$(basename "$file" .gz)"; done
"$venv/bin/python" eval/pages/read_all.py "$data" "$pages" "$target/release/examples/inspect_page"

cargo build --quiet --release --manifest-path eval/pages-bench/Cargo.toml --target-dir "$target"
echo "$(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
"$target/release/pages-bench" "$pages" | tee "$pages/speed.txt"
"$venv/bin/python" eval/pages/trafilatura_speed.py "$pages" "$(awk '$1 == "dateline" { print $3 }' "$pages/speed.txt")"
rm "$pages/speed.txt"
"$target/release/examples/mutate_pages" "$pages" 20000
