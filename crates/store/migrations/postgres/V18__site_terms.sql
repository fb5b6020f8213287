ALTER TABLE articles ADD COLUMN unavailable_after BIGINT;
CREATE INDEX articles_unavailable ON articles (unavailable_after) WHERE unavailable_after IS NOT NULL;

CREATE TABLE publisher_terms (
    site TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    terms TEXT NOT NULL,
    closed BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    ask_again_at BIGINT NOT NULL
);
CREATE INDEX publisher_terms_host ON publisher_terms (host);

ALTER TABLE feeds ADD COLUMN icon TEXT;
