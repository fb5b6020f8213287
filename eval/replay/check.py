"""check.py STATES FOLDER AT SPEED STATS BIN

Compares what a store holds after a replay with the states that were replayed. FOLDER holds the
log of `dateline serve` (serve.log, JSON lines at level debug) and its data folder (data).
"""

import bisect
import collections
import html
import json
import re
import sqlite3
import subprocess
import sys
import urllib.request
from datetime import datetime

# Both clocks are started by hand, one after the other.
SLACK_SECONDS = 2


def unix(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def words(markup):
    """The letters and digits of a text, so that two ways of writing it compare equal."""
    plain = re.sub(r"<[^>]*>", " ", html.unescape(markup or ""))
    return "".join(re.findall(r"\w+", html.unescape(plain)))


def states_of(folder):
    """feed -> [(time, file)], in order."""
    states = collections.defaultdict(list)
    for line in open(f"{folder}/index.tsv", encoding="utf-8"):
        if not line.startswith("#"):
            time, feed, file = line.rstrip("\n").split("\t")
            states[feed].append((int(time), file))
    return {feed: sorted(files) for feed, files in states.items()}


def polls_of(log, at, speed):
    """feed -> the times of its polls, by the replay's clock."""
    polls, began = collections.defaultdict(list), None
    for line in open(log, encoding="utf-8"):
        record = json.loads(line)
        real = unix(record["timestamp"])
        began = real if began is None else began
        fields = record.get("fields", record)
        found = re.search(r"/replay/(.+?)\.xml", str(fields.get("feed.url", "")))
        if found and "poll.result" in fields:
            polls[found[1]].append(at + (real - began) * speed)
    return polls


def read_states(files, folder, program):
    """For each file the items of its feed: {key: (headline, text)}."""
    requests = "".join(
        json.dumps({"id": file, "path": f"{folder}/{file}"}) + "\n" for file in files
    )
    command = [program, "inspect", "feed", "--jsonl", "--sanitized"]
    printed = subprocess.run(command, input=requests, capture_output=True, text=True).stdout
    read = {}
    for line in printed.splitlines():
        feed = json.loads(line)
        items = {}
        for entry in feed.get("entries", []):
            key = entry["id"] or entry["link"]
            longest = max([entry["summary"] or "", *entry["content"]], key=len)
            items[key] = (words(entry["title"]), words(longest))
        read[feed["id"]] = items
    return read


def runs_of(states, items, end):
    """(key, what it said, from, until) for each stretch of time in which a feed said it."""
    said = {}
    for position, (time, file) in enumerate(states):
        if time > end:
            break
        until = states[position + 1][0] if position + 1 < len(states) else end
        now = {(key, text) for key, text in items[file].items()}
        for gone in set(said) - now:
            yield (*gone, *said.pop(gone))
        for one in now:
            since = said[one][0] if one in said else time
            said[one] = (since, min(until, end))
    for one, (since, until) in said.items():
        yield (*one, since, until)


def longest_pause(polls, since, until):
    """The longest time between two polls around and in a stretch of time."""
    first = max(bisect.bisect_right(polls, since) - 1, 0)
    last = min(bisect.bisect_left(polls, until) + 1, len(polls))
    around = polls[first:last]
    return max((b - a for a, b in zip(around, around[1:])), default=float("inf"))


def stored(database):
    """What the store holds: {(feed, key): [article]}, {article: {headlines}}, {article: {texts}},
    and {article: the feed whose words stand}."""
    entries, standing = collections.defaultdict(list), {}
    titles, texts = collections.defaultdict(set), collections.defaultdict(set)
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for url, guid, address, article in connection.execute(
        "SELECT f.url, e.guid, e.address, e.article_id FROM entries e JOIN feeds f ON f.id = e.feed_id"
    ):
        feed = re.search(r"/replay/(.+?)\.xml", url)[1]
        for key in {guid.removeprefix("id:"), address}:
            entries[feed, key].append(article)
    for article, title, text in connection.execute(
        "SELECT a.id, a.title, t.text FROM articles a JOIN article_texts t ON t.article_id = a.id "
        "UNION ALL SELECT article_id, title, text FROM revisions"
    ):
        titles[article].add(words(title))
        texts[article].add(words(text))
    for article, url in connection.execute(
        "SELECT a.id, f.url FROM articles a JOIN feeds f ON f.id = a.text_feed"
    ):
        standing[article] = re.search(r"/replay/(.+?)\.xml", url)[1]
    return entries, titles, texts, standing


def main():
    folder, work, at, speed, stats, program = sys.argv[1:]
    at, speed = unix(at), float(speed)
    polls = polls_of(f"{work}/serve.log", at, speed)
    entries, titles, texts, standing = stored(f"{work}/data/dateline.db")
    count, faults = collections.Counter(), []
    for feed, states in sorted(states_of(folder).items()):
        if not polls[feed]:
            faults.append(f"{feed}: was never polled")
            continue
        begin = max(bisect.bisect_right([time for time, _ in states], at) - 1, 0)
        end, seen = polls[feed][-1], states[begin:]
        items = read_states([file for _, file in seen], folder, program)
        count["polls"] += len(polls[feed])
        wanted = set()
        for key, (title, text), since, until in runs_of(seen, items, end):
            since = max(since, at)
            if until - since <= longest_pause(polls[feed], since, until) + SLACK_SECONDS * speed:
                count["gone sooner than the next poll"] += 1
                continue
            wanted.add(key)
            count["wordings held long enough"] += 1
            found = set(entries[feed, key])
            missing = not all(
                any(said in kept[article] for article in found)
                for said, kept in [(title, titles)] + [(text, texts)] * bool(text)
            )
            # Where two feeds carry an article, one feed's words stand.
            if missing and any(standing.get(article, feed) != feed for article in found):
                count["worded otherwise by another feed, whose words stand"] += 1
                continue
            if not any(title in titles[article] for article in found):
                faults.append(f"{feed}: headline of {key} is missing: {title}")
            if text and not any(text in texts[article] for article in found):
                faults.append(f"{feed}: text of {key} is missing: {text[:60]}")
        count["items"] += len(wanted)
        for key in wanted:
            if len(set(entries[feed, key])) != 1:
                faults.append(f"{feed}: {key} is stored {len(set(entries[feed, key]))} times")
    unconditional = json.load(urllib.request.urlopen(stats))["unconditional"]
    count["revisions"] = sum(len(all) - 1 for all in texts.values())
    count["unconditional requests"] = sum(n for path, n in unconditional.items() if "/replay/" in path)
    for what, number in count.items():
        print(f"{number:6} {what}")
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    print(f"{len(faults):6} faults")
    sys.exit(bool(faults))


main()
