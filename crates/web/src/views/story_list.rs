//! The list of stories that a story or an article was opened from, as its address tells it: so its
//! page knows what comes before and after it, with nothing kept anywhere.

use dateline_model::{StoryCard, StoryFilter, StoryPlace, StoryQuery, UserId};
use serde::Deserialize;

use super::card::headline;
use super::list_scope::with_pair;
use super::shell::section_path;
use super::story::{path_of, place_from_text, place_to_text};
use super::turn::{Beside, Turn};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::pages::front;
use crate::state::App;

/// How many stories a list shows.
pub const STORIES: u32 = 30;

/// What a list of stories is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoriesOf {
    /// The front page, in the order that it is read in.
    Front,
    /// All, the highest first.
    All,
    /// A folder and those below it.
    Section(String),
}

/// A page of a list of stories.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryList {
    /// What it is of.
    pub of: StoriesOf,
    /// Which of them.
    pub filter: StoryFilter,
    /// Below this one; a first page is below none.
    pub after: Option<StoryPlace>,
}

/// The same as an address says it: texts, because it is flattened into what else an address says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct AskedStories {
    from: Option<String>,
    show: Option<String>,
    after: Option<String>,
}

impl AskedStories {
    /// The list; `None` where the address names none.
    pub fn list(&self) -> Option<StoryList> {
        let of = match self.from.as_deref()?.split_once('/') {
            None if self.from.as_deref() == Some("front") => StoriesOf::Front,
            None if self.from.as_deref() == Some("stories") => StoriesOf::All,
            Some(("section", folder)) => StoriesOf::Section(folder.to_owned()),
            _ => return None,
        };
        Some(StoryList {
            of,
            filter: filter(self.show.as_deref().unwrap_or_default()),
            after: self.after.as_deref().and_then(place_from_text),
        })
    }
}

/// Which stories an address asks for.
pub fn filter(asked: &str) -> StoryFilter {
    match asked {
        "unread" => StoryFilter::Unread,
        "followed" => StoryFilter::Followed,
        "muted" => StoryFilter::Muted,
        _ => StoryFilter::All,
    }
}

/// As an address says it; all of them need no word.
pub fn asked(filter: StoryFilter) -> Option<&'static str> {
    match filter {
        StoryFilter::All => None,
        StoryFilter::Unread => Some("unread"),
        StoryFilter::Followed => Some("followed"),
        StoryFilter::Muted => Some("muted"),
    }
}

impl StoryList {
    /// The front page.
    pub fn front() -> Self {
        Self { of: StoriesOf::Front, filter: StoryFilter::All, after: None }
    }

    /// The list of the words of an address behind its question mark, as a form brings them back.
    pub fn of_query(query: &str) -> Option<Self> {
        let mut asked = AskedStories::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "from" => asked.from = Some(value.into_owned()),
                "show" => asked.show = Some(value.into_owned()),
                "after" => asked.after = Some(value.into_owned()),
                _ => {}
            }
        }
        asked.list()
    }

    /// What an address says behind its question mark.
    pub fn words(&self) -> String {
        self.leading_to("").trim_start_matches('?').to_owned()
    }

    /// The address of what the list leads to, which tells where it was opened from.
    pub fn leading_to(&self, path: &str) -> String {
        let from = match &self.of {
            StoriesOf::Front => "front".to_owned(),
            StoriesOf::All => "stories".to_owned(),
            StoriesOf::Section(folder) => format!("section/{folder}"),
        };
        self.narrowed(with_pair(path, "from", &from))
    }

    /// Where the list itself stands.
    pub fn path(&self) -> String {
        match &self.of {
            StoriesOf::Front => "/front".to_owned(),
            StoriesOf::All => self.narrowed("/stories".to_owned()),
            StoriesOf::Section(folder) => self.narrowed(section_path(folder)),
        }
    }

    /// What the store is asked for: the page, and the first of the next one.
    pub fn query(&self, user: UserId) -> StoryQuery {
        let mut query = StoryQuery::first(user, STORIES + 1);
        query.filter = self.filter;
        query.after = self.after;
        if let StoriesOf::Section(folder) = &self.of {
            query.folder = Some(folder.clone());
        }
        query
    }

    /// The page below a story of this one.
    pub fn below(&self, last: StoryPlace) -> Self {
        Self { after: Some(last), ..self.clone() }
    }

    fn narrowed(&self, mut path: String) -> String {
        if let Some(shown) = asked(self.filter) {
            path = with_pair(&path, "show", shown);
        }
        match self.after {
            Some(place) => with_pair(&path, "after", &place_to_text(place)),
            None => path,
        }
    }

    /// What stands before and after the page at `path` in the list. A list changes while one reads:
    /// a story that left it is looked for where its `place` would be.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn turn(
        &self,
        app: &App,
        reader: &Reader,
        path: &str,
        place: Option<StoryPlace>,
    ) -> Result<Turn, PageError> {
        let stories = match self.of {
            StoriesOf::Front => front::in_order(app, reader).await?,
            _ => app.desk.store().front_stories(&self.query(reader.user.id)).await?,
        };
        Ok(self.turn_among(&stories, path, place))
    }

    fn turn_among(&self, stories: &[StoryCard], path: &str, place: Option<StoryPlace>) -> Turn {
        let beside = |index: usize| {
            let story = stories.get(index)?;
            let is_next_page = self.of != StoriesOf::Front && index >= STORIES as usize;
            let last = stories.get(index.wrapping_sub(1)).filter(|_| is_next_page);
            let href = match last {
                Some(last) => self.below(last.place).leading_to(&path_of(story)),
                None => self.leading_to(&path_of(story)),
            };
            Some(Beside { title: headline(&story.title), href })
        };
        let (before, after) = match stories.iter().position(|story| path_of(story) == path) {
            Some(at) => (at.checked_sub(1), Some(at + 1)),
            None => match place.filter(|_| self.of != StoriesOf::Front) {
                Some(place) => {
                    let at = stories.partition_point(|story| story.place.rank > place.rank);
                    (at.checked_sub(1), Some(at))
                }
                None => (None, None),
            },
        };
        Turn {
            list: (self.of != StoriesOf::Front).then(|| self.path()),
            before: before.and_then(beside),
            after: after.and_then(beside),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::front::lone;
    use crate::tests::article;

    fn stories(count: i64) -> Vec<StoryCard> {
        let story = |id: i64| {
            let mut story = lone(article(id, 300));
            story.place.rank = f64::from(100 - i32::try_from(id).unwrap());
            story
        };
        (1..=count).map(story).collect()
    }

    fn list(of: StoriesOf) -> StoryList {
        StoryList { of, filter: StoryFilter::Unread, after: None }
    }

    #[test]
    fn a_list_goes_through_an_address_and_back() {
        let after = place_from_text("81.5_7");
        for of in [StoriesOf::Front, StoriesOf::All, StoriesOf::Section("A & B/c".to_owned())] {
            let list = StoryList { of, filter: StoryFilter::Muted, after };
            let url = url::Url::parse("https://a.example").unwrap();
            let url = url.join(&list.leading_to("/story/3")).unwrap();
            assert_eq!(url.path(), "/story/3");
            let pair = |name: &str| {
                url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into())
            };
            let asked =
                AskedStories { from: pair("from"), show: pair("show"), after: pair("after") };
            assert_eq!(asked.list(), Some(list.clone()));
            assert_eq!(StoryList::of_query(&list.words()), Some(list));
        }
        let from = |from: &str| AskedStories { from: Some(from.to_owned()), ..Default::default() };
        assert_eq!(from("elsewhere").list(), None);
        assert_eq!(from("").list(), None);
        assert_eq!(AskedStories::default().list(), None);
    }

    #[test]
    fn neighbours_stand_beside_it() {
        let stories = stories(31);
        let list = list(StoriesOf::All);
        let turn = list.turn_among(&stories, "/article/2", None);
        assert_eq!(turn.list.as_deref(), Some("/stories?show=unread"));
        assert_eq!(turn.before.unwrap().href, "/article/1?from=stories&show=unread");
        assert_eq!(turn.after.unwrap().href, "/article/3?from=stories&show=unread");
        assert!(list.turn_among(&stories, "/article/1", None).before.is_none());
        let over = list.turn_among(&stories, "/article/30", None).after.unwrap();
        assert_eq!(over.href, "/article/31?from=stories&show=unread&after=70_-30");
    }

    #[test]
    fn a_story_that_left_the_list_has_neighbours_by_its_rank() {
        let stories = stories(5);
        let place = Some(StoryPlace { rank: 97.5, story: dateline_model::StoryId(9) });
        let turn = list(StoriesOf::All).turn_among(&stories, "/story/9", place);
        assert!(turn.before.unwrap().href.starts_with("/article/2?"));
        assert!(turn.after.unwrap().href.starts_with("/article/3?"));
        let turn = StoryList::front().turn_among(&stories, "/story/9", place);
        assert!(turn.before.is_none() && turn.after.is_none());
        assert_eq!(turn.list, None);
    }
}
