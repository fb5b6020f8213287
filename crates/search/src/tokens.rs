//! The bridge between the terms of `dateline-query` and the engine's tokens.

use dateline_query::TITLE_GAP;
use dateline_query::words::{Language, Stems, terms};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The tokenizer's name in the schema.
pub const NAME: &str = "dateline";

/// What a value is to its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    Text,
    Name,
}

/// A value with what its tokenizer must know of it: the engine gives it the value alone.
pub fn value(part: Part, language: Language, text: &str) -> String {
    let part = match part {
        Part::Title => 'h',
        Part::Text => 't',
        Part::Name => 'n',
    };
    format!("{part}{}\n{text}", language.as_str())
}

/// Cuts values into terms.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    text: String,
    ends: Vec<(u32, u32)>,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> Stream<'a> {
        self.text.clear();
        self.ends.clear();
        let (head, text) = value.split_once('\n').unwrap_or(("", value));
        let language = head.get(1..).and_then(Language::of_tag).unwrap_or_default();
        let (stems, first) = match head.as_bytes().first() {
            Some(b't') => (Stems::of(language), TITLE_GAP),
            Some(b'h') => (Stems::of(language), 0),
            _ => (Stems::none(), 0),
        };
        terms(text, &stems, first, |term| {
            self.text.push_str(term.term);
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.ends.push((end, term.position));
        });
        Stream { terms: self, next: 0, start: 0, token: Token::default() }
    }
}

/// The terms of one value.
pub struct Stream<'a> {
    terms: &'a Terms,
    next: usize,
    start: usize,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((end, position)) = self.terms.ends.get(self.next).copied() else { return false };
        let end = end as usize;
        self.token.text.clear();
        self.token.text.push_str(self.terms.text.get(self.start..end).unwrap_or_default());
        self.token.position = position as usize;
        self.start = end;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
