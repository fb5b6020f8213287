//! One language for searching, keeping, muting and alerting.
//!
//! [`parse()`] reads whatever a person typed and gives a [`Query`]; nothing is an error. [`words`] cuts
//! texts of all languages into the terms that are compared, for the index and for documents in
//! memory alike. [`Reading`] is a document taken apart, [`matches()`] asks whether a query is about
//! it, a [`Percolator`] asks a thousand queries at once, and a [`Marker`] finds what to mark.

mod document;
mod mark;
mod matches;
mod parse;
mod percolator;
mod query;
mod render;
mod sentence;
pub mod words;

pub use document::{Acts, Document, Publisher, Reader, ReaderFeed, Standing};
pub use mark::{Marked, Marker};
pub use matches::{Reading, TITLE_GAP, how_near, matches, within_steps};
pub use parse::{Context, Parsed, parse};
pub use percolator::Percolator;
pub use query::{Field, Has, How, Is, Node, Query, When};
pub use sentence::sentence;
