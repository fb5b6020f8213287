//! Dateline's own API.

use axum::Router;

use crate::state::App;

/// Its addresses.
pub fn router() -> Router<App> {
    Router::new()
}
