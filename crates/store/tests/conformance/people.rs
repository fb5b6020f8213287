//! How people come in: invitations, roles, linked accounts, passkeys, lists of sessions.

use dateline_model::{
    Identity, NewInvitation, NewPasskey, NewSession, PasskeyId, Role, UserHoldings, UserId,
};
use dateline_store::{Store, StoreError};

use crate::kit::{OWNER, Place, at, subscribed, url};

fn invitation(token: &str, role: Role) -> NewInvitation {
    NewInvitation {
        token_hash: token.to_owned(),
        role,
        note: "Zoë".to_owned(),
        made_by: OWNER,
        created_at: at(0),
        expires_at: at(60),
    }
}

async fn member(store: &Store, name: &str) -> UserId {
    store.create_user(name, Role::Member, Some("h"), at(0)).await.unwrap().id
}

async fn an_invitation_lets_one_person_in_once_with_its_role(place: &Place) {
    let store = place.open().await;
    store.invite(invitation("a", Role::Admin)).await.unwrap();
    let open = store.invitation("a", at(59)).await.unwrap().unwrap();
    assert_eq!((open.role, open.note.as_str()), (Role::Admin, "Zoë"));
    assert_eq!(store.invitations(at(1)).await.unwrap(), [open]);
    let taken = store.accept_invitation("a", "OWNER", Some("h"), None, at(1)).await;
    assert!(matches!(taken, Err(StoreError::Taken { .. })), "{taken:?}");
    let (one, other) = tokio::join!(
        store.accept_invitation("a", "zoe", Some("h"), None, at(1)),
        store.accept_invitation("a", "eve", Some("h"), None, at(1)),
    );
    let came: Vec<_> = [one.unwrap(), other.unwrap()].into_iter().flatten().collect();
    assert_eq!(came.len(), 1);
    assert_eq!(came[0].role, Role::Admin);
    assert_eq!(store.users().await.unwrap().len(), 2);
    assert!(store.invitation("a", at(2)).await.unwrap().is_none());
}

async fn an_invitation_ends_by_time_by_hand_and_with_its_admin(place: &Place) {
    let store = place.open().await;
    store.invite(invitation("late", Role::Member)).await.unwrap();
    assert!(store.invitation("late", at(60)).await.unwrap().is_none());
    assert!(
        store.accept_invitation("late", "x", None, None, at(60)).await.unwrap().is_none(),
        "one that has ended"
    );
    let id = store.invite(invitation("back", Role::Member)).await.unwrap();
    assert!(store.revoke_invitation(id).await.unwrap());
    assert!(!store.revoke_invitation(id).await.unwrap());
    assert!(store.accept_invitation("back", "x", None, None, at(1)).await.unwrap().is_none());
    let admin = store.create_user("adm", Role::Admin, None, at(0)).await.unwrap().id;
    let by_admin = NewInvitation { made_by: admin, ..invitation("theirs", Role::Admin) };
    store.invite(by_admin).await.unwrap();
    assert!(store.set_role(admin, Role::Member).await.unwrap());
    assert!(store.invitation("theirs", at(1)).await.unwrap().is_none(), "no admin vouches for it");
    assert_eq!(store.users().await.unwrap().len(), 2);
}

async fn the_last_admin_stays(place: &Place) {
    let store = place.open().await;
    assert!(matches!(store.set_role(OWNER, Role::Member).await, Err(StoreError::LastAdmin)));
    let other = member(&store, "ada").await;
    assert!(matches!(store.set_role(OWNER, Role::Member).await, Err(StoreError::LastAdmin)));
    assert!(store.set_role(other, Role::Admin).await.unwrap());
    let (one, two) =
        tokio::join!(store.set_role(OWNER, Role::Member), store.set_role(other, Role::Member));
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    store.set_role(OWNER, Role::Admin).await.unwrap();
    store.set_role(other, Role::Admin).await.unwrap();
    assert!(store.set_role(OWNER, Role::Member).await.unwrap());
    assert!(matches!(store.delete_user(other).await, Err(StoreError::LastAdmin)));
    assert!(store.set_role(OWNER, Role::Admin).await.unwrap());
    assert!(store.delete_user(other).await.unwrap());
    assert!(!store.set_role(other, Role::Admin).await.unwrap(), "there is no such user");
}

async fn what_goes_with_an_account_is_counted(place: &Place) {
    let store = place.open().await;
    let shared = subscribed(&store, "https://example.org/feed").await;
    let user = member(&store, "ada").await;
    assert_eq!(store.user_holdings(user).await.unwrap(), UserHoldings::default());
    store.subscribe(user, shared, None, "", at(0)).await.unwrap();
    let own = store.add_feed(&url("https://own.example/feed"), at(0)).await.unwrap().0;
    store.subscribe(user, own, None, "", at(0)).await.unwrap();
    let held = store.user_holdings(user).await.unwrap();
    assert_eq!((held.feeds, held.feeds_alone), (2, 1));
}

async fn a_linked_account_signs_in_as_one_user_only(place: &Place) {
    let store = place.open().await;
    let (ada, bo) = (member(&store, "ada").await, member(&store, "bo").await);
    let identity = |user: UserId, subject: &str| Identity {
        issuer: "https://id.example".to_owned(),
        subject: subject.to_owned(),
        user,
        name: "ada@example.org".to_owned(),
        created_at: at(0),
    };
    assert!(store.link_identity(identity(ada, "1")).await.unwrap());
    assert!(!store.link_identity(identity(bo, "1")).await.unwrap());
    let who = |subject| store.user_of_identity("https://id.example", subject);
    assert_eq!(who("1").await.unwrap().unwrap().id, ada);
    assert!(who("2").await.unwrap().is_none());
    assert!(store.user_of_identity("https://other.example", "1").await.unwrap().is_none());
    assert!(!store.unlink_identity(bo, "https://id.example", "1").await.unwrap());
    let new = store.create_linked_user("cy", identity(OWNER, "3"), at(1)).await.unwrap();
    assert_eq!((new.role, new.password_hash.as_deref()), (Role::Member, None));
    assert_eq!(who("3").await.unwrap().unwrap().id, new.id);
    for (name, subject) in [("ADA", "4"), ("dee", "1")] {
        let made = store.create_linked_user(name, identity(OWNER, subject), at(1)).await;
        assert!(matches!(made, Err(StoreError::Taken { .. })), "{made:?}");
    }
    store.invite(invitation("a", Role::Member)).await.unwrap();
    let linked = store.accept_invitation("a", "eli", None, Some(identity(OWNER, "1")), at(1)).await;
    assert!(matches!(linked, Err(StoreError::Taken { .. })), "{linked:?}");
    let came = store.accept_invitation("a", "eli", None, Some(identity(OWNER, "5")), at(1)).await;
    assert_eq!(who("5").await.unwrap().unwrap().id, came.unwrap().unwrap().id);
    assert_eq!(store.identities(ada).await.unwrap().len(), 1);
    assert!(store.unlink_identity(ada, "https://id.example", "1").await.unwrap());
    assert!(store.identities(ada).await.unwrap().is_empty());
}

async fn a_passkey_belongs_to_its_user_and_counts_upwards(place: &Place) {
    let store = place.open().await;
    let (ada, bo) = (member(&store, "ada").await, member(&store, "bo").await);
    let passkey = |user| NewPasskey {
        user,
        credential: "Y3JlZA".to_owned(),
        name: "Key".to_owned(),
        public_key: "es256:04".to_owned(),
        counter: 5,
        created_at: at(0),
    };
    assert!(store.add_passkey(passkey(ada)).await.unwrap());
    assert!(!store.add_passkey(passkey(bo)).await.unwrap());
    let (user, key) = store.passkey("Y3JlZA").await.unwrap().unwrap();
    assert_eq!((user.id, key.user, key.counter, key.used_at), (ada, ada, 5, None));
    assert!(store.passkey("other").await.unwrap().is_none());
    assert!(!store.use_passkey(key.id, 5, at(1)).await.unwrap(), "it was counted already");
    assert!(store.use_passkey(key.id, 6, at(1)).await.unwrap());
    assert!(!store.remove_passkey(bo, key.id).await.unwrap());
    assert!(store.passkeys(bo).await.unwrap().is_empty());
    assert_eq!(store.passkeys(ada).await.unwrap()[0].used_at, Some(at(1)));
    assert!(store.remove_passkey(ada, key.id).await.unwrap());
    assert!(!store.use_passkey(PasskeyId(99), 7, at(1)).await.unwrap());
    let uncounted = NewPasskey { counter: 0, ..passkey(ada) };
    assert!(store.add_passkey(uncounted).await.unwrap());
    let (_, key) = store.passkey("Y3JlZA").await.unwrap().unwrap();
    assert!(store.use_passkey(key.id, 0, at(2)).await.unwrap(), "it does not count");
}

async fn sessions_are_listed_for_their_user_and_ended_by_nobody_else(place: &Place) {
    let store = place.open().await;
    let ada = member(&store, "ada").await;
    for (user, token, minutes) in [(ada, "a", 0), (ada, "b", 1), (OWNER, "c", 2)] {
        let session = NewSession {
            user,
            token_hash: token.to_owned(),
            csrf: "c".to_owned(),
            created_at: at(minutes),
            expires_at: at(60),
            browser: "Browser".to_owned(),
        };
        store.create_session(session).await.unwrap();
    }
    let tokens = async |user| -> Vec<String> {
        let open = store.sessions(user, at(5)).await.unwrap();
        open.into_iter().map(|session| session.token_hash).collect()
    };
    assert_eq!(tokens(ada).await, ["b", "a"]);
    store.see_session("a", at(4)).await.unwrap();
    assert_eq!(store.session("a", at(5)).await.unwrap().unwrap().seen_at, at(4));
    assert_eq!(store.session("b", at(5)).await.unwrap().unwrap().seen_at, at(1));
    assert!(!store.end_session_of(OWNER, "a").await.unwrap());
    assert!(store.end_session_of(ada, "a").await.unwrap());
    assert_eq!(tokens(ada).await, ["b"]);
    assert!(store.sessions(ada, at(60)).await.unwrap().is_empty(), "those that have ended");
    assert_eq!(store.end_all_sessions(ada).await.unwrap(), 1);
    assert_eq!(tokens(OWNER).await, ["c"]);
}

crate::on_both_engines!(
    an_invitation_lets_one_person_in_once_with_its_role,
    an_invitation_ends_by_time_by_hand_and_with_its_admin,
    the_last_admin_stays,
    what_goes_with_an_account_is_counted,
    a_linked_account_signs_in_as_one_user_only,
    a_passkey_belongs_to_its_user_and_counts_upwards,
    sessions_are_listed_for_their_user_and_ended_by_nobody_else,
);
