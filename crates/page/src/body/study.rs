//! What training needs of the inside: blocks as rows of numbers before they are judged.

use super::{Sheet, names};
use crate::{
    PageHints,
    dom::{Dom, Limits},
    metadata,
};

/// A page's blocks.
pub struct Study {
    /// The text of each block.
    pub texts: Vec<String>,
    /// For each block the hashes of its element's names, of the parent's, of those further up, and
    /// of its own words.
    pub tokens: Vec<[Vec<u16>; names::WEIGHED]>,
    /// The rows for the first stage, one after the other; the first numbers of each are empty
    /// places for the sums of weights.
    pub first: Vec<f32>,
    /// What the second stage adds to each row, where scores of the first were given.
    pub second: Vec<f32>,
}

/// Looks at a page as [`crate::read_html`] does, up to the judgement; `scores` are the first
/// stage's, one a block.
pub fn study(html: &str, hints: &PageHints<'_>, scores: Option<&[f32]>) -> Study {
    let (dom, _) = Dom::parse_within(html, Limits::default());
    let meta = metadata::read(&dom, hints.url, hints.fetched);
    let claims = &meta.claims;
    let sheet = Sheet::of(&dom, claims.title.as_deref(), claims.description.as_deref());
    let first = sheet.first(&[]);
    let mut second = Vec::new();
    if let Some(scores) = scores {
        let looked = sheet.second(scores.get(..sheet.blocks.len()).unwrap_or(scores));
        (0..sheet.blocks.len()).for_each(|index| looked.push(index, &mut second));
    }
    Study {
        tokens: sheet.blocks.iter().map(|block| names::tokens(&dom, block)).collect(),
        texts: sheet.blocks.into_iter().map(|block| block.text).collect(),
        first: first.values,
        second,
    }
}
