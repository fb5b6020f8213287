//! A search while somebody types.

use dateline_query::Query;
use tantivy::query::{EnableScoring, Query as EngineQuery};
use tantivy::{Searcher, TERMINATED};

use crate::error::Error;
use crate::index::Index;
use crate::instead::instead;
use crate::plan::Planner;
use crate::ranked::ranked;
use crate::request::{Live, LiveRequest};
use crate::search::{hits, stories};
use crate::spelling::corrected;

/// Whoever types wants to know whether it is a few or many; more than these are not counted.
const COUNTED: u64 = 10_000;
/// So many articles are looked at for each story that is wanted.
const PER_STORY: usize = 6;

impl Index {
    /// Finds what somebody types: the last word may be the beginning of one, and typing errors are
    /// forgiven where nothing is found as it is written.
    ///
    /// # Errors
    /// Where the index cannot be read; see [`Error::wants_rebuild`].
    pub fn live(&self, request: &LiveRequest<'_>) -> Result<Live, Error> {
        let searcher = self.searcher();
        let planner = Planner::new(
            self,
            &searcher,
            request.reader,
            &request.personal,
            request.hidden.as_ref(),
        )?;
        let live = answer(&planner, request.query, request)?;
        if live.total > 0 {
            return Ok(live);
        }
        if let Some((query, _)) = corrected(&planner, request.query)? {
            let forgiven = answer(&planner, &query, request)?;
            if forgiven.total > 0 {
                return Ok(Live { read_as: Some(query), ..forgiven });
            }
        }
        Ok(Live { instead: instead(&planner, request.query)?, ..live })
    }
}

fn answer(planner: &Planner<'_>, query: &Query, request: &LiveRequest<'_>) -> Result<Live, Error> {
    let found = planner.found(query)?;
    let (total, is_least) = counted(planner.searcher, found.as_ref())?;
    let mut live = Live {
        total,
        is_least,
        stories: Vec::new(),
        articles: Vec::new(),
        read_as: None,
        instead: None,
    };
    if total == 0 {
        return Ok(live);
    }
    let scored = planner.scored(query, found.as_ref())?;
    let looked_at = request.articles.max(request.stories * PER_STORY);
    let now = request.now.as_second();
    let best = ranked(planner.searcher, scored.as_ref(), now, None, looked_at)?;
    let mut first = hits(planner.searcher, best.iter().map(|best| best.address))?;
    live.stories = stories(planner, found.as_ref(), &first, request.stories)?;
    first.truncate(request.articles);
    live.articles = first;
    Ok(live)
}

/// How many articles are found, and whether counting was stopped.
pub fn counted(searcher: &Searcher, query: &dyn EngineQuery) -> Result<(u64, bool), Error> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut total = 0;
    for segment in searcher.segment_readers() {
        let alive = segment.alive_bitset();
        let mut scorer = weight.scorer(segment, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            total += u64::from(alive.is_none_or(|alive| alive.is_alive(doc)));
            if total >= COUNTED {
                return Ok((total, true));
            }
            doc = scorer.advance();
        }
    }
    Ok((total, false))
}
