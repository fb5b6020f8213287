//! Going through all that was found: how many, the newest, and how many have what.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use dateline_query::Reader;
use rustc_hash::FxHashMap;
use tantivy::columnar::{Cardinality, Column, ColumnValues};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::error::Error;
use crate::plan::Planner;
use crate::schema::{column, number};

/// Numbers below are counted in a table, others in a map.
const DENSE: u64 = 1 << 20;
/// The histogram is counted in quarters of an hour: no zone begins its days between.
pub const QUARTER: i64 = 900;

/// After so many blocks of articles it is asked whether the search is given up.
const BLOCKS: u64 = 16;

/// What is wanted of all that was found.
pub struct Wanted<'a> {
    /// So many of the newest, strictly after this moment and number.
    pub newest: usize,
    pub after: Option<(i64, u64)>,
    pub counts: bool,
    pub reader: Option<&'a Reader>,
}

/// An article among the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Newest {
    pub at: i64,
    pub id: u64,
    pub address: (u32, DocId),
}

impl Newest {
    pub fn address(&self) -> DocAddress {
        DocAddress::new(self.address.0, self.address.1)
    }
}

/// What was found.
#[derive(Default)]
pub struct Gathered {
    pub total: u64,
    pub newest: Vec<Newest>,
    pub outlets: FxHashMap<u64, u64>,
    pub languages: FxHashMap<u64, u64>,
    pub folders: FxHashMap<String, u64>,
    pub quarters: Quarters,
}

/// How many articles fall into each quarter of an hour from the first on.
#[derive(Debug, Default)]
pub struct Quarters {
    pub first: i64,
    pub counts: Vec<u32>,
}

impl Quarters {
    /// For all moments of an index; of impossibly many, the last.
    fn of(searcher: &Searcher) -> Result<Self, Error> {
        const MOST: i64 = 1 << 22;
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for segment in searcher.segment_readers() {
            let at = segment.fast_fields().column_first_or_default::<i64>(column::AT)?;
            first = first.min(at.min_value().div_euclid(QUARTER));
            last = last.max(at.max_value().div_euclid(QUARTER));
        }
        let first = first.max(last.saturating_sub(MOST));
        let length = if first <= last { last.abs_diff(first) + 1 } else { 0 };
        let length = usize::try_from(length).unwrap_or(0);
        Ok(Self { first, counts: vec![0; length] })
    }

    fn add(&mut self, at: i64) {
        let quarter = at.div_euclid(QUARTER).saturating_sub(self.first);
        let count = usize::try_from(quarter).ok().and_then(|q| self.counts.get_mut(q));
        if let Some(count) = count {
            *count += 1;
        }
    }
}

/// Goes through all articles of a query.
pub fn gather(
    planner: &Planner<'_>,
    query: &dyn Query,
    wanted: &Wanted<'_>,
) -> Result<Gathered, Error> {
    let searcher = planner.searcher;
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut gathered = Gathered::default();
    let folders = Folders::of(wanted.reader.filter(|_| wanted.counts));
    let mut newest: BinaryHeap<Reverse<Newest>> = BinaryHeap::with_capacity(wanted.newest + 1);
    let mut by_folder = vec![0u64; folders.names.len()];
    if wanted.counts {
        gathered.quarters = Quarters::of(searcher)?;
    }
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let ord = u32::try_from(ord).unwrap_or(u32::MAX);
        planner.go_on()?;
        let mut part = Part::open(segment, wanted, &folders)?;
        let alive = segment.alive_bitset();
        let mut living: Vec<DocId> = Vec::new();
        let mut blocks: u64 = 0;
        let mut is_over = false;
        weight.for_each_no_score(segment, &mut |docs| {
            // The engine cannot be stopped within a part, but our share of the work can.
            blocks += 1;
            is_over |= blocks.is_multiple_of(BLOCKS) && planner.is_over();
            if is_over {
                return;
            }
            let docs = match alive {
                Some(alive) => {
                    living.clear();
                    living.extend(docs.iter().filter(|doc| alive.is_alive(**doc)));
                    living.as_slice()
                }
                None => docs,
            };
            gathered.total += docs.len() as u64;
            part.add(docs, ord, wanted, &mut newest, &mut gathered.quarters);
        })?;
        if let Some(counts) = part.counts {
            counts.add_to(&mut gathered, &mut by_folder);
        }
    }
    planner.go_on()?;
    for (name, count) in folders.names.into_iter().zip(by_folder) {
        if count > 0 {
            gathered.folders.insert(name, count);
        }
    }
    // The reverse of the reverse: the newest first.
    gathered.newest = newest.into_sorted_vec().into_iter().map(|Reverse(newest)| newest).collect();
    Ok(gathered)
}

/// The reader's folders: each feed's own and those above it.
struct Folders {
    names: Vec<String>,
    of_feed: FxHashMap<u64, Vec<usize>>,
}

impl Folders {
    fn of(reader: Option<&Reader>) -> Self {
        let mut folders = Self { names: Vec::new(), of_feed: FxHashMap::default() };
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        for feed in reader.into_iter().flat_map(Reader::feeds) {
            let path = feed.folder.trim_matches('/');
            let ends = path.match_indices('/').map(|(end, _)| end);
            let of_feed = folders.of_feed.entry(number(feed.id.0)).or_default();
            for end in ends.chain((!path.is_empty()).then_some(path.len())) {
                let name = path.get(..end).unwrap_or_default();
                let next = numbers.len();
                let folder = *numbers.entry(name).or_insert(next);
                if folder == next {
                    folders.names.push(name.to_owned());
                }
                if !of_feed.contains(&folder) {
                    of_feed.push(folder);
                }
            }
        }
        folders
    }
}

/// One part of the index, while it is gone through.
struct Part<'f> {
    at: Arc<dyn ColumnValues<i64>>,
    id: Arc<dyn ColumnValues<u64>>,
    moments: Vec<i64>,
    counts: Option<PartCounts<'f>>,
}

impl<'f> Part<'f> {
    fn open(
        segment: &SegmentReader,
        wanted: &Wanted<'_>,
        folders: &'f Folders,
    ) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let at = columns.column_first_or_default::<i64>(column::AT)?;
        let counts = wanted.counts.then(|| PartCounts::open(segment, folders)).transpose()?;
        let id = columns.column_first_or_default::<u64>(column::ID)?;
        Ok(Self { at, id, moments: Vec::new(), counts })
    }

    fn add(
        &mut self,
        docs: &[DocId],
        ord: u32,
        wanted: &Wanted<'_>,
        newest: &mut BinaryHeap<Reverse<Newest>>,
        quarters: &mut Quarters,
    ) {
        if wanted.newest == 0 && self.counts.is_none() {
            return;
        }
        self.moments.resize(docs.len(), 0);
        self.at.get_vals(docs, &mut self.moments);
        if let Some(counts) = &mut self.counts {
            counts.add(docs);
            self.moments.iter().for_each(|at| quarters.add(*at));
        }
        if wanted.newest == 0 {
            return;
        }
        for (doc, at) in docs.iter().zip(&self.moments) {
            let is_full = newest.len() >= wanted.newest;
            let oldest = newest.peek().map_or(i64::MIN, |Reverse(oldest)| oldest.at);
            let is_too_new = wanted.after.is_some_and(|(last, _)| *at > last);
            if is_full && *at < oldest || is_too_new {
                continue;
            }
            let found = Newest { at: *at, id: self.id.get_val(*doc), address: (ord, *doc) };
            if wanted.after.is_some_and(|after| (found.at, found.id) >= after) {
                continue;
            }
            newest.push(Reverse(found));
            if newest.len() > wanted.newest {
                newest.pop();
            }
        }
    }
}

struct PartCounts<'f> {
    outlet: Counter,
    language: Counter,
    feed: Column<u64>,
    by_feed: Tally,
    /// Articles of several feeds: by the folders that any of these is in.
    by_folder: Vec<u64>,
    folders: &'f Folders,
    values: Vec<u64>,
}

impl<'f> PartCounts<'f> {
    fn open(segment: &SegmentReader, folders: &'f Folders) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let counter = |name: &str| -> Result<Counter, Error> {
            let column = columns.column_first_or_default::<u64>(name)?;
            let tally = Tally::up_to(column.max_value());
            Ok(Counter { column, tally })
        };
        let feed = columns.u64(column::FEED)?;
        Ok(Self {
            outlet: counter(column::OUTLET)?,
            language: counter(column::LANGUAGE)?,
            by_feed: Tally::up_to(feed.max_value()),
            feed,
            by_folder: vec![0; folders.names.len()],
            folders,
            values: Vec::new(),
        })
    }

    fn add(&mut self, docs: &[DocId]) {
        self.values.resize(docs.len(), 0);
        for counter in [&mut self.outlet, &mut self.language] {
            counter.column.get_vals(docs, &mut self.values);
            counter.tally.add_all(&self.values);
        }
        if self.by_folder.is_empty() {
            return;
        }
        if self.feed.get_cardinality() == Cardinality::Full {
            self.feed.values.get_vals(docs, &mut self.values);
            self.by_feed.add_all(&self.values);
            return;
        }
        let mut folders: Vec<usize> = Vec::new();
        for doc in docs {
            let mut feeds = self.feed.values_for_doc(*doc);
            let (Some(first), second) = (feeds.next(), feeds.next()) else { continue };
            let Some(second) = second else {
                self.by_feed.add(first);
                continue;
            };
            folders.clear();
            for feed in [first, second].into_iter().chain(feeds) {
                folders.extend(self.folders.of_feed.get(&feed).into_iter().flatten());
            }
            folders.sort_unstable();
            folders.dedup();
            for folder in &folders {
                if let Some(count) = self.by_folder.get_mut(*folder) {
                    *count += 1;
                }
            }
        }
    }

    fn add_to(self, gathered: &mut Gathered, by_folder: &mut [u64]) {
        let folders = self.folders;
        self.outlet.tally.each(|outlet, count| {
            *gathered.outlets.entry(outlet).or_default() += count;
        });
        self.language.tally.each(|language, count| {
            *gathered.languages.entry(language).or_default() += count;
        });
        for (sum, count) in by_folder.iter_mut().zip(&self.by_folder) {
            *sum += count;
        }
        self.by_feed.each(|feed, count| {
            for folder in folders.of_feed.get(&feed).into_iter().flatten() {
                if let Some(sum) = by_folder.get_mut(*folder) {
                    *sum += count;
                }
            }
        });
    }
}

struct Counter {
    column: Arc<dyn ColumnValues<u64>>,
    tally: Tally,
}

/// How often each number came.
enum Tally {
    Dense(Vec<u32>),
    Sparse { counts: FxHashMap<u64, u32>, last: u64, run: u32 },
}

impl Tally {
    fn up_to(highest: u64) -> Self {
        if highest < DENSE {
            Self::Dense(vec![0; usize::try_from(highest).unwrap_or(0) + 1])
        } else {
            Self::Sparse { counts: FxHashMap::default(), last: 0, run: 0 }
        }
    }

    fn add_all(&mut self, numbers: &[u64]) {
        for number in numbers {
            self.add(*number);
        }
    }

    fn add(&mut self, number: u64) {
        match self {
            Self::Dense(counts) => {
                if let Some(count) = usize::try_from(number).ok().and_then(|n| counts.get_mut(n)) {
                    *count += 1;
                }
            }
            // Neighbours are often alike: most articles of an index are of one language.
            Self::Sparse { counts, last, run } => {
                if *last == number {
                    *run += 1;
                } else {
                    *counts.entry(*last).or_default() += *run;
                    *last = number;
                    *run = 1;
                }
            }
        }
    }

    fn each(self, mut visit: impl FnMut(u64, u64)) {
        match self {
            Self::Dense(counts) => {
                for (number, count) in counts.into_iter().enumerate().filter(|(_, c)| *c > 0) {
                    visit(number as u64, u64::from(count));
                }
            }
            Self::Sparse { mut counts, last, run } => {
                *counts.entry(last).or_default() += run;
                for (number, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
                    visit(number, u64::from(count));
                }
            }
        }
    }
}
