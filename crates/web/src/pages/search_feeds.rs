//! `/feed/{token}.atom`, `.rss`, `.json`: what a kept search found, for other programs. Whoever
//! knows the token reads it, without a session; another token or none closes it.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use dateline_model::address::without_login;
use dateline_model::{ArticleId, ArticleSummary, FeedId, KeptSearch};
use dateline_store::Store;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::json;

use crate::errors::PageError;
use crate::extract::At;
use crate::state::App;
use crate::views::card::headline;
use crate::views::text;

/// How many articles a feed lists.
const ARTICLES: u32 = 50;

/// How many characters of its text stand with an article, those that tell of more among them:
/// nobody who is not signed in gets more.
const SUMMARY: usize = 300;

/// An article as feeds list it.
struct Item {
    id: String,
    title: String,
    url: Option<String>,
    outlet: Option<String>,
    authors: Vec<String>,
    summary: String,
    at: Timestamp,
}

/// `GET /feed/{name}`
pub async fn show(State(app): State<App>, At(name): At<String>) -> Result<Response, PageError> {
    let (token, form) = name.rsplit_once('.').ok_or(PageError::NotFound)?;
    if token.len() < 32 {
        return Err(PageError::NotFound);
    }
    let store = app.desk.store();
    let search = store.kept_search_of_feed(token).await?.ok_or(PageError::NotFound)?;
    let found = store.search_matches(search.user, search.id, None, ARTICLES).await?;
    let ids: Vec<ArticleId> = found.iter().map(|(_, article)| article.id).collect();
    let open = openly_carried(store, &ids).await?;
    let items: Vec<Item> = found
        .iter()
        .filter(|(_, article)| open.contains(&article.id))
        .map(|(_, article)| item(&search, article))
        .collect();
    let (kind, body) = match form {
        "atom" => ("application/atom+xml; charset=utf-8", atom(&search, &items, app.now())),
        "rss" => ("application/rss+xml; charset=utf-8", rss(&search, &items)),
        "json" => ("application/feed+json; charset=utf-8", json_feed(&search, &items)),
        _ => return Err(PageError::NotFound),
    };
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

/// Those that a feed carries which anybody can open: what came by a login alone is its user's.
async fn openly_carried(
    store: &Store,
    articles: &[ArticleId],
) -> Result<HashSet<ArticleId>, PageError> {
    let mut is_open: HashMap<FeedId, bool> = HashMap::new();
    let mut open = HashSet::new();
    for carrier in store.carriers(articles).await? {
        let known = match is_open.get(&carrier.feed) {
            Some(known) => *known,
            None => {
                let feed = store.feed(carrier.feed).await?;
                let is_so = feed.is_some_and(|feed| without_login(&feed.url) == feed.url);
                is_open.insert(carrier.feed, is_so);
                is_so
            }
        };
        if known {
            open.insert(carrier.article);
        }
    }
    Ok(open)
}

fn item(search: &KeptSearch, article: &ArticleSummary) -> Item {
    Item {
        // RFC 4151: unique without an address of this instance, and the same in all forms.
        id: format!("tag:dateline,2025:search-{}-article-{}", search.id, article.id),
        title: headline(&article.title),
        url: text::web_address(article.address.as_deref()),
        outlet: article.outlet.as_ref().map(|outlet| outlet.name.clone()),
        authors: article.byline.authors.clone(),
        summary: text::excerpt(&article.text, &article.title, SUMMARY - 1),
        at: article.placed_at,
    }
}

/// Text as XML takes it: characters that XML 1.0 does not know are left out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
    out
}

/// RFC 4287.
fn atom(search: &KeptSearch, items: &[Item], now: Timestamp) -> String {
    let updated = items.iter().map(|item| item.at).max().unwrap_or(now);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>tag:dateline,2025:search-{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n\
         <updated>{updated}</updated>\n<generator>Dateline</generator>\n",
        search.id,
        xml(&search.name),
        xml(&search.query),
    );
    for item in items {
        out.push_str(&format!(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <published>{}</published>\n",
            item.id,
            xml(&item.title),
            item.at,
            item.at
        ));
        if let Some(url) = &item.url {
            out.push_str(&format!("<link rel=\"alternate\" href=\"{}\"/>\n", xml(url)));
        }
        // Atom wants an author of every entry (4.1.2).
        let mut names: Vec<&String> = item.authors.iter().collect();
        if names.is_empty() {
            names.extend(&item.outlet);
        }
        let unknown = "Unknown".to_owned();
        if names.is_empty() {
            names.push(&unknown);
        }
        for name in names {
            out.push_str(&format!("<author><name>{}</name></author>\n", xml(name)));
        }
        out.push_str(&format!("<summary>{}</summary>\n</entry>\n", xml(&item.summary)));
    }
    out.push_str("</feed>\n");
    out
}

/// RSS 2.0.
fn rss(search: &KeptSearch, items: &[Item]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n\
         <title>{}</title>\n<link>tag:dateline,2025:search-{}</link>\n\
         <description>{}</description>\n",
        xml(&search.name),
        search.id,
        xml(&search.query),
    );
    for item in items {
        out.push_str(&format!(
            "<item>\n<guid isPermaLink=\"false\">{}</guid>\n<title>{}</title>\n",
            item.id,
            xml(&item.title)
        ));
        if let Some(url) = &item.url {
            out.push_str(&format!("<link>{}</link>\n", xml(url)));
        }
        if let Ok(date) = rfc2822::to_string(&item.at.to_zoned(jiff::tz::TimeZone::UTC)) {
            out.push_str(&format!("<pubDate>{date}</pubDate>\n"));
        }
        for name in
            item.authors.iter().chain(item.outlet.iter().filter(|_| item.authors.is_empty()))
        {
            out.push_str(&format!("<dc:creator>{}</dc:creator>\n", xml(name)));
        }
        out.push_str(&format!(
            "<description>{}</description>\n</item>\n",
            xml(&xml(&item.summary))
        ));
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// JSON Feed 1.1.
fn json_feed(search: &KeptSearch, items: &[Item]) -> String {
    let items: Vec<serde_json::Value> = items
        .iter()
        .map(|item| {
            let names = item.authors.iter().chain(&item.outlet).map(|name| json!({ "name": name }));
            let mut listed = json!({
                "id": item.id,
                "title": item.title,
                "content_text": item.summary,
                "date_published": item.at.to_string(),
                "authors": names.collect::<Vec<_>>(),
            });
            if let (Some(url), Some(listed)) = (&item.url, listed.as_object_mut()) {
                listed.insert("url".to_owned(), json!(url));
            }
            listed
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": search.name,
        "description": search.query,
        "items": items,
    })
    .to_string()
}
