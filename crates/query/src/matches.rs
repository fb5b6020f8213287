//! Whether a query is about a document in memory.

mod asked;
mod near;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Document, Reader, Standing};
use crate::query::{Field, How, Query};
use crate::words::{Language, Stems, terms};
pub(crate) use asked::{Asking, Inflected, Part, Sought};
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
    said: Places,
}

impl<'a> Reading<'a> {
    /// Takes a document apart.
    pub fn of(document: &'a Document) -> Self {
        let said = document.language.as_deref();
        let language = Language::of_article(said, &document.title, &document.text);
        let stems = Stems::of(language);
        let mut words = Terms::default();
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
            said: Places::of_names(document.said.iter().map(String::as_str)),
        }
    }

    /// The language that it is read as.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The hash of each term of headline, text and names, once or oftener.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> {
        let parts = [&self.words, &self.outlet, &self.authors, &self.place, &self.said];
        parts.into_iter().flat_map(|places| places.of.keys().copied())
    }

    /// The stems that its words have.
    pub(crate) fn stems(&self) -> &Stems {
        &self.stems
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
            Field::Said => document.said.iter().map(String::as_str).collect(),
        };
        let mut found = false;
        for text in texts {
            terms(text, &Stems::none(), 0, |term| found |= term.term.starts_with(start));
        }
        found
    }
}

/// How the words of a [`Node::Near`](crate::query::Node::Near) are sought: several of them stand one
/// after the other.
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
    let mut inflected = Inflected::default();
    let part = Part::of_query(query, &mut inflected);
    let stems = inflected.stems(&reading.stems);
    Asking { reading, stems: &stems, reader, standing }.finds(&part)
}

/// Where each term stands, by its hash.
#[derive(Default)]
struct Places {
    /// From where to where the places of a term are listed.
    of: FxHashMap<u64, (usize, usize)>,
    /// The places of one term after those of another, each ascending.
    all: Vec<u32>,
}

/// Hash and position of each term, as they come.
#[derive(Default)]
struct Terms(Vec<(u64, u32)>);

impl Terms {
    fn add(&mut self, text: &str, stems: &Stems, first: u32) -> u32 {
        terms(text, stems, first, |term| self.0.push((hash(term.term), term.position)))
    }

    fn sorted(mut self) -> Places {
        self.0.sort_unstable();
        let mut of = FxHashMap::default();
        let mut at = 0;
        for same in self.0.chunk_by(|(one, _), (other, _)| one == other) {
            if let Some((term, _)) = same.first() {
                of.insert(*term, (at, at + same.len()));
            }
            at += same.len();
        }
        Places { of, all: self.0.into_iter().map(|(_, place)| place).collect() }
    }
}

impl Places {
    fn of_names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut terms = Terms::default();
        let mut first = 0;
        for name in names {
            first = terms.add(name, &Stems::none(), first) + TITLE_GAP;
        }
        terms.sorted()
    }

    fn places(&self, term: u64) -> &[u32] {
        let listed = self.of.get(&term).and_then(|(start, end)| self.all.get(*start..*end));
        listed.unwrap_or_default()
    }

    fn has_before(&self, term: u64, end: u32) -> bool {
        self.places(term).first().is_some_and(|place| *place < end)
    }

    /// Where a phrase begins, by the step and the hash of each of its terms; ascending.
    fn starts(&self, steps: &[(u32, u64)]) -> impl Iterator<Item = u32> {
        let first = steps.first().map_or(0, |(step, _)| *step);
        let each: Vec<(u32, &[u32])> =
            steps.iter().map(|(step, term)| (step - first, self.places(*term))).collect();
        let rarest = each.iter().min_by_key(|(_, places)| places.len()).copied();
        let (step, places) = rarest.unwrap_or_default();
        places.iter().filter_map(move |place| place.checked_sub(step)).filter(move |start| {
            each.iter().all(|(step, places)| places.binary_search(&(start + step)).is_ok())
        })
    }
}

pub(crate) fn hash(term: &str) -> u64 {
    xxh3_64(term.as_bytes())
}

#[cfg(test)]
mod tests;
