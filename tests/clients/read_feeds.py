"""Reads feeds as Python's feedparser does: each must be one without faults, with all that a reader
asks of it. Prints a JSON object with the ids of the entries of each file."""

import json
import sys
from pathlib import Path

import feedparser


def read(path):
    kind = {".atom": "application/atom+xml", ".rss": "application/rss+xml"}[path.suffix]
    headers = {"content-type": f"{kind}; charset=utf-8", "content-location": "https://a.example/"}
    feed = feedparser.parse(path.read_bytes(), response_headers=headers)
    assert not feed.bozo, f"{path.name}: {feed.bozo_exception!r}"
    assert feed.version == {".atom": "atom10", ".rss": "rss20"}[path.suffix], feed.version
    for name in ("title", "link", "updated_parsed"):
        assert feed.feed.get(name), f"{path.name}: the feed has no {name}"
    own = [link for link in feed.feed.links if link.rel == "self"]
    assert len(own) == 1 and own[0].href.startswith("http://127."), f"{path.name}: {own}"
    for entry in feed.entries:
        for name in ("id", "title", "link", "summary", "author"):
            assert entry.get(name), f"{path.name}: {entry} has no {name}"
        when = entry.get("published_parsed")
        assert when and when.tm_year > 2000, f"{path.name}: {entry.get('published')}"
        assert entry.link.startswith("http"), entry.link
        assert entry.id.startswith("urn:uuid:"), entry.id
        if path.suffix == ".rss":
            assert not entry.guidislink, "an id is no address"
        assert len(entry.summary) <= 300, entry.summary
        assert entry.source.get("title"), f"{path.name}: {entry} does not say where it is from"
    return [entry.id for entry in feed.entries]


print(json.dumps({Path(name).name: read(Path(name)) for name in sys.argv[1:]}))
