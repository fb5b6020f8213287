CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('entry', 0), ('article', 0);

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    browser TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workers (
    token TEXT NOT NULL PRIMARY KEY,
    registered_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outlets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    home TEXT
) STRICT;

CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT,
    site_url TEXT,
    format TEXT,
    host TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    full_text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    final_url TEXT,
    moved_to TEXT,
    moved_seen INTEGER NOT NULL,
    moved_since INTEGER,
    errors INTEGER NOT NULL,
    failing_since INTEGER,
    last_error TEXT,
    last_warning TEXT,
    last_result TEXT,
    polled_at INTEGER,
    changed_at INTEGER,
    next_poll_at INTEGER,
    interval_seconds INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER
) STRICT;
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE next_poll_at IS NOT NULL;
CREATE INDEX feeds_leased ON feeds (lease_owner) WHERE lease_owner IS NOT NULL;

CREATE TABLE subscriptions (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    title TEXT,
    folder TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, feed_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscriptions_feed ON subscriptions (feed_id);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    bucket INTEGER NOT NULL,
    host TEXT NOT NULL,
    address TEXT,
    canonical TEXT,
    title TEXT NOT NULL,
    words INTEGER NOT NULL,
    text_source TEXT NOT NULL,
    text_feed INTEGER,
    text_since INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    page TEXT NOT NULL,
    page_problem TEXT,
    page_note TEXT,
    page_read_at INTEGER,
    byline TEXT NOT NULL,
    dateline TEXT,
    language TEXT,
    image TEXT,
    first_appeared TEXT,
    paywalled INTEGER,
    no_archive INTEGER NOT NULL,
    outlet_id INTEGER REFERENCES outlets (id),
    published INTEGER,
    updated INTEGER,
    seen_at INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    revisions INTEGER NOT NULL
) STRICT;
CREATE INDEX articles_front ON articles (placed_at, id);
CREATE INDEX articles_outlet ON articles (outlet_id, placed_at, id);
CREATE INDEX articles_age ON articles (seen_at, id, bytes);

CREATE TABLE article_texts (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    html TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE article_addresses (
    key TEXT NOT NULL PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX article_addresses_article ON article_addresses (article_id);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;
CREATE INDEX revisions_article ON revisions (article_id, until_at);

CREATE TABLE article_states (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    read_at INTEGER,
    starred_at INTEGER,
    PRIMARY KEY (user_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_states_article ON article_states (article_id, starred_at);
CREATE INDEX article_states_starred ON article_states (user_id, article_id)
    WHERE starred_at IS NOT NULL;

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    bucket INTEGER NOT NULL,
    key TEXT NOT NULL,
    guid TEXT NOT NULL,
    address TEXT,
    title TEXT,
    authors TEXT NOT NULL,
    tags TEXT NOT NULL,
    enclosures TEXT NOT NULL,
    published INTEGER,
    updated INTEGER,
    seen_at INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    html TEXT NOT NULL,
    UNIQUE (feed_id, key)
) STRICT;
CREATE INDEX entries_feed ON entries (feed_id, id, article_id);
CREATE INDEX entries_article ON entries (article_id, feed_id);

CREATE TABLE forgotten_entries (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    due_at INTEGER,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    lease_owner TEXT,
    lease_until INTEGER,
    UNIQUE (article_id, kind)
) STRICT;
CREATE INDEX jobs_due ON jobs (kind, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX jobs_failed ON jobs (kind, id, article_id) WHERE last_error IS NOT NULL;
CREATE INDEX jobs_leased ON jobs (lease_owner) WHERE lease_owner IS NOT NULL;
