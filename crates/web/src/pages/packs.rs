//! `/feeds/packs`: packs of sources by country and topic, of which several are followed at once.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use dateline_desk::{ImportReport, Pack, pack};

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::Signed;
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::packs::{Chooser, Wanted, language, languages, lists_of};
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{pack_names, page, page_with};
use dateline_auth::random::random_hex;

#[derive(Template)]
#[template(path = "packs.html")]
struct Packs {
    shell: Shell,
    chooser: Chooser,
}

#[derive(Template)]
#[template(path = "pack.html")]
struct OnePack {
    shell: Shell,
    id: String,
    name: String,
    summary: String,
    feeds: Vec<FeedLine>,
    lists: Vec<ListLine>,
}

struct FeedLine {
    title: String,
    url: String,
    /// Which language it is in, where that is not the pack's.
    language: String,
}

struct ListLine {
    name: String,
    href: String,
    license: String,
}

/// What a form with several values of one name says.
type Pairs = Vec<(String, String)>;

/// `GET /feeds/packs`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Ask(asked): Ask<Pairs>,
) -> Result<Response, PageError> {
    list(&app, &reader, &headers, StatusCode::OK, &Wanted::of(&asked), None).await
}

async fn list(
    app: &App,
    reader: &Reader,
    headers: &HeaderMap,
    status: StatusCode,
    wanted: &Wanted,
    notice: Option<Notice>,
) -> Result<Response, PageError> {
    let shell = Shell::of(app, reader, &say!("packs-title"), Place::Feeds).await?;
    let shell = shell.with_notice(notice);
    page_with(status, &Packs { shell, chooser: Chooser::of(wanted, headers) })
}

/// `POST /feeds/packs`: follows what was chosen; or shows what was looked for, with the choice kept.
pub async fn follow(
    State(app): State<App>,
    headers: HeaderMap,
    Signed { reader, form }: Signed<Pairs>,
) -> Result<Response, PageError> {
    let wanted = Wanted::of(&form);
    if form.iter().any(|(name, value)| name == "do" && value == "show") {
        return Ok(see_other(&format!("/feeds/packs?{}", wanted.query())));
    }
    let chosen = wanted.packs();
    if chosen.is_empty() {
        let notice = Notice::bad(say!("packs-none-chosen"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return list(&app, &reader, &headers, status, &wanted, notice).await;
    }
    let names: Vec<String> = chosen.iter().map(|pack| pack_names::pack(pack)).collect();
    let packs: Vec<(&Pack, &str)> =
        chosen.iter().copied().zip(names.iter().map(String::as_str)).collect();
    let user = reader.user.id;
    let first = app.desk.store().first_polls(user).await?.feeds == 0;
    let report = app.desk.add_packs(user, &packs).await?;
    lead_on(&app, &reader, report, first)
}

/// Whoever begins looks on while the front page fills; whoever has feeds is told what was added.
pub fn lead_on(
    app: &App,
    reader: &Reader,
    report: ImportReport,
    first: bool,
) -> Result<Response, PageError> {
    if first && report.skipped.is_empty() && report.warnings.is_empty() && report.added > 0 {
        return Ok(see_other("/"));
    }
    let name = random_hex()?;
    let path = format!("/feeds/import/{name}");
    app.remember_import(name, reader.user.id, report);
    Ok(see_other(&path))
}

/// `GET /feeds/packs/{pack}`
pub async fn one(
    State(app): State<App>,
    reader: Reader,
    At(id): At<String>,
) -> Result<Response, PageError> {
    let pack = pack(&id).ok_or(PageError::NotFound)?;
    let name = pack_names::pack(pack);
    let odd = |tag: &str| if tag == pack.language { String::new() } else { language(tag) };
    page(&OnePack {
        shell: Shell::of(&app, &reader, &name, Place::Feeds).await?,
        id: pack.id.clone(),
        summary: say!("packs-summary", n = pack.feeds.len(), languages = languages(pack)),
        feeds: pack
            .feeds
            .iter()
            .map(|feed| FeedLine {
                title: feed.title.clone(),
                url: feed.url.clone(),
                language: odd(&feed.language),
            })
            .collect(),
        lists: lists_of(pack)
            .map(|list| ListLine {
                name: list.name.clone(),
                href: format!("https://github.com/{}", list.repository),
                license: list.license.clone(),
            })
            .collect(),
        name,
    })
}
