//! A page as a feed for other readers: where it can be read, and where that is decided.

use dateline_model::OutScope;
use url::Url;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;

/// The forms of a feed: what it is called, its ending and its media type.
const FORMS: [(&str, &str, &str); 3] = [
    ("Atom", "atom", "application/atom+xml"),
    ("RSS", "rss", "application/rss+xml"),
    ("JSON Feed", "json", "application/feed+json"),
];

/// An address of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedAddress {
    /// "Atom".
    pub form: &'static str,
    /// Its media type.
    pub kind: &'static str,
    /// The address: whole where this instance knows its own.
    pub href: String,
}

/// A page's feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFeed {
    /// The page where it gets an address; `None` where its own page does that.
    pub settings: Option<String>,
    /// Its addresses; empty where it has none yet.
    pub addresses: Vec<FeedAddress>,
}

/// The addresses of the feed that a token opens.
pub fn addresses(base: Option<&Url>, token: &str) -> Vec<FeedAddress> {
    FORMS
        .into_iter()
        .map(|(form, ending, kind)| {
            let path = format!("feed/{token}.{ending}");
            let whole = base.and_then(|base| base.join(&path).ok()).map(String::from);
            FeedAddress { form, kind, href: whole.unwrap_or_else(|| format!("/{path}")) }
        })
        .collect()
}

/// The page about the feed of a scope.
pub fn settings_path(scope: &OutScope) -> String {
    let name = scope.name();
    let pairs = [("kind", scope.as_str()), ("name", name.as_str())];
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()))
        .finish();
    format!("/feeds/out?{query}")
}

impl PageFeed {
    /// The feed of a page of this scope.
    pub async fn of(app: &App, reader: &Reader, scope: &OutScope) -> Result<Self, PageError> {
        let feed = app.desk.store().feed_out(reader.user.id, scope).await?;
        let base = app.settings.base_url.as_ref();
        Ok(Self {
            settings: Some(settings_path(scope)),
            addresses: feed.map(|feed| addresses(base, &feed.token)).unwrap_or_default(),
        })
    }

    /// The feed that a token opens.
    pub fn of_token(app: &App, token: Option<&str>) -> Self {
        let base = app.settings.base_url.as_ref();
        Self {
            settings: None,
            addresses: token.map(|token| addresses(base, token)).unwrap_or_default(),
        }
    }
}
