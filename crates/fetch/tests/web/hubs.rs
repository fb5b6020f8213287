use std::time::Duration;

use dateline_fetch::{FetchError, FetchSettings, Fetcher};
use url::Url;

use crate::server::{Reply, Web, fetcher, settings};

const FORM: [(&str, &str); 2] =
    [("hub.mode", "subscribe"), ("hub.topic", "https://a.example/?x&y")];
const SENT: &[u8] = b"hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%3Fx%26y";

#[tokio::test]
async fn a_form_is_posted_and_goes_along_with_a_redirect_that_keeps_it() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/old" => Reply::redirect(307, "/hub"),
        _ => Reply::new("202 Accepted", &[], ""),
    })
    .await;
    let answer = fetcher().post_form(web.url("/old"), &FORM).await.unwrap();
    assert_eq!(answer.status, 202);
    let asked = web.asked();
    assert_eq!(web.paths(), ["/old", "/hub"]);
    for asked in asked {
        assert_eq!((asked.method.as_str(), asked.body.as_slice()), ("POST", SENT));
        let kind = asked.header("content-type").unwrap();
        assert_eq!(kind, b"application/x-www-form-urlencoded");
        assert_eq!(asked.header("cookie").or(asked.header("referer")), None);
    }
}

#[tokio::test]
async fn a_redirect_that_would_turn_it_into_a_get_is_an_error() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/hub" => Reply::redirect(302, "/elsewhere"),
        _ => Reply::ok("x"),
    })
    .await;
    let error = fetcher().post_form(web.url("/hub"), &FORM).await.unwrap_err();
    assert!(matches!(error, FetchError::Protocol { .. }), "{error}");
    assert_eq!(web.paths(), ["/hub"]);
}

#[tokio::test]
async fn a_hub_must_be_public_also_behind_a_redirect() {
    let private = Fetcher::new(FetchSettings::default()).unwrap();
    let error = private.post_form(Url::parse("http://10.0.0.1/").unwrap(), &FORM).await;
    assert!(matches!(error, Err(FetchError::Address { .. })));
    let web = Web::start(|_| Reply::redirect(308, "http://169.254.169.254/")).await;
    let error = fetcher().post_form(web.url("/"), &FORM).await;
    assert!(matches!(error, Err(FetchError::Address { .. })));
}

#[tokio::test]
async fn a_strangers_hub_must_be_public_whatever_is_listed() {
    let web = Web::start(|_| Reply::new("202 Accepted", &[], "")).await;
    let mut by_name = web.url("/hub");
    by_name.set_host(Some("localhost")).unwrap();
    for allow in ["127.0.0.0/8, ::1", "localhost, 127.0.0.1"] {
        let settings = FetchSettings { allow: allow.parse().unwrap(), ..settings() };
        let fetcher = Fetcher::new(settings).unwrap();
        // A connection that stands already is none for it.
        assert_eq!(fetcher.post_form(by_name.clone(), &FORM).await.unwrap().status, 202);
        assert_eq!(web.asked().len(), 1, "{allow}");
        for url in [web.url("/hub"), by_name.clone()] {
            let error = fetcher.post_form_outside(url.clone(), &FORM).await;
            assert!(matches!(error, Err(FetchError::Address { .. })), "{url} {allow}: {error:?}");
        }
        assert_eq!(web.asked().len(), 1, "{allow}");
        web.forget();
    }
}

#[test]
fn a_host_is_listed_as_a_name_or_as_an_address() {
    let allow = "nas.lan:8080, 10.0.0.0/8, ::1".parse().unwrap();
    let fetcher = Fetcher::new(FetchSettings { allow, ..settings() }).unwrap();
    let listed = |text: &str| fetcher.is_listed(&Url::parse(text).unwrap());
    assert!(
        listed("http://nas.lan:8080/x") && listed("http://10.1.2.3/") && listed("http://[::1]/")
    );
    assert!(!listed("http://nas.lan/") && !listed("https://example.org/"));
    assert!(!listed("http://192.168.0.1/") && !listed("mailto:a@b.example"));
}

#[tokio::test]
async fn a_hub_that_is_asked_too_often_is_left_alone() {
    let web = Web::start(|_| Reply::new("429 Slow down", &["Retry-After: 600"], "")).await;
    let fetcher = fetcher();
    assert_eq!(fetcher.post_form(web.url("/"), &FORM).await.unwrap().status, 429);
    let error = fetcher.post_form(web.url("/"), &FORM).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::HostPaused { left, .. } if *left > Duration::from_secs(500))
    );
    assert_eq!(web.asked().len(), 1);
}

#[test]
fn only_what_others_can_reach_counts_as_reachable() {
    let fetcher = Fetcher::new(settings()).unwrap();
    let reachable = |text: &str| fetcher.is_reachable(&Url::parse(text).unwrap());
    for yes in ["https://news.example.org/", "http://8.8.8.8:8080/", "http://127.0.0.1:7878/"] {
        assert!(reachable(yes), "{yes}");
    }
    for no in [
        "http://localhost:7878/",
        "http://10.0.0.7/",
        "http://nas/",
        "http://nas.lan/",
        "ftp://a.org/",
    ] {
        assert!(!reachable(no), "{no}");
    }
    let listing = FetchSettings { allow: "nas.lan".parse().unwrap(), ..settings() };
    assert!(Fetcher::new(listing).unwrap().is_reachable(&Url::parse("http://nas.lan/").unwrap()));
}
