//! A query made ready to be asked of many documents: words are cut and hashed, names folded.

use rustc_hash::FxHashMap;

use super::near::within_steps;
use super::{Reading, hash, how_near};
use crate::document::{Place, Reader, Standing};
use crate::query::{Field, Has, How, Is, Node, Query, When};
use crate::words::{Pattern, Stems, pattern, stem_term};

/// The words that queries ask for in all their inflections, each under a number.
#[derive(Debug, Default)]
pub(crate) struct Inflected {
    numbers: FxHashMap<String, usize>,
    words: Vec<String>,
}

impl Inflected {
    fn number(&mut self, word: String) -> usize {
        let next = self.words.len();
        *self.numbers.entry(word).or_insert_with_key(|word| {
            self.words.push(word.clone());
            next
        })
    }

    /// The hash of each word's stem in a language, by number.
    pub(crate) fn stems(&self, stems: &Stems) -> Vec<Option<u64>> {
        self.words.iter().map(|word| stem_term(stems, word).map(|stem| hash(&stem))).collect()
    }
}

/// Words to be found, cut and hashed.
#[derive(Debug)]
pub(crate) enum Sought {
    /// What was typed has neither letter nor digit.
    Nothing,
    /// A word as it is written, or in all its inflections if it has a number.
    Word { exact: u64, inflected: Option<usize>, length: usize },
    /// The beginning of a term.
    Prefix(String),
    /// Terms at these steps from the first, and which of them is the longest.
    Phrase { steps: Vec<(u32, u64)>, longest: usize, length: usize },
}

impl Sought {
    fn of(words: &str, how: How, inflected: &mut Inflected) -> Self {
        match pattern(words, how) {
            Pattern::Nothing => Self::Nothing,
            Pattern::Prefix(start) => Self::Prefix(start),
            Pattern::Word { exact, inflected: word } => Self::Word {
                exact: hash(&exact),
                inflected: word.map(|word| inflected.number(word)),
                length: exact.len(),
            },
            Pattern::Phrase(steps) => {
                let lengths = steps.iter().map(|(_, term)| term.len()).enumerate();
                let longest = lengths.max_by_key(|(_, length)| *length);
                let (longest, length) = longest.unwrap_or_default();
                let steps = steps.iter().map(|(step, term)| (*step, hash(term))).collect();
                Self::Phrase { steps, longest, length }
            }
        }
    }
}

/// A part of a query.
#[derive(Debug)]
pub(crate) enum Part {
    All,
    And(Vec<Part>),
    Or(Vec<Part>),
    Not(Box<Part>),
    Text {
        field: Field,
        sought: Sought,
    },
    Near {
        within: u32,
        sought: Vec<Sought>,
    },
    /// A feed or a folder of the reader's.
    In(Place),
    /// What is read off the document.
    Plain(Node),
}

impl Part {
    fn of(node: &Node, inflected: &mut Inflected) -> Self {
        let mut all = |nodes: &[Node]| nodes.iter().map(|node| Self::of(node, inflected)).collect();
        match node {
            Node::All => Self::All,
            Node::And(nodes) => Self::And(all(nodes)),
            Node::Or(nodes) => Self::Or(all(nodes)),
            Node::Not(node) => Self::Not(Box::new(Self::of(node, inflected))),
            Node::Text { field, how, words } => {
                Self::Text { field: *field, sought: Sought::of(words, *how, inflected) }
            }
            Node::Near { within, words } => {
                let sought = words.iter().map(|word| Sought::of(word, how_near(word), inflected));
                Self::Near { within: *within, sought: sought.collect() }
            }
            Node::Feed(said) => Self::In(Place::of_feed(said)),
            Node::Folder(said) => Self::In(Place::of_folder(said)),
            other => Self::Plain(other.clone()),
        }
    }

    /// Of a whole query.
    pub(crate) fn of_query(query: &Query, inflected: &mut Inflected) -> Self {
        Self::of(&query.root, inflected)
    }
}

/// A document, and who asks for it.
pub(crate) struct Asking<'a> {
    pub reading: &'a Reading<'a>,
    /// What [`Inflected::stems`] gave for the document's language.
    pub stems: &'a [Option<u64>],
    pub reader: Option<&'a Reader>,
    pub standing: Standing,
}

impl Asking<'_> {
    /// Whether the reader sees the document at all, and the part holds of it.
    pub(crate) fn finds(&self, part: &Part) -> bool {
        let feeds = &self.reading.document.feeds;
        self.reader.is_none_or(|reader| feeds.iter().any(|feed| reader.reads(*feed)))
            && self.holds(part)
    }

    fn holds(&self, part: &Part) -> bool {
        match part {
            Part::All => true,
            Part::And(parts) => parts.iter().all(|part| self.holds(part)),
            Part::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Part::Not(part) => !self.holds(part),
            Part::Text { field, sought } => self.has(*field, sought),
            Part::Near { within, sought } => self.has_near(*within, sought),
            Part::In(place) => {
                let feeds = &self.reading.document.feeds;
                self.reader.is_some_and(|reader| reader.finds(place, feeds))
            }
            Part::Plain(node) => self.is(node),
        }
    }

    fn stem(&self, inflected: Option<usize>) -> Option<u64> {
        self.stems.get(inflected?).copied().flatten()
    }

    fn has(&self, field: Field, sought: &Sought) -> bool {
        let reading = self.reading;
        let places = match field {
            Field::Anywhere | Field::Title => &reading.words,
            Field::Outlet => &reading.outlet,
            Field::Author => &reading.authors,
            Field::Place => &reading.place,
            Field::Said => &reading.said,
        };
        let end = if field == Field::Title { reading.title_end } else { u32::MAX };
        match sought {
            Sought::Nothing => true,
            Sought::Word { exact, inflected, .. } => {
                places.has_before(*exact, end)
                    || self.stem(*inflected).is_some_and(|stem| places.has_before(stem, end))
            }
            Sought::Phrase { steps, .. } => places.starts(steps).any(|start| start < end),
            Sought::Prefix(start) => reading.has_prefix(field, start),
        }
    }

    fn has_near(&self, within: u32, sought: &[Sought]) -> bool {
        let words = &self.reading.words;
        let mut all = Vec::with_capacity(sought.len());
        for sought in sought {
            let places = match sought {
                Sought::Nothing => continue,
                Sought::Prefix(_) => Vec::new(),
                Sought::Word { exact, inflected, .. } => {
                    let stem = self.stem(*inflected).map(|stem| words.places(stem));
                    merged(words.places(*exact), stem.unwrap_or_default())
                }
                Sought::Phrase { steps, .. } => words.starts(steps).collect(),
            };
            if places.is_empty() {
                return false;
            }
            all.push(places);
        }
        within_steps(&all, within)
    }

    fn is(&self, node: &Node) -> bool {
        let (document, standing) = (self.reading.document, self.standing);
        match node {
            Node::Outlet(id) => document.outlet.as_ref().is_some_and(|outlet| outlet.id == *id),
            Node::Language(letters) => self.reading.language.as_str() == letters,
            Node::Is(is) => match is {
                Is::Unread => !standing.is_read,
                Is::Read => standing.is_read,
                Is::Starred => standing.is_starred,
                Is::Copy => document.is_copy,
                Is::Paywalled => document.is_paywalled,
            },
            Node::Has(Has::Image) => document.has_image,
            Node::Has(Has::Revision) => document.is_revised,
            Node::Has(Has::Denial) => document.acts.denial,
            Node::Has(Has::Accusation) => document.acts.accusation,
            Node::Has(Has::Silence) => document.acts.silence,
            Node::Story(story) => document.story == Some(*story),
            Node::When(When { from, until, .. }) => {
                // The index keeps seconds.
                let at = document.placed_at().as_second();
                from.is_none_or(|from| from.as_second() <= at)
                    && until.is_none_or(|until| at < until.as_second())
            }
            // Every other node is a part of its own kind.
            _ => false,
        }
    }
}

/// Two ascending lists as one.
fn merged(one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut all = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let next = if a <= b { one.next() } else { other.next() };
        all.extend(next);
    }
    all.extend(one);
    all.extend(other);
    all
}
