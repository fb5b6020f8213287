//! How much one user may ask: generous, so that no sync is slowed, and bounded, so that a program
//! gone wild keeps nobody else waiting.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline_model::UserId;

/// How many requests may come at once.
const BURST: f64 = 10_000.0;

/// How many more may come each second.
const EACH_SECOND: f64 = 100.0;

/// What is left of each user's share.
#[derive(Debug, Default)]
pub struct Limits {
    left: Mutex<HashMap<UserId, (f64, Instant)>>,
}

impl Limits {
    /// Takes a request that counts as `cost` from a user's share.
    ///
    /// # Errors
    /// After how many seconds there is enough left for it.
    pub fn take(&self, user: UserId, cost: u32, now: Instant) -> Result<(), u64> {
        let mut all = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, since) = all.entry(user).or_insert((BURST, now));
        let gained = now.saturating_duration_since(*since).as_secs_f64() * EACH_SECOND;
        *left = (*left + gained).min(BURST);
        *since = now;
        let missing = f64::from(cost) - *left;
        if missing > 0.0 {
            return Err(Duration::from_secs_f64(missing / EACH_SECOND).as_secs() + 1);
        }
        *left -= f64::from(cost);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_too_much_is_told_when_to_come_back_and_is_heard_then() {
        let limits = Limits::default();
        let start = Instant::now();
        let mut taken = 0;
        let wait = loop {
            match limits.take(UserId(1), 20, start) {
                Ok(()) => taken += 20,
                Err(wait) => break wait,
            }
        };
        assert_eq!((taken, wait), (10_000, 1));
        assert!(limits.take(UserId(2), 20, start).is_ok(), "another user has a share of their own");
        assert!(limits.take(UserId(1), 300, start) == Err(4));
        let later = start + Duration::from_secs(wait);
        assert!(limits.take(UserId(1), 20, later).is_ok());
    }
}
