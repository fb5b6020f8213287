# Sourced by the measurements: a feed server, a data folder for the time of the measurement, and
# the program to measure.

# prepare FEEDS ITEMS LATENCY_MS: starts the feed server, makes the folder, finds the program.
# Afterwards: $dateline (a function), $server (its address), $folder, and $settings for `serve`.
prepare() {
    [ -f "${FEEDSERVER:-}" ] || {
        echo "FEEDSERVER names no file; it has to be the path of the feed server's script" >&2
        exit 2
    }
    local feeds=$1 items=$2 latency=$3
    find_program
    make_folder
    export DATELINE_DATA="$folder/data" DATELINE_FETCH_ALLOW=127.0.0.0/8
    [ -z "${STORE:-}" ] || export DATELINE_STORE=$STORE
    [ -z "${PAUSE:-}" ] || export DATELINE_FETCH_HOST_PAUSE=$PAUSE

    local port=${PORT:-$(free_port)}
    server=http://127.0.0.1:$port
    python3 "$FEEDSERVER" "$port" "$feeds" "$items" "$latency" >"$folder/server.log" 2>&1 &
    started+=($!)
    wait_for "$server/stats" >/dev/null || { cat "$folder/server.log" >&2; exit 1; }

    [ "$("$BIN" feeds --json | count_entries)" = "0 0" ] || {
        echo "the store already holds feeds; the counts would be wrong" >&2
        exit 2
    }
    "$BIN" import "$server/feeds.opml" >"$folder/import.log"
}

# Sets $BIN to the program to measure.
find_program() {
    if [ -z "${BIN:-}" ]; then
        cargo build --quiet --release --package dateline
        BIN=${CARGO_TARGET_DIR:-target}/release/dateline
    fi
    BIN=$(realpath "$BIN")
}

# Makes $folder for the time of the measurement; processes in $started end with it.
make_folder() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/dateline-eval.XXXXXX")
    started=()
    trap clean_up EXIT
    trap 'exit 130' INT TERM
}

clean_up() {
    local status=$? process
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || continue
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$folder"
    exit "$status"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

now_ms() { date +%s%3N; }

# wait_for ADDRESS [SINCE]: waits until it answers with a page, and prints how many milliseconds
# have passed since SINCE (of now_ms) then.
wait_for() {
    python3 - "$1" "${2:-$(now_ms)}" <<'PYTHON'
import sys, time, urllib.request, urllib.error
address, since = sys.argv[1], int(sys.argv[2])
for _ in range(20_000):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            answer.read()
            print(f"{time.time() * 1000 - since:.0f}")
            sys.exit(0)
    except (urllib.error.URLError, ConnectionError):
        time.sleep(0.003)
sys.exit(f"{address} does not answer")
PYTHON
}

# Reads `dateline feeds --json`: how many entries are stored, and how many feeds were polled.
count_entries() {
    python3 -c '
import json, sys
feeds = json.load(sys.stdin)["feeds"]
polled = [feed for feed in feeds if feed["polled_at"]]
print(sum(feed["entries"] for feed in feeds), len(polled))'
}
