//! A search while somebody types.

use dateline_query::Query;

use crate::error::{Error, guarded};
use crate::index::Index;
use crate::instead::instead;
use crate::plan::Planner;
use crate::ranked::{ranked_and_counted, ranked_of_newest};
use crate::request::{Live, LiveRequest};
use crate::search::{hits, stories};
use crate::spelling::corrected;

/// Whoever types wants to know whether it is a few or many; more than these are not counted.
pub const COUNTED: u64 = 10_000;
/// Where more than those are found, so many of the newest articles of the index are ranked.
const NEWEST: u32 = 60_000;
/// So many articles are looked at for each story that is wanted.
const PER_STORY: usize = 6;

impl Index {
    /// Finds what somebody types: the last word may be the beginning of one, and typing errors are
    /// forgiven where nothing is found as it is written.
    ///
    /// # Errors
    /// Where the index cannot be read; see [`Error::wants_rebuild`].
    pub fn live(&self, request: &LiveRequest<'_>) -> Result<Live, Error> {
        guarded(|| self.typed(request))
    }

    fn typed(&self, request: &LiveRequest<'_>) -> Result<Live, Error> {
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
        let corrected = corrected(&planner, request.query)?;
        if let Some((query, _)) = &corrected {
            let forgiven = answer(&planner, query, request)?;
            if forgiven.total > 0 {
                return Ok(Live { read_as: Some(query.clone()), ..forgiven });
            }
        }
        Ok(Live { instead: instead(&planner, request.query, corrected)?, ..live })
    }
}

fn answer(planner: &Planner<'_>, query: &Query, request: &LiveRequest<'_>) -> Result<Live, Error> {
    let scored = planner.scored(query)?;
    let looked_at = request.articles.max(request.stories * PER_STORY);
    let now = request.now.as_second();
    let (total, ranked) = ranked_and_counted(planner, scored.as_ref(), now, looked_at, COUNTED)?;
    let mut live = Live {
        total,
        is_least: ranked.is_none(),
        stories: Vec::new(),
        articles: Vec::new(),
        read_as: None,
        instead: None,
    };
    if total == 0 {
        return Ok(live);
    }
    // Of very many articles the best are among the newest.
    let best = match ranked {
        Some(best) => best,
        None => ranked_of_newest(planner, scored.as_ref(), now, looked_at, NEWEST)?,
    };
    let found = planner.found(query)?;
    let mut first = hits(planner.searcher, best.iter().map(|best| best.address))?;
    live.stories = stories(planner, found.as_ref(), &first, request.stories)?;
    first.truncate(request.articles);
    live.articles = first;
    Ok(live)
}
