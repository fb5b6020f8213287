//! `/searches`: searches that are kept, as lists, sections, feeds and alerts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_desk::{Order, parse_times};
use dateline_model::{KeptSearch, SearchAlert, SearchId, TargetId, TargetKind};
use dateline_words::key;
use serde::Deserialize;

use super::alerts::name_of;
use super::search::{one_line, search_path};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::say::plain;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::feed::capital;
use crate::views::found::FoundCard;
use crate::views::page_feed::{FeedAddress, PageFeed};
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{lines, page, query_words};
use dateline_auth::random::random_hex;

/// How many articles a page shows.
const ARTICLES: u32 = 40;

/// How many searches somebody may keep; each is compared with every article that comes.
const MOST: usize = 500;

/// The key of what is said of a search that was not filled from a whole index yet.
const UNFILLED: &str = key!("search-unfilled");

/// A longer name is no name.
const LONGEST_NAME: usize = 120;

#[derive(Template)]
#[template(path = "searches.html")]
struct List {
    shell: Shell,
    kept: Vec<Kept>,
}

/// A kept search in a list.
struct Kept {
    name: String,
    href: String,
    sentence: String,
    unread: String,
    about: Vec<String>,
}

#[derive(Template)]
#[template(path = "kept_search.html")]
struct One {
    shell: Shell,
    id: SearchId,
    name: String,
    query: String,
    sentence: String,
    notes: Vec<String>,
    search_href: String,
    in_front: bool,
    feeds: Vec<FeedAddress>,
    targets: Vec<Target>,
    articles: Vec<FoundCard>,
    more: Option<String>,
    is_first: bool,
}

/// Where alerts of this search can go.
struct Target {
    id: TargetId,
    name: String,
    on: bool,
    times: String,
}

/// Where a list goes on, and what was just done.
#[derive(Debug, Deserialize)]
pub struct Asked {
    before: Option<i64>,
    done: Option<String>,
}

/// The form that keeps or changes a search.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    name: String,
    query: String,
}

/// A switch.
#[derive(Debug, Deserialize)]
pub struct Switch {
    on: bool,
}

/// The form of an alert.
#[derive(Debug, Deserialize)]
pub struct AlertForm {
    target: TargetId,
    on: bool,
    #[serde(default)]
    times: String,
}

fn invalid(text: String) -> PageError {
    PageError::Invalid(text)
}

fn named(name: &str, query: &str) -> String {
    let name = one_line(name);
    let name = if name.is_empty() { query.to_owned() } else { name };
    name.chars().take(LONGEST_NAME).collect()
}

/// `GET /searches`
pub async fn list(State(app): State<App>, reader: Reader) -> Result<Response, PageError> {
    let store = app.desk.store();
    let unread = store.unread_matches(reader.user.id).await?;
    let kept = store.kept_searches(Some(reader.user.id)).await?;
    let kept = kept.into_iter().map(|search| {
        let parsed = app.desk.parse_search(&search.query, false);
        let mut about = Vec::new();
        if search.section.is_some() {
            about.push(say!("search-is-section"));
        }
        if search.feed_token.is_some() {
            about.push(say!("search-is-feed"));
        }
        if !search.alerts.is_empty() {
            about.push(say!("search-is-alert"));
        }
        let unread = unread.get(&search.id).copied().unwrap_or_default();
        Kept {
            href: format!("/searches/{}", search.id),
            sentence: capital(&query_words::sentence(&parsed.query, &app.settings.time_zone)),
            unread: if unread == 0 { String::new() } else { say!("search-unread", n = unread) },
            about,
            name: search.name,
        }
    });
    page(&List {
        kept: kept.collect(),
        shell: Shell::of(&app, &reader, &say!("search-kept"), Place::Search).await?,
    })
}

/// `POST /searches`
pub async fn keep(
    State(app): State<App>,
    Signed { reader, form }: Signed<Wanted>,
) -> Result<Response, PageError> {
    let query = one_line(&form.query);
    if query.is_empty() {
        return Err(invalid(say!("search-nothing-yet")));
    }
    let kept = app.desk.store().kept_searches(Some(reader.user.id)).await?;
    if kept.len() >= MOST {
        return Err(invalid(say!("search-too-many")));
    }
    let name = named(&form.name, &query);
    let id = app.desk.keep_search(reader.user.id, &name, &query).await?;
    // What is kept stands on the front page until its reader says otherwise.
    let last = kept.iter().filter_map(|search| search.section).max().unwrap_or_default();
    app.desk.store().set_search_section(reader.user.id, id, Some(last + 1)).await?;
    Ok(see_other(&format!("/searches/{id}?done=kept")))
}

async fn of_reader(app: &App, reader: &Reader, id: SearchId) -> Result<KeptSearch, PageError> {
    app.desk.store().kept_search(reader.user.id, id).await?.ok_or(PageError::NotFound)
}

/// `GET /searches/{search}`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(id): At<SearchId>,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let search = of_reader(&app, &reader, id).await?;
    let store = app.desk.store();
    let mut found = store.search_matches(reader.user.id, id, asked.before, ARTICLES + 1).await?;
    let has_more = found.len() > ARTICLES as usize;
    found.truncate(ARTICLES as usize);
    let more = found
        .last()
        .filter(|_| has_more)
        .map(|(place, _)| format!("/searches/{id}?before={place}"));
    let parsed = app.desk.parse_search(&search.query, false);
    let mut notes = lines::told_all(&parsed.notes);
    if search.filled_at.is_none() {
        notes.push(plain(UNFILLED));
    }
    let when = app.when();
    let articles =
        found.iter().map(|(_, article)| FoundCard::of(article, &parsed.query, &when)).collect();
    let targets = store.alert_targets(reader.user.id).await?;
    let targets = targets.into_iter().filter(|target| !target.kind.saves()).map(|target| {
        let alert = search.alerts.iter().find(|alert| alert.target == target.id);
        Target {
            id: target.id,
            name: match target.kind {
                TargetKind::Mail if target.confirmed_at.is_none() => {
                    say!("search-mail-unconfirmed", address = target.address)
                }
                TargetKind::Mail => say!("search-mail-to", address = target.address),
                kind => format!("{} {}", name_of(kind), target.address),
            },
            on: alert.is_some(),
            times: alert.map(|alert| alert.times.join(", ")).unwrap_or_default(),
        }
    });
    let notice = match asked.done.as_deref() {
        Some("kept") if has_more => Notice::good(say!("search-done-kept-more", n = found.len())),
        Some("kept") => Notice::good(say!("search-done-kept", n = found.len())),
        Some("changed") => Notice::good(say!("search-done-changed")),
        Some("feed") => Notice::good(say!("feeds-out-opened")),
        _ => None,
    };
    let page_feed = PageFeed::of_token(&app, search.feed_token.as_deref());
    let mut shell = Shell::of(&app, &reader, &search.name, Place::Search).await?;
    shell.feed = Some(page_feed.clone());
    page(&One {
        shell: shell.with_notice(notice),
        id,
        search_href: search_path(&search.query, Order::Newest),
        in_front: search.section.is_some(),
        feeds: page_feed.addresses,
        sentence: capital(&query_words::sentence(&parsed.query, &app.settings.time_zone)),
        notes,
        name: search.name,
        query: search.query,
        targets: targets.collect(),
        articles,
        more,
        is_first: asked.before.is_none(),
    })
}

/// `POST /searches/{search}`
pub async fn change(
    State(app): State<App>,
    At(id): At<SearchId>,
    Signed { reader, form }: Signed<Wanted>,
) -> Result<Response, PageError> {
    let query = one_line(&form.query);
    if query.is_empty() {
        return Err(invalid(say!("search-nothing")));
    }
    let name = named(&form.name, &query);
    if !app.desk.change_search(reader.user.id, id, &name, &query).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other(&format!("/searches/{id}?done=changed")))
}

/// `POST /searches/{search}/section`
pub async fn set_section(
    State(app): State<App>,
    At(id): At<SearchId>,
    Signed { reader, form }: Signed<Switch>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let kept = store.kept_searches(Some(reader.user.id)).await?;
    let last = kept.iter().filter_map(|search| search.section).max().unwrap_or_default();
    let place = form.on.then_some(last + 1);
    if !store.set_search_section(reader.user.id, id, place).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other(&format!("/searches/{id}?done=changed")))
}

/// `POST /searches/{search}/feed`: a new secret address, or none.
pub async fn set_feed(
    State(app): State<App>,
    At(id): At<SearchId>,
    Signed { reader, form }: Signed<Switch>,
) -> Result<Response, PageError> {
    let token = if form.on { Some(random_hex()?) } else { None };
    if !app.desk.store().set_search_feed(reader.user.id, id, token.as_deref()).await? {
        return Err(PageError::NotFound);
    }
    let done = if form.on { "feed" } else { "changed" };
    Ok(see_other(&format!("/searches/{id}?done={done}")))
}

/// `POST /searches/{search}/alert`
pub async fn set_alert(
    State(app): State<App>,
    At(id): At<SearchId>,
    Signed { reader, form }: Signed<AlertForm>,
) -> Result<Response, PageError> {
    let times = parse_times(&form.times).ok_or_else(|| invalid(say!("search-times")))?;
    let search = of_reader(&app, &reader, id).await?;
    let mut alerts = search.alerts;
    alerts.retain(|alert| alert.target != form.target);
    if form.on {
        alerts.push(SearchAlert { target: form.target, times });
    }
    app.desk.store().set_search_alerts(reader.user.id, id, &alerts).await?;
    Ok(see_other(&format!("/searches/{id}?done=changed")))
}

/// `POST /searches/{search}/remove`
pub async fn remove(
    State(app): State<App>,
    At(id): At<SearchId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().forget_search(reader.user.id, id).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/searches"))
}
