//! How the interval of a feed that fares well comes about.

use super::*;
use dateline_model::{FeedChoices, FeedId, FullText};

const PACE: Pace = Pace { usual: Duration::from_secs(3600), least: Duration::from_secs(900) };

/// A Monday.
fn noon() -> Timestamp {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

fn after(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

/// A feed that was read before, long ago enough that each poll counts.
fn known(adaptive: i64) -> Feed {
    let mut polling = PollingState::new_at(noon());
    polling.status = FeedStatus::Fine;
    polling.etag = Some("\"a\"".to_owned());
    polling.listing_hash = Some("old".to_owned());
    polling.adaptive_seconds = adaptive;
    polling.polled_at = Some(after(-2 * DAY));
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
        created_at: after(-400 * DAY),
        polling,
    }
}

/// A body whose entries were published so many seconds ago.
fn brings(ages: &[i64]) -> Facts {
    Facts {
        published: ages.iter().map(|age| after(-age)).collect(),
        listing: format!("{ages:?}"),
        ..Facts::default()
    }
}

fn read(feed: &Feed, facts: Facts) -> PollingState {
    let validators = Validators { etag: Some("\"b\"".to_owned()), last_modified: None };
    let answer = Answer::Parsed { validators, body_hash: "h".to_owned(), warning: None, facts };
    settle(feed, &answer, &Hints::default(), noon(), &PACE).polling
}

fn not_modified(feed: &Feed) -> PollingState {
    let answer = Answer::NotModified { validators: Validators::default() };
    settle(feed, &answer, &Hints::default(), noon(), &PACE).polling
}

fn every(gap: i64) -> Vec<i64> {
    (1..=30).map(|n| n * gap).collect()
}

#[test]
fn a_new_feed_starts_at_the_usual_interval_and_its_phase() {
    let mut phases = std::collections::BTreeSet::new();
    for id in 0..100 {
        let mut feed = known(0);
        (feed.id, feed.polling) = (FeedId(id), PollingState::new_at(noon()));
        let state = read(&feed, brings(&every(4 * HOUR)));
        assert_eq!((state.interval_seconds, state.adaptive_seconds), (HOUR, 2 * HOUR));
        assert_eq!(state.interval_reason.as_deref(), Some("every 60 min, because it is new here"));
        let wait = state.next_poll_at.unwrap().duration_since(noon()).as_secs();
        assert!((30 * MINUTE..=90 * MINUTE).contains(&wait), "{wait}");
        phases.insert((wait - 30 * MINUTE) / (6 * MINUTE));
    }
    assert_eq!(phases.len(), 10, "they spread over the whole interval");
}

#[test]
fn half_the_median_gap_is_taken_and_the_median_ignores_outliers_and_repeats() {
    let mut ages = every(8 * HOUR);
    ages.extend([8 * HOUR, 8 * HOUR, 8 * HOUR, 3000 * DAY]);
    let state = read(&known(0), brings(&ages));
    assert_eq!((state.gap_seconds, state.adaptive_seconds), (Some(8 * HOUR), 4 * HOUR));
    let quick = read(&known(0), brings(&every(MINUTE)));
    assert_eq!(quick.adaptive_seconds, 15 * MINUTE);
    let slow = read(&known(0), brings(&every(9 * DAY)));
    assert_eq!(slow.adaptive_seconds, DAY);
}

#[test]
fn news_halve_the_interval_down_to_the_pace_of_the_feed() {
    let mut feed = known(12 * HOUR);
    feed.polling.newest_published = Some(after(-5 * HOUR));
    let state = read(&feed, brings(&every(4 * HOUR)));
    assert_eq!(state.adaptive_seconds, 6 * HOUR);
    assert_eq!(
        state.interval_reason.as_deref(),
        Some("every 6 h, because it brought nothing lately")
    );
    feed.polling.adaptive_seconds = 2 * HOUR;
    let state = read(&feed, brings(&every(4 * HOUR)));
    assert_eq!(state.adaptive_seconds, 2 * HOUR);
    assert_eq!(
        state.interval_reason.as_deref(),
        Some("every 2 h, because it brings something about every 4 h")
    );
    let mut burst = every(4 * HOUR);
    burst.extend([600, 500, 400]);
    assert_eq!(read(&feed, brings(&burst)).adaptive_seconds, HOUR);
}

#[test]
fn without_dates_news_are_told_by_what_is_listed() {
    let undated = |listing: &str| Facts { listing: listing.to_owned(), ..Facts::default() };
    assert_eq!(read(&known(4 * HOUR), undated("new")).adaptive_seconds, 2 * HOUR);
    let same = read(&known(4 * HOUR), undated("old"));
    assert_eq!((same.adaptive_seconds, same.unchanged_polls), (4 * HOUR, 1));
}

#[test]
fn four_polls_without_news_make_it_rarer_by_half_and_asking_out_of_turn_does_not() {
    let mut feed = known(2 * HOUR);
    for expected in [2, 2, 2, 3, 3] {
        let state = not_modified(&feed);
        assert_eq!(state.adaptive_seconds, expected * HOUR);
        feed.polling = PollingState { polled_at: feed.polling.polled_at, ..state };
    }
    feed.polling.unchanged_polls = 3;
    feed.polling.polled_at = Some(after(-5 * MINUTE));
    assert_eq!(not_modified(&feed).unchanged_polls, 3);
}

#[test]
fn a_feed_that_fell_silent_is_asked_twice_and_then_once_a_day() {
    for (days, hours) in [(29, 2), (31, 12), (200, 24)] {
        let mut feed = known(2 * HOUR);
        feed.polling.newest_published = Some(after(-days * DAY));
        let state = not_modified(&feed);
        assert_eq!(state.interval_seconds, hours * HOUR, "{days}");
        // An entry without a credible date shows that it lives all the same.
        feed.polling.changed_at = Some(after(-DAY));
        assert_eq!(not_modified(&feed).interval_seconds, 2 * HOUR, "{days}");
    }
}

#[test]
fn a_date_in_the_future_teaches_nothing() {
    let mut ages = every(4 * HOUR);
    ages.extend([-3000 * DAY, -HOUR]);
    let state = read(&known(0), brings(&ages));
    assert_eq!(state.newest_published, Some(after(-4 * HOUR)));
    assert_eq!(state.gap_seconds, Some(4 * HOUR));
}

#[test]
fn what_cannot_be_asked_conditionally_is_asked_once_an_hour_at_most() {
    let mut feed = known(20 * MINUTE);
    assert_eq!(not_modified(&feed).interval_seconds, 20 * MINUTE);
    let validators = Validators { etag: Some("\"c\"".to_owned()), last_modified: None };
    let same = Answer::SameBody { validators };
    let state = settle(&feed, &same, &Hints::default(), noon(), &PACE).polling;
    assert_eq!(state.interval_seconds, HOUR, "its validators do not work");
    assert!(state.next_poll_at.unwrap() >= after(HOUR));
    feed.polling.etag = None;
    let same = Answer::SameBody { validators: Validators::default() };
    let state = settle(&feed, &same, &Hints::default(), noon(), &PACE).polling;
    assert_eq!(state.interval_seconds, HOUR, "it has none");
}

#[test]
fn the_users_least_interval_holds_under_jitter() {
    let pace = Pace { least: Duration::from_secs(2 * 3600), ..PACE };
    for id in 0..50 {
        let feed = Feed { id: FeedId(id), ..known(20 * MINUTE) };
        let answer = Answer::NotModified { validators: Validators::default() };
        let state = settle(&feed, &answer, &Hints::default(), noon(), &pace).polling;
        assert!(state.next_poll_at.unwrap() >= after(2 * HOUR));
        assert_eq!(
            state.interval_reason.as_deref(),
            Some("every 2 h, which is the least that is set")
        );
    }
}

#[test]
fn skipped_hours_and_days_put_a_poll_off_by_a_day_at_most() {
    let skipping = |hours: u32, days: u16| {
        let mut feed = known(2 * HOUR);
        (feed.polling.skip_hours, feed.polling.skip_days) = (hours, days);
        let state = not_modified(&feed);
        let wait = state.next_poll_at.unwrap().duration_since(noon()).as_secs();
        (wait, state.interval_reason.unwrap())
    };
    let (wait, why) = skipping(0b111 << 13, 0);
    assert!((4 * HOUR..=4 * HOUR + 10 * MINUTE).contains(&wait), "{wait}");
    assert_eq!(why, "not before 16:00 UTC, as the feed asks (skipHours)");
    let (wait, why) = skipping(0, 1);
    assert!((12 * HOUR..=12 * HOUR + 10 * MINUTE).contains(&wait), "{wait}");
    assert_eq!(why, "not before 00:00 UTC, as the feed asks (skipDays)");
    assert_eq!(skipping(0, 0b111).0, DAY, "three days are too long");
    for (hours, days) in [(0xff_ffff, 0), (0, 0x7f), (0xff_ffff, 0x7f), (1 << 3, 1 << 6)] {
        assert!(skipping(hours, days).0 <= 2 * HOUR + 12 * MINUTE, "{hours:x} {days:x}");
    }
}

#[test]
fn skips_and_ttl_are_taken_from_the_feed_as_it_was_parsed() {
    let rss = b"<rss version='2.0'><channel><title>A</title><ttl>90</ttl>\
        <skipHours><hour>3</hour><hour>24</hour></skipHours>\
        <skipDays><day>Sunday</day></skipDays></channel></rss>";
    let parsed = dateline_feed::parse(rss, &dateline_feed::Hints::default()).unwrap();
    let facts = Facts::of(&parsed, &[]);
    assert_eq!((facts.skip_hours, facts.skip_days), (0b1001, 0b100_0000));
    assert_eq!(facts.ttl, Some(Duration::from_secs(5400)));
}

#[test]
fn what_went_wrong_is_told_with_the_wait() {
    let why = |answer: Answer, hints: Hints| {
        settle(&known(2 * HOUR), &answer, &hints, noon(), &PACE).polling.interval_reason.unwrap()
    };
    let told = why(Answer::Status(403), Hints::default());
    assert!(told.starts_with("waiting 6 h after error 403"), "{told}");
    let retry_after = Some(Duration::from_secs(20 * 3600));
    let told = why(Answer::Status(429), Hints { retry_after, ..Hints::default() });
    assert!(told.ends_with("as the server asks (429)"), "{told}");
    let told = why(Answer::Status(410), Hints::default());
    assert_eq!(told, "not polled any more, because it is gone for good");
}

#[test]
fn an_interval_that_a_user_chose_takes_the_place_of_what_was_learned() {
    let mut feed = known(20 * MINUTE);
    feed.polling.fresh_seconds = None;
    feed.choices.interval_seconds = Some(4 * HOUR);
    let polled = not_modified(&feed);
    assert_eq!(polled.interval_seconds, 4 * HOUR);
    assert!(polled.interval_reason.unwrap().contains("as you chose"));
    // Never more often than the feed itself asks for.
    feed.polling.ttl_seconds = Some(6 * HOUR);
    assert_eq!(not_modified(&feed).interval_seconds, 6 * HOUR);
}

#[test]
fn five_minutes_are_only_for_feeds_whose_server_answers_304() {
    let mut feed = known(20 * MINUTE);
    feed.choices.interval_seconds = Some(5 * MINUTE);
    assert_eq!(not_modified(&feed).interval_seconds, 5 * MINUTE);
    let news = brings(&every(HOUR));
    assert_eq!(read(&feed, news.clone()).interval_seconds, 15 * MINUTE, "not proven yet");
    feed.polling.validators_proven = true;
    assert_eq!(read(&feed, news).interval_seconds, 5 * MINUTE);
}

#[test]
fn channels_are_asked_rarely_whatever_they_bring_and_whoever_wants_more() {
    let mut channel = known(20 * MINUTE);
    channel.format = Some("telegram".to_owned());
    channel.choices.interval_seconds = Some(15 * MINUTE);
    let polled = read(&channel, brings(&every(HOUR)));
    assert_eq!(polled.interval_seconds, 2 * HOUR);
    assert!(polled.interval_reason.unwrap().contains("rarely"));
    let mut new = known(0);
    new.url = "https://t.me/s/pier".to_owned();
    assert_eq!(read(&new, brings(&every(HOUR))).interval_seconds, 2 * HOUR);
}
