//! Accounts, sessions, secrets.

use dateline_model::{FrontQuery, NewSession, Role, UserId};
use dateline_store::{Options, Store, StoreError};

use crate::kit::{OWNER, Place, at, bring, entry, subscribed};

async fn the_owner_is_dated_by_the_first_opening(place: &Place) {
    let open = |minutes| Store::open(&place.location, Options::default(), at(minutes));
    let first = open(7).await.unwrap();
    assert_eq!(first.owner().await.unwrap().created_at, at(7));
    let second = open(8).await.unwrap();
    assert_eq!(second.owner().await.unwrap().created_at, at(7));
    assert_eq!(second.users().await.unwrap().len(), 1);
    let member = second.create_user("Zoë", Role::Member, None, at(9)).await.unwrap();
    assert_eq!(member.id, UserId(2), "numbers continue after the owner's");
}

async fn the_owner_exists_and_is_claimed_once(place: &Place) {
    let store = place.open().await;
    let owner = store.owner().await.unwrap();
    assert_eq!((owner.id, owner.name.as_str(), owner.role), (OWNER, "owner", Role::Admin));
    assert!(!store.anyone_has_password().await.unwrap());
    let (one, other) =
        tokio::join!(store.claim_owner("Ann", "hash", at(0)), store.claim_owner("Bo", "x", at(0)));
    assert!(one.unwrap() != other.unwrap());
    assert!(store.anyone_has_password().await.unwrap());
    assert!(!store.claim_owner("Cy", "y", at(1)).await.unwrap());
    assert_ne!(store.owner().await.unwrap().name, "Cy");
}

async fn names_are_taken_whatever_their_capitals(place: &Place) {
    let store = place.open().await;
    let zoe = store.create_user("Zoë", Role::Member, Some("h"), at(0)).await.unwrap();
    assert!(zoe.id > OWNER);
    let taken = store.create_user(" ZOË ", Role::Member, None, at(0)).await;
    assert!(matches!(taken, Err(StoreError::Taken { .. })), "{taken:?}");
    assert_eq!(store.user_by_name("zoë").await.unwrap(), Some(zoe.clone()));
    assert_eq!(store.user(zoe.id).await.unwrap(), Some(zoe));
    assert_eq!(store.users().await.unwrap().len(), 2);
}

fn session(user: UserId, token: &str) -> NewSession {
    NewSession {
        user,
        token_hash: token.to_owned(),
        csrf: "c".to_owned(),
        created_at: at(0),
        expires_at: at(30),
        browser: "Browser".to_owned(),
    }
}

async fn sessions_end_by_time_by_hand_and_by_a_new_password(place: &Place) {
    let store = place.open().await;
    for token in ["a", "b", "c"] {
        store.create_session(session(OWNER, token)).await.unwrap();
    }
    let found = store.session("a", at(29)).await.unwrap().unwrap();
    assert_eq!((found.user.id, found.csrf.as_str()), (OWNER, "c"));
    assert_eq!(store.session("a", at(30)).await.unwrap(), None);
    assert!(store.end_session("a").await.unwrap());
    assert!(!store.end_session("a").await.unwrap());
    assert!(store.set_password(OWNER, "new").await.unwrap());
    assert_eq!(store.session("b", at(1)).await.unwrap(), None);
    store.create_session(session(OWNER, "d")).await.unwrap();
    assert_eq!(store.prune_sessions(at(30)).await.unwrap(), 1);
}

async fn a_secret_is_kept_from_the_first_who_asks(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    let (first, second) = tokio::join!(one.secret("key", "1"), other.secret("key", "2"));
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(one.secret("token", "3").await.unwrap(), "3");
}

async fn a_deleted_user_leaves_nothing_of_their_own(place: &Place) {
    let store = place.open().await;
    let worker = store.register_worker(at(0)).await.unwrap();
    let shared = subscribed(&store, "https://example.org/feed").await;
    let user = store.create_user("member", Role::Member, None, at(0)).await.unwrap().id;
    store.subscribe(user, shared, None, "", at(0)).await.unwrap();
    let own = store.add_feed(&crate::kit::url("https://own.example/feed"), at(0)).await.unwrap().0;
    store.subscribe(user, own, None, "", at(0)).await.unwrap();
    bring(&store, &worker, own, 0, vec![entry("own")]).await;
    let article = store.front(&FrontQuery::newest(user, 9)).await.unwrap()[0].id;
    assert!(store.set_starred(user, article, true, at(1)).await.unwrap());
    store.create_session(session(user, "s")).await.unwrap();
    assert!(matches!(store.delete_user(OWNER).await, Err(StoreError::OwnerStays)));
    assert!(store.delete_user(user).await.unwrap());
    assert!(!store.delete_user(user).await.unwrap());
    assert_eq!(store.session("s", at(1)).await.unwrap(), None);
    assert_eq!(store.feed(own).await.unwrap(), None);
    assert!(store.feed(shared).await.unwrap().is_some());
    assert!(store.entries(dateline_model::EntryId(0), 9).await.unwrap().is_empty());
}

crate::on_both_engines!(
    the_owner_is_dated_by_the_first_opening,
    the_owner_exists_and_is_claimed_once,
    names_are_taken_whatever_their_capitals,
    sessions_end_by_time_by_hand_and_by_a_new_password,
    a_secret_is_kept_from_the_first_who_asks,
    a_deleted_user_leaves_nothing_of_their_own,
);
