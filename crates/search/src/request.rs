//! What is asked of the index, and what it answers.

use std::fmt::{Debug, Formatter};
use std::sync::Arc;

use dateline_model::{ArticleId, OutletId, StoryId};
use dateline_query::{Query, Reader};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cursor::Cursor;

/// Whether an article is one of a set.
pub type Ids = Arc<dyn Fn(ArticleId) -> bool + Send + Sync>;

/// Whether nobody waits for an answer any longer.
pub type IsOver = Arc<dyn Fn() -> bool + Send + Sync>;

/// What a reader did with articles. Where a set is not given, nothing is in it.
#[derive(Clone, Default)]
pub struct Personal {
    /// Those read.
    pub read: Option<Ids>,
    /// Those starred.
    pub starred: Option<Ids>,
}

impl Debug for Personal {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Personal").finish_non_exhaustive()
    }
}

/// In which order articles come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// Those that are most about the words first; of two alike the newer one.
    Best,
}

/// A search.
#[derive(Clone)]
pub struct Request<'a> {
    /// What is looked for.
    pub query: &'a Query,
    /// Whose feeds articles are seen through; `None` sees every article.
    pub reader: Option<&'a Reader>,
    /// What the reader did; asked only where [`Query::is_personal`].
    pub personal: Personal,
    /// Articles that are to be as if they were not there.
    pub hidden: Option<Ids>,
    /// The order of the articles.
    pub order: Order,
    /// Where the list goes on; its order counts over the one given.
    pub after: Option<Cursor>,
    /// How many articles at the most.
    pub limit: usize,
    /// How many stories at the most.
    pub stories: usize,
    /// Counts by outlet, folder, language and time are wanted, with days of this zone.
    pub counts: Option<TimeZone>,
    /// The moment that freshness is reckoned at.
    pub now: Timestamp,
}

impl<'a> Request<'a> {
    /// The thirty newest articles, without stories and counts.
    pub fn new(query: &'a Query, reader: Option<&'a Reader>, now: Timestamp) -> Self {
        Self {
            query,
            reader,
            personal: Personal::default(),
            hidden: None,
            order: Order::default(),
            after: None,
            limit: 30,
            stories: 0,
            counts: None,
            now,
        }
    }
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// The story that it is part of.
    pub story: Option<StoryId>,
    /// The moment it is ordered by, in whole seconds.
    pub placed_at: Timestamp,
}

/// A story of which articles were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryHits {
    /// The story.
    pub story: StoryId,
    /// How many of its articles were found.
    pub articles: u64,
    /// The first of them in the order asked for.
    pub best: ArticleId,
}

/// How long a bar of a histogram is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An hour.
    Hour,
    /// A day of the reader's zone.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// How many articles fall into a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end, which is the next one's beginning.
    pub until: Timestamp,
    /// How many articles.
    pub articles: u64,
}

/// How many of all articles that were found have what; the most first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// By outlet; without those of no known outlet.
    pub outlets: Vec<(OutletId, u64)>,
    /// By the reader's folders: what is in one or below it.
    pub folders: Vec<(String, u64)>,
    /// By language, in the letters of ISO 639; without those of no known language.
    pub languages: Vec<(String, u64)>,
    /// By time: ascending, without gaps.
    pub times: Vec<Bar>,
    /// How long the bars are.
    pub step: Step,
}

/// The nearest change to a search without results that has some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The search with the change.
    pub query: Query,
    /// The same as text.
    pub text: String,
    /// The change in words: “without lang:de”.
    pub said: String,
    /// How many articles it finds.
    pub total: u64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many articles, on all pages.
    pub total: u64,
    /// Those of this page.
    pub hits: Vec<Hit>,
    /// Where the next page goes on, if there is one.
    pub next: Option<Cursor>,
    /// Stories, in the order of their first articles.
    pub stories: Vec<StoryHits>,
    /// Counts, where they were wanted.
    pub counts: Option<Counts>,
    /// Where nothing was found: what would be.
    pub instead: Option<Instead>,
}

/// A search while somebody types.
#[derive(Clone)]
pub struct LiveRequest<'a> {
    /// What is looked for, parsed with `is_typing`.
    pub query: &'a Query,
    /// Whose feeds articles are seen through; `None` sees every article.
    pub reader: Option<&'a Reader>,
    /// What the reader did.
    pub personal: Personal,
    /// Articles that are to be as if they were not there.
    pub hidden: Option<Ids>,
    /// How many stories at the most.
    pub stories: usize,
    /// How many articles at the most.
    pub articles: usize,
    /// The moment that freshness is reckoned at.
    pub now: Timestamp,
}

/// What was found while somebody types: the best first.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    /// How many articles.
    pub total: u64,
    /// There are at least so many; counting was stopped.
    pub is_least: bool,
    /// Stories, the one of the best article first.
    pub stories: Vec<StoryHits>,
    /// Articles.
    pub articles: Vec<Hit>,
    /// What was searched, where typing errors were forgiven.
    pub read_as: Option<Query>,
    /// Where nothing was found: what would be.
    pub instead: Option<Instead>,
}
