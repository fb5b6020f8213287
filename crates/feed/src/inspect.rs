//! A feed as the JSON value that `inspect` prints.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::markup::sanitize;
use crate::types::{Enclosure, Entry, Feed, Link, Person};

impl Feed {
    /// The members `format`, `warnings`, `feed` and `entries` of the inspect format, without `id`
    /// and `ok`. With `sanitized`, HTML is shown as it would be stored.
    pub fn to_inspect(&self, sanitized: bool) -> Value {
        let html = |text: &Option<String>| text.as_ref().map(|t| clean(t, sanitized));
        let title = match &self.title {
            Some(title) if self.title_html => Some(clean(title, sanitized)),
            title => title.clone(),
        };
        json!({
            "format": self.format.as_str(),
            "warnings": self.warnings,
            "feed": {
                "title": title,
                "subtitle": html(&self.subtitle),
                "link": self.link,
                "id": self.id,
                "language": self.language,
                "updated": time(self.updated),
                "published": time(self.published),
                "rights": html(&self.rights),
                "generator": self.generator,
                "image": self.image,
                "authors": people(&self.authors),
                "contributors": people(&self.contributors),
                "links": links(&self.links),
                "tags": self.tags,
                "ttl_minutes": self.ttl_minutes,
                "hub": self.hub,
                "self": self.self_url,
            },
            "entries": self.entries.iter().map(|e| entry(e, sanitized)).collect::<Vec<_>>(),
        })
    }
}

fn entry(entry: &Entry, sanitized: bool) -> Value {
    let html = |text: &Option<String>| text.as_ref().map(|t| clean(t, sanitized));
    let title = match &entry.title {
        Some(title) if entry.title_html => Some(clean(title, sanitized)),
        title => title.clone(),
    };
    let mut value = json!({
        "id": entry.id,
        "title": title,
        "link": entry.link,
        "summary": html(&entry.summary),
        "content": entry.content.iter().map(|c| clean(c, sanitized)).collect::<Vec<_>>(),
        "updated": time(entry.updated),
        "published": time(entry.published),
        "created": time(entry.created),
        "authors": people(&entry.authors),
        "contributors": people(&entry.contributors),
        "links": links(&entry.links),
        "enclosures": entry.enclosures.iter().map(enclosure).collect::<Vec<_>>(),
        "tags": entry.tags,
        "thumbnails": entry.thumbnails,
        "media": entry.media,
        "comments": entry.comments,
        "rights": html(&entry.rights),
        "source_title": entry.source_title,
    });
    if entry.edited {
        value["edited"] = json!(true);
    }
    value
}

fn clean(html: &str, sanitized: bool) -> String {
    if sanitized { sanitize(html, None) } else { html.to_owned() }
}

fn time(time: Option<Timestamp>) -> Option<String> {
    time.map(|t| t.to_string())
}

fn people(people: &[Person]) -> Vec<Value> {
    let one = |p: &Person| json!({"name": p.name, "email": p.email, "uri": p.uri});
    people.iter().map(one).collect()
}

fn links(links: &[Link]) -> Vec<Value> {
    let one = |l: &Link| json!({"href": l.href, "rel": l.rel, "type": l.kind, "length": length(l.length)});
    links.iter().map(one).collect()
}

fn enclosure(e: &Enclosure) -> Value {
    json!({"href": e.href, "type": e.kind, "length": length(e.length)})
}

/// A text, as feeds write it.
fn length(length: Option<u64>) -> Option<String> {
    length.map(|l| l.to_string())
}
