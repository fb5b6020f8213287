//! Fever's protocol, level 3.

use axum::Router;

use crate::state::App;

/// Its addresses.
pub fn router() -> Router<App> {
    Router::new()
}
