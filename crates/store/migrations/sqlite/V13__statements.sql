CREATE TABLE speakers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL
) STRICT;
CREATE INDEX speakers_folded ON speakers (folded);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    act TEXT NOT NULL,
    speaker TEXT,
    role TEXT,
    named INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    words TEXT NOT NULL,
    spans TEXT NOT NULL,
    gist TEXT NOT NULL,
    confidence REAL NOT NULL,
    as_of TEXT,
    answers INTEGER,
    fingerprint TEXT NOT NULL,
    speaker_id INTEGER REFERENCES speakers (id),
    UNIQUE (article_id, position)
) STRICT;
CREATE INDEX statements_speaker ON statements (speaker_id, id) WHERE speaker_id IS NOT NULL;
CREATE INDEX statements_fingerprint ON statements (fingerprint);

CREATE TABLE statement_answers (
    claim_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    answer_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    across INTEGER NOT NULL,
    PRIMARY KEY (claim_id, answer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_answers_answer ON statement_answers (answer_id);

CREATE TABLE statement_reports (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    key TEXT NOT NULL,
    why TEXT NOT NULL,
    kept TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    for_all INTEGER NOT NULL,
    PRIMARY KEY (user_id, what, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_reports_key ON statement_reports (what, key);

CREATE TABLE statements_due (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL,
    anew INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX statements_due_order ON statements_due (anew, id);
CREATE TABLE story_ties_due (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL
) STRICT;
CREATE INDEX story_ties_due_story ON story_ties_due (story_id);

CREATE TRIGGER statements_due_text_new AFTER INSERT ON article_texts BEGIN
    INSERT INTO statements_due (article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER statements_due_text AFTER UPDATE OF text ON article_texts
WHEN OLD.text IS NOT NEW.text BEGIN
    INSERT INTO statements_due (article_id) VALUES (NEW.article_id);
END;
CREATE TRIGGER statements_due_article AFTER UPDATE ON articles
WHEN OLD.title IS NOT NEW.title OR OLD.language IS NOT NEW.language BEGIN
    INSERT INTO statements_due (article_id) VALUES (NEW.id);
END;
CREATE TRIGGER story_ties_due_article AFTER UPDATE ON articles
WHEN OLD.story_id IS NOT NEW.story_id OR OLD.copy_of IS NOT NEW.copy_of BEGIN
    INSERT INTO story_ties_due (story_id) SELECT NEW.story_id WHERE NEW.story_id IS NOT NULL;
    INSERT INTO story_ties_due (story_id) SELECT OLD.story_id
        WHERE OLD.story_id IS NOT NULL AND OLD.story_id IS NOT NEW.story_id;
END;

INSERT INTO leases (name) VALUES ('statements');
