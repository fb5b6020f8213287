//! Words near each other, and other conditions that are looked at article by article.

use std::fmt::{Debug, Formatter};

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

use crate::request::Ids;
use crate::schema::{column, id};

/// One way to find a word: terms at these steps from its place.
pub type Way = Vec<(u32, Term)>;

/// Each of these is to be found in one of its ways, all within so many steps.
pub struct Near {
    pub slots: Vec<Vec<Way>>,
    pub within: u32,
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
        let predicate = NearInSegment { slots, within: self.within, lists, places: Vec::new() };
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
}

impl SegmentDocPredicate for NearInSegment {
    fn eval(&mut self, doc: DocId) -> bool {
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
pub fn of_feeds(feeds: FxHashSet<u64>) -> Box<dyn Query> {
    let feeds = std::sync::Arc::new(feeds);
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let column = segment.fast_fields().u64(column::FEED)?;
        let feeds = feeds.clone();
        Ok(move |doc: DocId| column.values_for_doc(doc).any(|feed| feeds.contains(&feed)))
    });
    Box::new(DocPredicateQuery::from(predicate))
}
