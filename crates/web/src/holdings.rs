//! How much the present day brought, as every page's head says it. Counting a busy day takes longer
//! than making a page, so a count serves for some minutes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use dateline_model::UserId;
use dateline_store::DayCount;
use jiff::{SignedDuration, Timestamp};

use crate::errors::PageError;
use crate::state::App;

/// How long a count serves once a day is under way.
const SERVES: SignedDuration = SignedDuration::from_mins(5);

/// How many a day brings before its count is worth keeping.
const MANY: u64 = 1000;

/// The last counts, by user.
#[derive(Default)]
pub struct Holdings(Mutex<HashMap<UserId, (Timestamp, DayCount)>>);

impl Holdings {
    /// What the instance's present day brought this user, as it was at most five minutes ago.
    pub async fn of(&self, app: &App, user: UserId) -> Result<DayCount, PageError> {
        let now = app.now();
        let morning = app.when().morning();
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&user).copied();
        if let Some((at, count)) = kept
            && at >= morning
            && at <= now
            && now.duration_since(at) < SERVES
            && count.articles >= MANY
        {
            return Ok(count);
        }
        let count = app.desk.store().count_since(user, morning).await?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(user, (now, count));
        Ok(count)
    }
}
