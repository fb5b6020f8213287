//! Plain lists, newest first: all, unread, starred, a folder, an outlet, a feed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{FeedId, FrontFilter, FrontQuery, OutScope};
use jiff::Timestamp;
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::redirect::segment;
use crate::state::App;
use crate::views::card::{Card, Day, by_day, place_from_text, place_of, place_to_text};
use crate::views::list_scope::{ListOf, ListScope};
use crate::views::page;
use crate::views::shell::{Place, Shell, folder_path};
use crate::views::undo::Told;

/// How many articles a list shows.
const ARTICLES: u32 = 40;

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    shell: Shell,
    headline: String,
    /// What the list is about, below its headline.
    about: Option<About>,
    days: Vec<Day>,
    empty: String,
    more: Option<String>,
    /// What "mark all as read" covers; `None` where it makes no sense.
    mark: Option<Mark>,
    /// This page, to come back to.
    back: String,
    /// The same list in the classic view.
    classic: Option<String>,
}

/// What a list is about.
struct About {
    text: String,
    href: Option<String>,
    settings: Option<String>,
}

/// The fields of "mark all as read".
pub(super) struct Mark {
    pub up_to: String,
    pub folder: Option<String>,
    pub feed: Option<FeedId>,
    pub back: String,
}

/// Where a list goes on.
#[derive(Debug, Deserialize)]
pub struct After {
    after: Option<String>,
    /// When the list of what is unread was opened, in milliseconds.
    since: Option<i64>,
    #[serde(flatten)]
    told: Told,
}

/// What kind of list is shown.
struct Kind {
    query: FrontQuery,
    place: Place,
    headline: String,
    about: Option<About>,
    empty: String,
    path: String,
    can_mark: bool,
    feed: Option<OutScope>,
}

impl Kind {
    fn new(reader: &Reader, headline: &str, path: &str) -> Self {
        Self {
            query: FrontQuery::newest(reader.user.id, ARTICLES + 1),
            place: Place::Elsewhere,
            headline: headline.to_owned(),
            about: None,
            empty: say!("lists-nothing"),
            path: path.to_owned(),
            can_mark: true,
            feed: None,
        }
    }
}

/// `GET /all`: the front page goes on here.
pub async fn all(
    State(app): State<App>,
    reader: Reader,
    Ask(after): Ask<After>,
) -> Result<Response, PageError> {
    let kind = Kind { place: Place::Front, ..Kind::new(&reader, &say!("lists-all"), "/all") };
    show(&app, &reader, kind, after).await
}

/// `GET /unread`
pub async fn unread(
    State(app): State<App>,
    reader: Reader,
    Ask(after): Ask<After>,
) -> Result<Response, PageError> {
    let mut kind = Kind::new(&reader, &say!("shell-unread"), "/unread");
    kind.query.filter = FrontFilter::Unread;
    kind.place = Place::Unread;
    kind.empty = say!("lists-all-read");
    show(&app, &reader, kind, after).await
}

/// `GET /starred`
pub async fn starred(
    State(app): State<App>,
    reader: Reader,
    Ask(after): Ask<After>,
) -> Result<Response, PageError> {
    let mut kind = Kind::new(&reader, &say!("shell-starred"), "/starred");
    kind.query.filter = FrontFilter::Starred;
    kind.place = Place::Starred;
    kind.empty = say!("lists-no-stars");
    kind.can_mark = false;
    kind.feed = Some(OutScope::Starred);
    show(&app, &reader, kind, after).await
}

/// `GET /folder/{folder}`, with slashes between levels.
pub async fn folder(
    State(app): State<App>,
    reader: Reader,
    At(folder): At<String>,
    Ask(after): Ask<After>,
) -> Result<Response, PageError> {
    let below = format!("{folder}/");
    let folders = app.desk.store().folders(reader.user.id).await?;
    if !folders.iter().any(|(known, _)| *known == folder || known.starts_with(&below)) {
        return Err(PageError::NotFound);
    }
    let mut kind = Kind::new(&reader, &folder.replace('/', " › "), &folder_path(&folder));
    kind.place = Place::Folder(folder.clone());
    kind.query.folder = Some(folder);
    show(&app, &reader, kind, after).await
}

/// `GET /outlet/{key}`
pub async fn outlet(
    State(app): State<App>,
    reader: Reader,
    At(key): At<String>,
    Ask(after): Ask<After>,
) -> Result<Response, PageError> {
    let outlet = app.desk.store().outlet_by_key(&key).await?.ok_or(PageError::NotFound)?;
    let mut kind = Kind::new(&reader, &outlet.name, &format!("/outlet/{}", segment(&key)));
    kind.feed = Some(OutScope::Outlet(key.clone()));
    kind.query.outlet = Some(key);
    kind.can_mark = false;
    kind.about = crate::views::text::web_address(outlet.home.as_deref()).map(|home| About {
        text: host_of(&home),
        href: Some(home),
        settings: None,
    });
    kind.empty = say!("lists-outlet-empty");
    show(&app, &reader, kind, after).await
}

/// `GET /feeds/{feed}`
pub async fn feed(
    State(app): State<App>,
    reader: Reader,
    At(feed): At<FeedId>,
    Ask(after): Ask<After>,
) -> Result<Response, PageError> {
    let overview = app.desk.store().feed_overview(reader.user.id, feed).await?;
    let overview = overview.ok_or(PageError::NotFound)?;
    let mut kind = Kind::new(&reader, overview.title(), &format!("/feeds/{feed}"));
    kind.place = Place::Feeds;
    kind.query.feed = Some(feed);
    let site = crate::views::text::web_address(overview.feed.site_url.as_deref());
    kind.about = Some(About {
        text: site.as_deref().map_or_else(|| overview.feed.host.clone(), host_of),
        href: site,
        settings: Some(format!("/feeds/{feed}/settings")),
    });
    kind.empty = say!("lists-feed-empty");
    show(&app, &reader, kind, after).await
}

fn host_of(address: &str) -> String {
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.map_or_else(String::new, |host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

impl Kind {
    /// The list, as the articles that are opened from it remember it.
    fn scope(&self, since: Timestamp) -> ListScope {
        let of = match (&self.query.folder, self.query.feed, &self.query.outlet) {
            (Some(folder), _, _) => ListOf::Folder(folder.clone()),
            (_, Some(feed), _) => ListOf::Feed(feed),
            (_, _, Some(outlet)) => ListOf::Outlet(outlet.clone()),
            _ if self.query.filter == FrontFilter::Starred => ListOf::Starred,
            _ => ListOf::All,
        };
        let unread_since = (self.query.filter == FrontFilter::Unread).then_some(since);
        ListScope { of, unread_since, oldest_first: false, classic: false }
    }
}

/// What was read since is still there, where the moment that an address names makes sense.
pub(super) fn since(asked: Option<i64>, now: Timestamp) -> Timestamp {
    let asked = asked.and_then(|since| Timestamp::from_millisecond(since).ok());
    asked.filter(|since| *since <= now).unwrap_or(now)
}

async fn show(
    app: &App,
    reader: &Reader,
    mut kind: Kind,
    asked: After,
) -> Result<Response, PageError> {
    let since = since(asked.since, app.now());
    kind.query.after = asked.after.as_deref().and_then(place_from_text);
    if kind.query.filter == FrontFilter::Unread && kind.query.after.is_some() {
        kind.query.read_since = Some(since);
    }
    let scope = kind.scope(since);
    let mut articles = app.desk.store().front(&kind.query).await?;
    let has_more = articles.len() > ARTICLES as usize;
    articles.truncate(ARTICLES as usize);
    let since = match scope.unread_since {
        Some(since) => format!("&since={}", since.as_millisecond()),
        None => String::new(),
    };
    let more = articles
        .last()
        .filter(|_| has_more)
        .map(|last| format!("{}?after={}{since}", kind.path, place_to_text(place_of(last))));
    let mark = articles
        .first()
        .filter(|_| kind.can_mark && articles.iter().any(|article| !article.read))
        .map(|first| Mark {
            up_to: place_to_text(place_of(first)),
            folder: kind.query.folder.clone(),
            feed: kind.query.feed,
            back: kind.path.clone(),
        });
    let listed: Vec<_> = articles.iter().collect();
    let mut shell = Shell::of(app, reader, &kind.headline, kind.place)
        .await?
        .with_notice(asked.told.notice(&kind.path));
    if let Some(scope) = &kind.feed {
        shell = shell.with_feed(app, reader, scope).await?;
    }
    let mut days = by_day(&listed, &app.when(), 200);
    opened_from(days.iter_mut().flat_map(|day| &mut day.cards), &scope);
    let back = match &asked.after {
        Some(after) => format!("{}?after={}{since}", kind.path, segment(after)),
        None => kind.path,
    };
    let classic = ListScope { classic: true, ..scope };
    page(&List {
        shell,
        headline: kind.headline,
        about: kind.about,
        days,
        empty: kind.empty,
        more,
        mark,
        back,
        classic: (!matches!(classic.of, ListOf::Outlet(_))).then(|| classic.path()),
    })
}

/// Makes the links of cards tell the list that they stand in.
pub(super) fn opened_from<'a>(cards: impl Iterator<Item = &'a mut Card>, scope: &ListScope) {
    let query = scope.query();
    for card in cards {
        card.href = format!("{}?{query}", card.href);
    }
}
