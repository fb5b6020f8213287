use super::*;
use dateline_model::{FeedChoices, FeedId, FullText};

const PACE: Pace = Pace { usual: Duration::from_secs(3600), least: Duration::from_secs(900) };

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn noon() -> Timestamp {
    at("2026-01-05T12:00:00Z")
}

fn feed() -> Feed {
    Feed {
        id: FeedId(7),
        url: "https://example.org/feed".to_owned(),
        title: None,
        site_url: None,
        format: None,
        host: "example.org".to_owned(),
        bucket: 0,
        full_text: FullText::WhenNeeded,
        choices: FeedChoices::default(),
        created_at: noon(),
        polling: PollingState::new_at(noon()),
    }
}

fn known() -> Feed {
    let mut feed = feed();
    feed.polling.etag = Some("W/\"a\"".to_owned());
    feed.polling.last_modified = Some("yesterday".to_owned());
    feed.polling.body_hash = Some("h".to_owned());
    feed.polling.status = FeedStatus::Fine;
    feed.polling.adaptive_seconds = HOUR;
    feed.polling.listing_hash = Some(String::new());
    feed
}

fn validators(etag: Option<&str>) -> Validators {
    Validators { etag: etag.map(str::to_owned), last_modified: None }
}

fn parsed(etag: Option<&str>) -> Answer {
    Answer::Parsed {
        validators: validators(etag),
        body_hash: "new".to_owned(),
        warning: None,
        facts: Facts::default(),
    }
}

fn wait(settled: &Settled, from: Timestamp) -> i64 {
    settled.polling.next_poll_at.unwrap().duration_since(from).as_secs()
}

/// The interval with its spread of up to a tenth to either side.
fn about(seconds: i64) -> std::ops::RangeInclusive<i64> {
    seconds - seconds / 10..=seconds + seconds / 10
}

/// At least so long, and a tenth of it more at the most.
fn from(seconds: i64) -> std::ops::RangeInclusive<i64> {
    seconds..=seconds + seconds / 10
}

fn settle_now(feed: &Feed, answer: &Answer) -> Settled {
    settle(feed, answer, &Hints::default(), noon(), &PACE)
}

#[test]
fn a_200_replaces_the_pair_of_validators_and_a_304_renews_what_it_carries() {
    let after = settle_now(&known(), &parsed(Some("\"b\"")));
    assert_eq!(after.polling.etag.as_deref(), Some("\"b\""));
    assert_eq!(after.polling.last_modified, None);
    let after = settle_now(&known(), &Answer::NotModified { validators: validators(None) });
    assert_eq!(after.polling.etag.as_deref(), Some("W/\"a\""));
    assert_eq!(after.polling.last_modified.as_deref(), Some("yesterday"));
    assert!(about(3600).contains(&wait(&after, noon())));
}

#[test]
fn a_304_to_a_request_without_validators_is_a_failure() {
    let after = settle_now(&feed(), &Answer::NotModified { validators: validators(None) });
    assert_eq!(after.polling.status, FeedStatus::Failing);
    assert_eq!(after.polling.errors, 1);
}

#[test]
fn a_body_that_is_no_feed_keeps_the_old_validators_and_breaks_at_the_third_time() {
    let mut feed = known();
    for (errors, status) in
        [(1, FeedStatus::Failing), (2, FeedStatus::Failing), (3, FeedStatus::Broken)]
    {
        let after = settle_now(&feed, &Answer::NotAFeed { problem: "a web page".to_owned() });
        assert_eq!((after.polling.errors, after.polling.status), (errors, status));
        assert_eq!(after.polling.etag.as_deref(), Some("W/\"a\""));
        feed.polling = after.polling;
    }
    assert!(
        about(DAY).contains(&feed.polling.next_poll_at.unwrap().duration_since(noon()).as_secs())
    );
}

#[test]
fn each_status_waits_as_long_as_it_deserves() {
    for (status, seconds) in
        [(400, 6 * HOUR), (403, 6 * HOUR), (451, 6 * HOUR), (404, HOUR), (429, 2 * HOUR)]
    {
        let after = settle_now(&known(), &Answer::Status(status));
        assert!(from(seconds).contains(&wait(&after, noon())), "{status}");
        assert!(after.polling.last_error.unwrap().contains(&status.to_string()));
        assert_eq!(after.polling.etag.as_deref(), Some("W/\"a\""), "{status} keeps validators");
    }
}

#[test]
fn no_wait_of_ours_is_longer_than_it_may_be_and_none_of_a_servers_shorter() {
    for (status, errors, cap) in [(404, 9, DAY), (403, 9, 7 * DAY), (500, 9, DAY), (200, 9, DAY)] {
        for id in 0..40 {
            let mut feed = known();
            (feed.id, feed.polling.errors) = (FeedId(id), errors);
            let answer = match status {
                200 => Answer::NotAFeed { problem: "a web page".to_owned() },
                status => Answer::Status(status),
            };
            let waited = wait(&settle_now(&feed, &answer), noon());
            assert!(waited <= cap, "{status}: {waited}");
            assert!(status == 500 || waited >= cap - cap / 10, "{status}: {waited}");
        }
    }
    for (fresh, longest) in [(None, DAY), (Some(86_400), DAY + DAY / 10)] {
        for adaptive in [0, DAY] {
            let mut feed = known();
            feed.polling.adaptive_seconds = adaptive;
            feed.choices.interval_seconds = Some(DAY);
            let fresh = fresh.map(Duration::from_secs);
            let hints = Hints { fresh, ..Hints::default() };
            let waited =
                wait(&settle(&feed, &parsed(Some("\"b\"")), &hints, noon(), &PACE), noon());
            assert!(waited <= longest && (fresh.is_none() || waited >= DAY), "{waited}");
        }
    }
}

#[test]
fn what_is_locked_or_gone_is_not_polled_again() {
    let locked = settle_now(&known(), &Answer::Status(401));
    assert_eq!((locked.polling.status, locked.polling.next_poll_at), (FeedStatus::Locked, None));
    let gone = settle_now(&known(), &Answer::Status(410));
    assert_eq!((gone.polling.status, gone.polling.next_poll_at), (FeedStatus::Gone, None));
    assert_eq!(gone.polling.etag, None);
}

#[test]
fn retry_after_is_obeyed_within_bounds_and_holds_for_the_host() {
    let hints = Hints { retry_after: Some(Duration::from_secs(5 * 3600)), ..Hints::default() };
    for status in [429, 503] {
        let after = settle(&known(), &Answer::Status(status), &hints, noon(), &PACE);
        assert!(from(5 * HOUR).contains(&wait(&after, noon())), "{status}");
        assert_eq!(after.pause_host, Some(SignedDuration::from_hours(5)), "{status}");
    }
    let year = Hints { retry_after: Some(Duration::from_secs(366 * 86_400)), ..Hints::default() };
    let after = settle(&known(), &Answer::Status(503), &year, noon(), &PACE);
    assert!(from(7 * DAY).contains(&wait(&after, noon())));
    let plain = settle_now(&known(), &Answer::Status(503));
    assert_eq!(plain.pause_host, None);
}

#[test]
fn failures_back_off_to_a_day_and_one_success_forgets_them() {
    let mut feed = known();
    for hours in [2, 4, 8, 16, 24, 24] {
        let after = settle_now(&feed, &Answer::Failed { problem: "no route".to_owned() });
        assert!((HOUR..=hours * HOUR).contains(&wait(&after, noon())), "{hours}");
        assert_eq!(after.polling.interval_seconds, hours * HOUR);
        feed.polling = after.polling;
    }
    let after = settle_now(&feed, &parsed(None));
    assert_eq!((after.polling.errors, after.polling.last_error), (0, None));
}

#[test]
fn feeds_that_failed_together_do_not_come_back_together() {
    let waits: std::collections::BTreeSet<i64> = (0..50)
        .map(|id| {
            let mut feed = known();
            feed.id = FeedId(id);
            wait(&settle_now(&feed, &Answer::Status(500)), noon()) / (5 * MINUTE)
        })
        .collect();
    assert!(waits.len() > 8, "{waits:?}");
}

#[test]
fn a_server_may_ask_for_longer_but_not_for_more_often() {
    for (asked, seconds) in [(60, HOUR), (3 * 3600, 3 * HOUR), (90 * 86_400, DAY)] {
        let hints = Hints { fresh: Some(Duration::from_secs(asked)), ..Hints::default() };
        let after = settle(&known(), &parsed(Some("\"b\"")), &hints, noon(), &PACE);
        assert!(about(seconds).contains(&wait(&after, noon())), "{asked}");
        assert!(wait(&after, noon()) >= i64::try_from(asked).unwrap().min(DAY), "{asked}");
    }
}

#[test]
fn a_permanent_redirect_is_believed_at_the_third_time_and_after_a_day() {
    let hints =
        Hints { permanent_to: Some("https://new.example/f".to_owned()), ..Hints::default() };
    let mut feed = known();
    let days = ["05T12:00", "05T20:00", "06T06:00"];
    for day in days {
        let moment = at(&format!("2026-01-{day}:00Z"));
        let after = settle(&feed, &parsed(Some("\"b\"")), &hints, moment, &PACE);
        assert_eq!(after.moved, None, "{day}");
        feed.polling = after.polling;
    }
    let after = settle(&feed, &parsed(Some("\"b\"")), &hints, at("2026-01-06T13:00:00Z"), &PACE);
    assert_eq!(after.moved.as_deref(), Some("https://new.example/f"));
    assert_eq!(after.polling.etag, None, "validators belong to the old address");

    let elsewhere = Hints { permanent_to: Some("https://park.example/".to_owned()), ..hints };
    let after = settle(&feed, &parsed(None), &elsewhere, at("2026-01-06T13:00:00Z"), &PACE);
    assert_eq!((after.moved, after.polling.moved_seen), (None, 1));
}

#[test]
fn a_paused_host_postpones_without_counting_a_failure() {
    let left = SignedDuration::from_mins(30);
    let after = settle_now(&known(), &Answer::HostPaused { left });
    assert_eq!(after.polling.errors, 0);
    assert_eq!(after.polling.polled_at, None);
    assert!(from(30 * MINUTE).contains(&wait(&after, noon())));
}

#[test]
fn a_feed_that_is_missing_for_a_month_counts_as_broken() {
    let mut feed = known();
    feed.polling.errors = 9;
    feed.polling.failing_since = Some(at("2025-12-01T00:00:00Z"));
    assert_eq!(settle_now(&feed, &Answer::Status(404)).polling.status, FeedStatus::Broken);
}

#[test]
fn a_226_is_merged_and_gives_its_validators_and_is_never_taken_for_the_whole() {
    let mut feed = known();
    feed.polling.listing_hash = Some("all that is listed".to_owned());
    let facts = Facts { listing: "a part".to_owned(), ..Facts::default() };
    let answer = Answer::Delta { validators: validators(Some("\"d\"")), warning: None, facts };
    let after = settle_now(&feed, &answer).polling;
    assert_eq!((after.etag.as_deref(), after.body_hash.as_deref()), (Some("\"d\""), None));
    assert_eq!((after.errors, after.status), (0, FeedStatus::Fine));
    assert_eq!(after.listing_hash.as_deref(), Some("all that is listed"));
}

#[test]
fn bodies_that_come_again_whole_are_counted_until_another_one_comes() {
    let same = |etag| Answer::SameBody { validators: validators(Some(etag)) };
    let mut feed = known();
    feed.polling.validators_proven = true;
    for times in 1..=3 {
        let after = settle_now(&feed, &same("\"a-gzip\"")).polling;
        assert_eq!((after.same_body_polls, after.validators_proven), (times, false));
        assert!(wait(&settle_now(&feed, &same("\"a-gzip\"")), noon()) >= HOUR);
        feed.polling = after;
    }
    let after = settle_now(&feed, &Answer::NotModified { validators: validators(None) }).polling;
    assert_eq!((after.same_body_polls, after.validators_proven), (3, true), "the pair works");
    assert_eq!(settle_now(&feed, &parsed(Some("\"b-gzip\""))).polling.same_body_polls, 0);
}

#[test]
fn five_minutes_are_only_for_users_who_chose_them_and_servers_that_answer_304() {
    let interval = |chosen, proven, etag| {
        let mut feed = known();
        feed.choices.interval_seconds = chosen;
        feed.polling.validators_proven = proven;
        feed.polling.adaptive_seconds = MINUTE;
        settle_now(&feed, &parsed(etag)).polling.interval_seconds
    };
    assert_eq!(interval(Some(5 * MINUTE), true, Some("\"b\"")), 5 * MINUTE);
    assert_eq!(interval(Some(MINUTE), true, Some("\"b\"")), 5 * MINUTE);
    assert_eq!(interval(Some(5 * MINUTE), false, Some("\"b\"")), 15 * MINUTE);
    assert_eq!(interval(Some(5 * MINUTE), true, None), HOUR);
    assert_eq!(interval(None, true, Some("\"b\"")), 15 * MINUTE);
    assert_eq!(interval(Some(3 * HOUR), true, Some("\"b\"")), 3 * HOUR);
}

#[test]
fn a_pushed_feed_is_polled_once_a_day_for_as_long_as_its_lease_lives() {
    for (until, seconds) in [("2026-01-06T12:00:00Z", DAY), ("2026-01-05T11:59:59Z", HOUR)] {
        let mut feed = known();
        feed.polling.pushed_until = Some(at(until));
        let answer = Answer::NotModified { validators: validators(None) };
        let after = settle_now(&feed, &answer).polling;
        assert_eq!(after.interval_seconds, seconds, "{until}");
        let told = after.interval_reason.unwrap();
        assert_eq!(told.contains("its hub pushes"), seconds == DAY, "{told}");
    }
    let mut chosen = known();
    chosen.polling.pushed_until = Some(at("2026-01-06T12:00:00Z"));
    chosen.choices.interval_seconds = Some(2 * HOUR);
    assert_eq!(settle_now(&chosen, &parsed(Some("\"b\""))).polling.interval_seconds, 2 * HOUR);
}

#[test]
fn a_429_pauses_the_host_for_as_long_as_the_feed_waits() {
    let waits = |adaptive, retry_after| {
        let mut feed = known();
        feed.polling.adaptive_seconds = adaptive;
        let hints = Hints { retry_after, ..Hints::default() };
        let after = settle(&feed, &Answer::Status(429), &hints, noon(), &PACE);
        let pause = after.pause_host.unwrap().as_secs();
        assert!(wait(&after, noon()) >= pause);
        pause
    };
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(waits(15 * MINUTE, None), HOUR);
    assert_eq!(waits(3 * HOUR, None), 6 * HOUR);
    assert_eq!(waits(3 * HOUR, seconds(60)), 6 * HOUR);
    assert_eq!(waits(15 * MINUTE, seconds(30 * 86_400)), 7 * DAY);
}

#[test]
fn an_offer_is_withdrawn_when_the_address_is_a_feed_again() {
    let mut feed = known();
    feed.polling.offered_url = Some("https://example.org/new".to_owned());
    feed.polling.looked_at = Some(noon());
    let kept = settle_now(&feed, &Answer::NotAFeed { problem: "a web page".to_owned() }).polling;
    assert_eq!(kept.offered_url, feed.polling.offered_url);
    let gone = settle_now(&feed, &parsed(Some("\"b\""))).polling;
    assert_eq!((gone.offered_url, gone.looked_at), (None, None));
}

#[test]
fn a_redirect_is_watched_anew_after_a_poll_that_led_to_no_feed() {
    let hints =
        Hints { permanent_to: Some("https://new.example/f".to_owned()), ..Hints::default() };
    let mut feed = known();
    feed.polling = settle(&feed, &parsed(None), &hints, noon(), &PACE).polling;
    assert_eq!(feed.polling.moved_seen, 1);
    let portal = Answer::NotAFeed { problem: "a web page".to_owned() };
    for answer in [portal, Answer::Status(404)] {
        let after = settle(&feed, &answer, &hints, noon(), &PACE).polling;
        assert_eq!((after.moved_to, after.moved_seen, after.moved_since), (None, 0, None));
    }
    let unreached = Answer::Failed { problem: "no route".to_owned() };
    assert_eq!(settle_now(&feed, &unreached).polling.moved_seen, 1);
}
