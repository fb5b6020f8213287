//! A story of the window.

use dateline_model::{ArticleId, StoryId};
use smallvec::SmallVec;

use super::held::{Held, HeldTerms};
use super::index::{Slot, StoryAt};
use crate::features::{NAME, NUMBER, TITLE};
use crate::words::Language;

/// The place of an article in the window.
pub(super) type ArticleAt = u32;

/// An article of the window.
#[derive(Debug, Clone)]
pub(super) struct Article {
    pub id: ArticleId,
    pub at: i64,
    pub story: StoryAt,
    /// Its place in the order of arrival.
    pub order: u32,
    pub language: Language,
    pub words: u16,
    pub alone: bool,
    pub terms: HeldTerms,
}

/// A story: its articles, and the sums of their terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Story {
    pub id: Option<StoryId>,
    /// In order of arrival.
    pub articles: SmallVec<[ArticleAt; 4]>,
    /// In order of slots; empty while there is only one article, whose terms are the story's.
    pub terms: Vec<StoryTerm>,
    /// When its latest article came, in Unix seconds.
    pub last: i64,
    /// How many of its articles the window has forgotten.
    pub forgotten: u32,
    /// The words of all articles together.
    pub words: u32,
    /// Nothing joins it.
    pub alone: bool,
    pub language: Language,
}

/// What the articles of a story have of a term together. Sixteen bytes, for a window may hold
/// thirty million of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct StoryTerm {
    pub slot: Slot,
    /// The weights of all.
    pub sum: u32,
    /// The weights of those with the term in the headline.
    pub title: u32,
    count: u16,
    /// How many have it as a name, and in the highest bit whether it is a number.
    tag: u16,
}

const IS_NUMBER: u16 = 1 << 15;
/// The most articles that a term of a story counts.
pub(super) const MOST_COUNTED: usize = (IS_NUMBER - 1) as usize;

impl StoryTerm {
    /// One article's term.
    #[inline]
    pub fn of(term: Held) -> Self {
        let (sum, flags) = (u32::from(term.weight()), term.flags());
        Self {
            slot: term.slot,
            sum,
            title: if flags & TITLE != 0 { sum } else { 0 },
            count: 1,
            tag: u16::from(flags & NAME != 0) | if flags & NUMBER != 0 { IS_NUMBER } else { 0 },
        }
    }

    /// How many articles have it.
    #[inline]
    pub fn count(&self) -> u32 {
        u32::from(self.count)
    }

    #[inline]
    fn names(&self) -> u16 {
        self.tag & !IS_NUMBER
    }

    /// It is a number.
    #[inline]
    pub fn is_number(&self) -> bool {
        self.tag & IS_NUMBER != 0
    }

    /// Most have it as a name.
    #[inline]
    pub fn is_name(&self) -> bool {
        self.names() > self.count / 2
    }

    /// Some have it as a name or number or in the headline.
    #[inline]
    pub fn is_marked(&self) -> bool {
        self.tag != 0 || self.title > 0
    }

    /// Adds what other articles have of the same term.
    pub fn add(&mut self, other: &Self) {
        self.sum += other.sum;
        self.title += other.title;
        self.count = (self.count + other.count).min(MOST_COUNTED as u16);
        let names = (self.names() + other.names()).min(MOST_COUNTED as u16);
        self.tag = names | (self.tag | other.tag) & IS_NUMBER;
    }

    /// What the others have of it when some articles leave.
    pub fn without(&self, gone: &Self) -> Option<Self> {
        (self.count > gone.count).then(|| Self {
            slot: self.slot,
            sum: self.sum.saturating_sub(gone.sum),
            title: self.title.saturating_sub(gone.title),
            count: self.count - gone.count,
            tag: self.names().saturating_sub(gone.names()) | self.tag & IS_NUMBER,
        })
    }
}

/// Terms in order of their slots: an article's, or what the articles of a story have together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Terms<'a> {
    Article(&'a HeldTerms),
    Story(&'a [StoryTerm]),
}

impl Terms<'_> {
    #[inline]
    pub fn len(self) -> usize {
        match self {
            Self::Article(terms) => terms.len(),
            Self::Story(terms) => terms.len(),
        }
    }

    /// Hands over each.
    #[inline]
    pub fn each(self, mut visit: impl FnMut(StoryTerm)) {
        match self {
            Self::Article(terms) => terms.iter().for_each(|term| visit(StoryTerm::of(term))),
            Self::Story(terms) => terms.iter().for_each(|term| visit(*term)),
        }
    }

    /// The term of a slot.
    #[inline]
    pub fn get(self, slot: Slot) -> Option<StoryTerm> {
        match self {
            Self::Article(terms) => terms.get(slot).map(StoryTerm::of),
            Self::Story(terms) => {
                let place = terms.binary_search_by_key(&slot, |term| term.slot).ok()?;
                terms.get(place).copied()
            }
        }
    }

    pub fn to_vec(self) -> Vec<StoryTerm> {
        let mut terms = Vec::with_capacity(self.len());
        self.each(|term| terms.push(term));
        terms
    }
}

/// A story as it is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile<'a> {
    pub terms: Terms<'a>,
    pub articles: usize,
    /// The words of an article, on average.
    pub words: f32,
}

impl Article {
    #[inline]
    pub fn profile(&self) -> Profile<'_> {
        Profile { terms: Terms::Article(&self.terms), articles: 1, words: f32::from(self.words) }
    }
}

impl Story {
    /// How many articles it has, the forgotten ones included.
    pub fn size(&self) -> usize {
        self.articles.len() + self.forgotten as usize
    }

    /// `only` is its first article.
    #[inline]
    pub fn profile<'a>(&'a self, only: Option<&'a Article>) -> Profile<'a> {
        match only {
            Some(article) if self.articles.len() == 1 => article.profile(),
            _ => Profile {
                terms: Terms::Story(&self.terms),
                articles: self.articles.len(),
                words: self.words as f32 / self.articles.len().max(1) as f32,
            },
        }
    }
}
