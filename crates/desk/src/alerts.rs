//! Alerts: what kept searches found is told by mail, by webhook or through ntfy.
//!
//! An alert is a row in the store that opens when an article matches and is sent when it is due.
//! It is claimed under a lease, so that one process sends it; a process that dies between sending
//! and noting so has it sent once more, under the same name, by which the other side can tell.

mod message;
mod post;
mod times;

use std::sync::Arc;
use std::time::Duration;

use dateline_model::{AlertTask, TargetKind};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::DeskError;
use crate::desk::{Desk, Inner};
pub(crate) use times::next_time;
pub use times::parse_times;

/// So many alerts are in hand at once; they wait for other servers.
const IN_HAND: u32 = 8;
/// Another process may have opened alerts, so the store is asked so often at least.
const LOOK_AT_LEAST: Duration = Duration::from_secs(5);
/// Articles that match one by one share an alert when they are waited for so long.
pub(crate) const GATHER: SignedDuration = SignedDuration::from_secs(2);
/// After the store failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// The waits between attempts, in minutes; after the last one an alert is given up.
const WAITS: [i64; 8] = [1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60];

/// Why an alert could not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failed {
    why: String,
    /// Whether it is worth trying again.
    again: bool,
}

/// Sends alerts that are due until `stop` turns true.
pub(crate) async fn keep(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        // Claims are writes, so it is looked first whether there is anything to claim.
        let wait = match until_next(desk).await {
            Ok(Duration::ZERO) => send_due(desk).await.map(|_| Duration::ZERO),
            other => other,
        };
        let wait = match wait {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(error = %error, "alerts could not be sent");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            () = desk.alerts_bell.notified() => {}
            () = sleep(wait) => {}
        }
    }
    if let Err(error) = desk.store.release_alerts(&desk.worker).await {
        tracing::warn!(error = %error, "alerts in hand are freed when this process ends");
    }
}

/// How long nothing is due; zero where something is.
async fn until_next(desk: &Inner) -> Result<Duration, DeskError> {
    let due = desk.store.next_alert_at().await?;
    Ok(match due {
        Some(due) if due <= desk.clock.now() => Duration::ZERO,
        Some(due) => desk.clock.real_until(due).clamp(Duration::from_millis(50), LOOK_AT_LEAST),
        None => LOOK_AT_LEAST,
    })
}

/// Sends what is due; gives how many alerts were in hand.
async fn send_due(desk: &Arc<Inner>) -> Result<usize, DeskError> {
    let (now, wall) = (desk.clock.now(), desk.clock.wall());
    let tasks = desk.store.claim_alerts(&desk.worker, now, wall, IN_HAND).await?;
    let count = tasks.len();
    let mut sending = tokio::task::JoinSet::new();
    for task in tasks {
        let desk = desk.clone();
        sending.spawn(async move { deliver(&desk, task).await });
    }
    while let Some(ended) = sending.join_next().await {
        ended.map_err(|_| DeskError::Broken)??;
    }
    Ok(count)
}

async fn deliver(desk: &Inner, task: AlertTask) -> Result<(), DeskError> {
    let (id, attempts) = (task.alert.id, task.alert.attempts);
    let is_empty = task.articles.is_empty() && task.alert.articles > 0;
    let nothing_left = is_empty || (task.articles.is_empty() && task.alert.search.is_some());
    // All its articles are gone or muted, so there is nothing to tell.
    let sent = if nothing_left { Ok(()) } else { send(desk, &task).await };
    let now = desk.clock.now();
    match sent {
        Ok(()) => desk.store.alert_sent(&desk.worker, id, now).await?,
        Err(failed) => {
            let wait = WAITS.get(usize::try_from(attempts).unwrap_or(usize::MAX));
            let again = wait.filter(|_| failed.again).map(|wait| SignedDuration::from_mins(*wait));
            let again = again.and_then(|wait| now.checked_add(wait).ok());
            tracing::info!(alert = id.0, why = failed.why, "an alert could not be sent");
            desk.store.alert_failed(&desk.worker, id, &failed.why, again, now).await?;
        }
    }
    Ok(())
}

async fn send(desk: &Inner, task: &AlertTask) -> Result<(), Failed> {
    let told = message::Told::of(task, desk.settings.public_url.as_ref(), &desk.settings.zone);
    match task.target.kind {
        TargetKind::Mail => mail(desk, task, &told).await,
        TargetKind::Webhook => post::webhook(desk, task, &told).await,
        TargetKind::Ntfy => post::ntfy(desk, task, &told).await,
    }
}

async fn mail(desk: &Inner, task: &AlertTask, told: &message::Told) -> Result<(), Failed> {
    let Some(settings) = &desk.settings.mail else {
        let why = "no mail server is set; see the mail settings".to_owned();
        return Err(Failed { why, again: true });
    };
    let failed = |error: dateline_mail::MailError| Failed {
        again: error.is_temporary(),
        why: error.to_string(),
    };
    let mailer = dateline_mail::Mailer::new(settings).map_err(failed)?;
    let mail = dateline_mail::Mail {
        to: task.target.address.clone(),
        subject: told.headline.clone(),
        text: told.text(),
        html: told.html(),
        name: format!("alert-{}-{}", task.alert.id, task.alert.created_at.as_millisecond()),
    };
    mailer.send(&mail).await.map_err(failed)
}

impl Desk {
    /// Sends what is due now; gives how many alerts were in hand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn send_alerts(&self) -> Result<usize, DeskError> {
        send_due(&self.inner).await
    }

    /// Whether mail can be sent at all.
    pub fn can_mail(&self) -> bool {
        self.inner.settings.mail.is_some()
    }

    /// Alerts may have become due.
    pub fn ring_for_alerts(&self) {
        self.inner.alerts_bell.notify_one();
    }
}

/// The moment so many attempts after which the next would be made; for tests of the table.
#[cfg(test)]
fn waits() -> Vec<SignedDuration> {
    WAITS.iter().map(|wait| SignedDuration::from_mins(*wait)).collect()
}

/// Where nothing else is said, an alert is sent when those that come with it have come.
fn at_once(now: Timestamp) -> Timestamp {
    now.checked_add(GATHER).unwrap_or(now)
}

#[cfg(test)]
mod tests;
