//! Who asks: an app password's user.
//!
//! An account's own password is never accepted here: app passwords can be revoked one by one, and
//! an app that is lost takes nothing else along.

use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use dateline_auth::app_password;
use dateline_auth::governor::Who;
use dateline_auth::proxies::Proxies;
use dateline_model::{AppPassword, Role, User};

use crate::problem::Problem;
use crate::state::App;

/// Where a request comes from, as far as can be believed.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let connect = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without it all who guess would count as one, which is safe.
        let peer = connect.map_or(([0, 0, 0, 0], 0).into(), |ConnectInfo(peer)| *peer);
        let nobody = Proxies::default();
        let proxies = parts.extensions.get::<Proxies>().unwrap_or(&nobody);
        Ok(Self(proxies.client_address(peer, &parts.headers)))
    }
}

/// Who asks, and what they may do.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whose app password it is.
    pub user: User,
    /// Whether it may change what is its user's.
    pub may_write: bool,
    /// Whether it may do what only an admin may, and its user is one.
    pub is_admin: bool,
}

impl Caller {
    fn of((user, password): (User, AppPassword)) -> Self {
        let is_admin = password.scopes.admin && user.role == Role::Admin;
        Self { may_write: password.scopes.write, is_admin, user }
    }

    /// The caller of an app password's secret. Where a name came with it, it must be that user's.
    ///
    /// # Errors
    /// [`Problem::Unknown`], and [`Problem::TooMany`] where this peer or name failed too often; a
    /// right secret is heard even then.
    pub async fn by_secret(
        app: &App,
        name: Option<&str>,
        secret: &str,
        peer: Peer,
    ) -> Result<Self, Problem> {
        let digest = app_password::digest(secret);
        let found = app.store().user_of_app_password(&digest, app.now()).await?;
        let same_name = |user: &User| {
            name.is_none_or(|name| name.trim().to_lowercase() == user.name.to_lowercase())
        };
        match found.filter(|(user, _)| same_name(user)) {
            Some(found) => Ok(Self::of(found)),
            None => Err(failed(app, name, peer)),
        }
    }

    /// The caller of a key of Fever's protocol.
    ///
    /// # Errors
    /// As [`Caller::by_secret`].
    pub async fn by_fever_key(app: &App, key: &str, peer: Peer) -> Result<Self, Problem> {
        let digest = app_password::fever_digest(key);
        match app.store().user_of_fever_key(&digest, app.now()).await? {
            Some(found) => Ok(Self::of(found)),
            None => Err(failed(app, None, peer)),
        }
    }

    /// That the caller may change what is theirs.
    ///
    /// # Errors
    /// [`Problem::Forbidden`] where the app password is for reading only.
    pub fn writes(&self) -> Result<(), Problem> {
        if self.may_write { Ok(()) } else { Err(Problem::Forbidden) }
    }
}

/// Counts a failure of this peer, and of whoever it named.
fn failed(app: &App, name: Option<&str>, Peer(ip): Peer) -> Problem {
    let mut who = vec![Who::peer(ip)];
    who.extend(name.map(Who::name));
    match app.governor.begin(&who, Instant::now()) {
        Ok(()) => Problem::Unknown,
        Err(wait) => Problem::TooMany(wait.as_secs() + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{House, PASSWORD};

    fn peer() -> Peer {
        Peer([192, 0, 2, 7].into())
    }

    #[tokio::test]
    async fn a_secret_names_its_user_until_it_is_revoked() {
        let house = House::new().await;
        let caller = Caller::by_secret(&house.app, Some("IDA"), &house.secret, peer()).await;
        let caller = caller.unwrap();
        assert!(caller.user.id == house.user && caller.may_write && !caller.is_admin);
        let other = Caller::by_secret(&house.app, Some("tom"), &house.secret, peer()).await;
        assert!(matches!(other, Err(Problem::Unknown)));
        let listed = house.store.app_passwords(house.user).await.unwrap();
        assert!(house.store.revoke_app_password(house.user, listed[0].id).await.unwrap());
        let gone = Caller::by_secret(&house.app, None, &house.secret, peer()).await;
        assert!(matches!(gone, Err(Problem::Unknown)));
    }

    #[tokio::test]
    async fn the_accounts_own_password_is_no_secret() {
        let house = House::new().await;
        let own = Caller::by_secret(&house.app, Some("ida"), PASSWORD, peer()).await;
        assert!(matches!(own, Err(Problem::Unknown)));
    }

    #[tokio::test]
    async fn guessing_is_slowed_and_a_right_secret_never() {
        let house = House::new().await;
        for _ in 0..5 {
            let guess = Caller::by_secret(&house.app, Some("ida"), "guess", peer()).await;
            assert!(matches!(guess, Err(Problem::Unknown)));
        }
        let guess = Caller::by_secret(&house.app, Some("ida"), "guess", peer()).await;
        assert!(matches!(guess, Err(Problem::TooMany(_))));
        assert!(Caller::by_secret(&house.app, Some("ida"), &house.secret, peer()).await.is_ok());
    }

    #[tokio::test]
    async fn fevers_key_names_its_user_whatever_its_capitals() {
        let house = House::new().await;
        let key = app_password::fever_key("ida", &house.secret).to_uppercase();
        assert_eq!(Caller::by_fever_key(&house.app, &key, peer()).await.unwrap().user.name, "ida");
        let wrong = app_password::fever_key("ida", PASSWORD);
        assert!(Caller::by_fever_key(&house.app, &wrong, peer()).await.is_err());
    }
}
