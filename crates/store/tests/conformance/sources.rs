//! What users chose for a feed, its last polls, and the parts of a sitemap.

use dateline_model::{
    FeedId, FeedPart, FeedStatus, FullText, HubMode, NewHub, PollNote, Role, UserId,
};
use dateline_store::{FeedChange, NewPage, PageFollowed, Readdressed, Store, StoreError};

use crate::kit::{OWNER, Place, at, bring, entry, poll, subscribed, url};

async fn the_last_ten_polls_are_kept_with_what_each_brought(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://news.example.org/feed").await;
    let beside = subscribed(&store, "https://other.example/feed").await;
    for minute in 0..12 {
        bring(&store, &worker, feed, minute, vec![entry(&format!("e{minute}"))]).await;
    }
    bring(&store, &worker, beside, 20, vec![entry("x"), entry("y")]).await;

    store.claim_polls(&worker, &[feed], at(30)).await.unwrap();
    let mut refused = poll(feed, 30, Vec::new());
    (refused.brought, refused.http_status) = (None, Some(403));
    refused.polling.status = FeedStatus::Failing;
    refused.polling.last_error = Some("the server refuses".to_owned());
    refused.polling.last_result = Some("the server refuses".to_owned());
    store.save_poll(&worker, refused.clone()).await.unwrap();
    // Waiting for a host that wants a pause asks nobody.
    store.claim_polls(&worker, &[feed], at(31)).await.unwrap();
    refused.at = at(31);
    store.save_poll(&worker, refused).await.unwrap();

    let polls = store.last_polls(feed).await.unwrap();
    assert_eq!(polls.len(), 10);
    let expected = PollNote {
        at: at(30),
        http_status: Some(403),
        failed: true,
        result: "the server refuses".to_owned(),
        new_entries: 0,
        changed_entries: 0,
    };
    assert_eq!(polls[0], expected);
    assert_eq!((polls[1].at, polls[1].result.as_str()), (at(11), "1 new entry"));
    assert!(polls.windows(2).all(|pair| pair[0].at > pair[1].at));
    let beside = store.last_polls(beside).await.unwrap();
    assert_eq!((beside.len(), beside[0].new_entries), (1, 2));
}

async fn what_is_chosen_for_a_feed_outlasts_its_polls(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://news.example.org/board").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    let change =
        FeedChange { full_text: Some(FullText::Never), interval_seconds: Some(Some(7200)) };
    assert!(store.change_feed(feed, change).await.unwrap());
    let rule = "{\"items\":\"li\"}";
    let set = store.set_page_rule(OWNER, feed, rule, at(5)).await.unwrap();
    assert_eq!(set, Some(PageFollowed::Followed { feed, new: false }));
    let kept = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(kept.polling.etag, None, "what it holds is read anew");
    assert_eq!(kept.polling.next_poll_at, Some(at(5)));
    bring(&store, &worker, feed, 10, vec![entry("a")]).await;
    let kept = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(kept.full_text, FullText::Never);
    assert_eq!(kept.choices.page_rule.as_deref(), Some("{\"items\":\"li\"}"));
    assert_eq!(kept.choices.interval_seconds, Some(7200));

    // Who wants it sooner need not wait for the poll that was set before; later is left to it.
    let pace = |seconds| FeedChange { interval_seconds: Some(seconds), ..FeedChange::default() };
    assert_eq!(kept.polling.next_poll_at, Some(at(70)));
    store.change_feed(feed, pace(Some(600))).await.unwrap();
    assert_eq!(store.feed(feed).await.unwrap().unwrap().polling.next_poll_at, Some(at(20)));
    store.change_feed(feed, pace(None)).await.unwrap();
    let kept = store.feed(feed).await.unwrap().unwrap();
    assert_eq!((kept.choices.interval_seconds, kept.polling.next_poll_at), (None, Some(at(20))));
    let none = dateline_model::FeedId(99);
    assert!(!store.change_feed(none, FeedChange::default()).await.unwrap());
}

async fn readdress(store: &Store, feed: FeedId, to: &str, minutes: i64) -> Option<Readdressed> {
    store.readdress_feed(OWNER, feed, &url(to), at(minutes)).await.unwrap()
}

async fn member(store: &Store) -> UserId {
    store.create_user("member", Role::Member, None, at(0)).await.unwrap().id
}

async fn a_feed_with_a_new_address_keeps_what_it_holds(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://old.example/feed").await;
    let other = subscribed(&store, "https://taken.example/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("a")]).await;
    assert_eq!(store.subscribers(feed).await.unwrap(), 1);

    let done = readdress(&store, feed, "https://new.example/feed", 5).await;
    assert_eq!(done, Some(Readdressed { feed, new: false }));
    let moved = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(
        (moved.url.as_str(), moved.host.as_str()),
        ("https://new.example/feed", "new.example")
    );
    assert_eq!((moved.polling.etag, moved.polling.next_poll_at), (None, Some(at(5))));
    assert_eq!(store.feed_overview(OWNER, feed).await.unwrap().unwrap().entries, 1);

    let done = readdress(&store, feed, "https://taken.example/feed", 6).await;
    assert_eq!(done, Some(Readdressed { feed: other, new: true }));
    assert!(store.feed(feed).await.unwrap().is_none(), "two feeds of one address are one");
    assert_eq!(store.feed_overview(OWNER, other).await.unwrap().unwrap().entries, 1);
    let long = url(&format!("https://example.org/{}", "x".repeat(3000)));
    let refused = store.readdress_feed(OWNER, other, &long, at(7)).await;
    assert!(matches!(refused, Err(StoreError::AddressTooLong { .. })), "{refused:?}");
}

async fn who_changes_over_to_a_feed_that_others_read_brings_nothing_into_it(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let member = member(&store).await;
    let own = subscribed(&store, "https://own.example/feed").await;
    let (theirs, _) = store.add_feed(&url("https://paper.example/feed"), at(0)).await.unwrap();
    store.subscribe(member, theirs, None, "", at(0)).await.unwrap();
    bring(&store, &worker, own, 0, vec![entry("forged"), entry("old")]).await;
    bring(&store, &worker, theirs, 0, vec![entry("a")]).await;
    store
        .update_subscription(OWNER, own, Some(Some("Mine".into())), Some("Top".into()))
        .await
        .unwrap();

    let none = store.readdress_feed(member, own, &url("https://x.example/"), at(4)).await.unwrap();
    assert_eq!(none, None, "it is not the member's");
    let done = readdress(&store, own, "https://paper.example/feed", 5).await;
    assert_eq!(done, Some(Readdressed { feed: theirs, new: true }));
    let left = store.feed(own).await.unwrap().unwrap();
    assert_eq!((left.polling.status, left.polling.next_poll_at), (FeedStatus::Gone, None));
    assert_eq!(left.polling.moved_to.as_deref(), Some("https://paper.example/feed"));
    assert_eq!(store.feed_overview(OWNER, own).await.unwrap().unwrap().entries, 2);
    assert_eq!(store.feed_overview(member, theirs).await.unwrap().unwrap().entries, 1);
    let keys = ["forged", "old"].map(|name| entry(name).key);
    assert!(store.known_keys(theirs, &keys).await.unwrap().is_empty());
    let over = store.feed_overview(OWNER, theirs).await.unwrap().unwrap().subscription;
    assert_eq!((over.title.as_deref(), over.folder.as_str()), (Some("Mine"), "Top"));

    // The other way round: what the others read stays where it is.
    let done = readdress(&store, theirs, "https://new.example/feed", 6).await.unwrap();
    assert!(done.new && done.feed != theirs);
    let kept = store.feed_overview(member, theirs).await.unwrap().unwrap();
    assert_eq!((kept.feed.url.as_str(), kept.entries), ("https://paper.example/feed", 1));
    assert!(store.feed_overview(OWNER, theirs).await.unwrap().is_none());
}

async fn a_feed_with_a_new_address_leaves_its_rule_and_its_hub(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://news.example.org/board").await;
    store.set_page_rule(OWNER, feed, "{}", at(0)).await.unwrap();
    store.claim_polls(&worker, &[feed], at(0)).await.unwrap();
    let mut named = poll(feed, 0, vec![entry("a")]);
    let topic = "https://news.example.org/board".to_owned();
    let hub = "https://hub.example/".to_owned();
    let (token, secret) = ("token".to_owned(), "secret".to_owned());
    named.manners.hub = Some(Some(NewHub { hub, topic: topic.clone(), token, secret }));
    store.save_poll(&worker, named.clone()).await.unwrap();
    store.claim_hub_requests(at(1), 9).await.unwrap();
    let subscribe = HubMode::Subscribe;
    assert!(store.confirm_hub_request("token", subscribe, &topic, 864_000, at(1)).await.unwrap());

    store.claim_polls(&worker, &[feed], at(2)).await.unwrap();
    readdress(&store, feed, "https://ann:secret@news.example.org/feed", 2).await.unwrap();
    let late = store.save_poll(&worker, named).await.unwrap();
    assert!(late.lease_lost, "a poll of the old address that ran meanwhile stores nothing");
    let moved = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(moved.choices.page_rule, None);
    assert_eq!(moved.polling.pushed_until, None);
    assert_eq!(store.push_target("token").await.unwrap().unwrap().feed, None);
}

async fn a_page_that_others_follow_keeps_what_stands_there(place: &Place) {
    let store = place.open().await;
    let member = member(&store).await;
    let page = |rule: &str| NewPage {
        url: url("https://news.example.org/board"),
        rule: rule.to_owned(),
        title: None,
        folder: "Boards".to_owned(),
    };
    let follow = async |user, rule: &str| store.follow_page(user, page(rule), at(1)).await.unwrap();
    // A feed that others read, and no rule.
    let feed = subscribed(&store, "https://news.example.org/board").await;
    assert_eq!(follow(member, "{\"a\":1}").await, PageFollowed::Otherwise(None));
    assert!(store.feed_overview(member, feed).await.unwrap().is_none());
    assert_eq!(store.feed(feed).await.unwrap().unwrap().choices.page_rule, None);
    // Who reads it alone may.
    let own = PageFollowed::Followed { feed, new: false };
    assert_eq!(follow(OWNER, "{\"a\":1}").await, own);
    assert_eq!(follow(OWNER, "{\"a\":2}").await, own);
    let other = PageFollowed::Otherwise(Some("{\"a\":2}".to_owned()));
    assert_eq!(follow(member, "{\"a\":1}").await, other);
    assert_eq!(follow(member, "{\"a\":2}").await, PageFollowed::Followed { feed, new: true });
    assert_eq!(follow(OWNER, "{\"a\":3}").await, other, "not even who was first");
    let kept = store.feed(feed).await.unwrap().unwrap();
    assert_eq!(kept.choices.page_rule.as_deref(), Some("{\"a\":2}"));
    // The same holds where the rule of a feed is changed.
    let set = async |user, rule| store.set_page_rule(user, feed, rule, at(1)).await.unwrap();
    assert_eq!(set(member, "{\"a\":3}").await, Some(other.clone()));
    assert_eq!(set(member, "{\"a\":2}").await, Some(PageFollowed::Followed { feed, new: false }));
    store.unsubscribe(member, feed).await.unwrap();
    assert_eq!(set(member, "{\"a\":2}").await, None, "it is none of theirs any more");
    store.subscribe(member, feed, None, "", at(1)).await.unwrap();
    // A page that is new is never without its rule.
    let mut fresh = page("{\"a\":4}");
    fresh.url = url("https://news.example.org/new");
    let no_user = store.follow_page(UserId(99), fresh.clone(), at(2)).await;
    assert!(no_user.is_err() && store.feed_by_url(fresh.url.as_str()).await.unwrap().is_none());
    store.follow_page(member, fresh.clone(), at(2)).await.unwrap();
    let stored = store.feed_by_url(fresh.url.as_str()).await.unwrap().unwrap();
    assert_eq!(stored.choices.page_rule, Some(fresh.rule));
}

async fn parts_of_a_sitemap_are_remembered_with_the_poll_that_read_them(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://news.example.org/sitemap.xml").await;
    let part = |name: &str| FeedPart {
        url: format!("https://news.example.org/{name}"),
        changed: Some("2026-11-20".to_owned()),
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
        body_hash: Some("hash".to_owned()),
    };
    let bring_parts = async |minute, parts: Option<Vec<FeedPart>>| {
        store.claim_polls(&worker, &[feed], at(minute)).await.unwrap();
        let mut with_parts = poll(feed, minute, vec![entry("a")]);
        with_parts.parts = parts;
        store.save_poll(&worker, with_parts).await.unwrap()
    };
    bring_parts(0, Some(vec![part("b"), part("a"), part("a")])).await;
    assert_eq!(store.feed_parts(feed).await.unwrap(), [part("a"), part("b")]);
    bring_parts(1, None).await;
    assert_eq!(store.feed_parts(feed).await.unwrap().len(), 2);
    bring_parts(2, Some(vec![part("c")])).await;
    assert_eq!(store.feed_parts(feed).await.unwrap(), [part("c")]);

    let key = entry("a").key;
    let known = store.known_keys(feed, &[key.clone(), "nowhere".to_owned()]).await.unwrap();
    assert!(known.len() == 1 && known.contains(&key));
    store.unsubscribe(OWNER, feed).await.unwrap();
    assert!(store.feed_parts(feed).await.unwrap().is_empty());
    assert!(store.last_polls(feed).await.unwrap().is_empty());
}

crate::on_both_engines!(
    the_last_ten_polls_are_kept_with_what_each_brought,
    what_is_chosen_for_a_feed_outlasts_its_polls,
    a_feed_with_a_new_address_keeps_what_it_holds,
    who_changes_over_to_a_feed_that_others_read_brings_nothing_into_it,
    a_feed_with_a_new_address_leaves_its_rule_and_its_hub,
    a_page_that_others_follow_keeps_what_stands_there,
    parts_of_a_sitemap_are_remembered_with_the_poll_that_read_them,
);
