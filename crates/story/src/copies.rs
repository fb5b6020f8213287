//! Which articles have another's text: syndicated, reprinted, republished.
//!
//! A text is cut into shingles of five words. A [`Signature`] keeps a sample of their hashes, an
//! [`Index`] of signatures names the articles that may share enough of them ([`Candidate`]), and
//! [`overlap()`] compares the two texts word for word before [`is_copy`] decides. [`relation()`] says
//! which of the two is the original, where one of them says it.
//!
//! Texts under [`FEWEST_WORDS`] words are no copies and have none: in a teaser of two sentences a
//! shared quotation, a fixed formula or the same standing announcement is most of the text, so that
//! being alike says nothing of where it is from.

mod index;
mod overlap;
mod relation;
mod shingles;
mod signature;

pub use index::{Candidate, Index};
pub use overlap::{Overlap, is_copy, overlap};
pub use relation::{Original, Relation, copy_among, relation};
pub use signature::Signature;

/// A text with fewer words is never called a copy.
pub const FEWEST_WORDS: u32 = 36;

#[cfg(test)]
mod tests;
