//! Errors as Miniflux tells them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::{AddError, DeskError, ImportError};
use dateline_store::StoreError;
use serde_json::json;

use crate::json::Json;
use crate::problem::Problem;

/// An answer that is an error: `{"error_message": …}`.
#[derive(Debug)]
pub struct Fault {
    status: StatusCode,
    message: String,
    retry_after: Option<u64>,
}

impl Fault {
    /// Of a status, in words for the app's user.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    /// What is asked makes no sense, in words.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// There is no such thing, or it is another user's.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Resource Not Found")
    }

    /// The app password may not do this.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Access Forbidden")
    }

    /// Nobody that is known asks.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Access Unauthorized")
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Unknown => Self::unauthorized(),
            Problem::Forbidden => Self::forbidden(),
            Problem::NotFound => Self::not_found(),
            other => {
                let retry_after = match &other {
                    Problem::TooMany(seconds) => Some(*seconds),
                    Problem::TooSlow | Problem::NotYet(_) => Some(5),
                    _ => None,
                };
                Self { retry_after, ..Self::new(other.status(), other.told()) }
            }
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Self {
        Problem::from(error).into()
    }
}

/// What is wrong with an address or with what stands there is for its user to know.
impl From<AddError> for Fault {
    fn from(error: AddError) -> Self {
        match error {
            AddError::Desk(error) => error.into(),
            AddError::NotYours => Self::not_found(),
            other => Self::bad(other.to_string()),
        }
    }
}

impl From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Desk(error) => error.into(),
            other => Self::bad(other.to_string()),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error_message": self.message }));
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            // newsboat asks without its password first, and sends it only after this header.
            let basic = HeaderValue::from_static("Basic realm=\"Dateline\"");
            headers.insert(header::WWW_AUTHENTICATE, basic);
        }
        if let Some(seconds) = self.retry_after.map(|seconds| seconds.to_string())
            && let Ok(seconds) = HeaderValue::try_from(seconds)
        {
            headers.insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}
