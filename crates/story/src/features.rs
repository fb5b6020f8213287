//! What the window needs of an article, so that its words need not be read again.

mod background;
mod bytes;
mod known;
mod understand;

pub(crate) use background::Background;
pub use background::BackgroundCounts;
pub(crate) use understand::UNIT;
pub use understand::understand;

use crate::words::Language;

/// The term stands in the headline.
pub(crate) const TITLE: u8 = 1;
/// The term is a name, or part of one.
pub(crate) const NAME: u8 = 2;
/// The term is a number.
pub(crate) const NUMBER: u8 = 4;

/// A term of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    /// Stands for the stem.
    pub hash: u32,
    /// Its part of the article's vector, in units of [`UNIT`]: the squares of all add up to about
    /// the square of the unit.
    pub weight: u16,
    /// [`TITLE`], [`NAME`], [`NUMBER`].
    pub flags: u8,
}

/// What the window needs of an article. It can be kept as bytes and read back after a restart.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    pub(crate) language: Language,
    /// The words of the text that were counted, function words left out.
    pub(crate) words: u16,
    /// Its feed is never grouped.
    pub(crate) alone: bool,
    /// The terms that say most.
    pub(crate) terms: Vec<Term>,
    /// Some of the terms, by their place, as they are written.
    pub(crate) shown: Vec<(u8, Box<str>)>,
}
