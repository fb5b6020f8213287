//! stub
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use crate::*;
/// What a site's robots.txt says about a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RobotsVerdict {
    /// The page may be read.
    Allowed,
    /// The page must not be read.
    Forbidden,
    /// robots.txt could not be read for the reason given; the page must not be read for now.
    Unknown(String),
}
/// Makes requests; a clone is cheap and shares budgets, connections and the robots.txt cache.
#[derive(Clone)]
pub struct Fetcher(Arc<FetchSettings>);
impl Fetcher {
    /// A fetcher with these limits. Needs no clock.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchError> { Ok(Self(Arc::new(settings))) }
    /// The limits in force.
    pub fn settings(&self) -> &FetchSettings { &self.0 }
    /// Fetches.
    pub async fn get(&self, _request: Request) -> Result<Response, FetchError> { Err(FetchError::Setup("not yet".into())) }
    /// Asks robots.
    pub async fn robots_allow(&self, _url: &Url) -> Result<RobotsVerdict, FetchError> { Ok(RobotsVerdict::Allowed) }
    /// Keeps every request from the URL's host for this long; a longer pause already in force stays.
    pub fn pause_host(&self, _url: &Url, _for_: Duration) {}
}
