//! What machines ask of the public newspaper: where its pages are, and which of them they may read.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use dateline_model::PublicStory;
use jiff::SignedDuration;

use crate::errors::PageError;
use crate::public::Shown;
use crate::state::App;
use crate::views::public::{absolute, section_path, whole_seconds};
use crate::views::text::language;

/// So many stories are told (sitemaps.org allows 50,000, news sitemaps 1,000).
const STORIES: u32 = 500;

/// What a news sitemap lists is no older (Google's rule for them).
const NEWS: SignedDuration = SignedDuration::from_hours(48);

const XML: &str = "application/xml; charset=utf-8";

/// All but the public pages is private, and signing in is no page for robots.
const OPEN: &str = "User-agent: *\nAllow: /$\nAllow: /public$\nAllow: /public/\n\
    Allow: /assets/\nAllow: /favicon.svg\nAllow: /favicon.ico\nAllow: /sitemap.xml\nDisallow: /\n";

const SHUT: &str = "User-agent: *\nDisallow: /\n";

#[derive(Template)]
#[template(path = "public/sitemap_index.xml")]
struct Index {
    maps: Vec<String>,
}

#[derive(Template)]
#[template(path = "public/sitemap.xml")]
struct Map {
    pages: Vec<Listed>,
}

struct Listed {
    address: String,
    changed: Option<String>,
}

#[derive(Template)]
#[template(path = "public/sitemap_news.xml")]
struct NewsMap {
    name: String,
    stories: Vec<News>,
}

struct News {
    address: String,
    language: String,
    at: String,
    title: String,
}

/// `GET /robots.txt`
pub async fn robots(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let shown = Shown::of(&app, &headers).await?;
    let told = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=60"),
    ];
    if !shown.paper.on {
        return Ok((told, SHUT).into_response());
    }
    let map = absolute(shown.base.as_ref(), "/sitemap.xml");
    let map = map.map(|map| format!("\nSitemap: {map}\n")).unwrap_or_default();
    Ok((told, format!("{OPEN}{map}")).into_response())
}

/// `GET /sitemap.xml`; addresses in it are whole, so that nothing can be told without a base.
pub async fn index(State(app): State<App>, shown: Shown) -> Result<Response, PageError> {
    let make = async {
        let paths = ["/public/sitemap/pages.xml", "/public/sitemap/news.xml"];
        let maps = paths.iter().map(|path| absolute(shown.base.as_ref(), path));
        let Some(maps) = maps.collect() else { return Ok(None) };
        Ok(Some(Index { maps }.render()?))
    };
    shown.page(&app, "sitemap", XML, make).await
}

/// `GET /public/sitemap/pages.xml`
pub async fn pages(State(app): State<App>, shown: Shown) -> Result<Response, PageError> {
    let make = async {
        let base = shown.base.as_ref();
        let own = ["/public".to_owned(), "/public/about".to_owned()];
        let sections = shown.paper.sections.iter().map(|name| section_path(name));
        let paths = own.into_iter().chain(sections);
        let pages =
            paths.map(|path| Some(Listed { address: absolute(base, &path)?, changed: None }));
        let Some(mut pages) = pages.collect::<Option<Vec<_>>>() else { return Ok(None) };
        for story in stories(&app).await? {
            let path = format!("/public/story/{}", story.id);
            let changed = Some(whole_seconds(story.grown_at));
            pages.extend(absolute(base, &path).map(|address| Listed { address, changed }));
        }
        Ok(Some(Map { pages }.render()?))
    };
    shown.page(&app, "pages.xml", XML, make).await
}

/// `GET /public/sitemap/news.xml`
pub async fn news(State(app): State<App>, shown: Shown) -> Result<Response, PageError> {
    let make = async {
        let base = shown.base.as_ref();
        if base.is_none() {
            return Ok(None);
        }
        let since = app.now().checked_sub(NEWS).unwrap_or(jiff::Timestamp::MIN);
        let mut stories = stories(&app).await?;
        stories.retain(|story| story.opened_at >= since);
        let stories = stories.iter().filter_map(|story| {
            Some(News {
                address: absolute(base, &format!("/public/story/{}", story.id))?,
                language: language(story.lead.language.as_deref())
                    .and_then(|tag| tag.split('-').next().map(str::to_lowercase))
                    .unwrap_or_else(|| "en".to_owned()),
                at: whole_seconds(story.opened_at),
                title: story.lead.title.clone(),
            })
        });
        let map = NewsMap { stories: stories.collect(), name: shown.paper.name.clone() };
        Ok(Some(map.render()?))
    };
    shown.page(&app, "news.xml", XML, make).await
}

/// The stories that have pages of their own.
async fn stories(app: &App) -> Result<Vec<PublicStory>, PageError> {
    let mut stories = app.desk.store().public_stories(None, STORIES).await?;
    stories.retain(|story| story.articles + story.copies > 1);
    Ok(stories)
}
