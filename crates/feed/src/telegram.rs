//! The public web page of a Telegram channel (`t.me/s/NAME`), known by the classes of its elements.
//!
//! Whatever changes from one visit to the next without an edit (view counts, reactions, the votes
//! of a poll, addresses of pictures that expire) stays out of the texts, so that a message looks
//! changed only when it was.

mod body;
mod headline;
mod message;

use dom_query::NodeRef;
use url::Url;

use crate::dom;
use crate::types::{Feed, Format, Hints, Link};

const MOST_MESSAGES: usize = 1_000;

/// Reads the page of a channel; `None` where the page is none.
pub(crate) fn read(text: &str, hints: &Hints<'_>, warnings: &[String]) -> Option<Feed> {
    if !is_likely(text) {
        return None;
    }
    let mut warnings = warnings.to_vec();
    let document = dom::parse(text, &mut warnings);
    let root = document.root();
    let messages = dom::all(root, ".tgme_widget_message[data-post]");
    let info = dom::first(root, ".tgme_channel_info");
    if info.is_none() && dom::first(root, ".tgme_channel_history").is_none() {
        return None;
    }
    let name = name(root).or_else(|| {
        let post = dom::attribute(*messages.first()?, "data-post")?;
        Some(post.split('/').next()?.to_owned()).filter(|name| is_name(name))
    })?;
    let own = Url::parse(&format!("https://t.me/s/{name}")).ok()?;
    let base = hints.url.unwrap_or(&own);

    let mut feed = Feed::new(Format::Telegram);
    let meta = |property: &str| {
        let element = dom::first(root, &format!("meta[property='{property}']"))?;
        dom::attribute(element, "content")
    };
    feed.title = dom::line_of(root, ".tgme_channel_info_header_title").or_else(|| meta("og:title"));
    let description = dom::first(root, ".tgme_channel_info_description");
    feed.subtitle = description
        .map(|element| body::html(element, base))
        .filter(|html| !html.is_empty())
        .or_else(|| meta("og:description").map(|text| crate::markup::escape(&text)));
    feed.link = Some(format!("https://t.me/{name}"));
    feed.image = dom::first(root, ".tgme_channel_info .tgme_page_photo_image img")
        .and_then(|picture| dom::address(picture, "src", base))
        .or_else(|| dom::web_address(&meta("og:image")?, base));
    feed.self_url = Some(own.as_str().to_owned());
    for (href, rel) in [(feed.link.clone(), "alternate"), (feed.self_url.clone(), "self")] {
        feed.links.extend(href.map(|href| link(href, rel)));
    }
    feed.links.extend(older(root, base).map(|href| link(href, "prev-archive")));

    let channel = feed.title.clone().unwrap_or_default();
    for message in messages.iter().take(MOST_MESSAGES) {
        feed.entries.extend(message::read(*message, base, &channel));
    }
    feed.warnings = warnings;
    Some(feed)
}

/// Whether parsing is worth while: a web page, not a feed that speaks of one.
fn is_likely(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    let starts =
        |with: &str| rest.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let page = starts("<!doctype html") || starts("<html") || starts("<head") || starts("<body");
    page && (text.contains("tgme_widget_message") || text.contains("tgme_channel_info"))
}

fn name(root: NodeRef<'_>) -> Option<String> {
    let address = dom::first(root, ".tgme_channel_info_header_username a[href]")?;
    let shown = dom::line(address)?;
    let name = shown.trim_start_matches('@').to_owned();
    is_name(&name).then_some(name)
}

/// Whether a text can be the name of a channel: letters, digits and underscores after a letter.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The address of the page with the messages before these.
fn older(root: NodeRef<'_>, base: &Url) -> Option<String> {
    let more = dom::all(root, "a[data-before][href], link[rel~='prev'][href]");
    more.iter()
        .filter_map(|element| dom::address(*element, "href", base))
        .find(|href| href.contains("before="))
}

fn link(href: String, rel: &'static str) -> Link {
    Link { href, rel: Some(rel.into()), ..Link::default() }
}

#[cfg(test)]
mod tests;
