//! Atom 1.0 (RFC 4287).

use super::Places;
use super::feed::{OutFeed, OutItem, OutStatement, STATEMENTS, Source};
use super::xml::{Document, escaped};

/// Writes a feed.
pub fn write(feed: &OutFeed, places: &Places) -> String {
    let mut out = Document::new("<feed xmlns=\"http://www.w3.org/2005/Atom\">");
    out.element("id", &feed.id);
    out.element("title", &feed.title);
    out.element("subtitle", &feed.about);
    out.element("updated", &feed.updated.to_string());
    if let Some(own) = &places.own {
        let kind = ("type", "application/atom+xml");
        out.empty("link", &[("rel", "self"), kind, ("href", own.as_str())]);
    }
    if let Some(page) = &places.page {
        let kind = ("type", "text/html");
        out.empty("link", &[("rel", "alternate"), kind, ("href", page.as_str())]);
    }
    if let Some(hub) = &places.hub {
        out.empty("link", &[("rel", "hub"), ("href", hub.as_str())]);
    }
    out.element("generator", "Dateline");
    for item in &feed.items {
        entry(&mut out, item);
    }
    out.raw("</feed>");
    out.done()
}

fn entry(out: &mut Document, item: &OutItem) {
    match &item.language {
        Some(language) => out.raw(&format!("<entry xml:lang=\"{language}\">")),
        None => out.raw("<entry>"),
    }
    out.element("id", &item.id);
    out.element("title", &item.title);
    out.element("updated", &item.updated.to_string());
    out.element("published", &item.published.to_string());
    if let Some(url) = &item.url {
        out.empty("link", &[("rel", "alternate"), ("href", url)]);
    }
    if let Some(origin) = &item.origin {
        out.empty("link", &[("rel", "via"), ("href", origin)]);
    }
    for name in &item.authors {
        out.raw("<author>");
        out.element("name", name);
        out.raw("</author>");
    }
    // An entry that leads nowhere has to hold what it is about (4.1.2).
    let words = if item.url.is_some() { "summary" } else { "content" };
    out.with(words, &[("type", "text")], &item.summary);
    if let Some(source) = &item.source {
        told_by(out, source, item);
    }
    for told in &item.statements {
        statement(out, told);
    }
    out.raw("</entry>");
}

/// A statement of the summary, as an extension (6.4).
fn statement(out: &mut Document, told: &OutStatement) {
    let mut attributes = vec![("act", told.act)];
    attributes.extend(told.speaker.as_deref().map(|speaker| ("speaker", speaker)));
    let attributes: String =
        attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
    out.raw(&format!("<said:statement xmlns:said=\"{STATEMENTS}\"{attributes}>"));
    out.element("said:sentence", &told.sentence);
    for dispute in &told.disputes {
        out.element("said:disputed-by", dispute);
    }
    out.raw("</said:statement>");
}

/// The feed that an entry was taken from (4.2.11).
fn told_by(out: &mut Document, source: &Source, item: &OutItem) {
    let Some(id) = source.feed.as_ref().or(source.home.as_ref()) else { return };
    out.raw("<source>");
    out.element("id", id);
    out.element("title", &source.title);
    out.element("updated", &item.updated.to_string());
    if let Some(feed) = &source.feed {
        out.empty("link", &[("rel", "self"), ("href", feed)]);
    }
    if let Some(home) = &source.home {
        out.empty("link", &[("rel", "alternate"), ("href", home)]);
    }
    out.raw("</source>");
}
