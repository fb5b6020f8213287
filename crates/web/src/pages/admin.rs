//! `/admin`: how the instance is, for those who look after it. Nothing here says what somebody reads;
//! only a backup holds that, and its page says so.

pub mod backups;
pub mod doctor;
pub mod feeds;
pub mod jobs;
pub mod log;
pub mod storage;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{FeedClass, Role};

use crate::admin::{FindingState, Instance};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::size::bytes;
use crate::views::{lines, page};
use crate::when::{Moment, grouped};

/// The parts of the administration, as its navigation names them.
pub struct Nav {
    /// The path of the present page.
    here: &'static str,
}

impl Nav {
    /// The navigation on a page.
    pub fn at(here: &'static str) -> Self {
        Self { here }
    }

    /// Paths and names, and whether it is the present page.
    pub fn links(&self) -> Vec<(&'static str, String, bool)> {
        let links = [
            ("/admin", say!("admin-overview")),
            ("/users", say!("admin-users")),
            ("/admin/feeds", say!("admin-feeds")),
            ("/admin/jobs", say!("admin-jobs")),
            ("/admin/storage", say!("admin-storage")),
            ("/admin/backups", say!("admin-backups")),
            ("/admin/log", say!("admin-log")),
            ("/admin/settings", say!("admin-settings")),
            ("/admin/doctor", say!("admin-doctor")),
        ];
        links.map(|(href, name)| (href, name, href == self.here)).into()
    }
}

/// Whoever looks after the instance; for anybody else there is no such page.
pub struct Admin(pub Reader);

impl axum::extract::FromRequestParts<App> for Admin {
    type Rejection = PageError;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &App,
    ) -> Result<Self, PageError> {
        let reader = Reader::from_request_parts(parts, app).await?;
        Self::of(reader)
    }
}

impl Admin {
    /// A reader who is one.
    ///
    /// # Errors
    /// [`PageError::NotFound`] for anybody else.
    pub fn of(reader: Reader) -> Result<Self, PageError> {
        if reader.user.role == Role::Admin { Ok(Self(reader)) } else { Err(PageError::NotFound) }
    }
}

/// The frame of a page of the administration.
async fn frame(
    app: &App,
    admin: &Admin,
    title: &str,
    notice: Option<Notice>,
) -> Result<Shell, PageError> {
    Ok(Shell::of(app, &admin.0, title, Place::Elsewhere).await?.with_notice(notice))
}

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct Overview {
    shell: Shell,
    nav: Nav,
    cards: Vec<Card>,
    versions: Vec<(String, String)>,
}

/// A part of the administration in a few words.
pub struct Card {
    href: &'static str,
    name: String,
    lines: Vec<String>,
    bad: bool,
}

/// `GET /admin`
pub async fn show(State(app): State<App>, admin: Admin) -> Result<Response, PageError> {
    let cards = vec![
        users(&app).await?,
        feeds_card(&app).await?,
        jobs_card(&app).await?,
        storage_card(&app).await?,
        backups::card(&app),
        log_card(&app),
        settings_card(&app),
        doctor::card(&app),
    ];
    page(&Overview {
        shell: frame(&app, &admin, &say!("admin-title"), None).await?,
        nav: Nav::at("/admin"),
        cards,
        versions: versions(&app).await?,
    })
}

async fn users(app: &App) -> Result<Card, PageError> {
    let users = app.desk.store().users().await?;
    let admins = users.iter().filter(|user| user.role == Role::Admin).count();
    Ok(Card {
        href: "/users",
        name: say!("admin-users"),
        lines: vec![say!("admin-card-users", n = users.len(), admins = admins)],
        bad: false,
    })
}

async fn feeds_card(app: &App) -> Result<Card, PageError> {
    let classes = app.desk.store().feed_classes(app.now()).await?;
    let of = |class| classes.iter().find(|(known, _)| *known == class).map_or(0, |(_, n)| *n);
    let failing = of(FeedClass::Failing) + of(FeedClass::Refused);
    let mut lines = vec![say!("admin-card-feeds", n = of(FeedClass::All))];
    lines.extend(
        classes
            .iter()
            .filter(|(class, n)| *class != FeedClass::All && *n > 0)
            .map(|(class, n)| format!("{}: {}", feeds::class_name(*class), grouped(*n))),
    );
    Ok(Card { href: "/admin/feeds", name: say!("admin-feeds"), lines, bad: failing > 0 })
}

async fn jobs_card(app: &App) -> Result<Card, PageError> {
    let queues = app.desk.store().queues(app.now()).await?;
    let due: u64 = queues.iter().map(|queue| queue.due).sum();
    let running: u64 = queues.iter().map(|queue| queue.running).sum();
    let lines = vec![say!("admin-card-due", n = due), say!("admin-card-running", n = running)];
    Ok(Card { href: "/admin/jobs", name: say!("admin-jobs"), lines, bad: false })
}

async fn storage_card(app: &App) -> Result<Card, PageError> {
    let size = app.desk.store().size_bytes().await?;
    let mut lines = vec![say!("admin-card-database", size = bytes(size))];
    let free = app.settings.admin.as_ref().and_then(|one| (one.free_bytes)(&one.data));
    lines.extend(free.map(|free| say!("admin-card-free", size = bytes(free))));
    let bad = free.is_some_and(|free| free < storage::TIGHT);
    Ok(Card { href: "/admin/storage", name: say!("admin-storage"), lines, bad })
}

fn log_card(app: &App) -> Card {
    let lines = app.settings.admin.as_ref().map(|one| (one.log)()).unwrap_or_default();
    let errors = lines.iter().filter(|line| line.is_error).count();
    Card {
        href: "/admin/log",
        name: say!("admin-log"),
        lines: vec![say!("admin-card-log", errors = errors, warnings = lines.len() - errors)],
        bad: errors > 0,
    }
}

fn settings_card(app: &App) -> Card {
    let settings = app.settings.admin.as_ref().map(|one| one.settings.as_ref()).unwrap_or_default();
    let chosen = settings.iter().filter(|line| !line.is_default).count();
    Card {
        href: "/admin/settings",
        name: say!("admin-settings"),
        lines: vec![say!("admin-card-settings", n = chosen)],
        bad: false,
    }
}

/// What runs here, and since when.
async fn versions(app: &App) -> Result<Vec<(String, String)>, PageError> {
    let store = app.desk.store();
    let mut versions = vec![
        (say!("admin-version-program"), env!("CARGO_PKG_VERSION").to_owned()),
        (
            say!("admin-version-database"),
            say!(
                "admin-version-schema",
                engine = store.engine_name(),
                schema = store.schema_number().await?.to_string()
            ),
        ),
        (say!("admin-version-index"), dateline_desk::INDEX_VERSION.to_owned()),
    ];
    if let Some(one) = &app.settings.admin {
        let up = (one.wall)().duration_since(one.started).as_mins();
        let (days, hours, minutes) = (up / 1440, up / 60 % 24, up % 60);
        let up = say!("admin-uptime-of", days = days, hours = hours, minutes = minutes);
        versions.push((say!("admin-uptime"), up));
    }
    Ok(versions)
}

#[derive(Template)]
#[template(path = "admin/settings.html")]
struct Settings {
    shell: Shell,
    nav: Nav,
    lines: Vec<SettingRow>,
}

struct SettingRow {
    key: &'static str,
    value: String,
    origin: String,
    is_default: bool,
    help: String,
}

impl SettingRow {
    fn of(line: &crate::admin::SettingLine) -> Self {
        Self {
            key: line.key,
            // What somebody set is theirs; what holds without that may be told in words.
            value: if line.is_default { lines::told(&line.value) } else { line.value.clone() },
            origin: lines::told(&line.origin),
            is_default: line.is_default,
            help: lines::told(line.help),
        }
    }
}

/// `GET /admin/settings`
pub async fn settings(State(app): State<App>, admin: Admin) -> Result<Response, PageError> {
    let settings = app.settings.admin.as_ref().map(|one| one.settings.as_ref()).unwrap_or_default();
    page(&Settings {
        shell: frame(&app, &admin, &say!("admin-settings-title"), None).await?,
        nav: Nav::at("/admin/settings"),
        lines: settings.iter().map(SettingRow::of).collect(),
    })
}

/// The class of a state's tag.
fn mood(state: FindingState) -> &'static str {
    match state {
        FindingState::Fine => "fine",
        FindingState::Warning => "warning",
        FindingState::Problem => "bad",
    }
}

/// A moment of the system's clock, as seen from the system's present moment.
fn by_wall(app: &App, instance: &Instance, at: jiff::Timestamp) -> Moment {
    crate::when::When::new((instance.wall)(), &app.settings.time_zone).tell(at)
}
