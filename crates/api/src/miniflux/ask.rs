//! What a request brings: who asks, parts of its address, its query, its JSON.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::fault::Fault;
use crate::basic;
use crate::caller::{Caller, Peer};
use crate::state::App;

/// Who asks, for what only reads: by an app password as `X-Auth-Token`, or with the user's name by
/// HTTP's Basic scheme.
pub struct Asker(pub Caller);

/// Who asks, for what changes something of theirs.
pub struct Writer(pub Caller);

/// An admin who asks, by an app password with the admin's scope.
pub struct Admin(pub Caller);

impl FromRequestParts<App> for Asker {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let peer = Peer::from_request_parts(parts, app).await?;
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(token) = header("x-auth-token").filter(|token| !token.trim().is_empty()) {
            return Ok(Self(Caller::by_secret(app, None, token, peer).await?));
        }
        // Who sends nothing is no guesser: curl asks so before it sends a name.
        let sent = header(header::AUTHORIZATION.as_str()).and_then(basic::credentials);
        let Some((name, secret)) = sent else { return Err(Fault::unauthorized()) };
        Ok(Self(Caller::by_secret(app, Some(&name), &secret, peer).await?))
    }
}

impl FromRequestParts<App> for Writer {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let Asker(caller) = Asker::from_request_parts(parts, app).await?;
        caller.writes()?;
        Ok(Self(caller))
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let Asker(caller) = Asker::from_request_parts(parts, app).await?;
        if caller.is_admin { Ok(Self(caller)) } else { Err(Fault::forbidden()) }
    }
}

/// The numbers in an address.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let path = Path::<T>::from_request_parts(parts, app).await;
        let Path(found) = path.map_err(|_| Fault::bad("the address holds no such number"))?;
        Ok(Self(found))
    }
}

/// A body of JSON, whatever the request calls it: Miniflux does not look, and some apps do not say.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let body = Bytes::from_request(request, app).await;
        let body = body.map_err(|_| Fault::bad("the request did not arrive whole"))?;
        let read = serde_json::from_slice(&body);
        read.map(Self)
            .map_err(|error| Fault::bad(format!("this is not what is sent here: {error}")))
    }
}

/// The parameters of an address, of which some stand several times.
pub struct Query(Vec<(String, String)>);

impl FromRequestParts<App> for Query {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        Ok(Self::read(parts.uri.query().unwrap_or_default()))
    }
}

impl Query {
    /// Reads the part of an address after its question mark.
    pub fn read(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of a parameter; `None` where it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// All values of a parameter.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let all = self.0.iter().filter(|(known, value)| known == name && !value.is_empty());
        all.map(|(_, value)| value.as_str()).collect()
    }

    /// A whole number above 0; what is none counts as not said, as with Miniflux.
    pub fn positive(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok().filter(|number| *number > 0)
    }

    /// A yes or no in any of the ways in which clients write them: Python's sends `True`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.to_ascii_lowercase().as_str() {
            "1" | "t" | "true" => Some(true),
            "0" | "f" | "false" => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_leniently() {
        let query = Query::read("status=read&status=unread&limit=ten&starred=True&after=-4&tags=");
        assert_eq!(query.all("status"), ["read", "unread"]);
        assert_eq!(query.positive("limit"), None);
        assert_eq!(query.positive("after"), None);
        assert_eq!(query.flag("starred"), Some(true));
        assert_eq!(query.flag("globally_visible"), None);
        assert!(query.all("tags").is_empty());
    }
}
