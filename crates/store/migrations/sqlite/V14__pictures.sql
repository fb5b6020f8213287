CREATE TABLE pictures (
    key TEXT PRIMARY KEY,
    width INTEGER,
    height INTEGER,
    problem TEXT,
    gone INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    retry_at INTEGER,
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pictures_asked ON pictures (asked_at);

CREATE TABLE outlet_icons (
    outlet_id INTEGER PRIMARY KEY REFERENCES outlets (id) ON DELETE CASCADE,
    found INTEGER NOT NULL,
    problem TEXT,
    looked_at INTEGER NOT NULL,
    look_again_at INTEGER NOT NULL
) STRICT;
