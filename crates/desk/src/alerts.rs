//! Alerts: what kept searches found is told by mail, by webhook or through ntfy.
//!
//! An alert is a row in the store that opens when an article matches and is sent when it is due.
//! It is claimed under a lease, so that one process sends it; a process that dies between sending
//! and noting so has it sent once more, under the same name, by which the other side can tell.

mod message;
mod post;
mod save;
mod template;
mod times;

use std::sync::Arc;
use std::time::Duration;

use dateline_model::{AlertTask, TargetKind};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::DeskError;
use crate::desk::{Desk, Inner};
pub use template::{Template, TemplateError};
pub(crate) use times::next_time;
pub use times::parse_times;

/// So many alerts are in hand at once; they wait for other servers.
const IN_HAND: usize = 16;
/// Another process may have opened alerts, so the store is asked so often at least.
const LOOK_AT_LEAST: Duration = Duration::from_secs(5);
/// Articles that match one by one share an alert when they are waited for so long.
pub(crate) const GATHER: SignedDuration = SignedDuration::from_secs(2);
/// After the store failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// The longest wait that another side is granted.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// The waits between attempts, in minutes; after the last one an alert is given up.
const WAITS: [i64; 8] = [1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60];

/// Why an alert could not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failed {
    why: String,
    /// Whether it is worth trying again.
    again: bool,
    /// How long the other side wants to wait at least.
    asked: SignedDuration,
}

impl Failed {
    fn new(why: String, again: bool) -> Self {
        Self { why, again, asked: SignedDuration::ZERO }
    }
}

/// Sends alerts that are due until `stop` turns true.
pub(crate) async fn keep(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    let mut sending = Sending::default();
    while !*stop.borrow() {
        let wait = fill(desk, &mut sending).await.unwrap_or_else(|error| {
            tracing::error!(error = %error, "alerts could not be sent");
            AFTER_FAILURE
        });
        tokio::select! {
            _ = stop.changed() => {}
            () = desk.alerts_bell.notified() => {}
            Some(ended) = sending.next() => log(ended),
            () = sleep(wait) => {}
        }
    }
    while let Some(ended) = sending.next().await {
        log(ended);
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

/// The alerts in hand. Where it cannot be stored what became of one, it stays leased: given back it
/// would be sent again at once.
#[derive(Default)]
struct Sending(JoinSet<Result<(), DeskError>>);

impl Sending {
    /// Begins with what is due as far as places are free; gives how many alerts that are.
    async fn claim(&mut self, desk: &Arc<Inner>) -> Result<usize, DeskError> {
        let free = u32::try_from(IN_HAND.saturating_sub(self.0.len())).unwrap_or(u32::MAX);
        if free == 0 {
            return Ok(0);
        }
        let (now, wall) = (desk.clock.now(), desk.clock.wall());
        let tasks = desk.store.claim_alerts(&desk.worker, now, wall, free).await?;
        let count = tasks.len();
        for task in tasks {
            let desk = desk.clone();
            self.0.spawn(async move { deliver(&desk, task).await });
        }
        Ok(count)
    }

    /// What became of the next one that ends; `None` where none is in hand.
    async fn next(&mut self) -> Option<Result<(), DeskError>> {
        Some(self.0.join_next().await?.unwrap_or(Err(DeskError::Broken)))
    }
}

fn log(ended: Result<(), DeskError>) {
    if let Err(error) = ended {
        tracing::error!(error = %error, "it could not be stored what became of an alert");
    }
}

/// Begins with what is due; gives for how long there is nothing more to do, unless one of those in
/// hand ends.
async fn fill(desk: &Arc<Inner>, sending: &mut Sending) -> Result<Duration, DeskError> {
    loop {
        // Claims are writes, so it is looked first whether there is anything to claim.
        let wait = until_next(desk).await?;
        if !wait.is_zero() {
            return Ok(wait);
        }
        if sending.claim(desk).await? == 0 {
            // All places are taken, or those of the targets and users that have something due.
            return Ok(LOOK_AT_LEAST);
        }
    }
}

async fn deliver(desk: &Inner, task: AlertTask) -> Result<(), DeskError> {
    let (id, attempts) = (task.alert.id, task.alert.attempts);
    let tells_of_articles = task.alert.articles > 0 || task.alert.search.is_some();
    let saves = task.target.kind.saves();
    let nothing_left = tells_of_articles && task.articles.is_empty() && !saves;
    // All its articles are gone or muted, so there is nothing to tell.
    let sent = if nothing_left { Ok(()) } else { send(desk, &task).await };
    let now = desk.clock.now();
    match sent {
        Ok(()) => desk.store.alert_sent(&desk.worker, id, now).await?,
        Err(failed) => {
            let wait = WAITS.get(usize::try_from(attempts).unwrap_or(usize::MAX));
            let again = wait.filter(|_| failed.again).map(|wait| SignedDuration::from_mins(*wait));
            let again = again.map(|wait| wait.max(failed.asked));
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
        _ => save::save(desk, task).await,
    }
}

async fn mail(desk: &Inner, task: &AlertTask, told: &message::Told) -> Result<(), Failed> {
    let Some(settings) = &desk.settings.mail else {
        let why = "no mail server is set; see the mail settings".to_owned();
        return Err(Failed::new(why, true));
    };
    let failed =
        |error: dateline_mail::MailError| Failed::new(error.to_string(), error.is_temporary());
    let mailer = match desk.mailer.get() {
        Some(mailer) => mailer,
        // It reads the machine's certificates, which is not for every mail.
        None => {
            let mailer = dateline_mail::Mailer::new(settings).map_err(failed)?;
            desk.mailer.get_or_init(|| mailer)
        }
    };
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
    /// Whether mail can be sent at all.
    pub fn can_mail(&self) -> bool {
        self.inner.settings.mail.is_some()
    }

    /// Alerts may have become due.
    pub fn ring_for_alerts(&self) {
        self.inner.alerts_bell.notify_one();
    }
}

/// Where nothing else is said, an alert is sent when those that come with it have come.
fn at_once(now: Timestamp) -> Timestamp {
    now.checked_add(GATHER).unwrap_or(now)
}

#[cfg(test)]
mod save_tests;
#[cfg(test)]
mod tests;
