//! Articles and stories that a search found, with the words marked.

use dateline_desk::FoundStory;
use dateline_desk::query::words::Language;
use dateline_desk::query::{Marker, Query};
use dateline_model::ArticleSummary;
use dateline_statement::disputes::beside;
use serde::Serialize;

use super::card::{Card, headline};
use super::languages;
use super::story::StoryView;
use crate::when::When;

/// How many characters a passage has.
const PASSAGE: usize = 220;

/// A stretch of text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub found: bool,
}

/// An article that was found.
#[derive(Debug, Clone)]
pub struct FoundCard {
    /// The article as lists show it.
    pub card: Card,
    /// Its headline, marked.
    pub title: Vec<Stretch>,
    /// The passage of its text where the words stand, marked.
    pub passage: Vec<Stretch>,
}

/// A story that was found.
#[derive(Debug, Clone)]
pub struct FoundStoryView {
    /// The story as lists show it.
    pub story: StoryView,
    /// Its headline, marked.
    pub title: Vec<Stretch>,
    /// "5 articles".
    pub articles: String,
}

impl FoundCard {
    /// An article with what a query found in it.
    pub fn of(article: &ArticleSummary, query: &Query, when: &When) -> Self {
        let marker = Marker::new(query, article.language.as_deref());
        let card = Card::of(article, when, PASSAGE);
        let title = stretches(&card.title, &marker.title(&card.title));
        let flat = article.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let marked = marker.passage(&flat, PASSAGE);
        let text = flat.get(marked.passage.clone()).unwrap_or_default();
        let mut passage = stretches(text, &marked.found);
        let plain = |text: &str| Stretch { text: text.to_owned(), found: false };
        if marked.cut_before {
            passage.insert(0, plain("… "));
        }
        if marked.cut_after {
            passage.push(plain(" …"));
        }
        for dispute in beside(text, &article.disputed) {
            passage.push(plain(&format!(" – {}", dispute.sentence)));
        }
        Self { card, title, passage }
    }
}

impl FoundStoryView {
    /// A story with what a query found in its headline.
    pub fn of(found: &FoundStory, query: &Query, when: &When) -> Self {
        let story = StoryView::of(&found.card, when, 0);
        let marker = Marker::new(query, found.card.lead.language.as_deref());
        let title = headline(&found.card.title);
        Self {
            title: stretches(&title, &marker.title(&title)),
            articles: say!("shell-articles", n = found.articles),
            story,
        }
    }
}

/// A text cut where these ranges of it, in bytes, begin and end.
fn stretches(text: &str, found: &[std::ops::Range<usize>]) -> Vec<Stretch> {
    let mut cut = Vec::new();
    let mut at = 0;
    let mut push = |range: std::ops::Range<usize>, found: bool| {
        if let Some(piece) = text.get(range).filter(|piece| !piece.is_empty()) {
            cut.push(Stretch { text: piece.to_owned(), found });
        }
    };
    for range in found {
        if range.start < at || range.end > text.len() {
            continue;
        }
        push(at..range.start, false);
        push(range.clone(), true);
        at = range.end;
    }
    push(at..text.len(), false);
    cut
}

/// The name of a language, or its letters.
pub fn language(code: &str) -> String {
    let known = || Language::of_tag(code).map(|language| language.name());
    languages::named(code).or_else(known).unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_what_was_found() {
        let cut = stretches("Häfen und Kräne", &[0..6, 11..17]);
        let found: Vec<(&str, bool)> =
            cut.iter().map(|piece| (piece.text.as_str(), piece.found)).collect();
        assert_eq!(found, [("Häfen", true), (" und ", false), ("Kräne", true)]);
    }

    #[test]
    fn ranges_that_make_no_sense_lose_no_text() {
        for odd in [[3..99, 0..1], [1..2, 2..3], [4..6, 0..3]] {
            let cut = stretches("Häfen", &odd);
            let whole: String = cut.iter().map(|piece| piece.text.as_str()).collect();
            assert!(whole.len() <= "Häfen".len());
        }
    }
}
