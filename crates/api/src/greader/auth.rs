//! Sign-in: `ClientLogin` gives a token that every call carries in a header, and `token` gives the
//! one that writes carry in their form.
//!
//! Both hold the app password's secret, so that nothing is stored for them and both end when it is
//! revoked. They are compared by digest, and never written into a log.

use axum::body::Bytes;
use axum::extract::{FromRequestParts, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use dateline_model::UserId;
use serde_json::json;

use super::answer::{self, Fault};
use super::ask::pairs;
use crate::caller::{Caller, Peer};
use crate::problem::Problem;
use crate::state::App;

/// How long a write's token is: FreshRSS pads its own to the length of Google's, and apps were seen
/// to count.
const TOKEN: usize = 57;

/// Whose request it is.
#[derive(Debug, Clone)]
pub struct Reader {
    caller: Caller,
    secret: String,
}

impl Reader {
    /// The user.
    pub fn user(&self) -> UserId {
        self.caller.user.id
    }

    /// The user's name.
    pub fn name(&self) -> &str {
        &self.caller.user.name
    }

    /// That this app may change what is its user's.
    ///
    /// # Errors
    /// When its password is for reading only.
    pub fn writes(&self) -> Result<(), Fault> {
        Ok(self.caller.writes()?)
    }

    /// What the header of every call carries.
    fn session(&self) -> String {
        format!("{}/{}", self.caller.user.id, self.secret)
    }
}

/// What a request's header says of who asks.
pub struct Credentials {
    token: Option<String>,
    peer: Peer,
}

impl Credentials {
    /// Whether there are any.
    pub fn is_given(&self) -> bool {
        self.token.is_some()
    }
}

impl<S: Sync> FromRequestParts<S> for Credentials {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let peer = Peer::from_request_parts(parts, state).await?;
        Ok(Self { token: of_header(&parts.headers), peer })
    }
}

/// The token of `Authorization: GoogleLogin auth=…`.
fn of_header(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim();
    let (scheme, rest) = value.split_once(char::is_whitespace)?;
    let (key, token) = rest.trim().split_once('=')?;
    let is_ours = scheme.eq_ignore_ascii_case("GoogleLogin") && key.eq_ignore_ascii_case("auth");
    is_ours.then(|| token.trim_matches(['"', ' ']).to_owned())
}

/// The secret in a token: what stands after the last `/`, without the padding, which no secret
/// ends in.
fn secret_of(token: &str) -> &str {
    token.rsplit('/').next().unwrap_or_default().trim_end_matches('Z')
}

/// The reader of a request by its header. A write may carry a token in its form:
/// - with a header it may be missing, empty (FeedMe), `x` (Reeder), or right;
/// - without a header it is enough by itself, as Miniflux has it.
pub async fn reader(
    app: &App,
    credentials: Credentials,
    token: Option<&str>,
) -> Result<Reader, Fault> {
    let token = token.map(str::trim).filter(|token| !token.is_empty() && *token != "x");
    let Some(given) = credentials.token.as_deref().or(token) else {
        return Err(Problem::Unknown.into());
    };
    let reader = by_token(app, given, credentials.peer).await?;
    if let Some(token) = token.filter(|token| *token != given) {
        let signed = by_token(app, token, credentials.peer).await.map_err(|fault| match fault {
            Fault::Problem(Problem::Unknown) => Fault::WriteToken,
            other => other,
        })?;
        if signed.user() != reader.user() {
            return Err(Fault::WriteToken);
        }
    }
    Ok(reader)
}

async fn by_token(app: &App, token: &str, peer: Peer) -> Result<Reader, Fault> {
    let secret = secret_of(token).to_owned();
    let caller = Caller::by_secret(app, None, &secret, peer).await?;
    // A token names its user, and must be theirs.
    match token.split_once('/') {
        Some((user, _)) if user == caller.user.id.to_string() => Ok(Reader { caller, secret }),
        _ => Err(Problem::Unknown.into()),
    }
}

/// `/accounts/ClientLogin`: a user's name and an app password give the token for the header. Old
/// apps send them in the query of a GET; nothing here writes a query into a log.
pub async fn client_login(
    State(app): State<App>,
    peer: Peer,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Result<Response, Fault> {
    let mut sent = pairs(query.unwrap_or_default().as_bytes());
    sent.extend(pairs(&body));
    let value = |key: &str| {
        sent.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let (name, secret) = (value("Email"), value("Passwd"));
    if name.is_empty() || secret.is_empty() {
        return Err(Fault::Login);
    }
    let caller = Caller::by_secret(&app, Some(name), secret, peer).await;
    let caller = caller.map_err(|problem| match problem {
        Problem::Unknown => Fault::Login,
        other => other.into(),
    })?;
    let token = Reader { caller, secret: secret.to_owned() }.session();
    if value("output") == "json" {
        return answer::json(&json!({ "SID": token, "LSID": "null", "Auth": token }));
    }
    Ok(format!("SID={token}\nLSID=null\nAuth={token}\n").into_response())
}

/// `token`: what writes carry in their form.
pub async fn token(State(app): State<App>, credentials: Credentials) -> Result<Response, Fault> {
    let token = reader(&app, credentials, None).await?.session();
    // Without a line's end: newsboat sends back all that it was sent.
    Ok(format!("{token:Z<TOKEN$}").into_response())
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_header_is_read_in_the_ways_apps_write_it() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            of_header(&headers)
        };
        assert_eq!(of("GoogleLogin auth=1/abc").as_deref(), Some("1/abc"));
        assert_eq!(of("googlelogin  Auth= 1/abc ").as_deref(), Some("1/abc"));
        assert_eq!(of("Bearer 1/abc"), None);
        assert_eq!(of("GoogleLogin"), None);
    }

    #[test]
    fn a_padded_token_holds_the_same_secret() {
        assert_eq!(secret_of("1/abc"), "abc");
        assert_eq!(secret_of(&format!("{:Z<TOKEN$}", "1/abc")), "abc");
    }
}
