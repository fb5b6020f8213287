//! What is known of pictures and icons.

use dateline_model::{IconState, PictureFailure, PictureSize, PictureState, Role};

use crate::kit::{OWNER, Place, at, bring, entry, poll, subscribed};

const SIZE: PictureSize = PictureSize { width: 640, height: 427 };

fn failed(attempts: u32) -> PictureState {
    PictureState::Failed(PictureFailure {
        problem: "it is not there".to_owned(),
        gone: true,
        attempts,
        retry_at: at(90),
    })
}

async fn what_came_of_a_picture_last_is_kept(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.picture("a").await.unwrap(), None);
    store.save_picture("a", PictureState::Known(SIZE), at(0)).await.unwrap();
    store.save_picture("b", failed(2), at(0)).await.unwrap();
    assert_eq!(store.picture("a").await.unwrap(), Some(PictureState::Known(SIZE)));
    assert_eq!(store.picture("b").await.unwrap(), Some(failed(2)));
    let keys = ["a", "b", "c"].map(str::to_owned);
    let sizes = store.picture_sizes(&keys).await.unwrap();
    assert_eq!((sizes.len(), sizes.get("a")), (1, Some(&SIZE)));
    assert!(store.picture_sizes(&[]).await.unwrap().is_empty());
    // One that is gone later had a size, which keeps its place on a page.
    store.save_picture("a", failed(1), at(5)).await.unwrap();
    assert_eq!(store.picture("a").await.unwrap(), Some(failed(1)));
    assert_eq!(store.picture_sizes(&keys).await.unwrap().get("a"), Some(&SIZE));
    store.save_picture("a", PictureState::Known(SIZE), at(9)).await.unwrap();
    assert_eq!(store.picture("a").await.unwrap(), Some(PictureState::Known(SIZE)));
}

async fn pictures_that_nobody_asked_for_are_forgotten(place: &Place) {
    let store = place.open().await;
    store.save_picture("old", PictureState::Known(SIZE), at(0)).await.unwrap();
    store.save_picture("new", PictureState::Known(SIZE), at(10)).await.unwrap();
    assert_eq!(store.prune_pictures(at(10)).await.unwrap(), 1);
    assert_eq!(store.picture("old").await.unwrap(), None);
    assert!(store.picture("new").await.unwrap().is_some());
}

async fn an_icon_is_looked_for_by_one_and_shown_to_its_readers(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    bring(&store, &worker, feed, 0, vec![entry("one")]).await;
    let (outlet, state) = store.outlet_icon(OWNER, "example.org").await.unwrap().unwrap();
    assert_eq!((outlet.key.as_str(), state), ("example.org", None));
    assert!(store.claim_icon(outlet.id, at(0), at(60)).await.unwrap());
    assert!(!store.claim_icon(outlet.id, at(30), at(90)).await.unwrap());
    assert!(store.claim_icon(outlet.id, at(60), at(120)).await.unwrap());
    let found = IconState { found: true, look_again_at: at(10_000) };
    store.save_icon(outlet.id, found, None, at(61)).await.unwrap();
    let known = store.outlet_icon(OWNER, "example.org").await.unwrap().unwrap().1;
    assert_eq!(known, Some(found));
    assert!(!store.claim_icon(outlet.id, at(9_999), at(20_000)).await.unwrap());
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    assert!(store.outlet_icon(tom, "example.org").await.unwrap().is_none());
    assert!(store.outlet_icon(OWNER, "nobody.example").await.unwrap().is_none());
}

async fn an_outlets_own_feeds_name_icons_for_it(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let addresses =
        ["https://example.org/feed", "https://elsewhere.example/feed", "https://a:b@example.org/x"];
    for (number, address) in addresses.into_iter().enumerate() {
        let feed = subscribed(&store, address).await;
        store.claim_polls(&worker, &[feed], at(0)).await.unwrap();
        let mut poll = poll(feed, 0, vec![entry("one")]);
        let brought = poll.brought.as_mut().unwrap();
        brought.icon = Some(format!("https://example.org/{number}.png"));
        brought.site_url = None;
        store.save_poll(&worker, poll).await.unwrap();
    }
    let (outlet, _) = store.outlet_icon(OWNER, "example.org").await.unwrap().unwrap();
    assert_eq!(store.icons_of_feeds(outlet.id).await.unwrap(), ["https://example.org/0.png"]);
    // A poll without a body says nothing of it, and one without an icon that there is none.
    let feed = store.feed_by_url(addresses[0]).await.unwrap().unwrap().id;
    for (minutes, brought, icons) in [(60, false, 1), (120, true, 0)] {
        store.claim_polls(&worker, &[feed], at(minutes)).await.unwrap();
        let mut poll = poll(feed, minutes, Vec::new());
        poll.brought = poll.brought.filter(|_| brought);
        store.save_poll(&worker, poll).await.unwrap();
        assert_eq!(store.icons_of_feeds(outlet.id).await.unwrap().len(), icons, "{minutes}");
    }
}

crate::on_both_engines!(
    an_outlets_own_feeds_name_icons_for_it,
    what_came_of_a_picture_last_is_kept,
    pictures_that_nobody_asked_for_are_forgotten,
    an_icon_is_looked_for_by_one_and_shown_to_its_readers,
);
