//! The search engine: an index of articles beside the store, from which it can always be rebuilt.
//!
//! [`Index`] is the seam. What is searched comes as [`Document`](dateline_query::Document)s and is
//! found by a [`Query`](dateline_query::Query); nothing outside this crate knows which engine runs.
//! The index keeps words and numbers, no titles and no texts: those are read from the store.

mod counted;
mod cursor;
mod error;
mod files;
mod gather;
mod index;
mod instead;
mod live;
mod nearness;
mod plan;
mod ranked;
mod request;
mod schema;
mod search;
mod spelling;
mod steady;
mod times;
mod tokens;
mod writer;

pub use cursor::Cursor;
pub use error::Error;
pub use index::Index;
pub use request::{
    Answer, Bar, Counts, Hit, Ids, Instead, IsOver, Live, LiveRequest, Order, Personal, Request,
    Step, StoryHits,
};
pub use schema::VERSION as INDEX_VERSION;
pub use writer::Writer;
