//! `/feeds/out`: feeds that other readers can read, and who last did.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_auth::random::random_hex;
use dateline_model::{FeedOut, FeedOutId, OutScope};
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::{see_other, segment};
use crate::state::App;
use crate::views::page;
use crate::views::page_feed::{FeedAddress, addresses, settings_path};
use crate::views::shell::{Notice, Place, Shell, section_path};

/// How many feeds somebody may give out.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "feeds_out.html")]
struct Page {
    shell: Shell,
    /// What a page asked for that is no feed yet.
    wanted: Option<Wanted>,
    feeds: Vec<Given>,
    searches: Vec<Given>,
    knows_its_address: bool,
}

/// A page that may become a feed.
struct Wanted {
    kind: &'static str,
    name: String,
    title: String,
}

/// A feed that is given out.
struct Given {
    id: FeedOutId,
    kind: &'static str,
    name: String,
    title: String,
    page: String,
    addresses: Vec<FeedAddress>,
    read: String,
    /// A page asked for just this one.
    asked: bool,
}

/// Which feed is asked about, and what was just done.
#[derive(Debug, Deserialize)]
pub struct Asked {
    kind: Option<String>,
    #[serde(default)]
    name: String,
    done: Option<String>,
}

/// The form that opens a feed or changes its address.
#[derive(Debug, Deserialize)]
pub struct Open {
    kind: String,
    #[serde(default)]
    name: String,
}

/// What a scope is called and where its page is; `None` where this reader has no such thing.
async fn known(
    app: &App,
    reader: &Reader,
    scope: &OutScope,
) -> Result<Option<(String, String)>, PageError> {
    let store = app.desk.store();
    Ok(match scope {
        OutScope::Front => Some((say!("shell-front-page"), "/".to_owned())),
        OutScope::Starred => Some((say!("shell-starred"), "/starred".to_owned())),
        OutScope::Section(folder) => {
            let below = format!("{folder}/");
            let folders = store.folders(reader.user.id).await?;
            let is_known =
                folders.iter().any(|(name, _)| name == folder || name.starts_with(&below));
            is_known.then(|| (folder.replace('/', " › "), section_path(folder)))
        }
        OutScope::Outlet(key) => {
            let outlet = store.outlet_by_key(key).await?;
            outlet.map(|outlet| (outlet.name, format!("/outlet/{}", segment(key))))
        }
        OutScope::Story(story) => {
            let living = store.sees_story(reader.user.id, *story).await?;
            let cards = store.story_cards(reader.user.id, living.as_slice()).await?;
            let card = cards.into_iter().next();
            card.map(|card| (card.title, format!("/story/{story}")))
        }
    })
}

fn scope_of(kind: &str, name: &str) -> Result<OutScope, PageError> {
    OutScope::from_stored(kind, name).ok_or(PageError::NotFound)
}

/// `GET /feeds/out`
pub async fn list(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let asked_for = match &asked.kind {
        Some(kind) => Some(scope_of(kind, &asked.name)?),
        None => None,
    };
    let (base, when) = (app.settings.base_url.as_ref(), app.when());
    let mut feeds = Vec::new();
    for feed in store.feeds_out(reader.user.id).await? {
        let (title, page) = known(&app, &reader, &feed.scope)
            .await?
            .unwrap_or_else(|| (gone(&feed), settings_path(&feed.scope)));
        feeds.push(Given {
            id: feed.id,
            kind: feed.scope.as_str(),
            name: feed.scope.name(),
            title,
            page,
            addresses: addresses(base, &feed.token),
            read: match feed.read_at {
                Some(at) => say!("feeds-out-last-read", when = when.tell(at).exact),
                None => say!("feeds-out-not-read"),
            },
            asked: asked_for.as_ref() == Some(&feed.scope),
        });
    }
    let wanted = match asked_for {
        Some(scope) if !feeds.iter().any(|feed| feed.asked) => {
            let (title, _) = known(&app, &reader, &scope).await?.ok_or(PageError::NotFound)?;
            Some(Wanted { kind: scope.as_str(), name: scope.name(), title })
        }
        _ => None,
    };
    feeds.sort_by_key(|feed| !feed.asked);
    let kept = store.kept_searches(Some(reader.user.id)).await?.into_iter();
    let searches = kept.filter_map(|search| {
        let token = search.feed_token?;
        Some(Given {
            id: FeedOutId(0),
            kind: "search",
            name: String::new(),
            title: search.name,
            page: format!("/searches/{}", search.id),
            addresses: addresses(base, &token),
            read: String::new(),
            asked: false,
        })
    });
    let notice = match asked.done.as_deref() {
        Some("opened") => Notice::good(say!("feeds-out-opened")),
        Some("closed") => Notice::good(say!("feeds-out-closed")),
        _ => None,
    };
    let shell = Shell::of(&app, &reader, &say!("account-to-feeds-out"), Place::Feeds).await?;
    page(&Page {
        wanted,
        feeds,
        searches: searches.collect(),
        knows_its_address: base.is_some(),
        shell: shell.with_notice(notice),
    })
}

/// What is said of a feed whose page is not there any more.
fn gone(feed: &FeedOut) -> String {
    match &feed.scope {
        OutScope::Section(folder) => say!("feeds-out-no-section", name = folder.as_str()),
        OutScope::Story(_) => say!("feeds-out-no-story"),
        OutScope::Outlet(key) => say!("feeds-out-no-outlet", name = key.as_str()),
        OutScope::Front | OutScope::Starred => String::new(),
    }
}

/// `POST /feeds/out`: a new secret address, instead of the one before where there was one.
pub async fn open(
    State(app): State<App>,
    Signed { reader, form }: Signed<Open>,
) -> Result<Response, PageError> {
    let scope = scope_of(&form.kind, &form.name)?;
    if known(&app, &reader, &scope).await?.is_none() {
        return Err(PageError::NotFound);
    }
    let store = app.desk.store();
    let given = store.feeds_out(reader.user.id).await?;
    if given.len() >= MOST && !given.iter().any(|feed| feed.scope == scope) {
        return Err(PageError::Invalid(say!("feeds-out-too-many")));
    }
    store.open_feed_out(reader.user.id, &scope, &random_hex()?, app.now()).await?;
    Ok(see_other(&format!("{}&done=opened", settings_path(&scope))))
}

/// `POST /feeds/out/{feed}/close`
pub async fn close(
    State(app): State<App>,
    At(feed): At<FeedOutId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().close_feed_out(reader.user.id, feed).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/feeds/out?done=closed"))
}
