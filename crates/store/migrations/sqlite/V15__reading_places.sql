CREATE TABLE reading_places (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_places_article ON reading_places (article_id);

CREATE TABLE markings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX markings_user ON markings (user_id);

CREATE TABLE marked_articles (
    marking_id INTEGER NOT NULL REFERENCES markings (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    spread_from INTEGER,
    PRIMARY KEY (marking_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marked_articles_article ON marked_articles (article_id);

ALTER TABLE users ADD COLUMN reading_choices TEXT NOT NULL DEFAULT '{}';
