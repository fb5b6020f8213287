CREATE TABLE site_rules (
    site TEXT NOT NULL PRIMARY KEY,
    rule TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE site_memory (
    host TEXT NOT NULL PRIMARY KEY,
    memory BYTEA NOT NULL,
    learnt_at BIGINT NOT NULL
);
CREATE INDEX site_memory_age ON site_memory (learnt_at);

CREATE TABLE kept_pages (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    part BIGINT NOT NULL,
    host TEXT NOT NULL,
    address TEXT NOT NULL,
    fetched_at BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (article_id, part)
);
CREATE INDEX kept_pages_host ON kept_pages (host, fetched_at, article_id);

ALTER TABLE articles ADD COLUMN section TEXT;
ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN published_offset BIGINT;
ALTER TABLE articles ADD COLUMN updated_offset BIGINT;
ALTER TABLE articles ADD COLUMN read_version TEXT;
ALTER TABLE articles ADD COLUMN read_parts BIGINT NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN read_rules TEXT;
ALTER TABLE articles ADD COLUMN read_by TEXT;
