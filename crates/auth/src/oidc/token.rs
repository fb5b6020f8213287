//! Id tokens: what is asked of them besides their signature (OpenID Connect Core 1.0, section
//! 3.1.3.7), and how the library's reasons are told.

use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use jiff::Timestamp;
use openidconnect::core::{
    CoreErrorResponseType, CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm,
};
use openidconnect::{
    ClaimsVerificationError, ClientId, IssuerUrl, Nonce, RequestTokenError, StandardErrorResponse,
};

use super::{Claims, OidcError};

/// How far a provider's clock and ours may be apart.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// The signatures that are believed. `none` and those with a shared secret are none of them: a
/// public key must never pass for a secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 5] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What a token has to say.
pub(super) struct Wanted<'a> {
    pub issuer: &'a IssuerUrl,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub wall: Timestamp,
}

fn wrong(why: impl std::fmt::Display) -> OidcError {
    OidcError::Answer(format!("its id token: {why}"))
}

/// The library's check of tokens, by a provider's keys.
pub(super) fn verifier<'a>(
    keys: CoreJsonWebKeySet,
    wanted: &Wanted<'_>,
) -> CoreIdTokenVerifier<'a> {
    let client_id = ClientId::new(wanted.client_id.to_owned());
    let wall = DateTime::<Utc>::from_timestamp(wanted.wall.as_second(), 0).unwrap_or_default();
    let is_past = move |issued: DateTime<Utc>| match issued < wall + SKEW {
        true => Ok(()),
        false => Err("it comes from the future".to_owned()),
    };
    CoreIdTokenVerifier::new_public_client(client_id, wanted.issuer.clone(), keys)
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || wall - SKEW)
        .set_issue_time_verifier_fn(is_past)
        // Providers name a project or their own services beside us; `check` asks for whom it is.
        .set_other_audience_verifier_fn(|_| true)
}

/// Checks a token's signature and claims.
pub(super) fn check(
    token: &CoreIdToken,
    keys: CoreJsonWebKeySet,
    wanted: &Wanted<'_>,
) -> Result<Claims, OidcError> {
    let nonce = Nonce::new(wanted.nonce.to_owned());
    let claims = token.claims(&verifier(keys, wanted), &nonce).map_err(|error| match error {
        ClaimsVerificationError::InvalidNonce(_) => OidcError::OtherFlow,
        ClaimsVerificationError::SignatureVerification(error) => wrong(error),
        other => wrong(other),
    })?;
    let others = claims.audiences().len() > 1;
    if claims.authorized_party().map_or(others, |party| party.as_str() != wanted.client_id) {
        return Err(wrong("it is for somebody else"));
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > 255 {
        return Err(wrong("it names nobody"));
    }
    let named = [
        claims.preferred_username().map(|name| name.as_str()),
        claims.name().and_then(|name| name.get(None)).map(|name| name.as_str()),
        claims.email().map(|email| email.as_str()),
    ];
    let name = named.into_iter().flatten().find(|name| !name.trim().is_empty());
    let name = name.unwrap_or(subject);
    Ok(Claims {
        issuer: wanted.issuer.to_string(),
        name: name.chars().filter(|sign| !sign.is_control()).take(100).collect(),
        subject: subject.to_owned(),
    })
}

/// Why there are no tokens for a code.
pub(super) fn not_given(
    error: RequestTokenError<OidcError, StandardErrorResponse<CoreErrorResponseType>>,
) -> OidcError {
    match error {
        RequestTokenError::ServerResponse(said) => {
            OidcError::Refused(said.error().as_ref().chars().take(100).collect())
        }
        RequestTokenError::Request(error) => error,
        // What could not be read holds tokens, so only its place is told.
        RequestTokenError::Parse(error, _) => {
            OidcError::Answer(format!("its token answer makes no sense at {}", error.path()))
        }
        other => {
            let source = other.source().map(|source| format!(": {source}")).unwrap_or_default();
            OidcError::Answer(format!("its token answer: {other}{source}"))
        }
    }
}
