//! An authenticator in software, and what is wrong with others.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};

use super::*;

const USER: UserId = UserId(7);

/// Bytes as CBOR, with a length of two bytes.
fn cbor_bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    [&[0x59][..], &length, bytes].concat()
}

enum Pair {
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

/// A key that a person holds.
struct Token {
    pair: Pair,
    host: String,
    origin: String,
    flags: u8,
    counter: u32,
}

impl Token {
    fn new() -> Self {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).unwrap();
        Self::of(Pair::Ec(pair))
    }

    fn ed25519() -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::of(Pair::Ed(Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap()))
    }

    fn of(pair: Pair) -> Self {
        Self {
            pair,
            host: "news.example.org".to_owned(),
            origin: "https://news.example.org".to_owned(),
            flags: PRESENT | VERIFIED,
            counter: 3,
        }
    }

    fn cose(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (cbor_bytes(&point[1..33]), cbor_bytes(&point[33..]));
                [&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21][..], &x, &[0x22], &y].concat()
            }
            Pair::Ed(pair) => {
                let x = cbor_bytes(pair.public_key().as_ref());
                [&[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21][..], &x].concat()
            }
        }
    }

    fn client(&self, kind: &str, challenge: &str) -> String {
        let data = serde_json::json!({"type": kind, "challenge": challenge, "origin": self.origin,
            "crossOrigin": false, "other_keys_can_be_added_here": "x"});
        data.to_string()
    }

    fn data(&self, with_key: bool) -> Vec<u8> {
        let host = digest(&SHA256, self.host.as_bytes());
        let flags = self.flags | if with_key { ATTESTED } else { 0 };
        let mut data = [host.as_ref(), &[flags], &self.counter.to_be_bytes()].concat();
        if with_key {
            data.extend([0; 16]);
            data.extend([0, 4]);
            data.extend(b"cred");
            data.extend(self.cose());
        }
        data
    }

    /// What a browser sends when the key is made.
    fn make(&self, challenge: &str) -> (String, String) {
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none");
        object.extend(b"\x67attStmt\xa0\x68authData");
        object.extend(cbor_bytes(&self.data(true)));
        let client = self.client("webauthn.create", challenge);
        (base64url::encode(client.as_bytes()), base64url::encode(&object))
    }

    /// What a browser sends when the key signs in.
    fn assert(&self, challenge: &str) -> Assertion {
        let client = self.client("webauthn.get", challenge);
        let data = self.data(false);
        let signed = [&data, digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let signature = match &self.pair {
            Pair::Ec(pair) => pair.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(&signed).as_ref().to_vec(),
        };
        Assertion {
            credential: base64url::encode(b"cred"),
            client: base64url::encode(client.as_bytes()),
            authenticator: base64url::encode(&data),
            signature: base64url::encode(&signature),
        }
    }
}

struct Here {
    party: Party,
    challenges: Challenges,
    now: Instant,
}

impl Here {
    fn new() -> Self {
        let url = Url::parse("https://news.example.org/").unwrap();
        let party = Party::of(&url).unwrap();
        Self { party, challenges: Challenges::default(), now: Instant::now() }
    }

    fn register(&self, token: &Token, user: UserId) -> Result<Made, PasskeyError> {
        let challenge = self.challenges.make(Some(user), self.now).unwrap();
        let (client, attestation) = token.make(&challenge);
        register(&self.party, &self.challenges, USER, &client, &attestation, self.now)
    }

    fn check(&self, assertion: &Assertion, key: &str) -> Result<u32, PasskeyError> {
        check(&self.party, &self.challenges, assertion, key, self.now)
    }

    fn sign_in(&self, token: &Token, key: &str) -> Result<u32, PasskeyError> {
        let challenge = self.challenges.make(None, self.now).unwrap();
        self.check(&token.assert(&challenge), key)
    }
}

#[test]
fn a_key_is_made_and_signs_in() {
    let here = Here::new();
    for mut token in [Token::new(), Token::ed25519()] {
        let made = here.register(&token, USER).unwrap();
        assert_eq!((made.credential.as_str(), made.counter), ("Y3JlZA", 3));
        token.counter = 4;
        assert_eq!(here.sign_in(&token, &made.public_key), Ok(4));
    }
}

#[test]
fn a_challenge_is_good_once_for_its_user_and_for_five_minutes() {
    let here = Here::new();
    let token = Token::new();
    let made = here.register(&token, USER).unwrap();
    assert_eq!(here.register(&token, UserId(8)), Err(PasskeyError::Other("its challenge")));
    let challenge = here.challenges.make(None, here.now).unwrap();
    let assertion = token.assert(&challenge);
    assert!(here.check(&assertion, &made.public_key).is_ok());
    let again = here.check(&assertion, &made.public_key);
    assert_eq!(again, Err(PasskeyError::Other("its challenge")), "a replay");
    let own = token.assert("b3du");
    assert_eq!(here.check(&own, &made.public_key), Err(PasskeyError::Other("its challenge")));
    let challenge = here.challenges.make(Some(USER), here.now).unwrap();
    let borrowed = here.check(&token.assert(&challenge), &made.public_key);
    assert_eq!(borrowed, Err(PasskeyError::Other("its challenge")), "made for adding a key");
    let challenge = here.challenges.make(None, here.now).unwrap();
    let late = Here { now: here.now + PATIENCE, ..here };
    assert!(late.check(&token.assert(&challenge), &made.public_key).is_err());
}

#[test]
fn a_key_answers_for_its_own_site_and_person() {
    let here = Here::new();
    let made = here.register(&Token::new(), USER).unwrap();
    let with = |change: fn(&mut Token)| {
        let mut token = Token::new();
        change(&mut token);
        (here.register(&token, USER).err(), here.sign_in(&token, &made.public_key).err())
    };
    let other = |what| (Some(PasskeyError::Other(what)), Some(PasskeyError::Other(what)));
    assert_eq!(with(|token| token.origin = "https://evil.example".to_owned()), other("its origin"));
    assert_eq!(with(|token| token.host = "evil.example".to_owned()), other("its host"));
    let unasked = "its person was not asked";
    assert_eq!(with(|token| token.flags = PRESENT), other(unasked));
    assert_eq!(with(|token| token.flags = VERIFIED), other(unasked));
    assert_eq!(with(|_| ()), (None, Some(PasskeyError::Signature)), "another key");
}

#[test]
fn what_was_signed_is_all_of_it() {
    let here = Here::new();
    let token = Token::new();
    let made = here.register(&token, USER).unwrap();
    let fresh = || token.assert(&here.challenges.make(None, here.now).unwrap());
    let mut counted = fresh();
    let mut data = base64url::decode(&counted.authenticator).unwrap();
    data[36] = 99;
    counted.authenticator = base64url::encode(&data);
    assert_eq!(here.check(&counted, &made.public_key), Err(PasskeyError::Signature));
    for broken in ["", "!", "AA"] {
        let cut = Assertion { authenticator: broken.to_owned(), ..fresh() };
        assert!(here.check(&cut, &made.public_key).is_err());
        let cut = Assertion { client: broken.to_owned(), ..fresh() };
        assert!(here.check(&cut, &made.public_key).is_err());
        let cut = Assertion { signature: broken.to_owned(), ..fresh() };
        assert!(here.check(&cut, &made.public_key).is_err());
    }
    for key in ["", "es256:", "es256:04", "none:00", "rs256:00.01", "eddsa:00"] {
        assert!(here.check(&fresh(), key).is_err(), "{key}");
    }
    let mut swapped = fresh();
    swapped.client = token.make("x").0;
    assert_eq!(here.check(&swapped, &made.public_key), Err(PasskeyError::Other("its kind")));
}

#[test]
fn only_an_encrypted_name_has_passkeys() {
    let party = |url: &str| Party::of(&Url::parse(url).unwrap()).map(|party| party.id);
    assert_eq!(party("https://news.example.org:8443/x").as_deref(), Some("news.example.org"));
    assert_eq!(party("http://localhost:7878/").as_deref(), Some("localhost"));
    for without in ["http://news.example.org/", "https://192.0.2.1/", "http://127.0.0.1:7878/"] {
        assert_eq!(party(without), None, "{without}");
    }
}

#[test]
fn waiting_challenges_are_bounded() {
    let challenges = Challenges::default();
    let now = Instant::now();
    let first = challenges.make(None, now).unwrap();
    for _ in 0..MOST {
        challenges.make(None, now + Duration::from_secs(1)).unwrap();
    }
    assert!(challenges.waiting.lock().unwrap().len() <= MOST);
    assert!(!challenges.take(&first, None, now));
}
