//! From a query of Dateline's to one of the engine's.

use std::cell::RefCell;
use std::ops::Bound;

use dateline_query::words::{Language, Pattern, Stems, pattern, stem_term};
use dateline_query::{Field, Has, How, Is, Node, Query, Reader, When, how_near};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::doc_predicate_query::DocPredicateQuery;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::counted::counted;
use crate::error::Error;
use crate::index::Index;
use crate::nearness::{Near, of_feeds, of_ids};
use crate::request::{Ids, IsOver, Personal};
use crate::schema::{self, Fields, number};
use crate::steady::Steady;

mod completions;

type Engine = Box<dyn tantivy::query::Query>;

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
    is_over: Option<IsOver>,
    /// What beginnings were completed to.
    completed: RefCell<FxHashMap<(tantivy::schema::Field, String), Vec<String>>>,
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
                seen.push(of_feeds(&ids));
            }
        }
        if let Some(hidden) = hidden {
            seen.push(of_ids(hidden.clone(), false));
        }
        let stems = stems_of_articles(searcher, &fields)?;
        let is_over = index.is_over().cloned();
        let completed = RefCell::default();
        let planner = Self { searcher, fields, stems, reader, personal, seen, is_over, completed };
        planner.go_on()?;
        Ok(planner)
    }

    /// Whether nobody waits for the answer any longer.
    pub fn is_over(&self) -> bool {
        self.is_over.as_ref().is_some_and(|is_over| is_over())
    }

    /// An error where nobody waits for the answer any longer.
    pub fn go_on(&self) -> Result<(), Error> {
        if self.is_over() { Err(Error::GivenUp) } else { Ok(()) }
    }

    /// Whether the reader finds anything by a part of a query: what words there are otherwise is
    /// nobody else's business.
    pub fn finds(&self, node: &Node) -> Result<bool, Error> {
        let query = self.seen_of(self.node(node, false)?)?;
        Ok(counted(self, query.as_ref(), 1)?.0 > 0)
    }

    /// The articles that a query finds and the reader sees.
    pub fn found(&self, query: &Query) -> Result<Engine, Error> {
        self.seen_of(self.node(&query.root, false)?)
    }

    /// The same with scores that say how much an article is about the words.
    pub fn scored(&self, query: &Query) -> Result<Engine, Error> {
        self.seen_of(self.node(&query.root, true)?)
    }

    fn seen_of(&self, found: Engine) -> Result<Engine, Error> {
        if self.seen.is_empty() {
            return Ok(found);
        }
        // What an article is says nothing of how much it is about the words.
        let seen = self.seen.iter().map(|seen| {
            let unscored = ConstScoreQuery::new(seen.box_clone(), 0.0);
            (Occur::Must, Box::new(unscored) as Engine)
        });
        Ok(Box::new(BooleanQuery::new(std::iter::once((Occur::Must, found)).chain(seen).collect())))
    }

    /// Those of a story among what is found.
    pub fn of_story(&self, found: &dyn tantivy::query::Query, story: u64) -> Engine {
        all_of(vec![self.numbered(self.fields.story, story), found.box_clone()])
    }

    /// The field of the engine.
    pub fn field(&self, field: Field) -> tantivy::schema::Field {
        match field {
            Field::Anywhere => self.fields.words,
            Field::Title => self.fields.title,
            Field::Outlet => self.fields.outlet,
            Field::Author => self.fields.author,
            Field::Place => self.fields.place,
            Field::Said => self.fields.said,
        }
    }

    fn node(&self, node: &Node, is_scored: bool) -> Result<Engine, Error> {
        Ok(match node {
            Node::All => Box::new(AllQuery),
            Node::And(nodes) => {
                let (denied, asked): (Vec<&Node>, Vec<&Node>) =
                    nodes.iter().partition(|node| matches!(node, Node::Not(_)));
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in asked {
                    clauses.push((Occur::Must, self.node(node, is_scored)?));
                }
                if clauses.is_empty() {
                    clauses.push((Occur::Must, Box::new(AllQuery) as Engine));
                }
                for node in denied {
                    if let Node::Not(inner) = node {
                        clauses.push((Occur::MustNot, Box::new(Steady(self.node(inner, false)?))));
                    }
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Node::Or(nodes) => {
                let queries: Result<Vec<Engine>, Error> =
                    nodes.iter().map(|node| self.node(node, is_scored)).collect();
                any_of(queries?)
            }
            Node::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, Box::new(Steady(self.node(inner, false)?))),
            ])),
            Node::Text { field: Field::Anywhere, how, words } if is_scored => {
                // One level of terms lets the engine skip what cannot be among the best.
                let mut queries = self.queries(self.fields.words, *how, words)?;
                for title in self.queries(self.fields.title, *how, words)? {
                    queries.push(Box::new(BoostQuery::new(title, TITLE_BOOST)));
                }
                any_of(queries)
            }
            Node::Text { field, how, words } => {
                any_of(self.queries(self.field(*field), *how, words)?)
            }
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
            Node::Has(Has::Denial) => self.numbered(self.fields.flag, schema::DENIAL),
            Node::Has(Has::Accusation) => self.numbered(self.fields.flag, schema::ACCUSATION),
            Node::Has(Has::Silence) => self.numbered(self.fields.flag, schema::SILENCE),
            Node::Story(story) => self.numbered(self.fields.story, number(story.0)),
            Node::When(when) => self.when(when),
        })
    }

    /// Queries of which any finds the words.
    fn queries(
        &self,
        field: tantivy::schema::Field,
        how: How,
        words: &str,
    ) -> Result<Vec<Engine>, Error> {
        let sought = pattern(words, how);
        if sought == Pattern::Nothing {
            return Ok(vec![Box::new(AllQuery)]);
        }
        if let Pattern::Phrase(steps) = &sought {
            let terms: Vec<(usize, Term)> = steps
                .iter()
                .map(|(step, term)| (*step as usize, Term::from_field_text(field, term)))
                .collect();
            return Ok(vec![Box::new(PhraseQuery::new_with_offset(terms))]);
        }
        Ok(self.terms_of(field, &sought)?.into_iter().map(term_query).collect())
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

    fn near(&self, within: u32, words: &[String]) -> Result<Engine, Error> {
        let field = self.fields.words;
        let mut clauses = Vec::new();
        let mut slots = Vec::new();
        for words in words {
            let sought = pattern(words, how_near(words));
            if sought == Pattern::Nothing {
                continue;
            }
            clauses.push((Occur::Must, any_of(self.queries(field, how_near(words), words)?)));
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
        let near = DocPredicateQuery::from(Near { slots, within, is_over: self.is_over.clone() });
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
