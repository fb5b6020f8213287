//! What users wait for: their kept searches and rules, as one index of queries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use dateline_model::{FeedId, KeptSearch, Rule, RuleId, SearchId, SearchMatch, UserId};
use dateline_query::{Context, Document, Percolator, Reader, ReaderFeed, Reading, Standing, parse};
use dateline_store::AlertDue;
use jiff::Timestamp;
use tokio::time::Instant;

use super::keeper::blocking;
use crate::DeskError;
use crate::alerts;
use crate::desk::Inner;

/// Words such as "newer:3d" mean another moment every day, so queries are read anew so often.
const READ_ANEW: Duration = Duration::from_secs(1800);

/// What a query belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Waits {
    /// A search, with the moment at which its query was last changed.
    Search(SearchId, Timestamp),
    Rule(RuleId),
}

/// What was read of the store.
#[derive(PartialEq)]
struct Wanted {
    searches: Vec<KeptSearch>,
    rules: Vec<Rule>,
    feeds: Vec<(UserId, FeedId, String, String)>,
}

/// The queries that wait for articles.
pub(super) struct Watch {
    wanted: Wanted,
    percolator: Arc<Percolator<Waits>>,
    read_at: Instant,
}

impl Watch {
    /// Reads what users wait for, or keeps what was read if it is the same still.
    pub(super) async fn read(desk: &Inner, held: Option<Self>) -> Result<Self, DeskError> {
        let now = desk.clock.now();
        let searches = desk.store.kept_searches(None).await?;
        let mut rules = desk.store.rules_to_watch().await?;
        rules.retain(|rule| rule.ends_at.is_none_or(|end| end > now));
        let waits = !(searches.is_empty() && rules.is_empty());
        let feeds = if waits { desk.store.reader_feeds(None).await? } else { Vec::new() };
        let wanted = Wanted { searches, rules, feeds };
        match held {
            Some(held) if held.wanted == wanted && held.read_at.elapsed() < READ_ANEW => Ok(held),
            _ => {
                let zone = desk.settings.zone.clone();
                blocking(move || Self::new(&Context { now, zone, is_typing: false }, wanted)).await
            }
        }
    }

    /// Reads all queries; they are as many as all users together keep.
    fn new(context: &Context, wanted: Wanted) -> Self {
        let users: BTreeSet<UserId> = wanted
            .searches
            .iter()
            .map(|search| search.user)
            .chain(wanted.rules.iter().map(|rule| rule.user))
            .collect();
        let mut feeds: BTreeMap<UserId, Vec<ReaderFeed>> = BTreeMap::new();
        for (user, id, title, folder) in &wanted.feeds {
            if users.contains(user) {
                let feed = ReaderFeed { id: *id, title: title.clone(), folder: folder.clone() };
                feeds.entry(*user).or_default().push(feed);
            }
        }
        let readers: BTreeMap<UserId, Arc<Reader>> = users
            .into_iter()
            .map(|user| (user, Arc::new(Reader::new(feeds.remove(&user).unwrap_or_default()))))
            .collect();
        let mut percolator = Percolator::new();
        let searches = wanted.searches.iter().map(|search| {
            (Waits::Search(search.id, search.changed_at), search.user, &search.query)
        });
        let rules = wanted.rules.iter().map(|rule| (Waits::Rule(rule.id), rule.user, &rule.query));
        for (key, user, query) in searches.chain(rules) {
            // A reader without feeds sees nothing; none at all would see everything.
            let Some(reader) = readers.get(&user).cloned() else { continue };
            percolator.insert(key, parse(query, context).query, Some(reader));
        }
        Self { wanted, percolator: Arc::new(percolator), read_at: Instant::now() }
    }

    /// What compares articles with the queries, on any thread.
    pub(super) fn matcher(&self) -> impl Fn(&Document) -> Option<SearchMatch> + Send + use<> {
        let percolator = self.percolator.clone();
        move |document| {
            if percolator.is_empty() {
                return None;
            }
            let reading = Reading::of(document);
            // What comes is neither read nor starred yet.
            let found = percolator.matching(&reading, |_| Standing::default());
            let mut matched =
                SearchMatch { article: document.id, searches: Vec::new(), rules: Vec::new() };
            for key in found {
                match key {
                    Waits::Search(search, changed_at) => {
                        matched.searches.push((search, changed_at))
                    }
                    Waits::Rule(rule) => matched.rules.push(rule),
                }
            }
            (!matched.searches.is_empty() || !matched.rules.is_empty()).then_some(matched)
        }
    }

    /// When alerts about what is found now are to be sent.
    pub(super) fn dues(&self, desk: &Inner, now: Timestamp) -> Vec<AlertDue> {
        let alerts = |search: &KeptSearch| {
            let id = search.id;
            let zone = desk.settings.zone.clone();
            search.alerts.clone().into_iter().map(move |alert| AlertDue {
                search: id,
                target: alert.target,
                at: alerts::next_time(&alert.times, &zone, now),
            })
        };
        self.wanted.searches.iter().flat_map(alerts).collect()
    }
}
