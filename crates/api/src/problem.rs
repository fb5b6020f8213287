//! What went wrong, in words for a program's user.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::DeskError;
use dateline_store::StoreError;
use serde_json::json;

/// An answer that is an error.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// Nobody that is known asks.
    #[error("no known user asks; send an app password as a bearer token")]
    Unknown,
    /// The app password may not do this.
    #[error("this app password may not do that")]
    Forbidden,
    /// There is no such thing, or it is another user's.
    #[error("there is no such thing")]
    NotFound,
    /// The address is there, but not for this method; those that it is there for, as `Allow` has
    /// them.
    #[error("this address takes {0}")]
    Method(String),
    /// What is asked makes no sense; in words.
    #[error("{0}")]
    Bad(String),
    /// What is asked makes sense, and cannot be done as things are; in words.
    #[error("{0}")]
    Conflict(String),
    /// More was sent than is taken here; how many bytes are.
    #[error("more was sent than is taken here, which is {0} bytes")]
    TooLarge(usize),
    /// The body is of a kind that is not taken here; the kinds that are.
    #[error("a body is sent here as {0}")]
    Media(String),
    /// Too many tries; ask again after so many seconds.
    #[error("too many requests; ask again in {0} seconds")]
    TooMany(u64),
    /// It took too long.
    #[error("it took too long; ask again in a moment")]
    TooSlow,
    /// What would answer is not there yet; in words.
    #[error("{0}")]
    NotYet(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The pipeline failed.
    #[error(transparent)]
    Desk(DeskError),
    /// A handler broke off.
    #[error("a handler broke off: {0}")]
    Broken(String),
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::TooSlow => Self::TooSlow,
            other => Self::Desk(other),
        }
    }
}

impl Problem {
    /// What is wrong with a request, in words.
    pub fn bad(words: impl Into<String>) -> Self {
        Self::Bad(words.into())
    }

    /// The HTTP status that tells of it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Media(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow | Self::NotYet(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(StoreError::DiskFull | StoreError::ReadOnly { .. })
            | Self::Desk(DeskError::Store(StoreError::DiskFull | StoreError::ReadOnly { .. })) => {
                StatusCode::INSUFFICIENT_STORAGE
            }
            Self::Store(_) | Self::Desk(_) | Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What its user is told; nothing of what went wrong within.
    pub fn told(&self) -> String {
        match self {
            Self::Store(_) | Self::Desk(_) | Self::Broken(_) => {
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
        let said = match self {
            Self::TooMany(seconds) => Some((header::RETRY_AFTER, seconds.to_string())),
            Self::TooSlow | Self::NotYet(_) => Some((header::RETRY_AFTER, "5".to_owned())),
            Self::Method(allowed) => Some((header::ALLOW, allowed)),
            Self::Unknown => {
                Some((header::WWW_AUTHENTICATE, "Bearer realm=\"Dateline\"".to_owned()))
            }
            _ => None,
        };
        if let Some((name, value)) = said
            && let Ok(value) = HeaderValue::try_from(value)
        {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_within_is_told_without_what_it_was() {
        let told = Problem::Broken("the secret was x".to_owned()).told();
        assert!(!told.contains("secret"), "{told}");
        assert_eq!(Problem::from(DeskError::TooSlow).status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    #[test]
    fn who_must_wait_is_told_how_long() {
        let answer = Problem::TooMany(7).into_response();
        assert_eq!(answer.headers()[header::RETRY_AFTER], "7");
        let answer = Problem::Method("GET, HEAD".to_owned()).into_response();
        assert_eq!(answer.headers()[header::ALLOW], "GET, HEAD");
    }
}
