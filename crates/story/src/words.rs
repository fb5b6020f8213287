//! Words of all scripts: where they begin and end, their language and their stem.

mod cut;
mod language;
mod stem;
mod stop;

pub(crate) use cut::{Word, words};
pub(crate) use language::Language;
pub(crate) use stem::Stemmer;
