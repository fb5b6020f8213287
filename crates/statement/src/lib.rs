//! Who said what in an article: direct, mixed and indirect statements, their speakers, what was done
//! by them, and what answers what. Pure: a text goes in, statements come out.
mod acts;
mod answers;
mod article;
pub mod cite;
mod confidence;
pub mod disputes;
mod find;
mod frames;
mod inspect;
mod items;
mod kept;
mod lexicon;
mod people;
pub mod person;
mod phrases;
mod plain;
mod quotations;
mod resolve;
mod sentences;
mod spans;
mod statement;
pub mod story;
pub mod tags;
pub mod tokens;
mod told;

pub use article::Article;
pub use find::find;
pub use kept::{Kept, RULES, Spans, Words, fingerprint, keep};
pub use statement::{Act, Gist, Kind, SHOWN, Span, Speaker, Statement};
pub use told::{Teller, Told};
