//! Signing in by an OpenID provider: the authorization code flow with PKCE (OpenID Connect Core
//! 1.0, section 3.1; RFC 7636).
//!
//! `openidconnect` speaks the protocol and checks the tokens; every request of its goes through the
//! one fetcher, behind its guard. A provider that an admin set is believed about who somebody is
//! there, by issuer and subject, and about nothing else: neither a name nor an address of e-mail
//! says who somebody is here.

mod discovery;
mod token;

use std::pin::Pin;

use dateline_fetch::{FetchError, Fetcher};
use jiff::Timestamp;
use openidconnect::core::{
    CoreClient, CoreIdToken, CoreJsonWebKeySet, CoreProviderMetadata, CoreResponseType,
    CoreTokenResponse,
};
use openidconnect::http::{Method, StatusCode};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _,
};
use tokio::sync::Mutex;
use url::Url;

use crate::random::{NoRandomness, random_hex, same_secret};

/// The library's client of a provider whose document was read.
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

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
    known: Mutex<Option<CoreProviderMetadata>>,
    keys: Mutex<CoreJsonWebKeySet>,
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
        let client = self.client(self.known().await?);
        let Flow { state, nonce, verifier } = flow.clone();
        let verifier = PkceCodeVerifier::new(verifier);
        let (address, _, _) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
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
        let tokens = self.redeem(known.clone(), flow, code).await?;
        let id_token = tokens.id_token();
        let id_token =
            id_token.ok_or_else(|| OidcError::Answer("it gives no id token".to_owned()))?;
        let wanted = token::Wanted {
            issuer: known.issuer(),
            client_id: &self.settings.client_id,
            nonce: &flow.nonce,
            wall,
        };
        let keys = self.keys_for(&known, id_token, &wanted).await?;
        token::check(id_token, keys, &wanted)
    }

    fn client(&self, known: CoreProviderMetadata) -> Client {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        CoreClient::from_provider_metadata(known, id, secret)
            .set_auth_type(AuthType::RequestBody)
            .set_redirect_uri(RedirectUrl::from_url(self.redirect.clone()))
    }

    async fn known(&self) -> Result<CoreProviderMetadata, OidcError> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref() {
            return Ok(known.clone());
        }
        let address = discovery::address_of(&self.settings.issuer)?;
        let headers = [("accept", "application/json")];
        let response = self.fetcher.ask_service(address, &headers, None).await?;
        if !response.is_success() {
            let path = response.final_url.path();
            return Err(OidcError::Answer(format!("{path} answers {}", response.status)));
        }
        let found = discovery::discover(&self.settings.issuer, &response.body)?;
        Ok(known.insert(found).clone())
    }

    /// The provider's keys, the one that signed a token among them if it has it.
    async fn keys_for(
        &self,
        known: &CoreProviderMetadata,
        token: &CoreIdToken,
        wanted: &token::Wanted<'_>,
    ) -> Result<CoreJsonWebKeySet, OidcError> {
        let mut keys = self.keys.lock().await;
        // A provider changes its keys now and then, and names the new one in its tokens.
        if token.signing_key(&token::verifier(keys.clone(), wanted)).is_err() {
            let carrier = self.carrier();
            let read = CoreJsonWebKeySet::fetch_async(known.jwks_uri(), &carrier).await;
            *keys = read.map_err(discovery::unread_keys)?;
        }
        Ok(keys.clone())
    }

    /// Changes the code for tokens (RFC 6749, section 4.1.3).
    async fn redeem(
        &self,
        known: CoreProviderMetadata,
        flow: &Flow,
        code: String,
    ) -> Result<CoreTokenResponse, OidcError> {
        let client = self.client(known);
        let carrier = self.carrier();
        client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| OidcError::Answer(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
            .request_async(&carrier)
            .await
            .map_err(token::not_given)
    }

    /// What carries the library's requests. It borrows nothing, or no handler could wait for it:
    /// the compiler does not see that such a future may be sent to another thread.
    fn carrier(&self) -> impl Fn(HttpRequest) -> Carried + Send + Sync + 'static {
        let fetcher = self.fetcher.clone();
        move |request| {
            let fetcher = fetcher.clone();
            Box::pin(async move { carry(&fetcher, request).await })
        }
    }
}

type Carried = Pin<Box<dyn Future<Output = Result<HttpResponse, OidcError>> + Send>>;

/// Carries a request of the library's by the one fetcher. The answer comes without headers, so that
/// a provider may call its JSON what it likes.
async fn carry(fetcher: &Fetcher, request: HttpRequest) -> Result<HttpResponse, OidcError> {
    let (head, body) = request.into_parts();
    let odd = |error: &dyn std::fmt::Display| OidcError::Answer(error.to_string());
    let url = Url::parse(&head.uri.to_string()).map_err(|error| odd(&error))?;
    let headers = head.headers.iter();
    let headers: Vec<(&str, &str)> =
        headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let body = (head.method == Method::POST).then_some(body);
    let response = fetcher.ask_service(url, &headers, body).await?;
    let mut answer = HttpResponse::new(response.body.to_vec());
    *answer.status_mut() = StatusCode::from_u16(response.status).map_err(|error| odd(&error))?;
    Ok(answer)
}

#[cfg(test)]
mod tests;
