//! Answers of JSON.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// A value as `application/json`.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(pub Value);

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/json")];
        (kind, self.0.to_string()).into_response()
    }
}
