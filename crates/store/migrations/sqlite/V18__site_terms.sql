ALTER TABLE articles ADD COLUMN unavailable_after INTEGER;
CREATE INDEX articles_unavailable ON articles (unavailable_after) WHERE unavailable_after IS NOT NULL;

CREATE TABLE publisher_terms (
    site TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    terms TEXT NOT NULL,
    closed INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    ask_again_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX publisher_terms_host ON publisher_terms (host);

ALTER TABLE feeds ADD COLUMN icon TEXT;
