//! Signing in by an OpenID provider: the authorization code flow with PKCE (OpenID Connect Core
//! 1.0, section 3.1; RFC 7636).
//!
//! Every request goes through the one fetcher, behind its guard; signatures are checked by ring. A
//! provider that an admin set is believed about who somebody is there, by issuer and subject, and
//! about nothing else: neither a name nor an address of e-mail says who somebody is here.

mod discovery;
mod token;

use dateline_fetch::{FetchError, Fetcher};
use jiff::Timestamp;
use tokio::sync::Mutex;
use url::Url;

use crate::base64url;
use crate::random::{NoRandomness, random_hex, same_secret};
use discovery::{Known, discover};
use token::Keys;

/// A provider as an admin set it.
#[derive(Clone)]
pub struct OidcSettings {
    /// Its issuer, exactly as it calls itself.
    pub issuer: Url,
    /// What this instance is called there.
    pub client_id: String,
    /// Its password there, where it has one.
    pub client_secret: Option<String>,
    /// What people call the provider.
    pub label: String,
    /// Whether whoever has an account there gets a member's account here.
    pub new_members: bool,
}

impl std::fmt::Debug for OidcSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OidcSettings")
            .field("issuer", &self.issuer.as_str())
            .field("client_id", &self.client_id)
            .field("new_members", &self.new_members)
            .finish_non_exhaustive()
    }
}

/// Why nobody came in by a provider.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider could not be asked.
    #[error("the provider could not be asked: {0}")]
    Fetch(#[from] FetchError),
    /// The provider answered something that makes no sense.
    #[error("the provider’s answer cannot be used: {0}")]
    Answer(String),
    /// The provider, or the person there, said no.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// What came back does not belong to what this browser began.
    #[error("this sign-in was not begun in this browser, or too long ago")]
    OtherFlow,
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// What a browser keeps while its person is at the provider.
#[derive(Clone, PartialEq, Eq)]
pub struct Flow {
    state: String,
    nonce: String,
    verifier: String,
}

impl std::fmt::Debug for Flow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Flow(…)")
    }
}

impl Flow {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn begin() -> Result<Self, NoRandomness> {
        Ok(Self { state: random_hex()?, nonce: random_hex()?, verifier: random_hex()? })
    }

    /// As a cookie holds it.
    pub fn to_text(&self) -> String {
        format!("{}.{}.{}", self.state, self.nonce, self.verifier)
    }

    /// What a cookie holds; `None` where it is not whole.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let flow = Self { state: parts.next()?, nonce: parts.next()?, verifier: parts.next()? };
        let whole = [&flow.state, &flow.nonce, &flow.verifier];
        let is_whole = whole.iter().all(|part| part.len() == 64) && parts.next().is_none();
        is_whole.then_some(flow)
    }

    /// The challenge of the verifier (RFC 7636, section 4.2, S256).
    fn challenge(&self) -> String {
        let digest = ring::digest::digest(&ring::digest::SHA256, self.verifier.as_bytes());
        base64url::encode(digest.as_ref())
    }
}

/// What the provider sent the browser back with.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Returned {
    /// `state`
    pub state: String,
    /// `code`
    pub code: Option<String>,
    /// `iss` (RFC 9207)
    pub issuer: Option<String>,
    /// `error`
    pub error: Option<String>,
}

/// Who somebody is at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The provider.
    pub issuer: String,
    /// The account there; it never changes and is never given to another.
    pub subject: String,
    /// What it is called there, to be shown and for nothing else.
    pub name: String,
}

/// A provider, with what is known of it.
pub struct Provider {
    settings: OidcSettings,
    fetcher: Fetcher,
    redirect: Url,
    known: Mutex<Option<Known>>,
    keys: Mutex<Option<Keys>>,
}

impl Provider {
    /// A provider that sends browsers back to `redirect`, an address of this instance.
    pub fn new(settings: OidcSettings, fetcher: Fetcher, redirect: Url) -> Self {
        Self { settings, fetcher, redirect, known: Mutex::default(), keys: Mutex::default() }
    }

    /// How it was set.
    pub fn settings(&self) -> &OidcSettings {
        &self.settings
    }

    /// Where to send a browser.
    ///
    /// # Errors
    /// When the provider cannot be asked or its answer cannot be used.
    pub async fn address(&self, flow: &Flow) -> Result<Url, OidcError> {
        let mut address = self.known().await?.authorization.clone();
        address.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("redirect_uri", self.redirect.as_str()),
            ("scope", "openid profile"),
            ("state", &flow.state),
            ("nonce", &flow.nonce),
            ("code_challenge", &flow.challenge()),
            ("code_challenge_method", "S256"),
        ]);
        Ok(address)
    }

    /// Who came back. `wall` is the real time, which the provider's tokens go by.
    ///
    /// # Errors
    /// [`OidcError::OtherFlow`] where this browser began nothing of the kind, and whatever else
    /// keeps the answer from being believed.
    pub async fn finish(
        &self,
        flow: &Flow,
        returned: Returned,
        wall: Timestamp,
    ) -> Result<Claims, OidcError> {
        if !same_secret(flow.state.as_bytes(), returned.state.as_bytes()) {
            return Err(OidcError::OtherFlow);
        }
        let issuer = self.settings.issuer.as_str();
        if returned.issuer.is_some_and(|named| !discovery::is_same(&named, issuer)) {
            return Err(OidcError::Answer("it comes from another issuer".to_owned()));
        }
        if let Some(error) = returned.error {
            return Err(OidcError::Refused(error.chars().take(100).collect()));
        }
        let code = returned.code.ok_or_else(|| OidcError::Answer("it has no code".to_owned()))?;
        let known = self.known().await?;
        let id_token = self.redeem(&known, flow, &code).await?;
        let wanted = token::Wanted {
            issuer: &known.issuer,
            client_id: &self.settings.client_id,
            nonce: &flow.nonce,
            wall,
        };
        let mut keys = self.keys.lock().await;
        if keys.as_ref().is_none_or(|keys| !keys.have_for(&id_token)) {
            // A provider changes its keys now and then, and names the new one in its tokens.
            *keys = Some(Keys::read(&self.get(&known.keys).await?)?);
        }
        let keys = keys.as_ref().ok_or_else(|| OidcError::Answer("it has no keys".to_owned()))?;
        token::check(&id_token, keys, &wanted)
    }

    async fn known(&self) -> Result<Known, OidcError> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref() {
            return Ok(known.clone());
        }
        let body = self.get(&discovery::address_of(&self.settings.issuer)?).await?;
        let found = discover(&self.settings.issuer, &body)?;
        Ok(known.insert(found).clone())
    }

    async fn get(&self, url: &Url) -> Result<Vec<u8>, OidcError> {
        let headers = [("accept", "application/json")];
        let response = self.fetcher.ask_service(url.clone(), &headers, None).await?;
        if !response.is_success() {
            return Err(OidcError::Answer(format!("{} answers {}", url.path(), response.status)));
        }
        Ok(response.body.to_vec())
    }

    /// Changes the code for an id token (RFC 6749, section 4.1.3).
    async fn redeem(&self, known: &Known, flow: &Flow, code: &str) -> Result<String, OidcError> {
        let secret = self.settings.client_secret.as_deref();
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", self.redirect.as_str()),
                ("code_verifier", &flow.verifier),
                ("client_id", &self.settings.client_id),
            ])
            .extend_pairs(secret.map(|secret| ("client_secret", secret)))
            .finish()
            .into_bytes();
        let headers =
            [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")];
        let asked = self.fetcher.ask_service(known.token.clone(), &headers, Some(body));
        let response = asked.await?;
        let read: serde_json::Value = serde_json::from_slice(&response.body)
            .map_err(|_| OidcError::Answer("its token answer is no JSON".to_owned()))?;
        if !response.is_success() {
            let error = read.get("error").and_then(|error| error.as_str()).unwrap_or("no reason");
            return Err(OidcError::Refused(error.chars().take(100).collect()));
        }
        let token = read.get("id_token").and_then(|token| token.as_str());
        token.map(str::to_owned).ok_or_else(|| OidcError::Answer("it gives no id token".to_owned()))
    }
}

#[cfg(test)]
mod tests;
