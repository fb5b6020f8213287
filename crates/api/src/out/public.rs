//! `/public/feed/…`: the public newspaper as feeds, of its front page, a section, a story and an
//! outlet. Nobody needs a token, and nothing here knows of a user: what the store gives for them
//! holds no more of an article than anybody may see.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_model::{PublicArticle, PublicPaper, PublicStory};
use jiff::Timestamp;

use super::feed::{OutFeed, OutItem, Source, id_of};
use super::gather::{language, web};
use super::{Form, Places, Room, base_of, below, protected};
use crate::problem::Problem;
use crate::state::App;

/// How many stories or articles a feed lists.
const ITEMS: u32 = 40;

/// How it may be kept elsewhere: for a minute, by everybody.
const KEEP: &str = "public, max-age=60, s-maxage=60";

/// A feed, and where it stands.
struct Told {
    title: String,
    about: &'static str,
    /// The page that shows the same, by the segments of its path.
    page: Vec<String>,
    items: Vec<OutItem>,
}

/// `GET /public/feed/front.{form}`
pub(super) async fn front(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (name, form) = split(&file)?;
    let paper = paper(&app).await?;
    if name != "front" {
        return Err(Problem::NotFound);
    }
    let instance = room.instance(&app).await?;
    let found = app.store().public_stories(None, ITEMS).await?;
    let told = Told {
        title: paper.name.clone(),
        about: "The stories of now, the most important first",
        page: segments(&["public"]),
        items: found.iter().map(|one| story(instance, one)).collect(),
    };
    answer(&app, &room, told, &segments(&["public", "feed", &file]), form, &headers).await
}

/// `GET /public/feed/{section, story or outlet}/{name}.{form}`
pub(super) async fn of_something(
    State(app): State<App>,
    Extension(room): Extension<Arc<Room>>,
    Path((kind, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (name, form) = split(&file)?;
    let paper = paper(&app).await?;
    let instance = room.instance(&app).await?;
    let (title, about, items) = match kind.as_str() {
        "section" => of_section(&app, &paper, instance, name).await?,
        "story" => of_story(&app, instance, name).await?,
        "outlet" => of_outlet(&app, instance, name).await?,
        _ => return Err(Problem::NotFound),
    };
    let told = Told { title, about, items, page: segments(&["public", &kind, name]) };
    answer(&app, &room, told, &segments(&["public", "feed", &kind, &file]), form, &headers).await
}

type List = (String, &'static str, Vec<OutItem>);

async fn of_section(
    app: &App,
    paper: &PublicPaper,
    instance: &str,
    name: &str,
) -> Result<List, Problem> {
    if !paper.sections.iter().any(|known| known == name) {
        return Err(Problem::NotFound);
    }
    let found = app.store().public_stories(Some(name), ITEMS).await?;
    let items = found.iter().map(|one| story(instance, one)).collect();
    let about = "The stories of a section, the most important first";
    Ok((format!("{}: {name}", paper.name), about, items))
}

async fn of_story(app: &App, instance: &str, name: &str) -> Result<List, Problem> {
    let id = name.parse().map_err(|_| Problem::NotFound)?;
    let found = app.store().public_story(id).await?.ok_or(Problem::NotFound)?;
    let members = found.members.iter().take(ITEMS as usize);
    let items = members.map(|(one, _)| article(instance, one)).collect();
    Ok((found.story.lead.title, "The coverage of one story, without copies", items))
}

async fn of_outlet(app: &App, instance: &str, name: &str) -> Result<List, Problem> {
    let (outlet, found) = app.store().public_outlet(name).await?.ok_or(Problem::NotFound)?;
    let found = found.iter().take(ITEMS as usize);
    let items = found.map(|(one, _)| article(instance, one)).collect();
    Ok((outlet.name, "The articles of an outlet, the newest first", items))
}

/// The public newspaper, where it is shown.
async fn paper(app: &App) -> Result<PublicPaper, Problem> {
    let paper = app.store().public_paper().await?.shown(&app.settings.public);
    if paper.on { Ok(paper) } else { Err(Problem::NotFound) }
}

fn split(file: &str) -> Result<(&str, Form), Problem> {
    let (name, form) = file.rsplit_once('.').ok_or(Problem::NotFound)?;
    Ok((name, Form::of(form).ok_or(Problem::NotFound)?))
}

fn segments(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn article(instance: &str, article: &PublicArticle) -> OutItem {
    OutItem {
        id: id_of(instance, "public article", &article.id.to_string()),
        title: article.title.clone(),
        url: web(Some(&article.address)),
        origin: None,
        authors: vec![article.outlet.name.clone()],
        summary: article.excerpt.clone(),
        published: article.placed_at,
        updated: article.placed_at,
        language: language(article.language.as_deref()),
        source: Some(Source {
            title: article.outlet.name.clone(),
            feed: None,
            home: web(article.outlet.home.as_deref()),
        }),
        statements: Vec::new(),
    }
}

/// A story leads to its most central article at its outlet.
fn story(instance: &str, story: &PublicStory) -> OutItem {
    OutItem {
        id: id_of(instance, "public story", &story.id.to_string()),
        published: story.opened_at,
        updated: story.grown_at,
        ..article(instance, &story.lead)
    }
}

async fn answer(
    app: &App,
    room: &Room,
    told: Told,
    own: &[String],
    form: Form,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let name = own.join("/");
    let feed = OutFeed {
        id: id_of(room.instance(app).await?, "public feed", &told.page.join("/")),
        updated: told.items.iter().map(|item| item.updated).max().unwrap_or(Timestamp::UNIX_EPOCH),
        title: told.title,
        about: told.about.to_owned(),
        path: told.page,
        items: told.items,
    };
    let base = base_of(app, headers);
    let at = |path: &[String]| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        base.as_ref().and_then(|base| below(base, &path))
    };
    let places = Places { own: at(own), page: at(&feed.path), hub: None };
    let body = form.write(&feed, &places);
    let seen = room.fresh.note(&name, &body, app.desk.clock().wall());
    let mut told = protected();
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    for (name, value) in [(header::ETAG, &seen.etag), (header::LAST_MODIFIED, &seen.last_modified)]
    {
        if let Ok(value) = HeaderValue::from_str(value) {
            told.insert(name, value);
        }
    }
    if seen.is_known_to(headers) {
        return Ok((StatusCode::NOT_MODIFIED, told).into_response());
    }
    told.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    Ok((told, body).into_response())
}
