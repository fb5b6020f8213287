//! What else somebody signs in with, on the account's page: linked accounts and passkeys.

use dateline_model::{Identity, Passkey, PasskeyId};

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;
use crate::when::Moment;

/// The other ways in, as far as there are any.
pub struct Links {
    /// What people call the provider, where there is one.
    pub provider: Option<String>,
    /// The accounts there.
    pub identities: Vec<IdentityView>,
    /// The passkeys, where they can be made.
    pub passkeys: Option<Vec<PasskeyView>>,
}

/// A linked account in a list.
pub struct IdentityView {
    /// What the provider called it.
    pub name: String,
    /// The provider.
    pub issuer: String,
    /// The account there.
    pub subject: String,
    /// When it was linked.
    pub since: Moment,
}

/// A passkey in a list.
pub struct PasskeyView {
    /// Its number.
    pub id: PasskeyId,
    /// What its user calls it.
    pub name: String,
    /// When it was made.
    pub made: Moment,
    /// When it was used last.
    pub used: Option<Moment>,
}

/// What the reader signs in with besides a password.
pub async fn links(app: &App, reader: &Reader) -> Result<Links, PageError> {
    let (store, when) = (app.desk.store(), app.when());
    let provider = app.doors.provider_label().map(str::to_owned);
    let identities = match provider {
        Some(_) => store.identities(reader.user.id).await?,
        None => Vec::new(),
    };
    let identity = |one: Identity| IdentityView {
        name: one.name,
        issuer: one.issuer,
        subject: one.subject,
        since: when.tell(one.created_at),
    };
    let passkey = |one: Passkey| PasskeyView {
        id: one.id,
        name: one.name,
        made: when.tell(one.created_at),
        used: one.used_at.map(|at| when.tell(at)),
    };
    let passkeys = match app.doors.take_passkeys() {
        true => Some(store.passkeys(reader.user.id).await?.into_iter().map(passkey).collect()),
        false => None,
    };
    let identities = identities.into_iter().map(identity).collect();
    Ok(Links { provider, identities, passkeys })
}
