CREATE TABLE search_due (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL,
    anew INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TRIGGER search_due_entry_new AFTER INSERT ON entries BEGIN
    INSERT INTO search_due (article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER search_due_entry_gone AFTER DELETE ON entries BEGIN
    INSERT INTO search_due (article_id) VALUES (OLD.article_id);
END;
CREATE TRIGGER search_due_entry_moved AFTER UPDATE OF feed_id, article_id ON entries BEGIN
    INSERT INTO search_due (article_id) VALUES (OLD.article_id), (NEW.article_id);
END;
CREATE TRIGGER search_due_text AFTER UPDATE OF text ON article_texts
WHEN OLD.text IS NOT NEW.text BEGIN
    INSERT INTO search_due (article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER search_due_article AFTER UPDATE ON articles
WHEN OLD.title IS NOT NEW.title OR OLD.byline IS NOT NEW.byline
    OR OLD.dateline IS NOT NEW.dateline OR OLD.language IS NOT NEW.language
    OR OLD.outlet_id IS NOT NEW.outlet_id OR OLD.placed_at IS NOT NEW.placed_at
    OR OLD.image IS NOT NEW.image OR OLD.paywalled IS NOT NEW.paywalled
    OR OLD.revisions IS NOT NEW.revisions OR OLD.story_id IS NOT NEW.story_id
    OR OLD.copy_of IS NOT NEW.copy_of OR OLD.address IS NOT NEW.address BEGIN
    INSERT INTO search_due (article_id) VALUES (NEW.id);
END;
CREATE TRIGGER search_due_article_gone AFTER DELETE ON articles BEGIN
    INSERT INTO search_due (article_id) VALUES (OLD.id);
END;
CREATE TRIGGER search_due_outlet AFTER UPDATE OF name ON outlets
WHEN OLD.name IS NOT NEW.name BEGIN
    INSERT INTO search_due (article_id) SELECT id FROM articles WHERE outlet_id = NEW.id;
END;

CREATE TABLE kept_searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    section INTEGER,
    feed_token TEXT UNIQUE,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    filled_at INTEGER
) STRICT;
CREATE INDEX kept_searches_user ON kept_searches (user_id, id);

CREATE TABLE search_matches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    search_id INTEGER NOT NULL REFERENCES kept_searches (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    matched_at INTEGER NOT NULL,
    UNIQUE (search_id, article_id)
) STRICT;
CREATE INDEX search_matches_latest ON search_matches (search_id, id);
CREATE INDEX search_matches_article ON search_matches (article_id);

CREATE TABLE alert_targets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    sent_at INTEGER,
    failing_since INTEGER,
    last_error TEXT
) STRICT;
CREATE INDEX alert_targets_user ON alert_targets (user_id, id);

CREATE TABLE search_alerts (
    search_id INTEGER NOT NULL REFERENCES kept_searches (id) ON DELETE CASCADE,
    target_id INTEGER NOT NULL REFERENCES alert_targets (id) ON DELETE CASCADE,
    times TEXT NOT NULL,
    PRIMARY KEY (search_id, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_alerts_target ON search_alerts (target_id);

CREATE TABLE alert_trials (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_trials_user ON alert_trials (user_id, at);

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    search_id INTEGER REFERENCES kept_searches (id) ON DELETE SET NULL,
    target_id INTEGER NOT NULL REFERENCES alert_targets (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER,
    sent_at INTEGER,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    lease_owner TEXT,
    lease_until INTEGER
) STRICT;
CREATE INDEX alerts_due ON alerts (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX alerts_user ON alerts (user_id, id);
CREATE INDEX alerts_target ON alerts (target_id, search_id);
CREATE INDEX alerts_search ON alerts (search_id);
CREATE INDEX alerts_leased ON alerts (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE TABLE alert_articles (
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (alert_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_articles_article ON alert_articles (article_id);

CREATE TABLE rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    query TEXT NOT NULL,
    action TEXT NOT NULL,
    folder TEXT NOT NULL,
    ends_at INTEGER,
    created_at INTEGER NOT NULL,
    asked_at INTEGER
) STRICT;
CREATE INDEX rules_user ON rules (user_id, id);

CREATE TABLE rule_hits (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    rule_id INTEGER NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    effect TEXT NOT NULL,
    folder TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (user_id, article_id, rule_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_hits_rule ON rule_hits (rule_id, article_id);
CREATE INDEX rule_hits_article ON rule_hits (article_id, effect);
CREATE INDEX rule_hits_folder ON rule_hits (user_id, folder) WHERE effect = 'folder';
