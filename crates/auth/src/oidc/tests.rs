//! A provider on loopback, and whoever pretends to be one.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use dateline_fetch::FetchSettings;
use openidconnect::IssuerUrl;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::*;
use crate::base64url;

const CLIENT: &str = "dateline";

fn wall() -> Timestamp {
    Timestamp::from_second(1_766_412_000).unwrap()
}

/// What the provider says, to be changed by a test.
struct Says {
    base: String,
    issuer: String,
    header: Value,
    claims: Value,
    /// The key that signs, and the one that is shown.
    signs: EcdsaKeyPair,
    shows: Value,
    /// How often the keys were read.
    key_reads: usize,
    /// What the code was redeemed with.
    redeemed: Vec<(String, String)>,
    refuses: bool,
}

type Shared = Arc<Mutex<Says>>;

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

fn shown(key: &EcdsaKeyPair, kid: &str) -> Value {
    let point = key.public_key().as_ref();
    json!({"kty": "EC", "crv": "P-256", "kid": kid, "use": "sig",
        "x": base64url::encode(&point[1..33]), "y": base64url::encode(&point[33..])})
}

impl Says {
    fn token(&self) -> String {
        let part = |value: &Value| base64url::encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&self.header), part(&self.claims));
        let signature = self.signs.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", base64url::encode(signature.as_ref()))
    }
}

async fn configuration(State(says): State<Shared>) -> String {
    let says = says.lock().unwrap();
    let base = &says.base;
    json!({"issuer": says.issuer, "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"), "jwks_uri": format!("{base}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"]})
    .to_string()
}

async fn keys(State(says): State<Shared>) -> String {
    let mut says = says.lock().unwrap();
    says.key_reads += 1;
    json!({"keys": [{"kty": "oct", "k": "AAAA", "kid": "k"}, 7, says.shows]}).to_string()
}

async fn redeem(State(says): State<Shared>, Form(form): Form<Vec<(String, String)>>) -> Response {
    let mut says = says.lock().unwrap();
    says.redeemed = form;
    if says.refuses {
        return (StatusCode::BAD_REQUEST, "{\"error\":\"invalid_grant\"}").into_response();
    }
    json!({"access_token": "a", "token_type": "Bearer", "id_token": says.token()})
        .to_string()
        .into_response()
}

/// A provider that serves on loopback, and what it says.
async fn provider() -> (Provider, Shared, Flow) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let flow = Flow::begin().unwrap();
    let signs = key();
    let says = Arc::new(Mutex::new(Says {
        issuer: base.clone(),
        header: json!({"alg": "ES256", "kid": "one", "typ": "JWT"}),
        claims: json!({"iss": base, "sub": "u-7", "aud": CLIENT, "exp": 1_766_412_300,
            "iat": 1_766_412_000, "nonce": flow.nonce, "preferred_username": "zoe",
            "email": "owner@example.org"}),
        shows: shown(&signs, "one"),
        signs,
        key_reads: 0,
        redeemed: Vec::new(),
        refuses: false,
        base: base.clone(),
    }));
    let router = axum::Router::new()
        .route("/.well-known/openid-configuration", get(configuration))
        .route("/keys", get(keys))
        .route("/token", post(redeem))
        .with_state(says.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let fetch = FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    };
    let settings = OidcSettings {
        issuer: Url::parse(&base).unwrap(),
        client_id: CLIENT.to_owned(),
        client_secret: Some("s3cret".to_owned()),
        label: "Test".to_owned(),
        new_members: false,
    };
    let redirect = Url::parse("http://localhost:7878/login/oidc/callback").unwrap();
    (Provider::new(settings, Fetcher::new(fetch).unwrap(), redirect), says, flow)
}

fn back(flow: &Flow) -> Returned {
    Returned { state: flow.state.clone(), code: Some("c0de".to_owned()), ..Returned::default() }
}

/// A future that a handler can wait for.
fn sendable<T: Send>(future: T) -> T {
    future
}

#[tokio::test]
async fn somebody_comes_back_as_who_they_are_there() {
    let (provider, says, flow) = provider().await;
    let address = sendable(provider.address(&flow)).await.unwrap();
    let asked: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let of = |pairs: &[(String, String)], name: &str| {
        pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap()
    };
    assert_eq!(of(&asked, "response_type"), "code");
    assert_eq!(of(&asked, "code_challenge_method"), "S256");
    assert_eq!(
        (of(&asked, "state"), of(&asked, "nonce")),
        (flow.state.clone(), flow.nonce.clone())
    );
    assert!(!address.as_str().contains(&flow.verifier), "the verifier stays here");

    let claims = sendable(provider.finish(&flow, back(&flow), wall())).await.unwrap();
    assert_eq!((claims.subject.as_str(), claims.name.as_str()), ("u-7", "zoe"));
    let redeemed = says.lock().unwrap().redeemed.clone();
    assert_eq!(of(&redeemed, "code"), "c0de");
    assert_eq!(of(&redeemed, "redirect_uri"), "http://localhost:7878/login/oidc/callback");
    let verifier = of(&redeemed, "code_verifier");
    let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
    assert_eq!(of(&asked, "code_challenge"), base64url::encode(digest.as_ref()));
    assert_eq!(of(&redeemed, "client_secret"), "s3cret");
}

#[tokio::test]
async fn what_this_browser_did_not_begin_is_refused() {
    let (provider, says, flow) = provider().await;
    let other = Flow::begin().unwrap();
    let answer = provider.finish(&flow, back(&other), wall()).await;
    assert!(matches!(answer, Err(OidcError::OtherFlow)), "{answer:?}");
    assert!(says.lock().unwrap().redeemed.is_empty(), "the code was not even sent");
    // The state fits, but the token was made for another sign-in.
    let answer = provider.finish(&other, back(&other), wall()).await;
    assert!(matches!(answer, Err(OidcError::OtherFlow)), "{answer:?}");
    let elsewhere = Returned { issuer: Some("https://evil.example".to_owned()), ..back(&flow) };
    assert!(provider.finish(&flow, elsewhere, wall()).await.is_err());
    let denied = Returned { error: Some("access_denied".to_owned()), code: None, ..back(&flow) };
    let answer = provider.finish(&flow, denied, wall()).await;
    assert!(matches!(answer, Err(OidcError::Refused(_))), "{answer:?}");
    says.lock().unwrap().refuses = true;
    let answer = provider.finish(&flow, back(&flow), wall()).await;
    assert!(matches!(answer, Err(OidcError::Refused(_))), "{answer:?}");
}

#[tokio::test]
async fn a_token_that_claims_something_else_is_refused() {
    let (provider, says, flow) = provider().await;
    let good = says.lock().unwrap().claims.clone();
    let odd = [
        ("iss", json!("https://evil.example")),
        ("aud", json!("another")),
        ("aud", json!(["another", "third"])),
        ("aud", json!([CLIENT, "another"])),
        ("azp", json!("another")),
        ("exp", json!(1_766_411_900)),
        ("exp", json!("soon")),
        ("iat", json!(1_766_412_900)),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("sub", json!("")),
        ("sub", Value::Null),
    ];
    for (claim, value) in odd {
        let mut claims = good.clone();
        claims[claim] = value.clone();
        says.lock().unwrap().claims = claims;
        let answer = provider.finish(&flow, back(&flow), wall()).await;
        assert!(answer.is_err(), "{claim}: {value}");
    }
    let mut shared = good.clone();
    shared["aud"] = json!([CLIENT, "project"]);
    shared["azp"] = json!(CLIENT);
    says.lock().unwrap().claims = shared;
    assert!(provider.finish(&flow, back(&flow), wall()).await.is_ok(), "ours among others");
    for (claim, value) in [("aud", json!([CLIENT])), ("azp", json!(CLIENT))] {
        let mut claims = good.clone();
        claims[claim] = value;
        says.lock().unwrap().claims = claims;
        assert!(provider.finish(&flow, back(&flow), wall()).await.is_ok(), "{claim}");
    }
}

#[tokio::test]
async fn a_token_is_signed_by_a_key_that_the_provider_shows() {
    let (provider, says, flow) = provider().await;
    for header in [
        json!({"alg": "none"}),
        json!({"alg": "HS256", "kid": "one"}),
        json!({"alg": "HS256", "kid": "k"}),
        json!({"alg": "RS256", "kid": "one"}),
        json!({"alg": "ES256", "kid": "two"}),
        json!({"alg": "ES256", "kid": "one", "crit": ["b64"]}),
    ] {
        says.lock().unwrap().header = header.clone();
        assert!(provider.finish(&flow, back(&flow), wall()).await.is_err(), "{header}");
    }
    says.lock().unwrap().header = json!({"alg": "ES256", "kid": "one"});
    assert!(provider.finish(&flow, back(&flow), wall()).await.is_ok());
    says.lock().unwrap().signs = key();
    assert!(provider.finish(&flow, back(&flow), wall()).await.is_err(), "a stranger signs");
}

#[tokio::test]
async fn keys_are_read_again_when_a_new_one_is_named() {
    let (provider, says, flow) = provider().await;
    for _ in 0..2 {
        assert!(provider.finish(&flow, back(&flow), wall()).await.is_ok());
    }
    assert_eq!(says.lock().unwrap().key_reads, 1);
    {
        let mut says = says.lock().unwrap();
        says.signs = key();
        says.shows = shown(&says.signs, "two");
        says.header = json!({"alg": "ES256", "kid": "two"});
    }
    assert!(provider.finish(&flow, back(&flow), wall()).await.is_ok());
    assert_eq!(says.lock().unwrap().key_reads, 2);
}

#[tokio::test]
async fn a_provider_that_calls_itself_otherwise_is_not_used() {
    let (provider, says, flow) = provider().await;
    says.lock().unwrap().issuer = "https://evil.example".to_owned();
    assert!(provider.address(&flow).await.is_err());
}

const RSA_N: &str = "\
    vNqIGsjkczeWx39o07U1C5LvWKpM1HRhLRYyFinYo8MHyFPhlm17d-r9fUF2YY8JoUF4Pi42OUPEC7eB\
    yw_ZKZle1LF53LbVxEsohAih-VHifyaA-jrL-IFeNLL_uQapJ6mYhLx9Gb3E10F3GQIsd_PedoDTOK9b\
    _w6byt4t7wKQJU-6bY-jZWtvg_ttjtdo_OGKh07idUFtkj-B083OHaf_Ajkehdc0RDBXH387Q9Hnzfhc\
    ir8YUz38TGuPHYLGmiR7Mft5dKOFg5t04mA4IVT9R7gl1hSpoVxOk6ZmBatjrAVSco6UqcrYdNdORQIj\
    r_0OF10dsI98iHTkW9Z1iw";

const RSA_TOKEN: &str = "\
    eyJhbGciOiJSUzI1NiIsImtpZCI6InIxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lkLmV4\
    YW1wbGUiLCJzdWIiOiJ1LTciLCJhdWQiOiJkYXRlbGluZSIsImV4cCI6MTc2NjQxMjMwMCwiaWF0Ijox\
    NzY2NDEyMDAwLCJub25jZSI6Im4tMFM2IiwicHJlZmVycmVkX3VzZXJuYW1lIjoiem9lIn0.nKbU0gp9\
    I4vwryetScdpQqMWABU5nGfD_3Ly0icICG5dyJL381e10b9FfWmzlbGUeBc2d7veeraDC9eLDhdYWTbd\
    3Cybjslv1BwiJxb4EfcCKT6rH3foMWCNPHzSrI6cFVO7Sq9Ao8J7xSsoTWh6kySuzHjW7YFknBVFSjzt\
    TeQakSlksiedROLtOvmj_7_m5aBWLgPq0I1X7iuA0Y3uJyBANVfkovBKj86WU5jFXK0N5qwNNL7LYziu\
    Y8Nr8SXzFIU-73P6Yc5o9iZKDRbYIovPSA9sUYG1mIDxix8u405u_-UXl2cFkkxzbcdUvKVVhxSV2fSv\
    Q7jcwA6mGojmyw";

/// Signed with an RSA key that exists no more.
#[test]
fn a_token_signed_by_rsa_is_read() {
    let keys =
        json!({"keys": [{"kty": "RSA", "kid": "r1", "alg": "RS256", "e": "AQAB", "n": RSA_N}]});
    let keys: CoreJsonWebKeySet = serde_json::from_value(keys).unwrap();
    let issuer = IssuerUrl::new("https://id.example".to_owned()).unwrap();
    let wanted = token::Wanted { issuer: &issuer, client_id: CLIENT, nonce: "n-0S6", wall: wall() };
    let read = |token: &str| {
        let token: Option<CoreIdToken> = token.parse().ok();
        token.map(|token| token::check(&token, keys.clone(), &wanted))
    };
    let claims = read(RSA_TOKEN).unwrap().unwrap();
    assert_eq!(claims.subject, "u-7");
    let swapped = RSA_TOKEN.replacen("1LTci", "1LTgi", 1);
    assert_ne!(swapped, RSA_TOKEN);
    assert!(read(&swapped).unwrap().is_err());
    for broken in ["", ".", "..", "a.b.c", "é.é.é"] {
        assert!(read(broken).is_none_or(|read| read.is_err()), "{broken}");
    }
}

#[test]
fn a_flow_is_kept_whole_or_not_at_all() {
    let flow = Flow::begin().unwrap();
    assert_eq!(Flow::from_text(&flow.to_text()), Some(flow.clone()));
    for bad in ["", "a.b.c", &flow.to_text()[1..], &format!("{}.x", flow.to_text())] {
        assert_eq!(Flow::from_text(bad), None);
    }
    assert!(!format!("{flow:?}").contains(&flow.verifier));
}
