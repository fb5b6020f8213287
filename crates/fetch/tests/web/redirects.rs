use dateline_fetch::{FetchError, FetchSettings, Fetcher};

use crate::server::{Reply, Web, fetcher, get, settings};

#[tokio::test]
async fn permanent_chains_name_their_end_and_others_do_not() {
    for (statuses, permanent) in
        [([301, 308], true), ([301, 302], false), ([307, 301], false), ([303, 303], false)]
    {
        let web = Web::start(move |asked| match asked.path.as_str() {
            "/a" => Reply::redirect(statuses[0], "b#part"),
            "/b" => Reply::redirect(statuses[1], "/c?d=e"),
            _ => Reply::ok("here"),
        })
        .await;
        let answer = get(&fetcher(), web.url("/a#top")).await.unwrap();
        assert_eq!(answer.final_url, web.url("/c?d=e"));
        assert_eq!(answer.permanent_to, permanent.then(|| web.url("/c?d=e")));
        let hops: Vec<u16> = answer.hops.iter().map(|hop| hop.status).collect();
        assert_eq!(hops, statuses);
        assert_eq!(answer.hops[0].from, web.url("/a"));
        assert_eq!(web.paths(), ["/a", "/b", "/c?d=e"]);
    }
}

#[tokio::test]
async fn circles_and_endless_chains_end() {
    let circle =
        Web::start(|asked| Reply::redirect(302, if asked.path == "/a" { "/b" } else { "/a" }))
            .await;
    let error = get(&fetcher(), circle.url("/a")).await.unwrap_err();
    assert!(matches!(error, FetchError::RedirectLoop { .. }), "{error}");
    assert_eq!(circle.asked().len(), 2);

    let endless = Web::start(|asked| Reply::redirect(301, &format!("{}x", asked.path))).await;
    let error = get(&fetcher(), endless.url("/")).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 redirects more than 5 times");
    assert_eq!(endless.asked().len(), 6);
}

#[tokio::test]
async fn five_redirects_are_followed() {
    let web = Web::start(|asked| match asked.path.len() {
        6 => Reply::ok("here"),
        _ => Reply::redirect(302, &format!("{}x", asked.path)),
    })
    .await;
    assert_eq!(get(&fetcher(), web.url("/")).await.unwrap().hops.len(), 5);
    let none = Fetcher::new(FetchSettings { max_redirects: 0, ..settings() }).unwrap();
    assert!(get(&none, web.url("/")).await.is_err());
    assert!(get(&none, web.url("/xxxxx")).await.is_ok());
}

#[tokio::test]
async fn a_redirect_needs_a_target() {
    for headers in [&[][..], &["Location: http://[bad/"]] {
        let web = Web::start(move |_| Reply::new("301 Moved", headers, "")).await;
        let error = get(&fetcher(), web.url("/")).await.unwrap_err();
        assert!(matches!(error, FetchError::BadRedirect { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_password_stays_within_its_origin() {
    let other = Web::start_at("127.0.0.2", |_| Reply::ok("there")).await;
    let away = other.url("/").to_string();
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/a" => Reply::redirect(302, "/b"),
        _ => Reply::redirect(302, &away),
    })
    .await;
    let mut url = web.url("/a");
    url.set_username("me").unwrap();
    url.set_password(Some("secret")).unwrap();
    get(&fetcher(), url).await.unwrap();
    assert!(web.asked().iter().all(|asked| asked.header("authorization").is_some()));
    assert_eq!(web.asked().len(), 2);
    assert_eq!(other.asked()[0].header("authorization"), None);
}
