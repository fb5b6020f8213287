//! A feed is polled: fetched, understood, settled and stored.

use dateline_feed::Hints as FeedHints;
use dateline_fetch::{FetchError, Purpose, Request, Response, Validators};
use dateline_model::{Feed, Poll, PollBrought, PollOutcome, PollTask, address};
use jiff::SignedDuration;
use url::Url;

use crate::desk::{Inner, News};
use crate::schedule::{self, Answer, Facts, Hints, Pace, Settled};
use crate::{DeskError, cut, entries};

/// How much of a feed's oddities is kept.
const WARNING_CHARS: usize = 300;

/// What a response says, once it is understood.
struct Heard {
    status: Option<u16>,
    answer: Answer,
    hints: Hints,
    brought: Option<PollBrought>,
}

/// Polls a claimed feed and stores what came of it, in one transaction with its validators.
pub(crate) async fn poll_feed(desk: &Inner, task: PollTask) -> Result<PollOutcome, DeskError> {
    let fetched = fetch(desk, &task).await;
    finish_poll(desk, &task.feed, fetched).await
}

/// The part of a poll that follows the request; also for a response that is there already.
pub(crate) async fn finish_poll(
    desk: &Inner,
    feed: &Feed,
    fetched: Result<Response, FetchError>,
) -> Result<PollOutcome, DeskError> {
    // Never closed; and without a permit the work is only less bounded.
    let _open = desk.open_feeds.acquire().await;
    let heard = understand(desk, feed, fetched).await;
    let at = desk.clock.now();
    let pace = Pace { usual: desk.settings.poll_interval, least: desk.settings.poll_floor };
    let settled = schedule::settle(feed, &heard.answer, &heard.hints, at, &pace);
    pause_host(desk, feed, &settled);
    store(desk, feed, heard, settled, at).await
}

async fn fetch(desk: &Inner, task: &PollTask) -> Result<Response, FetchError> {
    let feed = &task.feed;
    let url = Url::parse(&feed.url)
        .map_err(|_| FetchError::Scheme { url: feed.url.clone(), why: "it is not an address" })?;
    let validators = Validators {
        etag: feed.polling.etag.clone(),
        last_modified: feed.polling.last_modified.clone(),
    };
    let request =
        Request { url, purpose: Purpose::Feed, validators, subscribers: task.subscribers };
    desk.fetcher.get(request).await
}

async fn understand(desk: &Inner, feed: &Feed, fetched: Result<Response, FetchError>) -> Heard {
    let response = match fetched {
        Ok(response) => response,
        Err(FetchError::HostPaused { left, .. }) => {
            return Heard::without(Answer::HostPaused { left: desk.clock.shown_in(left) });
        }
        Err(error) => return Heard::without(Answer::Failed { problem: error.to_string() }),
    };
    let hints = Hints {
        retry_after: response.retry_delay(),
        fresh: response.fresh_for(),
        permanent_to: response.permanent_to.as_ref().map(Url::to_string),
        final_url: Some(response.final_url.to_string()),
    };
    let status = response.status;
    let validators = response.validators.clone();
    let (answer, brought) = match status {
        304 => (Answer::NotModified { validators }, None),
        204 | 205 => (Answer::Status(status), None),
        200..=299 => read_body(desk, feed, response).await,
        _ => (Answer::Status(status), None),
    };
    Heard { status: Some(status), answer, hints, brought }
}

/// Parses the body, unless it is the one that was parsed last.
async fn read_body(desk: &Inner, feed: &Feed, response: Response) -> (Answer, Option<PollBrought>) {
    let validators = response.validators.clone();
    let body_hash = address::digest_bytes(&response.body);
    if feed.polling.body_hash.as_ref() == Some(&body_hash) {
        return (Answer::SameBody { validators }, None);
    }
    let full_text = feed.full_text;
    let parsed = desk.workshop.run(move || {
        let hints = FeedHints {
            url: Some(&response.final_url),
            content_type: response.content_type.as_deref(),
        };
        let parsed = dateline_feed::parse(&response.body, &hints)?;
        let brought = entries::brought(&parsed, &response.final_url, full_text);
        let facts = Facts::of(&parsed, &brought.entries);
        let warning = (!parsed.warnings.is_empty()).then(|| parsed.warnings.join("; "));
        Ok::<_, dateline_feed::FeedError>((brought, warning, facts))
    });
    match parsed.await {
        Ok(Ok((brought, warning, facts))) => {
            let warning = warning.map(|text| cut::chars(&cut::no_nul(&text), WARNING_CHARS));
            (Answer::Parsed { validators, body_hash, warning, facts }, Some(brought))
        }
        Ok(Err(error)) => (Answer::NotAFeed { problem: error.to_string() }, None),
        // Our own fault is not the publisher's: the feed is only tried again.
        Err(broken) => (Answer::Failed { problem: broken.to_string() }, None),
    }
}

/// Tells the fetcher how long the host is to be left alone, in real time.
fn pause_host(desk: &Inner, feed: &Feed, settled: &Settled) {
    let Some(pause) = settled.pause_host else { return };
    // The host that answered, which after redirects is not the one that was asked first.
    let answered = settled.polling.final_url.as_deref().unwrap_or(&feed.url);
    let Ok(url) = Url::parse(answered) else { return };
    let until = desk.clock.now().saturating_add(pause).unwrap_or(jiff::Timestamp::MAX);
    desk.fetcher.pause_host(&url, desk.clock.real_until(until));
}

async fn store(
    desk: &Inner,
    feed: &Feed,
    heard: Heard,
    settled: Settled,
    at: jiff::Timestamp,
) -> Result<PollOutcome, DeskError> {
    let failed = settled.polling.last_error.is_some();
    let line = settled.polling.last_result.clone().unwrap_or_default();
    let read = heard.brought.is_some();
    let title = heard.brought.as_ref().and_then(|brought| brought.title.clone());
    let poll = Poll {
        feed: feed.id,
        at,
        polling: settled.polling,
        moved: settled.moved,
        brought: heard.brought,
    };
    let saved = desk.store.save_poll(&desk.worker, poll).await?;
    metrics::counter!("dateline_polls_total", "result" => if failed { "failed" } else { "fine" })
        .increment(1);
    metrics::counter!("dateline_entries_total").increment(u64::from(saved.new_entries));
    if saved.new_articles > 0 || saved.changed_entries > 0 {
        desk.reads_bell.notify_one();
    }
    desk.announce(News::Polled(feed.id));
    Ok(PollOutcome {
        feed: feed.id,
        url: feed.url.clone(),
        title: title.or_else(|| feed.title.clone()),
        status: heard.status,
        result: match (saved.lease_lost, read) {
            (true, _) => "polled by another process meanwhile".to_owned(),
            (false, true) => saved.in_words(),
            (false, false) => line,
        },
        failed,
        new_entries: saved.new_entries,
        changed_entries: saved.changed_entries,
    })
}

impl Heard {
    fn without(answer: Answer) -> Self {
        Self { status: None, answer, hints: Hints::default(), brought: None }
    }
}

/// How late a poll starts, for the metrics.
pub(crate) fn lag(task: &PollTask, now: jiff::Timestamp) -> SignedDuration {
    task.feed.polling.next_poll_at.map_or(SignedDuration::ZERO, |due| now.duration_since(due))
}
