//! What a provider says of itself (OpenID Connect Discovery 1.0, section 4).

use openidconnect::DiscoveryError;
use openidconnect::core::CoreProviderMetadata;
use url::{Host, Url};

use super::OidcError;

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

/// Reads a provider's document. The library's own discovery compares issuers sign by sign, and an
/// issuer without a path would never pass it: the settings hold it as a read address.
pub(super) fn discover(issuer: &Url, body: &[u8]) -> Result<CoreProviderMetadata, OidcError> {
    let document: CoreProviderMetadata = serde_json::from_slice(body)
        .map_err(|error| OidcError::Answer(format!("its discovery document: {error}")))?;
    if !is_same(document.issuer(), issuer.as_str()) {
        return Err(OidcError::Answer("it calls itself another issuer".to_owned()));
    }
    let token = document.token_endpoint().map(|token| token.url());
    let token =
        token.ok_or_else(|| OidcError::Answer("it gives no tokens for codes".to_owned()))?;
    let authorization = document.authorization_endpoint().url();
    let addresses = [issuer, authorization, token, document.jwks_uri().url()];
    if let Some(open) = addresses.into_iter().find(|url| !is_safe(url)) {
        return Err(OidcError::Answer(format!("{open} is not encrypted")));
    }
    Ok(document)
}

/// Why a provider's keys could not be had.
pub(super) fn unread_keys(error: DiscoveryError<OidcError>) -> OidcError {
    match error {
        DiscoveryError::Request(error) => error,
        DiscoveryError::Parse(error) => OidcError::Answer(format!("its keys: {error}")),
        DiscoveryError::Response(status, ..) => {
            OidcError::Answer(format!("its keys: it answers {status}"))
        }
        other => OidcError::Answer(format!("its keys: {other}")),
    }
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
             \"token_endpoint\":\"{base}/t\",\"jwks_uri\":\"{base}/k\",\"more\":[1],\
             \"response_types_supported\":[\"code\",\"odd\"],\"subject_types_supported\":[\"public\"],\
             \"id_token_signing_alg_values_supported\":[\"RS256\",\"odd\"]}}"
        )
        .into_bytes()
    }

    fn read(issuer: &str, body: &[u8]) -> Result<CoreProviderMetadata, OidcError> {
        discover(&Url::parse(issuer).unwrap(), body)
    }

    #[test]
    fn a_provider_is_who_it_was_asked_for_and_encrypted() {
        let good = document("https://id.example", "https://id.example");
        assert_eq!(read("https://id.example", &good).unwrap().jwks_uri().url().path(), "/k");
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
