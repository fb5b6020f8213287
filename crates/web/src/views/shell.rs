//! The frame of every page: title, date, navigation, and a word on what was just done.

use dateline_model::{OutScope, ReadingChoices};
use dateline_store::DayCount;

use crate::assets::ASSETS;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::look::{Look, Scene};
use crate::offline;
use crate::say::tongue;
use crate::security::redirect::segment;
use crate::state::App;
use crate::views::page_feed::PageFeed;
use crate::views::picture::{self, Pictures, Shown};
use crate::views::undo::Undo;
use crate::when::grouped;

/// The part of the navigation that is lit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The front page.
    Front,
    /// The classic view.
    Classic,
    /// What is not read yet.
    Unread,
    /// What is starred.
    Starred,
    /// A folder, by its name.
    Folder(String),
    /// The feeds and all about them.
    Feeds,
    /// Searching, and what comes of searches.
    Search,
    /// The account.
    Account,
    /// Anywhere else.
    Elsewhere,
}

/// A word on what was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What to say.
    pub text: String,
    /// Whether it went wrong.
    pub bad: bool,
    /// What takes it back, where something does.
    pub undo: Option<Undo>,
}

/// An entry of the navigation.
#[derive(Debug, Clone)]
pub struct Section {
    /// What it is called.
    pub name: String,
    /// Its path.
    pub href: String,
    /// How many of its articles are unread; empty where none are.
    pub unread: String,
    /// The same as a number.
    pub count: u64,
    /// Whether it is the present page.
    pub current: bool,
}

/// What only a signed-in person sees of the frame.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Their name.
    pub name: String,
    /// The token for forms.
    pub csrf: String,
    /// Whether they can sign out here; a proxy that says who they are is not ours to end.
    pub can_sign_out: bool,
    /// "412 articles from 36 outlets today".
    pub holdings: String,
    /// The navigation.
    pub sections: Vec<Section>,
    /// How they like to read.
    pub reading: ReadingChoices,
    /// What names this session to the worker in the browser.
    pub reader_key: String,
    /// The number of the last story, for a page that tells of newer ones.
    pub last_story: Option<i64>,
    /// "Offline. This page is as of 14:02."
    pub as_of: String,
}

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The page's title.
    pub title: String,
    /// The date of the instance's day; empty on pages that do not know it.
    pub today: String,
    /// Where in the house this page is.
    pub place: Place,
    /// Whether this is the front page, whose headline is the newspaper's name.
    pub front: bool,
    /// The style sheet.
    pub css: &'static str,
    /// The fonts that are asked for at once, before the style sheet names them.
    pub fonts: &'static [String],
    /// The module.
    pub js: &'static str,
    /// The icon.
    pub icon: &'static str,
    /// The icon where the page is kept among apps.
    pub touch_icon: &'static str,
    /// Who reads.
    pub signed: Option<Signed>,
    /// What was just done.
    pub notice: Option<Notice>,
    /// After how many seconds a page that tells of work in progress loads itself anew.
    pub refresh: Option<u32>,
    /// Whether this instance shows the invented world.
    pub demo: bool,
    /// What stands in the search box.
    pub typed: String,
    /// How pages look in this browser.
    pub look: Look,
    /// The path of this page, for forms that come back to it.
    pub path: String,
    /// The page as a feed for other readers, where it can be one.
    pub feed: Option<PageFeed>,
    /// What signs the addresses of pictures, where somebody is signed in.
    pub pictures: Option<Pictures>,
}

impl Shell {
    /// The frame of a page that knows nobody.
    pub fn bare(title: &str) -> Self {
        let Scene { look, path } = Scene::present();
        Self {
            title: title.to_owned(),
            today: String::new(),
            place: Place::Elsewhere,
            front: false,
            css: &ASSETS.css,
            fonts: &ASSETS.fonts,
            js: &ASSETS.js,
            icon: &ASSETS.icon,
            touch_icon: &ASSETS.touch_icon,
            signed: None,
            notice: None,
            refresh: None,
            demo: false,
            typed: String::new(),
            look,
            path,
            feed: None,
            pictures: None,
        }
    }

    /// The frame of a signed-in person's page.
    pub async fn of(
        app: &App,
        reader: &Reader,
        title: &str,
        place: Place,
    ) -> Result<Self, PageError> {
        let store = app.desk.store();
        let unread = store.unread_total(reader.user.id).await?;
        let folders = store.folders(reader.user.id).await?;
        let last_story = match place {
            Place::Front => Some(store.last_story().await?.0),
            _ => None,
        };
        Ok(Self {
            today: app.when().today(),
            front: place == Place::Front,
            pictures: Some(Pictures::of(&app.setup_token, reader.user.id)),
            demo: app.settings.demo,
            signed: Some(Signed {
                name: reader.user.name.clone(),
                csrf: reader.form_token()?,
                can_sign_out: !reader.by_proxy,
                holdings: holdings(app.holdings.of(app, reader.user.id).await?),
                sections: sections(unread, &folders, &place, reader.user.reading),
                reading: reader.user.reading,
                reader_key: offline::key_of(reader),
                last_story,
                as_of: say!("reading-as-of", time = app.when().tell(app.now()).time),
            }),
            place,
            ..Self::bare(title)
        })
    }

    /// The same with a word on what was just done.
    pub fn with_notice(mut self, notice: Option<Notice>) -> Self {
        self.notice = notice;
        self
    }

    /// The same for a page that can be read as a feed.
    pub async fn with_feed(
        mut self,
        app: &App,
        reader: &Reader,
        scope: &OutScope,
    ) -> Result<Self, PageError> {
        self.feed = Some(PageFeed::of(app, reader, scope).await?);
        Ok(self)
    }

    /// Whether the page is about feeds.
    pub fn in_feeds(&self) -> bool {
        self.place == Place::Feeds
    }

    /// Whether the page is about searches.
    pub fn in_search(&self) -> bool {
        self.place == Place::Search
    }

    /// Whether the page is about the account.
    pub fn in_account(&self) -> bool {
        self.place == Place::Account
    }

    /// The language of the page's own words.
    pub fn lang(&self) -> &'static str {
        tongue().tag()
    }

    /// Which way that language is written.
    pub fn dir(&self) -> &'static str {
        tongue().direction().attribute()
    }

    /// A picture by its address at the outlet, as it is loaded through this house: large ones at
    /// once, small ones when they come near. `None` where it cannot be shown.
    pub fn picture(&self, address: &str, large: &bool) -> Option<Shown> {
        let frame = if *large { picture::LARGE } else { picture::SMALL };
        self.pictures.as_ref()?.shown(address, frame)
    }

    /// Whether keys without modifiers do something.
    pub fn has_keys(&self) -> bool {
        self.signed.as_ref().is_none_or(|signed| !signed.reading.without_keys)
    }

    /// Where the newspaper stands.
    pub fn front_path(&self) -> &'static str {
        let starts_classic =
            self.signed.as_ref().is_some_and(|signed| signed.reading.starts_classic);
        if starts_classic { "/front" } else { "/" }
    }

    /// The token for forms; empty where nobody is signed in.
    pub fn csrf(&self) -> &str {
        self.signed.as_ref().map_or("", |signed| &signed.csrf)
    }
}

impl Notice {
    /// Something went well.
    pub fn good(text: impl Into<String>) -> Option<Self> {
        Some(Self { text: text.into(), bad: false, undo: None })
    }

    /// Something went wrong.
    pub fn bad(text: impl Into<String>) -> Option<Self> {
        Some(Self { text: text.into(), bad: true, undo: None })
    }
}

fn holdings(today: DayCount) -> String {
    let articles = say!("shell-articles", n = today.articles);
    let outlets = say!("shell-outlets", n = today.outlets);
    match (today.articles, today.outlets) {
        (0, _) => String::new(),
        (_, 0) => say!("shell-articles-today", articles = articles),
        _ => say!("shell-holdings-today", articles = articles, outlets = outlets),
    }
}

fn sections(
    unread: u64,
    folders: &[(String, u64)],
    place: &Place,
    reading: ReadingChoices,
) -> Vec<Section> {
    let fixed = |name: &str, href: &str, unread: u64, here: Place| Section {
        name: name.to_owned(),
        href: href.to_owned(),
        unread: if unread == 0 { String::new() } else { grouped(unread) },
        count: unread,
        current: *place == here,
    };
    let mut sections = vec![
        // Where the classic view is the start page, the newspaper has an address of its own.
        fixed(
            &say!("shell-front-page"),
            if reading.starts_classic { "/front" } else { "/" },
            0,
            Place::Front,
        ),
        fixed(&say!("reading-classic"), "/classic", 0, Place::Classic),
        fixed(&say!("shell-unread"), "/unread", unread, Place::Unread),
        fixed(&say!("shell-starred"), "/starred", 0, Place::Starred),
    ];
    for name in top_folders(folders) {
        let here = matches!(place, Place::Folder(shown)
            if shown == name || shown.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')));
        sections.push(Section {
            name: name.to_owned(),
            href: section_path(name),
            unread: String::new(),
            count: 0,
            current: here,
        });
    }
    sections
}

/// The first levels of all folders, each once, in their order.
pub fn top_folders(folders: &[(String, u64)]) -> Vec<&str> {
    let mut top: Vec<&str> = Vec::new();
    for (folder, _) in folders {
        let name = folder.split('/').next().unwrap_or_default();
        if !name.is_empty() && !top.contains(&name) {
            top.push(name);
        }
    }
    top
}

/// The path of a folder's page of stories.
pub fn section_path(folder: &str) -> String {
    let levels: Vec<String> = folder.split('/').map(segment).collect();
    format!("/section/{}", levels.join("/"))
}

/// The path of a folder's list of articles.
pub fn folder_path(folder: &str) -> String {
    let levels: Vec<String> = folder.split('/').map(segment).collect();
    format!("/folder/{}", levels.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_below_one_another_are_one_section() {
        let folders = [("Tech", 1), ("Tech/Rust", 2), ("", 9), ("World", 0)]
            .map(|(name, unread)| (name.to_owned(), unread));
        assert_eq!(top_folders(&folders), ["Tech", "World"]);
        let lit: Vec<String> = sections(
            0,
            &folders,
            &Place::Folder("Tech/Rust".to_owned()),
            ReadingChoices::default(),
        )
        .into_iter()
        .filter(|section| section.current)
        .map(|section| section.name)
        .collect();
        assert_eq!(lit, ["Tech"]);
    }

    #[test]
    fn a_folder_keeps_its_name_in_its_path() {
        assert_eq!(folder_path("Tech & Co/Rust?"), "/folder/Tech%20%26%20Co/Rust%3F");
    }
}
