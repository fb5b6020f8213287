//! From a query of Dateline's to one of the engine's.

use std::ops::Bound;

use dateline_query::words::{Language, Pattern, Stems, pattern, stem_term};
use dateline_query::{Field, Has, How, Is, Node, Query, Reader, When, how_near};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::doc_predicate_query::DocPredicateQuery;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::error::Error;
use crate::index::Index;
use crate::nearness::{Near, of_feeds, of_ids};
use crate::request::{Ids, Personal};
use crate::schema::{self, Fields, number};
use crate::steady::Steady;

type Engine = Box<dyn tantivy::query::Query>;

/// The beginning of a word stands for so many words at the most.
const MOST_COMPLETIONS: usize = 40;
/// So many words with that beginning are looked at in each part of the index.
const MOST_LOOKED_AT: usize = 30_000;
/// A find in the headline counts so much more.
const TITLE_BOOST: f32 = 1.5;

/// Makes queries for one searcher and one reader.
pub struct Planner<'a> {
    pub searcher: &'a Searcher,
    fields: Fields,
    stems: Vec<Stems>,
    reader: Option<&'a Reader>,
    personal: &'a Personal,
    /// What is seen at all; `None` where everything is.
    seen: Vec<Engine>,
}

impl<'a> Planner<'a> {
    pub fn new(
        index: &Index,
        searcher: &'a Searcher,
        reader: Option<&'a Reader>,
        personal: &'a Personal,
        hidden: Option<&Ids>,
    ) -> Result<Self, Error> {
        let fields = *index.fields();
        let mut seen = Vec::new();
        if let Some(reader) = reader {
            let ids: FxHashSet<u64> = reader.ids().iter().map(|feed| number(feed.0)).collect();
            // Whoever reads all feeds pays nothing for it.
            if index.feeds(searcher)?.iter().any(|feed| !ids.contains(feed)) {
                seen.push(of_feeds(ids));
            }
        }
        if let Some(hidden) = hidden {
            seen.push(of_ids(hidden.clone(), false));
        }
        let stems = stems_of_articles(searcher, &fields)?;
        Ok(Self { searcher, fields, stems, reader, personal, seen })
    }

    /// The articles that a query finds and the reader sees.
    pub fn found(&self, query: &Query) -> Result<Engine, Error> {
        let found = self.node(&query.root)?;
        if self.seen.is_empty() {
            return Ok(found);
        }
        let seen = self.seen.iter().map(|seen| (Occur::Must, seen.box_clone()));
        Ok(Box::new(BooleanQuery::new(std::iter::once((Occur::Must, found)).chain(seen).collect())))
    }

    /// The same with scores that say how much an article is about the words.
    pub fn scored(
        &self,
        query: &Query,
        found: &dyn tantivy::query::Query,
    ) -> Result<Engine, Error> {
        let mut titles = Vec::new();
        self.in_titles(&query.root, &mut titles)?;
        if titles.is_empty() {
            return Ok(found.box_clone());
        }
        let mut clauses = vec![(Occur::Must, found.box_clone())];
        for title in titles {
            clauses.push((Occur::Should, Box::new(BoostQuery::new(title, TITLE_BOOST)) as Engine));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Those of a story among what is found.
    pub fn of_story(&self, found: &dyn tantivy::query::Query, story: u64) -> Engine {
        all_of(vec![self.numbered(self.fields.story, story), found.box_clone()])
    }

    /// How many articles have any form of a word, deleted ones with them.
    pub fn frequency(&self, field: Field, words: &str, how: How) -> Result<u64, Error> {
        let mut most = 0;
        for term in self.terms_of(self.field(field), &pattern(words, how))? {
            most = most.max(self.searcher.doc_freq(&term)?);
        }
        Ok(most)
    }

    /// The field of the engine.
    pub fn field(&self, field: Field) -> tantivy::schema::Field {
        match field {
            Field::Anywhere => self.fields.words,
            Field::Title => self.fields.title,
            Field::Outlet => self.fields.outlet,
            Field::Author => self.fields.author,
            Field::Place => self.fields.place,
        }
    }

    fn node(&self, node: &Node) -> Result<Engine, Error> {
        Ok(match node {
            Node::All => Box::new(AllQuery),
            Node::And(nodes) => {
                let (denied, asked): (Vec<&Node>, Vec<&Node>) =
                    nodes.iter().partition(|node| matches!(node, Node::Not(_)));
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in asked {
                    clauses.push((Occur::Must, self.node(node)?));
                }
                if clauses.is_empty() {
                    clauses.push((Occur::Must, Box::new(AllQuery) as Engine));
                }
                for node in denied {
                    if let Node::Not(inner) = node {
                        clauses.push((Occur::MustNot, Box::new(Steady(self.node(inner)?))));
                    }
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Node::Or(nodes) => {
                let queries: Result<Vec<Engine>, Error> =
                    nodes.iter().map(|node| self.node(node)).collect();
                any_of(queries?)
            }
            Node::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, Box::new(Steady(self.node(inner)?))),
            ])),
            Node::Text { field, how, words } => self.text(self.field(*field), *how, words)?,
            Node::Near { within, words } => self.near(*within, words)?,
            Node::Outlet(outlet) => self.numbered(self.fields.outlet_id, number(outlet.0)),
            Node::Feed(said) => {
                self.of_feeds(&self.reader.map(|reader| reader.named(said)).unwrap_or_default())
            }
            Node::Folder(said) => {
                self.of_feeds(&self.reader.map(|reader| reader.within(said)).unwrap_or_default())
            }
            Node::Language(letters) => {
                let language = Language::of_tag(letters).unwrap_or_default();
                self.numbered(self.fields.language, language.to_number())
            }
            Node::Is(is) => self.is(*is),
            Node::Has(Has::Image) => self.numbered(self.fields.flag, schema::IMAGE),
            Node::Has(Has::Revision) => self.numbered(self.fields.flag, schema::REVISED),
            Node::Story(story) => self.numbered(self.fields.story, number(story.0)),
            Node::When(when) => self.when(when),
        })
    }

    fn text(&self, field: tantivy::schema::Field, how: How, words: &str) -> Result<Engine, Error> {
        let sought = pattern(words, how);
        if sought == Pattern::Nothing {
            return Ok(Box::new(AllQuery));
        }
        if let Pattern::Phrase(steps) = &sought {
            let terms: Vec<(usize, Term)> = steps
                .iter()
                .map(|(step, term)| (*step as usize, Term::from_field_text(field, term)))
                .collect();
            return Ok(Box::new(PhraseQuery::new_with_offset(terms)));
        }
        let terms = self.terms_of(field, &sought)?;
        Ok(any_of(terms.into_iter().map(term_query).collect()))
    }

    /// The terms that a word may stand as, those only that the index has.
    fn terms_of(
        &self,
        field: tantivy::schema::Field,
        sought: &Pattern,
    ) -> Result<Vec<Term>, Error> {
        let mut texts = match sought {
            Pattern::Nothing => Vec::new(),
            Pattern::Word { exact, inflected } => {
                let stems = self.stems.iter();
                let inflected = inflected.as_deref();
                let stems = stems.filter_map(|stems| stem_term(stems, inflected?));
                std::iter::once(exact.clone()).chain(stems).collect()
            }
            Pattern::Prefix(start) => {
                let mut texts = self.completions(field, start)?;
                texts.extend(self.stems.iter().filter_map(|stems| stem_term(stems, start)));
                texts
            }
            Pattern::Phrase(steps) => steps.iter().map(|(_, term)| term.clone()).collect(),
        };
        texts.sort_unstable();
        texts.dedup();
        let mut terms = Vec::with_capacity(texts.len());
        for text in texts {
            let term = Term::from_field_text(field, &text);
            if self.searcher.doc_freq(&term)? > 0 {
                terms.push(term);
            }
        }
        Ok(terms)
    }

    /// The words that begin so, the most frequent of them; but not more than can be gone through
    /// while somebody types.
    fn completions(
        &self,
        field: tantivy::schema::Field,
        start: &str,
    ) -> Result<Vec<String>, Error> {
        let mut frequencies: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
        let mut end = start.as_bytes().to_vec();
        end.push(0xff);
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let range = index.terms().range().ge(start.as_bytes()).lt(&end);
            let mut stream = range.into_stream().map_err(|e| Error::Broken(e.to_string()))?;
            let mut left = MOST_LOOKED_AT;
            while left > 0 && stream.advance() {
                let frequency = u64::from(stream.value().doc_freq);
                match frequencies.get_mut(stream.key()) {
                    Some(sum) => *sum += frequency,
                    None => {
                        frequencies.insert(stream.key().to_vec(), frequency);
                    }
                }
                left -= 1;
            }
        }
        let exact = frequencies.remove(start.as_bytes()).is_some();
        let mut ordered: Vec<(u64, Vec<u8>)> =
            frequencies.into_iter().map(|(word, frequency)| (frequency, word)).collect();
        ordered.sort_unstable_by(|a, b| b.cmp(a));
        let mut budget = (self.searcher.num_docs() / 8).max(20_000);
        let mut words: Vec<String> = exact.then(|| start.to_owned()).into_iter().collect();
        for (frequency, word) in ordered {
            if words.len() >= MOST_COMPLETIONS {
                break;
            }
            if frequency <= budget {
                budget -= frequency;
                words.extend(String::from_utf8(word));
            }
        }
        Ok(words)
    }

    fn near(&self, within: u32, words: &[String]) -> Result<Engine, Error> {
        let field = self.fields.words;
        let mut clauses = Vec::new();
        let mut slots = Vec::new();
        for words in words {
            let sought = pattern(words, how_near(words));
            if sought == Pattern::Nothing {
                continue;
            }
            clauses.push((Occur::Must, self.text(field, how_near(words), words)?));
            slots.push(match &sought {
                Pattern::Phrase(steps) => {
                    let terms = steps.iter();
                    vec![terms.map(|(s, t)| (*s, Term::from_field_text(field, t))).collect()]
                }
                sought => {
                    let terms = self.terms_of(field, sought)?.into_iter();
                    terms.map(|term| vec![(0, term)]).collect()
                }
            });
        }
        let near = DocPredicateQuery::from(Near { slots, within });
        clauses.push((Occur::Must, Box::new(near)));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn is(&self, is: Is) -> Engine {
        let set = |set: &Option<Ids>, is_in: bool| match set {
            Some(ids) => of_ids(ids.clone(), is_in),
            None if is_in => Box::new(EmptyQuery) as Engine,
            None => Box::new(AllQuery),
        };
        match is {
            Is::Unread => set(&self.personal.read, false),
            Is::Read => set(&self.personal.read, true),
            Is::Starred => set(&self.personal.starred, true),
            Is::Copy => self.numbered(self.fields.flag, schema::COPY),
            Is::Paywalled => self.numbered(self.fields.flag, schema::PAYWALLED),
        }
    }

    fn when(&self, when: &When) -> Engine {
        let at = self.fields.at;
        let term = |at_seconds: i64| Term::from_field_i64(at, at_seconds);
        let from = when.from.map_or(Bound::Unbounded, |t| Bound::Included(term(t.as_second())));
        let until = when.until.map_or(Bound::Unbounded, |t| Bound::Excluded(term(t.as_second())));
        match (&from, &until) {
            (Bound::Unbounded, Bound::Unbounded) => Box::new(AllQuery),
            _ => Box::new(RangeQuery::new(from, until)),
        }
    }

    fn numbered(&self, field: tantivy::schema::Field, number: u64) -> Engine {
        let term = Term::from_field_u64(field, number);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn of_feeds(&self, feeds: &[dateline_model::FeedId]) -> Engine {
        match feeds {
            [] => Box::new(EmptyQuery),
            [feed] => self.numbered(self.fields.feed, number(feed.0)),
            feeds => Box::new(TermSetQuery::new(
                feeds.iter().map(|feed| Term::from_field_u64(self.fields.feed, number(feed.0))),
            )),
        }
    }

    /// The same words in headlines, of those that are looked for anywhere.
    fn in_titles(&self, node: &Node, titles: &mut Vec<Engine>) -> Result<(), Error> {
        match node {
            Node::And(nodes) | Node::Or(nodes) => {
                nodes.iter().try_for_each(|node| self.in_titles(node, titles))
            }
            Node::Text { field: Field::Anywhere, how, words } => {
                titles.push(self.text(self.fields.title, *how, words)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The stems of those languages that any article has; articles of unknown language are read as
/// English.
fn stems_of_articles(searcher: &Searcher, fields: &Fields) -> Result<Vec<Stems>, Error> {
    let mut languages = vec![Language::UNKNOWN];
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.language)?;
        let mut terms = index.terms().stream().map_err(|e| Error::Broken(e.to_string()))?;
        while terms.advance() {
            let bytes: Result<[u8; 8], _> = terms.key().try_into();
            languages.extend(bytes.map(|bytes| Language::from_number(u64::from_be_bytes(bytes))));
        }
    }
    let mut stems: Vec<Stems> = languages.into_iter().map(Stems::of).collect();
    stems.retain(|stems| !stems.tag().is_empty());
    stems.sort_by_key(Stems::tag);
    stems.dedup_by_key(|stems| stems.tag());
    Ok(stems)
}

fn term_query(term: Term) -> Engine {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn any_of(mut queries: Vec<Engine>) -> Engine {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::new(
            queries.into_iter().map(|query| (Occur::Should, query)).collect(),
        )),
    }
}

fn all_of(queries: Vec<Engine>) -> Engine {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Must, query)).collect()))
}
