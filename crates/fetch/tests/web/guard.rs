use dateline_fetch::{FetchError, FetchSettings, Fetcher};
use url::Url;

use crate::server::{Reply, Web, fetcher, get, settings};

#[tokio::test]
async fn loopback_is_refused_by_address_and_by_name() {
    let web = Web::start(|_| Reply::ok("inside")).await;
    let strict = Fetcher::new(FetchSettings::default()).unwrap();
    let port = web.address.port();
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"] {
        let url = Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let error = get(&strict, url).await.unwrap_err();
        assert!(matches!(error, FetchError::Address { .. }), "{host}: {error}");
    }
    let url = Url::parse(&format!("http://localhost:{port}/")).unwrap();
    let message = get(&strict, url).await.unwrap_err().to_string();
    assert!(message.starts_with("the name localhost leads to "), "{message}");
    assert!(web.asked().is_empty());
}

#[tokio::test]
async fn a_listed_name_or_network_is_let_through() {
    let web = Web::start(|_| Reply::ok("inside")).await;
    let port = web.address.port();
    let url = Url::parse(&format!("http://localhost:{port}/")).unwrap();
    for allow in ["localhost".to_owned(), format!("localhost:{port}"), "127.0.0.0/8, ::1".into()] {
        let settings = FetchSettings { allow: allow.parse().unwrap(), ..settings() };
        let answer = get(&Fetcher::new(settings).unwrap(), url.clone()).await.unwrap();
        assert_eq!(answer.body, "inside", "{allow}");
    }
    let other = FetchSettings { allow: "localhost:1".parse().unwrap(), ..settings() };
    let refused = get(&Fetcher::new(other).unwrap(), url).await;
    assert!(matches!(refused, Err(FetchError::Address { .. })));
}

#[tokio::test]
async fn a_redirect_to_the_inside_is_refused() {
    let inside = Web::start(|_| Reply::ok("secret")).await;
    let port = inside.address.port();
    let targets = [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "//10.0.0.1/".to_owned(),
        format!("http://0177.1:{port}/"),
        format!("http://localhost:{port}/"),
    ];
    for target in targets {
        let to = target.clone();
        let web = Web::start_at("127.0.0.9", move |_| Reply::redirect(302, &to)).await;
        let settings = FetchSettings { allow: "127.0.0.9".parse().unwrap(), ..settings() };
        let error = get(&Fetcher::new(settings).unwrap(), web.url("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::Address { .. }), "{target}: {error}");
    }
    assert!(inside.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_to_another_scheme_is_refused() {
    let web = Web::start(|_| Reply::redirect(302, "file:///etc/passwd")).await;
    let error = get(&fetcher(), web.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Scheme { .. }), "{error}");
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_said_so() {
    // A label longer than 63 bytes is refused by every resolver without asking anybody.
    let name = format!("{}.invalid", "x".repeat(70));
    let url = Url::parse(&format!("http://{name}/")).unwrap();
    let error = get(&fetcher(), url).await.unwrap_err();
    assert_eq!(error.to_string(), format!("the name {name} could not be looked up"));
    assert!(error.is_temporary());
}

#[tokio::test]
async fn a_closed_port_is_said_so() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = get(&fetcher(), Url::parse(&format!("http://{address}/")).unwrap()).await;
    let message = error.unwrap_err().to_string();
    assert_eq!(message, "127.0.0.1 could not be reached: connection refused");
}
