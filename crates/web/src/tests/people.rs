//! People with an account: roles, invitations, sessions, app passwords, and proxies that name them.

use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use dateline_model::{Role, UserId};
use url::Url;

use super::{Answer, House, OWNER, PASSWORD, story, token};
use crate::WebSettings;

/// The text between two others.
fn between<'a>(body: &'a str, before: &str, after: &str) -> &'a str {
    let rest = body.split_once(before).unwrap_or_else(|| panic!("no {before} in {body}")).1;
    rest.split_once(after).unwrap().0
}

/// Makes an invitation and gives the path of its link.
async fn invite(house: &mut House, role: &str) -> String {
    let form = [("note", "Zoë"), ("role", role), ("days", "7")];
    let made = house.post_signed("/users/invitations", &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    between(&made.body, "id=\"link\">", "<").to_owned()
}

/// Fills in the page of an invitation in a browser of its own.
async fn accept(house: &mut House, path: &str, name: &str, more: &[(&str, &str)]) -> Answer {
    house.forget_cookies();
    let csrf = token(&house.get(path).await.body);
    let mut form =
        vec![("csrf", &*csrf), ("name", name), ("password", PASSWORD), ("again", PASSWORD)];
    form.extend(more);
    house.post(path, &form).await
}

#[tokio::test]
async fn an_invitation_is_shown_once_and_lets_one_person_in() {
    let mut house = House::signed_in().await;
    let path = invite(&mut house, "member").await;
    let list = house.get("/users").await.body;
    assert!(list.contains("Zoë") && !list.contains(&path), "the link is not kept");
    let signed_in = house.get(&path).await;
    assert_eq!(signed_in.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(signed_in.body.contains("you are signed in"));

    let came = accept(&mut house, &path, "zoë", &[]).await;
    assert_eq!(came.location(), "/", "{}", came.body);
    assert_eq!(house.get("/").await.status, StatusCode::OK, "the guest is signed in");
    let zoe = house.store.user_by_name("zoë").await.unwrap().unwrap();
    assert_eq!(zoe.role, Role::Member);

    house.forget_cookies();
    for gone in [&*path, "/invitation/none", "/invitation/%2e%2e"] {
        let answer = house.get(gone).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{gone}");
        assert!(answer.body.contains("cannot be used"), "{gone}");
    }
}

#[tokio::test]
async fn an_invitation_says_what_is_wrong_and_stays_open() {
    let mut house = House::signed_in().await;
    let path = invite(&mut house, "admin").await;
    house.forget_cookies();
    for (name, password, again, status, why) in [
        ("", PASSWORD, PASSWORD, 422, "Choose a name"),
        ("ad\u{200b}a", PASSWORD, PASSWORD, 422, "cannot be seen"),
        ("zoë", "short", "short", 422, "at least 8 characters"),
        ("zoë", "password1", "password1", 422, "too easy to guess"),
        ("zoëzoëzoë", "ZOËZOËZOË", "ZOËZOËZOË", 422, "too easy to guess"),
        ("zoë", PASSWORD, "another", 422, "not the same"),
        ("IDA", PASSWORD, PASSWORD, 409, "That name is taken"),
    ] {
        let page = house.get(&path).await.body;
        assert!(page.contains("one of its admins"), "what the admin decided is said");
        let csrf = token(&page);
        let form = [("csrf", &*csrf), ("name", name), ("password", password), ("again", again)];
        let answer = house.post(&path, &form).await;
        assert_eq!(answer.status.as_u16(), status, "{name} {password}");
        assert!(answer.body.contains(why), "{why}: {}", answer.body);
        let back = format!("value=\"{password}\"");
        assert!(!answer.body.contains(&back), "no password comes back");
    }
    assert_eq!(accept(&mut house, &path, "zoë", &[]).await.location(), "/");
}

#[tokio::test]
async fn an_invitation_is_taken_back() {
    let mut house = House::signed_in().await;
    let path = invite(&mut house, "member").await;
    let list = house.get("/users").await.body;
    let id = between(&list, "action=\"/users/invitations/", "/revoke").to_owned();
    let revoke = format!("/users/invitations/{id}/revoke");
    let done = house.post_signed(&revoke, &[]).await;
    assert_eq!(done.location(), "/users?done=revoked");
    assert_eq!(house.post_signed(&revoke, &[]).await.status, StatusCode::NOT_FOUND);
    house.forget_cookies();
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn roles_change_and_the_last_admin_stays() {
    let mut house = House::signed_in().await;
    let tom = house.neighbour().await;
    let last = house.post_signed("/users/1/role", &[("role", "member")]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.body.contains("The last admin stays one"));
    let role = format!("/users/{tom}/role");
    assert_eq!(house.post_signed(&role, &[("role", "admin")]).await.location(), "/users?done=role");
    assert_eq!(house.store.user(tom).await.unwrap().unwrap().role, Role::Admin);
    assert_eq!(house.post_signed(&role, &[("role", "king")]).await.status, StatusCode::NOT_FOUND);
    let step_down = house.post_signed("/users/1/role", &[("role", "member")]).await;
    assert_eq!(step_down.location(), "/account");
    assert_eq!(house.get("/users").await.status, StatusCode::NOT_FOUND, "at once");
}

#[tokio::test]
async fn an_account_goes_with_what_is_its_own_only() {
    let mut house = House::signed_in().await;
    let tom = house.neighbour().await;
    house.feed(OWNER, "https://shared.example/feed", &[story("One", "/one", 5)]).await;
    let shared = house.store.feed_by_url("https://shared.example/feed").await.unwrap().unwrap().id;
    house.store.subscribe(tom, shared, None, "", super::now()).await.unwrap();
    house.feed(tom, "https://own.example/feed", &[story("Two", "/two", 5)]).await;
    let path = format!("/users/{tom}/remove");
    let ask = house.get(&path).await.body;
    assert!(ask.contains("2 subscriptions; nobody else reads 1 of the feeds"), "{ask}");
    assert!(house.store.user(tom).await.unwrap().is_some(), "asking changes nothing");
    assert_eq!(house.post_signed(&path, &[]).await.location(), "/users?done=removed");
    assert!(house.store.user(tom).await.unwrap().is_none());
    assert!(house.store.feed(shared).await.unwrap().is_some());
    assert!(house.store.feed_by_url("https://own.example/feed").await.unwrap().is_none());
    let own = house.post_signed("/users/1/remove", &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert_eq!(house.get("/users/99/remove").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_but_an_admin_looks_after_accounts() {
    let mut house = House::signed_in().await;
    let path = invite(&mut house, "member").await;
    assert_eq!(accept(&mut house, &path, "tom", &[]).await.location(), "/");
    let tom = house.store.user_by_name("tom").await.unwrap().unwrap().id;
    assert!(!house.get("/account").await.body.contains("href=\"/users\""));
    assert_eq!(house.get("/users").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get("/users/1/remove").await.status, StatusCode::NOT_FOUND);
    let forms: [(String, &[(&str, &str)]); 5] = [
        (format!("/users/{tom}/role"), &[("role", "admin")]),
        ("/users/1/role".to_owned(), &[("role", "member")]),
        ("/users/1/remove".to_owned(), &[]),
        ("/users/invitations".to_owned(), &[("role", "admin"), ("days", "7")]),
        ("/users/invitations/1/revoke".to_owned(), &[]),
    ];
    for (path, form) in forms {
        assert_eq!(house.post_signed(&path, form).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.store.user(tom).await.unwrap().unwrap().role, Role::Member);
    let form = [("name", "x"), ("may", "admin")];
    let wide = house.post_signed("/account/app-passwords", &form).await;
    assert_eq!(wide.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_app_password_is_shown_once_and_revoked() {
    let mut house = House::signed_in().await;
    let form = [("name", "Reader on my phone"), ("may", "write")];
    let made = house.post_signed("/account/app-passwords", &form).await;
    let secret = between(&made.body, "<code id=\"secret\">", "<").to_owned();
    assert!(secret.len() >= 26, "{secret}");
    let digest = dateline_auth::app_password::digest(&secret);
    let (user, found) =
        house.store.user_of_app_password(&digest, super::now()).await.unwrap().unwrap();
    assert_eq!((user.id, found.scopes.write, found.scopes.admin), (OWNER, true, false));
    let page = house.get("/account").await.body;
    assert!(page.contains("Reader on my phone") && page.contains("reads and writes"));
    assert!(!page.contains(&secret));
    house.forget_cookies();
    let as_own = house.sign_in("ida", &secret).await;
    assert_eq!(as_own.status, StatusCode::FORBIDDEN, "it opens no page");
    house.sign_in("ida", PASSWORD).await;
    let revoke = format!("/account/app-passwords/{}/revoke", found.id);
    assert_eq!(house.post_signed(&revoke, &[]).await.location(), "/account?done=revoked");
    let now = super::now();
    assert!(house.store.user_of_app_password(&digest, now).await.unwrap().is_none());
    assert_eq!(house.post_signed(&revoke, &[]).await.status, StatusCode::NOT_FOUND);
    for (name, may, status) in [("", "read", 422), ("x", "rule", 404)] {
        let form = [("name", name), ("may", may)];
        let answer = house.post_signed("/account/app-passwords", &form).await;
        assert_eq!(answer.status.as_u16(), status, "{name} {may}");
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let mut house = House::signed_in().await;
    let here = house.cookie("dateline_session").unwrap();
    house.forget_cookies();
    let csrf = token(&house.get("/login").await.body);
    let body = format!("csrf={csrf}&name=ida&password=a+good+password");
    let request = Request::post("/login")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
        .body(Body::from(body))
        .unwrap();
    assert_eq!(house.send(request).await.location(), "/");
    let there = house.cookie("dateline_session").unwrap();
    house.set_cookie("dateline_session", &here);
    let page = house.get("/account").await.body;
    assert!(page.contains("Firefox on Linux") && page.contains("(this one)"), "{page}");
    let key = between(&page, "name=\"session\" value=\"", "\"").to_owned();
    assert!(!page.contains(&here) && !page.contains(&there), "no token is ever shown");
    let ended = house.post_signed("/account/sessions/end", &[("session", &key)]).await;
    assert_eq!(ended.location(), "/account?done=ended");
    house.set_cookie("dateline_session", &there);
    assert_eq!(house.get("/account").await.location(), "/login?next=%2Faccount");
}

/// An instance whose proxies stand in 10.0.0.0/8, with the owner and tom.
async fn behind_a_proxy() -> House {
    let settings = WebSettings {
        proxies: "10.0.0.0/8".parse().unwrap(),
        proxy_header: Some(HeaderName::from_static("remote-user")),
        ..WebSettings::default()
    };
    let house = House::with(settings).await;
    let hash = dateline_auth::password::hash_password(PASSWORD).unwrap();
    house.store.claim_owner("ida", &hash, super::now()).await.unwrap();
    house.neighbour().await;
    house
}

async fn as_named(house: &mut House, peer: &str, path: &str, name: &str) -> Answer {
    house.peer = peer.parse().unwrap();
    house.send(Request::get(path).header("remote-user", name).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_listed_proxy_says_who_somebody_is() {
    let mut house = behind_a_proxy().await;
    let page = as_named(&mut house, "10.0.0.1:1", "/account", "TOM").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("<b dir=\"auto\">tom</b>") && !page.body.contains("/logout"));
    let csrf = token(&page.body);
    let change = |csrf: &str, name: &str| {
        Request::post("/account/reading")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("remote-user", name)
            .body(Body::from(format!("csrf={csrf}&spreads=false")))
            .unwrap()
    };
    assert_eq!(house.send(change(&csrf, "tom")).await.location(), "/account?done=reading");
    let other = house.send(change(&csrf, "ida")).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "a form is its person's");

    let unknown = as_named(&mut house, "10.0.0.1:1", "/", "eve").await;
    assert_eq!(unknown.status, StatusCode::FORBIDDEN);
    assert!(unknown.body.contains("no account here"));
    assert_eq!(house.store.users().await.unwrap().len(), 2, "a name makes no account");
}

#[tokio::test]
async fn from_anybody_else_the_header_says_nothing() {
    let mut house = behind_a_proxy().await;
    for peer in ["192.0.2.7:1", "127.0.0.1:1", "[::1]:1", "[fd00::1]:1"] {
        let answer = as_named(&mut house, peer, "/account", "ida").await;
        assert_eq!(answer.location(), "/login?next=%2Faccount", "{peer}");
    }
    let mut plain = House::signed_in().await;
    plain.forget_cookies();
    let answer = as_named(&mut plain, "10.0.0.1:1", "/account", "ida").await;
    assert_eq!(answer.location(), "/login?next=%2Faccount", "where no proxy is listed");
}

#[tokio::test]
async fn whom_a_proxy_names_counts_over_a_cookie() {
    let mut house = behind_a_proxy().await;
    house.sign_in("ida", PASSWORD).await;
    let page = as_named(&mut house, "10.0.0.1:1", "/account", "tom").await.body;
    assert!(page.contains("<b dir=\"auto\">tom</b>"), "{page}");
    house.peer = "10.0.0.1:1".parse().unwrap();
    let page = house.get("/account").await.body;
    assert!(page.contains("<b dir=\"auto\">ida</b>"), "without the header the session counts");
}

#[tokio::test]
async fn somebody_without_a_password_may_choose_one() {
    let mut house = behind_a_proxy().await;
    house.store.create_user("zoe", Role::Member, None, super::now()).await.unwrap();
    let page = as_named(&mut house, "10.0.0.1:1", "/account", "zoe").await.body;
    assert!(page.contains("Choose a password") && !page.contains("name=\"current\""));
    let csrf = token(&page);
    let body = format!("csrf={csrf}&password=a+new+password&again=a+new+password");
    let request = Request::post("/account/password")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("remote-user", "zoe")
        .body(Body::from(body))
        .unwrap();
    assert_eq!(house.send(request).await.location(), "/account?done=password");
    house.forget_cookies();
    assert_eq!(house.sign_in("zoe", "a new password").await.location(), "/");
}

#[tokio::test]
async fn a_link_holds_the_configured_address_and_no_other() {
    let base_url = Url::parse("https://news.example.org/").ok();
    let mut house = House::with(WebSettings { base_url, ..WebSettings::default() }).await;
    let hash = dateline_auth::password::hash_password(PASSWORD).unwrap();
    house.store.claim_owner("ida", &hash, super::now()).await.unwrap();
    house.sign_in("ida", PASSWORD).await;
    let link = invite(&mut house, "member").await;
    assert!(link.starts_with("https://news.example.org/invitation/"), "{link}");
    assert_ne!(house.store.owner().await.unwrap().id, UserId(0));
}
