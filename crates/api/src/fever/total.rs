//! How many items a user has, which every fifty items come with: counted anew once in a while.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline_model::{ItemQuery, UserId};

use crate::problem::Problem;
use crate::state::App;

/// For so long a count is good enough: apps show by it how far they are.
const GOOD_FOR: Duration = Duration::from_secs(20);

/// The last count of each user.
#[derive(Debug, Default)]
pub struct Totals(Mutex<HashMap<UserId, (Instant, u64)>>);

/// How many items a user has, or had a moment ago.
pub async fn of(app: &App, user: UserId) -> Result<u64, Problem> {
    let counts = &app.fever_totals.0;
    let known = counts.lock().unwrap_or_else(PoisonError::into_inner).get(&user).copied();
    if let Some((at, count)) = known
        && at.elapsed() < GOOD_FOR
    {
        return Ok(count);
    }
    let count = app.store().item_total(user, ItemQuery::default()).await?;
    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    counts.insert(user, (Instant::now(), count));
    Ok(count)
}
