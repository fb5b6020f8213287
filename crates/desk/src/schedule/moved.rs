//! When a server is believed that a feed has moved for good.

use dateline_fetch::Validators;
use jiff::Timestamp;

use super::validators::KeepValidators;
use super::{DAY, Hints, Settled};

/// A permanent redirect is believed when it was seen on so many polls in a row …
const MOVED_AFTER: u32 = 3;
/// … over at least so long, since captive portals and parked domains redirect permanently too.
const MOVED_OVER: i64 = DAY;

impl Settled {
    /// Follows a permanent redirect, and rewrites the address once the same target was seen often
    /// and long enough.
    pub(super) fn watch_move(&mut self, hints: &Hints, at: Timestamp) {
        let polling = &mut self.polling;
        let Some(target) = &hints.permanent_to else {
            return self.forget_move();
        };
        if polling.moved_to.as_ref() != Some(target) {
            polling.moved_to = Some(target.clone());
            polling.moved_seen = 0;
            polling.moved_since = Some(at);
        }
        polling.moved_seen = polling.moved_seen.saturating_add(1);
        let since = polling.moved_since.unwrap_or(at);
        let long_enough = at.duration_since(since).as_secs() >= MOVED_OVER;
        if polling.moved_seen >= MOVED_AFTER && long_enough {
            self.moved = Some(target.clone());
            (polling.moved_to, polling.moved_seen, polling.moved_since) = (None, 0, None);
            // Validators belong to the address that gave them.
            polling.replace(&Validators::default());
            (polling.validators_proven, polling.same_body_polls) = (false, 0);
            polling.body_hash = None;
        }
    }

    /// Only a row of polls that all led to a feed at the same place counts.
    pub(super) fn forget_move(&mut self) {
        let polling = &mut self.polling;
        (polling.moved_to, polling.moved_seen, polling.moved_since) = (None, 0, None);
    }
}
