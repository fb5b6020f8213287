//! What is searched, and for whom.

use std::sync::OnceLock;

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
    /// The names of those whom it reports to say something.
    pub said: Vec<String>,
    /// What else it reports somebody to do.
    pub acts: Acts,
}

/// What a document reports somebody to do by words or silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Acts {
    /// Somebody denies or rebuts something.
    pub denial: bool,
    /// Somebody accuses somebody.
    pub accusation: bool,
    /// Somebody declined to comment, did not answer or gave no evidence.
    pub silence: bool,
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
#[derive(Debug, Clone, Default)]
pub struct Reader {
    feeds: Vec<ReaderFeed>,
    ids: Vec<FeedId>,
    /// Made when a name is asked for, since most searches name neither feed nor folder.
    folded: OnceLock<Vec<Folded>>,
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.feeds == other.feeds
    }
}

impl Eq for Reader {}

/// A subscription's names without capitals and accents.
#[derive(Debug, Clone)]
struct Folded {
    id: FeedId,
    title: String,
    folder: String,
}

/// What `feed:` or `folder:` asks for, folded once however often it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The feed of that number.
    Feed(FeedId),
    /// Feeds whose title holds these words one after the other.
    Title(String),
    /// Feeds in this folder and in those below it.
    Folder(String),
}

impl Place {
    /// What `feed:` means.
    pub(crate) fn of_feed(said: &str) -> Self {
        match said.trim().parse::<FeedId>() {
            Ok(id) => Self::Feed(id),
            Err(_) => Self::Title(between_spaces(&fold::folded_words(said))),
        }
    }

    /// What `folder:` means.
    pub(crate) fn of_folder(said: &str) -> Self {
        Self::Folder(folded_path(said))
    }

    fn is_of(&self, feed: &Folded) -> bool {
        match self {
            Self::Feed(id) => feed.id == *id,
            Self::Title(words) => !words.trim().is_empty() && feed.title.contains(words.as_str()),
            Self::Folder(path) => {
                let rest = feed.folder.strip_prefix(path.as_str());
                !path.is_empty()
                    && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
        }
    }
}

impl Reader {
    /// A reader of these feeds.
    pub fn new(feeds: Vec<ReaderFeed>) -> Self {
        let mut ids: Vec<FeedId> = feeds.iter().map(|feed| feed.id).collect();
        ids.sort_unstable();
        ids.dedup();
        Self { feeds, ids, folded: OnceLock::new() }
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
        self.those(&Place::of_feed(said))
    }

    /// The feeds of a folder and of those below it, capitals and accents aside. Ascending.
    pub fn within(&self, folder: &str) -> Vec<FeedId> {
        self.those(&Place::of_folder(folder))
    }

    /// Whether any of these feeds is one of the reader's that a place means.
    pub(crate) fn finds(&self, place: &Place, feeds: &[FeedId]) -> bool {
        if let Place::Feed(id) = place {
            return feeds.contains(id) && self.reads(*id);
        }
        feeds.iter().any(|feed| {
            let folded = self.folded();
            let start = folded.partition_point(|other| other.id < *feed);
            let same = folded.get(start..).unwrap_or_default().iter();
            same.take_while(|other| other.id == *feed).any(|other| place.is_of(other))
        })
    }

    fn those(&self, place: &Place) -> Vec<FeedId> {
        if let Place::Feed(id) = place {
            return if self.reads(*id) { vec![*id] } else { Vec::new() };
        }
        let found = self.folded().iter().filter(|feed| place.is_of(feed));
        let mut ids: Vec<FeedId> = found.map(|feed| feed.id).collect();
        ids.dedup();
        ids
    }

    /// In the order of the feeds' numbers.
    fn folded(&self) -> &[Folded] {
        self.folded.get_or_init(|| {
            let feeds = self.feeds.iter().map(|feed| Folded {
                id: feed.id,
                title: between_spaces(&fold::folded_words(&feed.title)),
                folder: folded_path(&feed.folder),
            });
            let mut folded: Vec<Folded> = feeds.collect();
            folded.sort_by_key(|feed| feed.id);
            folded
        })
    }
}

/// So that words are found whole only.
fn between_spaces(words: &str) -> String {
    format!(" {words} ")
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
