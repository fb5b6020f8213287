//! A count of the requests that the world has answered.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The requests for one path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// All requests.
    pub requests: u64,
    /// Those that carried `If-None-Match` or `If-Modified-Since`.
    pub conditional: u64,
    /// Those that were answered with 304.
    pub not_modified: u64,
}

/// Counts by outlet and path.
#[derive(Default)]
pub(crate) struct Stats(Mutex<BTreeMap<(String, String), Hits>>);

impl Stats {
    pub fn count(&self, outlet: &str, path: &str, conditional: bool, not_modified: bool) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hits = counts.entry((outlet.to_owned(), path.to_owned())).or_default();
        hits.requests += 1;
        hits.conditional += u64::from(conditional);
        hits.not_modified += u64::from(not_modified);
    }

    pub fn all(&self) -> BTreeMap<(String, String), Hits> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
