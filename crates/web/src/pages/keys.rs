//! `GET /keys`: the keys that lists and articles know, and `GET /offline`: what the worker in the
//! browser shows for pages that it does not keep.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use dateline_words::key;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;
use crate::views::page;
use crate::views::shell::{Place, Shell};

/// The keys, in groups, each with the key of what it does.
const KEYS: [(&str, &[(&str, &str)]); 3] = [
    (
        key!("keys-move"),
        &[
            ("j", key!("keys-next")),
            ("k", key!("keys-previous")),
            ("n", key!("keys-next-article")),
            ("p", key!("keys-previous-article")),
            ("o", key!("keys-open")),
            ("v", key!("keys-original")),
            ("u", key!("keys-back")),
            ("Esc", key!("keys-leave")),
        ],
    ),
    (
        key!("keys-do"),
        &[
            ("m", key!("keys-read")),
            ("s", key!("keys-star")),
            ("S", key!("keys-save")),
            ("A", key!("keys-all")),
            ("z", key!("keys-undo")),
            ("r", key!("keys-refresh")),
            ("/", key!("keys-search")),
            ("?", key!("keys-help")),
        ],
    ),
    (
        key!("keys-go"),
        &[
            ("g f", key!("keys-go-front")),
            ("g c", key!("keys-go-classic")),
            ("g u", key!("keys-go-unread")),
            ("g s", key!("keys-go-starred")),
            ("g a", key!("keys-go-all")),
            ("g t", key!("keys-go-feeds")),
            ("g e", key!("keys-go-searches")),
        ],
    ),
];

/// The signs of a key, one after the other, and what it does.
type Key = (Vec<&'static str>, String);

#[derive(Template)]
#[template(path = "keys.html")]
struct Keys {
    shell: Shell,
    groups: Vec<(String, Vec<Key>)>,
}

#[derive(Template)]
#[template(path = "offline.html")]
struct Offline {
    shell: Shell,
}

/// `GET /keys`
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, PageError> {
    let shell = Shell::of(&app, &reader, &say!("reading-keys"), Place::Elsewhere).await?;
    let said = |(keys, does): &(&'static str, &'static str)| {
        (keys.split(' ').collect::<Vec<_>>(), crate::say::plain(does))
    };
    let group = |(name, keys): &(&'static str, &'static [(&'static str, &'static str)])| {
        (crate::say::plain(name), keys.iter().map(said).collect::<Vec<_>>())
    };
    page(&Keys { shell, groups: KEYS.iter().map(group).collect() })
}

/// `GET /offline`: it knows nobody, so that a browser may keep it for whoever comes.
pub async fn offline() -> Result<Response, PageError> {
    let mut response = page(&Offline { shell: Shell::bare(&say!("reading-offline")) })?;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
    Ok(response)
}
