INSERT INTO counters (name, value) VALUES ('story', 0);

CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    language TEXT,
    lead_article INTEGER,
    image TEXT,
    image_article INTEGER,
    opened_at INTEGER NOT NULL,
    grown_at INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    voices INTEGER NOT NULL,
    rank REAL NOT NULL,
    related TEXT NOT NULL,
    merged_into INTEGER
) STRICT;
CREATE INDEX stories_front ON stories (rank, id) WHERE merged_into IS NULL;
CREATE INDEX stories_merged ON stories (merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE articles ADD COLUMN story_id INTEGER;
ALTER TABLE articles ADD COLUMN voice TEXT;
ALTER TABLE articles ADD COLUMN story_due INTEGER;
ALTER TABLE articles ADD COLUMN copy_of INTEGER;
ALTER TABLE articles ADD COLUMN copy_credited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN copy_shared REAL NOT NULL DEFAULT 0;
UPDATE articles SET story_due = seen_at;
CREATE INDEX articles_story ON articles (story_id, placed_at, id) WHERE story_id IS NOT NULL;
CREATE INDEX articles_story_due ON articles (story_due, id) WHERE story_due IS NOT NULL;
CREATE INDEX articles_copy ON articles (copy_of) WHERE copy_of IS NOT NULL;

CREATE TABLE article_features (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    features BLOB NOT NULL
) STRICT;

CREATE TABLE story_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    other_id INTEGER,
    article_id INTEGER,
    at INTEGER NOT NULL,
    because TEXT NOT NULL
) STRICT;
CREATE INDEX story_log_story ON story_log (story_id, id);

CREATE TABLE story_rulings (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    a INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    b INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    applied INTEGER NOT NULL,
    PRIMARY KEY (user_id, a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_rulings_a ON story_rulings (a);
CREATE INDEX story_rulings_b ON story_rulings (b);
CREATE INDEX story_rulings_due ON story_rulings (at) WHERE applied = 0;

CREATE TABLE story_marks (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    mark TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (user_id, story_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_marks_story ON story_marks (story_id, mark);

CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    lease_owner TEXT,
    lease_until INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO leases (name) VALUES ('stories');

ALTER TABLE users ADD COLUMN spreads_read INTEGER NOT NULL DEFAULT 1;
ALTER TABLE feeds ADD COLUMN grouped INTEGER NOT NULL DEFAULT 1;
ALTER TABLE article_states ADD COLUMN spread_from INTEGER;
CREATE INDEX article_states_spread ON article_states (user_id, spread_from)
    WHERE spread_from IS NOT NULL;

CREATE TABLE unread_counts (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    unread INTEGER NOT NULL,
    PRIMARY KEY (user_id, scope, name)
) STRICT, WITHOUT ROWID;
INSERT INTO unread_counts (user_id, scope, name, unread)
    SELECT u.user_id, 'feed', CAST(u.feed_id AS TEXT), count(DISTINCT e.article_id)
    FROM subscriptions u JOIN entries e ON e.feed_id = u.feed_id
    LEFT JOIN article_states s ON s.user_id = u.user_id AND s.article_id = e.article_id
    WHERE s.read_at IS NULL GROUP BY u.user_id, u.feed_id;
INSERT INTO unread_counts (user_id, scope, name, unread)
    SELECT u.user_id, 'folder', u.folder, count(DISTINCT e.article_id)
    FROM subscriptions u JOIN entries e ON e.feed_id = u.feed_id
    LEFT JOIN article_states s ON s.user_id = u.user_id AND s.article_id = e.article_id
    WHERE s.read_at IS NULL GROUP BY u.user_id, u.folder;
INSERT INTO unread_counts (user_id, scope, name, unread)
    SELECT u.user_id, 'all', '', count(DISTINCT e.article_id)
    FROM subscriptions u JOIN entries e ON e.feed_id = u.feed_id
    LEFT JOIN article_states s ON s.user_id = u.user_id AND s.article_id = e.article_id
    WHERE s.read_at IS NULL GROUP BY u.user_id;
