//! A story of the window.

use std::borrow::Cow;

use dateline_model::{ArticleId, StoryId};

use super::index::{Held, Slot, StoryAt};
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
    pub order: u64,
    pub language: Language,
    pub words: u16,
    pub alone: bool,
    pub terms: Box<[Held]>,
    pub shown: Shown,
}

/// A story: its articles, and the sums of their terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Story {
    pub id: Option<StoryId>,
    /// In order of arrival.
    pub articles: Vec<ArticleAt>,
    /// In order of slots; empty while there is only one article, whose terms are the story's.
    pub terms: Vec<StoryTerm>,
    /// When its latest article came, in Unix seconds.
    pub last: i64,
    /// How many of its articles the window has forgotten.
    pub forgotten: usize,
    /// The words of all articles together.
    pub words: u32,
    /// Nothing joins it.
    pub alone: bool,
    pub language: Language,
}

/// What the articles of a story have of a term together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct StoryTerm {
    pub slot: Slot,
    /// The weights of all.
    pub sum: u32,
    /// The weights of those with the term in the headline.
    pub title: u32,
    /// How many have it.
    pub count: u32,
    /// How many have it as a name.
    pub names: u32,
    pub flags: u8,
}

/// A story as it is compared.
#[derive(Debug)]
pub(super) struct Profile<'a> {
    pub terms: Cow<'a, [StoryTerm]>,
    pub articles: usize,
    /// The words of an article, on average.
    pub words: f32,
}

/// Words as they are written, by their slots: the slot in four bytes, the length in one, the word.
/// One piece of memory instead of a dozen for each article.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown(Box<[u8]>);

impl Shown {
    pub fn new<'a>(words: impl Iterator<Item = (Slot, &'a str)>) -> Self {
        let mut bytes = Vec::new();
        for (slot, word) in words {
            let Ok(length) = u8::try_from(word.len()) else { continue };
            bytes.extend(slot.to_le_bytes());
            bytes.push(length);
            bytes.extend(word.as_bytes());
        }
        Self(bytes.into())
    }

    pub fn get(&self, wanted: Slot) -> Option<&str> {
        let mut rest = &*self.0;
        while let Some((slot, after)) = rest.split_first_chunk::<4>() {
            let (length, after) = after.split_first()?;
            let (word, after) = after.split_at_checked(usize::from(*length))?;
            if u32::from_le_bytes(*slot) == wanted {
                return std::str::from_utf8(word).ok();
            }
            rest = after;
        }
        None
    }
}

impl Article {
    pub fn profile(&self) -> Profile<'static> {
        Profile {
            terms: self.terms.iter().map(StoryTerm::of).collect(),
            articles: 1,
            words: f32::from(self.words),
        }
    }
}

impl Story {
    /// How many articles it has, the forgotten ones included.
    pub fn size(&self) -> usize {
        self.articles.len() + self.forgotten
    }

    pub fn profile(&self, only: Option<&Article>) -> Profile<'_> {
        match only {
            Some(article) if self.articles.len() == 1 => article.profile(),
            _ => Profile {
                terms: Cow::Borrowed(&self.terms),
                articles: self.articles.len(),
                words: self.words as f32 / self.articles.len().max(1) as f32,
            },
        }
    }
}
