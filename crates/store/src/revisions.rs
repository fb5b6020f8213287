//! Earlier texts of articles, and when a change is a change.

mod furniture;

use dateline_model::{ArticleId, Revision, RevisionId};
use jiff::Timestamp;

use crate::Store;
use crate::error::Result;
use crate::tx::{Tx, values};

/// Whether two texts differ in more than their blanks, the shape of their signs, and lines that are
/// no words of an article: "Updated 5 minutes ago", "12 comments".
pub(crate) fn texts_differ(one: &str, other: &str) -> bool {
    if one == other || one.split_whitespace().eq(other.split_whitespace()) {
        return false;
    }
    furniture::own_words(one) != furniture::own_words(other)
}

/// Whether two headlines differ in more than blanks, capitals and the shape of their signs.
pub(crate) fn titles_differ(one: &str, other: &str) -> bool {
    let plain = |title: &str| furniture::plain_signs(&title.to_lowercase());
    one != other && !plain(one).split_whitespace().eq(plain(other).split_whitespace())
}

/// Words of a text. Scripts without blanks count two characters for a word.
pub(crate) fn count_words(text: &str) -> u32 {
    let words = text.split_whitespace().map(|run| {
        if run.is_ascii() {
            return 1;
        }
        let dense = run.chars().filter(|character| is_dense(*character)).count();
        if dense == 0 { 1 } else { dense.div_ceil(2) }
    });
    u32::try_from(words.sum::<usize>()).unwrap_or(u32::MAX)
}

/// Han, Hiragana, Katakana, Thai, Lao, Khmer and Burmese, which are written without blanks.
fn is_dense(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
        | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF)
}

/// What an article said until now, for its revisions.
pub(crate) struct Earlier<'a> {
    pub article: ArticleId,
    pub title: &'a str,
    pub text: &'a str,
    pub from: Timestamp,
    pub until: Timestamp,
    pub no_archive: bool,
}

pub(crate) fn keep(tx: &mut dyn Tx, earlier: &Earlier<'_>) -> Result<()> {
    let text = if earlier.no_archive { "" } else { earlier.text };
    let sql = "INSERT INTO revisions (article_id, title, text, from_at, until_at) \
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let params = values![earlier.article, earlier.title, text, earlier.from, earlier.until];
    tx.execute(sql, &params)?;
    let sql = "UPDATE articles SET revisions = revisions + 1 WHERE id = ?1";
    tx.execute(sql, &values![earlier.article]).map(|_| ())
}

impl Store {
    /// An article's earlier texts, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revisions(&self, article: ArticleId) -> Result<Vec<Revision>> {
        self.read(move |tx| {
            let sql = "SELECT id, title, text, from_at, until_at FROM revisions \
                WHERE article_id = ?1 ORDER BY until_at DESC, id DESC";
            let rows = tx.query(sql, &values![article])?.into_iter();
            rows.map(|mut row| {
                Ok(Revision {
                    id: RevisionId(row.int()?),
                    article,
                    title: row.text()?,
                    text: row.text()?,
                    from: row.time()?,
                    until: row.time()?,
                })
            })
            .collect()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_capitals_are_no_change() {
        assert!(!texts_differ("a  b\n\nc", " a b c"));
        assert!(texts_differ("a b", "a c"));
        assert!(texts_differ("A b", "a b"));
        assert!(!titles_differ("Rain Expected", "RAIN expected "));
        assert!(titles_differ("Rain expected", "Rain over"));
    }

    #[test]
    fn words_are_counted_in_scripts_with_and_without_blanks() {
        assert_eq!(count_words("It rained, again.\n\nIt’s wet."), 5);
        assert_eq!(count_words("東京で雨が降った。"), 4);
        assert_eq!(count_words(" "), 0);
    }
}
