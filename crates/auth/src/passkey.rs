//! Passkeys: public keys that a person's device or key signs in with (WebAuthn Level 3).
//!
//! No attestation is asked for, so nothing is believed about who made an authenticator, and nothing
//! of the kind is read. What is checked is section 7.1 and 7.2 of the specification: that the
//! browser says it answered this instance, that the authenticator was asked for this instance and
//! saw its person, and that it signed just that. ring checks the signatures.

mod cbor;
mod key;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline_model::UserId;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use url::Url;

use crate::base64url;
use crate::random::{NoRandomness, random_bytes, same_secret};
use cbor::Cbor;
pub use key::ALGORITHMS;

/// How long somebody may look for their key.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The most challenges that wait at once; past it the oldest are forgotten.
const MOST: usize = 4096;

/// The longest id of a credential (WebAuthn, section 4), in bytes.
const LONGEST_ID: usize = 1023;

/// The bits of an authenticator's flags (section 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// Why a passkey is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// It cannot be read.
    #[error("the browser sent what cannot be read: {0}")]
    Unreadable(&'static str),
    /// It was made for something else.
    #[error("the passkey was asked for something else: {0}")]
    Other(&'static str),
    /// It is of a kind that is not known.
    #[error("the passkey is of a kind that is not known here")]
    Kind,
    /// Its signature is wrong.
    #[error("the passkey did not sign this")]
    Signature,
}

/// This instance as authenticators know it.
#[derive(Debug, Clone)]
pub struct Party {
    /// The host; passkeys are bound to it.
    pub id: String,
    /// The origin of its pages.
    origin: String,
}

impl Party {
    /// The party of an instance's configured address; `None` where browsers offer no passkeys:
    /// an address that is an IP, or not encrypted and not this machine.
    pub fn of(base_url: &Url) -> Option<Self> {
        let id = base_url.domain()?.to_owned();
        let safe = base_url.scheme() == "https" || id == "localhost";
        safe.then(|| Self { id, origin: base_url.origin().ascii_serialization() })
    }
}

/// A key that a person made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The credential's id, as base64url.
    pub credential: String,
    /// The public key, as [`check`] reads it.
    pub public_key: String,
    /// How often it says that it signed.
    pub counter: u32,
}

/// Challenges that wait for their answer. Each is good once, for five minutes, in the process that
/// made it, and for whom it was made.
#[derive(Debug, Default)]
pub struct Challenges {
    waiting: Mutex<HashMap<String, (Instant, Option<UserId>)>>,
}

impl Challenges {
    /// A new one: for a user who adds a key, or for whoever signs in.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn make(&self, user: Option<UserId>, now: Instant) -> Result<String, NoRandomness> {
        let challenge = base64url::encode(&random_bytes()?);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (made, _)| now.duration_since(*made) < PATIENCE);
        while waiting.len() >= MOST {
            let oldest = waiting.iter().min_by_key(|(_, (made, _))| *made);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { break };
            waiting.remove(&oldest);
        }
        waiting.insert(challenge.clone(), (now, user));
        Ok(challenge)
    }

    /// Whether a challenge waited for this user; it does not any more.
    fn take(&self, challenge: &str, user: Option<UserId>, now: Instant) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let found = waiting.remove(challenge);
        found.is_some_and(|(made, whose)| whose == user && now.duration_since(made) < PATIENCE)
    }
}

/// What the browser says it was asked (section 5.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

fn client_data(
    bytes: &[u8],
    kind: &'static str,
    party: &Party,
    challenges: &Challenges,
    user: Option<UserId>,
    now: Instant,
) -> Result<(), PasskeyError> {
    let data: ClientData =
        serde_json::from_slice(bytes).map_err(|_| PasskeyError::Unreadable("client data"))?;
    if data.kind != kind {
        return Err(PasskeyError::Other("its kind"));
    }
    if data.origin != party.origin || data.cross_origin {
        return Err(PasskeyError::Other("its origin"));
    }
    if !challenges.take(&data.challenge, user, now) {
        return Err(PasskeyError::Other("its challenge"));
    }
    Ok(())
}

/// What an authenticator says (section 6.1), after the checks that hold for every use.
struct Authenticator<'a> {
    counter: u32,
    /// The id and what follows it, where a key was made.
    attested: Option<(&'a [u8], &'a [u8])>,
}

fn authenticator<'a>(data: &'a [u8], party: &Party) -> Result<Authenticator<'a>, PasskeyError> {
    let short = PasskeyError::Unreadable("authenticator data");
    let (party_hash, rest) = data.split_at_checked(32).ok_or(short.clone())?;
    let (flags, rest) = rest.split_first().ok_or(short.clone())?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(short.clone())?;
    if !same_secret(party_hash, digest(&SHA256, party.id.as_bytes()).as_ref()) {
        return Err(PasskeyError::Other("its host"));
    }
    // A passkey stands in for a password: the device must have asked for a finger, a face or a PIN.
    if flags & PRESENT == 0 || flags & VERIFIED == 0 {
        return Err(PasskeyError::Other("its person was not asked"));
    }
    let attested = if flags & ATTESTED == 0 {
        None
    } else {
        // Sixteen bytes name the model, which nobody here asks for.
        let rest = rest.get(16..).ok_or(short.clone())?;
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(short.clone())?;
        let length = usize::from(u16::from_be_bytes(*length));
        Some(rest.split_at_checked(length).ok_or(short)?)
    };
    Ok(Authenticator { counter: u32::from_be_bytes(*counter), attested })
}

/// Reads a key that a user just made (section 7.1). The two texts are base64url, as the browser's
/// script sends them.
///
/// # Errors
/// [`PasskeyError`] says what is wrong with it.
pub fn register(
    party: &Party,
    challenges: &Challenges,
    user: UserId,
    client: &str,
    attestation: &str,
    now: Instant,
) -> Result<Made, PasskeyError> {
    let client = base64url::decode(client).ok_or(PasskeyError::Unreadable("client data"))?;
    client_data(&client, "webauthn.create", party, challenges, Some(user), now)?;
    let unreadable = || PasskeyError::Unreadable("attestation");
    let attestation = base64url::decode(attestation).ok_or_else(unreadable)?;
    let (object, _) = cbor::read(&attestation).ok_or_else(unreadable)?;
    let data = object.text_key("authData").and_then(Cbor::bytes).ok_or_else(unreadable)?;
    let data = authenticator(data, party)?;
    let (id, key) = data.attested.ok_or_else(unreadable)?;
    if id.is_empty() || id.len() > LONGEST_ID {
        return Err(PasskeyError::Unreadable("credential"));
    }
    Ok(Made {
        credential: base64url::encode(id),
        public_key: key::from_cose(key)?,
        counter: data.counter,
    })
}

/// What somebody signs in with, as the browser's script sends it: base64url.
#[derive(Debug, Clone, Deserialize)]
pub struct Assertion {
    /// The credential's id.
    pub credential: String,
    /// The client data.
    pub client: String,
    /// The authenticator data.
    pub authenticator: String,
    /// The signature.
    pub signature: String,
}

/// Checks a sign-in against the stored public key (section 7.2) and gives the new counter. Whether
/// the counter went on is for the store to say, which knows the last one.
///
/// # Errors
/// [`PasskeyError`] says what is wrong with it.
pub fn check(
    party: &Party,
    challenges: &Challenges,
    assertion: &Assertion,
    public_key: &str,
    now: Instant,
) -> Result<u32, PasskeyError> {
    let read = |text: &str, what| base64url::decode(text).ok_or(PasskeyError::Unreadable(what));
    let client = read(&assertion.client, "client data")?;
    let data = read(&assertion.authenticator, "authenticator data")?;
    let signature = read(&assertion.signature, "signature")?;
    client_data(&client, "webauthn.get", party, challenges, None, now)?;
    let found = authenticator(&data, party)?;
    let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
    if !key::has_signed(public_key, &signed, &signature) {
        return Err(PasskeyError::Signature);
    }
    Ok(found.counter)
}

#[cfg(test)]
mod tests;
