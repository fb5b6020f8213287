//! Who said what in an article: direct, mixed and indirect statements, their speakers, what was done
//! by them, and what answers what. Pure: a text goes in, statements come out.
mod acts;
mod answers;
mod article;
mod confidence;
mod find;
mod frames;
mod inspect;
mod items;
mod lexicon;
mod people;
mod phrases;
mod plain;
mod quotations;
mod resolve;
mod sentences;
mod spans;
mod statement;
pub mod tags;
pub mod tokens;

pub use article::Article;
pub use find::find;
pub use statement::{Act, Kind, SHOWN, Span, Speaker, Statement};
