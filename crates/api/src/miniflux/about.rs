//! What a client asks of the instance itself.

use axum::http::StatusCode;
use serde_json::json;

use super::ask::{Asker, Writer};
use crate::json::Json;

/// The Miniflux whose API this is: clients decide by its number what they may ask.
const SPOKEN: &str = "2.2.13";

/// `GET /healthcheck`
pub async fn health() -> &'static str {
    "OK"
}

/// `GET /v1/version`
pub async fn version(Asker(_): Asker) -> Json {
    Json(json!({
        "version": SPOKEN,
        "commit": concat!("dateline-", env!("CARGO_PKG_VERSION")),
        "build_date": "",
        "go_version": "",
        "compiler": "rustc",
        "arch": std::env::consts::ARCH,
        "os": std::env::consts::OS,
    }))
}

/// `PUT /v1/flush-history`: there is no history to flush. How long articles are kept is the
/// instance's setting, the same for all who read them, and what was read is in nobody's way.
pub async fn flush_history(Writer(_): Writer) -> StatusCode {
    StatusCode::ACCEPTED
}
