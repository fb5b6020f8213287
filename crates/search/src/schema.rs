//! What the index keeps of an article.

use dateline_query::Document;
use dateline_query::words::Language;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use crate::tokens::{self, Part};

/// The version of what is kept and of how words are cut. Whoever changes either, counts on: an
/// index of another version is rebuilt.
pub const VERSION: &str = "2";

/// An article that is another's copy.
pub const COPY: u64 = 1;
/// An article with a picture.
pub const IMAGE: u64 = 2;
/// An article of which earlier texts are kept.
pub const REVISED: u64 = 3;
/// An article behind a paywall.
pub const PAYWALLED: u64 = 4;

/// An article in which somebody denies or rebuts something.
pub const DENIAL: u64 = 5;
/// An article in which somebody accuses somebody.
pub const ACCUSATION: u64 = 6;
/// An article in which somebody did not comment.
pub const SILENCE: u64 = 7;

/// The names of the columns, which are read by name.
pub mod column {
    pub const ID: &str = "id";
    pub const OUTLET: &str = "outlet_id";
    pub const LANGUAGE: &str = "language";
    pub const FEED: &str = "feed";
    pub const STORY: &str = "story";
    pub const AT: &str = "at";
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    pub id: Field,
    pub words: Field,
    pub title: Field,
    pub outlet: Field,
    pub author: Field,
    pub place: Field,
    pub said: Field,
    pub outlet_id: Field,
    pub language: Field,
    pub feed: Field,
    pub story: Field,
    pub at: Field,
    pub flag: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    let number = NumericOptions::default().set_indexed();
    let fields = Fields {
        id: builder.add_u64_field(column::ID, number.clone().set_fast()),
        words: builder.add_text_field("words", text(tokens::NAME)),
        title: builder.add_text_field("title", text(tokens::NAME)),
        outlet: builder.add_text_field("outlet", text(tokens::NAME)),
        author: builder.add_text_field("author", text(tokens::NAME)),
        place: builder.add_text_field("place", text(tokens::NAME)),
        said: builder.add_text_field("said", text(tokens::NAME)),
        outlet_id: builder.add_u64_field(column::OUTLET, number.clone().set_fast()),
        language: builder.add_u64_field(column::LANGUAGE, number.clone().set_fast()),
        feed: builder.add_u64_field(column::FEED, number.clone().set_fast()),
        story: builder.add_u64_field(column::STORY, number.clone().set_fast()),
        at: builder.add_i64_field(column::AT, NumericOptions::default().set_fast()),
        flag: builder.add_u64_field("flag", number),
    };
    (builder.build(), fields)
}

impl Fields {
    /// What is kept of a document.
    pub fn kept(&self, document: &Document) -> TantivyDocument {
        let said = document.language.as_deref();
        let language = Language::of_article(said, &document.title, &document.text);
        let mut kept = TantivyDocument::default();
        kept.add_u64(self.id, number(document.id.0));
        let title = tokens::value(Part::Title, language, &document.title);
        kept.add_text(self.title, &title);
        kept.add_text(self.words, title);
        kept.add_text(self.words, tokens::value(Part::Text, language, &document.text));
        let name = |name: &str| tokens::value(Part::Name, language, name);
        if let Some(outlet) = &document.outlet {
            kept.add_text(self.outlet, name(&outlet.name));
            kept.add_text(self.outlet, name(&outlet.key));
        }
        for author in &document.authors {
            kept.add_text(self.author, name(author));
        }
        if let Some(place) = &document.place {
            kept.add_text(self.place, name(place));
        }
        for speaker in &document.said {
            kept.add_text(self.said, name(speaker));
        }
        // Columns without gaps are read faster; nothing is numbered zero.
        kept.add_u64(self.outlet_id, document.outlet.as_ref().map_or(0, |o| number(o.id.0)));
        kept.add_u64(self.language, language.to_number());
        for feed in &document.feeds {
            kept.add_u64(self.feed, number(feed.0));
        }
        kept.add_u64(self.story, document.story.map_or(0, |story| number(story.0)));
        kept.add_i64(self.at, document.placed_at().as_second());
        let flags = [
            (document.is_copy, COPY),
            (document.has_image, IMAGE),
            (document.is_revised, REVISED),
            (document.is_paywalled, PAYWALLED),
            (document.acts.denial, DENIAL),
            (document.acts.accusation, ACCUSATION),
            (document.acts.silence, SILENCE),
        ];
        for (_, flag) in flags.into_iter().filter(|(is_set, _)| *is_set) {
            kept.add_u64(self.flag, flag);
        }
        kept
    }

    /// The term that an article's number is found by.
    pub fn id_term(&self, id: i64) -> Term {
        Term::from_field_u64(self.id, number(id))
    }
}

/// The store's numbers are positive.
pub fn number(id: i64) -> u64 {
    id.cast_unsigned()
}

/// A number as the store has it.
pub fn id(number: u64) -> i64 {
    number.cast_signed()
}
