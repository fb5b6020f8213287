//! Every address of the web face, called by somebody with another user's ids: nothing of that user
//! is read, and nothing changes.
//!
//! The addresses are read from `router.rs` itself, so that a new one fails this test until it is
//! added to the table in `strangers/calls.rs`. Whoever owns the things makes the same calls
//! afterwards, so that no call is refused only because it was made wrongly.

mod calls;
mod furnished;
mod snapshot;

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::{House, OWNER, PASSWORD};
use calls::Call;
use furnished::{Stranger, furnished};
use snapshot::Snapshot;

/// Words that stand in what the owner reads and keeps, and nowhere else.
pub const MARKS: [&str; 5] = ["Quokkaburg", "numbatville", "wombat", "potoroo", "quoll"];

/// The routes that the source of a router names, each as "GET /path".
pub fn routes(source: &str) -> BTreeSet<String> {
    let mut routes = BTreeSet::new();
    for part in source.split(".route(").skip(1) {
        let path = part.split('"').nth(1).unwrap();
        // Up to the next route or the end of the function.
        let handlers = part.split_once('"').unwrap().1.split_once('"').unwrap().1;
        let handlers = handlers.split("\n}").next().unwrap();
        for (call, method) in [("get(", "GET"), ("post(", "POST"), ("delete(", "DELETE")] {
            let named = |text: &str| {
                let at = text.find(call);
                at.is_some_and(|at| !text[..at].ends_with(|sign: char| sign.is_alphanumeric()))
            };
            if named(handlers) {
                routes.insert(format!("{method} {path}"));
            }
        }
        let others = ["put(", "patch(", "any(", "delete_service(", "route_service("];
        assert!(!others.iter().any(|other| handlers.contains(other)), "a new kind: {part}");
    }
    routes
}

#[test]
fn routes_are_read_with_their_methods() {
    let source = "r.route(\"/a\", get(x::show).post(x::add))\n.route(\n\"/b/{id}\",\npost(y::z)\n.layer(L::max(1)))\n}\nfn get(";
    let found: Vec<String> = routes(source).into_iter().collect();
    assert_eq!(found, ["GET /a", "POST /a", "POST /b/{id}"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_has_every_route() {
    let (_house, ids) = furnished().await;
    let known: BTreeSet<String> = calls::all(&ids).iter().map(Call::route).collect();
    let mut routed = routes(include_str!("../router.rs"));
    if cfg!(feature = "oidc") {
        routed.extend(routes(include_str!("../pages/oidc.rs")));
    }
    if cfg!(feature = "passkeys") {
        routed.extend(routes(include_str!("../pages/passkeys.rs")));
    }
    assert!(routed.len() > 80, "{}", routed.len());
    let missing: Vec<&String> = routed.difference(&known).collect();
    assert!(missing.is_empty(), "tests/strangers/calls.rs lacks {missing:#?}");
    let gone: Vec<&String> = known.difference(&routed).collect();
    assert!(gone.is_empty(), "router.rs has no {gone:#?}");
}

async fn make(house: &mut House, call: &Call, csrf: &str) -> super::Answer {
    if call.method == "GET" {
        return house.get(&call.path).await;
    }
    if call.upload {
        return house.upload(&call.path, csrf, call.fields[0].1.as_str()).await;
    }
    let mut fields = vec![("csrf", csrf)];
    fields.extend(call.fields.iter().map(|(name, value)| (*name, value.as_str())));
    house.post(&call.path, &fields).await
}

async fn csrf_of(house: &mut House) -> String {
    super::token(&house.get("/account").await.body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_anothers_ids_nothing_is_read_and_nothing_changes() {
    let (mut house, ids) = furnished().await;
    let owners = house.cookie("dateline_session").unwrap();
    let stranger = house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    let strangers = house.cookie("dateline_session").unwrap();
    let own = Stranger::furnish(&house, stranger).await;
    let before = Snapshot::of(&house, stranger).await;
    let csrf = csrf_of(&mut house).await;
    let mut wrong = Vec::new();
    let calls = calls::all(&ids);
    for call in calls.iter().chain(&calls::mixed(&ids, &own)).filter(|call| !call.ends_session) {
        let answer = make(&mut house, call, &csrf).await;
        let status = answer.status;
        if let Some(mark) = MARKS.iter().find(|mark| answer.body.contains(*mark)) {
            wrong.push(format!("{} {} shows “{mark}”", call.method, call.path));
        }
        if status.is_server_error() {
            wrong.push(format!("{} {} answers {status}", call.method, call.path));
        }
        let turned_away = [StatusCode::NOT_FOUND, StatusCode::CONFLICT].contains(&status)
            || status == StatusCode::UNPROCESSABLE_ENTITY;
        if call.refused && !turned_away {
            wrong.push(format!("{} {} answers a stranger {status}", call.method, call.path));
        }
    }
    let after = Snapshot::of(&house, stranger).await;
    wrong.extend(before.differs_from(&after));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    // The owner is still signed in, and the same calls do something for whoever may make them.
    house.forget_cookies();
    house.set_cookie("dateline_session", &owners);
    assert_eq!(house.get("/account").await.status, StatusCode::OK);
    assert!(house.store.invitation(&ids.invitation_hash, super::now()).await.unwrap().is_some());
    let csrf = csrf_of(&mut house).await;
    for call in calls.iter().filter(|call| call.refused && !call.ends_session) {
        let status = make(&mut house, call, &csrf).await.status;
        let known = status != StatusCode::NOT_FOUND && !status.is_server_error();
        assert!(known, "{} {} answers its owner {status}", call.method, call.path);
    }
    house.forget_cookies();
    house.set_cookie("dateline_session", &strangers);
    assert_eq!(house.get("/account").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_session_nothing_is_read_and_nothing_changes() {
    let (mut house, ids) = furnished().await;
    let csrf = csrf_of(&mut house).await;
    let nobody = dateline_model::UserId(0);
    let before = Snapshot::of(&house, nobody).await;
    house.forget_cookies();
    for call in calls::all(&ids).iter().filter(|call| !call.open) {
        let answer = make(&mut house, call, &csrf).await;
        let shut = answer.location().starts_with("/login")
            || [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
        assert!(shut, "{} {} answers {}", call.method, call.path, answer.status);
        assert!(!MARKS.iter().any(|mark| answer.body.contains(mark)), "{}", call.path);
    }
    let after = Snapshot::of(&house, nobody).await;
    assert_eq!(before.differs_from(&after), Vec::<String>::new());
    assert!(house.store.owner().await.unwrap().id == OWNER);
}
