//! What is asked of hubs: to push, to go on, to stop.

use std::sync::Arc;
use std::time::Duration;

use dateline_fetch::{FetchError, Response};
use dateline_model::{HubMode, HubTask};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;
use url::Url;

use super::callback_base;
use crate::DeskError;
use crate::desk::Inner;
use crate::schedule::describe_status;

/// For how many seconds hubs are asked to push.
const LEASE: &str = "864000";
/// How often the store is looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// After something failed nothing is tried for so long.
const AFTER_FAILURE: Duration = Duration::from_secs(30);
/// How many hubs are asked at once.
const AT_ONCE: u32 = 16;
/// After so many tries in vain a hub rests for a week; one that was to stop is let be.
const TRIES: u32 = 7;
const REST: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(super) async fn keep_asking(desk: &Arc<Inner>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let wait = match ask_due(desk).await {
            Ok(0) => LOOK_AGAIN,
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(error = %error, "hubs could not be asked");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            _ = stop.changed() => break,
            () = desk.hubs_bell.notified() => {}
            () = sleep(wait) => {}
        }
    }
}

pub(super) async fn ask_due(desk: &Arc<Inner>) -> Result<usize, DeskError> {
    desk.store.lapse_hubs(desk.clock.now()).await?;
    let Some(base) = callback_base(desk) else { return Ok(0) };
    let tasks = desk.store.claim_hub_requests(desk.clock.now(), AT_ONCE).await?;
    let count = tasks.len();
    let mut asking = JoinSet::new();
    for task in tasks {
        let (desk, base) = (desk.clone(), base.clone());
        asking.spawn(async move { ask(&desk, &base, &task).await });
    }
    while let Some(asked) = asking.join_next().await {
        // One that broke off is due again by itself.
        if let Ok(asked) = asked {
            asked?;
        }
    }
    Ok(count)
}

pub(super) async fn ask(desk: &Inner, base: &Url, task: &HubTask) -> Result<(), DeskError> {
    let (Ok(hub), Ok(callback)) = (Url::parse(&task.hub), callback(base, &task.token)) else {
        return Ok(desk.store.forget_hub(task).await?);
    };
    let mut form = vec![
        ("hub.mode", task.mode.as_str()),
        ("hub.topic", task.topic.as_str()),
        ("hub.callback", callback.as_str()),
    ];
    if task.mode == HubMode::Subscribe {
        form.push(("hub.lease_seconds", LEASE));
        form.push(("hub.secret", task.secret.as_str()));
    }
    let answer = match may_be_inside(desk, task) {
        true => desk.fetcher.post_form(hub, &form).await,
        false => desk.fetcher.post_form_outside(hub, &form).await,
    };
    let now = desk.clock.now();
    let (problem, asked_for) = judge(desk, answer);
    metrics::counter!("dateline_hub_requests_total", "mode" => task.mode.as_str()).increment(1);
    if task.attempts + 1 >= TRIES && task.mode == HubMode::Unsubscribe {
        return Ok(desk.store.forget_hub(task).await?);
    }
    let wait = wait_after(task.attempts).max(asked_for);
    let again = now.saturating_add(wait).unwrap_or(Timestamp::MAX);
    Ok(desk.store.hub_request_failed(task, &problem, again).await?)
}

/// Whether a hub may stand at a place that is not public and on the list of those that may be
/// reached: only for a feed of such a place, since that of a stranger must not send requests there.
/// A topic there is taken from such feeds alone.
fn may_be_inside(desk: &Inner, task: &HubTask) -> bool {
    Url::parse(&task.topic).is_ok_and(|topic| desk.fetcher.is_listed(&topic))
}

/// What is to be noted unless the hub has verified the request already, and how long it wants to
/// be left alone.
fn judge(desk: &Inner, answer: Result<Response, FetchError>) -> (String, SignedDuration) {
    match answer {
        Ok(response) if response.is_success() => {
            ("the hub has not verified the request yet".to_owned(), SignedDuration::ZERO)
        }
        Ok(response) => {
            let asked = response.retry_delay(desk.clock.wall()).unwrap_or_default();
            let asked = SignedDuration::try_from(asked).unwrap_or(REST).min(REST);
            (format!("the hub: {}", describe_status(response.status)), asked)
        }
        Err(error) => (format!("the hub: {error}"), SignedDuration::ZERO),
    }
}

/// An hour, then twice as long each time up to a day, then a week.
fn wait_after(attempts: u32) -> SignedDuration {
    if attempts + 1 >= TRIES {
        return REST;
    }
    SignedDuration::from_hours((1_i64 << attempts.min(6)).min(24))
}

/// The address that a hub calls for one subscription.
fn callback(base: &Url, token: &str) -> Result<Url, url::ParseError> {
    base.join(&format!("/websub/{token}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_that_does_not_answer_is_asked_ever_more_rarely() {
        let hours: Vec<i64> = (0..8).map(|tries| wait_after(tries).as_hours()).collect();
        assert_eq!(hours, [1, 2, 4, 8, 16, 24, 168, 168]);
    }

    #[test]
    fn the_callback_is_below_the_public_address() {
        let base = Url::parse("https://news.example.org/").unwrap();
        assert_eq!(callback(&base, "ab").unwrap().as_str(), "https://news.example.org/websub/ab");
    }
}
