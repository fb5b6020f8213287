#!/usr/bin/env bash
# eval/web-peer.sh [--feeds N] [--entries N] [--seconds N]
#
# What eval/web.sh asks Dateline, asked another reader beside it: Tiny Tiny RSS, as Debian packages it
# (tt-rss, php-cli, php-pgsql), on a PostgreSQL cluster of its own (tests/postgres.sh), with N feeds
# (1000) of N articles (1000), served by eight of PHP's own workers, opcode cache on. It is asked by
# its JSON API for the 60 newest headlines with excerpts, for N seconds (15) by sixteen connections and
# by one.
set -euo pipefail
feeds=1000 entries=1000 seconds=15
all=("$@")
while [ $# -gt 0 ]; do
    case $1 in
    --feeds) feeds=$2; shift 2 ;;
    --entries) entries=$2; shift 2 ;;
    --seconds) seconds=$2; shift 2 ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -n "${DATELINE_TEST_POSTGRES:-}" ] || exec tests/postgres.sh eval/web-peer.sh "${all[@]}"
# shellcheck source=eval/lib.sh
. eval/lib.sh
package=/usr/share/tt-rss
[ -d "$package/www" ] && command -v php wrk >/dev/null || { echo "tt-rss, php-cli or wrk is not installed" >&2; exit 2; }
make_folder
echo "$feeds feeds of $entries articles; $(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
host=$(python3 -c 'import os, urllib.parse as u; print(u.unquote(u.urlsplit(os.environ["DATELINE_TEST_POSTGRES"]).netloc.split("@")[1]))')
export PGOPTIONS='--client-min-messages=warning'
sql() { psql -q -v ON_ERROR_STOP=1 -h "$host" -U dateline "$@"; }
sql -d postgres -c 'CREATE DATABASE peer'
sql -d peer -f "$package/schema/ttrss_schema_pgsql.sql" >/dev/null
sql -d peer >/dev/null <<SQL
INSERT INTO ttrss_feeds (owner_uid, title, feed_url)
SELECT 1, 'Site ' || n, 'https://site' || n || '.example/feed' FROM generate_series(1, $feeds) n;
INSERT INTO ttrss_entries (title, guid, link, updated, content, content_hash, date_entered, date_updated)
SELECT 'Story ' || n, 'g' || n, 'https://site.example/' || n, t, repeat('<p>Story ' || n || ' of the day.</p>', 60), n, t, t
FROM (SELECT n, now() - (n * 104729::bigint % 500000) * interval '1 minute' AS t
    FROM generate_series(1, $feeds * $entries) n) made;
INSERT INTO ttrss_user_entries (ref_id, uuid, feed_id, owner_uid, tag_cache, label_cache)
SELECT n, '', (n - 1) / $entries + 1, 1, '', '' FROM generate_series(1, $feeds * $entries) n;
INSERT INTO ttrss_user_prefs (owner_uid, pref_name, value) VALUES (1, 'ENABLE_API_ACCESS', 'true');
ANALYZE;
SQL
cp -rL "$package/www" "$folder/www"
mkdir -p "$folder/locks" "$folder/cache"/{export,feeds,images,upload,simplepie}
port=$(free_port)
cat >"$folder/www/config.php" <<PHP
<?php
\$set = ['DB_TYPE' => 'pgsql', 'DB_HOST' => '$host', 'DB_PORT' => '', 'DB_USER' => 'dateline', 'DB_NAME' => 'peer',
    'DB_PASS' => '', 'MYSQL_CHARSET' => 'UTF8', 'SELF_URL_PATH' => 'http://127.0.0.1:$port/', 'SINGLE_USER_MODE' => false,
    'SIMPLE_UPDATE_MODE' => false, 'PHP_EXECUTABLE' => '$(command -v php)', 'LOCK_DIRECTORY' => '$folder/locks',
    'CACHE_DIR' => '$folder/cache', 'ICONS_DIR' => 'feed-icons', 'ICONS_URL' => 'feed-icons', 'AUTH_AUTO_CREATE' => true,
    'AUTH_AUTO_LOGIN' => true, 'FORCE_ARTICLE_PURGE' => 0, 'ENABLE_REGISTRATION' => false, 'REG_NOTIFY_ADDRESS' => '',
    'REG_MAX_USERS' => 1, 'SESSION_COOKIE_LIFETIME' => 86400, 'SMTP_FROM_NAME' => '', 'SMTP_FROM_ADDRESS' => '',
    'DIGEST_SUBJECT' => '', 'CHECK_FOR_UPDATES' => false, 'ENABLE_GZIP_OUTPUT' => true, 'PLUGINS' => 'auth_internal',
    'LOG_DESTINATION' => '', 'CONFIG_VERSION' => 26];
foreach (\$set as \$name => \$value) define(\$name, \$value);
PHP
PHP_CLI_SERVER_WORKERS=8 php -d opcache.enable=1 -d opcache.enable_cli=1 -d error_reporting=0 \
    -S "127.0.0.1:$port" -t "$folder/www" >"$folder/php.log" 2>&1 &
started+=($!)
site=http://127.0.0.1:$port/api/
for _ in $(seq 50); do curl -s -o /dev/null "$site" && break; sleep 0.1; done
call() { curl -s -H 'Content-Type: application/json' -d "$1" "$site"; }
sid=$(call '{"op":"login","user":"admin","password":"password"}' | grep -o '"session_id":"[^"]*"' | cut -d'"' -f4)
wanted='{"sid":"'$sid'","op":"getHeadlines","feed_id":-4,"limit":60,"show_excerpt":true}'
found=$(call "$wanted" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["content"]))')
[ "$found" = 60 ] || { echo "it lists $found headlines: $(call "$wanted" | head -c 300)" >&2; exit 1; }
cat >"$folder/ask.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
-- PHP's own server keeps no connection, which wrk would count as an error.
wrk.headers["Connection"] = "close"
wrk.body = [[$wanted]]
LUA
for connections in 16 1; do
    echo "$connections connections:"
    wrk --latency -t1 -c$connections -d "${seconds}s" --timeout 30s -s "$folder/ask.lua" "$site" |
        grep -E '50%|99%|Requests/sec|errors|Non-2xx'
done
