//! App passwords.

use dateline_model::{NewAppPassword, Role, Scopes};
use jiff::SignedDuration;

use crate::kit::{OWNER, Place, at};

fn new(name: &str) -> NewAppPassword {
    NewAppPassword {
        user: OWNER,
        name: name.to_owned(),
        scopes: Scopes { write: true, admin: false },
        digest: format!("digest of {name}"),
        fever_digest: format!("fever digest of {name}"),
        created_at: at(0),
    }
}

async fn an_app_password_is_known_by_both_digests_until_it_is_revoked(place: &Place) {
    let store = place.open().await;
    let made = store.create_app_password(new("phone")).await.unwrap();
    assert_eq!((made.name.as_str(), made.used_at), ("phone", None));
    assert!(made.scopes.write && !made.scopes.admin);
    let (user, found) =
        store.user_of_app_password("digest of phone", at(1)).await.unwrap().unwrap();
    assert_eq!((user.id, found.id), (OWNER, made.id));
    let by_fever = store.user_of_fever_key("fever digest of phone", at(1)).await.unwrap();
    assert_eq!(by_fever.unwrap().1.id, made.id);
    assert!(store.user_of_app_password("fever digest of phone", at(1)).await.unwrap().is_none());
    assert!(store.create_app_password(new("phone")).await.is_err(), "a digest is one's own");
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    assert!(!store.revoke_app_password(tom, made.id).await.unwrap());
    assert!(store.app_passwords(tom).await.unwrap().is_empty());
    assert!(store.revoke_app_password(OWNER, made.id).await.unwrap());
    assert!(!store.revoke_app_password(OWNER, made.id).await.unwrap());
    assert!(store.user_of_app_password("digest of phone", at(2)).await.unwrap().is_none());
    assert!(store.user_of_fever_key("fever digest of phone", at(2)).await.unwrap().is_none());
}

async fn when_it_was_used_is_kept_to_the_hour(place: &Place) {
    let store = place.open().await;
    store.create_app_password(new("phone")).await.unwrap();
    let used = |minutes: i64| {
        let store = store.clone();
        async move {
            store.user_of_app_password("digest of phone", at(minutes)).await.unwrap();
            store.app_passwords(OWNER).await.unwrap()[0].used_at.unwrap()
        }
    };
    assert_eq!(used(5).await, at(5));
    assert_eq!(used(64).await, at(5));
    assert_eq!(used(65).await, at(5) + SignedDuration::from_hours(1));
}

async fn app_passwords_go_with_their_user(place: &Place) {
    let store = place.open().await;
    let tom = store.create_user("tom", Role::Member, None, at(0)).await.unwrap().id;
    store.create_app_password(NewAppPassword { user: tom, ..new("phone") }).await.unwrap();
    assert!(store.delete_user(tom).await.unwrap());
    assert!(store.user_of_app_password("digest of phone", at(1)).await.unwrap().is_none());
}

crate::on_both_engines!(
    an_app_password_is_known_by_both_digests_until_it_is_revoked,
    when_it_was_used_is_kept_to_the_hour,
    app_passwords_go_with_their_user,
);
