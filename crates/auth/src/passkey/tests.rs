//! An authenticator in software, and what is wrong with others.

use proptest::prelude::*;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};

use super::*;

const USER: UserId = UserId(7);

/// The bits of an authenticator's flags (section 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

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

fn challenge(options: &Value) -> String {
    options["challenge"].as_str().unwrap().to_owned()
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

    fn ask_key(&self, user: UserId) -> String {
        let credentials = ["b2xk".to_owned()];
        let account = Account { user, handle: [9; 16], name: "ida", credentials: &credentials };
        challenge(&self.challenges.ask_key(&self.party, account, self.now).unwrap())
    }

    fn ask_sign_in(&self) -> String {
        challenge(&self.challenges.ask_sign_in(&self.party, self.now).unwrap())
    }

    fn register(&self, token: &Token, user: UserId) -> Result<Made, PasskeyError> {
        let challenge = self.ask_key(user);
        let (client, attestation) = token.make(&challenge);
        register(&self.party, &self.challenges, USER, &client, &attestation, self.now)
    }

    fn check(&self, assertion: &Assertion, key: &str) -> Result<u32, PasskeyError> {
        check(&self.party, &self.challenges, assertion, key, self.now)
    }

    fn sign_in(&self, token: &Token, key: &str) -> Result<u32, PasskeyError> {
        let challenge = self.ask_sign_in();
        self.check(&token.assert(&challenge), key)
    }
}

#[test]
fn a_key_is_made_and_signs_in() {
    let here = Here::new();
    let mut token = Token::new();
    let made = here.register(&token, USER).unwrap();
    assert_eq!((made.credential.as_str(), made.counter), ("Y3JlZA", 3));
    assert_eq!(here.sign_in(&token, &made.public_key), Err(PasskeyError::Copied));
    token.counter = 4;
    assert_eq!(here.sign_in(&token, &made.public_key), Ok(4));
}

#[test]
fn a_key_of_a_kind_that_was_not_asked_for_is_refused() {
    let here = Here::new();
    assert_eq!(here.register(&Token::ed25519(), USER), Err(PasskeyError::Kind));
}

#[test]
fn a_browser_is_asked_for_a_key_that_is_found_without_a_name_and_sees_its_person() {
    let here = Here::new();
    let credentials = ["b2xk".to_owned()];
    let account = Account { user: USER, handle: [9; 16], name: "ida", credentials: &credentials };
    let options = here.challenges.ask_key(&here.party, account, here.now).unwrap();
    let wishes = &options["authenticatorSelection"];
    assert_eq!(
        (&wishes["residentKey"], &wishes["requireResidentKey"]),
        (&json!("required"), &json!(true))
    );
    assert_eq!(wishes["userVerification"], "required");
    assert_eq!(options["rp"], json!({"name": "Dateline", "id": "news.example.org"}));
    assert_eq!(options["user"]["id"], "CQkJCQkJCQkJCQkJCQkJCQ");
    assert_eq!(options["excludeCredentials"], json!([{"type": "public-key", "id": "b2xk"}]));
    assert_eq!(options["attestation"], "none");
    let kinds: Vec<_> =
        options["pubKeyCredParams"].as_array().unwrap().iter().map(|kind| &kind["alg"]).collect();
    assert_eq!(kinds, [-7, -35, -257]);
    let asked = here.challenges.ask_sign_in(&here.party, here.now).unwrap();
    assert_eq!(
        (&asked["userVerification"], &asked["rpId"]),
        (&json!("required"), &json!("news.example.org"))
    );
    assert_eq!(asked["allowCredentials"], json!([]));
    for options in [options, asked] {
        // A browser takes a null for a wrong value, not for a missing one.
        assert!(!options.to_string().contains("null"), "{options}");
    }
}

#[test]
fn a_challenge_is_good_once_for_its_user_and_for_five_minutes() {
    let here = Here::new();
    let mut token = Token::new();
    let made = here.register(&token, USER).unwrap();
    token.counter += 1;
    assert_eq!(here.register(&token, UserId(8)), Err(PasskeyError::Other("its challenge")));
    let challenge = here.ask_sign_in();
    let assertion = token.assert(&challenge);
    assert!(here.check(&assertion, &made.public_key).is_ok());
    let again = here.check(&assertion, &made.public_key);
    assert_eq!(again, Err(PasskeyError::Other("its challenge")), "a replay");
    let own = token.assert("b3du");
    assert_eq!(here.check(&own, &made.public_key), Err(PasskeyError::Other("its challenge")));
    let challenge = here.ask_key(USER);
    let borrowed = here.check(&token.assert(&challenge), &made.public_key);
    assert_eq!(borrowed, Err(PasskeyError::Other("its challenge")), "made for adding a key");
    let challenge = here.ask_sign_in();
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
    let fresh = || token.assert(&here.ask_sign_in());
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
    let other = made.public_key.replace("ES256", "RS256");
    assert_ne!(other, made.public_key);
    for key in ["", "{}", "null", "es256:04", &made.public_key[1..], &other] {
        assert!(here.check(&fresh(), key).is_err(), "{key}");
    }
    let challenge = here.ask_sign_in();
    let mut swapped = token.assert(&challenge);
    swapped.client = token.make(&challenge).0;
    assert_eq!(here.check(&swapped, &made.public_key), Err(PasskeyError::Other("its kind")));
}

#[test]
fn only_an_encrypted_name_has_passkeys() {
    let challenges = Challenges::default();
    let party = |url: &str| {
        let party = Party::of(&Url::parse(url).unwrap())?;
        let options = challenges.ask_sign_in(&party, Instant::now()).unwrap();
        Some(options["rpId"].as_str().unwrap().to_owned())
    };
    assert_eq!(party("https://news.example.org:8443/x").as_deref(), Some("news.example.org"));
    assert_eq!(party("http://localhost:7878/").as_deref(), Some("localhost"));
    for without in ["http://news.example.org/", "https://192.0.2.1/", "http://127.0.0.1:7878/"] {
        assert_eq!(party(without), None, "{without}");
    }
}

#[test]
fn waiting_challenges_are_bounded() {
    let mut here = Here::new();
    let first = here.ask_sign_in();
    here.now += Duration::from_secs(1);
    for _ in 0..MOST {
        here.ask_sign_in();
    }
    assert!(here.challenges.waiting.lock().unwrap().len() <= MOST);
    let answer = json!({ "challenge": first }).to_string();
    assert!(here.challenges.take(answer.as_bytes(), here.now).is_err());
}

#[test]
fn what_is_cut_short_or_nested_deeply_is_no_key() {
    let here = Here::new();
    let token = Token::new();
    let whole = base64url::decode(&token.make("x").1).unwrap();
    let register = |object: &[u8]| {
        let client = token.make(&here.ask_key(USER)).0;
        let object = base64url::encode(object);
        register(&here.party, &here.challenges, USER, &client, &object, here.now)
    };
    assert!(register(&whole).is_ok());
    for length in 0..whole.len() {
        assert!(register(&whole[..length]).is_err(), "{length}");
    }
    for deep in [0x81, 0xa1, 0xc1, 0x9f] {
        assert!(register(&vec![deep; 50_000]).is_err(), "{deep:x}");
    }
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (here, token) = (Here::new(), Token::new());
        let data = base64url::encode(&bytes);
        let client = token.make(&here.ask_key(USER)).0;
        let made = register(&here.party, &here.challenges, USER, &client, &data, here.now);
        prop_assert!(made.is_err());
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".as_slice(), &cbor_bytes(&bytes)];
        let client = token.make(&here.ask_key(USER)).0;
        let object = base64url::encode(&object.concat());
        let made = register(&here.party, &here.challenges, USER, &client, &object, here.now);
        prop_assert!(made.is_err());
    }
}
