//! What went wrong, in words for a program's user.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::DeskError;
use dateline_store::StoreError;
use serde_json::json;

/// An answer that is an error.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Nobody that is known asks.
    #[error("no known user asks")]
    Unknown,
    /// The app password may not do this.
    #[error("this app password may not do that")]
    Forbidden,
    /// There is no such thing, or it is another user's.
    #[error("there is no such thing")]
    NotFound,
    /// What is asked makes no sense; in words.
    #[error("{0}")]
    Bad(String),
    /// Too many tries; ask again after so many seconds.
    #[error("too many tries; ask again in {0} seconds")]
    TooMany(u64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The pipeline failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Problem {
    /// The HTTP status that tells of it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Store(_) | Self::Desk(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What its user is told; nothing of what went wrong within.
    pub fn told(&self) -> String {
        match self {
            Self::Store(_) | Self::Desk(_) => {
                tracing::error!(error = %self, "a program's request failed");
                "Dateline could not answer; its log says why".to_owned()
            }
            other => other.to_string(),
        }
    }
}

/// As `application/problem+json` (RFC 9457); protocols with errors of their own map it themselves.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or_default(),
            "status": status.as_u16(),
            "detail": self.told(),
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, kind, body.to_string()).into_response();
        if let Self::TooMany(seconds) = self
            && let Ok(seconds) = seconds.to_string().parse()
        {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}
