//! Texts of all languages cut into the terms that are compared.
//!
//! The index and documents in memory are cut by the same [`terms`], so that the same query finds
//! the same articles in both.

mod cut;
pub(crate) mod fold;
mod language;
mod pattern;
mod stem;

pub use cut::{Term, TermKind, terms};
pub use language::Language;
pub use pattern::{Pattern, pattern};
pub use stem::{Stems, stem_term};
