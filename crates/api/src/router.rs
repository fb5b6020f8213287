//! Every protocol, and the layers a request passes on its way.

use axum::{Extension, Router};
use dateline_desk::Desk;
use tower_http::compression::CompressionLayer;

use crate::state::App;
use crate::{ApiSettings, fever, greader, miniflux, out, v1};

/// Builds the faces for programs. It has no fallback of its own, so that it can be merged with the
/// pages; serve it with `into_make_service_with_connect_info::<SocketAddr>()`.
pub fn router(desk: Desk, settings: ApiSettings) -> Router {
    routes(App::new(desk, settings))
}

/// The same over a state that is there.
pub(crate) fn routes(app: App) -> Router {
    let proxies = Extension(app.settings.proxies.clone());
    Router::new()
        .merge(greader::router())
        .merge(fever::router())
        .merge(miniflux::router())
        .merge(v1::router())
        .merge(out::router())
        .layer(proxies)
        .layer(CompressionLayer::new())
        .with_state(app)
}
