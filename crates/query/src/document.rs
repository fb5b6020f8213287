//! What is searched, and for whom.

use dateline_model::{ArticleId, FeedId, OutletId, StoryId};
use jiff::Timestamp;

use crate::words::fold;

/// Who published a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// The outlet's number.
    pub id: OutletId,
    /// What it is known by, mostly its registrable domain; `outlet:` finds it too.
    pub key: String,
    /// Its name as it calls itself.
    pub name: String,
}

/// An article as search sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The article's number.
    pub id: ArticleId,
    /// Its headline, as plain text.
    pub title: String,
    /// Its plain text.
    pub text: String,
    /// Who published it.
    pub outlet: Option<Publisher>,
    /// Its authors' and contributors' names.
    pub authors: Vec<String>,
    /// Its dateline's place.
    pub place: Option<String>,
    /// The language tag that it carries; where it carries none, its words tell.
    pub language: Option<String>,
    /// When it was published, as it says.
    pub published: Option<Timestamp>,
    /// When this instance first saw it.
    pub seen: Timestamp,
    /// The feeds that carry it: readers see it through these alone.
    pub feeds: Vec<FeedId>,
    /// The story that it is part of.
    pub story: Option<StoryId>,
    /// Its text is another article's.
    pub is_copy: bool,
    /// It has a picture.
    pub has_image: bool,
    /// Earlier texts of it are kept.
    pub is_revised: bool,
    /// It is known to stand behind a paywall.
    pub is_paywalled: bool,
}

impl Document {
    /// The moment it is ordered by and that dates are compared with: when it was published, but
    /// never later than when it was first seen.
    pub fn placed_at(&self) -> Timestamp {
        self.published.map_or(self.seen, |published| published.min(self.seen))
    }
}

/// What an article is to one reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// The reader has read it.
    pub is_read: bool,
    /// The reader has starred it.
    pub is_starred: bool,
}

/// A feed that a reader subscribes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderFeed {
    /// The feed.
    pub id: FeedId,
    /// Its title as the reader sees it.
    pub title: String,
    /// Its folder, with `/` between levels; empty at the top.
    pub folder: String,
}

/// Somebody's subscriptions: what may be found, and what `feed:` and `folder:` name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reader {
    feeds: Vec<ReaderFeed>,
    ids: Vec<FeedId>,
}

impl Reader {
    /// A reader of these feeds.
    pub fn new(feeds: Vec<ReaderFeed>) -> Self {
        let mut ids: Vec<FeedId> = feeds.iter().map(|feed| feed.id).collect();
        ids.sort_unstable();
        ids.dedup();
        Self { feeds, ids }
    }

    /// The subscriptions, as they were given.
    pub fn feeds(&self) -> &[ReaderFeed] {
        &self.feeds
    }

    /// The feeds' numbers, ascending, each once.
    pub fn ids(&self) -> &[FeedId] {
        &self.ids
    }

    /// Whether the reader subscribes to a feed.
    pub fn reads(&self, feed: FeedId) -> bool {
        self.ids.binary_search(&feed).is_ok()
    }

    /// The feeds that `feed:` means: the one of that number, or all whose title holds these words
    /// one after the other, capitals and accents aside. Ascending.
    pub fn named(&self, said: &str) -> Vec<FeedId> {
        if let Ok(id) = said.trim().parse::<FeedId>() {
            return if self.reads(id) { vec![id] } else { Vec::new() };
        }
        let wanted = fold::folded_words(said);
        self.those(|feed| {
            !wanted.is_empty()
                && format!(" {} ", fold::folded_words(&feed.title)).contains(&format!(" {wanted} "))
        })
    }

    /// The feeds of a folder and of those below it, capitals and accents aside. Ascending.
    pub fn within(&self, folder: &str) -> Vec<FeedId> {
        let wanted = folded_path(folder);
        self.those(|feed| {
            let path = folded_path(&feed.folder);
            !wanted.is_empty()
                && path
                    .strip_prefix(&wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    fn those(&self, mut wanted: impl FnMut(&ReaderFeed) -> bool) -> Vec<FeedId> {
        let mut ids: Vec<FeedId> =
            self.feeds.iter().filter(|feed| wanted(feed)).map(|feed| feed.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

fn folded_path(path: &str) -> String {
    let levels: Vec<String> =
        path.split('/').map(fold::folded_words).filter(|level| !level.is_empty()).collect();
    levels.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader() -> Reader {
        let feed = |id, title: &str, folder: &str| ReaderFeed {
            id: FeedId(id),
            title: title.to_owned(),
            folder: folder.to_owned(),
        };
        Reader::new(vec![
            feed(7, "El País: Economía", "News/Spain"),
            feed(3, "Reuters World", "News"),
            feed(5, "Newsletter", "newsletters"),
        ])
    }

    #[test]
    fn feeds_are_named_by_number_or_words() {
        assert_eq!(reader().named("3"), [FeedId(3)]);
        assert_eq!(reader().named("4"), []);
        assert_eq!(reader().named("pais economia"), [FeedId(7)]);
        assert_eq!(reader().named("news"), []);
        assert_eq!(reader().named("…"), []);
    }

    #[test]
    fn a_folder_holds_those_below_it() {
        assert_eq!(reader().within("news"), [FeedId(3), FeedId(7)]);
        assert_eq!(reader().within("News/spain/"), [FeedId(7)]);
        assert_eq!(reader().within(""), []);
    }
}
