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
        ("https://social.example/@ann/tagged/fog", "https://social.example/@ann/tagged/fog.rss"),
        ("https://social.example/web/@bob@other.example", "https://other.example/@bob.rss"),
        ("https://social.example/web/@ann", "https://social.example/@ann.rss"),
        ("https://social.example/deck/@ann/1234", "https://social.example/@ann.rss"),
        ("https://social.example/@ann/with_replies", "https://social.example/@ann.rss"),
        ("https://social.example/users/ann", "https://social.example/@ann.rss"),
        ("https://social.example/users/ann/statuses/12", "https://social.example/@ann.rss"),
        ("https://social.example/users/ann/edit", ""),
        ("https://social.example/@ann.rss", ""),
        ("https://pier.t.me/", "https://t.me/s/pier"),
        ("https://telegram.dog/s/pier/7", "https://t.me/s/pier"),
        ("https://t.me/c/1234/5", ""),
        (
            "https://bsky.app/profile/ann.example/post/3kabc",
            "https://bsky.app/profile/ann.example/rss",
        ),
        ("https://bsky.app/profile/@ann.example", "https://bsky.app/profile/ann.example/rss"),
        ("https://ann.bsky.social/", "https://bsky.app/profile/ann.bsky.social/rss"),
        ("https://bsky.app/profile/ann.example/lists/3k", ""),
        ("https://www.tiktok.com/@ann", ""),
        ("https://medium.com/@ann", "https://medium.com/feed/@ann"),
        ("https://ann.substack.com/", "https://ann.substack.com/feed"),
    ]);
}

#[test]
fn videos() {
    let feed = "https://www.youtube.com/feeds/videos.xml";
    check(&[
        ("https://www.youtube.com/channel/UCx-1_y/videos", &format!("{feed}?channel_id=UCx-1_y")),
        ("https://youtube.com/playlist?list=PLx&index=2", &format!("{feed}?playlist_id=PLx")),
        ("https://m.youtube.com/user/ann", &format!("{feed}?user=ann")),
        ("https://www.youtube.com/@ann", ""),
        ("https://www.youtube.com/@ann/videos", ""),
        ("https://www.youtube.com/c/Ann", ""),
        ("https://m.youtube.com/@ann?si=1", "https://www.youtube.com/@ann?si=1"),
        ("https://youtube.com/c/Ann/featured", "https://www.youtube.com/c/Ann/featured"),
        ("https://youtu.be/a-b_c?si=z", "https://www.youtube.com/watch?v=a-b_c"),
        ("https://m.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/shorts/abc?feature=share", "https://www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/live/abc", "https://www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/embed/abc", "https://www.youtube.com/watch?v=abc"),
        ("https://music.youtube.com/channel/UCx", &format!("{feed}?channel_id=UCx")),
        (&format!("{feed}?channel_id=UCx"), ""),
        ("https://www.youtube.com/watch?v=x&list=PLx", ""),
    ]);
}

#[test]
fn boards() {
    check(&[
        ("https://www.reddit.com/r/boats/", "https://www.reddit.com/r/boats/.rss"),
        ("https://reddit.com/r/boats/top?t=week", "https://www.reddit.com/r/boats/top/.rss?t=week"),
        ("https://old.reddit.com/u/ann", "https://old.reddit.com/user/ann/.rss"),
        ("https://www.reddit.com/", ""),
        ("https://m.reddit.com/r/a+b", "https://www.reddit.com/r/a+b/.rss"),
        ("https://old.reddit.com/r/boats/new/", "https://old.reddit.com/r/boats/new/.rss"),
        ("https://www.reddit.com/user/ann/m/boats", "https://www.reddit.com/user/ann/m/boats/.rss"),
        ("https://www.reddit.com/u/ann/comments/", "https://www.reddit.com/user/ann/comments/.rss"),
        (
            "https://np.reddit.com/domain/pier.example",
            "https://www.reddit.com/domain/pier.example/.rss",
        ),
        (
            "https://www.reddit.com/r/boats/comments/1ab/a_title/",
            "https://www.reddit.com/r/boats/comments/1ab/a_title/.rss",
        ),
        ("https://www.reddit.com/r/boats/about/", ""),
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
        ("https://github.com/ann/boat/", "https://github.com/ann/boat/releases.atom"),
        ("https://github.com/ann/boat/releases", "https://github.com/ann/boat/releases.atom"),
        (
            "https://github.com/ann/boat/releases/tag/v1.2",
            "https://github.com/ann/boat/releases.atom",
        ),
        ("https://github.com/ann/boat/commits/", "https://github.com/ann/boat/commits.atom"),
        ("https://github.com/ann/boat/tree/main", "https://github.com/ann/boat/commits/main.atom"),
        ("https://github.com/ann?tab=repositories", "https://github.com/ann.atom"),
        ("https://github.com/orgs/harbour/repositories", "https://github.com/harbour.atom"),
        ("https://gitlab.com/ann/boats/one", "https://gitlab.com/ann/boats/one.atom"),
        ("https://gitlab.com/ann/boat/-/tags", "https://gitlab.com/ann/boat/-/tags?format=atom"),
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

#[test]
fn names_that_are_no_addresses() {
    let meant = |typed: &str| address_of_handle(typed).map(String::from);
    for (typed, feed) in [
        ("@pier_office", "https://t.me/s/pier_office"),
        ("tg://resolve?domain=pier", "https://t.me/s/pier"),
        (" @ann@social.example ", "https://social.example/@ann.rss"),
        ("@ann.bsky.social", "https://bsky.app/profile/ann.bsky.social/rss"),
        ("did:plc:abc2", "https://bsky.app/profile/did:plc:abc2/rss"),
    ] {
        assert_eq!(meant(typed).as_deref(), Some(feed), "{typed}");
    }
    for typed in ["", "@", "@a", "pier", "ann@social.example", "@ann@here", "@no way", "tg://x"] {
        assert_eq!(meant(typed), None, "{typed}");
    }
}
