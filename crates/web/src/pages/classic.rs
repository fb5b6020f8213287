//! The classic view: a plain list beside the newspaper, of everything, a folder or a feed, with
//! folders and feeds at its side.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use dateline_model::address::without_login;
use dateline_model::{Feed, FeedId, FrontQuery, ReadingChoices, Subscription, Unread};
use serde::Deserialize;

use super::front;
use super::lists::{Mark, opened_from, since};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::Signed;
use crate::security::redirect::{see_other, segment};
use crate::state::App;
use crate::views::card::{Card, place_from_text, place_of, place_to_text};
use crate::views::list_scope::{ListOf, ListScope};
use crate::views::page;
use crate::views::shell::{Place, Shell};
use crate::views::undo::Told;
use crate::when::grouped;

/// How many articles a page of the list shows.
const ARTICLES: u32 = 60;

/// How many feeds stand at the side; the page of the feeds has all of them.
const FEEDS: usize = 200;

/// How long an excerpt is, in characters.
const EXCERPT: usize = 180;

#[derive(Template)]
#[template(path = "classic.html")]
struct Classic {
    shell: Shell,
    headline: String,
    /// The settings of the feed that is shown.
    settings: Option<String>,
    choices: ReadingChoices,
    /// Whether what is read can be hidden: not among what is starred.
    can_hide: bool,
    cards: Vec<Card>,
    empty: String,
    more: Option<String>,
    mark: Option<Mark>,
    /// This page, to come back to.
    back: String,
    tree: Vec<Branch>,
    /// Some feeds stand on the page of the feeds only.
    has_more_feeds: bool,
}

/// Everything, a folder or a feed, at the side.
struct Branch {
    name: String,
    href: String,
    unread: String,
    count: u64,
    current: bool,
    /// A feed, or a folder in a folder.
    inner: bool,
}

/// Where a list goes on.
#[derive(Debug, Deserialize)]
pub struct Asked {
    after: Option<String>,
    since: Option<i64>,
    #[serde(flatten)]
    told: Told,
}

/// The form that changes how the list looks: one button of it was pressed.
#[derive(Debug, Deserialize)]
pub struct View {
    set: String,
    #[serde(default)]
    back: String,
}

/// `GET /`: the newspaper or the classic view, whichever its reader begins with.
pub async fn start(
    app: State<App>,
    reader: Reader,
    headers: HeaderMap,
    asked: Ask<front::Asked>,
) -> Result<Response, PageError> {
    if reader.user.reading.starts_classic {
        return Ok(see_other("/classic"));
    }
    front::show(app, reader, headers, asked).await
}

/// `GET /classic`
pub async fn all(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    show(&app, &reader, ListOf::All, say!("reading-everything"), asked).await
}

/// `GET /classic/starred`
pub async fn starred(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    show(&app, &reader, ListOf::Starred, say!("shell-starred"), asked).await
}

/// `GET /classic/folder/{folder}`, with slashes between levels.
pub async fn folder(
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
    let headline = folder.replace('/', " › ");
    show(&app, &reader, ListOf::Folder(folder), headline, asked).await
}

/// `GET /classic/feed/{feed}`
pub async fn feed(
    State(app): State<App>,
    reader: Reader,
    At(feed): At<FeedId>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let overview = app.desk.store().feed_overview(reader.user.id, feed).await?;
    let headline = overview.ok_or(PageError::NotFound)?.title().to_owned();
    show(&app, &reader, ListOf::Feed(feed), headline, asked).await
}

/// `POST /classic/view`
pub async fn change(
    State(app): State<App>,
    Signed { reader, form }: Signed<View>,
) -> Result<Response, PageError> {
    let mut choices = reader.user.reading;
    match form.set.as_str() {
        "unread" => choices.shows_read = false,
        "all" => choices.shows_read = true,
        "newest" => choices.oldest_first = false,
        "oldest" => choices.oldest_first = true,
        "excerpts" => choices.titles_only = false,
        "titles" => choices.titles_only = true,
        _ => return Err(PageError::Invalid(say!("reading-no-such-view"))),
    }
    app.desk.store().set_reading_choices(reader.user.id, choices).await?;
    Ok(see_other(if form.back.is_empty() { "/classic" } else { &form.back }))
}

async fn show(
    app: &App,
    reader: &Reader,
    of: ListOf,
    headline: String,
    asked: Asked,
) -> Result<Response, PageError> {
    let (store, choices) = (app.desk.store(), reader.user.reading);
    let can_hide = of != ListOf::Starred;
    let opened = since(asked.since, app.now());
    let scope = ListScope {
        unread_since: (can_hide && !choices.shows_read).then_some(opened),
        oldest_first: choices.oldest_first,
        classic: true,
        of,
    };
    let mut query = scope.front_query(reader.user.id, ARTICLES + 1);
    query.after = asked.after.as_deref().and_then(place_from_text);
    if query.after.is_none() {
        query.read_since = None;
    }
    let mut articles = store.front(&query).await?;
    let has_more = articles.len() > ARTICLES as usize;
    articles.truncate(ARTICLES as usize);
    let path = scope.path();
    let place = |after: &str| {
        let since = scope.unread_since.map(|since| format!("&since={}", since.as_millisecond()));
        format!("{path}?after={}{}", segment(after), since.unwrap_or_default())
    };
    let last = articles.last().filter(|_| has_more);
    let more = last.map(|last| place(&place_to_text(place_of(last))));
    let has_unread = articles.iter().any(|article| !article.read);
    let mark = if can_hide && has_unread { mark(app, &query, &path).await? } else { None };
    let when = app.when();
    let excerpt = if choices.titles_only { 0 } else { EXCERPT };
    let mut cards: Vec<Card> =
        articles.iter().map(|article| Card::of(article, &when, excerpt)).collect();
    opened_from(cards.iter_mut(), &scope);
    let subscriptions = store.subscriptions(reader.user.id).await?;
    let unread = store.unread(reader.user.id).await?;
    let (tree, has_more_feeds) = tree(&subscriptions, &unread, &scope.of);
    page(&Classic {
        shell: Shell::of(app, reader, &headline, Place::Classic)
            .await?
            .with_notice(asked.told.notice(&path)),
        settings: match &scope.of {
            ListOf::Feed(feed) => Some(format!("/feeds/{feed}/settings")),
            _ => None,
        },
        choices,
        can_hide,
        cards,
        empty: match (&scope.of, choices.shows_read) {
            (ListOf::Starred, _) => say!("lists-no-stars"),
            (_, false) => say!("lists-all-read"),
            _ => say!("lists-nothing"),
        },
        more,
        mark,
        back: asked.after.as_deref().map_or_else(|| path.clone(), place),
        tree,
        has_more_feeds,
        headline,
    })
}

/// What "mark all as read" covers: the whole list, as new as it is now, however it is sorted.
async fn mark(app: &App, query: &FrontQuery, back: &str) -> Result<Option<Mark>, PageError> {
    let newest = FrontQuery { after: None, oldest_first: false, limit: 1, ..query.clone() };
    let newest = app.desk.store().front(&newest).await?;
    Ok(newest.first().map(|first| Mark {
        up_to: place_to_text(place_of(first)),
        folder: query.folder.clone(),
        feed: query.feed,
        back: back.to_owned(),
    }))
}

/// Everything, what is starred, the folders, and the feeds of the folder that is open. A thousand
/// feeds at once would be a page of their own, which there is.
fn tree(
    subscriptions: &[(Feed, Subscription)],
    unread: &Unread,
    shown: &ListOf,
) -> (Vec<Branch>, bool) {
    let branch = |name: &str, of: &ListOf, count: u64, inner| Branch {
        name: name.to_owned(),
        href: ListScope { of: of.clone(), unread_since: None, oldest_first: false, classic: true }
            .path(),
        unread: if count == 0 { String::new() } else { grouped(count) },
        count,
        current: of == shown,
        inner,
    };
    let of_feed = |feed: FeedId| {
        let found = unread.feeds.iter().find(|(known, _)| *known == feed);
        found.map_or(0, |(_, count)| *count)
    };
    let open = match shown {
        ListOf::Folder(folder) => Some(folder.as_str()),
        ListOf::Feed(feed) => subscriptions
            .iter()
            .find(|(known, _)| known.id == *feed)
            .map(|(_, subscription)| subscription.folder.as_str()),
        _ => None,
    };
    let mut tree = vec![
        branch(&say!("reading-everything"), &ListOf::All, unread.total, false),
        branch(&say!("shell-starred"), &ListOf::Starred, 0, false),
    ];
    let mut folders: Vec<&str> =
        subscriptions.iter().map(|(_, subscription)| subscription.folder.as_str()).collect();
    folders.sort_unstable();
    folders.dedup();
    let mut feeds = 0;
    let mut left_out = false;
    for folder in folders {
        if !folder.is_empty() {
            let count = unread.folders.iter().find(|(name, _)| name == folder);
            let count = count.map_or(0, |(_, count)| *count);
            let name = folder.replace('/', " › ");
            tree.push(branch(&name, &ListOf::Folder(folder.to_owned()), count, false));
        }
        if !folder.is_empty() && open != Some(folder) {
            continue;
        }
        for (feed, subscription) in subscriptions.iter().filter(|(_, one)| one.folder == folder) {
            feeds += 1;
            if feeds > FEEDS {
                left_out = true;
                break;
            }
            let own = subscription.title.as_deref().filter(|title| !title.trim().is_empty());
            let title = own.or(feed.title.as_deref()).map(str::to_owned);
            let title = title.unwrap_or_else(|| without_login(&feed.url));
            let of = ListOf::Feed(feed.id);
            tree.push(branch(&title, &of, of_feed(feed.id), !folder.is_empty()));
        }
    }
    (tree, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::shell::folder_path;

    #[test]
    fn folders_lead_to_their_own_lists() {
        let scope = ListScope {
            of: ListOf::Folder("News & Co/Über".to_owned()),
            unread_since: None,
            oldest_first: true,
            classic: true,
        };
        assert_eq!(scope.path(), format!("/classic{}", folder_path("News & Co/Über")));
        let (tree, left_out) = tree(&[], &Unread::default(), &ListOf::All);
        assert!(tree[0].current && !tree[1].current && !left_out);
    }
}
