ALTER TABLE feeds ADD COLUMN page_rule TEXT;
ALTER TABLE feeds ADD COLUMN chosen_seconds INTEGER;
ALTER TABLE feeds ADD COLUMN polls INTEGER NOT NULL DEFAULT 0;

CREATE TABLE feed_parts (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    changed TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    PRIMARY KEY (feed_id, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_polls (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL,
    at INTEGER NOT NULL,
    http_status INTEGER,
    failed INTEGER NOT NULL,
    result TEXT NOT NULL,
    new_entries INTEGER NOT NULL,
    changed_entries INTEGER NOT NULL,
    PRIMARY KEY (feed_id, slot)
) STRICT, WITHOUT ROWID;
