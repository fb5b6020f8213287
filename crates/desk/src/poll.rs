//! A feed is polled: fetched, understood, settled and stored.

use std::time::Duration;

use dateline_feed::FeedError;
use dateline_fetch::{FetchError, Purpose, Request, Response, Validators};
use dateline_model::{
    Feed, FeedPart, Poll, PollBrought, PollManners, PollOutcome, PollTask, address,
};
use jiff::SignedDuration;
use url::Url;

use crate::add::feeds_of;
use crate::desk::{Inner, News};
use crate::schedule::{self, Answer, Facts, Hints, Pace, Settled};
use crate::sources::{self, More};
use crate::websub::{self, HubLink};
use crate::{DeskError, cut, entries, hosts, offer};

/// How much of a feed's oddities is kept.
const WARNING_CHARS: usize = 300;

/// A poll that was led to a host which another process is asking waits for so long.
const BUSY: Duration = Duration::from_secs(60);

/// What a response says, once it is understood.
struct Heard {
    status: Option<u16>,
    answer: Answer,
    hints: Hints,
    brought: Option<PollBrought>,
    /// What is remembered of the parts of a sitemap index.
    parts: Option<Vec<FeedPart>>,
    /// What else the answer says.
    aside: Aside,
}

/// What a body says besides its entries.
#[derive(Debug, Default)]
struct Aside {
    /// The hub that a feed names; `None` where no feed was read.
    hub: Option<Option<HubLink>>,
    /// The feeds that a page names, where there is a page instead of a feed.
    page: Option<Vec<Url>>,
}

/// A body as it was understood.
struct Body {
    answer: Answer,
    brought: Option<PollBrought>,
    aside: Aside,
}

impl Body {
    fn without(answer: Answer) -> Self {
        Self { answer, brought: None, aside: Aside::default() }
    }
}

/// Polls a claimed feed and stores what came of it, in one transaction with its validators.
pub(crate) async fn poll_feed(desk: &Inner, task: PollTask) -> Result<PollOutcome, DeskError> {
    let fetched = match still_paused(desk, &task.feed) {
        Some(paused) => Err(paused),
        None => fetch(desk, &task).await,
    };
    finish_poll(desk, &task.feed, fetched).await
}

/// The part of a poll that follows the request; also for a response that is there already.
pub(crate) async fn finish_poll(
    desk: &Inner,
    feed: &Feed,
    mut fetched: Result<Response, FetchError>,
) -> Result<PollOutcome, DeskError> {
    if let Ok(response) = &mut fetched {
        sources::without_login(response);
    }
    let more = sources::gather(desk, feed, &fetched).await;
    // Never closed; and without a permit the work is only less bounded.
    let open = desk.open_feeds.acquire().await;
    let mut heard = understand(desk, feed, fetched, more).await;
    let at = desk.clock.now();
    let pace = Pace { usual: desk.settings.poll_interval, least: desk.settings.poll_floor };
    let hub_failed = websub::has_failed(desk, feed, heard.brought.as_ref(), at).await?;
    let settled = if hub_failed {
        let mut unpushed = feed.clone();
        unpushed.polling.pushed_until = None;
        schedule::settle(&unpushed, &heard.answer, &heard.hints, at, &pace)
    } else {
        schedule::settle(feed, &heard.answer, &heard.hints, at, &pace)
    };
    let pause = hosts::pause_by(feed, &settled, heard.status, at);
    if let Some(pause) = &pause {
        hosts::tell_fetcher(desk, pause);
    }
    let hub = heard.aside.hub.take().and_then(|link| websub::wanted(desk, feed, link));
    let page = heard.aside.page.take();
    let manners = PollManners { pause, hub, hub_failed };
    let outcome = store(desk, feed, heard, settled, manners, at).await?;
    drop(open);
    if let Some(named) = page.filter(|_| offer::is_due(feed, at)) {
        offer::search(desk, feed, named, at).await?;
    }
    Ok(outcome)
}

/// The pause that the feed's host asked for, as the store knows it from whoever was told.
fn still_paused(desk: &Inner, feed: &Feed) -> Option<FetchError> {
    let until = feed.polling.host_paused_until?;
    let left = desk.clock.real_until(until);
    (!left.is_zero()).then(|| FetchError::HostPaused { host: feed.host.clone(), left })
}

async fn fetch(desk: &Inner, task: &PollTask) -> Result<Response, FetchError> {
    let feed = &task.feed;
    let url = Url::parse(&feed.url)
        .map_err(|_| FetchError::Scheme { url: feed.url.clone(), why: "it is not an address" })?;
    let validators = Validators {
        etag: feed.polling.etag.clone(),
        last_modified: feed.polling.last_modified.clone(),
    };
    let validators = match feed.polling.same_body_polls {
        0 => validators,
        _ => validators.with_plain_etag(),
    };
    let purpose = Purpose::Feed;
    let request =
        Request { url, purpose, validators, subscribers: task.subscribers, claimed: true };
    desk.fetcher.get(request).await
}

async fn understand(
    desk: &Inner,
    feed: &Feed,
    fetched: Result<Response, FetchError>,
    mut more: More,
) -> Heard {
    let response = match fetched {
        Ok(response) => response,
        Err(FetchError::HostPaused { left, .. }) => {
            return Heard::without(Answer::HostPaused { left: desk.clock.shown_in(left) });
        }
        Err(FetchError::HostBusy { .. }) => {
            return Heard::without(Answer::HostPaused { left: desk.clock.shown_in(BUSY) });
        }
        Err(error) => return Heard::without(Answer::Failed { problem: error.to_string() }),
    };
    let hints = Hints {
        retry_after: response.retry_delay(desk.clock.wall()),
        fresh: response.fresh_for(),
        permanent_to: response.permanent_to.as_ref().map(Url::to_string),
        final_url: Some(response.final_url.to_string()),
        body_bytes: Some(response.wire_bytes),
    };
    let status = response.status;
    let validators = response.validators.clone();
    let parts = more.parts.take();
    let Body { answer, brought, aside } = match status {
        304 if !more.documents.is_empty() => read_parts(desk, feed, response, more).await,
        304 => Body::without(Answer::NotModified { validators }),
        204..=206 => Body::without(Answer::Status(status)),
        200..=299 => read_body(desk, feed, response, more).await,
        _ => Body::without(Answer::Status(status)),
    };
    note_savings(feed, &answer);
    Heard { status: Some(status), answer, hints, brought, parts, aside }
}

/// Counts what conditional requests are good for, and where they are made in vain.
fn note_savings(feed: &Feed, answer: &Answer) {
    match answer {
        Answer::NotModified { .. } => {
            let saved = feed.polling.body_bytes.and_then(|bytes| u64::try_from(bytes).ok());
            metrics::counter!("dateline_polls_saved_bytes_total").increment(saved.unwrap_or(0));
        }
        Answer::SameBody { .. } => {
            metrics::counter!("dateline_polls_same_body_total").increment(1);
        }
        _ => {}
    }
}

/// Parts of a sitemap whose index did not change: together they are a body that did.
async fn read_parts(desk: &Inner, feed: &Feed, response: Response, more: More) -> Body {
    let kept = &feed.polling;
    let validators = Validators {
        etag: response.validators.etag.clone().or(kept.etag.clone()),
        last_modified: response.validators.last_modified.clone().or(kept.last_modified.clone()),
    };
    let body_hash = kept.body_hash.clone().unwrap_or_default();
    let index = dateline_feed::Feed::new(dateline_feed::Format::Sitemap);
    read(desk, feed, response, more, validators, body_hash, Some(index)).await
}

/// Parses the body, unless it is the one that was parsed last.
async fn read_body(desk: &Inner, feed: &Feed, response: Response, mut more: More) -> Body {
    let validators = response.validators.clone();
    let body_hash = address::digest_bytes(&response.body);
    if feed.polling.body_hash.as_ref() == Some(&body_hash) && more.documents.is_empty() {
        return Body::without(Answer::SameBody { validators });
    }
    let known = more.first.take();
    read(desk, feed, response, more, validators, body_hash, known).await
}

async fn read(
    desk: &Inner,
    feed: &Feed,
    response: Response,
    more: More,
    validators: Validators,
    body_hash: String,
    known: Option<dateline_feed::Feed>,
) -> Body {
    let is_delta = response.status == 226;
    let terms = entries::Terms::of(feed);
    let rule = feed.choices.page_rule.clone();
    let parsed = desk.workshop.run(move || {
        let mut parsed = match known {
            Some(known) => known,
            None => match sources::parse(&response, rule.as_deref()) {
                Ok(parsed) => parsed,
                Err(error) => {
                    let is_page = matches!(error, sources::NotRead::Feed(FeedError::Html { .. }));
                    return Err((error, is_page.then(|| hrefs_of(&response))));
                }
            },
        };
        let hub = websub::link_of(&response, &parsed);
        more.add_to(&mut parsed);
        let brought = entries::brought(&parsed, &response.final_url, &terms);
        let facts = Facts::of(&parsed, &brought.entries);
        let warning = (!parsed.warnings.is_empty()).then(|| parsed.warnings.join("; "));
        Ok((brought, warning, facts, hub))
    });
    match parsed.await {
        Ok(Ok((brought, warning, facts, hub))) => {
            let warning = warning.map(|text| cut::chars(&cut::no_nul(&text), WARNING_CHARS));
            let answer = match is_delta {
                true => Answer::Delta { validators, warning, facts },
                false => Answer::Parsed { validators, body_hash, warning, facts },
            };
            let aside = Aside { hub: Some(hub), page: None };
            Body { answer, brought: Some(brought), aside }
        }
        Ok(Err((error, page))) => {
            let answer = Answer::NotAFeed { problem: error.to_string() };
            Body { answer, brought: None, aside: Aside { hub: None, page } }
        }
        // Our own fault is not the publisher's: the feed is only tried again.
        Err(broken) => Body::without(Answer::Failed { problem: broken.to_string() }),
    }
}

/// The addresses of the feeds that a page names.
fn hrefs_of(page: &Response) -> Vec<Url> {
    feeds_of(page).into_iter().map(|found| found.href).collect()
}

async fn store(
    desk: &Inner,
    feed: &Feed,
    heard: Heard,
    settled: Settled,
    manners: PollManners,
    at: jiff::Timestamp,
) -> Result<PollOutcome, DeskError> {
    let failed = settled.polling.last_error.is_some();
    let line = settled.polling.last_result.clone().unwrap_or_default();
    let read = heard.brought.is_some();
    let was_asked = !matches!(heard.answer, Answer::HostPaused { .. });
    let title = heard.brought.as_ref().and_then(|brought| brought.title.clone());
    let poll = Poll {
        feed: feed.id,
        at,
        polling: settled.polling,
        moved: settled.moved,
        brought: heard.brought,
        http_status: heard.status,
        parts: heard.parts,
        manners,
    };
    let wants_hub = poll.manners.hub.is_some();
    // Both go into the same batch of writes, in this order.
    let hold = async {
        match was_asked {
            true => hosts::hold(desk, &feed.host, &feed.url).await,
            false => Ok(()),
        }
    };
    let (held, saved) = tokio::join!(hold, desk.store.save_poll(&desk.worker, poll));
    held?;
    let saved = saved?;
    if wants_hub {
        desk.hubs_bell.notify_one();
    }
    metrics::counter!("dateline_polls_total", "result" => if failed { "failed" } else { "fine" })
        .increment(1);
    metrics::counter!("dateline_entries_total").increment(u64::from(saved.new_entries));
    if saved.new_articles > 0 || saved.changed_entries > 0 {
        desk.reads_bell.notify_one();
        desk.stories_bell.notify_one();
    }
    desk.announce(News::Polled(feed.id));
    Ok(PollOutcome {
        feed: feed.id,
        url: address::without_login(&feed.url),
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
        Self {
            status: None,
            answer,
            hints: Hints::default(),
            brought: None,
            parts: None,
            aside: Aside::default(),
        }
    }
}

/// How late a poll starts, for the metrics.
pub(crate) fn lag(task: &PollTask, now: jiff::Timestamp) -> SignedDuration {
    task.feed.polling.next_poll_at.map_or(SignedDuration::ZERO, |due| now.duration_since(due))
}
