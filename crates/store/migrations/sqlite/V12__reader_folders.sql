CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kept INTEGER NOT NULL,
    UNIQUE (user_id, name)
) STRICT;

CREATE TABLE playback (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    enclosure INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (user_id, entry_id, enclosure)
) STRICT, WITHOUT ROWID;
CREATE INDEX playback_entry ON playback (entry_id);
