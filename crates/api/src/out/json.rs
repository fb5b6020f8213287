//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Map, Value, json};

use super::Places;
use super::feed::{OutFeed, OutItem, STATEMENTS, Source};

/// Writes a feed.
pub fn write(feed: &OutFeed, places: &Places) -> String {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            out.insert(name.to_owned(), value);
        }
    };
    put("version", json!("https://jsonfeed.org/version/1.1"));
    put("title", json!(feed.title));
    put("home_page_url", json!(places.page.as_ref().map(url::Url::as_str)));
    put("feed_url", json!(places.own.as_ref().map(url::Url::as_str)));
    put("description", json!(feed.about));
    if let Some(hub) = &places.hub {
        put("hubs", json!([{ "type": "WebSub", "url": hub.as_str() }]));
    }
    put("items", feed.items.iter().map(item).collect());
    Value::Object(out).to_string()
}

fn item(item: &OutItem) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            out.insert(name.to_owned(), value);
        }
    };
    put("id", json!(item.id));
    put("url", json!(item.url));
    put("title", json!(item.title));
    put("content_text", json!(item.summary));
    put("date_published", json!(item.published.to_string()));
    put("date_modified", json!(item.updated.to_string()));
    put("authors", item.authors.iter().map(|name| json!({ "name": name })).collect());
    put("language", json!(item.language));
    let statements: Vec<Value> = item
        .statements
        .iter()
        .map(|told| {
            json!({
                "speaker": told.speaker, "act": told.act,
                "sentence": told.sentence, "disputed_by": told.disputes,
            })
        })
        .collect();
    if !statements.is_empty() {
        put("_statements", json!({ "about": STATEMENTS, "statements": statements }));
    }
    put("_source", source(item.source.as_ref(), item.origin.as_deref()));
    Value::Object(out)
}

/// Where it is from, as an extension (a name that begins with an underscore).
fn source(source: Option<&Source>, origin: Option<&str>) -> Value {
    let told = [
        ("title", source.map(|source| source.title.as_str())),
        ("feed_url", source.and_then(|source| source.feed.as_deref())),
        ("url", source.and_then(|source| source.home.as_deref())),
        ("first_appeared", origin),
    ];
    let told: Map<String, Value> = told
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), json!(value?))))
        .collect();
    if told.is_empty() { Value::Null } else { Value::Object(told) }
}
