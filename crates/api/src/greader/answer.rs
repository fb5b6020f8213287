//! Answers: JSON, `OK`, and errors as plain text.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::DeskError;
use dateline_store::StoreError;
use serde::Serialize;

use crate::problem::Problem;

/// What apps of this protocol look for beside the status 401.
const BAD_TOKEN: HeaderName = HeaderName::from_static("google-bad-token");
const BAD_WRITE_TOKEN: HeaderName = HeaderName::from_static("x-reader-google-bad-token");

/// An error of this protocol.
#[derive(Debug)]
pub enum Fault {
    /// What any protocol may meet.
    Problem(Problem),
    /// The token of a write is not right; the app should fetch another.
    WriteToken,
    /// Sign-in failed.
    Login,
}

impl Fault {
    /// What is asked makes no sense, in words.
    pub fn bad(words: impl Into<String>) -> Self {
        Self::Problem(Problem::Bad(words.into()))
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Self {
        Self::Problem(error.into())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let yes = HeaderValue::from_static("true");
        match self {
            Self::Login => (StatusCode::UNAUTHORIZED, "Error=BadAuthentication\n").into_response(),
            Self::WriteToken => {
                let headers = [(BAD_TOKEN, yes.clone()), (BAD_WRITE_TOKEN, yes)];
                (StatusCode::UNAUTHORIZED, headers, "the token is not valid\n").into_response()
            }
            Self::Problem(Problem::Unknown) => {
                (StatusCode::UNAUTHORIZED, [(BAD_TOKEN, yes)], "nobody is signed in\n")
                    .into_response()
            }
            Self::Problem(problem) => {
                let mut response =
                    (problem.status(), format!("{}\n", problem.told())).into_response();
                if let Problem::TooMany(seconds) = problem {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                response
            }
        }
    }
}

/// What a successful write answers; apps compare the whole body.
pub fn ok() -> Response {
    "OK".into_response()
}

/// A value as JSON.
pub fn json(value: &impl Serialize) -> Result<Response, Fault> {
    let body = serde_json::to_vec(value).map_err(|error| Problem::Broken(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response())
}
