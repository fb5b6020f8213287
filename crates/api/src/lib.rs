//! The faces of Dateline for programs: the protocols of reader apps, Dateline's own API, and feeds
//! for other readers.
//!
//! Each protocol is a folder with a router of its own, which answers what it does not know below
//! its own addresses. All of them ask `caller.rs` who asks, and the store for items.

mod basic;
mod caller;
mod fever;
mod greader;
mod json;
mod links;
mod miniflux;
mod out;
mod problem;
mod router;
mod state;
#[cfg(test)]
mod tests;
mod v1;

use dateline_auth::proxies::Proxies;
use dateline_model::PublicSettings;
use tokio::sync::watch;
use url::Url;

pub use out::hub::tell_hub;
pub use router::router;

/// How the faces for programs present themselves.
#[derive(Debug, Clone, Default)]
pub struct ApiSettings {
    /// Where people reach this instance: the start of every address of ours that is given out.
    pub base_url: Option<Url>,
    /// The hub that tells other readers of changes in feeds given out (WebSub).
    pub hub: Option<Url>,
    /// What settings say of the public newspaper.
    pub public: PublicSettings,
    /// The proxies before it, which may say who their client is.
    pub proxies: Proxies,
    /// Whether a proxy says who people are: then a cookie opens nothing here, as it may be that of
    /// somebody else than the proxy names.
    pub proxy_signs_in: bool,
    /// Turns true when the process is to stop, which ends what would go on by itself.
    pub stop: Option<watch::Receiver<bool>>,
}
