//! `GET /stories` and `GET /section/{folder}`: lists of stories, the highest first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{OutScope, StoryFilter};
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::state::App;
use crate::views::page;
use crate::views::shell::{Place, Shell, folder_path, section_path};
use crate::views::story::{StoryView, place_from_text};
use crate::views::story_list::{STORIES, StoriesOf, StoryList, filter};

#[derive(Template)]
#[template(path = "stories.html")]
struct List {
    shell: Shell,
    headline: String,
    /// Other views of the same: what it is called, its path, whether it is this one.
    views: Vec<(String, String, bool)>,
    stories: Vec<StoryView>,
    empty: String,
    more: Option<String>,
    /// The list is of marked stories: its name, and what takes a mark away.
    marked: Option<(&'static str, String)>,
}

/// Which stories, and where the list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    after: Option<String>,
}

impl Asked {
    fn list(&self, of: StoriesOf) -> StoryList {
        let after = self.after.as_deref().and_then(place_from_text);
        StoryList { of, filter: filter(&self.show), after }
    }
}

/// `GET /stories`
pub async fn all(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let list = asked.list(StoriesOf::All);
    let views = views("/stories", list.filter, true, "/all");
    show(&app, &reader, list, Place::Front, (say!("front-stories"), views)).await
}

/// `GET /section/{folder}`, with slashes between levels.
pub async fn section(
    State(app): State<App>,
    reader: Reader,
    At(folder): At<String>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let below = format!("{folder}/");
    let folders = app.desk.store().folders(reader.user.id).await?;
    if !folders.iter().any(|(known, _)| *known == folder || known.starts_with(&below)) {
        return Err(PageError::NotFound);
    }
    let path = section_path(&folder);
    let list = asked.list(StoriesOf::Section(folder.clone()));
    let views = views(&path, list.filter, false, &folder_path(&folder));
    let headline = folder.replace('/', " › ");
    show(&app, &reader, list, Place::Folder(folder), (headline, views)).await
}

fn views(
    path: &str,
    shown: StoryFilter,
    with_marks: bool,
    plain: &str,
) -> Vec<(String, String, bool)> {
    let mut views = vec![
        (say!("front-show-all"), path.to_owned(), shown == StoryFilter::All),
        (say!("front-show-unread"), format!("{path}?show=unread"), shown == StoryFilter::Unread),
    ];
    if with_marks {
        let followed = shown == StoryFilter::Followed;
        views.push((say!("front-show-followed"), format!("{path}?show=followed"), followed));
        views.push((
            say!("front-show-muted"),
            format!("{path}?show=muted"),
            shown == StoryFilter::Muted,
        ));
    }
    views.push((say!("front-show-articles"), plain.to_owned(), false));
    views
}

async fn show(
    app: &App,
    reader: &Reader,
    list: StoryList,
    place: Place,
    (headline, views): (String, Vec<(String, String, bool)>),
) -> Result<Response, PageError> {
    let query = list.query(reader.user.id);
    let scope = query.folder.clone().map_or(OutScope::Front, OutScope::Section);
    let mut stories = app.desk.store().front_stories(&query).await?;
    let has_more = stories.len() > STORIES as usize;
    stories.truncate(STORIES as usize);
    let more = stories.last().filter(|_| has_more).map(|last| list.below(last.place).path());
    let when = app.when();
    page(&List {
        shell: Shell::of(app, reader, &headline, place)
            .await?
            .with_feed(app, reader, &scope)
            .await?,
        headline,
        views,
        stories: stories
            .iter()
            .map(|story| StoryView::of(story, &when, 220).of_list(&list))
            .collect(),
        empty: match query.filter {
            StoryFilter::All => say!("front-no-stories"),
            StoryFilter::Unread => say!("lists-all-read"),
            StoryFilter::Followed => say!("front-no-followed"),
            StoryFilter::Muted => say!("front-no-muted"),
        },
        more,
        marked: match query.filter {
            StoryFilter::Followed => Some(("followed", say!("front-stop-following"))),
            StoryFilter::Muted => Some(("muted", say!("front-stop-muting"))),
            StoryFilter::All | StoryFilter::Unread => None,
        },
    })
}
