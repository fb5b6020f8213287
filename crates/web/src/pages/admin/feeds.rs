//! `/admin/feeds`: all feeds of the instance, and how they fare.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{FeedClass, FeedId, FeedOrder, FeedsAsked, OverseenFeed};
use serde::Deserialize;
use url::Url;

use super::{Admin, Nav, frame};
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::feed::capital;
use crate::views::shell::{Notice, Shell};
use crate::views::{lines, page};
use crate::when::{Moment, When, grouped};

/// So many stand on a page.
const ON_A_PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "admin/feeds.html")]
struct Feeds {
    shell: Shell,
    nav: Nav,
    classes: Vec<Choice>,
    orders: Vec<Choice>,
    class: &'static str,
    words: String,
    feeds: Vec<Row>,
    more: Option<String>,
    back: Option<String>,
}

struct Choice {
    value: &'static str,
    name: String,
    count: String,
    chosen: bool,
    href: String,
}

struct Row {
    id: FeedId,
    title: String,
    address: String,
    status: String,
    mood: &'static str,
    said: String,
    readers: u64,
    polled: Option<Moment>,
    next: Option<Moment>,
    paused: bool,
}

#[derive(Template)]
#[template(path = "admin/feed_remove.html")]
struct Removal {
    shell: Shell,
    nav: Nav,
    feed: Row,
}

/// Which are asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: u32,
    #[serde(default)]
    done: String,
}

/// What people call a class of feeds.
pub fn class_name(class: FeedClass) -> String {
    match class {
        FeedClass::All => say!("admin-feeds-all"),
        FeedClass::Failing => say!("admin-feeds-failing"),
        FeedClass::Refused => say!("admin-feeds-refused"),
        FeedClass::Silent => say!("admin-feeds-silent"),
        FeedClass::Slow => say!("admin-feeds-slow"),
        FeedClass::Redirected => say!("admin-feeds-redirected"),
        FeedClass::Paused => say!("admin-feeds-paused"),
    }
}

fn order_name(order: FeedOrder) -> String {
    match order {
        FeedOrder::Host => say!("admin-by-host"),
        FeedOrder::Polled => say!("admin-by-polled"),
        FeedOrder::Silence => say!("admin-by-silence"),
        FeedOrder::Errors => say!("admin-by-errors"),
        FeedOrder::Readers => say!("admin-by-readers"),
    }
}

fn class_of(word: &str) -> FeedClass {
    FeedClass::ALL.into_iter().find(|class| class.as_str() == word).unwrap_or_default()
}

fn order_of(word: &str) -> FeedOrder {
    FeedOrder::ALL.into_iter().find(|order| order.as_str() == word).unwrap_or_default()
}

fn address(class: FeedClass, order: FeedOrder, words: &str, from: u32) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("show", class.as_str()).append_pair("by", order.as_str());
    if !words.is_empty() {
        query.append_pair("q", words);
    }
    if from > 0 {
        query.append_pair("from", &from.to_string());
    }
    format!("/admin/feeds?{}", query.finish())
}

/// `GET /admin/feeds`
pub async fn show(
    State(app): State<App>,
    admin: Admin,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let (class, order) = (class_of(&asked.show), order_of(&asked.by));
    let words: String = asked.q.trim().chars().take(200).collect();
    let store = app.desk.store();
    let now = app.now();
    let query =
        FeedsAsked { class, order, words: words.clone(), offset: asked.from, limit: ON_A_PAGE + 1 };
    let mut found = store.overseen_feeds(&query, now).await?;
    let more = found.len() > ON_A_PAGE as usize;
    found.truncate(ON_A_PAGE as usize);
    let counts = store.feed_classes(now).await?;
    let notice = match asked.done.as_str() {
        "asked" => Notice::good(say!("admin-feed-asked")),
        "paused" => Notice::good(say!("admin-feed-is-paused")),
        "busy" => Notice::bad(say!("admin-feed-busy")),
        "removed" => Notice::good(say!("admin-feed-removed")),
        _ => None,
    };
    let when = app.when();
    let at = |from| address(class, order, &words, from);
    page(&Feeds {
        shell: frame(&app, &admin, &say!("admin-feeds-title"), notice).await?,
        nav: Nav::at("/admin/feeds"),
        classes: counts
            .into_iter()
            .map(|(one, count)| Choice {
                value: one.as_str(),
                name: class_name(one),
                count: grouped(count),
                chosen: one == class,
                href: address(one, order, &words, 0),
            })
            .collect(),
        orders: FeedOrder::ALL
            .into_iter()
            .map(|one| Choice {
                value: one.as_str(),
                name: order_name(one),
                count: String::new(),
                chosen: one == order,
                href: String::new(),
            })
            .collect(),
        class: class.as_str(),
        feeds: found.iter().map(|one| Row::of(one, &when)).collect(),
        more: more.then(|| at(asked.from.saturating_add(ON_A_PAGE))),
        back: (asked.from > 0).then(|| at(asked.from.saturating_sub(ON_A_PAGE))),
        words,
    })
}

impl Row {
    fn of(one: &OverseenFeed, when: &When) -> Self {
        let polling = &one.feed.polling;
        let (status, mood) =
            crate::views::feed::state(polling.status, polling.last_warning.is_some());
        let address = shown(&one.feed.url);
        let line = polling.last_error.as_ref().or(polling.last_result.as_ref());
        let mut said = line.map(|line| capital(&lines::told(line))).unwrap_or_default();
        let to = polling.moved_to.as_ref().or(polling.final_url.as_ref());
        if let Some(to) = to.filter(|to| **to != one.feed.url) {
            said.push_str(&format!(" → {}", shown(to)));
        }
        Self {
            id: one.feed.id,
            title: one.feed.title.clone().unwrap_or_else(|| address.clone()),
            address,
            status,
            mood: mood.class(),
            said,
            readers: one.readers,
            polled: polling.polled_at.map(|at| when.tell(at)),
            next: polling.next_poll_at.map(|at| when.tell(at)),
            paused: polling.next_poll_at.is_none(),
        }
    }
}

/// An address without what may be a reader's own secret in it.
fn shown(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return String::new() };
    let more = url.query().is_some();
    url.set_query(None);
    url.set_fragment(None);
    // Both fail only where an address cannot have them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if more { format!("{url}?…") } else { url.into() }
}

/// `POST /admin/feeds/{feed}/poll`
pub async fn poll(
    State(app): State<App>,
    At(id): At<FeedId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    app.desk.store().overseen_feed(id).await?.ok_or(PageError::NotFound)?;
    app.desk.poll_soon(&[id]).await?;
    Ok(see_other("/admin/feeds?done=asked"))
}

/// `POST /admin/feeds/{feed}/pause`
pub async fn pause(
    State(app): State<App>,
    At(id): At<FeedId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    let store = app.desk.store();
    store.overseen_feed(id).await?.ok_or(PageError::NotFound)?;
    // As all that polls leave behind for readers, the reason is kept in English.
    let paused = store.pause_feed(id, "not polled, because an admin paused it").await?;
    Ok(see_other(if paused { "/admin/feeds?done=paused" } else { "/admin/feeds?done=busy" }))
}

/// `GET /admin/feeds/{feed}/remove`
pub async fn ask_to_remove(
    State(app): State<App>,
    admin: Admin,
    At(id): At<FeedId>,
) -> Result<Response, PageError> {
    let feed = app.desk.store().overseen_feed(id).await?.ok_or(PageError::NotFound)?;
    page(&Removal {
        shell: frame(&app, &admin, &say!("admin-feed-remove-title"), None).await?,
        nav: Nav::at("/admin/feeds"),
        feed: Row::of(&feed, &app.when()),
    })
}

/// `POST /admin/feeds/{feed}/remove`
pub async fn remove(
    State(app): State<App>,
    At(id): At<FeedId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    let admin = Admin::of(reader)?;
    app.desk.store().remove_feed(id).await?.ok_or(PageError::NotFound)?;
    tracing::info!(feed = %id, by = %admin.0.user.id, "an admin removed a feed for all its readers");
    Ok(see_other("/admin/feeds?done=removed"))
}
