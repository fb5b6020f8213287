//! JSON-LD in the vocabulary of schema.org (JSON-LD 1.1, section 7; schema.org `Article`).

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{
    Claims,
    dates::{self, Stamp},
    people,
};
use crate::{dom::Dom, words::fold};

/// Objects within objects that are looked into.
const MAX_DEPTH: usize = 6;

type Object = Map<String, Value>;

/// What the page's JSON-LD says of the article.
pub(crate) fn claims(dom: &Dom, path: Option<&str>) -> Claims {
    let values: Vec<Value> = dom
        .named("script")
        .filter(|&node| dom.attr(node, "type").is_some_and(|kind| kind.contains("ld+json")))
        .filter_map(|node| dom.children(node).find_map(|child| dom.own_text(child)))
        .filter_map(parse)
        .collect();
    let mut objects = Vec::new();
    for value in &values {
        collect(value, 0, &mut objects);
    }
    let mut claims = Claims::default();
    let article = objects
        .iter()
        .filter(|object| is_article(object))
        .max_by_key(|object| {
            let here = path.is_some_and(|path| path.len() > 1 && mentions(object, path));
            let complete = ["headline", "datePublished", "author", "articleBody"]
                .iter()
                .filter(|key| object.contains_key(**key))
                .count();
            (here, complete)
        })
        .copied();
    if let Some(article) = article {
        of_article(article, &objects, &mut claims);
    }
    for object in &objects {
        if has_type(object, |kind| matches!(kind, "WebPage" | "ItemPage" | "AboutPage")) {
            claims.published.extend(date(object, "datePublished"));
            claims.modified.extend(date(object, "dateModified"));
            claims.paywalled = claims.paywalled.or_else(|| paywalled(object));
        }
        if has_type(object, |kind| kind == "WebSite") {
            claims.site = claims.site.take().or_else(|| text(object.get("name")));
        }
    }
    let listing = |kind: &str| matches!(kind, "CollectionPage" | "ItemList" | "SearchResultsPage");
    claims.listing = article.is_none() && objects.iter().any(|object| has_type(object, listing));
    claims.is_article = article.is_some();
    claims
}

fn of_article(article: &Object, objects: &[&Object], claims: &mut Claims) {
    claims.title = text(article.get("headline")).or_else(|| text(article.get("name")));
    for key in ["datePublished", "dateCreated", "uploadDate"] {
        claims.published.extend(date(article, key));
    }
    claims.modified.extend(date(article, "dateModified"));
    for key in ["author", "creator"] {
        if claims.authors.is_empty() {
            names(article.get(key), objects, &mut claims.authors, &mut claims.outlets);
        }
        claims.handle = claims.handle.take().or_else(|| handles(article.get(key)));
    }
    let (mut outlets, mut people) = (Vec::new(), Vec::new());
    names(article.get("publisher"), objects, &mut people, &mut outlets);
    claims.site = outlets.into_iter().chain(people).next();
    claims.description = text(article.get("description"));
    claims.section = text(article.get("articleSection"));
    claims.language = text(article.get("inLanguage"));
    claims.image = address(article.get("image"));
    claims.paywalled = paywalled(article);
    match article.get("keywords") {
        Some(Value::String(list)) => claims.tags.extend(list.split(',').map(fold)),
        Some(Value::Array(list)) => claims.tags.extend(list.iter().filter_map(|v| text(Some(v)))),
        _ => {}
    }
}

/// Parses JSON that may carry the faults publishers make.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&repaired(script)).ok())
}

/// JSON with bare line breaks in its strings escaped and trailing commas dropped.
fn repaired(script: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(script.len() + 64);
    let (mut quoted, mut escaped) = (false, false);
    for letter in script.chars() {
        if quoted {
            match letter {
                _ if escaped => {
                    escaped = false;
                    if !matches!(letter, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                        out.pop();
                    }
                    out.push(letter);
                    continue;
                }
                '\\' => escaped = true,
                '"' => quoted = false,
                '\n' | '\r' | '\t' => {
                    out.push(' ');
                    continue;
                }
                control if control.is_control() => continue,
                _ => {}
            }
        } else if letter == '"' {
            quoted = true;
        } else if matches!(letter, '}' | ']') {
            let trimmed = out.trim_end();
            if trimmed.ends_with(',') {
                out.truncate(trimmed.len() - 1);
            }
        }
        out.push(letter);
    }
    Cow::Owned(out)
}

fn collect<'v>(value: &'v Value, depth: usize, objects: &mut Vec<&'v Object>) {
    if depth > MAX_DEPTH || objects.len() > 2_000 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = object.get(key).filter(|inner| !inner.is_string()) {
                    collect(inner, depth + 1, objects);
                }
            }
        }
        _ => {}
    }
}

fn has_type(object: &Object, wanted: impl Fn(&str) -> bool) -> bool {
    let is = |kind: &str| wanted(kind.rsplit(['/', ':']).next().unwrap_or(kind));
    match object.get("@type") {
        Some(Value::String(kind)) => is(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn is_article(object: &Object) -> bool {
    has_type(object, |kind| {
        kind.ends_with("Article")
            || kind.ends_with("Posting") && kind != "JobPosting"
            || kind == "Report"
            || kind == "Review"
    })
}

fn mentions(object: &Object, path: &str) -> bool {
    ["url", "@id", "mainEntityOfPage"].iter().any(|key| match object.get(*key) {
        Some(Value::String(address)) => address.contains(path),
        Some(Value::Object(page)) => {
            page.get("@id").and_then(Value::as_str).is_some_and(|address| address.contains(path))
        }
        _ => false,
    })
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => dateline_markup::one_line(text),
        Value::Array(list) => return list.iter().find_map(|value| text(Some(value))),
        Value::Object(object) => return text(object.get("name").or_else(|| object.get("@value"))),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn date(object: &Object, key: &str) -> Option<Stamp> {
    text(object.get(key)).and_then(|text| dates::parse(&text))
}

fn address(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(address) => Some(address.clone()),
        Value::Array(list) => list.iter().find_map(|value| address(Some(value))),
        Value::Object(object) => address(object.get("url").or_else(|| object.get("contentUrl"))),
        _ => None,
    }
}

fn names(
    value: Option<&Value>,
    objects: &[&Object],
    out: &mut Vec<String>,
    outlets: &mut Vec<String>,
) {
    match value {
        Some(Value::String(name)) if name.starts_with("http") => {}
        Some(Value::String(name)) => push_names(name, out),
        Some(Value::Array(list)) => {
            list.iter().take(40).for_each(|value| names(Some(value), objects, out, outlets))
        }
        Some(Value::Object(object)) => {
            let whole = match (object.get("name"), object.get("@id").and_then(Value::as_str)) {
                (None, Some(id)) => objects
                    .iter()
                    .find(|other| {
                        other.get("@id").and_then(Value::as_str) == Some(id)
                            && other.contains_key("name")
                    })
                    .copied()
                    .unwrap_or(object),
                _ => object,
            };
            match whole.get("name") {
                Some(Value::String(name))
                    if has_type(whole, |kind| kind.ends_with("Organization")) =>
                {
                    let name = dateline_markup::one_line(name);
                    if !name.is_empty() && !outlets.contains(&name) {
                        outlets.push(name);
                    }
                }
                Some(Value::String(name)) => push_names(name, out),
                Some(Value::Array(list)) => {
                    list.iter().filter_map(Value::as_str).for_each(|name| push_names(name, out));
                }
                _ => {}
            }
        }
        _ => {}
    }
}

fn push_names(name: &str, out: &mut Vec<String>) {
    let line = dateline_markup::one_line(name);
    for person in people::of_byline(&line) {
        if !out.contains(&person) {
            out.push(person);
        }
    }
}

/// The handle that stands where a name should.
fn handles(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(name) => people::handle(name),
        Value::Array(list) => handles(list.first()),
        Value::Object(object) => handles(object.get("name")),
        _ => None,
    }
}

fn paywalled(object: &Object) -> Option<bool> {
    let free = match object.get("isAccessibleForFree")? {
        Value::Bool(free) => *free,
        Value::String(free) => !free.to_lowercase().contains("false"),
        _ => return None,
    };
    Some(!free)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Claims {
        claims(
            &Dom::parse(&format!("<script type='application/ld+json'>{json}</script>")),
            Some("/a/story"),
        )
    }

    #[test]
    fn an_article_in_a_graph_with_authors_by_reference() {
        let found = of(r##"{"@graph": [{"@type": "Person", "@id": "#p", "name": "Ann Lee"},
            {"@type": ["NewsArticle"], "headline": "Fish &amp; Chips", "author": {"@id": "#p"}, "isAccessibleForFree": "False",
             "datePublished": "2025-12-29", "publisher": {"@type": "Organization", "name": "The Bugle"}}]}"##);
        assert_eq!(found.title.as_deref(), Some("Fish & Chips"));
        assert_eq!(found.authors, ["Ann Lee"]);
        assert_eq!(found.site.as_deref(), Some("The Bugle"));
        assert_eq!(found.paywalled, Some(true));
    }

    #[test]
    fn json_with_line_breaks_and_trailing_commas() {
        let found = of("{\"@type\": \"Article\", \"headline\": \"One\nTwo\",}");
        assert_eq!(found.title.as_deref(), Some("One Two"));
    }

    #[test]
    fn the_article_of_this_page_before_others() {
        let found = of(
            r#"[{"@type": "Article", "headline": "Other", "datePublished": "2025-01-01", "author": "Bob Roy"},
                           {"@type": "Article", "headline": "This", "url": "https://example.org/a/story"}]"#,
        );
        assert_eq!(found.title.as_deref(), Some("This"));
    }
}
