//! A story's life, for its page: the sentences that carry it, and its timeline.

use dateline_model::StoryPage;

use crate::when::{Moment, When};

/// The sentences that carry a story, and what happened in it.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// At most four sentences, word for word.
    pub sentences: Vec<Said>,
    /// The events, the earliest first.
    pub events: Vec<Event>,
}

/// A sentence of an article.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its words, unaltered.
    pub text: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The article's page here.
    pub href: String,
    /// It answers the claim before it and is never shown without it, nor the claim without it.
    pub answers: bool,
}

/// Something that happened in a story.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What, in words.
    pub words: String,
    /// The article's page here.
    pub href: String,
    /// The headline as it was and as it became, where that is what happened.
    pub headline: Option<(String, String)>,
}

/// Tells a story's life.
pub fn life_of(_found: &StoryPage, _when: &When) -> Life {
    Life::default()
}
