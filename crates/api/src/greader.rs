//! Google Reader's protocol, as apps use it.

use axum::Router;

use crate::state::App;

/// Its addresses.
pub fn router() -> Router<App> {
    Router::new()
}
