//! The classes of mistakes that readers of news have made before, by the numbers under which the
//! project keeps them. Each has a test that shows through the router that it is not made here.
//! Class 8, one user at another's things, has a file of its own: `strangers.rs`; what pages and logs
//! give away (13 to 21) stands in `security_classes/telling.rs`.

mod telling;

use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use dateline_model::{NewInvitation, Role};
use url::Url;

use super::strangers::routes;
use super::{House, OWNER, PASSWORD, now, story, token};
use crate::WebSettings;

async fn set_up(settings: WebSettings) -> House {
    let house = House::with(settings).await;
    let hash = dateline_auth::password::hash_password(PASSWORD).unwrap();
    house.store.claim_owner("ida", &hash, now()).await.unwrap();
    house
}

fn based() -> WebSettings {
    let base_url = Url::parse("https://news.example.org/").ok();
    WebSettings { base_url, ..WebSettings::default() }
}

/// An open invitation for a member; gives its path.
async fn invitation(house: &House) -> String {
    let token = "ab".repeat(32);
    let new = NewInvitation {
        token_hash: dateline_auth::session::hash_token(&token),
        role: Role::Member,
        note: String::new(),
        made_by: OWNER,
        created_at: now(),
        expires_at: now() + jiff::SignedDuration::from_hours(1),
    };
    house.store.invite(new).await.unwrap();
    format!("/invitation/{token}")
}

/// Every address that a form or a page has, without what stands in its places.
fn addresses(method: &str) -> Vec<String> {
    let listed = routes(include_str!("../router.rs"));
    let of_method = listed.iter().filter_map(|route| route.strip_prefix(&format!("{method} ")));
    of_method
        .map(|path| {
            let levels =
                path.split('/').map(|level| if level.starts_with('{') { "1" } else { level });
            levels.collect::<Vec<_>>().join("/")
        })
        .collect()
}

/// Lets the desk work until something holds.
async fn work_until(house: &House, holds: impl AsyncFn() -> bool) {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let desk = house.desk.clone();
    let running = tokio::spawn(async move { desk.run(stopped).await });
    for _ in 0..400 {
        if holds().await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();
}

/// Addresses of this machine and its networks, in the ways in which they have been hidden.
const INSIDE: [&str; 8] = [
    "http://127.0.0.1/x",
    "http://localhost/x",
    "http://[::1]/x",
    "http://[::ffff:10.0.0.1]/x",
    "http://192.168.1.1/x",
    "http://169.254.169.254/latest/meta-data",
    "http://0x7f000001/x",
    "http://2130706433/x",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn class_5_no_side_door_leads_to_the_networks_inside() {
    let mut house = House::signed_in().await;
    house.feed(OWNER, "https://a.example/feed", &[story("One", "/one", 5)]).await;
    let feed = house.store.feed_by_url("https://a.example/feed").await.unwrap().unwrap().id;
    for address in INSIDE {
        let added = house.post_signed("/feeds/add", &[("address", address)]).await;
        assert_ne!(added.status, StatusCode::SEE_OTHER, "/feeds/add {address}");
        let page = house.post_signed("/feeds/page", &[("address", address)]).await;
        assert_ne!(page.status, StatusCode::SEE_OTHER, "/feeds/page {address}");
        let moved = format!("/feeds/{feed}/address");
        house.post_signed(&moved, &[("address", address)]).await;
        let now_at = house.store.feed(feed).await.unwrap().unwrap().url;
        assert_eq!(now_at.as_str(), "https://a.example/feed", "{address}");
    }
    // A webhook is kept until it is used, and refused then: the guard stands at the connection.
    for (kind, address) in [("webhook", INSIDE[0]), ("ntfy", "http://127.0.0.1/topic")] {
        house.post_signed("/alerts/targets", &[("kind", kind), ("address", address)]).await;
    }
    for target in house.store.alert_targets(OWNER).await.unwrap() {
        house.post_signed(&format!("/alerts/targets/{}/try", target.id), &[]).await;
    }
    work_until(&house, async || {
        let alerts = house.store.alerts_of(OWNER, 9).await.unwrap();
        alerts.len() > 1 && alerts.iter().all(|alert| alert.last_error.is_some())
    })
    .await;
    let alerts = house.store.alerts_of(OWNER, 9).await.unwrap();
    assert!(alerts.len() > 1, "{alerts:?}");
    for alert in alerts {
        let why = alert.last_error.unwrap_or_default();
        assert!(alert.sent_at.is_none() && why.contains("127.0.0.1"), "{why}");
    }
}

#[tokio::test]
async fn class_7_nothing_changes_by_a_link_or_by_another_sites_form() {
    let mut house = House::signed_in().await;
    let csrf = token(&house.get("/feeds").await.body);
    let forms = addresses("POST");
    assert!(forms.len() > 40, "{}", forms.len());
    let pages = addresses("GET");
    for path in &forms {
        if !pages.contains(path) {
            let by_link = house.get(path).await;
            assert!(
                [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND].contains(&by_link.status),
                "{path} answers a GET with {}",
                by_link.status
            );
        }
        // A hub has no session; its own secret stands in the address, and class 14 looks at that.
        if path.starts_with("/websub/") {
            continue;
        }
        let mut bare = house.post(path, &[]).await;
        if bare.status == StatusCode::UNPROCESSABLE_ENTITY {
            // It takes a file, and reads the form for nothing else.
            bare = house.upload(path, "", "<opml/>").await;
        }
        // Whoever is set up has no set-up to change, which is said before any form is read.
        let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&bare.status);
        assert!(refused, "{path} without a token: {}", bare.status);
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")]
        {
            let request = Request::post(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(name, value)
                .body(Body::from(format!("csrf={csrf}")))
                .unwrap();
            let status = house.send(request).await.status;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path} from elsewhere");
        }
    }
    assert_eq!(house.get("/account").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn class_9_nobody_chooses_their_own_role_or_session() {
    let mut house = set_up(WebSettings::default()).await;
    let path = invitation(&house).await;
    let planted = "ef".repeat(32);
    house.set_cookie("dateline_session", &planted);
    let csrf = token(&house.get(&path).await.body);
    let form = [
        ("csrf", &*csrf),
        ("name", "eve"),
        ("password", PASSWORD),
        ("again", PASSWORD),
        ("role", "admin"),
        ("admin", "true"),
        ("is_admin", "1"),
    ];
    assert_eq!(house.post(&path, &form).await.location(), "/");
    let eve = house.store.user_by_name("eve").await.unwrap().unwrap();
    assert_eq!(eve.role, Role::Member);
    assert_ne!(house.cookie("dateline_session").unwrap(), planted, "a new session, a new token");
    for name in ["remote-user", "x-remote-user", "x-forwarded-user", "x-auth-request-user"] {
        let request = Request::get("/users").header(name, "ida").body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.status, StatusCode::NOT_FOUND, "{name}");
    }
    let forged = [("role", "admin")];
    let role = format!("/users/{}/role", eve.id);
    assert_eq!(house.post_signed(&role, &forged).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn class_10_nobody_says_that_they_come_from_elsewhere() {
    let mut house = set_up(WebSettings {
        proxies: "10.0.0.0/8".parse().unwrap(),
        proxy_header: Some(HeaderName::from_static("remote-user")),
        ..WebSettings::default()
    })
    .await;
    house.peer = "192.0.2.7:1".parse().unwrap();
    let csrf = token(&house.get("/login").await.body);
    let guess = |number: u8, name: &str| {
        Request::post("/login")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("x-forwarded-for", format!("203.0.113.{number}"))
            .body(Body::from(format!("csrf={csrf}&name={name}&password=guess")))
            .unwrap()
    };
    let mut last = StatusCode::OK;
    for number in 0..8 {
        last = house.send(guess(number, &format!("name{number}"))).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "another address each time is no way around");
    house.peer = "10.0.0.1:1".parse().unwrap();
    let known = house.send(guess(99, "somebody")).await.status;
    assert_eq!(known, StatusCode::FORBIDDEN, "behind a listed proxy they are told apart");
    for (name, value) in [("x-forwarded-for", "127.0.0.1"), ("x-real-ip", "127.0.0.1")] {
        house.peer = "192.0.2.7:1".parse().unwrap();
        let request = Request::get("/metrics").header(name, value).body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    house.peer = "10.0.0.1:1".parse().unwrap();
    assert_eq!(
        house.get("/metrics").await.status,
        StatusCode::FORBIDDEN,
        "a proxy is not this machine"
    );
}

#[tokio::test]
async fn class_11_no_form_or_link_leads_to_another_site() {
    let mut house = House::signed_in().await;
    for away in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example/..//evil.example",
        "javascript:alert(1)",
        "/.//evil.example",
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(away.as_bytes()).collect();
        let mut places = vec![house.get(&format!("/login?next={encoded}")).await];
        for path in ["/feeds/poll", "/read"] {
            let form = [("back", away), ("up_to", "2025-12-22T14:30:00Z")];
            places.push(house.post_signed(path, &form).await);
        }
        for answer in places {
            let to = answer.location();
            let base = Url::parse("http://here.invalid/").unwrap();
            let leads = base.join(to).unwrap();
            assert_eq!(leads.host_str(), Some("here.invalid"), "{away} leads to {to}");
        }
    }
}

#[tokio::test]
async fn class_12_no_link_is_made_of_the_host_that_was_asked_for() {
    for settings in [based(), WebSettings::default()] {
        let mut house = set_up(settings).await;
        house.sign_in("ida", PASSWORD).await;
        house.feed(OWNER, "https://a.example/feed", &[story("One", "/one", 5)]).await;
        let csrf = token(&house.get("/feeds").await.body);
        let forged = |request: axum::http::request::Builder, body: String| {
            request
                .header(header::HOST, "evil.example")
                .header("x-forwarded-host", "evil.example")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(body))
                .unwrap()
        };
        let invited = Request::post("/users/invitations");
        let body = format!("csrf={csrf}&role=member&days=7&note=x");
        let made = house.send(forged(invited, body)).await;
        assert!(made.body.contains("/invitation/"), "{}", made.body);
        assert!(!made.body.contains("evil.example"), "{}", made.body);
        for path in addresses("GET") {
            let answer = house.send(forged(Request::get(&path), String::new())).await;
            assert!(!answer.body.contains("evil.example"), "{path}");
            assert!(!answer.location().contains("evil.example"), "{path}");
        }
    }
}
