//! Whether a query is about a document in memory.

mod near;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Document, Place, Reader, Standing};
use crate::query::{Field, Has, How, Is, Node, Query, When};
use crate::words::{Language, Pattern, Stems, pattern, stem_term, terms};
pub use near::within_steps;

/// Between the last word of a headline and the first of the text are so many steps, so that no
/// phrase spans them.
pub const TITLE_GAP: u32 = 100;

/// A document taken apart, to be asked many times.
pub struct Reading<'a> {
    /// The document.
    pub document: &'a Document,
    language: Language,
    stems: Stems,
    words: Places,
    title_end: u32,
    outlet: Places,
    authors: Places,
    place: Places,
}

impl<'a> Reading<'a> {
    /// Takes a document apart.
    pub fn of(document: &'a Document) -> Self {
        let said = document.language.as_deref();
        let language = Language::of_article(said, &document.title, &document.text);
        let stems = Stems::of(language);
        let mut words = Places::default();
        let title_end = words.add(&document.title, &stems, 0);
        words.add(&document.text, &stems, title_end + TITLE_GAP);
        let outlet = document.outlet.as_ref();
        let outlet = outlet.map(|outlet| [outlet.name.as_str(), outlet.key.as_str()]);
        Self {
            document,
            language,
            stems,
            words: words.sorted(),
            title_end,
            outlet: Places::of_names(outlet.iter().flatten().copied()),
            authors: Places::of_names(document.authors.iter().map(String::as_str)),
            place: Places::of_names(document.place.as_deref().into_iter()),
        }
    }

    /// The language that it is read as.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The hash of each term of headline and text, ascending; the same may come twice.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.words.0.iter().map(|(hash, _)| *hash)
    }

    /// The hash of each term of the outlet's names.
    pub(crate) fn outlet_hashes(&self) -> impl Iterator<Item = u64> {
        self.outlet.0.iter().map(|(hash, _)| *hash)
    }

    fn finds(&self, field: Field, how: How, words: &str) -> bool {
        let sought = pattern(words, how);
        if let Pattern::Prefix(start) = &sought {
            return self.has_prefix(field, start);
        }
        let places = match field {
            Field::Anywhere | Field::Title => &self.words,
            Field::Outlet => &self.outlet,
            Field::Author => &self.authors,
            Field::Place => &self.place,
        };
        let end = if field == Field::Title { self.title_end } else { u32::MAX };
        match &sought {
            Pattern::Nothing => true,
            Pattern::Word { exact, inflected } => {
                places.has_before(hash(exact), end)
                    || inflected
                        .as_deref()
                        .and_then(|word| stem_term(&self.stems, word))
                        .is_some_and(|stem| places.has_before(hash(&stem), end))
            }
            Pattern::Phrase(steps) => places.starts(steps).any(|start| start < end),
            Pattern::Prefix(_) => false,
        }
    }

    // Only somebody who types asks for beginnings, and of the index: nothing is kept for it.
    fn has_prefix(&self, field: Field, start: &str) -> bool {
        let document = self.document;
        let texts: Vec<&str> = match field {
            Field::Anywhere => vec![&document.title, &document.text],
            Field::Title => vec![&document.title],
            Field::Outlet => document
                .outlet
                .iter()
                .flat_map(|outlet| [outlet.name.as_str(), outlet.key.as_str()])
                .collect(),
            Field::Author => document.authors.iter().map(String::as_str).collect(),
            Field::Place => document.place.as_deref().into_iter().collect(),
        };
        let mut found = false;
        for text in texts {
            terms(text, &Stems::none(), 0, |term| found |= term.term.starts_with(start));
        }
        found
    }

    fn has_near(&self, within: u32, words: &[String]) -> bool {
        let slots = words.iter().map(|words| pattern(words, how_near(words)));
        let places: Vec<Vec<u32>> = slots
            .filter(|slot| *slot != Pattern::Nothing)
            .map(|slot| self.places_of(&slot))
            .collect();
        within_steps(&places, within)
    }

    fn places_of(&self, sought: &Pattern) -> Vec<u32> {
        let mut places: Vec<u32> = match sought {
            Pattern::Nothing | Pattern::Prefix(_) => Vec::new(),
            Pattern::Word { exact, inflected } => {
                let stem = inflected.as_deref().and_then(|word| stem_term(&self.stems, word));
                let both = [Some(hash(exact)), stem.map(|stem| hash(&stem))];
                both.into_iter().flatten().flat_map(|term| self.words.places(term)).collect()
            }
            Pattern::Phrase(steps) => self.words.starts(steps).collect(),
        };
        places.sort_unstable();
        places
    }
}

/// How the words of a [`Node::Near`] are sought: several of them stand one after the other.
pub fn how_near(words: &str) -> How {
    if words.contains(char::is_whitespace) { How::Phrase } else { How::Word }
}

/// Whether a query is about a document. With a reader, it is seen only through the reader's feeds,
/// and `feed:` and `folder:` mean the reader's; without one, every article is seen, and these two
/// find nothing.
pub fn matches(
    query: &Query,
    reading: &Reading<'_>,
    reader: Option<&Reader>,
    standing: Standing,
) -> bool {
    sees(reader, reading)
        && holds(&query.root, &Asking { names: &Named::of(query), reading, reader, standing })
}

/// The same, where what the query names is folded already.
pub(crate) fn matches_named(
    query: &Query,
    names: &Named,
    reading: &Reading<'_>,
    reader: Option<&Reader>,
    standing: Standing,
) -> bool {
    sees(reader, reading) && holds(&query.root, &Asking { names, reading, reader, standing })
}

fn sees(reader: Option<&Reader>, reading: &Reading<'_>) -> bool {
    let feeds = &reading.document.feeds;
    reader.is_none_or(|reader| feeds.iter().any(|feed| reader.reads(*feed)))
}

/// The feeds and folders that a query names.
#[derive(Debug, Default)]
pub(crate) struct Named {
    feeds: FxHashMap<String, Place>,
    folders: FxHashMap<String, Place>,
}

impl Named {
    pub(crate) fn of(query: &Query) -> Self {
        let mut named = Self::default();
        named.add(&query.root);
        named
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Node::Not(node) => self.add(node),
            Node::Feed(said) => {
                self.feeds.insert(said.clone(), Place::of_feed(said));
            }
            Node::Folder(said) => {
                self.folders.insert(said.clone(), Place::of_folder(said));
            }
            _ => {}
        }
    }
}

/// A document, and who asks for it.
struct Asking<'a> {
    names: &'a Named,
    reading: &'a Reading<'a>,
    reader: Option<&'a Reader>,
    standing: Standing,
}

impl Asking<'_> {
    fn is_in(&self, place: Option<&Place>) -> bool {
        let feeds = &self.reading.document.feeds;
        self.reader.zip(place).is_some_and(|(reader, place)| reader.finds(place, feeds))
    }
}

fn holds(node: &Node, asking: &Asking<'_>) -> bool {
    let Asking { names, reading, standing, .. } = asking;
    let document = reading.document;
    match node {
        Node::All => true,
        Node::And(nodes) => nodes.iter().all(|node| holds(node, asking)),
        Node::Or(nodes) => nodes.iter().any(|node| holds(node, asking)),
        Node::Not(node) => !holds(node, asking),
        Node::Text { field, how, words } => reading.finds(*field, *how, words),
        Node::Near { within, words } => reading.has_near(*within, words),
        Node::Outlet(id) => document.outlet.as_ref().is_some_and(|outlet| outlet.id == *id),
        Node::Feed(said) => asking.is_in(names.feeds.get(said)),
        Node::Folder(said) => asking.is_in(names.folders.get(said)),
        Node::Language(letters) => reading.language.as_str() == letters,
        Node::Is(is) => match is {
            Is::Unread => !standing.is_read,
            Is::Read => standing.is_read,
            Is::Starred => standing.is_starred,
            Is::Copy => document.is_copy,
            Is::Paywalled => document.is_paywalled,
        },
        Node::Has(Has::Image) => document.has_image,
        Node::Has(Has::Revision) => document.is_revised,
        Node::Story(story) => document.story == Some(*story),
        Node::When(when) => is_within(when, document),
    }
}

fn is_within(when: &When, document: &Document) -> bool {
    // The index keeps seconds.
    let at = document.placed_at().as_second();
    when.from.is_none_or(|from| from.as_second() <= at)
        && when.until.is_none_or(|until| at < until.as_second())
}

/// Where each term stands: hash and position, sorted.
#[derive(Default)]
struct Places(Vec<(u64, u32)>);

impl Places {
    fn of_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut places = Self::default();
        let mut first = 0;
        for name in names {
            first = places.add(name, &Stems::none(), first) + TITLE_GAP;
        }
        places.sorted()
    }

    fn add(&mut self, text: &str, stems: &Stems, first: u32) -> u32 {
        terms(text, stems, first, |term| self.0.push((hash(term.term), term.position)))
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    fn places(&self, term: u64) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(hash, _)| *hash < term);
        let found = self.0.get(start..).unwrap_or_default().iter();
        found.take_while(move |(hash, _)| *hash == term).map(|(_, position)| *position)
    }

    fn has_before(&self, term: u64, end: u32) -> bool {
        self.places(term).next().is_some_and(|position| position < end)
    }

    fn starts<'p>(&'p self, steps: &'p [(u32, String)]) -> impl Iterator<Item = u32> {
        let first = steps.first();
        let rest = steps.get(1..).unwrap_or_default();
        let offset = first.map_or(0, |(step, _)| *step);
        let rest: Vec<(u32, u64)> =
            rest.iter().map(|(step, term)| (step - offset, hash(term))).collect();
        first.into_iter().flat_map(|(_, term)| self.places(hash(term))).filter(move |start| {
            rest.iter().all(|(step, term)| self.0.binary_search(&(*term, start + step)).is_ok())
        })
    }
}

pub(crate) fn hash(term: &str) -> u64 {
    xxh3_64(term.as_bytes())
}

#[cfg(test)]
mod tests;
