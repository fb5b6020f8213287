//! Passkeys: public keys that a person's device or key signs in with (WebAuthn Level 3).
//!
//! `webauthn-rs` asks for them and checks them. No attestation is asked for, so nothing is believed
//! about who made an authenticator. What is here is what the library leaves to its caller: which
//! challenge waits for whom, and what is said of what is refused.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline_model::UserId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;
use webauthn_rs::prelude::{
    Credential, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::base64url;

/// How long somebody may look for their key.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// How long a browser looks for one: less, so that what it finds is still waited for.
const BROWSERS_PATIENCE: Duration = Duration::from_secs(4 * 60);

/// The most challenges that wait at once; past it the oldest are forgotten.
const MOST: usize = 4096;

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
    /// It counts what it signs, and has counted further elsewhere.
    #[error("the passkey has a copy that signed already")]
    Copied,
    /// It fails another check, in the library's words.
    #[error("the passkey cannot be used: {0}")]
    Unfit(String),
}

impl From<WebauthnError> for PasskeyError {
    fn from(error: WebauthnError) -> Self {
        use WebauthnError as E;
        match error {
            E::InvalidClientDataType => Self::Other("its kind"),
            E::MismatchedChallenge => Self::Other("its challenge"),
            E::InvalidRPOrigin | E::CredentialCrossOrigin => Self::Other("its origin"),
            E::InvalidRPIDHash => Self::Other("its host"),
            E::CredentialNotFound => Self::Other("its credential"),
            // A passkey stands in for a password: the device must have asked for a finger, a face
            // or a PIN.
            E::UserNotPresent | E::UserNotVerified => Self::Other("its person was not asked"),
            E::AuthenticationFailure | E::SignatureInvalid => Self::Signature,
            E::CredentialPossibleCompromise => Self::Copied,
            E::CredentialAlteredAlgFromRequest
            | E::CredentialInsecureCryptography
            | E::COSEKeyInvalidType
            | E::COSEKeyInvalidAlgorithm
            | E::COSEKeyEDUnsupported
            | E::SshPublicKeyEDUnsupported => Self::Kind,
            E::ParseJSONFailure(_) => Self::Unreadable("client data"),
            other => Self::Unfit(other.to_string()),
        }
    }
}

/// This instance as authenticators know it.
#[derive(Debug, Clone)]
pub struct Party(Webauthn);

impl Party {
    /// The party of an instance's configured address, to whose host passkeys are bound; `None`
    /// where browsers offer no passkeys: an address that is an IP, or not encrypted and not this
    /// machine.
    pub fn of(base_url: &Url) -> Option<Self> {
        let id = base_url.domain()?;
        if base_url.scheme() != "https" && id != "localhost" {
            return None;
        }
        let builder = WebauthnBuilder::new(id, base_url).ok()?;
        builder.rp_name("Dateline").timeout(BROWSERS_PATIENCE).build().ok().map(Self)
    }
}

/// Who makes a key.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The user.
    pub user: UserId,
    /// What authenticators call the account by, which must not say whose it is.
    pub handle: [u8; 16],
    /// What its person calls it.
    pub name: &'a str,
    /// The credentials that are there already, as base64url.
    pub credentials: &'a [String],
}

/// A key that a person made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The credential's id, as base64url.
    pub credential: String,
    /// The public key and what else is known of it, as [`check`] reads it: the library's JSON.
    pub public_key: String,
    /// How often it says that it signed.
    pub counter: u32,
}

/// What was asked of a browser.
#[derive(Debug)]
enum Asked {
    Key(UserId, PasskeyRegistration),
    SignIn(DiscoverableAuthentication),
}

/// Challenges that wait for their answer. Each is good once, for five minutes, in the process that
/// made it, and for whom it was made.
#[derive(Debug, Default)]
pub struct Challenges {
    waiting: Mutex<HashMap<String, (Instant, Asked)>>,
}

impl Challenges {
    /// Asks for a new key: the options of `navigator.credentials.create` as JSON (section 5.4),
    /// with bytes as base64url.
    ///
    /// # Errors
    /// When the library refuses the account's name.
    pub fn ask_key(
        &self,
        party: &Party,
        account: Account<'_>,
        now: Instant,
    ) -> Result<Value, PasskeyError> {
        let handle = Uuid::from_bytes(account.handle);
        let begun = party.0.start_passkey_registration(handle, account.name, account.name, None);
        let (options, state) = begun?;
        let challenge = base64url::encode(options.public_key.challenge.as_ref());
        let mut options = written(&options.public_key)?;
        // Told to the browser only: the library calls a key that is there already one of an unknown
        // kind, and the store knows better.
        let there = account.credentials.iter();
        let there = there.map(|id| json!({"type": "public-key", "id": id})).collect::<Vec<_>>();
        options["excludeCredentials"] = json!(there);
        // Who signs in says no name here, so the key has to be found without one.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        self.keep(challenge, Asked::Key(account.user, state), now);
        Ok(options)
    }

    /// Asks whoever it is to sign in: the options of `navigator.credentials.get` as JSON (section
    /// 5.5), with bytes as base64url.
    ///
    /// # Errors
    /// When the library cannot ask.
    pub fn ask_sign_in(&self, party: &Party, now: Instant) -> Result<Value, PasskeyError> {
        let (options, state) = party.0.start_discoverable_authentication()?;
        let challenge = base64url::encode(options.public_key.challenge.as_ref());
        let options = written(&options.public_key)?;
        self.keep(challenge, Asked::SignIn(state), now);
        Ok(options)
    }

    fn keep(&self, challenge: String, asked: Asked, now: Instant) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (made, _)| now.duration_since(*made) < PATIENCE);
        while waiting.len() >= MOST {
            let oldest = waiting.iter().min_by_key(|(_, (made, _))| *made);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { break };
            waiting.remove(&oldest);
        }
        waiting.insert(challenge, (now, asked));
    }

    /// What a browser says that it answers, if that waited; it does not any more.
    fn take(&self, client_data: &[u8], now: Instant) -> Result<Asked, PasskeyError> {
        #[derive(Deserialize)]
        struct ClientData {
            challenge: String,
        }
        let data: ClientData = serde_json::from_slice(client_data)
            .map_err(|_| PasskeyError::Unreadable("client data"))?;
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let found = waiting.remove(&data.challenge);
        let found = found.filter(|(made, _)| now.duration_since(*made) < PATIENCE);
        found.map(|(_, asked)| asked).ok_or(PasskeyError::Other("its challenge"))
    }
}

fn written(value: &impl serde::Serialize) -> Result<Value, PasskeyError> {
    serde_json::to_value(value).map_err(|error| PasskeyError::Unfit(error.to_string()))
}

/// What a browser sends, as the library names its parts.
fn read<T: DeserializeOwned>(parts: Value) -> Result<T, PasskeyError> {
    serde_json::from_value(parts).map_err(|_| PasskeyError::Unreadable("passkey"))
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
    let made: RegisterPublicKeyCredential = read(json!({
        // The library takes the id from the attestation.
        "id": "", "rawId": "", "type": "public-key",
        "response": {"clientDataJSON": client, "attestationObject": attestation},
    }))?;
    let state = match challenges.take(made.response.client_data_json.as_ref(), now)? {
        Asked::Key(whose, state) if whose == user => state,
        _ => return Err(PasskeyError::Other("its challenge")),
    };
    let passkey = party.0.finish_passkey_registration(&made, &state)?;
    let public_key = written(&passkey)?.to_string();
    let credential = Credential::from(passkey);
    let id: &[u8] = credential.cred_id.as_ref();
    if id.is_empty() {
        return Err(PasskeyError::Unreadable("credential"));
    }
    Ok(Made { credential: base64url::encode(id), public_key, counter: credential.counter })
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

/// Checks a sign-in against the stored public key (section 7.2) and gives the new counter. It is
/// more than the key was made with; whether it is more than the last one is for the store to say,
/// where two sign-ins at once are told apart.
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
    let signed: PublicKeyCredential = read(json!({
        "id": assertion.credential, "rawId": assertion.credential, "type": "public-key",
        "response": {
            "clientDataJSON": assertion.client,
            "authenticatorData": assertion.authenticator,
            "signature": assertion.signature,
        },
    }))?;
    let state = match challenges.take(signed.response.client_data_json.as_ref(), now)? {
        Asked::SignIn(state) => state,
        Asked::Key(..) => return Err(PasskeyError::Other("its challenge")),
    };
    let passkey: Passkey = serde_json::from_str(public_key).map_err(|_| PasskeyError::Kind)?;
    let checked = party.0.finish_discoverable_authentication_v2(&signed, state, &passkey)?;
    Ok(checked.counter())
}

#[cfg(test)]
mod tests;
