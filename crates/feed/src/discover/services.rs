//! The feed behind an address of a well-known service, found without asking it.

use url::Url;

use crate::telegram;

/// The feed that a person means who pastes the address of a channel, a profile or a repository;
/// `None` where the address is a feed already, or where only its page can tell.
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
        "youtube.com" | "music.youtube.com" => youtube(&path, address),
        "reddit.com" | "old.reddit.com" | "new.reddit.com" | "np.reddit.com" => {
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

fn telegram_channel(path: &[&str]) -> Option<String> {
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

fn bluesky(path: &[&str]) -> Option<String> {
    let ["profile", who] = path else { return None };
    let known = is_word(who) || who.starts_with("did:") && is_word(&who.replace(':', "."));
    known.then(|| format!("https://bsky.app/profile/{who}/rss"))
}

fn youtube(path: &[&str], address: &Url) -> Option<String> {
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
        _ => None,
    }
}

fn reddit(path: &[&str], address: &Url) -> Option<String> {
    let known = match path {
        ["r", _] => true,
        ["r", _, sort] => matches!(*sort, "new" | "hot" | "top" | "rising" | "controversial"),
        ["r", _, "comments", _, ..] => true,
        ["user" | "u", _] | ["user" | "u", _, "submitted" | "comments"] => true,
        ["user" | "u", _, "m", _] => true,
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

fn github(path: &[&str]) -> Option<String> {
    // Pages of the service itself, which stand where an owner would.
    const RESERVED: [&str; 30] = [
        "about",
        "account",
        "apps",
        "blog",
        "codespaces",
        "collections",
        "contact",
        "customer-stories",
        "dashboard",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "pricing",
        "pulls",
        "search",
        "security",
        "settings",
        "site",
        "sponsors",
        "topics",
        "trending",
        "users",
    ];
    let owner = path.first().filter(|owner| is_word(owner) && !RESERVED.contains(owner))?;
    let repository = match path.get(1) {
        Some(name) => format!("https://github.com/{owner}/{}", name.trim_end_matches(".git")),
        None => return Some(format!("https://github.com/{owner}.atom")),
    };
    Some(match path.get(2..)? {
        [] | ["releases", ..] => format!("{repository}/releases.atom"),
        ["tags"] => format!("{repository}/tags.atom"),
        ["commits"] => format!("{repository}/commits.atom"),
        ["commits", branch @ ..] => format!("{repository}/commits/{}.atom", branch.join("/")),
        ["tree", branch] => format!("{repository}/commits/{branch}.atom"),
        ["discussions"] => format!("{repository}/discussions.atom"),
        ["wiki"] => format!("{repository}/wiki.atom"),
        _ => return None,
    })
}

fn gitlab(path: &[&str]) -> Option<String> {
    let split = path.iter().position(|part| *part == "-").unwrap_or(path.len());
    let (project, page) = path.split_at_checked(split)?;
    if project.len() < 2
        || project.iter().any(|part| !is_word(part))
        || matches!(project.first(), Some(&"explore" | &"help" | &"users" | &"groups"))
    {
        return None;
    }
    let project = format!("https://gitlab.com/{}", project.join("/"));
    match page {
        [] => Some(format!("{project}.atom")),
        ["-", "tags"] => Some(format!("{project}/-/tags?format=atom")),
        ["-", "commits" | "tree", branch @ ..] if !branch.is_empty() => {
            Some(format!("{project}/-/commits/{}?format=atom", branch.join("/")))
        }
        _ => None,
    }
}

/// Forgejo and Gitea.
fn forge(host: &str, path: &[&str]) -> Option<String> {
    const RESERVED: [&str; 6] = ["explore", "user", "org", "api", "assets", "-"];
    if RESERVED.contains(path.first()?) {
        return None;
    }
    match path {
        [owner] => Some(format!("https://{host}/{owner}.rss")),
        [owner, name] | [owner, name, "releases"] => {
            Some(format!("https://{host}/{owner}/{name}/releases.rss"))
        }
        [owner, name, "tags"] => Some(format!("https://{host}/{owner}/{name}/tags.rss")),
        [owner, name, "commits", "branch", branch @ ..]
        | [owner, name, "src", "branch", branch @ ..]
            if !branch.is_empty() =>
        {
            Some(format!("https://{host}/{owner}/{name}/rss/branch/{}", branch.join("/")))
        }
        _ => None,
    }
}

fn medium(path: &[&str]) -> Option<String> {
    const RESERVED: [&str; 8] =
        ["feed", "m", "me", "about", "search", "p", "membership", "new-story"];
    match path {
        ["tag", tag] => Some(format!("https://medium.com/feed/tag/{tag}")),
        [name] if !RESERVED.contains(name) => Some(format!("https://medium.com/feed/{name}")),
        _ => None,
    }
}

fn stack_exchange(host: &str, path: &[&str]) -> Option<String> {
    match path {
        ["questions", "tagged", tag] => Some(format!("https://{host}/feeds/tag/{tag}")),
        ["questions", id] | ["questions", id, _] if id.bytes().all(|b| b.is_ascii_digit()) => {
            Some(format!("https://{host}/feeds/question/{id}"))
        }
        _ => None,
    }
}

/// A profile of the form `/@user`, one of its posts, or its posts of one tag.
fn mastodon(address: &Url, path: &[&str]) -> Option<String> {
    let profile = match path {
        ["web", rest @ ..] => rest,
        all => all,
    };
    let who = profile.first()?.strip_prefix('@')?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn source(address: &str) -> Option<String> {
        source_of_address(&Url::parse(address).unwrap()).map(Into::into)
    }

    fn check(cases: &[(&str, &str)]) {
        for (address, feed) in cases {
            assert_eq!(source(address).unwrap_or_default(), *feed, "{address}");
            if !feed.is_empty() {
                assert_eq!(source(feed), None, "the feed of {address} is one already");
            }
        }
    }

    #[test]
    fn channels_and_profiles() {
        check(&[
            ("https://t.me/pier", "https://t.me/s/pier"),
            ("http://telegram.me/pier/12?single", "https://t.me/s/pier"),
            ("https://t.me/s/pier?before=9", "https://t.me/s/pier"),
            ("https://t.me/joinchat/abc", ""),
            ("https://t.me/+abcdef", ""),
            ("https://bsky.app/profile/ann.example", "https://bsky.app/profile/ann.example/rss"),
            ("https://bsky.app/profile/did:plc:abc2", "https://bsky.app/profile/did:plc:abc2/rss"),
            ("https://social.example/@ann", "https://social.example/@ann.rss"),
            ("https://social.example/@ann/1234", "https://social.example/@ann.rss"),
            ("https://social.example:8443/@ann?x=1", "https://social.example:8443/@ann.rss"),
            (
                "https://social.example/@ann/tagged/fog",
                "https://social.example/@ann/tagged/fog.rss",
            ),
            ("https://social.example/web/@bob@other.example", "https://other.example/@bob.rss"),
            ("https://www.tiktok.com/@ann", ""),
            ("https://medium.com/@ann", "https://medium.com/feed/@ann"),
            ("https://ann.substack.com/", "https://ann.substack.com/feed"),
        ]);
    }

    #[test]
    fn videos() {
        let feed = "https://www.youtube.com/feeds/videos.xml";
        check(&[
            (
                "https://www.youtube.com/channel/UCx-1_y/videos",
                &format!("{feed}?channel_id=UCx-1_y"),
            ),
            ("https://youtube.com/playlist?list=PLx&index=2", &format!("{feed}?playlist_id=PLx")),
            ("https://m.youtube.com/user/ann", &format!("{feed}?user=ann")),
            ("https://www.youtube.com/@ann", ""),
            ("https://www.youtube.com/watch?v=x&list=PLx", ""),
        ]);
    }

    #[test]
    fn boards() {
        check(&[
            ("https://www.reddit.com/r/boats/", "https://www.reddit.com/r/boats/.rss"),
            (
                "https://reddit.com/r/boats/top?t=week",
                "https://www.reddit.com/r/boats/top/.rss?t=week",
            ),
            ("https://old.reddit.com/u/ann", "https://old.reddit.com/user/ann/.rss"),
            ("https://www.reddit.com/", ""),
            (
                "https://stackoverflow.com/questions/tagged/rust",
                "https://stackoverflow.com/feeds/tag/rust",
            ),
        ]);
    }

    #[test]
    fn repositories() {
        check(&[
            ("https://github.com/ann/boat", "https://github.com/ann/boat/releases.atom"),
            ("https://github.com/ann/boat.git", "https://github.com/ann/boat/releases.atom"),
            ("https://github.com/ann/boat/tags", "https://github.com/ann/boat/tags.atom"),
            (
                "https://github.com/ann/boat/commits/main/src",
                "https://github.com/ann/boat/commits/main/src.atom",
            ),
            ("https://github.com/ann", "https://github.com/ann.atom"),
            ("https://github.com/ann/boat/issues/1", ""),
            ("https://github.com/topics", ""),
            ("https://gitlab.com/ann/boats/one", "https://gitlab.com/ann/boats/one.atom"),
            (
                "https://gitlab.com/ann/boat/-/tags",
                "https://gitlab.com/ann/boat/-/tags?format=atom",
            ),
            ("https://codeberg.org/ann/boat", "https://codeberg.org/ann/boat/releases.rss"),
        ]);
    }

    #[test]
    fn other_addresses() {
        check(&[
            ("https://news.example/", ""),
            ("https://news.example/ann@x", ""),
            ("ftp://t.me/pier", ""),
        ]);
    }
}
