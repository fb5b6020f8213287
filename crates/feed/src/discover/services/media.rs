//! Films, boards and journals: YouTube, Reddit, Medium, Stack Exchange.

use url::Url;

use super::is_word;
use crate::discover::tags::Tags;

pub(super) fn youtube(path: &[&str], address: &Url) -> Option<String> {
    let feed = |parameter: &str, value: &str| {
        let value = Some(value).filter(|value| is_word(value))?;
        Some(format!("https://www.youtube.com/feeds/videos.xml?{parameter}={value}"))
    };
    match path {
        ["channel", id, ..] if id.starts_with("UC") => feed("channel_id", id),
        ["user", name, ..] => feed("user", name),
        ["playlist"] => {
            let (_, list) = address.query_pairs().find(|(key, _)| key == "list")?;
            feed("playlist_id", &list)
        }
        ["shorts" | "live" | "embed" | "v", video, ..] => watch(video),
        // Only the pages for large screens name the feed of their channel.
        ["watch"] | ["c", _, ..] => on_large_screen(address),
        [handle, ..] if handle.starts_with('@') => on_large_screen(address),
        _ => None,
    }
}

/// The page of a video, which tells whose it is.
pub(super) fn watch(video: &str) -> Option<String> {
    is_word(video).then(|| format!("https://www.youtube.com/watch?v={video}"))
}

fn on_large_screen(address: &Url) -> Option<String> {
    let mut page = address.clone();
    let other = address.host_str() != Some("www.youtube.com");
    page.set_host(Some("www.youtube.com")).ok().filter(|()| other)?;
    Some(page.into())
}

/// The feed of the channel that a video is on, as its page tells; `None` for any other page.
pub(super) fn channel_of_video(html: &str, page: &Url) -> Option<Url> {
    let host = page.host_str()?;
    if !(host == "youtube.com" || host.ends_with(".youtube.com")) {
        return None;
    }
    // Microdata of the page itself; what stands in scripts may be of a film that it recommends.
    let mut tags = Tags::new(html);
    while let Some(tag) = tags.next() {
        if tag.name != "meta" || tag.attribute("itemprop").as_deref() != Some("channelId") {
            continue;
        }
        let id = tag.attribute("content").unwrap_or_default();
        if id.starts_with("UC") && is_word(&id) {
            let feed = format!("https://www.youtube.com/feeds/videos.xml?channel_id={id}");
            return Url::parse(&feed).ok();
        }
    }
    None
}

pub(super) fn reddit(path: &[&str], address: &Url) -> Option<String> {
    let known = match path {
        ["r", _] => true,
        ["r", _, sort] => matches!(*sort, "new" | "hot" | "top" | "rising" | "controversial"),
        ["r", _, "comments", _, ..] => true,
        ["user" | "u", _] | ["user" | "u", _, "submitted" | "comments"] => true,
        ["user" | "u", _, "m", _] => true,
        ["domain", _] => true,
        _ => false,
    };
    if !known {
        return None;
    }
    let mut path = path.to_vec();
    if let Some(first) = path.first_mut().filter(|first| **first == "u") {
        *first = "user";
    }
    let host = if address.host_str()?.starts_with("old.") { "old" } else { "www" };
    let period = address.query_pairs().find(|(key, value)| key == "t" && is_word(value));
    let period = period.map(|(_, value)| format!("?t={value}")).unwrap_or_default();
    Some(format!("https://{host}.reddit.com/{}/.rss{period}", path.join("/")))
}

pub(super) fn medium(path: &[&str]) -> Option<String> {
    const RESERVED: [&str; 8] =
        ["feed", "m", "me", "about", "search", "p", "membership", "new-story"];
    match path {
        ["tag", tag] => Some(format!("https://medium.com/feed/tag/{tag}")),
        [name] if !RESERVED.contains(name) => Some(format!("https://medium.com/feed/{name}")),
        _ => None,
    }
}

pub(super) fn stack_exchange(host: &str, path: &[&str]) -> Option<String> {
    match path {
        ["questions", "tagged", tag] => Some(format!("https://{host}/feeds/tag/{tag}")),
        ["questions", id] | ["questions", id, _] if id.bytes().all(|b| b.is_ascii_digit()) => {
            Some(format!("https://{host}/feeds/question/{id}"))
        }
        _ => None,
    }
}
