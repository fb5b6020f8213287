#!/usr/bin/env bash
# eval/feeds.sh FOLDER [SECONDS]
#
# Reads every .xml and .json file in and below FOLDER with Dateline's parser, the bare XML reader,
# feed-rs, rss with atom_syndication, and Python's feedparser, and prints how fast each was. Each of
# the first four has SECONDS (5); feedparser reads every file once.
set -euo pipefail
[ $# -ge 1 ] && [ -d "$1" ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
folder=$(realpath "$1") seconds=${2:-5}
cd "$(dirname "${BASH_SOURCE[0]}")/feeds-bench"
venv=target/venv
if ! "$venv/bin/python" -c 'import feedparser' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check 'feedparser>=6,<7'
fi
cargo build --quiet --release

echo "$(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
table=$(target/release/feeds-bench "$folder" "$seconds")
echo "$table"
ours=$(awk '$1 == "dateline" { print $2 }' <<<"$table")
"$venv/bin/python" - "$folder" "$ours" <<'PYTHON'
import pathlib, sys, time
import feedparser
folder, ours = pathlib.Path(sys.argv[1]), float(sys.argv[2])
files = [p.read_bytes() for p in sorted(folder.rglob('*')) if p.suffix in ('.xml', '.json')]
start = time.perf_counter()
read = [len(feedparser.parse(data).entries) for data in files]
taken = 1000 * (time.perf_counter() - start)
size = sum(map(len, files)) / 1e6
print(f"{'feedparser ' + feedparser.__version__:26} {taken:10.1f} {1000 * size / taken:9.1f} "
      f"{len(files):9} {sum(read):9}   {taken / ours:.2f} times dateline's time")
PYTHON
