//! What pages, logs and addresses give away, and what they take for more than text.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::{StatusCode, header};
use dateline_fetch::FetchSettings;
use dateline_model::{FrontQuery, Role};
use tracing_subscriber::fmt::MakeWriter;

use super::{addresses, invitation, set_up, work_until};
use crate::WebSettings;
use crate::tests::feed_pages::Outside;
use crate::tests::{House, OWNER, PASSWORD, now, token};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn class_13_no_secret_stands_in_a_log_or_an_address() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let mut house = set_up(WebSettings::default()).await;
    let path = invitation(&house).await;
    let invited = path.rsplit('/').next().unwrap().to_owned();
    house.sign_in("ida", "a wr0ng-guess").await;
    house.sign_in("ida", PASSWORD).await;
    let made = house.post_signed("/account/app-passwords", &[("name", "x"), ("may", "read")]).await;
    let secret = made.body.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    let fields =
        [("current", PASSWORD), ("password", "an0ther secret"), ("again", "an0ther secret")];
    house.post_signed("/account/password", &fields).await;
    house.get("/login?name=ida&password=g1ven-in-a-link").await;
    house.get(&path).await;
    // A page that fails is logged with its cause.
    house.store.close().await.unwrap();
    assert!(house.get(&format!("{path}?x=1")).await.status.is_server_error());
    let session = house.cookie("dateline_session").unwrap();
    drop(guard);
    let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(told.contains("a page failed"), "{told}");
    assert!(told.contains("/invitation/{token}"), "{told}");
    for held in [
        PASSWORD,
        "a wr0ng-guess",
        "an0ther secret",
        "g1ven-in-a-link",
        "open-sesame",
        secret,
        &invited,
        &session,
    ] {
        assert!(!told.contains(held), "“{held}” is logged");
    }
    assert_eq!(
        house.get("/login?name=ida&password=x").await.location(),
        "",
        "no sign-in by a link"
    );
}

#[tokio::test]
async fn class_14_no_address_names_a_file() {
    let mut house = House::signed_in().await;
    let outside = ["..%2f..%2fdateline.db", "%2e%2e", "%2fetc%2fpasswd", "..%5c..%5cx", "a%00b"];
    for odd in outside {
        for place in [
            "/assets/x/{}",
            "/assets/{}/dateline.css",
            "/feeds/import/{}",
            "/sites/{}",
            "/invitation/{}",
            "/websub/{}",
            "/article/{}",
            "/outlet/{}",
        ] {
            let path = place.replace("{}", odd);
            let answer = house.get(&path).await;
            assert!(!answer.status.is_server_error(), "{path} answers {}", answer.status);
            assert!(
                !answer.body.contains("root:") && !answer.body.contains("SQLite format"),
                "{path}"
            );
        }
        for place in ["/folder/{}", "/section/{}"] {
            let answer = house.get(&place.replace("{}", odd)).await;
            assert!(!answer.status.is_server_error(), "{place} {odd}");
        }
    }
}

#[tokio::test]
async fn class_15_nobody_learns_who_has_an_account() {
    let mut house = set_up(WebSettings::default()).await;
    house.store.create_user("nopass", Role::Member, None, now()).await.unwrap();
    let mut answers = Vec::new();
    for name in ["ida", "nobody", "nopass"] {
        house.forget_cookies();
        let answer = house.sign_in(name, "not the password").await;
        // The name that was typed and the token differ; nothing else does.
        let csrf = token(&answer.body);
        answers.push((answer.status, answer.body.replace(&csrf, "").replace(name, "")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    house.forget_cookies();
    for _ in 0..8 {
        house.sign_in("nobody", "not the password").await;
    }
    let slowed = house.sign_in("nobody", "not the password").await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "an unknown name is slowed down, too");
    let gone = [format!("/invitation/{}", "00".repeat(32)), "/invitation/x".to_owned()];
    let told: Vec<String> = [house.get(&gone[0]).await.body, house.get(&gone[1]).await.body].into();
    assert_eq!(told[0], told[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn class_18_no_outlet_learns_who_reads_or_reaches_back() {
    const FEED: &str = "<rss version=\"2.0\"><channel><title>Bay</title><item><title>One</title>\
        <link>https://bay.example/one</link><guid>1</guid><description>&lt;p&gt;See \
        &lt;a href=\"https://elsewhere.example/\" target=\"_blank\" rel=\"opener\"&gt;this\
        &lt;/a&gt; and some more words.&lt;/p&gt;</description></item></channel></rss>";
    let outside = Outside::start(|_, _| (200, FEED.to_owned()));
    let mut house = House::signed_in_with_fetch(FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: std::time::Duration::ZERO,
        ..FetchSettings::default()
    })
    .await;
    house.post_signed("/feeds/add", &[("address", &outside.url("/feed"))]).await;
    let newest = || async {
        let query = FrontQuery::newest(OWNER, 9);
        house.store.front(&query).await.unwrap().first().map(|article| article.id)
    };
    work_until(&house, async || newest().await.is_some()).await;
    let ids = [newest().await.expect("the feed was polled")];
    for path in ["/".to_owned(), "/unread".to_owned(), format!("/article/{}", ids[0])] {
        let page = house.get(&path).await;
        assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer", "{path}");
        assert_eq!(page.headers["cross-origin-opener-policy"], "same-origin", "{path}");
        for link in page.body.split("<a ").skip(1) {
            let tag = link.split('>').next().unwrap();
            if tag.contains("href=\"http") {
                assert!(tag.contains("noopener") && tag.contains("noreferrer"), "{path}: {tag}");
            }
            assert!(!tag.contains("\"opener"), "{path}: {tag}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn class_20_a_rule_is_a_search_and_never_a_program() {
    let mut house = House::signed_in().await;
    let deep = format!("{}x{}", "(".repeat(5000), ")".repeat(5000));
    let wide = "a ".repeat(900);
    let catastrophic = "/(a+)+$/ ".repeat(50);
    for query in [
        "''.getClass().forName('java.lang.Runtime')",
        "{{7919*7907}}",
        "${7919*7907}",
        "title:$(id)",
        "`id`; rm -rf /",
        &deep,
        &wide,
        &catastrophic,
    ] {
        for path in ["/rules", "/search"] {
            let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
            let answer = house.get(&format!("{path}?q={encoded}&does=mute")).await;
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
            assert!(
                !answer.body.contains("49") || !query.contains("7*7"),
                "{path} computes {query}"
            );
        }
    }
}

#[tokio::test]
async fn class_21_no_page_is_framed_and_no_stranger_told_the_version() {
    let mut house = House::signed_in().await;
    for path in addresses("GET").into_iter().chain(["/no/such/page".to_owned()]) {
        let answer = house.get(&path).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.headers[header::X_FRAME_OPTIONS], "DENY", "{path}");
    }
    house.forget_cookies();
    let version = env!("CARGO_PKG_VERSION");
    for path in addresses("GET").into_iter().filter(|path| path != "/metrics") {
        let answer = house.get(&path).await;
        assert!(!answer.body.contains(version), "{path}");
        assert!(!answer.headers.contains_key(header::SERVER), "{path}");
        assert!(!answer.headers.contains_key("x-powered-by"), "{path}");
    }
}
