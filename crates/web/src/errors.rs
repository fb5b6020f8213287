//! What goes wrong on the way to a page, and what people are told.
//!
//! A [`PageError`] knows its answer. Those that are the house's fault carry their cause to the
//! outermost layer in an extension, where it is logged once with the request; the page itself
//! shows nothing of it.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dateline_desk::DeskError;
use dateline_store::StoreError;

use crate::security::redirect::{safe_path, see_other};
use crate::views::error_page;
use dateline_auth::password::PasswordError;
use dateline_auth::random::NoRandomness;

/// Why a request gets no ordinary page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nothing is there, or nothing that this person may see.
    #[error("not found")]
    NotFound,
    /// The page is there, but not for this method.
    #[error("method not allowed")]
    Method,
    /// Nobody is signed in.
    #[error("not signed in")]
    SignIn {
        /// Where to return to.
        back: Option<String>,
    },
    /// A proxy says who it is, and nobody here has that name.
    #[error("a proxy names a user that there is not")]
    UnknownToUs(String),
    /// The link of an invitation opens nothing.
    #[error("no open invitation")]
    NotInvited,
    /// The request was started by another site.
    #[error("the request comes from another site")]
    OtherSite,
    /// The form's token is missing, or of another session.
    #[error("the form has expired")]
    FormExpired,
    /// Not for people elsewhere.
    #[error("only for this machine")]
    OnlyHere,
    /// The request makes no sense; the text is shown.
    #[error("{0}")]
    Invalid(String),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// The answer took too long.
    #[error("the answer took too long")]
    TooSlow,
    /// The server was not told where the request comes from.
    #[error("served without connect info")]
    NoPeer,
    /// A handler broke off.
    #[error("a handler broke off: {0}")]
    BrokeOff(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// A template failed.
    #[error("rendering: {0}")]
    Render(#[from] askama::Error),
    /// A header could not be written.
    #[error("writing a header: {0}")]
    Header(#[from] axum::http::header::InvalidHeaderValue),
    /// Work on another thread failed.
    #[error("work on another thread: {0}")]
    Work(#[from] tokio::task::JoinError),
}

/// The cause of a failed answer, for the log.
#[derive(Debug, Clone)]
pub struct Cause(pub String);

impl PageError {
    /// What is told of it: the status, a headline and a text.
    pub fn told(&self) -> (StatusCode, String, String) {
        let (status, headline, text) = match self {
            Self::NotFound => {
                (StatusCode::NOT_FOUND, say!("error-not-found"), say!("error-not-found-text"))
            }
            Self::UnknownToUs(name) => {
                return (
                    StatusCode::FORBIDDEN,
                    say!("error-unknown"),
                    say!("error-unknown-text", name = name.as_str()),
                );
            }
            Self::NotInvited => {
                (StatusCode::NOT_FOUND, say!("error-not-invited"), say!("error-not-invited-text"))
            }
            Self::Method => {
                (StatusCode::METHOD_NOT_ALLOWED, say!("error-method"), say!("error-method-text"))
            }
            Self::OtherSite => {
                (StatusCode::FORBIDDEN, say!("error-other-site"), say!("error-other-site-text"))
            }
            Self::FormExpired => {
                (StatusCode::FORBIDDEN, say!("error-expired"), say!("error-expired-text"))
            }
            Self::OnlyHere => {
                (StatusCode::FORBIDDEN, say!("error-only-here"), say!("error-only-here-text"))
            }
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                say!("error-too-large"),
                say!("error-too-large-text"),
            ),
            Self::TooSlow | Self::Desk(DeskError::TooSlow) => (
                StatusCode::SERVICE_UNAVAILABLE,
                say!("error-too-slow"),
                say!("error-too-slow-text"),
            ),
            Self::Store(StoreError::DiskFull)
            | Self::Desk(DeskError::Store(StoreError::DiskFull)) => (
                StatusCode::INSUFFICIENT_STORAGE,
                say!("error-disk-full"),
                say!("error-disk-full-text"),
            ),
            Self::Store(StoreError::ReadOnly { .. })
            | Self::Desk(DeskError::Store(StoreError::ReadOnly { .. })) => (
                StatusCode::INSUFFICIENT_STORAGE,
                say!("error-disk-shut"),
                say!("error-disk-shut-text"),
            ),
            Self::Invalid(text) => {
                return (StatusCode::UNPROCESSABLE_ENTITY, say!("error-invalid"), text.clone());
            }
            _ => (
                StatusCode::INTERNAL_SERVER_ERROR,
                say!("error-went-wrong"),
                say!("error-went-wrong-text"),
            ),
        };
        (status, headline, text)
    }
}

/// What somebody is told who must wait after failed tries.
pub fn wait_text(wait: Duration) -> String {
    let seconds = i64::try_from(wait.as_secs() + 1).unwrap_or(60);
    say!("error-wait", n = seconds)
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        if let Self::SignIn { back } = &self {
            let back = back.as_deref().and_then(safe_path).filter(|path| *path != "/");
            return match back {
                Some(path) => {
                    let query: String =
                        url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
                    see_other(&format!("/login?next={query}"))
                }
                None => see_other("/login"),
            };
        }
        let (status, headline, text) = self.told();
        let mut response = error_page(status, &headline, &text);
        if status.is_server_error() {
            response.extensions_mut().insert(Cause(self.to_string()));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn sign_in_leads_back_but_never_away() {
        let to = |back: &str| {
            let answer = PageError::SignIn { back: Some(back.to_owned()) }.into_response();
            answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
        };
        assert_eq!(to("/article/7?x=1"), "/login?next=%2Farticle%2F7%3Fx%3D1");
        assert_eq!(to("//evil.example"), "/login");
        assert_eq!(to("/"), "/login");
    }

    #[test]
    fn a_full_disk_is_told_in_plain_words_wherever_it_is_met() {
        let full = [
            PageError::Store(StoreError::DiskFull),
            PageError::Desk(DeskError::Store(StoreError::DiskFull)),
            PageError::Store(StoreError::ReadOnly { why: "a secret path".to_owned() }),
        ];
        for error in full {
            let (status, _, text) = error.told();
            assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
            assert!(text.contains("nothing was saved") && !text.contains("secret"), "{text}");
            assert!(error.into_response().extensions().get::<Cause>().is_some(), "it is logged");
        }
    }

    #[test]
    fn the_houses_faults_are_told_without_internals() {
        let error = PageError::Random(NoRandomness("none were left".to_owned()));
        let answer = error.into_response();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.extensions().get::<Cause>().unwrap().0.contains("random"));
    }
}
