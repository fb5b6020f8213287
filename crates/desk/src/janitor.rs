//! What has to be looked after now and then: leases of the dead, sessions, retention.

use std::time::Duration;

use dateline_model::{Retention, RetentionPreview};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::desk::{Desk, Inner};
use crate::{DeskError, KeepSettings, pictures};

/// How often other processes are looked after, which may have died.
const ROUND: Duration = Duration::from_secs(15);
/// Sessions and retention wait for every so many rounds.
const ROUNDS_TO_TIDY: u32 = 40;
/// What was sent is shown for so many days.
const ALERTS_KEPT_DAYS: i64 = 90;
/// Marks of another reader wait so many days for their articles to come.
const MARKS_WAIT_DAYS: i64 = 90;
/// What came of fetching a picture is known for so many days after it was.
const PICTURES_KNOWN_DAYS: i64 = 180;
/// What the pages of a site taught is forgotten when none was read for so long.
const SITES_REMEMBERED: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Looks after the store until it is told to stop.
pub(crate) async fn look_after(desk: &Inner, mut stop: watch::Receiver<bool>) {
    let mut round = 0u32;
    while !*stop.borrow() {
        if let Err(error) = free_the_dead(desk).await {
            tracing::error!(error = %error, "leases of processes that ended could not be freed");
        }
        if round.is_multiple_of(ROUNDS_TO_TIDY)
            && let Err(error) = tidy(desk).await
        {
            tracing::error!(error = %error, "the store could not be tidied");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            _ = stop.changed() => break,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}

async fn free_the_dead(desk: &Inner) -> Result<(), DeskError> {
    desk.store.recall_polls(desk.clock.now()).await?;
    let freed = desk.store.release_dead_leases(desk.clock.wall()).await?;
    if freed > 0 {
        tracing::info!(lease.freed = freed, "work of a process that ended is taken over");
        desk.polls_bell.notify_one();
        desk.reads_bell.notify_one();
    }
    Ok(())
}

async fn tidy(desk: &Inner) -> Result<(), DeskError> {
    desk.store.prune_sessions(desk.clock.now()).await?;
    desk.store.prune_markings(desk.clock.now()).await?;
    desk.store.prune_hosts(desk.clock.now(), desk.clock.wall()).await?;
    let forgotten = desk.clock.now().saturating_sub(SITES_REMEMBERED).unwrap_or(Timestamp::MIN);
    desk.store.prune_sites(forgotten).await?;
    let now = desk.clock.now();
    if let Ok(before) = now.checked_sub(SignedDuration::from_hours(24 * ALERTS_KEPT_DAYS)) {
        desk.store.prune_alerts(before).await?;
    }
    if let Ok(before) = now.checked_sub(SignedDuration::from_hours(24 * MARKS_WAIT_DAYS)) {
        desk.store.prune_waiting_marks(before).await?;
    }
    if let Ok(before) = now.checked_sub(SignedDuration::from_hours(24 * PICTURES_KNOWN_DAYS)) {
        desk.store.prune_pictures(before).await?;
    }
    pictures::trim(desk).await;
    desk.store.forget_uncounted_reading(now).await?;
    let keep = retention(desk.settings.keep, now);
    if keep == Retention::default() {
        return Ok(());
    }
    if desk.store.newest_seen_at().await?.is_some_and(|newest| has_leapt(newest, now)) {
        tracing::warn!(
            "nothing is removed: the newest article is more than a month old, so the clock may be wrong"
        );
        return Ok(());
    }
    let removed = desk.store.retention_apply(&keep).await?;
    if removed.articles > 0 {
        tracing::info!(
            keep.articles = removed.articles,
            keep.bytes = removed.bytes,
            "articles past their time were removed"
        );
    }
    Ok(())
}

/// Whether the clock may have leapt ahead: a running newspaper sees new articles within a month,
/// and one that was stopped for longer can wait with removing until it has.
fn has_leapt(newest: Timestamp, now: Timestamp) -> bool {
    now.duration_since(newest) > SignedDuration::from_hours(31 * 24)
}

fn retention(keep: KeepSettings, now: Timestamp) -> Retention {
    let days = keep.days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
    Retention {
        older_than: days.and_then(|days| now.checked_sub(days).ok()),
        max_bytes: keep.megabytes.map(|megabytes| megabytes.saturating_mul(1_000_000)),
    }
}

impl Desk {
    /// What retention would remove now, by the settings.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_preview(&self) -> Result<RetentionPreview, DeskError> {
        let keep = retention(self.inner.settings.keep, self.inner.clock.now());
        Ok(self.inner.store.retention_preview(&keep).await?)
    }

    /// Removes what retention would remove now, by the settings.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keep_apply(&self) -> Result<RetentionPreview, DeskError> {
        let keep = retention(self.inner.settings.keep, self.inner.clock.now());
        Ok(self.inner.store.retention_apply(&keep).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_a_month_ahead_of_the_news_is_not_believed() {
        let newest: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        assert!(!has_leapt(newest, "2026-01-20T00:00:00Z".parse().unwrap()));
        assert!(has_leapt(newest, "2099-01-01T00:00:00Z".parse().unwrap()));
    }

    #[test]
    fn nothing_is_removed_until_it_is_asked_for() {
        let now: Timestamp = "2026-01-31T00:00:00Z".parse().unwrap();
        assert_eq!(retention(KeepSettings::default(), now), Retention::default());
        let keep = retention(KeepSettings { days: Some(30), megabytes: Some(5) }, now);
        assert_eq!(keep.older_than, "2026-01-01T00:00:00Z".parse().ok());
        assert_eq!(keep.max_bytes, Some(5_000_000));
    }
}
