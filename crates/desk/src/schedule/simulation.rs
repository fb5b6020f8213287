//! Days of polling in a moment: publishers that answer as servers do, and a clock that is only a
//! number. Nothing sleeps, nothing is random.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use dateline_model::{FeedChoices, FeedId, FullText};

use super::*;

const PACE: Pace = Pace { usual: Duration::from_secs(3600), least: Duration::from_secs(900) };

fn start() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

fn moment(second: i64) -> Timestamp {
    start() + SignedDuration::from_secs(second)
}

fn second(at: Timestamp) -> i64 {
    at.duration_since(start()).as_secs()
}

/// What a publisher does besides publishing.
#[derive(Default)]
struct Manners {
    fresh: Option<u64>,
    ttl: Option<u64>,
    skip_hours: u32,
    /// From one second to another it answers 429, with this `Retry-After`.
    too_many: Option<(i64, i64, u64)>,
    /// From this second on it redirects permanently.
    moves_at: Option<i64>,
    gone_at: Option<i64>,
}

/// A publisher with one feed that brings an item every `gap` seconds, the first at `phase`.
struct Publisher {
    gap: i64,
    phase: i64,
    manners: Manners,
    issued: Vec<Validators>,
    unconditional: u32,
    requests: Vec<i64>,
    statuses: BTreeMap<u16, u32>,
    too_many_at: Option<i64>,
}

impl Publisher {
    fn new(gap: i64, phase: i64, manners: Manners) -> Self {
        Self {
            gap,
            phase,
            manners,
            issued: Vec::new(),
            unconditional: 0,
            requests: Vec::new(),
            statuses: BTreeMap::new(),
            too_many_at: None,
        }
    }

    /// How many items it has published since the beginning; it had some before.
    fn published(&self, at: i64) -> i64 {
        (at - self.phase).div_euclid(self.gap) + 1
    }

    fn facts(&self, at: i64) -> Facts {
        let last = self.published(at) - 1;
        Facts {
            published: (last - 29..=last).map(|n| moment(self.phase + n * self.gap)).collect(),
            listing: last.to_string(),
            ttl: self.manners.ttl.map(Duration::from_secs),
            skip_hours: self.manners.skip_hours,
            skip_days: 0,
        }
    }

    fn answer(&mut self, url: &str, sent: &Validators, at: i64) -> (Answer, Hints) {
        self.requests.push(at);
        let moved = self.manners.moves_at.is_some_and(|from| at >= from);
        let target = "https://new.example/feed";
        let hints = Hints {
            fresh: self.manners.fresh.map(Duration::from_secs),
            permanent_to: (moved && url != target).then(|| target.to_owned()),
            ..Hints::default()
        };
        if sent == &Validators::default() {
            self.unconditional += 1;
        } else {
            assert!(self.issued.contains(sent), "never issued: {sent:?}");
        }
        let (status, answer, hints) = self.say(sent, at, hints);
        *self.statuses.entry(status).or_default() += 1;
        (answer, hints)
    }

    fn say(&mut self, sent: &Validators, at: i64, hints: Hints) -> (u16, Answer, Hints) {
        if self.manners.gone_at.is_some_and(|from| at >= from) {
            return (410, Answer::Status(410), hints);
        }
        if let Some((from, until, wait)) = self.manners.too_many
            && (from..until).contains(&at)
        {
            self.too_many_at = Some(at);
            let retry_after = Some(Duration::from_secs(wait));
            return (429, Answer::Status(429), Hints { retry_after, ..hints });
        }
        let version = self.published(at);
        // Odd on purpose: weak, without quotes inside, and not a date that a parser would give back.
        let validators = Validators {
            etag: Some(format!("W/\"\u{e4}-{version}--gzip\"")),
            last_modified: Some(format!("Mon, 2 Mar 2026 {version} oclock")),
        };
        if sent == &validators {
            return (304, Answer::NotModified { validators: Validators::default() }, hints);
        }
        self.issued.push(validators.clone());
        let facts = self.facts(at);
        let body_hash = version.to_string();
        (200, Answer::Parsed { validators, body_hash, warning: None, facts }, hints)
    }
}

fn added(id: i64) -> Feed {
    let host = format!("host{id}.example");
    Feed {
        id: FeedId(id),
        url: format!("https://{host}/feed"),
        title: None,
        site_url: None,
        format: None,
        host,
        bucket: 0,
        full_text: FullText::WhenNeeded,
        choices: FeedChoices::default(),
        created_at: start(),
        polling: PollingState::new_at(start()),
    }
}

/// One poll, with what the store does afterwards.
fn poll(feed: &mut Feed, publisher: &mut Publisher, at: i64) {
    let sent = Validators {
        etag: feed.polling.etag.clone(),
        last_modified: feed.polling.last_modified.clone(),
    };
    let (answer, hints) = publisher.answer(&feed.url, &sent, at);
    let settled = settle(feed, &answer, &hints, moment(at), &PACE);
    feed.polling = settled.polling;
    if let Some(moved) = settled.moved {
        feed.url = moved;
    }
    if matches!(answer, Answer::Parsed { .. }) {
        feed.polling.changed_at = Some(moment(at));
    }
}

fn due(feed: &Feed) -> Option<i64> {
    // A claim never comes before the time, so a part of a second counts as the next.
    feed.polling.next_poll_at.map(|at| second(at).max(0))
}

/// Polls one feed from one hour to another whenever it is due.
fn run(feed: &mut Feed, publisher: &mut Publisher, hours: std::ops::Range<i64>) {
    while let Some(at) =
        due(feed).map(|at| at.max(hours.start * HOUR)).filter(|at| *at < hours.end * HOUR)
    {
        poll(feed, publisher, at);
    }
}

fn two_days(manners: Manners) -> (Feed, Publisher) {
    let (mut feed, mut publisher) = (added(1), Publisher::new(5 * HOUR, 1000, manners));
    run(&mut feed, &mut publisher, 0..48);
    (feed, publisher)
}

fn gaps(publisher: &Publisher) -> impl Iterator<Item = i64> {
    publisher.requests.windows(2).map(|pair| pair[1] - pair[0])
}

#[test]
fn one_request_in_two_days_is_unconditional_and_none_comes_too_early() {
    let (feed, publisher) = two_days(Manners::default());
    assert_eq!(publisher.unconditional, 1);
    assert!(gaps(&publisher).all(|gap| gap >= 15 * MINUTE));
    assert!((15..=60).contains(&publisher.requests.len()), "{}", publisher.requests.len());
    assert!(publisher.statuses[&304] >= 5 && publisher.statuses[&200] >= 5);
    assert_eq!(
        feed.polling.interval_reason.as_deref(),
        Some("every 3 h, because it brings something about every 5 h")
    );
}

#[test]
fn what_server_and_feed_ask_for_holds_after_a_304_too() {
    for manners in [
        Manners { fresh: Some(4 * 3600), ..Manners::default() },
        Manners { ttl: Some(4 * 3600), fresh: Some(60), ..Manners::default() },
    ] {
        let (_, publisher) = two_days(manners);
        assert!(publisher.statuses.contains_key(&304));
        assert!(gaps(&publisher).all(|gap| gap >= 4 * HOUR), "{:?}", publisher.requests);
        assert!(publisher.requests.len() >= 10);
    }
}

#[test]
fn no_request_falls_into_the_skipped_hours() {
    let night = 0b111_1111 | 1 << 23;
    let (_, publisher) = two_days(Manners { skip_hours: night, ..Manners::default() });
    let hours: Vec<i64> = publisher.requests.iter().skip(1).map(|at| at / HOUR % 24).collect();
    assert!(hours.iter().all(|hour| (7..23).contains(hour)), "{hours:?}");
    assert!(hours.len() > 10);
}

#[test]
fn a_429_is_honoured_to_the_second() {
    let wait = 7 * HOUR;
    let too_many = Some((10 * HOUR, 14 * HOUR, u64::try_from(wait).unwrap()));
    let (_, publisher) = two_days(Manners { too_many, ..Manners::default() });
    assert_eq!(publisher.statuses[&429], 1);
    let refused = publisher.too_many_at.unwrap();
    let next = publisher.requests.iter().find(|at| **at > refused).unwrap();
    assert!((wait..=wait + wait / 10).contains(&(next - refused)));
    assert_eq!(publisher.unconditional, 1, "validators are kept");
}

#[test]
fn a_permanent_redirect_is_followed_and_then_believed() {
    let (feed, publisher) = two_days(Manners { moves_at: Some(2 * HOUR), ..Manners::default() });
    assert_eq!(feed.url, "https://new.example/feed");
    assert_eq!(publisher.unconditional, 2, "once at each address");
    let (mut feed, mut publisher) = (added(1), Publisher::new(5 * HOUR, 1000, Manners::default()));
    publisher.manners.moves_at = Some(2 * HOUR);
    run(&mut feed, &mut publisher, 0..25);
    assert_eq!(feed.url, "https://host1.example/feed", "not within a day");
}

#[test]
fn a_410_is_the_last_request() {
    let (feed, publisher) = two_days(Manners { gone_at: Some(20 * HOUR), ..Manners::default() });
    assert_eq!(publisher.statuses[&410], 1);
    assert_eq!(feed.polling.next_poll_at, None);
    assert!(*publisher.requests.last().unwrap() < 26 * HOUR);
}

#[test]
fn a_restart_adds_no_request_and_a_long_stop_only_one() {
    let (_, unbroken) = two_days(Manners::default());
    let (mut feed, mut publisher) = (added(1), Publisher::new(5 * HOUR, 1000, Manners::default()));
    run(&mut feed, &mut publisher, 0..24);
    let before = publisher.requests.len();
    // All that a new process has is what was stored.
    let mut again = Feed { polling: feed.polling.clone(), ..added(1) };
    run(&mut again, &mut publisher, 24..48);
    assert_eq!(publisher.requests, unbroken.requests);
    assert!(publisher.requests.len() > before);

    let (mut feed, mut publisher) = (added(1), Publisher::new(5 * HOUR, 1000, Manners::default()));
    run(&mut feed, &mut publisher, 0..20);
    run(&mut feed, &mut publisher, 30..48);
    assert!(publisher.requests.len() < unbroken.requests.len());
    assert!(gaps(&publisher).all(|gap| gap >= 15 * MINUTE));
    assert_eq!(publisher.unconditional, 1);
}

/// Many feeds, most of them slow, as a person's list is.
fn gap_of(id: i64) -> i64 {
    match id % 20 {
        0 => 2 * HOUR,
        1..=3 => 6 * HOUR,
        4..=8 => DAY,
        9..=14 => 4 * DAY,
        _ => 60 * DAY,
    }
}

#[test]
fn ten_thousand_feeds_are_spread_and_seen_in_time() {
    const FEEDS: i64 = 10_000;
    let mut feeds: Vec<Feed> = (0..FEEDS).map(added).collect();
    let mut publishers: Vec<Publisher> = (0..FEEDS)
        .map(|id| Publisher::new(gap_of(id), id * 7919 % gap_of(id), Manners::default()))
        .collect();
    let mut queue: BinaryHeap<Reverse<(i64, usize)>> =
        (0..feeds.len()).map(|id| Reverse((0, id))).collect();
    let mut starts: BTreeMap<i64, u32> = BTreeMap::new();
    let mut total = 0_u32;
    while let Some(Reverse((at, id))) = queue.pop() {
        let (feed, publisher) = (&mut feeds[id], &mut publishers[id]);
        if at > 0 {
            *starts.entry(at).or_default() += 1;
        }
        total += 1;
        let known = publisher.requests.last().map(|last| publisher.published(*last));
        let last = publisher.requests.last().copied();
        let interval = feed.polling.interval_seconds;
        poll(feed, publisher, at);
        if let (Some(last), Some(known)) = (last, known)
            && publisher.published(at) > known
        {
            // The first one that was missed, and how long after its publication this poll came.
            let late = at - (publisher.phase + known * publisher.gap);
            assert!(late <= interval + interval / 2, "feed {id}: {late} s late of {interval}");
            assert!(late <= at - last);
        }
        if let Some(next) = due(feed).filter(|next| *next < 48 * HOUR) {
            queue.push(Reverse((next, id)));
        }
    }
    let busiest = starts.values().max().copied().unwrap_or(0);
    assert!(busiest <= 20, "{busiest} requests in one second");
    // Feeds on their own would ask 48 times each; few of these bring something every hour.
    assert!((50_000..=200_000).contains(&total), "{total} requests");
    assert!(publishers.iter().all(|publisher| publisher.unconditional == 1));
    assert!(publishers.iter().flat_map(gaps).all(|gap| gap >= 15 * MINUTE));
    let active = publishers.iter().filter(|publisher| publisher.gap == 2 * HOUR);
    for publisher in active {
        let seen = publisher.statuses[&200];
        assert!(seen >= 22, "{seen} of 24 items were seen one by one");
    }
}
