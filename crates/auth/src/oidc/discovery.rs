//! What a provider says of itself (OpenID Connect Discovery 1.0, section 4).

use serde::Deserialize;
use url::{Host, Url};

use super::OidcError;

/// A provider's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub issuer: String,
    pub authorization: Url,
    pub token: Url,
    pub keys: Url,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
}

/// Where a provider says what it is.
pub(super) fn address_of(issuer: &Url) -> Result<Url, OidcError> {
    let text = issuer.as_str().trim_end_matches('/');
    let address = format!("{text}/.well-known/openid-configuration");
    Url::parse(&address).map_err(|error| OidcError::Answer(error.to_string()))
}

/// Whether two texts name the same issuer. They are compared exactly but for a slash at the end,
/// which an address without a path gets by being read.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// Reads a provider's document.
pub(super) fn discover(issuer: &Url, body: &[u8]) -> Result<Known, OidcError> {
    let document: Document = serde_json::from_slice(body)
        .map_err(|error| OidcError::Answer(format!("its discovery document: {error}")))?;
    if !is_same(&document.issuer, issuer.as_str()) {
        return Err(OidcError::Answer("it calls itself another issuer".to_owned()));
    }
    let addresses =
        [issuer, &document.authorization_endpoint, &document.token_endpoint, &document.jwks_uri];
    if let Some(open) = addresses.into_iter().find(|url| !is_safe(url)) {
        return Err(OidcError::Answer(format!("{open} is not encrypted")));
    }
    Ok(Known {
        issuer: document.issuer,
        authorization: document.authorization_endpoint,
        token: document.token_endpoint,
        keys: document.jwks_uri,
    })
}

/// Codes, tokens and keys travel encrypted, or not beyond this machine.
fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(issuer: &str, base: &str) -> Vec<u8> {
        format!(
            "{{\"issuer\":\"{issuer}\",\"authorization_endpoint\":\"{base}/a\",\
             \"token_endpoint\":\"{base}/t\",\"jwks_uri\":\"{base}/k\",\"more\":[1]}}"
        )
        .into_bytes()
    }

    fn read(issuer: &str, body: &[u8]) -> Result<Known, OidcError> {
        discover(&Url::parse(issuer).unwrap(), body)
    }

    #[test]
    fn a_provider_is_who_it_was_asked_for_and_encrypted() {
        let good = document("https://id.example", "https://id.example");
        assert_eq!(read("https://id.example", &good).unwrap().token.path(), "/t");
        assert!(read("https://id.example/", &good).is_ok());
        assert!(read("https://id.example/realm", &good).is_err(), "another issuer");
        assert!(read("https://other.example", &good).is_err());
        let open = document("https://id.example", "http://id.example");
        assert!(read("https://id.example", &open).unwrap_err().to_string().contains("encrypted"));
        let here = document("http://127.0.0.1:9", "http://127.0.0.1:9");
        assert!(read("http://127.0.0.1:9", &here).is_ok());
        assert!(read("https://id.example", b"<html>").is_err());
    }

    #[test]
    fn a_realm_keeps_its_path() {
        let url = Url::parse("https://id.example/realms/news").unwrap();
        let address = address_of(&url).unwrap();
        assert_eq!(
            address.as_str(),
            "https://id.example/realms/news/.well-known/openid-configuration"
        );
    }
}
