#!/usr/bin/env bash
# tests/postgres.sh COMMAND…: runs a command beside a PostgreSQL cluster that lives as long as it.
# The command finds the cluster's address in DATELINE_TEST_POSTGRES. The cluster listens on a
# socket in a temporary folder only, and keeps nothing.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: tests/postgres.sh COMMAND…" >&2; exit 2; }

programs() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        [ -x "$folder/initdb" ] && { echo "$folder"; return; }
    done
    command -v initdb >/dev/null && dirname "$(readlink -f "$(command -v initdb)")"
}
bin=$(programs) || { echo "PostgreSQL is not installed (Debian: postgresql)" >&2; exit 1; }

# A socket's path may have 107 bytes, which some temporary folders use up alone.
parent=${TMPDIR:-/tmp}
[ ${#parent} -le 60 ] || parent=/tmp
home=$(mktemp -d "$parent/dateline-postgres.XXXXXX")
chmod 711 "$home"

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
    else
        "$@"
    fi
}
[ "$(id -u)" -ne 0 ] || chown postgres: "$home"

running=
command=
finish() {
    local status=$?
    trap - EXIT INT TERM HUP
    [ -z "$command" ] || kill "$command" 2>/dev/null || true
    [ -z "$running" ] || as_server "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

here=$PWD
cd "$home"
as_server "$bin/initdb" --pgdata="$home/data" --username=dateline --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$home/initdb.log" 2>&1 ||
    { cat "$home/initdb.log" >&2; exit 1; }
cat >>"$home/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$home'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
running=yes
as_server "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -t 120 -w start >/dev/null ||
    { cat "$home/server.log" >&2; exit 1; }
cd "$here"

# The folder stands as the host, so that the address is one for every parser of addresses.
export DATELINE_TEST_POSTGRES="postgres://dateline@${home//\//%2F}/postgres"
# In the background, so that a signal ends the cluster at once and not after the command.
"$@" <&0 &
command=$!
wait "$command" && status=0 || status=$?
command=
exit "$status"
