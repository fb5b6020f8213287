//! Which of two articles with the same text is the original, where one of them says it.

use dateline_model::ArticleId;

use crate::{Arrival, Copy, families::Families};

use super::{Overlap, is_copy, overlap};

mod credit;

/// Which of two articles with the same text is the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Original {
    /// A text, a credit or a link says that it is the article itself.
    Article,
    /// A text, a credit or a link says that it is the other one.
    Other,
    /// Neither says so, or they contradict each other. The one that was seen first is no answer: a
    /// reprint is often seen before what it reprints.
    Unsaid,
}

/// How two articles with the same text are related.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// Which of them is the original.
    pub original: Original,
    /// The share of the shorter text's words that stand in the longer one, 0 to 1.
    pub shared: f32,
}

impl Relation {
    /// What a window is told of the article: that it has the text of `other`.
    pub fn copy_of(self, other: ArticleId) -> Copy {
        Copy { of: other, credited: self.original == Original::Other, shared: self.shared }
    }
}

/// Says which of two articles is the original. The overlap is of their texts, in this order, and
/// [`super::is_copy`] has called it a copy.
///
/// What counts: an origin that was read from the page or feed, a canonical link that leads to the
/// other's outlet, a line at an edge of the text such as "first appeared in", and an agency's credit
/// where the other is that agency's own article. Two reprints of one agency name neither other.
pub fn relation(
    families: &Families,
    article: &Arrival<'_>,
    other: &Arrival<'_>,
    overlap: &Overlap,
) -> Relation {
    let says = |reprint, source| credit::names(families, reprint, source);
    let original = match (says(article, other), says(other, article)) {
        (true, false) => Original::Other,
        (false, true) => Original::Article,
        _ => Original::Unsaid,
    };
    Relation { original, shared: overlap.shared() }
}

/// Which of the articles that [`super::Index::candidates`] named an article is a copy of, if any:
/// the one that has most of its words, and of several the first that was given.
pub fn copy_among<'a, 'b: 'a>(
    families: &Families,
    article: &Arrival<'_>,
    others: impl IntoIterator<Item = &'a Arrival<'b>>,
) -> Option<(ArticleId, Relation)> {
    let mut best: Option<(Overlap, &Arrival<'_>)> = None;
    for other in others.into_iter().filter(|other| other.id != article.id) {
        let found = overlap(article.text, other.text);
        let better = best.as_ref().is_none_or(|(best, _)| found.common() > best.common());
        if is_copy(&found) && better {
            best = Some((found, other));
        }
    }
    let (found, other) = best?;
    Some((other.id, relation(families, article, other, &found)))
}

#[cfg(test)]
mod tests;
