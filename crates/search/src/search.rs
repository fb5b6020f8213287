//! A search with its pages, stories and counts.

use std::collections::hash_map::Entry;

use dateline_model::{ArticleId, OutletId, StoryId};
use dateline_query::words::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use tantivy::query::Query as EngineQuery;
use tantivy::{DocAddress, Searcher};

use crate::cursor::{Cursor, Place};
use crate::error::{Error, guarded};
use crate::gather::{Gathered, Wanted, gather};
use crate::index::Index;
use crate::instead::instead;
use crate::plan::Planner;
use crate::ranked::ranked;
use crate::request::{Answer, Counts, Hit, Order, Request, StoryHits};
use crate::schema::{column, id};
use crate::spelling::corrected;
use crate::times::bars;

/// So many articles are looked at for each story that is wanted.
const PER_STORY: usize = 10;

impl Index {
    /// Finds what a query asks for.
    ///
    /// # Errors
    /// Where the index cannot be read; see [`Error::wants_rebuild`].
    pub fn search(&self, request: &Request<'_>) -> Result<Answer, Error> {
        guarded(|| self.answer(request))
    }

    fn answer(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let searcher = match request.after {
            Some(Cursor { place: Place::Best { generation, .. } }) => self.pinned(generation),
            _ => self.searcher(),
        };
        let planner = Planner::new(
            self,
            &searcher,
            request.reader,
            &request.personal,
            request.hidden.as_ref(),
        )?;
        let found = planner.found(request.query)?;
        let page = match self.order(request) {
            Order::Newest => newest(&planner, found.as_ref(), request)?,
            Order::Best => self.best(&planner, found.as_ref(), request)?,
        };
        let stories = stories(&planner, found.as_ref(), &page.first, request.stories)?;
        let counts = request.counts.as_ref().map(|zone| counts(&page.gathered, zone));
        let is_empty = page.gathered.total == 0 && request.after.is_none();
        let instead = if is_empty {
            instead(&planner, request.query, corrected(&planner, request.query)?)?
        } else {
            None
        };
        let mut hits = page.first;
        hits.truncate(request.limit);
        Ok(Answer { total: page.gathered.total, hits, next: page.next, stories, counts, instead })
    }

    fn order(&self, request: &Request<'_>) -> Order {
        match request.after {
            Some(Cursor { place: Place::Newest { .. } }) => Order::Newest,
            Some(Cursor { place: Place::Best { .. } }) => Order::Best,
            None if request.query.has_words() => request.order,
            None => Order::Newest,
        }
    }

    fn best(
        &self,
        planner: &Planner<'_>,
        found: &dyn EngineQuery,
        request: &Request<'_>,
    ) -> Result<Page, Error> {
        let searcher = planner.searcher;
        let (after, now) = match request.after {
            Some(Cursor { place: Place::Best { score, id, now, .. } }) => {
                (Some((f32::from_bits(score), id)), now)
            }
            _ => (None, request.now.as_second()),
        };
        let wanted = Wanted {
            newest: 0,
            after: None,
            counts: request.counts.is_some(),
            reader: request.reader,
        };
        let gathered = gather(planner, found, &wanted)?;
        let scored = planner.scored(request.query)?;
        let best = ranked(planner, scored.as_ref(), now, after, looked_at(request))?;
        let last = request.limit.checked_sub(1).and_then(|last| best.get(last));
        let next = last.filter(|_| best.len() > request.limit).map(|last| Cursor {
            place: Place::Best {
                score: last.score.to_bits(),
                id: last.id,
                now,
                generation: searcher.generation().generation_id(),
            },
        });
        if next.is_some() {
            self.pin(searcher);
        }
        let first = hits(searcher, best.iter().map(|best| best.address))?;
        Ok(Page { gathered, first, next })
    }
}

/// A page, and some more articles for their stories.
struct Page {
    gathered: Gathered,
    first: Vec<Hit>,
    next: Option<Cursor>,
}

fn looked_at(request: &Request<'_>) -> usize {
    (request.limit + 1).max(request.stories * PER_STORY)
}

fn newest(
    planner: &Planner<'_>,
    found: &dyn EngineQuery,
    request: &Request<'_>,
) -> Result<Page, Error> {
    let after = match request.after {
        Some(Cursor { place: Place::Newest { at, id } }) => Some((at, id)),
        _ => None,
    };
    let wanted = Wanted {
        newest: looked_at(request),
        after,
        counts: request.counts.is_some(),
        reader: request.reader,
    };
    let gathered = gather(planner, found, &wanted)?;
    let last = request.limit.checked_sub(1).and_then(|last| gathered.newest.get(last));
    let next = last.filter(|_| gathered.newest.len() > request.limit);
    let next = next.map(|last| Cursor { place: Place::Newest { at: last.at, id: last.id } });
    let first = hits(planner.searcher, gathered.newest.iter().map(|newest| newest.address()))?;
    Ok(Page { gathered, first, next })
}

/// The articles at these places.
pub fn hits(
    searcher: &Searcher,
    addresses: impl Iterator<Item = DocAddress>,
) -> Result<Vec<Hit>, Error> {
    let mut hits = Vec::new();
    let mut opened = FxHashMap::default();
    for address in addresses {
        // Opening a column costs more than reading from it, and a rule reads fifty thousand times.
        let (ids, stories, moments) = match opened.entry(address.segment_ord) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => {
                let columns = searcher.segment_reader(address.segment_ord).fast_fields();
                place.insert((
                    columns.column_first_or_default::<u64>(column::ID)?,
                    columns.column_first_or_default::<u64>(column::STORY)?,
                    columns.column_first_or_default::<i64>(column::AT)?,
                ))
            }
        };
        let story = id(stories.get_val(address.doc_id));
        let at = moments.get_val(address.doc_id);
        hits.push(Hit {
            article: ArticleId(id(ids.get_val(address.doc_id))),
            story: (story != 0).then_some(StoryId(story)),
            placed_at: Timestamp::from_second(at).unwrap_or_default(),
        });
    }
    Ok(hits)
}

/// The stories of the first articles, with how many of each were found.
pub fn stories(
    planner: &Planner<'_>,
    found: &dyn EngineQuery,
    first: &[Hit],
    most: usize,
) -> Result<Vec<StoryHits>, Error> {
    let mut stories: Vec<StoryHits> = Vec::new();
    for hit in first {
        if stories.len() >= most {
            break;
        }
        let Some(story) = hit.story else { continue };
        if stories.iter().any(|other| other.story == story) {
            continue;
        }
        planner.go_on()?;
        let of_story = planner.of_story(found, crate::schema::number(story.0));
        let articles = of_story.count(planner.searcher)? as u64;
        stories.push(StoryHits { story, articles, best: hit.article });
    }
    Ok(stories)
}

fn counts(gathered: &Gathered, zone: &TimeZone) -> Counts {
    let (times, step) = bars(&gathered.quarters, zone);
    Counts {
        outlets: most_first(&gathered.outlets, |outlet| OutletId(id(*outlet)))
            .into_iter()
            .filter(|(outlet, _)| outlet.0 != 0)
            .collect(),
        folders: most_first(&gathered.folders, String::clone),
        languages: most_first(&gathered.languages, |letters| {
            Language::from_number(*letters).as_str().to_owned()
        })
        .into_iter()
        .filter(|(letters, _)| !letters.is_empty())
        .collect(),
        times,
        step,
    }
}

fn most_first<K, T: Ord>(counts: &FxHashMap<K, u64>, name: impl Fn(&K) -> T) -> Vec<(T, u64)> {
    let mut counts: Vec<(T, u64)> = counts.iter().map(|(key, count)| (name(key), *count)).collect();
    counts.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    counts
}
