//! Feeds that are pushed, against a small hub on this machine.

mod publisher;

use dateline_model::HubMode;

use super::*;
use publisher::*;

#[tokio::test]
async fn a_hub_is_asked_verified_and_its_deliveries_are_read_like_a_poll() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let desk = instance.at(0).await;
    let feed = add(&desk, &publisher).await;
    ask_hubs(&desk).await;
    let asked = publisher.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(field(&asked[0], "hub.mode"), "subscribe");
    assert_eq!(field(&asked[0], "hub.topic"), publisher.topic());
    assert_eq!(field(&asked[0], "hub.lease_seconds"), "864000");
    let (token, secret) = (token_of(&asked[0]), field(&asked[0], "hub.secret").to_owned());
    assert_eq!((token.len(), secret.len()), (64, 64), "32 random bytes each");
    assert_ne!(token, secret);
    desk.store().close().await.unwrap();

    // The process died before the hub came to verify.
    let desk = instance.at(1).await;
    let topic = publisher.topic();
    let verify = HubCallMode::Verify(HubMode::Subscribe);
    assert!(!desk.hear_hub(&token, &call(verify, "http://127.0.0.1/other")).await.unwrap());
    assert!(!desk.hear_hub(&secret, &call(verify, &topic)).await.unwrap());
    assert!(desk.hear_hub(&token, &call(verify, &topic)).await.unwrap());
    assert!(!desk.hear_hub(&token, &call(verify, &topic)).await.unwrap(), "once is enough");
    ask_hubs(&desk).await;
    assert!(publisher.asked().is_empty());

    // Badly signed, then a whole feed, then a fragment, then what is no feed at all.
    let before = polling(&desk, feed).await;
    publisher.publish("one", at(1));
    let whole = publisher.feed("");
    assert!(!deliver(&desk, &token, "another secret", &whole).await);
    take_deliveries(&desk).await;
    assert_eq!(guids(&desk, feed).await, ["old"]);
    assert!(deliver(&desk, &token, &secret, &whole).await);
    take_deliveries(&desk).await;
    assert_eq!(guids(&desk, feed).await, ["old", "one"]);
    let fragment = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>two</id>\
        <title>Two</title><content>About two.</content></entry></feed>";
    assert!(deliver(&desk, &token, &secret, fragment).await);
    take_deliveries(&desk).await;
    assert_eq!(guids(&desk, feed).await, ["old", "one", "two"]);
    let after = polling(&desk, feed).await;
    assert_eq!(after.body_hash, before.body_hash);
    assert_eq!(after.next_poll_at, before.next_poll_at);
    assert_eq!(after.last_result.as_deref(), Some("1 new entry, pushed by the hub"));
    assert!(deliver(&desk, &token, &secret, "").await);
    take_deliveries(&desk).await;
    assert!(polling(&desk, feed).await.next_poll_at <= Some(at(15)), "the feed itself is asked");

    poll(&desk, feed).await;
    let pushed = polling(&desk, feed).await;
    assert_eq!(pushed.interval_seconds, 86_400, "{:?}", pushed.interval_reason);
}

#[tokio::test]
async fn what_was_delivered_outlives_the_process_that_took_it() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, token, secret) = pushed(&instance, &publisher).await;
    let desk = instance.at(2).await;
    publisher.publish("one", at(2));
    assert!(deliver(&desk, &token, &secret, &publisher.feed("")).await);
    // Without a word to the store, as a process that is killed.
    drop(desk);
    let desk = instance.at(3).await;
    take_deliveries(&desk).await;
    assert_eq!(guids(&desk, feed).await, ["old", "one"]);
}

#[tokio::test]
async fn a_delivery_that_cannot_be_stored_keeps_no_other_waiting_and_is_let_go_in_the_end() {
    let (instance, broken) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, token, secret) = pushed(&instance, &broken).await;
    let publisher = Publisher::start(IN_FEED).await;
    let (other, other_token, other_secret) = pushed(&instance, &publisher).await;
    let database = instance.folder.path().join("dateline.db");
    let sql = format!(
        "CREATE TRIGGER broken BEFORE INSERT ON entries WHEN NEW.feed_id = {feed} \
         BEGIN SELECT RAISE(ABORT, 'broken'); END"
    );
    rusqlite::Connection::open(database).unwrap().execute_batch(&sql).unwrap();
    let desk = instance.at(20).await;
    broken.publish("one", at(20));
    publisher.publish("one", at(20));
    assert!(deliver(&desk, &token, &secret, &broken.feed("")).await);
    assert!(deliver(&desk, &other_token, &other_secret, &publisher.feed("")).await);

    let mut tries = deliver::Tries::default();
    assert_eq!(take_round(&desk, &mut tries).await, deliver::Round::Failed);
    assert_eq!(guids(&desk, other).await, ["old", "one"]);
    for _ in 1..5 {
        assert!(desk.store().next_delivery(feed).await.unwrap().is_some());
        assert_eq!(take_round(&desk, &mut tries).await, deliver::Round::Failed);
    }
    assert_eq!(take_round(&desk, &mut tries).await, deliver::Round::Done);
    assert!(desk.store().next_delivery(feed).await.unwrap().is_none());
    assert!(polling(&desk, feed).await.next_poll_at <= Some(at(20)), "the feed itself is asked");
}

#[tokio::test]
async fn a_feed_of_the_internet_sends_nothing_into_the_private_net() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let desk = instance.at(0).await;
    let feed = add(&desk, &publisher).await;
    let inside = Url::parse(&publisher.topic()).unwrap();
    let outside = Url::parse("https://paper.example/feed").unwrap();
    let mut stored = desk.store().feed(feed).await.unwrap().unwrap();
    let wanted = |feed: &Feed, hub: &Url, topic: &Url| {
        let link = HubLink { hub: hub.clone(), topic: topic.clone() };
        wanted(&desk.inner, feed, Some(link)).unwrap().is_some()
    };
    assert!(wanted(&stored, &inside, &inside), "a feed of the private net may");
    stored.url = outside.to_string();
    assert!(!wanted(&stored, &inside, &outside) && !wanted(&stored, &outside, &inside));
    assert!(wanted(&stored, &outside, &outside));

    // A name that leads there is found out when it is asked.
    let hub = publisher.topic().replace("127.0.0.1", "localhost").replace("/feed", "/hub");
    let (token, secret) = ("t".to_owned(), "s".to_owned());
    let named = NewHub { hub, topic: outside.into(), token, secret };
    let task = dateline_model::HubTask {
        number: 99,
        mode: HubMode::Subscribe,
        hub: named.hub,
        topic: named.topic,
        token: named.token,
        secret: named.secret,
        attempts: 0,
    };
    ask::ask(&desk.inner, callback_base(&desk.inner).unwrap(), &task).await.unwrap();
    assert!(publisher.asked().is_empty());
    let task = dateline_model::HubTask { topic: inside.into(), ..task };
    ask::ask(&desk.inner, callback_base(&desk.inner).unwrap(), &task).await.unwrap();
    assert_eq!(publisher.asked().len(), 1);
}

#[tokio::test]
async fn a_feed_that_got_a_password_is_not_pushed_any_more() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, token, _) = pushed(&instance, &publisher).await;
    let desk = instance.at(20).await;
    let mut stored = desk.store().feed(feed).await.unwrap().unwrap();
    publisher.publish("kept back", at(2));
    let hints = dateline_feed::Hints { url: None, content_type: None };
    let parsed = dateline_feed::parse(publisher.feed("").as_bytes(), &hints).unwrap();
    let (topic, terms) = (Url::parse(&publisher.topic()), crate::entries::Terms::of(&stored));
    let brought = crate::entries::brought(&parsed, &topic.unwrap(), &terms);
    let failed =
        async |feed: &Feed| has_failed(&desk.inner, feed, Some(&brought), at(20)).await.unwrap();
    assert!(failed(&stored).await);
    stored.url = stored.url.replace("http://", "http://ann:secret@");
    assert!(!failed(&stored).await);
    desk.sign_in_to_feed(OWNER, feed, "ann", "secret").await.unwrap();
    assert_eq!(polling(&desk, feed).await.pushed_until, None);
    assert_eq!(desk.push_target(&token).await.unwrap().unwrap().feed, None);
}

#[tokio::test]
async fn a_lease_is_renewed_in_time_and_a_dead_hub_leads_back_to_polling() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, token, secret) = pushed(&instance, &publisher).await;
    let renewal = TEN_DAYS / 60 * 4 / 5;
    let desk = instance.at(renewal).await;
    poll(&desk, feed).await;
    ask_hubs(&desk).await;
    let asked = publisher.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((token_of(&asked[0]), field(&asked[0], "hub.secret")), (token, secret.as_str()));
    desk.store().close().await.unwrap();

    publisher.state.lock().unwrap().hub_status = None;
    let mut tries = 0;
    for hour in 1..=60 {
        let desk = instance.at(renewal + hour * 60).await;
        if hour == 47 {
            poll(&desk, feed).await;
            assert_eq!(polling(&desk, feed).await.interval_seconds, 86_400);
        }
        ask_hubs(&desk).await;
        tries += publisher.asked().len();
        desk.store().close().await.unwrap();
    }
    assert!((4..=8).contains(&tries), "{tries} tries in 60 hours");
    let desk = instance.at(renewal + 60 * 60).await;
    let lapsed = polling(&desk, feed).await;
    assert_eq!(lapsed.pushed_until, None);
    assert!(lapsed.next_poll_at <= Some(at(renewal + 60 * 60)), "{:?}", lapsed.next_poll_at);
    poll(&desk, feed).await;
    assert!(polling(&desk, feed).await.interval_seconds < 86_400);
}

#[tokio::test]
async fn a_hub_that_denies_rests_for_a_week() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, token, _) = pushed(&instance, &publisher).await;
    let desk = instance.at(5).await;
    let denied = HubCall {
        reason: Some("not\nfor you".to_owned()),
        ..call(HubCallMode::Denied, &publisher.topic())
    };
    assert!(!desk.hear_hub("0", &denied).await.unwrap());
    assert!(desk.hear_hub(&token, &denied).await.unwrap());
    assert_eq!(polling(&desk, feed).await.pushed_until, None);
    poll(&desk, feed).await;
    desk.store().close().await.unwrap();
    for (minutes, times) in [(5 + 7 * 24 * 60 - 1, 0), (5 + 7 * 24 * 60, 1)] {
        let desk = instance.at(minutes).await;
        ask_hubs(&desk).await;
        assert_eq!(publisher.asked().len(), times, "{minutes}");
        desk.store().close().await.unwrap();
    }
}

#[tokio::test]
async fn the_last_reader_who_leaves_ends_the_subscription() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, token, _) = pushed(&instance, &publisher).await;
    let desk = instance.at(5).await;
    desk.store().unsubscribe(OWNER, feed).await.unwrap();
    ask_hubs(&desk).await;
    let asked = publisher.asked();
    assert_eq!((asked.len(), field(&asked[0], "hub.mode")), (1, "unsubscribe"));
    assert_eq!(token_of(&asked[0]), token);
    assert_eq!(field(&asked[0], "hub.secret"), "");
    let (topic, leave) = (publisher.topic(), HubCallMode::Verify(HubMode::Unsubscribe));
    let stay = call(HubCallMode::Verify(HubMode::Subscribe), &topic);
    assert!(!desk.hear_hub(&token, &stay).await.unwrap());
    assert!(desk.hear_hub(&token, &call(leave, &topic)).await.unwrap());
    assert_eq!(desk.push_target(&token).await.unwrap(), None);
}

#[tokio::test]
async fn a_poll_that_finds_what_was_not_pushed_ends_the_reliance_on_the_hub() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let (feed, ..) = pushed(&instance, &publisher).await;
    // What came before the subscription or a moment ago is no fault of the hub's.
    publisher.publish("before", at(-5));
    publisher.publish("just now", at(55));
    let desk = instance.at(60).await;
    poll(&desk, feed).await;
    let relied_on = polling(&desk, feed).await;
    assert!(relied_on.pushed_until.is_some() && relied_on.interval_seconds == 86_400);
    desk.store().close().await.unwrap();

    publisher.publish("missed", at(70));
    let desk = instance.at(200).await;
    poll(&desk, feed).await;
    assert!(guids(&desk, feed).await.contains(&"missed".to_owned()));
    let after = polling(&desk, feed).await;
    assert_eq!(after.pushed_until, None);
    assert!(after.interval_seconds < 86_400, "{:?}", after.interval_reason);
    ask_hubs(&desk).await;
    assert!(publisher.asked().is_empty(), "not before a week has passed");
}

#[tokio::test]
async fn headers_count_before_the_feed_and_a_topic_is_needed() {
    let feed_says = "<link rel=\"hub\" href=\"http://127.0.0.1:1/\"/>\
        <link rel=\"self\" href=\"/other\"/>";
    let headers = "Link: <HUB>; rel=\"hub\"\r\nLink: </feed>; rel=\"self\"\r\n";
    for (head, asked) in [
        (format!("{headers}|{feed_says}"), 1),
        ("Link: <HUB>; rel=\"hub\"\r\n|".to_owned(), 0),
        (IN_FEED.replace("/feed", "ftp://example.org/feed"), 0),
    ] {
        let (instance, publisher) = (Instance::new(), Publisher::start(&head).await);
        let desk = instance.at(0).await;
        add(&desk, &publisher).await;
        ask_hubs(&desk).await;
        let forms = publisher.asked();
        assert_eq!(forms.len(), asked, "{head}");
        assert!(forms.iter().all(|form| field(form, "hub.topic") == publisher.topic()));
    }
}

#[tokio::test]
async fn nobody_is_asked_unless_others_can_reach_this_instance() {
    for (url, allow, asked) in [
        (None, "127.0.0.0/8", 0),
        (Some("http://10.0.0.7/"), "127.0.0.0/8", 0),
        (Some("http://localhost:7878/"), "127.0.0.0/8", 0),
        (Some("http://10.0.0.7/"), "127.0.0.0/8,10.0.0.7", 1),
        (Some("https://news.example.org/"), "127.0.0.0/8", 1),
    ] {
        let publisher = Publisher::start(IN_FEED).await;
        let public_url = url.map(|url| Url::parse(url).unwrap());
        let instance = Instance { public_url, allow, ..Instance::new() };
        let desk = instance.at(0).await;
        add(&desk, &publisher).await;
        ask_hubs(&desk).await;
        assert_eq!(publisher.asked().len(), asked, "{url:?} {allow}");
    }
}

#[tokio::test]
async fn a_feed_behind_a_password_is_not_pushed() {
    let (instance, publisher) = (Instance::new(), Publisher::start(IN_FEED).await);
    let desk = instance.at(0).await;
    let url = publisher.topic().replace("http://", "http://ann:secret@");
    desk.add(OWNER, &url, "", None).await.unwrap();
    ask_hubs(&desk).await;
    assert!(publisher.asked().is_empty());
}
