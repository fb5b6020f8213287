//! For those who look after the machine.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::session::Peer;
use crate::errors::PageError;
use crate::state::App;
use dateline_auth::local::is_from_here;

/// `GET /healthz`: 200 as long as the store answers. It tells nothing else, for anyone may ask.
pub async fn healthz(State(app): State<App>) -> Response {
    match app.desk.store().ping().await {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
    }
}

/// `GET /metrics`, in Prometheus's text format.
pub async fn metrics(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let is_here = is_from_here(peer, &headers) && !app.settings.proxies.lists(peer);
    if !app.settings.metrics_public && !is_here {
        return Err(PageError::OnlyHere);
    }
    let handle = app.metrics.as_ref().ok_or(PageError::NotFound)?;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, handle.render()).into_response())
}
