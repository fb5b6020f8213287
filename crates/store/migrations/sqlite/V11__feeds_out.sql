CREATE TABLE feeds_out (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    UNIQUE (user_id, kind, name)
) STRICT;

CREATE TABLE pending_marks (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    read_at INTEGER,
    starred_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_marks_key ON pending_marks (key);
CREATE INDEX pending_marks_age ON pending_marks (created_at);

ALTER TABLE alert_targets ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE alert_targets ADD COLUMN options TEXT NOT NULL DEFAULT '';
