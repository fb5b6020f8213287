//! `/publish`: whether this instance shows a public newspaper and of what it is made, for admins.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_model::address::{is_web, without_login};
use dateline_model::{FeedId, Outlet, PublicEvent, PublicFeed, PublicMode, PublicPaper};
use serde::Deserialize;
use url::Url;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::Ask;
use crate::pages::tongue::Offer;
use crate::pages::users::only_admins;
use crate::say::Tongue;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::public::outlet_path;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{page, page_with};
use crate::when::{Moment, When};

/// The largest form: a line for each of ten thousand feeds.
pub const LARGEST: usize = 512 * 1024;

const LONGEST_NAME: usize = 60;
const LONGEST_CONTACT: usize = 200;

/// A word of so many letters and digits in an address is most likely a key.
const KEY: usize = 16;

#[derive(Template)]
#[template(path = "publish.html")]
struct Publish {
    shell: Shell,
    /// Settings say that there is none.
    forbidden: bool,
    /// Settings say that there is one.
    by_setting: bool,
    on: bool,
    /// An admin switched it on, and no address of a contact is set.
    waits_for_contact: bool,
    name: String,
    contact: String,
    contact_by_setting: bool,
    public: usize,
    tongues: Vec<Offer>,
    folders: Vec<FolderView>,
    outlets: Vec<OutletView>,
    removed: Vec<RemovedView>,
    log: Vec<LineView>,
}

/// The feeds of one folder.
struct FolderView {
    /// Its name as a form carries it.
    key: String,
    /// Its name as it is shown.
    name: String,
    /// The section that its public feeds stand in.
    section: String,
    feeds: Vec<FeedView>,
    chosen: usize,
}

struct FeedView {
    id: FeedId,
    title: String,
    chosen: bool,
    /// Why it needs a second look, or cannot be chosen at all.
    note: Option<String>,
    closed: bool,
}

struct OutletView {
    key: String,
    name: String,
    href: String,
}

struct RemovedView {
    key: String,
    at: Moment,
}

struct LineView {
    at: Moment,
    words: String,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// What switches it on.
#[derive(Debug, Deserialize)]
pub struct SwitchOn {
    understood: Option<String>,
}

/// What it is called.
#[derive(Debug, Deserialize)]
pub struct Named {
    name: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    tongue: String,
}

/// An outlet by its key.
#[derive(Debug, Deserialize)]
pub struct OfOutlet {
    key: String,
}

/// Which feeds are public: `feed-7`, and for each folder the name of its section.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    #[serde(flatten)]
    fields: HashMap<String, String>,
}

/// `GET /publish`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(Done { done }): Ask<Done>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let notice = match done.as_deref() {
        Some("on") => Notice::good(say!("publish-done-on")),
        Some("off") => Notice::good(say!("publish-done-off")),
        Some("named") => Notice::good(say!("publish-done-named")),
        Some("chosen") => Notice::good(say!("publish-done-chosen")),
        Some("removed") => Notice::good(say!("publish-done-removed")),
        Some("returned") => Notice::good(say!("publish-done-returned")),
        _ => None,
    };
    page(&publish(&app, &reader, notice).await?)
}

/// `POST /publish/on`
pub async fn switch_on(
    State(app): State<App>,
    Signed { reader, form }: Signed<SwitchOn>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let paper = app.public_paper().await?;
    let refusal = if app.settings.public.mode == PublicMode::Off {
        say!("publish-not-allowed")
    } else if paper.contact.trim().is_empty() {
        say!("publish-wants-contact")
    } else if form.understood.is_none() {
        say!("publish-wants-consent")
    } else {
        app.desk.store().switch_public_paper(reader.user.id, true, app.now()).await?;
        return Ok(see_other("/publish?done=on"));
    };
    let told = publish(&app, &reader, Notice::bad(&refusal)).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &told)
}

/// `POST /publish/off`
pub async fn switch_off(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    app.desk.store().switch_public_paper(reader.user.id, false, app.now()).await?;
    Ok(see_other("/publish?done=off"))
}

/// `POST /publish/name`
pub async fn set_name(
    State(app): State<App>,
    Signed { reader, form }: Signed<Named>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let (name, contact) = (line(&form.name, LONGEST_NAME), line(&form.contact, LONGEST_CONTACT));
    if !contact.is_empty() && !is_contact(&contact) {
        let refusal = say!("publish-bad-contact");
        let told = publish(&app, &reader, Notice::bad(&refusal)).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &told);
    }
    let offered = Tongue::of_tag(&form.tongue).filter(|known| Tongue::OFFERED.contains(known));
    let tongue = offered.unwrap_or_default();
    app.desk.store().name_public_paper(&name, &contact, tongue.tag()).await?;
    Ok(see_other("/publish?done=named"))
}

/// `POST /publish`
pub async fn choose(
    State(app): State<App>,
    Signed { reader, form }: Signed<Chosen>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let store = app.desk.store();
    let before: HashMap<FeedId, String> =
        store.public_feeds().await?.into_iter().map(|one| (one.feed, one.section)).collect();
    let folders: HashMap<FeedId, String> = store
        .subscriptions(reader.user.id)
        .await?
        .into_iter()
        .map(|(feed, subscription)| (feed.id, subscription.folder))
        .collect();
    let section = |folder: &str| {
        let typed = form.fields.get(&format!("section-{folder}")).map(String::as_str);
        let typed = typed.map(|typed| line(typed, LONGEST_NAME)).unwrap_or_default();
        if typed.is_empty() { section_of_folder(folder) } else { typed }
    };
    let chosen = form.fields.keys().filter_map(|name| {
        let feed: FeedId = name.strip_prefix("feed-")?.parse().ok()?;
        let section = match (folders.get(&feed), before.get(&feed)) {
            (Some(folder), _) => section(folder),
            (None, Some(section)) => section.clone(),
            (None, None) => return None,
        };
        Some(PublicFeed { feed, section })
    });
    let chosen: Vec<PublicFeed> = chosen.collect();
    store.choose_public_feeds(reader.user.id, &chosen, app.now()).await?;
    Ok(see_other("/publish?done=chosen"))
}

/// `POST /publish/remove`: an outlet is taken out of all that is public.
pub async fn remove(
    State(app): State<App>,
    Signed { reader, form }: Signed<OfOutlet>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let key = key_of(&form.key).ok_or_else(|| PageError::Invalid(say!("publish-bad-domain")))?;
    app.desk.store().remove_from_public(reader.user.id, &key, app.now()).await?;
    tracing::info!(outlet.key = %key, "an outlet was removed from the public newspaper");
    Ok(see_other("/publish?done=removed"))
}

/// `POST /publish/return`
pub async fn put_back(
    State(app): State<App>,
    Signed { reader, form }: Signed<OfOutlet>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    if !app.desk.store().return_to_public(reader.user.id, &form.key, app.now()).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/publish?done=returned"))
}

async fn publish(app: &App, reader: &Reader, notice: Option<Notice>) -> Result<Publish, PageError> {
    let store = app.desk.store();
    let (stored, shown) = (store.public_paper().await?, app.public_paper().await?);
    let (settings, when) = (&app.settings.public, app.when());
    let chosen = store.public_feeds().await?;
    let wanted = stored.on || settings.mode == PublicMode::On;
    Ok(Publish {
        shell: Shell::of(app, reader, &say!("public-newspaper"), Place::Account)
            .await?
            .with_notice(notice),
        forbidden: settings.mode == PublicMode::Off,
        by_setting: settings.mode == PublicMode::On,
        on: shown.on,
        waits_for_contact: wanted && !shown.on && settings.mode != PublicMode::Off,
        name: stored.name.clone(),
        contact: contact(&shown, &stored),
        contact_by_setting: settings.contact.is_some(),
        public: chosen.len(),
        tongues: Tongue::OFFERED
            .map(|tongue| Offer {
                tag: tongue.tag(),
                name: tongue.own_name(),
                current: tongue.tag() == stored.tongue,
            })
            .into(),
        folders: folders(app, reader, &chosen).await?,
        outlets: store.public_outlets().await?.into_iter().map(outlet).collect(),
        removed: store
            .removed_from_public()
            .await?
            .into_iter()
            .map(|(key, at)| RemovedView { key, at: when.tell(at) })
            .collect(),
        log: store.public_log().await?.into_iter().map(|line| told(line, &when)).collect(),
    })
}

fn contact(shown: &PublicPaper, stored: &PublicPaper) -> String {
    if shown.contact.is_empty() { stored.contact.clone() } else { shown.contact.clone() }
}

fn outlet(outlet: Outlet) -> OutletView {
    OutletView { href: outlet_path(&outlet.key), key: outlet.key, name: outlet.name }
}

async fn folders(
    app: &App,
    reader: &Reader,
    chosen: &[PublicFeed],
) -> Result<Vec<FolderView>, PageError> {
    let sections: HashMap<FeedId, &str> =
        chosen.iter().map(|one| (one.feed, one.section.as_str())).collect();
    let mut folders: BTreeMap<String, FolderView> = BTreeMap::new();
    let mut own = Vec::new();
    for (feed, subscription) in app.desk.store().subscriptions(reader.user.id).await? {
        own.push(feed.id);
        if Url::parse(&feed.url).map_or(true, |url| !is_web(&url)) {
            continue;
        }
        let folder = folders.entry(subscription.folder.clone()).or_insert_with(|| FolderView {
            name: match subscription.folder.as_str() {
                "" => say!("publish-no-folder"),
                name => name.replace('/', " › "),
            },
            section: section_of_folder(&subscription.folder),
            key: subscription.folder.clone(),
            feeds: Vec::new(),
            chosen: 0,
        });
        let section = sections.get(&feed.id);
        if let Some(section) = section {
            (*section).clone_into(&mut folder.section);
            folder.chosen += 1;
        }
        let closed = without_login(&feed.url) != feed.url;
        folder.feeds.push(FeedView {
            id: feed.id,
            title: subscription.title.or(feed.title).unwrap_or_else(|| without_login(&feed.url)),
            chosen: section.is_some(),
            note: if closed {
                Some(say!("publish-login"))
            } else {
                holds_key(&feed.url).then(|| say!("publish-key"))
            },
            closed,
        });
    }
    let mut folders: Vec<FolderView> = folders.into_values().collect();
    for folder in &mut folders {
        folder.feeds.sort_by_key(|feed| feed.title.to_lowercase());
    }
    let mut others = Vec::new();
    for one in chosen.iter().filter(|one| !own.contains(&one.feed)) {
        let feed = app.desk.store().feed(one.feed).await?;
        let title = feed.and_then(|feed| feed.title).unwrap_or_else(|| say!("publish-some-feed"));
        others.push(FeedView { id: one.feed, title, chosen: true, note: None, closed: false });
    }
    if !others.is_empty() {
        let name = say!("publish-others");
        let (key, section, chosen) = (String::new(), String::new(), others.len());
        folders.push(FolderView { key, name, section, chosen, feeds: others });
    }
    Ok(folders)
}

/// Feeds for one reader carry their key in the query, or as a long word of letters and digits.
fn holds_key(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return true };
    let is_key = |word: &str| {
        word.len() >= KEY
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    url.query().is_some() || url.path().split(['/', '.', '-', '_', '~', '%', '+']).any(is_key)
}

/// What a folder's section is called where nobody said: the last part of its name.
fn section_of_folder(folder: &str) -> String {
    let name = line(folder.rsplit('/').next().unwrap_or_default(), LONGEST_NAME);
    if name.is_empty() { "News".to_owned() } else { name }
}

/// One line of what was typed; a slash would be another part of an address.
fn line(typed: &str, most: usize) -> String {
    let signs = typed.chars().map(|sign| if sign.is_control() { ' ' } else { sign });
    let line: String = signs.collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(most).collect()
}

fn is_contact(typed: &str) -> bool {
    let mail = |text: &str| {
        let parts = text.split_once('@');
        parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
            && !text.contains([' ', '<', '>', ',', ';'])
    };
    match Url::parse(typed) {
        Ok(url) if url.scheme() == "mailto" => mail(url.path()),
        Ok(url) => is_web(&url),
        Err(_) => mail(typed),
    }
}

/// The key of an outlet that was typed: a domain, an address on it, or the key itself.
fn key_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let host = Url::parse(typed).ok().and_then(|url| url.host_str().map(str::to_owned));
    let name = host.unwrap_or_else(|| typed.to_lowercase());
    if name.is_empty() || name.len() > 200 || name.contains(char::is_whitespace) {
        return None;
    }
    // A channel's key has a path, which no domain has.
    Some(dateline_model::address::registrable_domain(&name).unwrap_or(name))
}

fn told(line: PublicEvent, when: &When) -> LineView {
    let by = line.by.unwrap_or_else(|| say!("publish-somebody"));
    let words = match line.event.as_str() {
        "on" => say!("publish-log-on", who = by),
        "off" => say!("publish-log-off", who = by),
        "chosen" => {
            let feeds: i64 = line.about.parse().unwrap_or_default();
            say!("publish-log-chosen", who = by, n = feeds)
        }
        "removed" => say!("publish-log-removed", who = by, outlet = line.about),
        "returned" => say!("publish-log-returned", who = by, outlet = line.about),
        other => format!("{by}: {other} {}", line.about),
    };
    LineView { at: when.tell(line.at), words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_named_by_domain_address_or_key() {
        assert_eq!(key_of("https://www.bbc.co.uk/news").as_deref(), Some("bbc.co.uk"));
        assert_eq!(key_of("Example.COM").as_deref(), Some("example.com"));
        assert_eq!(key_of("t.me/channel").as_deref(), Some("t.me/channel"));
        assert_eq!(key_of("two words"), None);
        assert_eq!(key_of(" "), None);
    }

    #[test]
    fn publishers_can_write_to_mail_or_a_page() {
        for good in ["desk@a.example", "mailto:desk@a.example", "https://a.example/contact"] {
            assert!(is_contact(good), "{good}");
        }
        for bad in ["desk", "javascript:alert(1)", "a@b", "<a@b.example>", "a b@c.example"] {
            assert!(!is_contact(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_that_may_hold_a_key_is_noticed() {
        assert!(holds_key("https://a.example/feed?key=1"));
        assert!(holds_key("https://a.example/feed/8fk2j3hd92kd82jd.atom"));
        assert!(!holds_key("https://a.example/news/2025/12/rss/world.xml"));
    }

    #[test]
    fn a_section_is_called_like_the_end_of_its_folder() {
        assert_eq!(section_of_folder("News/Local"), "Local");
        assert_eq!(section_of_folder(""), "News");
        assert_eq!(line(" a\n b ", 9), "a b");
    }
}
