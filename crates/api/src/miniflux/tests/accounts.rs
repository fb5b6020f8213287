//! Accounts and app passwords.

use axum::http::{Method, StatusCode};
use dateline_model::{Role, Scopes};
use serde_json::{Value, json};

use super::{Ready, field};
use crate::tests::now;

async fn admin(ready: &Ready) -> String {
    let scopes = Scopes { write: true, admin: true };
    ready.house.app_password(ready.house.user, "ida", scopes).await
}

#[tokio::test]
async fn class_9_accounts_are_for_an_admins_app_password_only() {
    let ready = Ready::new().await;
    let scopes = Scopes { write: true, admin: true };
    // A member does not become an admin by the scope of an app password.
    let toms = ready.house.app_password(ready.house.other, "tom", scopes).await;
    let (get, post, put, delete) = (Method::GET, Method::POST, Method::PUT, Method::DELETE);
    for secret in [&ready.house.secret, &ready.house.other_secret, &toms] {
        for (method, path) in [
            (get.clone(), "/v1/users"),
            (get.clone(), "/v1/users/1"),
            (get.clone(), "/v1/users/tom"),
            (post.clone(), "/v1/users"),
            (put.clone(), "/v1/users/1"),
            (put.clone(), "/v1/users/2"),
            (delete.clone(), "/v1/users/2"),
            (post.clone(), "/v1/api-keys"),
            (delete.clone(), "/v1/api-keys/1"),
        ] {
            let body =
                json!({ "username": "eve", "password": "correct horse", "description": "x" });
            let answer = ready.call_with(secret, method.clone(), path, body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path}");
        }
    }
    assert_eq!(ready.house.store.users().await.unwrap().len(), 2);
}

#[tokio::test]
async fn accounts_come_change_and_go() {
    let ready = Ready::new().await;
    let secret = admin(&ready).await;
    let call = async |method: Method, path: &str, body: Value| {
        ready.call_with(&secret, method, path, body).await
    };
    let new = json!({ "username": "zoe", "password": "correct horse", "is_admin": false });
    let made = call(Method::POST, "/v1/users", new.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let id = made.json()["id"].as_i64().unwrap();
    assert_eq!(call(Method::POST, "/v1/users", new).await.status, StatusCode::BAD_REQUEST);
    let short = json!({ "username": "max", "password": "short" });
    assert_eq!(call(Method::POST, "/v1/users", short).await.status, StatusCode::BAD_REQUEST);
    let listed = call(Method::GET, "/v1/users", Value::Null).await.json();
    assert_eq!(field(&listed, "username"), ["ida", "tom", "zoe"]);
    for path in [format!("/v1/users/{id}"), "/v1/users/zoe".to_owned()] {
        assert_eq!(call(Method::GET, &path, Value::Null).await.json()["username"], "zoe");
    }
    let path = format!("/v1/users/{id}");
    let body = json!({ "is_admin": true, "password": "another horse", "theme": "dark" });
    let refused = call(Method::PUT, &path, body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "a password is its owner's to change");
    assert!(!refused.json()["error_message"].as_str().unwrap().is_empty());
    assert_eq!(call(Method::GET, &path, Value::Null).await.json()["is_admin"], false);
    let body = json!({ "is_admin": true, "password": "", "theme": "dark" });
    let changed = call(Method::PUT, &path, body).await;
    assert_eq!(changed.status, StatusCode::CREATED);
    assert_eq!(changed.json()["is_admin"], true);
    let renamed = call(Method::PUT, &path, json!({ "username": "zara" })).await;
    assert_eq!(renamed.status, StatusCode::BAD_REQUEST);
    let store = &ready.house.store;
    let amy = store.create_user("amy", Role::Member, None, now()).await.unwrap().id;
    let first = json!({ "password": "another horse" });
    for status in [StatusCode::CREATED, StatusCode::FORBIDDEN] {
        let answer = call(Method::PUT, &format!("/v1/users/{amy}"), first.clone()).await;
        assert_eq!(answer.status, status, "who has none may be given their first");
    }
    store.delete_user(amy).await.unwrap();
    let answer = call(Method::DELETE, &path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    for (path, status) in [
        (path.as_str(), StatusCode::NOT_FOUND),
        ("/v1/users/nobody", StatusCode::NOT_FOUND),
        ("/v1/users/1", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(call(Method::DELETE, path, Value::Null).await.status, status, "{path}");
    }
    let me = json!({ "is_admin": false });
    let demoted = call(Method::PUT, "/v1/users/1", me).await;
    assert_eq!(demoted.status, StatusCode::BAD_REQUEST, "the last admin stays one");
}

#[tokio::test]
async fn no_password_or_hash_is_ever_told() {
    let ready = Ready::new().await;
    let secret = admin(&ready).await;
    let answer = ready.call_with(&secret, Method::GET, "/v1/users", Value::Null).await;
    assert!(
        !answer.body.contains("argon2") && !answer.body.contains("password"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn an_app_password_is_told_once_and_revoked() {
    let ready = Ready::new().await;
    let secret = admin(&ready).await;
    let body = json!({ "description": "the phone" });
    let made = ready.call_with(&secret, Method::POST, "/v1/api-keys", body.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let token = made.json()["token"].as_str().unwrap().to_owned();
    let again = ready.call_with(&secret, Method::POST, "/v1/api-keys", body).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    let listed = ready.call_with(&secret, Method::GET, "/v1/api-keys", Value::Null).await;
    assert!(!listed.body.contains(&token));
    assert!(field(&listed.json(), "token").iter().all(|token| *token == ""));
    let me = ready.call_with(&token, Method::GET, "/v1/me", Value::Null).await;
    assert_eq!(me.json()["username"], "ida");
    let no_admin = ready.call_with(&token, Method::GET, "/v1/users", Value::Null).await;
    assert_eq!(no_admin.status, StatusCode::FORBIDDEN);
    let path = format!("/v1/api-keys/{}", made.json()["id"]);
    let answer = ready.call_with(&secret, Method::DELETE, &path, Value::Null).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let gone = ready.call_with(&token, Method::GET, "/v1/me", Value::Null).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
}
