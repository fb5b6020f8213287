//! What hubs say when they call.

use dateline_model::{HubMode, PushTarget};

use super::signature::is_signed;
use crate::DeskError;
use crate::desk::Desk;

/// For how long a hub that does not say so pushes, in seconds.
const USUAL_LEASE: i64 = 864_000;

/// As much of a hub's reason is kept.
const REASON: usize = 200;

/// What a hub asks or tells at a callback (W3C WebSub 5.2 and 5.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubCall {
    /// Which.
    pub mode: HubCallMode,
    /// What it is about.
    pub topic: String,
    /// For how many seconds it is going to push.
    pub lease_seconds: Option<i64>,
    /// Why it refuses.
    pub reason: Option<String>,
}

/// The kind of a hub's call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubCallMode {
    /// It asks whether this was asked for.
    Verify(HubMode),
    /// It refuses, or ends what it has granted.
    Denied,
}

impl HubCallMode {
    /// The mode of the word in `hub.mode`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "subscribe" => Some(Self::Verify(HubMode::Subscribe)),
            "unsubscribe" => Some(Self::Verify(HubMode::Unsubscribe)),
            "denied" => Some(Self::Denied),
            _ => None,
        }
    }
}

impl Desk {
    /// Hears what a hub asks or tells at a callback's path: whether it is about something that was
    /// asked of a hub. Only then may its challenge be repeated.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hear_hub(&self, token: &str, call: &HubCall) -> Result<bool, DeskError> {
        let (store, now) = (self.store(), self.clock().now());
        let (known, what) = match call.mode {
            HubCallMode::Verify(mode) => {
                let lease = call.lease_seconds.unwrap_or(USUAL_LEASE);
                let confirmed = store.confirm_hub_request(token, mode, &call.topic, lease, now);
                (confirmed.await?, mode.as_str())
            }
            HubCallMode::Denied => {
                let reason = crate::cut::no_nul(call.reason.as_deref().unwrap_or_default());
                let reason = crate::cut::chars(&dateline_markup::one_line(&reason), REASON);
                (store.deny_hub_request(token, &call.topic, &reason, now).await?, "denied")
            }
        };
        if known {
            metrics::counter!("dateline_hub_calls_total", "mode" => what).increment(1);
        }
        Ok(known)
    }

    /// Whom the path of a callback belongs to, if anybody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn push_target(&self, token: &str) -> Result<Option<PushTarget>, DeskError> {
        Ok(self.store().push_target(token).await?)
    }

    /// Takes a delivery whose signature (`X-Hub-Signature`) is right, to be worked on soon; another
    /// one is only counted. Gives which it was.
    ///
    /// # Errors
    /// When the store fails; the hub may then deliver it again.
    pub async fn take_delivery(
        &self,
        target: &PushTarget,
        signature: Option<&str>,
        content_type: Option<&str>,
        body: Vec<u8>,
    ) -> Result<bool, DeskError> {
        let signed = is_signed(&body, &target.secret, signature);
        let result = if signed { "taken" } else { "refused" };
        metrics::counter!("dateline_deliveries_total", "result" => result).increment(1);
        if signed {
            let now = self.clock().now();
            self.store().receive_delivery(target, content_type, body, now).await?;
            self.inner.deliveries_bell.notify_one();
        } else {
            self.store().refuse_delivery(target).await?;
        }
        Ok(signed)
    }
}
