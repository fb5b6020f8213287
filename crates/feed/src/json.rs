//! JSON Feed 1.0 and 1.1 (jsonfeed.org).

mod repair;

use std::borrow::Cow;

use serde_json::{Map, Value};
use url::Url;

use crate::dates::parse_date;
use crate::markup::{absolute, escape};
use crate::types::{Enclosure, Entry, Feed, FeedError, Format, Hints, Link, Person};
use crate::urls::resolve;

const MOST_ENTRIES: usize = 10_000;

/// Reads a JSON Feed.
pub(crate) fn read(
    text: &str,
    hints: &Hints<'_>,
    mut warnings: Vec<String>,
) -> Result<Feed, FeedError> {
    let root = match serde_json::from_str::<Value>(text.trim()) {
        Ok(Value::Object(root)) => root,
        Ok(_) => return Err(not_a_feed("a JSON document that is not an object")),
        Err(error) if error.to_string().starts_with("recursion") => return Err(FeedError::TooDeep),
        Err(error) => match repair::read(text.trim()) {
            Some(Value::Object(root)) if !root.is_empty() => {
                let what = if error.is_eof() { "breaks off" } else { "is damaged" };
                warnings.push(format!(
                    "line {}, column {}: the JSON {what}; what could be read was kept",
                    error.line(),
                    error.column()
                ));
                root
            }
            _ => return Err(not_a_feed(&format!("damaged JSON ({error})"))),
        },
    };
    let version = text_of(&root, "version").unwrap_or_default();
    let items = root.get("items").and_then(Value::as_array);
    if !version.contains("jsonfeed.org") {
        if items.is_none() || !root.contains_key("title") {
            return Err(not_a_feed("a JSON document without the members of a JSON Feed"));
        }
        warnings.push("the feed does not state its JSON Feed version".to_owned());
    }
    let mut feed = Feed::new(Format::JsonFeed);
    let base = hints.url;
    feed.title = text_of(&root, "title");
    feed.subtitle = text_of(&root, "description").map(|t| escape(&t));
    feed.link = address(&root, "home_page_url", base);
    feed.self_url = address(&root, "feed_url", base);
    feed.id.clone_from(&feed.self_url);
    feed.language = text_of(&root, "language");
    feed.image = address(&root, "icon", base).or_else(|| address(&root, "favicon", base));
    feed.authors = authors(&root, base);
    feed.hub = root.get("hubs").and_then(Value::as_array).and_then(|hubs| {
        let web_sub = |h: &&Value| h.get("type").and_then(Value::as_str) != Some("rssCloud");
        address(hubs.iter().find(web_sub)?.as_object()?, "url", base)
    });
    for (href, rel) in [(&feed.link, "alternate"), (&feed.self_url, "self"), (&feed.hub, "hub")] {
        if let Some(href) = href {
            feed.links.push(link(href, rel, None));
        }
    }
    let items = items.map(Vec::as_slice).unwrap_or_default();
    if items.len() > MOST_ENTRIES {
        warnings.push(format!("entries beyond the first {MOST_ENTRIES} were left out"));
    }
    let objects = items.iter().take(MOST_ENTRIES).filter_map(Value::as_object);
    feed.entries = objects.map(|item| entry(item, base)).collect();
    feed.warnings = warnings;
    Ok(feed)
}

fn not_a_feed(looks_like: &str) -> FeedError {
    FeedError::NotAFeed { looks_like: looks_like.to_owned() }
}

fn entry(item: &Map<String, Value>, base: Option<&Url>) -> Entry {
    let html = text_of(item, "content_html").map(|t| absolute(t, base));
    let plain = text_of(item, "content_text").map(|t| escape(&t));
    let mut entry = Entry {
        id: text_of(item, "id"),
        title: text_of(item, "title"),
        link: address(item, "url", base).or_else(|| address(item, "external_url", base)),
        summary: text_of(item, "summary").map(|t| escape(&t)),
        content: html.or(plain).into_iter().collect(),
        published: text_of(item, "date_published").and_then(|d| parse_date(&d)),
        updated: text_of(item, "date_modified").and_then(|d| parse_date(&d)),
        authors: authors(item, base),
        language: text_of(item, "language"),
        ..Entry::default()
    };
    entry.links.extend(entry.link.iter().map(|href| link(href, "alternate", None)));
    if let Some(href) = address(item, "external_url", base)
        && entry.link.as_ref() != Some(&href)
    {
        entry.links.push(link(&href, "related", None));
    }
    entry.thumbnails.extend(address(item, "image", base));
    entry.thumbnails.extend(address(item, "banner_image", base));
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten();
    entry.tags = tags.filter_map(Value::as_str).map(str::to_owned).collect();
    let files = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    for file in files.filter_map(Value::as_object) {
        let Some(href) = address(file, "url", base) else { continue };
        let kind = text_of(file, "mime_type");
        let length = file.get("size_in_bytes").and_then(Value::as_f64).map(|l| l.max(0.0) as u64);
        entry.links.push(link(&href, "enclosure", kind.clone()));
        entry.enclosures.push(Enclosure { href, kind, length });
    }
    entry
}

fn link(href: &str, rel: &'static str, kind: Option<String>) -> Link {
    let (rel, kind) = (Some(rel.into()), kind.map(Cow::Owned));
    Link { href: href.to_owned(), rel, kind, ..Link::default() }
}

/// A text member; numbers, which careless publishers use for ids, become text.
fn text_of(object: &Map<String, Value>, name: &str) -> Option<String> {
    let text = match object.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn address(object: &Map<String, Value>, name: &str, base: Option<&Url>) -> Option<String> {
    resolve(base, object.get(name)?.as_str()?)
}

/// `authors` of version 1.1, or else `author` of version 1.0.
fn authors(object: &Map<String, Value>, base: Option<&Url>) -> Vec<Person> {
    let several = object.get("authors").and_then(Value::as_array);
    let one = object.get("author");
    let people =
        several.map_or_else(|| one.into_iter().collect(), |all| all.iter().collect::<Vec<_>>());
    let objects = people.into_iter().take(100).filter_map(Value::as_object);
    objects
        .map(|p| Person { name: text_of(p, "name"), email: None, uri: address(p, "url", base) })
        .filter(|p| *p != Person::default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions() {
        let text = r#"{"version":"https://jsonfeed.org/version/1","title":"T","author":{"name":"Ann"},
            "home_page_url":"/","items":[{"id":7,"content_text":"a < b","url":"x",
            "attachments":[{"url":"a.mp3","mime_type":"audio/mpeg","size_in_bytes":9}]}]}"#;
        let base = Url::parse("http://example.com/feed.json").ok();
        let hints = Hints { url: base.as_ref(), content_type: None };
        let feed = read(text, &hints, Vec::new()).unwrap();
        assert_eq!(feed.link.as_deref(), Some("http://example.com/"));
        assert_eq!(feed.authors[0].name.as_deref(), Some("Ann"));
        let entry = &feed.entries[0];
        assert_eq!(entry.id.as_deref(), Some("7"));
        assert_eq!(entry.content, ["a &lt; b"]);
        assert_eq!(entry.enclosures[0].length, Some(9));
    }

    #[test]
    fn truncated_feeds_keep_their_whole_entries() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[
            {"id":"1","content_text":"a, b] }"},{"id":"2","tags":["x","y"],"title":"half"#;
        let feed = read(text, &Hints::default(), Vec::new()).unwrap();
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].content, ["a, b] }"]);
        assert_eq!(feed.warnings.len(), 1, "{:?}", feed.warnings);
        assert!(feed.warnings[0].starts_with("line 2,") && feed.warnings[0].contains("breaks off"));
    }

    #[test]
    fn small_slips_cost_nothing() {
        let text = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[\n\
            {\"id\":\"1\",\"content_text\":\"two\nlines\",},],} trailing";
        let feed = read(text, &Hints::default(), Vec::new()).unwrap();
        assert_eq!(feed.entries[0].content, ["two\nlines"]);
        assert_eq!(feed.warnings.len(), 1);
        let text = r#"{"title":"T","items":[{"id":"1"},{"id":nope},{"id":"3"}]}"#;
        let feed = read(text, &Hints::default(), Vec::new()).unwrap();
        assert_eq!(feed.entries.len(), 1);
    }

    #[test]
    fn other_json_is_no_feed() {
        let read = |t| read(t, &Hints::default(), Vec::new());
        assert!(matches!(read("{\"a\":1}"), Err(FeedError::NotAFeed { .. })));
        assert!(matches!(read(&"[".repeat(500)), Err(FeedError::TooDeep)));
    }
}
