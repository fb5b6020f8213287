//! Which articles are to be given their story, and when.

use std::collections::HashMap;

use dateline_model::{ArticleId, PlaceTask, StoryId, WorkerId};
use jiff::{SignedDuration, Timestamp};

use super::lease;
use super::window::copy;
use crate::Store;
use crate::error::Result;
use crate::revisions::titles_differ;
use crate::tx::{Row, Tx, Value, each_lookup, query_one, values};

/// An article is placed with what its feed gave of it when its page was not read for so long.
const PAGE_WAITS: SignedDuration = SignedDuration::from_mins(30);

/// What is due later than any rule makes it due was put off by a clock that was ahead.
const FARTHEST: SignedDuration = SignedDuration::from_hours(2);

/// The texts of a batch are at most so long together: all are in memory at once, and whoever stops
/// the process waits for a batch.
const MOST_BYTES: u64 = 8 << 20;

/// When an article that arrives is to be placed.
pub(crate) fn first_due(reads_page: bool, at: Timestamp) -> Timestamp {
    if reads_page { at.checked_add(PAGE_WAITS).unwrap_or(at) } else { at }
}

/// Its page is waited for no longer: it was tried, well or not, or is not to be read after all.
pub(crate) fn page_tried(tx: &mut dyn Tx, article: ArticleId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE articles SET story_due = ?1 WHERE id = ?2 AND story_due > ?1";
    tx.execute(sql, &values![at, article]).map(|_| ())
}

/// Its title or text has changed much. One that waits for its page goes on waiting.
pub(crate) fn changed(tx: &mut dyn Tx, article: ArticleId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE articles SET story_due = ?1 \
        WHERE id = ?2 AND (story_id IS NOT NULL OR story_due IS NULL OR page <> 'waiting')";
    tx.execute(sql, &values![at, article]).map(|_| ())
}

/// It is due at once, without a clock at hand.
pub(crate) fn due_now(tx: &mut dyn Tx, article: ArticleId) -> Result<()> {
    let sql = "UPDATE articles SET story_due = seen_at WHERE id = ?1";
    tx.execute(sql, &values![article]).map(|_| ())
}

/// Whether an article is to be placed anew: its title is another, or a good part of its words.
pub(crate) fn is_much(old: (&str, &str), new: (&str, &str)) -> bool {
    titles_differ(old.0, new.0) || share_of_words(old.1, new.1) < 0.8
}

/// How much two texts have in common, by the larger one's words; a script without blanks is
/// counted by its characters.
fn share_of_words(one: &str, other: &str) -> f64 {
    fn bag(text: &str) -> (HashMap<&str, i64>, usize) {
        let mut words = HashMap::new();
        let mut count = 0;
        for word in text.split_whitespace() {
            if word.is_ascii() || word.chars().count() < 12 {
                *words.entry(word).or_default() += 1;
                count += 1;
                continue;
            }
            for (at, character) in word.char_indices() {
                let end = at + character.len_utf8();
                if let Some(one) = word.get(at..end) {
                    *words.entry(one).or_default() += 1;
                    count += 1;
                }
            }
        }
        (words, count)
    }
    let ((one, in_one), (other, in_other)) = (bag(one), bag(other));
    let most = in_one.max(in_other);
    if most == 0 {
        return 1.0;
    }
    let shared: i64 =
        one.iter().map(|(word, count)| *count.min(other.get(word).unwrap_or(&0))).sum();
    shared as f64 / most as f64
}

/// The columns that [`task`] reads, in its order.
const TASK: &str = "a.id, a.story_due, a.placed_at, a.title, t.text, a.language, \
    o.key, a.address, a.canonical, a.first_appeared, \
    (SELECT count(*) FROM entries e JOIN feeds f ON f.id = e.feed_id AND f.grouped = 1 \
    WHERE e.article_id = a.id), \
    (SELECT count(*) FROM entries e WHERE e.article_id = a.id), \
    a.story_id, a.copy_of, a.copy_credited, a.copy_shared";

const FROM: &str = "FROM articles a JOIN article_texts t ON t.article_id = a.id \
    LEFT JOIN outlets o ON o.id = a.outlet_id";

fn task(row: &mut Row) -> Result<PlaceTask> {
    let mut task = PlaceTask {
        article: ArticleId(row.int()?),
        due: row.opt_time()?.unwrap_or(Timestamp::MIN),
        at: row.time()?,
        title: row.text()?,
        text: row.text()?,
        language: row.opt_text()?,
        outlet: row.opt_text()?,
        address: row.opt_text()?,
        canonical: row.opt_text()?,
        origin: row.opt_json()?,
        alone: false,
        story: None,
        copy: None,
    };
    let (grouped, entries) = (row.int()?, row.int()?);
    task.alone = grouped == 0 && entries > 0;
    task.story = row.opt_int()?.map(StoryId);
    task.copy = copy(row)?;
    Ok(task)
}

/// These articles as tasks, by number.
pub(super) fn tasks_of(
    tx: &mut dyn Tx,
    articles: &[Value],
) -> Result<HashMap<ArticleId, PlaceTask>> {
    let mut tasks = HashMap::new();
    each_lookup(articles, 1, |places, chunk| {
        for mut row in tx.query(&format!("SELECT {TASK} {FROM} WHERE a.id IN ({places})"), chunk)? {
            let task = task(&mut row)?;
            tasks.insert(task.article, task);
        }
        Ok(())
    })?;
    Ok(tasks)
}

/// The first of these articles whose texts are together no longer than a batch may be, or the first
/// alone.
fn within_bytes(tx: &mut dyn Tx, due: &str, params: &[Value]) -> Result<Vec<PlaceTask>> {
    let from = format!("{FROM} WHERE {due} ORDER BY a.story_due, a.id LIMIT ?2");
    let (mut bytes, mut count) = (0, 0_i64);
    for mut row in tx.query(&format!("SELECT octet_length(t.text) {from}"), params)? {
        bytes += row.u64()?;
        if bytes > MOST_BYTES && count > 0 {
            break;
        }
        count += 1;
    }
    if count == 0 {
        return Ok(Vec::new());
    }
    let until = params.first().cloned().into_iter().chain([Value::from(count)]);
    let rows = tx.query(&format!("SELECT {TASK} {from}"), &until.collect::<Vec<_>>())?;
    rows.into_iter().map(|mut row| task(&mut row)).collect()
}

impl Store {
    /// The articles that are to be given their story by `now`, in the order in which they became
    /// due, so many at the most and of a few megabytes together. They are not leased one by one:
    /// only who holds the stories places any.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn due_placements(&self, now: Timestamp, limit: u32) -> Result<Vec<PlaceTask>> {
        self.read(move |tx| {
            let due = within_bytes(tx, "a.story_due <= ?1", &values![now, limit])?;
            if !due.is_empty() {
                return Ok(due);
            }
            let farthest = now.checked_add(FARTHEST).unwrap_or(Timestamp::MAX);
            within_bytes(tx, "a.story_due > ?1", &values![farthest, limit])
        })
        .await
    }

    /// Articles that have a story, as they would be taken up without it, with that story; those
    /// ordered at `since` or later, in the order of their numbers, strictly after one of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn placed_tasks(
        &self,
        since: Timestamp,
        after: Option<ArticleId>,
        limit: u32,
    ) -> Result<Vec<(PlaceTask, StoryId)>> {
        let after = after.map_or(i64::MIN, |article| article.0);
        self.read(move |tx| {
            let sql = format!(
                "SELECT {TASK} {FROM} WHERE a.id > ?1 \
                 AND a.placed_at >= ?2 AND a.story_id IS NOT NULL ORDER BY a.id LIMIT ?3"
            );
            let rows = tx.query(&sql, &values![after, since, limit])?.into_iter();
            let read = |mut row| {
                let mut task = task(&mut row)?;
                task.copy = None;
                let story = task.story.take();
                Ok(story.map(|story| (task, story)))
            };
            rows.filter_map(|row| read(row).transpose()).collect()
        })
        .await
    }

    /// An article that could not be given its story is taken up again later, unless something else
    /// has made it due meanwhile. Nothing happens if the lease on the stories is not the worker's.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put_placement_off(
        &self,
        worker: &WorkerId,
        article: ArticleId,
        due: Timestamp,
        until: Timestamp,
    ) -> Result<()> {
        let worker = worker.clone();
        self.write(move |tx| {
            if lease::is_held(tx, &worker)? {
                let sql = "UPDATE articles SET story_due = ?1 WHERE id = ?2 AND story_due = ?3";
                tx.execute(sql, &values![until, article, due])?;
            }
            Ok(())
        })
        .await
    }

    /// When the next article is to be given its story; `None` if none waits.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_placement_at(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT min(story_due) FROM articles WHERE story_due IS NOT NULL";
        self.read(move |tx| query_one(tx, sql, &[])?.opt_time()).await
    }

    /// How many articles wait to be given their story, those whose page is to be read first
    /// included.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pending_placements(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM articles WHERE story_due IS NOT NULL";
        self.read(move |tx| query_one(tx, sql, &[])?.u64()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_word_is_not_much_and_a_new_text_is() {
        let words = |count: usize| (0..count).map(|n| format!("w{n} ")).collect::<String>();
        let long = words(100);
        assert!(!is_much(("Rain", &long), ("RAIN ", &long.replace("w7 ", "x "))));
        assert!(is_much(("Rain", &long), ("Snow", &long)));
        assert!(is_much(("Rain", &words(20)), ("Rain", &long)));
        assert!(!is_much(("Rain", ""), ("Rain", " ")));
    }

    #[test]
    fn scripts_without_blanks_are_compared_too() {
        let one = "東京で大雨が降り多くの駅が閉鎖された模様だ";
        assert!(!is_much(("", one), ("", &one.replace("多", "全"))));
        assert!(is_much(("", one), ("", "大阪では晴天が続き人々は公園に出かけた")));
    }
}
