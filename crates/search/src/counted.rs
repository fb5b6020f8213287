//! Counting what is found, as far as anybody wants to know.

use tantivy::TERMINATED;
use tantivy::query::{EnableScoring, Query};

use crate::error::Error;
use crate::plan::Planner;

/// After so many articles it is asked whether the search is given up.
pub const BREATH: u64 = 1024;

/// How many articles are found, and whether counting was stopped at `most`.
pub fn counted(planner: &Planner<'_>, query: &dyn Query, most: u64) -> Result<(u64, bool), Error> {
    let searcher = planner.searcher;
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut total = 0;
    let mut looked_at: u64 = 0;
    for segment in searcher.segment_readers() {
        planner.go_on()?;
        let alive = segment.alive_bitset();
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            total += u64::from(alive.is_none_or(|alive| alive.is_alive(doc)));
            if total >= most {
                return Ok((total, true));
            }
            looked_at += 1;
            if looked_at.is_multiple_of(BREATH) {
                planner.go_on()?;
            }
            doc = scorer.advance();
        }
    }
    planner.go_on()?;
    Ok((total, false))
}
