CREATE TABLE site_rules (
    site TEXT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE site_memory (
    host TEXT NOT NULL PRIMARY KEY,
    memory BLOB NOT NULL,
    learnt_at INTEGER NOT NULL
) STRICT;
CREATE INDEX site_memory_age ON site_memory (learnt_at);

CREATE TABLE kept_pages (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    host TEXT NOT NULL,
    address TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (article_id, part)
) STRICT;
CREATE INDEX kept_pages_host ON kept_pages (host, fetched_at, article_id);

ALTER TABLE articles ADD COLUMN section TEXT;
ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN published_offset INTEGER;
ALTER TABLE articles ADD COLUMN updated_offset INTEGER;
ALTER TABLE articles ADD COLUMN read_version TEXT;
ALTER TABLE articles ADD COLUMN read_parts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN read_rules TEXT;
ALTER TABLE articles ADD COLUMN read_by TEXT;
