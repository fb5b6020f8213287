//! Words near each other, and other conditions that are looked at article by article.

use std::fmt::{Debug, Formatter};
use std::sync::Arc;

use dateline_query::within_steps;
use rustc_hash::FxHashSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::doc_predicate_query::{
    ConstOrVariableSegmentPredicate, DocPredicate, DocPredicateQuery, FunctionPredicate,
    SegmentDocPredicate,
};
use tantivy::query::{AllScorer, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use crate::counted::BREATH;
use crate::request::{Ids, IsOver};
use crate::schema::{column, id};

/// Feeds up to this number are looked up in a table.
const HIGHEST: u64 = 1 << 20;

/// One way to find a word: terms at these steps from its place.
pub type Way = Vec<(u32, Term)>;

/// Each of these is to be found in one of its ways, all within so many steps.
pub struct Near {
    pub slots: Vec<Vec<Way>>,
    pub within: u32,
    /// Once this says so, nothing more is found.
    pub is_over: Option<IsOver>,
}

impl Debug for Near {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "Near({} words, {})", self.slots.len(), self.within)
    }
}

impl DocPredicate for Near {
    type SegmentDocPredicate = NearInSegment;

    fn doc_predicate(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<ConstOrVariableSegmentPredicate<NearInSegment>> {
        let mut slots = Vec::with_capacity(self.slots.len());
        for ways in &self.slots {
            let mut open = Vec::new();
            for way in ways {
                open.extend(postings_of(segment, way)?);
            }
            if open.is_empty() {
                return Ok(ConstOrVariableSegmentPredicate::Const(false));
            }
            slots.push(open);
        }
        let lists = vec![Vec::new(); slots.len()];
        let predicate = NearInSegment {
            slots,
            within: self.within,
            lists,
            places: Vec::new(),
            is_over: self.is_over.clone(),
            looked_at: 0,
        };
        let necessary_condition = Box::new(AllScorer::new(segment.max_doc()));
        Ok(ConstOrVariableSegmentPredicate::Variable { predicate, necessary_condition })
    }
}

type OpenWay = Vec<(u32, SegmentPostings)>;

fn postings_of(segment: &SegmentReader, way: &Way) -> tantivy::Result<Option<OpenWay>> {
    let mut open = Vec::with_capacity(way.len());
    for (step, term) in way {
        let index = segment.inverted_index(term.field())?;
        match index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
            Some(postings) => open.push((*step, postings)),
            None => return Ok(None),
        }
    }
    Ok(Some(open))
}

pub struct NearInSegment {
    slots: Vec<Vec<OpenWay>>,
    within: u32,
    lists: Vec<Vec<u32>>,
    places: Vec<u32>,
    is_over: Option<IsOver>,
    looked_at: u64,
}

impl SegmentDocPredicate for NearInSegment {
    fn eval(&mut self, doc: DocId) -> bool {
        // The engine goes on until something is found, so only here it can be held up.
        self.looked_at += 1;
        if self.looked_at.is_multiple_of(BREATH) && self.is_over.as_ref().is_some_and(|it| it()) {
            self.slots = vec![Vec::new()];
        }
        for (ways, list) in self.slots.iter_mut().zip(&mut self.lists) {
            list.clear();
            for way in ways {
                starts(way, doc, &mut self.places, list);
            }
            if list.is_empty() {
                return false;
            }
            list.sort_unstable();
        }
        within_steps(&self.lists, self.within)
    }
}

/// Adds the places of an article where all terms of a way stand at their steps.
fn starts(way: &mut OpenWay, doc: DocId, places: &mut Vec<u32>, list: &mut Vec<u32>) {
    let before = list.len();
    let mut first_step = None;
    for (step, postings) in way.iter_mut() {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() != doc {
            list.truncate(before);
            return;
        }
        postings.positions(places);
        match first_step {
            None => {
                first_step = Some(*step);
                list.extend_from_slice(places);
            }
            Some(first) => {
                let distance = *step - first;
                let mut kept = before;
                for at in before..list.len() {
                    let Some(start) = list.get(at).copied() else { break };
                    if places.binary_search(&(start + distance)).is_ok() {
                        if let Some(slot) = list.get_mut(kept) {
                            *slot = start;
                        }
                        kept += 1;
                    }
                }
                list.truncate(kept);
            }
        }
    }
}

/// The articles whose number is in a set, or is not.
pub fn of_ids(ids: Ids, is_in: bool) -> Box<dyn Query> {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let column = segment.fast_fields().column_first_or_default::<u64>(column::ID)?;
        let ids = ids.clone();
        Ok(move |doc: DocId| ids(dateline_model::ArticleId(id(column.get_val(doc)))) == is_in)
    });
    Box::new(DocPredicateQuery::from(predicate))
}

/// The articles that any of these feeds carries.
pub fn of_feeds(feeds: &FxHashSet<u64>) -> Box<dyn Query> {
    let highest = feeds.iter().copied().max().unwrap_or(0).min(HIGHEST);
    let is_in = (0..=highest).map(|feed| feeds.contains(&feed)).collect::<Vec<bool>>();
    // Beyond the table stand feeds with impossibly high numbers.
    let beyond: FxHashSet<u64> = feeds.iter().copied().filter(|feed| *feed > HIGHEST).collect();
    let sets = Arc::new((is_in, beyond));
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let column = segment.fast_fields().u64(column::FEED)?;
        let sets = sets.clone();
        Ok(move |doc: DocId| {
            column.values_for_doc(doc).any(|feed| {
                let known = usize::try_from(feed).ok().and_then(|feed| sets.0.get(feed));
                known.copied().unwrap_or_else(|| sets.1.contains(&feed))
            })
        })
    });
    Box::new(DocPredicateQuery::from(predicate))
}
