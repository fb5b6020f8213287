//! What a list must know of an article's statements so that it repeats no disputed claim alone.

use serde::Serialize;

use crate::ArticleId;

/// A claim of an article that somebody disputes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputedClaim {
    /// The sentences that make it, in the words of each article that does.
    pub sentences: Vec<String>,
    /// What disputes it; at least one.
    pub disputes: Vec<Dispute>,
}

/// A sentence that disputes a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// The article that it stands in.
    pub article: ArticleId,
    /// The name of that article's outlet.
    pub outlet: Option<String>,
    /// The sentence, in the words of the article.
    pub sentence: String,
}
