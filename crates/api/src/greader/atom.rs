//! `reader/atom/…`: streams as Atom, which Debian's newsboat (its `feedhq` mode) and old Liferea
//! read instead of JSON.

use axum::extract::{Path, State};
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use dateline_model::Item;

use super::answer::Fault;
use super::ask::Asked;
use super::ids;
use super::item::{Feeds, categories, whole};
use super::stream::{in_path, title};
use super::wanted::{Page, Wanted, page};
use crate::links::item_link;
use crate::out::xml::Document;
use crate::state::App;

/// How many entries come where nothing is said, and the most.
const USUAL: u32 = 20;
const MOST: u32 = 1000;

const ROOT: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\" \
    xmlns:gr=\"http://www.google.com/schemas/reader/atom/\">";

/// The scheme under which a category is a state or label of the reader's.
const SCHEME: &str = "http://www.google.com/reader/";

/// All items.
pub async fn of_all(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    let id = asked.get("s").map_or_else(|| ids::state("reading-list"), str::to_owned);
    written(&app, &asked, &id).await
}

/// Those of one stream.
pub async fn of_stream(
    State(app): State<App>,
    Path(stream): Path<String>,
    uri: Uri,
    asked: Asked,
) -> Result<Response, Fault> {
    written(&app, &asked, &in_path(&stream, uri.path())).await
}

async fn written(app: &App, asked: &Asked, id: &str) -> Result<Response, Fault> {
    let user = asked.reader.user();
    let most = asked.number("n")?.unwrap_or(USUAL).clamp(1, MOST);
    let wanted = Wanted::asked(app, asked, id).await?;
    let title = title(app, user, &wanted, id).await?;
    let Page { refs, continuation } = page(app, user, &[wanted], most).await?;
    let refs: Vec<_> = refs.into_iter().map(|item| item.id).collect();
    let (items, feeds) = whole(app, user, &refs).await?;
    let mut out = Document::new(ROOT);
    out.element("id", &format!("tag:google.com,2005:reader/{id}"));
    out.element("title", &title);
    let newest = items.iter().map(|item| item.seen_at).max();
    out.element("updated", &newest.unwrap_or_else(|| app.now()).to_string());
    if let Some(continuation) = continuation {
        out.element("gr:continuation", &continuation);
    }
    for item in &items {
        entry(app, &mut out, item, &feeds);
    }
    out.raw("</feed>");
    let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((kind, out.done()).into_response())
}

fn entry(app: &App, out: &mut Document, item: &Item, feeds: &Feeds) {
    let feed = feeds.get(&item.feed);
    out.raw(&format!("<entry gr:crawl-timestamp-msec=\"{}\">", item.seen_at.as_millisecond()));
    out.element("id", &ids::long(item.id));
    for category in categories(item, feed) {
        match category.rsplit_once('/').filter(|_| category.starts_with("user/")) {
            Some((_, label)) => {
                let attributes =
                    [("term", category.as_str()), ("scheme", SCHEME), ("label", label)];
                out.empty("category", &attributes);
            }
            None => out.empty("category", &[("term", category.as_str())]),
        }
    }
    if item.read_at.is_none() {
        // newsboat takes an entry for read or unread by the label `read` or `fresh`, and else for
        // whatever it was.
        let fresh = ids::state("fresh");
        out.empty("category", &[("term", &fresh), ("scheme", SCHEME), ("label", "fresh")]);
    }
    out.with("title", &[("type", "text")], &item.title);
    out.element("published", &item.published.unwrap_or(item.seen_at).to_string());
    let updated = item.updated.or(item.published).unwrap_or(item.seen_at);
    out.element("updated", &updated.to_string());
    let link = item_link(app, item);
    if !link.is_empty() {
        let attributes = [("rel", "alternate"), ("href", link.as_str()), ("type", "text/html")];
        out.empty("link", &attributes);
    }
    for file in &item.enclosures {
        let length = file.length.map(|length| length.to_string());
        let mut attributes = vec![("rel", "enclosure"), ("href", file.href.as_str())];
        attributes.extend(file.kind.as_deref().map(|kind| ("type", kind)));
        attributes.extend(length.as_deref().map(|length| ("length", length)));
        out.empty("link", &attributes);
    }
    out.with("content", &[("type", "html")], &item.html);
    out.raw("<author>");
    out.element("name", &item.authors.join(", "));
    out.raw("</author>");
    out.raw(&format!("<source gr:stream-id=\"{}\">", ids::feed(item.feed)));
    out.element("id", &format!("tag:google.com,2005:reader/{}", ids::feed(item.feed)));
    out.element("title", feed.map_or("", |feed| feed.title.as_str()));
    if let Some(site) = feed.and_then(|feed| feed.site.as_deref()) {
        out.empty("link", &[("rel", "alternate"), ("href", site), ("type", "text/html")]);
    }
    out.raw("</source>");
    out.raw("</entry>");
}
