//! What a request wants listed, as queries of items.

use std::collections::HashSet;

use dateline_model::{EntryId, FeedId, ItemQuery, ItemRef, ItemScope, UserId};

use super::answer::Fault;
use super::ask::Asked;
use super::ids::{self, StreamId};
use crate::state::App;

/// How many refs one look at the store brings where some of them are left out again.
const SLICE: u32 = 1000;

/// One stream as it is asked for: a query, and feeds to take or leave out of what it gives.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    query: ItemQuery,
    only: Option<HashSet<FeedId>>,
    without: HashSet<FeedId>,
    /// The conditions contradict each other.
    nothing: bool,
}

/// What the list of a stream goes by, from a user's own names.
pub async fn scope_of_label(app: &App, user: UserId, name: &str) -> Result<ItemScope, Fault> {
    let name = name.to_owned();
    // As in FreshRSS, a folder goes before a label of its name.
    Ok(match app.store().has_folder(user, &name).await? {
        true => ItemScope::Folder(name),
        false => ItemScope::Label(name),
    })
}

/// The feed of an address.
pub async fn feed_at(app: &App, address: &str) -> Result<Option<FeedId>, Fault> {
    let known = app.store().feed_by_url(address).await?;
    if let Some(feed) = known {
        return Ok(Some(feed.id));
    }
    // An address inside an address comes encoded once, twice or not at all.
    let decoded =
        url::form_urlencoded::parse(format!("u={}", address.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned());
    match decoded.filter(|decoded| decoded != address) {
        Some(decoded) => Ok(app.store().feed_by_url(&decoded).await?.map(|feed| feed.id)),
        None => Ok(None),
    }
}

fn set(option: &mut Option<bool>, value: bool, nothing: &mut bool) {
    *nothing |= option.is_some_and(|known| known != value);
    *option = Some(value);
}

impl Wanted {
    /// What a stream lists.
    ///
    /// # Errors
    /// When its id is none, or the store fails.
    pub async fn stream(app: &App, user: UserId, id: &str) -> Result<Self, Fault> {
        let mut wanted = Self::default();
        let stream = ids::stream(id).ok_or_else(|| Fault::bad(format!("“{id}” is no stream")))?;
        match stream {
            StreamId::ReadingList => {}
            StreamId::Feed(feed) => wanted.query.scope = ItemScope::Feed(feed),
            StreamId::FeedAt(address) => match feed_at(app, &address).await? {
                Some(feed) => wanted.query.scope = ItemScope::Feed(feed),
                None => wanted.nothing = true,
            },
            StreamId::Label(name) => wanted.query.scope = scope_of_label(app, user, &name).await?,
            StreamId::Starred => wanted.query.starred = Some(true),
            StreamId::Read => wanted.query.read = Some(true),
            StreamId::Unread => wanted.query.read = Some(false),
            StreamId::Nothing => wanted.nothing = true,
        }
        Ok(wanted)
    }

    /// The feeds that a stream stands for, where it stands for feeds.
    async fn feeds(app: &App, user: UserId, scope: &ItemScope) -> Result<HashSet<FeedId>, Fault> {
        Ok(match scope {
            ItemScope::Feed(feed) => HashSet::from([*feed]),
            ItemScope::Folder(folder) => {
                let counts = app.store().item_counts(user).await?.into_iter();
                counts.filter(|count| count.folder == *folder).map(|count| count.feed).collect()
            }
            ItemScope::All | ItemScope::Label(_) => HashSet::new(),
        })
    }

    /// Leaves out what is in another stream (`xt`).
    async fn leave(&mut self, app: &App, user: UserId, id: &str) -> Result<(), Fault> {
        let other = Self::stream(app, user, id).await?;
        if let Some(read) = other.query.read {
            set(&mut self.query.read, !read, &mut self.nothing);
        } else if other.query.starred.is_some() {
            set(&mut self.query.starred, false, &mut self.nothing);
        } else if let ItemScope::Label(label) = other.query.scope {
            if self.query.without_label.replace(label).is_some() {
                return Err(Fault::bad("only one label can be left out"));
            }
        } else if !other.nothing {
            self.nothing |= other.query.scope == ItemScope::All;
            self.without.extend(Self::feeds(app, user, &other.query.scope).await?);
        }
        Ok(())
    }

    /// Takes only what is in another stream as well (`it`).
    async fn also(&mut self, app: &App, user: UserId, id: &str) -> Result<(), Fault> {
        let other = Self::stream(app, user, id).await?;
        self.nothing |= other.nothing;
        if let Some(read) = other.query.read {
            set(&mut self.query.read, read, &mut self.nothing);
        } else if other.query.starred.is_some() {
            set(&mut self.query.starred, true, &mut self.nothing);
        } else if other.query.scope != ItemScope::All {
            if let ItemScope::Label(_) = other.query.scope {
                let own = std::mem::replace(&mut self.query.scope, other.query.scope);
                if own != ItemScope::All && own != self.query.scope {
                    self.keep_only(Self::feeds(app, user, &own).await?);
                }
            } else {
                self.keep_only(Self::feeds(app, user, &other.query.scope).await?);
            }
        }
        Ok(())
    }

    fn keep_only(&mut self, feeds: HashSet<FeedId>) {
        self.only = Some(match self.only.take() {
            Some(only) => only.intersection(&feeds).copied().collect(),
            None => feeds,
        });
    }

    /// A stream narrowed as a request says: what is left out and what is taken along (`xt`, `it`),
    /// when it came (`ot`, `nt`), which end comes first (`r`), and where to go on (`c`).
    ///
    /// # Errors
    /// When a parameter makes no sense, or the store fails.
    pub async fn asked(app: &App, asked: &Asked, stream: &str) -> Result<Self, Fault> {
        let user = asked.reader.user();
        let mut wanted = Self::stream(app, user, stream).await?;
        for id in asked.all("xt").filter(|id| !id.is_empty()) {
            wanted.leave(app, user, id).await?;
        }
        for id in asked.all("it").filter(|id| !id.is_empty()) {
            wanted.also(app, user, id).await?;
        }
        // Google's `ot` and `nt` are about when an item came in, not about when it was published.
        wanted.query.seen_from = asked.moment("ot")?;
        wanted.query.seen_until = asked.moment("nt")?;
        wanted.query.oldest_first = asked.get("r") == Some("o");
        if let Some(after) = asked.get("c") {
            let after = ids::item(after);
            let after = after.ok_or_else(|| Fault::bad("this continuation was never given out"))?;
            wanted.go_on(after);
        }
        Ok(wanted)
    }

    fn go_on(&mut self, after: EntryId) {
        if self.query.oldest_first {
            self.query.above = Some(after);
        } else {
            self.query.below = Some(after);
        }
    }

    /// Only those that came at this moment or before.
    pub fn until(mut self, moment: jiff::Timestamp) -> Self {
        self.query.seen_until = Some(moment);
        self
    }

    /// Only the unread ones.
    pub fn unread(mut self) -> Self {
        set(&mut self.query.read, false, &mut self.nothing);
        self
    }

    /// The scope, where the stream is all of one.
    pub fn whole_scope(&self) -> Option<&ItemScope> {
        let is_whole = self.query.read.is_none() && self.query.starred.is_none() && !self.nothing;
        is_whole.then_some(&self.query.scope)
    }

    /// How many items there are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn total(&self, app: &App, user: UserId) -> Result<u64, Fault> {
        if self.nothing {
            return Ok(0);
        }
        Ok(app.store().item_total(user, self.query.clone()).await?)
    }

    /// The first items, `most` at the most.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refs(&self, app: &App, user: UserId, most: u32) -> Result<Vec<ItemRef>, Fault> {
        if self.nothing {
            return Ok(Vec::new());
        }
        let takes_all = self.only.is_none() && self.without.is_empty();
        let mut looking = self.clone();
        looking.query.limit = if takes_all { most } else { most.max(SLICE) };
        let mut found = Vec::new();
        loop {
            let slice = app.store().item_refs(user, looking.query.clone()).await?;
            let last = slice.last().map(|item| item.id);
            let is_all = slice.len() < looking.query.limit as usize;
            found.extend(slice.into_iter().filter(|item| self.takes(item.feed)));
            if takes_all || is_all || found.len() >= most as usize {
                found.truncate(most as usize);
                return Ok(found);
            }
            let Some(last) = last else { return Ok(found) };
            looking.go_on(last);
        }
    }

    fn takes(&self, feed: FeedId) -> bool {
        !self.without.contains(&feed) && self.only.as_ref().is_none_or(|only| only.contains(&feed))
    }

    /// Whether the smallest number comes first.
    pub fn oldest_first(&self) -> bool {
        self.query.oldest_first
    }
}

/// A page of items, and where the next one goes on; nothing on the last page, or NetNewsWire would
/// ask for ever.
pub struct Page {
    /// The items.
    pub refs: Vec<ItemRef>,
    /// The last item of the page, as a string whatever it holds: Reeder reads nothing else.
    pub continuation: Option<String>,
}

/// The first `most` items of these streams, each item once.
///
/// # Errors
/// When the store fails.
pub async fn page(app: &App, user: UserId, streams: &[Wanted], most: u32) -> Result<Page, Fault> {
    let mut refs: Vec<ItemRef> = Vec::new();
    for wanted in streams {
        refs.extend(wanted.refs(app, user, most.saturating_add(1)).await?);
        // After each stream, so that never more than two of them stand in memory.
        if streams.len() > 1 {
            refs.sort_unstable_by_key(|item| item.id);
            refs.dedup_by_key(|item| item.id);
            if !streams.first().is_some_and(Wanted::oldest_first) {
                refs.reverse();
            }
            refs.truncate((most as usize).saturating_add(1));
        }
    }
    let more = refs.len() > most as usize;
    refs.truncate(most as usize);
    let last = refs.last().filter(|_| more);
    Ok(Page { continuation: last.map(|item| item.id.to_string()), refs })
}
