//! No other site can act in a signed-in person's name: forms carry a secret of the session, and
//! requests that a browser says come from elsewhere are refused before anything else.

use axum::body::Bytes;
use axum::extract::{Form, FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::auth::session::{Reader, cookie};
use crate::errors::PageError;
use crate::state::App;
use dateline_auth::random::{
    NoRandomness, from_hex, random_bytes, random_hex, same_secret, to_hex,
};

/// The name of the hidden field.
pub const FIELD: &str = "csrf";

/// The cookie that stands in for a session on the sign-in and set-up pages.
const PRE_SESSION: &str = "dateline_form";

/// Refuses requests that change something and come from another site, by what the browser says.
pub async fn refuse_other_sites(
    axum::extract::State(app): axum::extract::State<App>,
    request: Request,
    next: Next,
) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !comes_from_here(request.headers(), app.settings.base_url.as_ref()) {
        return PageError::OtherSite.into_response();
    }
    next.run(request).await
}

/// What the browser says of where a request was started. `Sec-Fetch-Site` decides where it is
/// sent; else `Origin`. `Origin: null` says nothing: a page with `Referrer-Policy: no-referrer`,
/// as all of ours, sends just that, and then the token alone decides.
fn comes_from_here(headers: &HeaderMap, base_url: Option<&Url>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    if origin == "null" {
        return true;
    }
    let Some(origin) = origin.to_str().ok().and_then(|text| Url::parse(text).ok()) else {
        return false;
    };
    if base_url.is_some_and(|base| base.origin() == origin.origin()) {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.and_then(|host| Url::parse(&format!("{}://{host}/", origin.scheme())).ok())
        .is_some_and(|ours| ours.origin() == origin.origin())
}

/// A secret as a form carries it: a random mask and the secret under that mask.
pub fn mask(secret_hex: &str) -> Result<String, NoRandomness> {
    let mask = random_bytes()?;
    let secret = from_hex(secret_hex).unwrap_or_default();
    let masked: Vec<u8> = secret.iter().zip(&mask).map(|(a, b)| a ^ b).collect();
    Ok(format!("{}{}", to_hex(&mask), to_hex(&masked)))
}

/// Whether a form's field holds the secret.
pub fn holds(field: &str, secret_hex: &str) -> bool {
    let (Some(bytes), Some(secret)) = (from_hex(field), from_hex(secret_hex)) else {
        return false;
    };
    let Some((mask, masked)) = bytes.split_at_checked(32) else { return false };
    let open: Vec<u8> = masked.iter().zip(mask).map(|(a, b)| a ^ b).collect();
    secret.len() == 32 && same_secret(&open, &secret)
}

/// A form without fields of its own.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// A form of a signed-in person, whose token was right.
pub struct Signed<T> {
    /// Whose it is.
    pub reader: Reader,
    /// What the form says.
    pub form: T,
}

impl<T: DeserializeOwned> FromRequest<App> for Signed<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let reader =
            <Reader as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, app)
                .await?;
        let request = Request::from_parts(parts, body);
        let form = checked_form(request, app, |field| holds(field, &reader.csrf)).await?;
        Ok(Self { reader, form })
    }
}

/// A form of somebody who is not signed in yet, whose token matched their cookie.
pub struct Anonymous<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Anonymous<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let secret = cookie(request.headers(), PRE_SESSION).map(str::to_owned);
        let form = checked_form(request, app, |field| {
            secret.as_deref().is_some_and(|secret| holds(field, secret))
        })
        .await?;
        Ok(Self(form))
    }
}

async fn checked_form<T: DeserializeOwned>(
    request: Request,
    app: &App,
    is_right: impl Fn(&str) -> bool,
) -> Result<T, PageError> {
    let (parts, body) = request.into_parts();
    let limited = Request::from_parts(parts.clone(), body);
    let bytes = Bytes::from_request(limited, app).await.map_err(|_| PageError::TooLarge)?;
    let field = url::form_urlencoded::parse(&bytes).find(|(name, _)| name == FIELD);
    if !field.is_some_and(|(_, value)| is_right(&value)) {
        return Err(PageError::FormExpired);
    }
    let request = Request::from_parts(parts, bytes.into());
    let Form(form) = Form::<T>::from_request(request, app).await.map_err(|error| {
        // Its words are for those who write the form, not for those who fill it in.
        tracing::debug!(%error, "a form cannot be read");
        PageError::Invalid(say!("error-form-incomplete"))
    })?;
    Ok(form)
}

/// The token for a form before sign-in, and the cookie to go with it. A cookie that is there
/// already is kept, so that two open tabs do not undo each other.
pub fn before_sign_in(
    app: &App,
    headers: &HeaderMap,
) -> Result<(String, Option<HeaderValue>), PageError> {
    let known = cookie(headers, PRE_SESSION)
        .filter(|known| from_hex(known).is_some_and(|bytes| bytes.len() == 32));
    match known {
        Some(known) => Ok((mask(known)?, None)),
        None => {
            let fresh = random_hex()?;
            let cookie = app.set_cookie(PRE_SESSION, &fresh, 86_400, "Strict")?;
            Ok((mask(&fresh)?, Some(cookie)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_masked_token_differs_each_time_and_opens_only_for_its_secret() {
        let secret = random_hex().unwrap();
        let (one, two) = (mask(&secret).unwrap(), mask(&secret).unwrap());
        assert_ne!(one, two);
        assert!(holds(&one, &secret) && holds(&two, &secret));
        assert!(!holds(&one, &random_hex().unwrap()));
        assert!(!holds("", &secret));
        assert!(!holds(&secret, &secret));
        assert!(!holds("", ""));
        assert!(!holds(&"00".repeat(32), ""));
    }

    #[test]
    fn what_the_browser_says_comes_from_elsewhere_is_refused() {
        let here = |pairs: &[(&'static str, &str)]| comes_from_here(&headers(pairs), None);
        assert!(here(&[]));
        assert!(here(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!here(&[("sec-fetch-site", "cross-site")]));
        assert!(!here(&[("sec-fetch-site", "same-site")]));
        assert!(!here(&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost")]));
        assert!(here(&[("host", "localhost:7878"), ("origin", "http://localhost:7878")]));
        assert!(!here(&[("host", "localhost:7878"), ("origin", "http://localhost:9")]));
        assert!(!here(&[("host", "localhost:7878"), ("origin", "https://evil.example")]));
        let base = Url::parse("https://news.example.org/").unwrap();
        let through_a_proxy =
            headers(&[("host", "127.0.0.1:7878"), ("origin", "https://news.example.org")]);
        assert!(comes_from_here(&through_a_proxy, Some(&base)));
    }
}
