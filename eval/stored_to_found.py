"""stored_to_found.py BIN FOLDER SECONDS RATE PORT LISTEN: see stored-to-found.sh.

Each article carries a word of its own. The store's file tells when it was stored, and a signed-in
search when it is found: both are looked at by this one process, by its one clock.
"""

import http.cookiejar
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

binary, folder, seconds, rate, port, listen = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
FEEDS = 20
start = time.time()


def items(feed, until):
    """A tenth of a second's articles each, of all feeds together RATE a second."""
    each = rate // FEEDS
    first = max(0, until * each - 400)
    for number in range(until * each, first, -1):
        word = f"w{feed}x{number}"
        yield (
            f"<item><guid>{word}</guid><title>Report {word} on the harbour</title>"
            f"<link>http://127.0.0.1:{port}/{word}</link><description>"
            f"{'The ferry waits at the quay. ' * 30}{word}</description></item>"
        )


class Stand(BaseHTTPRequestHandler):
    def do_GET(self):
        if not self.path.startswith("/feed"):
            self.send_error(404)
            return
        feed = int(self.path[5:])
        until = min(seconds, int(time.time() - start)) if began.is_set() else 1
        body = "<rss version='2.0'><channel><title>F</title>" + "".join(items(feed, until)) + "</channel></rss>"
        body = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


began = threading.Event()
stand = ThreadingHTTPServer(("127.0.0.1", port), Stand)
threading.Thread(target=stand.serve_forever, daemon=True).start()
for feed in range(FEEDS):
    address = f"http://127.0.0.1:{port}/feed{feed}"
    subprocess.run([binary, "add", address], check=True, capture_output=True)
password = "a lamp on Skarn Hill"
subprocess.run([binary, "user", "password"], input=password + "\n", text=True, capture_output=True)
serving = subprocess.Popen(
    [binary, "serve", "--listen", f"127.0.0.1:{listen}"],
    stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "serve.log"), "wb"),
)
base = f"http://127.0.0.1:{listen}"
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def page(path, form=None):
    data = urllib.parse.urlencode(form).encode() if form else None
    return browser.open(base + path, data, timeout=30).read().decode()


try:
    for _ in range(100):
        try:
            text = page("/login")
            break
        except OSError:
            time.sleep(0.2)
    if "name=\"again\"" in text:
        token = re.search(r'name="csrf" value="([^"]+)"', text).group(1)
        page("/setup", {"csrf": token, "name": "owner", "password": password, "again": password})
    else:
        token = re.search(r'name="csrf" value="([^"]+)"', text).group(1)
        page("/login", {"csrf": token, "name": "owner", "password": password})
    store = sqlite3.connect(f"file:{os.path.join(folder, 'data', 'dateline.db')}?mode=ro", uri=True)
    start = time.time()
    began.set()
    stored, found = {}, {}
    seen, polled = 0, 0.0
    while time.time() - start < seconds + 15:
        if time.time() - polled > 1:
            polled = time.time()
            text = page("/feeds")
            token = re.search(r'name="csrf" value="([^"]+)"', text).group(1)
            page("/feeds/poll", {"csrf": token})
        now = time.time()
        for number, title in store.execute("SELECT id, title FROM articles WHERE id > ? ORDER BY id", (seen,)):
            seen = max(seen, number)
            stored[number] = now
        answer = json.loads(page("/api/v1/search?q=harbour&limit=100"))
        now = time.time()
        for article in answer["articles"]:
            found.setdefault(article["id"], now)
        # The count says whether all that was stored so far is found.
        if answer["total"] >= len(stored):
            for number in stored:
                found.setdefault(number, now)
        if len(found) >= rate * seconds:
            break
        time.sleep(0.05)
    waits = sorted(found[number] - at for number, at in stored.items() if number in found)
    missing = len(stored) - len(waits)
    worst = waits[-1] if waits else float("inf")
    middle = waits[len(waits) // 2] if waits else float("inf")
    print(f"{len(stored)} articles in {time.time() - start:.1f} s; stored to found: "
          f"median {middle:.2f} s, worst {worst:.2f} s; {missing} not found")
    sys.exit(0 if stored and missing == 0 and worst < 2 else 1)
finally:
    serving.terminate()
    serving.wait()
