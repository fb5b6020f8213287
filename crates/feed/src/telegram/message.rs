//! One message of a channel.

use dom_query::NodeRef;
use url::Url;

use super::{body, headline, is_name, link};
use crate::dates::parse_date;
use crate::dom;
use crate::markup::{escape, plain_text, push_escaped};
use crate::types::{Enclosure, Entry, Person};

/// The message's own text; a reply quotes another message in elements of the same class.
const TEXT: &str =
    ".tgme_widget_message_text:not(.tgme_widget_message_reply *):not(.tgme_widget_message_text *)";
const MOST_FILES: usize = 50;

/// Reads a message; `None` for one that only says what happened to the channel.
pub(super) fn read(message: NodeRef<'_>, base: &Url, channel: &str) -> Option<Entry> {
    if message.has_class("service_message") {
        return None;
    }
    let post = dom::attribute(message, "data-post").filter(|post| is_post(post))?;
    let own = format!("https://t.me/{post}");
    let dated = dom::first(message, "a.tgme_widget_message_date[href]");
    let mut entry = Entry {
        link: dated.and_then(|a| dom::address(a, "href", base)).or_else(|| Some(own.clone())),
        id: Some(own),
        published: dom::all(message, ".tgme_widget_message_date time[datetime]")
            .iter()
            .find_map(|time| parse_date(&dom::attribute(*time, "datetime")?)),
        edited: dom::all(message, ".tgme_widget_message_meta")
            .iter()
            .any(|meta| meta.immediate_text().split_whitespace().any(|word| word == "edited")),
        ..Entry::default()
    };
    entry.links.extend(entry.link.clone().map(|href| link(href, "alternate")));
    origin(message, base, channel, &mut entry);
    files(message, base, &mut entry);

    let texts: Vec<String> =
        dom::all(message, TEXT).iter().map(|text| body::html(*text, base)).collect();
    let text = texts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("<br>");
    let poll = poll(message);
    let documents = documents(message);
    let preview = preview(message, base, &mut entry);
    entry.title = headline::of_text(&plain_text(&text))
        .or_else(|| poll.as_ref().map(|poll| poll.0.clone()))
        .or_else(|| documents.first().map(|document| document.0.clone()))
        .or_else(|| preview.as_ref().and_then(|preview| preview.0.clone()));
    let mut parts = Vec::from_iter(reply(message, base, &mut entry));
    parts.push(text);
    parts.extend(poll.map(|poll| poll.1));
    parts.extend(documents.into_iter().map(|document| document.1));
    parts.extend(preview.map(|preview| preview.1));
    parts.retain(|part| !part.is_empty());
    if !parts.is_empty() {
        entry.content.push(parts.join("\n"));
    }
    entry.tags = hashtags(message);
    Some(entry)
}

fn is_post(post: &str) -> bool {
    let mut parts = post.split('/');
    parts.next().is_some_and(is_name)
        && parts.next().is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()))
        && parts.next().is_none()
}

/// Who speaks: the channel a message was forwarded from, and the person who signed it.
fn origin(message: NodeRef<'_>, base: &Url, channel: &str, entry: &mut Entry) {
    let signature = |css: &str| {
        let name = dom::line_of(message, css)?;
        let name = name.trim_start_matches('(').trim_end_matches(')').trim().to_owned();
        (!name.is_empty()).then(|| Person { name: Some(name), ..Person::default() })
    };
    if let Some(from) = dom::first(message, ".tgme_widget_message_forwarded_from_name") {
        entry.source_title = dom::line(from);
        entry.links.extend(dom::address(from, "href", base).map(|href| link(href, "via")));
        // Whoever signed the forwarding did not write what is forwarded.
        entry.authors.extend(signature(".tgme_widget_message_forwarded_from_author"));
        return;
    }
    entry.authors.extend(signature(".tgme_widget_message_from_author"));
    let owner =
        dom::line_of(message, ".tgme_widget_message_owner_name:not(.tgme_widget_message_reply *)");
    if entry.authors.is_empty()
        && let Some(owner) = owner.filter(|owner| owner != channel && !channel.is_empty())
    {
        entry.authors.push(Person { name: Some(owner), ..Person::default() });
    }
}

/// Pictures, films and sounds, all those of an album, and the preview pictures of films.
fn files(message: NodeRef<'_>, base: &Url, entry: &mut Entry) {
    let found = dom::all(
        message,
        "a.tgme_widget_message_photo_wrap, video[src], audio[src], i.tgme_widget_message_sticker",
    );
    for file in found.into_iter().take(MOST_FILES) {
        let address = dom::address(file, "src", base)
            .or_else(|| dom::address(file, "data-webp", base))
            .or_else(|| dom::background(file, base));
        let Some(href) = address.filter(|href| !entry.media.contains(href)) else { continue };
        entry.enclosures.push(Enclosure { kind: kind(&href), href: href.clone(), length: None });
        entry.media.push(href);
    }
    let previews = dom::all(
        message,
        ".tgme_widget_message_video_thumb, .tgme_widget_message_roundvideo_thumb, \
         .tgme_widget_message_document_thumb",
    );
    let previews = previews.into_iter().take(MOST_FILES);
    entry.thumbnails.extend(previews.filter_map(|preview| dom::background(preview, base)));
}

/// The media type that the ending of an address stands for.
fn kind(href: &str) -> Option<String> {
    let path = href.split(['?', '#']).next()?;
    let (_, ending) = path.rsplit_once('.')?;
    let kind = match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "m4a" => "audio/mp4",
        _ => return None,
    };
    Some(kind.to_owned())
}

/// The message that this one answers, quoted, with a link to it.
fn reply(message: NodeRef<'_>, base: &Url, entry: &mut Entry) -> Option<String> {
    let reply = dom::first(message, ".tgme_widget_message_reply")?;
    let href = dom::address(reply, "href", base);
    entry.links.extend(href.clone().map(|href| link(href, "in-reply-to")));
    let who = dom::line_of(reply, ".tgme_widget_message_author_name");
    let quoted = dom::first(reply, ".js-message_reply_text, .tgme_widget_message_text")
        .map(|text| body::html(text, base))
        .unwrap_or_default();
    let mut out = String::from("<blockquote>");
    let who = who.map(|who| escape(&who)).or_else(|| href.as_deref().map(escape));
    if let Some(who) = who {
        push_linked(&mut out, &who, href.as_deref());
        out.push_str(if quoted.is_empty() { "" } else { "<br>" });
    }
    out.push_str(&quoted);
    out.push_str("</blockquote>");
    (out != "<blockquote></blockquote>").then_some(out)
}

/// Appends `words`, which are HTML, as a link where there is an address.
fn push_linked(out: &mut String, words: &str, href: Option<&str>) {
    match href {
        Some(href) => {
            out.push_str("<a href=\"");
            push_escaped(out, href, true);
            out.push_str("\">");
            out.push_str(words);
            out.push_str("</a>");
        }
        None => out.push_str(words),
    }
}

/// The question of a poll, and the whole poll without its votes.
fn poll(message: NodeRef<'_>) -> Option<(String, String)> {
    let poll = dom::first(message, ".tgme_widget_message_poll")?;
    let question = dom::line_of(poll, ".tgme_widget_message_poll_question")?;
    let options = dom::all(
        poll,
        ".tgme_widget_message_poll_option_text, .tgme_widget_message_poll_option_value",
    );
    let mut html = format!("<p>{}</p>", escape(&question));
    if !options.is_empty() {
        let options = options.into_iter().filter_map(dom::line).take(MOST_FILES);
        let options: String = options.map(|o| format!("<li>{}</li>", escape(&o))).collect();
        html.push_str(&format!("<ul>{options}</ul>"));
    }
    Some((question, html))
}

/// The titles of attached files with what Telegram says of them; it shows no address to fetch.
fn documents(message: NodeRef<'_>) -> Vec<(String, String)> {
    let wraps = dom::all(message, ".tgme_widget_message_document_wrap");
    let read = |wrap: NodeRef<'_>| {
        let title = dom::line_of(wrap, ".tgme_widget_message_document_title")?;
        let extra = dom::line_of(wrap, ".tgme_widget_message_document_extra");
        let extra = extra.map(|extra| format!(" ({})", escape(&extra))).unwrap_or_default();
        let html = format!("<p>{}{extra}</p>", escape(&title));
        Some((title, html))
    };
    wraps.into_iter().take(MOST_FILES).filter_map(read).collect()
}

/// The title of the page that a message links to, and its description as a quotation.
fn preview(
    message: NodeRef<'_>,
    base: &Url,
    entry: &mut Entry,
) -> Option<(Option<String>, String)> {
    let preview = dom::first(message, ".tgme_widget_message_link_preview")?;
    let href = dom::address(preview, "href", base);
    entry.links.extend(href.clone().map(|href| link(href, "related")));
    let pictures = dom::all(
        preview,
        ".link_preview_image, .link_preview_right_image, .link_preview_video_thumb, \
         .link_preview_embed_thumb",
    );
    entry.thumbnails.extend(pictures.into_iter().find_map(|p| dom::background(p, base)));
    let title = dom::line_of(preview, ".link_preview_title");
    let site = dom::line_of(preview, ".link_preview_site_name");
    let description = dom::line_of(preview, ".link_preview_description");
    let mut html = String::new();
    if let Some(words) = title.as_ref().or(site.as_ref()) {
        push_linked(&mut html, &escape(words), href.as_deref());
    }
    if let Some(description) = description {
        html.push_str(if html.is_empty() { "" } else { "<br>" });
        push_escaped(&mut html, &description, false);
    }
    (!html.is_empty()).then(|| (title, format!("<blockquote>{html}</blockquote>")))
}

fn hashtags(message: NodeRef<'_>) -> Vec<String> {
    let mut tags = Vec::new();
    for text in dom::all(message, TEXT) {
        for anchor in dom::all(text, "a[href*='q=%23']") {
            let tag = dom::line(anchor).unwrap_or_default();
            let tag = tag.trim_start_matches('#').to_owned();
            if !tag.is_empty() && tags.len() < MOST_FILES && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    tags
}
