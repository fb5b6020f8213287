//! Id tokens: their signature and what they claim (OpenID Connect Core 1.0, section 3.1.3.7;
//! RFC 7515, 7517 and 7518).

use jiff::{SignedDuration, Timestamp};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

use super::{Claims, OidcError, discovery};
use crate::base64url;
use crate::random::same_secret;

/// How far a provider's clock and ours may be apart.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// The longest token that is looked at, and the most keys.
const LONGEST: usize = 64 * 1024;
const MOST_KEYS: usize = 100;

/// What a token has to say.
pub(super) struct Wanted<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub wall: Timestamp,
}

/// A provider's keys.
pub(super) struct Keys(Vec<Key>);

/// A key as RFC 7517 writes it; what is missing for its kind makes it fit for nothing.
#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Body {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nonce: Option<String>,
    preferred_username: Option<String>,
    name: Option<String>,
    email: Option<String>,
}

fn wrong(why: &str) -> OidcError {
    OidcError::Answer(format!("its id token {why}"))
}

impl Keys {
    /// Reads a set of keys. One of a kind that is not known keeps no other from being used.
    pub(super) fn read(body: &[u8]) -> Result<Self, OidcError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set = serde_json::from_slice(body)
            .map_err(|error| OidcError::Answer(format!("its keys: {error}")))?;
        let keys = set.keys.into_iter().take(MOST_KEYS);
        Ok(Self(keys.filter_map(|key| serde_json::from_value(key).ok()).collect()))
    }

    /// Whether the key that a token names is here.
    pub(super) fn have_for(&self, token: &str) -> bool {
        header(token).is_ok_and(|header| self.for_header(&header).next().is_some())
    }

    fn for_header<'a>(&'a self, header: &'a Header) -> impl Iterator<Item = &'a Key> {
        self.0.iter().filter(|key| {
            let named = header.kid.is_none() || key.kid == header.kid;
            let signs = key.purpose.as_deref().is_none_or(|purpose| purpose == "sig");
            let same = key.alg.as_ref().is_none_or(|alg| *alg == header.alg);
            named && signs && same && key.fits(&header.alg)
        })
    }
}

impl Key {
    /// Whether signatures of an algorithm can be checked with it. `none` and those with a shared
    /// secret are none of them: a public key must never pass for a secret.
    fn fits(&self, alg: &str) -> bool {
        let kind = (self.kty.as_str(), self.crv.as_deref());
        match alg {
            "RS256" | "PS256" => kind.0 == "RSA",
            "ES256" => kind == ("EC", Some("P-256")),
            "ES384" => kind == ("EC", Some("P-384")),
            "EdDSA" => kind == ("OKP", Some("Ed25519")),
            _ => false,
        }
    }

    fn has_signed(&self, alg: &str, message: &[u8], signature: &[u8]) -> bool {
        let part = |part: &Option<String>| base64url::decode(part.as_deref()?);
        let checked = match alg {
            "RS256" | "PS256" => part(&self.n).zip(part(&self.e)).map(|(n, e)| {
                let algorithm = match alg {
                    "RS256" => &RSA_PKCS1_2048_8192_SHA256,
                    _ => &RSA_PSS_2048_8192_SHA256,
                };
                RsaPublicKeyComponents { n, e }.verify(algorithm, message, signature).is_ok()
            }),
            "ES256" | "ES384" => part(&self.x).zip(part(&self.y)).map(|(x, y)| {
                let point = [&[4][..], &x, &y].concat();
                let algorithm = match alg {
                    "ES256" => &ECDSA_P256_SHA256_FIXED,
                    _ => &ECDSA_P384_SHA384_FIXED,
                };
                UnparsedPublicKey::new(algorithm, point).verify(message, signature).is_ok()
            }),
            "EdDSA" => part(&self.x)
                .map(|x| UnparsedPublicKey::new(&ED25519, x).verify(message, signature).is_ok()),
            _ => None,
        };
        checked.unwrap_or(false)
    }
}

fn header(token: &str) -> Result<Header, OidcError> {
    let first = token.split('.').next().unwrap_or_default();
    let bytes = base64url::decode(first).ok_or_else(|| wrong("cannot be read"))?;
    serde_json::from_slice(&bytes).map_err(|_| wrong("cannot be read"))
}

/// Checks a token's signature and claims.
pub(super) fn check(token: &str, keys: &Keys, wanted: &Wanted<'_>) -> Result<Claims, OidcError> {
    if token.len() > LONGEST {
        return Err(wrong("is too long"));
    }
    let header = header(token)?;
    if header.crit.is_some() {
        return Err(wrong("asks for what is not understood"));
    }
    let (signed, signature) = token.rsplit_once('.').ok_or_else(|| wrong("cannot be read"))?;
    let body = signed.split_once('.').map(|(_, body)| body).unwrap_or_default();
    let read = |part| base64url::decode(part).ok_or_else(|| wrong("cannot be read"));
    let signature = read(signature)?;
    let mut keys = keys.for_header(&header);
    if !keys.any(|key| key.has_signed(&header.alg, signed.as_bytes(), &signature)) {
        return Err(wrong("is not signed by it"));
    }
    let body: Body = serde_json::from_slice(&read(body)?).map_err(|_| wrong("lacks a claim"))?;
    claims(body, wanted)
}

fn claims(body: Body, wanted: &Wanted<'_>) -> Result<Claims, OidcError> {
    if !discovery::is_same(&body.iss, wanted.issuer) {
        return Err(wrong("is another issuer’s"));
    }
    let (ours, others) = match &body.aud {
        Audience::One(one) => (one == wanted.client_id, false),
        Audience::Many(many) => {
            let ours = many.iter().any(|one| one == wanted.client_id);
            (ours, many.len() > 1)
        }
    };
    let party = body.azp.as_deref();
    if !ours || party.map_or(others, |party| party != wanted.client_id) {
        return Err(wrong("is for somebody else"));
    }
    let moment = |seconds: f64| {
        let whole = (-1e12..1e12).contains(&seconds).then_some(seconds as i64);
        whole.and_then(|seconds| Timestamp::from_second(seconds).ok())
    };
    let (Some(ends), Some(issued)) = (moment(body.exp), moment(body.iat)) else {
        return Err(wrong("has an odd time"));
    };
    if wanted.wall.duration_since(ends) >= SKEW {
        return Err(wrong("has ended"));
    }
    if issued.duration_since(wanted.wall) >= SKEW {
        return Err(wrong("comes from the future"));
    }
    let nonce = body.nonce.unwrap_or_default();
    if !same_secret(nonce.as_bytes(), wanted.nonce.as_bytes()) {
        return Err(OidcError::OtherFlow);
    }
    if body.sub.is_empty() || body.sub.len() > 255 {
        return Err(wrong("names nobody"));
    }
    let named = [body.preferred_username, body.name, body.email];
    let name = named.into_iter().flatten().find(|name| !name.trim().is_empty());
    let name: String = name.unwrap_or_else(|| body.sub.clone());
    Ok(Claims {
        issuer: wanted.issuer.to_owned(),
        name: name.chars().filter(|sign| !sign.is_control()).take(100).collect(),
        subject: body.sub,
    })
}
