//! Passkeys, through the addresses that the script asks, with an authenticator in software.

use axum::http::StatusCode;
use dateline_auth::base64url;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use url::Url;

use super::{Answer, House, OWNER, PASSWORD, now, token};
use crate::WebSettings;

const ORIGIN: &str = "https://news.example.org";

struct Token {
    pair: EcdsaKeyPair,
    counter: u32,
}

impl Token {
    fn new() -> Self {
        let (kind, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).unwrap();
        Self { pair, counter: 0 }
    }

    fn client(kind: &str, challenge: &str) -> String {
        json!({"type": kind, "challenge": challenge, "origin": ORIGIN}).to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let host = digest(&SHA256, b"news.example.org");
        [host.as_ref(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn make(&self, challenge: &str) -> [(&'static str, String); 2] {
        let point = self.pair.public_key().as_ref();
        let key = [
            &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..],
            &point[1..33],
            &[0x22, 0x58, 32],
            &point[33..],
        ];
        let data = [self.data(0x45), [0; 16].to_vec(), vec![0, 2], b"id".to_vec(), key.concat()];
        let data = data.concat();
        let length = u16::try_from(data.len()).unwrap().to_be_bytes();
        let object =
            [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".as_slice(), &length, &data];
        let client = Self::client("webauthn.create", challenge);
        [
            ("client", base64url::encode(client.as_bytes())),
            ("attestation", base64url::encode(&object.concat())),
        ]
    }

    fn sign(&self, challenge: &str) -> [(&'static str, String); 4] {
        let client = Self::client("webauthn.get", challenge);
        let data = self.data(5);
        let signed = [&data, digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        [
            ("credential", base64url::encode(b"id")),
            ("client", base64url::encode(client.as_bytes())),
            ("authenticator", base64url::encode(&data)),
            ("signature", base64url::encode(signature.as_ref())),
        ]
    }
}

async fn house() -> House {
    let base_url = Url::parse(ORIGIN).ok();
    let mut house = House::with(WebSettings { base_url, ..WebSettings::default() }).await;
    let hash = dateline_auth::password::hash_password(PASSWORD).unwrap();
    house.store.claim_owner("ida", &hash, now()).await.unwrap();
    house.sign_in("ida", PASSWORD).await;
    house
}

async fn post(house: &mut House, path: &str, csrf: &str, fields: &[(&str, String)]) -> Answer {
    let mut all = vec![("csrf", csrf)];
    all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
    house.post(path, &all).await
}

fn challenge(answer: &Answer) -> String {
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    said["challenge"].as_str().unwrap().to_owned()
}

async fn make(house: &mut House, token_of_person: &Token) -> Answer {
    let csrf = token(&house.get("/account").await.body);
    let begun = post(house, "/account/passkeys/begin", &csrf, &[]).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    let mut fields = token_of_person.make(&challenge(&begun)).to_vec();
    fields.push(("name", "My phone".to_owned()));
    post(house, "/account/passkeys", &csrf, &fields).await
}

async fn sign_in(house: &mut House, token_of_person: &Token) -> Answer {
    let page = house.get("/login").await.body;
    assert!(page.contains("data-passkey=\"use\" hidden"), "{page}");
    let csrf = token(&page);
    let begun = post(house, "/login/passkey/begin", &csrf, &[]).await;
    let mut fields = token_of_person.sign(&challenge(&begun)).to_vec();
    fields.push(("next", "/feeds".to_owned()));
    post(house, "/login/passkey", &csrf, &fields).await
}

#[tokio::test]
async fn a_passkey_is_made_signs_in_and_is_removed() {
    let mut house = house().await;
    let mut key = Token::new();
    let made = make(&mut house, &key).await;
    assert!(made.body.contains("/account?done=passkey"), "{}", made.body);
    let page = house.get("/account").await.body;
    assert!(page.contains("My phone") && page.contains("not used yet"));
    assert!(make(&mut house, &key).await.body.contains("there already"));

    house.forget_cookies();
    let came = sign_in(&mut house, &key).await;
    assert_eq!(came.status, StatusCode::OK, "{}", came.body);
    assert!(came.body.contains("\"/feeds\""));
    assert_eq!(house.get("/feeds").await.status, StatusCode::OK);

    key.counter = 5;
    house.forget_cookies();
    assert_eq!(sign_in(&mut house, &key).await.status, StatusCode::OK);
    house.forget_cookies();
    let copied = sign_in(&mut house, &key).await;
    assert_eq!(copied.status, StatusCode::FORBIDDEN, "its counter stands still");

    house.sign_in("ida", PASSWORD).await;
    let id = house.store.passkeys(OWNER).await.unwrap()[0].id;
    let remove = format!("/account/passkeys/{id}/remove");
    assert_eq!(house.post_signed(&remove, &[]).await.location(), "/account?done=passkey-gone");
    house.forget_cookies();
    key.counter = 9;
    assert_eq!(sign_in(&mut house, &key).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_key_of_nobody_or_of_another_opens_nothing() {
    let mut house = house().await;
    make(&mut house, &Token::new()).await;
    house.forget_cookies();
    let other = sign_in(&mut house, &Token::new()).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    assert!(house.cookie("dateline_session").is_none());
    let csrf = "00".repeat(64);
    for path in ["/login/passkey/begin", "/login/passkey"] {
        assert_eq!(
            post(&mut house, path, &csrf, &[]).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let tom = house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    let id = house.store.passkeys(OWNER).await.unwrap()[0].id;
    let remove = format!("/account/passkeys/{id}/remove");
    assert_eq!(house.post_signed(&remove, &[]).await.status, StatusCode::NOT_FOUND);
    assert!(house.store.passkeys(tom).await.unwrap().is_empty());
}

#[tokio::test]
async fn without_a_safe_address_there_are_no_passkeys() {
    let mut house = House::signed_in().await;
    assert!(!house.get("/account").await.body.contains("id=\"passkeys\""));
    let begun = house.post_signed("/account/passkeys/begin", &[]).await;
    assert_eq!(begun.status, StatusCode::NOT_FOUND);
}
