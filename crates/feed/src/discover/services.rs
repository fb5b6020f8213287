//! The feed behind an address of a well-known service, found without asking it.

mod code;
mod media;
mod social;

use url::Url;

use code::{forge, github, gitlab};
use media::{medium, reddit, stack_exchange, youtube};
use social::{bluesky, mastodon, telegram_channel};

/// The feed that a person means who pastes the address of a channel, a profile or a repository,
/// or the page that names it; `None` where the address is one of the two already.
///
/// Known are Telegram, Mastodon and what speaks like it, Bluesky, YouTube, Reddit, GitHub, GitLab,
/// Codeberg, Medium, Substack, Tumblr and the tags of Stack Exchange.
pub fn source_of_address(address: &Url) -> Option<Url> {
    if !matches!(address.scheme(), "http" | "https") {
        return None;
    }
    let host = address.host_str()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
    let path: Vec<&str> = address.path_segments()?.filter(|part| !part.is_empty()).collect();
    if path.last().is_some_and(|last| last.ends_with(".rss") || last.ends_with(".atom")) {
        return None;
    }
    let found = match host {
        "t.me" | "telegram.me" | "telegram.dog" => telegram_channel(&path),
        "bsky.app" => bluesky(&path),
        _ if let Some(name) = host.strip_suffix(".t.me") => telegram_channel(&[name]),
        _ if host.ends_with(".bsky.social") && path.is_empty() => bluesky(&["profile", host]),
        "youtube.com" | "music.youtube.com" | "youtube-nocookie.com" => youtube(&path, address),
        "youtu.be" => path.first().and_then(|video| media::watch(video)),
        "reddit.com" | "old.reddit.com" | "new.reddit.com" | "np.reddit.com" | "sh.reddit.com" => {
            reddit(&path, address)
        }
        "github.com" => github(&path),
        "gitlab.com" => gitlab(&path),
        "codeberg.org" => forge(host, &path),
        "medium.com" => medium(&path),
        "stackoverflow.com" | "serverfault.com" | "superuser.com" | "askubuntu.com" => {
            stack_exchange(host, &path)
        }
        _ if host.ends_with(".stackexchange.com") => stack_exchange(host, &path),
        _ if host.ends_with(".substack.com") && path.is_empty() => {
            Some(format!("https://{host}/feed"))
        }
        _ if host.ends_with(".tumblr.com") && path.is_empty() => {
            Some(format!("https://{host}/rss"))
        }
        _ if NOT_MASTODON.contains(&host) => None,
        _ => mastodon(address, &path),
    };
    Url::parse(&found?).ok().filter(|found| found != address)
}

/// The address that a person means who types a name rather than an address: `@channel` of
/// Telegram, `@somebody@their.server` of Mastodon, `@handle.example` or a `did:` of Bluesky, and
/// Telegram's own `tg:` addresses.
pub fn address_of_handle(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    let found = if typed.starts_with("tg:") {
        let address = Url::parse(typed).ok()?;
        let (_, name) = address.query_pairs().find(|(key, _)| key == "domain")?;
        telegram_channel(&[&name])?
    } else if typed.starts_with("did:") {
        bluesky(&["profile", typed])?
    } else {
        let name = typed.strip_prefix('@')?;
        match name.split_once('@') {
            Some((user, home)) if is_word(user) && is_word(home) && home.contains('.') => {
                format!("https://{home}/@{user}.rss")
            }
            Some(_) => return None,
            None if name.contains('.') => bluesky(&["profile", name])?,
            None => telegram_channel(&[name])?,
        }
    };
    Url::parse(&found).ok()
}

/// Services whose profiles look like Mastodon's and whose feeds, if any, are elsewhere.
const NOT_MASTODON: [&str; 15] = [
    "tiktok.com",
    "threads.net",
    "threads.com",
    "instagram.com",
    "substack.com",
    "flipboard.com",
    "odysee.com",
    "hackernoon.com",
    "hashnode.com",
    "unsplash.com",
    "rumble.com",
    "kick.com",
    "pinterest.com",
    "patreon.com",
    "x.com",
];

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// The feed of whose page this is, where the service says so in its own way.
pub(super) fn source_of_page(html: &str, page: &Url) -> Option<Url> {
    media::channel_of_video(html, page)
}

#[cfg(test)]
mod tests;
