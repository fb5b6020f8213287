CREATE TABLE app_passwords (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    may_write INTEGER NOT NULL,
    is_admin INTEGER NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    fever_digest TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX app_passwords_user ON app_passwords (user_id, id);

CREATE TABLE article_labels (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (user_id, article_id, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_labels_label ON article_labels (user_id, label, article_id);
CREATE INDEX article_labels_article ON article_labels (article_id);

ALTER TABLE article_states ADD COLUMN changed_at INTEGER;
CREATE INDEX article_states_changed ON article_states (user_id, changed_at)
    WHERE changed_at IS NOT NULL;

DROP INDEX entries_feed;
CREATE INDEX entries_feed ON entries (feed_id, id, article_id, seen_at);
CREATE INDEX entries_order ON entries (id, feed_id, article_id, seen_at);
CREATE INDEX entries_seen ON entries (seen_at, id);
