ALTER TABLE feeds ADD COLUMN page_rule TEXT;
ALTER TABLE feeds ADD COLUMN chosen_seconds BIGINT;
ALTER TABLE feeds ADD COLUMN polls BIGINT NOT NULL DEFAULT 0;

CREATE TABLE feed_parts (
    feed_id BIGINT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    changed TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    PRIMARY KEY (feed_id, url)
);

CREATE TABLE last_polls (
    feed_id BIGINT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    slot BIGINT NOT NULL,
    at BIGINT NOT NULL,
    http_status BIGINT,
    failed BIGINT NOT NULL,
    result TEXT NOT NULL,
    new_entries BIGINT NOT NULL,
    changed_entries BIGINT NOT NULL,
    PRIMARY KEY (feed_id, slot)
);
