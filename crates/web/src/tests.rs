//! Tests of the whole web face, on a store of its own.

use dateline_model::{ArticleId, ArticleSummary, Byline, TextSource};

/// An article in a list, `id` hours old.
pub fn article(id: i64, words: u32) -> ArticleSummary {
    let at = jiff::Timestamp::from_second(1_766_412_000 - 3600 * id).unwrap();
    ArticleSummary {
        id: ArticleId(id),
        title: format!("Headline {id}"),
        outlet: None,
        address: None,
        byline: Byline::default(),
        dateline: None,
        published: Some(at),
        seen_at: at,
        placed_at: at,
        text: "Word ".repeat(words as usize),
        words,
        text_source: TextSource::Page,
        image: None,
        language: None,
        first_appeared: None,
        paywalled: None,
        revisions: 0,
        feeds: 1,
        read: false,
        starred: false,
    }
}
