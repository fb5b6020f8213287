//! The ways in besides a password, as far as this binary was built with them and they are set.

#[cfg(feature = "oidc")]
use dateline_auth::oidc::Provider;
#[cfg(feature = "passkeys")]
use dateline_auth::passkey::{Challenges, Party};
use dateline_desk::Desk;

use crate::WebSettings;

/// The other ways in.
#[derive(Default)]
pub struct Doors {
    /// The OpenID provider.
    #[cfg(feature = "oidc")]
    pub provider: Option<Provider>,
    /// This instance as authenticators know it, and the challenges that wait.
    #[cfg(feature = "passkeys")]
    pub passkeys: Option<(Party, Challenges)>,
}

impl Doors {
    /// Those of an instance. Both need its configured address: a browser is sent back to it, and a
    /// passkey is bound to it.
    #[cfg_attr(
        not(any(feature = "oidc", feature = "passkeys")),
        expect(unused_variables, reason = "without these features there are none")
    )]
    pub fn of(desk: &Desk, settings: &WebSettings) -> Self {
        Self {
            #[cfg(feature = "oidc")]
            provider: settings.oidc.clone().and_then(|oidc| {
                let base = settings.base_url.as_ref()?;
                let redirect = base.join("/login/oidc/callback").ok()?;
                Some(Provider::new(oidc, desk.fetcher().clone(), redirect))
            }),
            #[cfg(feature = "passkeys")]
            passkeys: settings
                .base_url
                .as_ref()
                .and_then(Party::of)
                .map(|party| (party, Challenges::default())),
        }
    }

    /// What people call the provider, where there is one.
    pub fn provider_label(&self) -> Option<&str> {
        #[cfg(feature = "oidc")]
        return self.provider.as_ref().map(|provider| provider.settings().label.as_str());
        #[cfg(not(feature = "oidc"))]
        None
    }

    /// Whether passkeys can be made and used.
    pub fn take_passkeys(&self) -> bool {
        #[cfg(feature = "passkeys")]
        return self.passkeys.is_some();
        #[cfg(not(feature = "passkeys"))]
        false
    }
}
