//! Who comes in, and what other sites cannot do.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use url::Url;

use super::{House, OWNER, PASSWORD, story, token};
use crate::WebSettings;

fn claim(csrf: &str, token: &str) -> Vec<(&'static str, String)> {
    vec![
        ("csrf", csrf.to_owned()),
        ("name", "ida".to_owned()),
        ("password", PASSWORD.to_owned()),
        ("again", PASSWORD.to_owned()),
        ("token", token.to_owned()),
    ]
}

async fn set_up(house: &mut House, token_typed: &str) -> super::Answer {
    let page = house.get("/setup").await;
    let fields = claim(&token(&page.body), token_typed);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post("/setup", &fields).await
}

#[tokio::test]
async fn a_new_instance_is_set_up_at_the_machine_once() {
    let mut house = House::new().await;
    for path in ["/", "/feeds", "/login", "/article/1"] {
        assert_eq!(house.get(path).await.location(), "/setup", "{path}");
    }
    assert!(!house.get("/setup").await.body.contains("name=\"token\""));
    let answer = set_up(&mut house, "").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{}", answer.body);
    assert_eq!(house.get("/").await.status, StatusCode::OK);
    assert_eq!(house.store.owner().await.unwrap().name, "ida");

    let again = house.get("/setup").await;
    assert_eq!(again.location(), "/");
    let csrf = house.cookie("dateline_form").unwrap();
    let masked = crate::security::csrf::mask(&csrf).unwrap();
    let late = house
        .post(
            "/setup",
            &[
                ("csrf", &masked),
                ("name", "eve"),
                ("password", "another password"),
                ("again", "another password"),
            ],
        )
        .await;
    assert_eq!(late.location(), "/login");
    assert_eq!(house.store.owner().await.unwrap().name, "ida");
}

#[tokio::test]
async fn from_another_machine_set_up_takes_the_token() {
    let mut house = House::new().await;
    house.peer = "192.0.2.7:4000".parse().unwrap();
    assert!(house.get("/setup").await.body.contains("name=\"token\""));
    for wrong in ["", "open", "open-sesame2"] {
        let answer = set_up(&mut house, wrong).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{wrong}");
    }
    assert!(!house.store.anyone_has_password().await.unwrap());
    let answer = set_up(&mut house, "open-sesame").await;
    assert_eq!(answer.location(), "/", "{}", answer.body);
}

#[tokio::test]
async fn a_rebound_name_or_a_proxy_is_not_this_machine() {
    for (name, value) in
        [("host", "evil.example:7878"), ("x-forwarded-for", "127.0.0.1"), ("forwarded", "for=x")]
    {
        let mut house = House::new().await;
        let request = Request::get("/setup").header(name, value).body(Body::empty()).unwrap();
        assert!(house.send(request).await.body.contains("name=\"token\""), "{name}");
    }
}

#[tokio::test]
async fn guessing_the_token_is_slowed_down() {
    let mut house = House::new().await;
    house.peer = "192.0.2.7:4000".parse().unwrap();
    let mut last = StatusCode::OK;
    for _ in 0..7 {
        last = set_up(&mut house, "guess").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_weak_or_mistyped_password_is_not_taken() {
    let mut house = House::new().await;
    for (password, again, why) in [
        ("short", "short", "at least 8 characters"),
        ("long enough", "long enuogh", "not the same"),
    ] {
        let csrf = token(&house.get("/setup").await.body);
        let fields =
            [("csrf", csrf.as_str()), ("name", "ida"), ("password", password), ("again", again)];
        let answer = house.post("/setup", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(why), "{}", answer.body);
    }
    assert!(!house.store.anyone_has_password().await.unwrap());
}

#[tokio::test]
async fn sign_in_leads_on_and_sign_out_ends_the_session() {
    let mut house = House::signed_in().await;
    assert_eq!(house.get("/feeds").await.status, StatusCode::OK);
    let session = house.cookie("dateline_session").unwrap();
    let answer = house.post_signed("/logout", &[]).await;
    assert_eq!(answer.location(), "/login");
    assert_eq!(house.get("/feeds").await.location(), "/login?next=%2Ffeeds");
    house.set_cookie("dateline_session", &session);
    assert_eq!(house.get("/feeds").await.location(), "/login?next=%2Ffeeds");
}

#[tokio::test]
async fn a_session_is_new_at_each_sign_in_and_the_old_one_ends() {
    let mut house = House::signed_in().await;
    let first = house.cookie("dateline_session").unwrap();
    let csrf_cookie = house.cookie("dateline_form").unwrap();
    let csrf = crate::security::csrf::mask(&csrf_cookie).unwrap();
    let fields = [("csrf", csrf.as_str()), ("name", "IDA"), ("password", PASSWORD)];
    house.post("/login", &fields).await;
    let second = house.cookie("dateline_session").unwrap();
    assert_ne!(first, second);
    assert_eq!(house.get("/").await.status, StatusCode::OK);
    house.set_cookie("dateline_session", &first);
    assert_eq!(house.get("/").await.location(), "/login");
}

#[tokio::test]
async fn the_account_keeps_its_tongue_for_browsers_that_have_none() {
    let mut house = House::signed_in().await;
    assert_eq!(house.post_signed("/account/tongue", &[("tongue", "de")]).await.location(), "/");
    house.forget_cookies();
    house.sign_in("ida", PASSWORD).await;
    assert_eq!(house.cookie("tongue").as_deref(), Some("de"));
    house.forget_cookies();
    house.set_cookie("tongue", "en");
    house.sign_in("ida", PASSWORD).await;
    assert_eq!(house.cookie("tongue").as_deref(), Some("en"), "a browser keeps its own");
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach() {
    let base_url = Url::parse("https://news.example.org").ok();
    let mut house = House::with(WebSettings { base_url, ..WebSettings::default() }).await;
    let answer = set_up(&mut house, "open-sesame").await;
    let cookies: Vec<&str> = answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .filter(|cookie| cookie.starts_with("dateline_session="))
        .collect();
    assert_eq!(cookies.len(), 1);
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=2592000"] {
        assert!(cookies[0].contains(part), "{part} in {}", cookies[0]);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let mut house = House::signed_in().await;
    house.forget_cookies();
    let wrong = house.sign_in("ida", "not the password").await;
    let unknown = house.sign_in("nobody", "not the password").await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert_eq!(unknown.status, StatusCode::FORBIDDEN);
    assert!(wrong.body.contains("The name or the password is not right."));
    assert!(unknown.body.contains("The name or the password is not right."));
    let mut last = unknown;
    for _ in 0..5 {
        last = house.sign_in("ida", "not the password").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers.contains_key(header::RETRY_AFTER));
    let right = house.sign_in("ida", PASSWORD).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn no_form_is_taken_without_its_token() {
    let mut house = House::signed_in().await;
    let ids = house.feed(OWNER, "https://a.example/feed", &[story("One", "/one", 5)]).await;
    let article = ids[0];
    let feed = house.store.all_feed_ids(None).await.unwrap()[0];
    let paths = [
        "/logout".to_owned(),
        "/read".to_owned(),
        "/account/password".to_owned(),
        "/account/sign-out-everywhere".to_owned(),
        "/feeds/add".to_owned(),
        "/feeds/poll".to_owned(),
        format!("/feeds/{feed}/settings"),
        format!("/feeds/{feed}/remove"),
        format!("/article/{article}/read"),
        format!("/article/{article}/star"),
        format!("/article/{article}/page"),
    ];
    let stranger = crate::security::csrf::mask(&"ab".repeat(32)).unwrap();
    for path in &paths {
        for fields in [vec![], vec![("csrf", ""), ("read", "true")], vec![("csrf", &*stranger)]] {
            let answer = house.post(path, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    let login = house.post("/login", &[("name", "ida"), ("password", PASSWORD)]).await;
    assert_eq!(login.status, StatusCode::FORBIDDEN);
    let upload = multipart(&[("file", "<opml/>")]);
    assert_eq!(house.send(upload).await.status, StatusCode::FORBIDDEN);
    let stars = house.store.article(OWNER, article).await.unwrap().unwrap();
    assert!(!stars.1 && !stars.2);
}

#[tokio::test]
async fn nobody_changes_anything_unless_signed_in() {
    let mut house = House::signed_in().await;
    let csrf = token(&house.get("/feeds").await.body);
    house.forget_cookies();
    for path in ["/feeds/add", "/read", "/logout", "/feeds/1/remove", "/article/1/star"] {
        let answer = house.post(path, &[("csrf", &csrf)]).await;
        assert_eq!(answer.location(), "/login", "{path}");
    }
}

#[tokio::test]
async fn other_sites_are_refused_even_with_the_token() {
    let mut house = House::signed_in().await;
    let csrf = token(&house.get("/feeds").await.body);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = Request::post("/feeds/poll")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from(format!("csrf={csrf}")))
            .unwrap();
        assert_eq!(house.send(request).await.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    assert_eq!(house.post("/feeds/poll", &[("csrf", &csrf)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn no_form_leads_to_another_site() {
    let mut house = House::signed_in().await;
    for away in ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example"] {
        let answer = house.post_signed("/feeds/poll", &[("back", away)]).await;
        assert_eq!(answer.location(), "/", "{away}");
        let encoded: String = url::form_urlencoded::byte_serialize(away.as_bytes()).collect();
        assert_eq!(house.get(&format!("/login?next={encoded}")).await.location(), "/", "{away}");
    }
    house.forget_cookies();
    let csrf = token(&house.get("/login").await.body);
    let fields = [
        ("csrf", csrf.as_str()),
        ("name", "ida"),
        ("password", PASSWORD),
        ("next", "//evil.example"),
    ];
    assert_eq!(house.post("/login", &fields).await.location(), "/");
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let mut house = House::signed_in().await;
    let here = house.cookie("dateline_session").unwrap();
    house.forget_cookies();
    house.sign_in("ida", PASSWORD).await;
    let fields = |current: &'static str| {
        [("current", current), ("password", "a better password"), ("again", "a better password")]
    };
    let wrong = house.post_signed("/account/password", &fields("wrong")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let right = house.post_signed("/account/password", &fields(PASSWORD)).await;
    assert_eq!(right.location(), "/account?done=password", "{}", right.body);
    assert_eq!(house.get("/").await.status, StatusCode::OK);
    house.set_cookie("dateline_session", &here);
    assert_eq!(house.get("/").await.location(), "/login");
}

#[tokio::test]
async fn signing_out_everywhere_keeps_the_password() {
    let mut house = House::signed_in().await;
    let answer = house.post_signed("/account/sign-out-everywhere", &[]).await;
    assert_eq!(answer.location(), "/login");
    assert_eq!(house.get("/").await.location(), "/login");
    assert_eq!(house.sign_in("ida", PASSWORD).await.location(), "/");
}

/// A form with a file.
pub fn multipart(fields: &[(&str, &str)]) -> Request<Body> {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" { "; filename=\"feeds.opml\"" } else { "" };
        body.push_str(&format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--frontier--\r\n");
    Request::post("/feeds/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=frontier")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_speak_the_tongue_that_somebody_chose() {
    let mut house = House::new().await;
    let hash = dateline_auth::password::hash_password(PASSWORD).unwrap();
    assert!(house.store.claim_owner("ida", &hash, super::now()).await.unwrap());
    let request = Request::get("/login").header(header::ACCEPT_LANGUAGE, "de-AT,de;q=0.9");
    let asked = house.send(request.body(Body::empty()).unwrap()).await;
    assert!(asked.body.contains("<html lang=\"de\" dir=\"ltr\" "), "{}", asked.body);
    assert!(asked.body.contains("Anmelden") && !asked.body.contains("Sign in"));

    let english = house.get("/login").await;
    assert!(english.body.contains("lang=\"en\"") && english.body.contains("Sign in"));
    let varies = english.headers.get_all(header::VARY);
    assert!(varies.iter().any(|value| value == "accept-language, cookie"));
    let csrf = token(&english.body);
    let fields = [("csrf", csrf.as_str()), ("tongue", "de"), ("next", "/login")];
    let chosen = house.post("/tongue", &fields).await;
    assert_eq!((chosen.location(), house.cookie("tongue").as_deref()), ("/login", Some("de")));
    house.sign_in("ida", PASSWORD).await;
    assert!(
        house.get("/account").await.body.contains("<h2 class=\"rubric\" id=\"tongue\">Sprache")
    );

    // What only tests ask for is not to be chosen, and nothing else changes the tongue.
    for odd in ["en-XA", "", "xx", "de\r\nSet-Cookie: a=b"] {
        let answer = house.post_signed("/account/tongue", &[("tongue", odd)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
    }
    let fields = [("tongue", "en"), ("next", "//evil.example")];
    assert_eq!(house.post_signed("/account/tongue", &fields).await.location(), "/");
    assert_eq!(house.post("/account/tongue", &fields).await.status, StatusCode::FORBIDDEN);
    house.set_cookie("tongue", "en-XB");
    assert!(house.get("/account").await.body.contains("dir=\"rtl\""));
}
