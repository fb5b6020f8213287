//! Channels and profiles: Telegram, Mastodon and what speaks like it, Bluesky.

use url::Url;

use super::is_word;
use crate::telegram;

pub(super) fn telegram_channel(path: &[&str]) -> Option<String> {
    // Words that stand where the name of a channel would.
    const RESERVED: [&str; 22] = [
        "addemoji",
        "addlist",
        "addstickers",
        "addtheme",
        "bg",
        "boost",
        "c",
        "confirmphone",
        "contact",
        "giftcode",
        "invoice",
        "iv",
        "joinchat",
        "login",
        "m",
        "nft",
        "proxy",
        "s",
        "setlanguage",
        "share",
        "socks",
        "stars",
    ];
    let name = match path {
        ["s", name, ..] | [name, ..] => *name,
        [] => return None,
    };
    let usable = telegram::is_name(name) && name.len() >= 4 && !RESERVED.contains(&name);
    usable.then(|| format!("https://t.me/s/{name}"))
}

pub(super) fn bluesky(path: &[&str]) -> Option<String> {
    let (["profile", who] | ["profile", who, "post", _]) = path else { return None };
    let who = who.trim_start_matches('@');
    let known = is_word(who) || who.starts_with("did:") && is_word(&who.replace(':', "."));
    known.then(|| format!("https://bsky.app/profile/{who}/rss"))
}

/// A profile of the form `/@user`, one of its posts, or its posts of one tag.
pub(super) fn mastodon(address: &Url, path: &[&str]) -> Option<String> {
    let profile = match path {
        ["web" | "deck", rest @ ..] => rest,
        all => all,
    };
    // The name by which servers call an account among each other.
    let (who, profile) = match profile {
        ["users", who, rest @ ..] if rest.is_empty() || rest.first() == Some(&"statuses") => {
            (*who, &[*who][..])
        }
        _ => (profile.first()?.strip_prefix('@')?, profile),
    };
    let (user, home) = match who.split_once('@') {
        Some((user, home)) => (user, Some(home)),
        None => (who, None),
    };
    if !is_word(user) {
        return None;
    }
    let mut feed = address.clone();
    if let Some(home) = home {
        // Only the server where an account lives publishes its feed.
        let known = is_word(home) && home.contains('.');
        feed = Url::parse(&format!("https://{home}/")).ok().filter(|_| known)?;
    }
    let tagged = match profile.get(1..)? {
        [] | ["with_replies" | "media" | "featured"] => String::new(),
        [post] if post.bytes().all(|b| b.is_ascii_digit()) => String::new(),
        ["tagged", tag] => format!("/tagged/{tag}"),
        _ => return None,
    };
    feed.set_query(None);
    feed.set_fragment(None);
    feed.set_path(&format!("/@{user}{tagged}.rss"));
    Some(feed.into())
}
