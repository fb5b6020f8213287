//! The web face of Dateline: pages for people.
//!
//! Pages are rendered on the server from templates and work without any script; forms post and
//! redirect. [`router()`] gives an [`axum::Router`] that is to be served with
//! `into_make_service_with_connect_info::<SocketAddr>()`: where a request comes from decides
//! whether a new instance may be set up without its token.
//!
//! `router.rs` lists every address. A request passes `security/` and `auth/` on its way to a
//! handler in `pages/`, which asks the desk and its store, turns what they say into words
//! (`views/`, `when.rs`, `diff.rs`) and fills a template with them.

// First, so that its macros are known in all that follows.
#[macro_use]
mod say;

pub mod admin;
mod assets;
mod auth;
mod errors;
mod extract;
mod holdings;
mod kept_pages;
mod look;
mod offline;
mod pages;
mod public;
mod router;
mod security;
mod state;
mod views;
mod watch;
mod when;

#[cfg(test)]
mod tests;

use axum::http::HeaderName;
use dateline_auth::proxies::Proxies;
use dateline_model::PublicSettings;
use jiff::tz::TimeZone;
use url::Url;

pub use router::router;

/// How the web face presents itself.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// Where people reach it, if not straight at the address it listens on: `https` here makes
    /// cookies secure, and its host counts as this site's.
    pub base_url: Option<Url>,
    /// Whether `/metrics` is shown to other machines than this one.
    pub metrics_public: bool,
    /// The proxies before it, which may say who their client is.
    pub proxies: Proxies,
    /// The header in which those proxies say who is signed in.
    pub proxy_header: Option<HeaderName>,
    /// The OpenID provider that people may sign in by; needs `base_url`.
    #[cfg(feature = "oidc")]
    pub oidc: Option<dateline_auth::oidc::OidcSettings>,
    /// Whether it shows the invented world of `dateline demo`, which pages then say.
    pub demo: bool,
    /// What settings say of the public newspaper.
    pub public: PublicSettings,
    /// The zone in which days begin and times are told.
    pub time_zone: TimeZone,
    /// Turns true when the program stops: what goes on telling then ends.
    pub stop: Option<tokio::sync::watch::Receiver<bool>>,
    /// What only the program as a whole knows of itself, for its admins.
    pub admin: Option<admin::Instance>,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            base_url: None,
            metrics_public: false,
            proxies: Proxies::default(),
            proxy_header: None,
            #[cfg(feature = "oidc")]
            oidc: None,
            demo: false,
            public: PublicSettings::default(),
            time_zone: TimeZone::UTC,
            stop: None,
            admin: None,
        }
    }
}
