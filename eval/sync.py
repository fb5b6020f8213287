"""sync.py HOST:PORT SECRET: syncs as a reader app does, and prints how long each part takes."""

import http.client
import json
import statistics
import sys
import time
import urllib.parse

address, secret = sys.argv[1], sys.argv[2]
connection = http.client.HTTPConnection(address, timeout=120)
headers = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(method, path, pairs=()):
    body = urllib.parse.urlencode(list(pairs)) if method == "POST" else None
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status} {data[:200]}")
    return data


def timed(work):
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


login = ask("POST", "/accounts/ClientLogin", [("Email", "owner"), ("Passwd", secret)])
token = next(line[5:] for line in login.decode().splitlines() if line.startswith("Auth="))
headers["Authorization"] = "GoogleLogin auth=" + token
API = "/reader/api/0/"
ALL = "user/-/state/com.google/reading-list"
READ = "user/-/state/com.google/read"

counts = [timed(lambda: ask("GET", API + "unread-count?output=json"))[1] * 1000 for _ in range(50)]
unread = json.loads(ask("GET", API + "unread-count"))["max"]
print(f"unread-count: median {statistics.median(counts):.1f} ms, slowest {max(counts):.1f} ms; {unread} unread")
for path in ["subscription/list", "tag/list"]:
    print(f"{path}: {timed(lambda: ask('GET', API + path))[1] * 1000:.1f} ms")


def page(stream, continuation="", size=1000, extra=""):
    path = f"{API}stream/items/ids?n={size}&s={urllib.parse.quote(stream)}{extra}&c={continuation}"
    return json.loads(ask("GET", path))


def all_ids(most, extra=""):
    ids, continuation = [], ""
    while continuation is not None and len(ids) < most:
        told = page(ALL, continuation, extra=extra)
        ids += [item["id"] for item in told["itemRefs"]]
        continuation = told.get("continuation")
    return ids[:most]


def contents(ids, size):
    total = 0
    for start in range(0, len(ids), size):
        part = [("i", item) for item in ids[start : start + size]]
        total += len(json.loads(ask("POST", API + "stream/items/contents", part))["items"])
    return total


def fetched(ids, size):
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    path = API + "stream/items/contents"
    return sum(len(ask("POST", path, [("i", item) for item in part])) for part in parts)


ids, took_ids = timed(lambda: all_ids(20_000))
for size in [150, 1000]:
    count, took = timed(lambda: contents(ids, size))
    print(f"{len(ids)} ids in {took_ids:.2f} s, {count} contents by {size} in {took:.2f} s: {took_ids + took:.2f} s")
headers["Accept-Encoding"] = "gzip"
count, took = timed(lambda: fetched(ids, 150))
print(f"contents by 150, compressed to {count / 1e6:.1f} MB: {took:.2f} s")
del headers["Accept-Encoding"]
unread_ids, took = timed(lambda: all_ids(20_000, f"&xt={READ}"))
print(f"{len(unread_ids)} unread ids: {took:.2f} s")
for name, stream in [("a feed", "feed/1"), ("a folder", "user/-/label/Folder 3"), ("all", ALL)]:
    took = [timed(lambda: page(stream, size=100))[1] * 1000 for _ in range(9)]
    print(f"100 ids of {name}: median {statistics.median(took):.1f} ms")
_, took = timed(lambda: ask("POST", API + "edit-tag", [("i", item) for item in ids[:1000]] + [("a", READ)]))
print(f"1000 marked read: {took:.2f} s")
_, took = timed(lambda: ask("POST", API + "mark-all-as-read", [("s", "feed/1")]))
print(f"a feed marked read: {took * 1000:.0f} ms")
