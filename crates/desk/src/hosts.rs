//! Hosts that asked to be left alone, and hosts that another process has to do with.

use std::time::Duration;

use dateline_clock::Clock;
use dateline_fetch::Response;
use dateline_model::{Feed, HostPause, address};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use url::Url;

use crate::DeskError;
use crate::desk::Inner;
use crate::schedule::{Settled, describe_status};

mod turns;

pub(crate) use turns::StoredTurns;

/// The bounds of what a server may ask for, and the least that a 429 means.
const LEAST: SignedDuration = SignedDuration::from_secs(60);
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
const USUAL: SignedDuration = SignedDuration::from_hours(1);

/// How often the pauses that other processes were asked for are looked up.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

/// Passes the pauses that are stored on to the fetcher, which asks for more than what is claimed:
/// addresses that people type, redirects into other hosts.
pub(crate) async fn heed(desk: &Inner) -> Result<(), DeskError> {
    for pause in desk.store.paused_hosts(desk.clock.now()).await? {
        tell_fetcher(desk, &pause);
    }
    Ok(())
}

/// Does so until it is told to stop.
pub(crate) async fn keep_heeding(desk: &Inner, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = heed(desk).await {
            tracing::error!(error = %error, "it could not be told which hosts want to be left alone");
        }
        tokio::select! {
            _ = stop.changed() => break,
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// What a poll's answer asks for the host that gave it, which after redirects is not the one that
/// was asked first.
pub(crate) fn pause_by(
    feed: &Feed,
    settled: &Settled,
    status: Option<u16>,
    at: Timestamp,
) -> Option<HostPause> {
    let pause = settled.pause_host?;
    let answered = settled.polling.final_url.as_deref().unwrap_or(&feed.url);
    pause_of(&Url::parse(answered).ok()?, pause, status.unwrap_or_default(), at)
}

/// A pause of the host of an address.
pub(crate) fn pause_of(
    url: &Url,
    pause: SignedDuration,
    status: u16,
    at: Timestamp,
) -> Option<HostPause> {
    let host = address::host_key(url);
    let until = at.saturating_add(pause).unwrap_or(Timestamp::MAX);
    (!host.is_empty()).then(|| HostPause { host, until, reason: describe_status(status) })
}

/// How long an answer asks its whole host to be left alone: 429 at least for an hour, 503 where it
/// says for how long.
pub(crate) fn asked_by(clock: &Clock, response: &Response) -> Option<HostPause> {
    let asked = response.retry_delay(clock.wall());
    let asked = asked.and_then(|delay| SignedDuration::try_from(delay).ok());
    let asked = asked.map(|asked| asked.clamp(LEAST, LONGEST));
    let pause = match response.status {
        429 => asked.map_or(USUAL, |asked| asked.max(USUAL)),
        503 => asked?,
        _ => return None,
    };
    pause_of(&response.final_url, pause, response.status, clock.now())
}

/// Tells the fetcher of a pause, in real time.
pub(crate) fn tell_fetcher(desk: &Inner, pause: &HostPause) {
    desk.fetcher.pause_host_key(&pause.host, desk.clock.real_until(pause.until));
}

/// Keeps the host of an address, after a request to it, from other processes until the pause
/// between two requests has passed.
pub(crate) async fn hold(desk: &Inner, host: &str, address: &str) -> Result<(), DeskError> {
    let Ok(url) = Url::parse(address) else { return Ok(()) };
    let pause = desk.fetcher.pause_between(&url);
    if pause.is_zero() {
        return Ok(());
    }
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::MAX);
    let until = desk.clock.wall().saturating_add(pause).unwrap_or(Timestamp::MAX);
    Ok(desk.store.hold_host(&desk.worker, host, until).await?)
}

#[cfg(test)]
mod tests;
