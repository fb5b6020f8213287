"""The Python library of Miniflux's API walks through a running Dateline.

walk_miniflux.py URL NAME SECRET FEED prints each call that was made, in JSON, and fails at the first
that does not do what its library promises.
"""

import json
import sys

import miniflux

CALLS = []


def main(url, name, secret, feed_url):
    client = miniflux.Client(url, name, secret)

    def call(method, *args, **kwargs):
        answer = getattr(client, method)(*args, **kwargs)
        CALLS.append(method)
        return answer

    def refused(kind, method, *args, **kwargs):
        try:
            getattr(client, method)(*args, **kwargs)
        except kind as error:
            assert error.get_error_reason(), method
            CALLS.append(method)
        else:
            raise AssertionError(f"{method} was not refused")

    sign_in(call, url, name, secret)
    entries = sync(call)
    mark(call, entries)
    keep_feeds(call, refused, feed_url)
    keep_accounts(call, refused, url)

    # What Dateline does not do is told so that the library understands it.
    first = entries[0]
    refused(miniflux.AccessForbidden, "update_entry", first["id"], title="Another")
    refused(miniflux.AccessForbidden, "import_entry", first["feed_id"], "https://example.org/")
    refused(miniflux.BadRequest, "save_entry", first["id"])
    for method in ("get_feed_icon", "get_icon_by_feed_id", "get_icon"):
        refused(miniflux.ResourceNotFound, method, first["feed_id"])
    assert call("flush_history") is True
    assert call("get_integrations_status") is False
    opml = call("export_feeds")
    assert call("export") == opml and "<opml" in opml
    assert call("import_feeds", opml)["message"]
    print(json.dumps({"calls": CALLS}))


def sign_in(call, url, name, secret):
    assert call("get_version")["version"]
    me = call("me")
    assert me["username"] == name and me["is_admin"], me
    assert miniflux.Client(url, api_key=secret).me() == me
    try:
        miniflux.Client(url, name, "wrong").me()
    except miniflux.AccessUnauthorized as error:
        assert "Unauthorized" in error.get_error_reason()
    else:
        raise AssertionError("a wrong password was taken")


def sync(call):
    """All entries, as scripts fetch them: page by page."""
    entries = []
    while True:
        page = call("get_entries", limit=50, offset=len(entries), order="id", direction="desc")
        assert page["total"] > 0
        if not page["entries"]:
            break
        entries += page["entries"]
    assert len(entries) == page["total"] == len({entry["id"] for entry in entries})

    first = entries[0]
    feed, category = first["feed_id"], first["feed"]["category"]["id"]
    assert call("get_entry", first["id"]) == first
    assert call("get_feed_entry", feed, first["id"]) == first
    assert call("get_category_entry", category, first["id"]) == first
    of_feed = call("get_feed_entries", feed, limit=1000, status=["read", "unread"])
    assert {entry["feed_id"] for entry in of_feed["entries"]} == {feed}
    of_category = call("get_category_entries", category, starred=False, globally_visible=True)
    assert of_category["total"] >= of_feed["total"] > 0
    newest = call("get_entries", order="published_at", direction="desc", limit=5)["entries"]
    dates = [entry["published_at"] for entry in newest]
    assert dates == sorted(dates, reverse=True)
    after = call("get_entries", after_entry_id=entries[-1]["id"], limit=1)
    assert after["total"] == len(entries) - 1
    assert call("get_entries", search="ferry")["total"] >= 0
    assert call("fetch_entry_content", first["id"])["content"] == first["content"]
    return entries


def mark(call, entries):
    ids = [entry["id"] for entry in entries[:20]]

    def total(**kwargs):
        return call("get_entries", limit=1, **kwargs)["total"]

    assert total(status="read") == 0
    assert call("update_entries", ids, "read")
    assert total(status="read") >= len(ids)
    assert call("get_entry", ids[0])["status"] == "read"
    assert call("update_entries", ids, "unread")
    assert total(status="read") == 0
    call("toggle_bookmark", ids[0])
    assert call("get_entry", ids[0])["starred"] and total(starred=True) >= 1
    call("toggle_bookmark", ids[0])
    assert total(starred=True) == 0


def play(call, feed):
    entries = call("get_feed_entries", feed)["entries"]
    files = [file for entry in entries for file in entry["enclosures"]]
    assert call("update_enclosure", files[0]["id"], media_progression=7)
    assert call("get_enclosure", files[0]["id"])["media_progression"] == 7


def keep_feeds(call, refused, feed_url):
    assert feed_url in [found["url"] for found in call("discover", feed_url)]
    category = call("create_category", "Sea")
    refused(miniflux.BadRequest, "create_category", "Sea")
    feed = call("create_feed", feed_url, category["id"])
    refused(miniflux.BadRequest, "create_feed", feed_url)
    one = call("get_feed", feed)
    assert one["category"]["id"] == category["id"] and one["feed_url"] == feed_url
    # Scripts change what they got and send all of it back.
    sent = {key: value for key, value in one.items() if key not in ("id", "category", "icon")}
    renamed = call("update_feed", feed, **{**sent, "title": "Renamed"})
    assert renamed["title"] == "Renamed"
    first = call("get_categories")[0]["id"]
    moved = call("update_feed", feed, category_id=first)
    assert moved["category"]["id"] == first and moved["title"] == "Renamed"
    call("update_feed", feed, category_id=category["id"])
    assert call("update_category", category["id"], "Coast")["id"] == category["id"]
    assert [one["id"] for one in call("get_category_feeds", category["id"])] == [feed]
    assert feed in [one["id"] for one in call("get_feeds")]

    play(call, feed)
    assert call("refresh_feed", feed)
    assert call("refresh_category", category["id"])
    assert call("refresh_all_feeds")
    counters = call("get_feed_counters")
    assert counters["unreads"][str(feed)] > 0
    call("mark_feed_entries_as_read", feed)
    assert str(feed) not in call("get_feed_counters")["unreads"]
    call("mark_category_entries_as_read", category["id"])
    call("mark_user_entries_as_read", call("me")["id"])
    assert call("get_entries", status="unread")["total"] == 0

    call("delete_feed", feed)
    refused(miniflux.ResourceNotFound, "get_feed", feed)
    call("delete_category", category["id"])
    assert category["id"] not in [one["id"] for one in call("get_categories")]


def keep_accounts(call, refused, url):
    made = call("create_user", "zoe", "correct horse", False)
    assert call("get_user_by_id", made["id"]) == made
    assert call("get_user_by_username", "zoe") == made
    assert call("update_user", made["id"], is_admin=True)["is_admin"]
    assert len(call("get_users")) == 2
    call("delete_user", made["id"])
    refused(miniflux.ResourceNotFound, "get_user_by_id", made["id"])

    key = call("create_api_key", "a script")
    assert miniflux.Client(url, api_key=key["token"]).me()
    assert key["id"] in [one["id"] for one in call("get_api_keys")]
    call("delete_api_key", key["id"])


if __name__ == "__main__":
    main(*sys.argv[1:])
