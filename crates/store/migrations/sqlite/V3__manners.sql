CREATE TABLE hosts (
    host TEXT NOT NULL PRIMARY KEY,
    paused_until INTEGER,
    reason TEXT,
    lease_owner TEXT,
    lease_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX hosts_paused ON hosts (paused_until) WHERE paused_until IS NOT NULL;
CREATE INDEX hosts_held ON hosts (lease_until) WHERE lease_until IS NOT NULL;

ALTER TABLE feeds ADD COLUMN asked_at INTEGER;
ALTER TABLE feeds ADD COLUMN same_body_polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN validators_proven INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN body_bytes INTEGER;
ALTER TABLE feeds ADD COLUMN offered_url TEXT;
ALTER TABLE feeds ADD COLUMN looked_at INTEGER;

CREATE TABLE push_subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER REFERENCES feeds (id) ON DELETE SET NULL,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL,
    asked TEXT,
    due_at INTEGER,
    attempts INTEGER NOT NULL,
    active_since INTEGER,
    active_until INTEGER,
    last_error TEXT,
    delivered_at INTEGER,
    deliveries INTEGER NOT NULL,
    refused INTEGER NOT NULL
) STRICT;
CREATE INDEX push_subscriptions_feed ON push_subscriptions (feed_id);
CREATE INDEX push_subscriptions_due ON push_subscriptions (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX push_subscriptions_end ON push_subscriptions (active_until)
    WHERE active_until IS NOT NULL;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    content_type TEXT,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX deliveries_feed ON deliveries (feed_id, id);
