//! The way of a request: who asks, whether they may and how often, what they ask, and the answer.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_auth::session;
use dateline_model::Role;

use super::Shared;
use super::call::{Call, Reply};
use super::operation::{Operation, Scope};
use crate::basic;
use crate::caller::{Caller, Peer};
use crate::problem::Problem;
use crate::state::App;

/// How long an answer may take; those that open addresses elsewhere are the longest.
const PATIENCE: Duration = Duration::from_secs(120);

/// Answers a request to an operation.
pub(super) async fn answer(
    app: App,
    shared: &Shared,
    operation: &Operation,
    path: HashMap<String, String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let is_head = parts.method == Method::HEAD;
    let wanted = parts.headers.get(header::IF_NONE_MATCH).cloned();
    let work = work(app, shared, operation, path, parts, body);
    let reply = match tokio::time::timeout(PATIENCE, work).await {
        Ok(reply) => reply,
        Err(_) => Err(Problem::TooSlow),
    };
    let response = match reply {
        Ok(reply) => into_response(reply, &operation.method, wanted.as_ref()),
        Err(problem) => problem.into_response(),
    };
    if is_head { without_body(response) } else { response }
}

async fn work(
    app: App,
    shared: &Shared,
    operation: &Operation,
    path: HashMap<String, String>,
    mut parts: Parts,
    body: Body,
) -> Result<Reply, Problem> {
    let caller = who_asks(&app, &mut parts).await?;
    shared.limits.take(caller.user.id, operation.cost, Instant::now()).map_err(Problem::TooMany)?;
    let may = match operation.scope {
        Scope::Read => true,
        Scope::Write => caller.may_write,
        Scope::Admin => caller.is_admin,
    };
    if !may {
        return Err(Problem::Forbidden);
    }
    let body = if let Some(content) = &operation.body {
        if !is_of_kind(&parts.headers, content.kinds) {
            return Err(Problem::Media(content.kinds.join(" or ")));
        }
        let read = to_bytes(body, operation.most).await;
        read.map_err(|_| Problem::TooLarge(operation.most))?
    } else {
        Default::default()
    };
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let sent = (parts.headers, body);
    let call = Call::read(app, caller, operation, &shared.table.named, path, &query, sent)?;
    (operation.run)(call).await
}

/// Who asks: by an app password, as a bearer token or in place of an account's password; for
/// reading also by the cookie of a session, so that pages can ask what they show, unless a proxy
/// says who people are.
pub async fn who_asks(app: &App, parts: &mut Parts) -> Result<Caller, Problem> {
    let peer = Peer::from_request_parts(parts, app).await?;
    if let Some(given) = parts.headers.get(header::AUTHORIZATION) {
        let given = given.to_str().map_err(|_| Problem::Unknown)?;
        let (name, secret) = name_and_secret(given).ok_or(Problem::Unknown)?;
        let caller = Caller::by_secret(app, name.as_deref(), &secret, peer).await;
        // Nobody guesses what has more than a hundred bits, so that a wrong one is only told so: a
        // wait that a right one ends at once says nothing more.
        return caller.map_err(|problem| match problem {
            Problem::TooMany(_) => Problem::Unknown,
            other => other,
        });
    }
    if !matches!(parts.method, Method::GET | Method::HEAD) || app.settings.proxy_signs_in {
        return Err(Problem::Unknown);
    }
    let found = session::of_request(app.store(), &parts.headers, app.now()).await?;
    let (session, _) = found.ok_or(Problem::Unknown)?;
    let is_admin = session.user.role == Role::Admin;
    Ok(Caller { user: session.user, may_write: false, is_admin })
}

/// What an `Authorization` header holds: a name, for the scheme that has one, and a secret.
fn name_and_secret(given: &str) -> Option<(Option<String>, String)> {
    if let Some((name, secret)) = basic::credentials(given) {
        return Some((Some(name), secret));
    }
    let (scheme, secret) = given.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| (None, secret.trim().to_owned()))
}

/// Whether what was sent is one of these; its parameters, such as `charset`, do not matter.
fn is_of_kind(headers: &HeaderMap, kinds: &[&str]) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    kinds.iter().any(|known| known.eq_ignore_ascii_case(kind))
}

fn into_response(reply: Reply, method: &Method, wanted: Option<&HeaderValue>) -> Response {
    let (status, kind, headers, body) = match reply {
        Reply::Json(status, value) => (status, "application/json", Vec::new(), value.to_string()),
        Reply::Text(kind, headers, body) => (StatusCode::OK, kind, headers, body),
        Reply::Done => return StatusCode::NO_CONTENT.into_response(),
        Reply::Stream(response) => return response,
    };
    let mut response = if *method == Method::GET && status == StatusCode::OK {
        with_tag(body, wanted)
    } else {
        (status, body).into_response()
    };
    let is_told = response.status() != StatusCode::NOT_MODIFIED;
    if is_told {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An answer with the digest of its body as its tag, or only that it is what the caller has. The
/// tag is a weak one, as the body may still be compressed on its way (RFC 9110, 8.8.1).
pub fn with_tag(body: String, wanted: Option<&HeaderValue>) -> Response {
    let digest = blake3::hash(body.as_bytes()).to_hex();
    let tag = format!("W/\"{}\"", digest.get(..32).unwrap_or_default());
    let same = wanted.and_then(|wanted| wanted.to_str().ok()).is_some_and(|wanted| {
        let mut tags = wanted.split(',').map(str::trim);
        let bare = |tag: &str| tag.trim_start_matches("W/").to_owned();
        tags.any(|one| one == "*" || bare(one) == bare(&tag))
    });
    let mut response = match same {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => body.into_response(),
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    let kept =
        [(header::CACHE_CONTROL, "private, no-cache"), (header::VARY, "authorization, cookie")];
    for (name, value) in kept {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn without_body(response: Response) -> Response {
    const LENGTH: HeaderName = header::CONTENT_LENGTH;

    let (mut parts, body) = response.into_parts();
    let length = axum::body::HttpBody::size_hint(&body).exact();
    if let Some(length) = length.filter(|_| !parts.headers.contains_key(LENGTH)) {
        parts.headers.insert(LENGTH, HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_caller_has_is_not_sent_again() {
        let first = with_tag("{}".to_owned(), None);
        let tag = first.headers()[header::ETAG].clone();
        let second = with_tag("{}".to_owned(), Some(&tag));
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        let strong = tag.to_str().unwrap().trim_start_matches("W/").to_owned();
        let listed = HeaderValue::try_from(format!("\"x\", {strong}")).unwrap();
        assert_eq!(with_tag("{}".to_owned(), Some(&listed)).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(with_tag("[]".to_owned(), Some(&tag)).status(), StatusCode::OK);
    }

    #[test]
    fn kinds_are_compared_without_their_parameters() {
        let mut headers = HeaderMap::new();
        assert!(!is_of_kind(&headers, &["application/json"]));
        headers.insert(header::CONTENT_TYPE, "Application/JSON; charset=utf-8".parse().unwrap());
        assert!(is_of_kind(&headers, &["application/json"]));
        assert!(!is_of_kind(&headers, &["text/xml"]));
    }
}
