//! Whether what is stored is sound.

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, query_one};

/// What must never be found, as a count, and what it means.
const NEVER: [(&str, &str); 16] = [
    (
        "SELECT count(*) FROM articles a WHERE NOT EXISTS \
         (SELECT 1 FROM article_texts t WHERE t.article_id = a.id)",
        "articles have no text row",
    ),
    (
        "SELECT count(*) FROM articles a WHERE NOT EXISTS \
         (SELECT 1 FROM entries e WHERE e.article_id = a.id) AND NOT EXISTS \
         (SELECT 1 FROM article_states s WHERE s.article_id = a.id AND s.starred_at IS NOT NULL)",
        "articles have neither an entry nor a star",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.page = 'waiting' AND NOT EXISTS \
         (SELECT 1 FROM jobs j WHERE j.article_id = a.id AND j.due_at IS NOT NULL)",
        "articles wait for a reading that no job will do",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.revisions <> \
         (SELECT count(*) FROM revisions r WHERE r.article_id = a.id)",
        "articles count their revisions wrongly",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.placed_at > a.seen_at",
        "articles are placed after they were first seen",
    ),
    (
        "SELECT count(*) FROM entries e WHERE e.id > \
         (SELECT c.value FROM counters c WHERE c.name = 'entry')",
        "entries have numbers that will be given again",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.id > \
         (SELECT c.value FROM counters c WHERE c.name = 'article')",
        "articles have numbers that will be given again",
    ),
    (
        "SELECT count(*) FROM feeds f WHERE (f.lease_owner IS NULL) <> (f.lease_until IS NULL)",
        "feeds have half a lease",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.story_id IS NULL AND a.story_due IS NULL",
        "articles have no story and wait for none",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.story_id IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM stories s WHERE s.id = a.story_id AND s.merged_into IS NULL)",
        "articles are in stories that there are not",
    ),
    (
        "SELECT count(*) FROM stories s LEFT JOIN (SELECT a.story_id, count(*) AS own, \
         count(a.copy_of) AS copies FROM articles a WHERE a.story_id IS NOT NULL \
         GROUP BY a.story_id) x ON x.story_id = s.id WHERE s.merged_into IS NULL \
         AND (x.own IS NULL OR s.articles + s.copies <> x.own OR s.copies <> x.copies)",
        "stories count their articles wrongly",
    ),
    (
        "SELECT count(*) FROM stories s WHERE s.merged_into IS NULL AND NOT EXISTS \
         (SELECT 1 FROM articles a WHERE a.id = s.lead_article AND a.story_id = s.id)",
        "stories are led by articles that are not theirs",
    ),
    (
        "SELECT count(*) FROM stories s WHERE s.merged_into IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM stories x WHERE x.id = s.merged_into AND x.merged_into IS NULL)",
        "addresses of stories lead nowhere",
    ),
    (
        "SELECT count(*) FROM stories s WHERE s.id > \
         (SELECT c.value FROM counters c WHERE c.name = 'story')",
        "stories have numbers that will be given again",
    ),
    (
        "SELECT count(*) FROM articles a WHERE a.copy_of IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM articles x WHERE x.id = a.copy_of AND x.copy_of IS NULL)",
        "articles have the text of one that is none or has another's itself",
    ),
    ("SELECT 1 - count(*) FROM users u WHERE u.id = 1", "owner's account is missing"),
];

fn check(tx: &mut dyn Tx) -> Result<Vec<String>> {
    let mut problems = tx.integrity()?;
    for (sql, meaning) in NEVER {
        let found = query_one(tx, sql, &[])?.int()?;
        if found > 0 {
            problems.push(format!("{found} {meaning}"));
        }
    }
    let wrong = crate::unread::wrong(tx)?;
    if wrong > 0 {
        problems.push(format!("{wrong} kept counts of unread articles are wrong"));
    }
    Ok(problems)
}

impl Store {
    /// Looks for damage; gives what was found, in lines. Empty means sound.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check(&self) -> Result<Vec<String>> {
        self.read(|tx| check(tx)).await
    }

    /// Bytes that the database takes on disk. On SQLite free pages do not count, so it is what
    /// [`Store::retention_apply`] compares with a limit; on PostgreSQL it is the size that the
    /// server tells, with the room that removed rows left until autovacuum lets it be used again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn size_bytes(&self) -> Result<u64> {
        self.read(|tx| tx.size_bytes()).await
    }
}
