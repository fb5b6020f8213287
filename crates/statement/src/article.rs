//! What is read, and how it is laid out for reading.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::lexicon::Lexicon;
use crate::plain::Language;
use crate::quotations::{Quotation, quotations};
use crate::sentences::{Cutter, paragraphs};
use crate::statement::{Kind, Span};
use crate::tags::{Tag, tag};
use crate::tokens::{Token, tokens};

/// An article in which statements are looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Article<'a> {
    /// Its headline; it may have a name in full, and no statements are taken from it.
    pub title: Option<&'a str>,
    /// Its plain text, paragraphs parted by empty lines.
    pub text: &'a str,
    /// The day on which it was published, where that is known: what was declined or left unanswered
    /// was so on that day or on a weekday before it.
    pub date: Option<Date>,
    /// Its language, as a tag like `en` or `de-AT`; without one it is guessed.
    pub language: Option<&'a str>,
}

/// A sentence: the numbers of its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) paragraph: usize,
}

/// A text with its words, their tags, its quotations, paragraphs and sentences.
pub(crate) struct Layout<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: Vec<Token>,
    /// The tokens' words in small letters, one after the other.
    lowers: Vec<Box<str>>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) quoted: Vec<Option<u32>>,
    pub(crate) quotations: Vec<Quotation>,
    pub(crate) sentences: Vec<Sentence>,
}

impl<'a> Layout<'a> {
    pub(crate) fn of(text: &'a str, lexicon: &Lexicon, language: Language) -> Self {
        let tokens = tokens(text);
        let lowers: Vec<Box<str>> = tokens
            .iter()
            .map(|token| {
                let word = text.get(token.start..token.end).unwrap_or_default();
                if word.is_ascii() {
                    word.to_ascii_lowercase()
                } else {
                    word.to_lowercase().replace('’', "'")
                }
                .into_boxed_str()
            })
            .collect();
        let paragraphs = paragraphs(text);
        let quotations = quotations(text, &paragraphs);
        let quoted = quoted(&tokens, &quotations);
        let mut cut = Vec::new();
        let mut sentences = Vec::new();
        let says = |word: &str| {
            language.table().map_or_else(|| lexicon.says(word), |table| table.says(word))
        };
        let cutter = Cutter {
            text,
            tokens: &tokens,
            quoted: &quoted,
            quotations: &quotations,
            says: &says,
            comma_leads: language != Language::English,
        };
        let mut at = 0;
        for (number, (_, end)) in paragraphs.iter().enumerate() {
            let from = at;
            while tokens.get(at).is_some_and(|token| token.start < *end) {
                at += 1;
            }
            cut.clear();
            cutter.cut(from, at, &mut cut);
            sentences.extend(cut.iter().map(|(from, to)| Sentence {
                from: *from,
                to: *to,
                paragraph: number,
            }));
        }
        let mut tags = Vec::with_capacity(tokens.len());
        for sentence in sentences.iter().filter(|_| language == Language::English) {
            let words = (sentence.from..sentence.to).map(|at| {
                let word = tokens
                    .get(at)
                    .and_then(|token| text.get(token.start..token.end))
                    .unwrap_or_default();
                (word, lowers.get(at).map_or("", |lower| &**lower))
            });
            tag(words, &mut tags);
        }
        tags.resize(tokens.len(), Tag::Other);
        if language == Language::English {
            name_beginnings(text, lexicon, &tokens, &lowers, &sentences, &mut tags);
        }
        Self { text, tokens, lowers, tags, quoted, quotations, sentences }
    }

    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or_default()
    }

    pub(crate) fn lower(&self, at: usize) -> &str {
        self.lowers.get(at).map_or("", |lower| &**lower)
    }

    pub(crate) fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::Other)
    }

    /// Whether all, some or none of the words stand in quotation marks.
    pub(crate) fn kind_of(&self, content: &[Span]) -> Kind {
        let (mut inside, mut outside) = (false, false);
        for span in content {
            let first = self.tokens.partition_point(|token| token.start < span.start);
            let tokens = self.tokens.get(first..).unwrap_or_default().iter().zip(first..);
            for (token, at) in tokens.take_while(|(token, _)| token.end <= span.end) {
                let word = self.text.get(token.start..token.end).unwrap_or_default();
                if word.chars().any(char::is_alphanumeric) {
                    let quoted = self.quoted.get(at).copied().flatten().is_some();
                    inside |= quoted;
                    outside |= !quoted;
                }
            }
        }
        match (inside, outside) {
            (true, false) => Kind::Direct,
            (true, true) => Kind::Mixed,
            _ => Kind::Indirect,
        }
    }

    /// The bytes from the token `from` to the token before `to`.
    pub(crate) fn bytes(&self, from: usize, to: usize) -> (usize, usize) {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start, |token| token.end);
        (start, end.max(start))
    }
}

/// A sentence's first word is a name where the same word is one within other sentences and is never
/// written small.
fn name_beginnings(
    text: &str,
    lexicon: &Lexicon,
    tokens: &[Token],
    lowers: &[Box<str>],
    sentences: &[Sentence],
    tags: &mut [Tag],
) {
    let upper = |at: usize| {
        let word =
            tokens.get(at).and_then(|token| text.get(token.start..token.end)).unwrap_or_default();
        word.chars().next().is_some_and(char::is_uppercase)
    };
    let mut names: FxHashMap<&str, bool> = FxHashMap::default();
    for sentence in sentences {
        for at in sentence.from..sentence.to {
            let Some(lower) = lowers.get(at) else { continue };
            if !upper(at) {
                if lower.chars().next().is_some_and(char::is_alphabetic) {
                    names.insert(lower, false);
                }
            } else if at > sentence.from
                && tags.get(at) == Some(&Tag::Nnp)
                && tags.get(at - 1) != Some(&Tag::Punct)
            {
                names.entry(lower).or_insert(true);
            }
        }
    }
    for sentence in sentences {
        let words = sentence.to - sentence.from;
        let capitals = (sentence.from..sentence.to).filter(|at| upper(*at)).count();
        for at in (sentence.from..sentence.to).filter(|at| upper(*at)) {
            let known = lowers.get(at).and_then(|lower| names.get(&**lower));
            // Within a sentence a capital makes a name of a verb, unless the sentence is a headline.
            let within = at > sentence.from
                && capitals * 2 < words
                && tags.get(at - 1) != Some(&Tag::Punct)
                && known != Some(&false);
            let begins = at == sentence.from
                && known.is_none()
                && matches!(tags.get(at + 1), Some(Tag::Vbd | Tag::Vbz))
                && lowers
                    .get(at)
                    .is_some_and(|lower| !lexicon.is("closed", lower) && lower.len() > 2);
            let Some(tag) = tags.get_mut(at) else { continue };
            let noun = matches!(
                *tag,
                Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vb | Tag::Vbg | Tag::Vbp | Tag::Rb | Tag::Other
            );
            let verb = matches!(
                *tag,
                Tag::Vb | Tag::Vbp | Tag::Vbd | Tag::Vbn | Tag::Vbz | Tag::Rb | Tag::Other
            );
            if (known == Some(&true) && noun) || (within && verb) || (begins && *tag != Tag::Nns) {
                *tag = Tag::Nnp;
            }
        }
    }
}

fn quoted(tokens: &[Token], quotations: &[Quotation]) -> Vec<Option<u32>> {
    let mut number = 0;
    tokens
        .iter()
        .map(|token| {
            while quotations.get(number).is_some_and(|quotation| quotation.end <= token.start) {
                number += 1;
            }
            let quotation = quotations.get(number)?;
            (quotation.start <= token.start && token.end <= quotation.end).then_some(number as u32)
        })
        .collect()
}
