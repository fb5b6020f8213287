//! Pictures and icons: their own turns, their own bounds, and nowhere inside.

use std::time::{Duration, Instant};

use dateline_fetch::{FetchError, FetchSettings, Fetcher, Purpose, Request, SizeLimit};

use crate::server::{Reply, Web, fetcher, settings};

fn picture(url: url::Url) -> Request {
    Request::new(url, Purpose::Picture)
}

#[tokio::test]
async fn a_picture_is_asked_for_as_a_browser_would_without_saying_who_looks() {
    let web = Web::start(|_| Reply::ok("picture")).await;
    fetcher().get(picture(web.url("/a.jpg"))).await.unwrap();
    let asked = web.asked();
    assert_eq!(web.paths(), ["/a.jpg"], "robots.txt is not asked");
    assert!(asked[0].header("accept").unwrap().starts_with(b"image/jpeg"));
    for told in ["cookie", "referer", "authorization", "origin"] {
        assert_eq!(asked[0].header(told), None, "{told}");
    }
    let with_login = format!("http://u:p@{}/b.jpg", web.address);
    let mut url = url::Url::parse(&with_login).unwrap();
    url.set_username("").unwrap();
    url.set_password(None).unwrap();
    fetcher().get(picture(url)).await.unwrap();
    assert_eq!(web.asked()[1].header("authorization"), None);
}

#[tokio::test]
async fn an_icon_obeys_robots_txt() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("User-agent: *\nDisallow: /icons/\n"),
        _ => Reply::ok("icon"),
    })
    .await;
    let fetcher = fetcher();
    let icon = |path: &str| Request::new(web.url(path), Purpose::Icon);
    let refused = fetcher.get(icon("/icons/a.png")).await;
    assert!(matches!(refused, Err(FetchError::Robots { .. })), "{refused:?}");
    assert_eq!(fetcher.get(icon("/favicon.ico")).await.unwrap().body, "icon");
}

#[tokio::test]
async fn a_picture_of_fifty_megabytes_is_broken_off() {
    let large = vec![7u8; 13 * 1024 * 1024];
    let web = Web::start(move |asked| match asked.path.as_str() {
        // It says how long it is, or it does not.
        "/told" => Reply {
            bytes: b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n".to_vec(),
            ..Reply::default()
        },
        _ => Reply {
            bytes: [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".as_slice(), &large].concat(),
            ..Reply::default()
        },
    })
    .await;
    for path in ["/told", "/untold"] {
        let error = fetcher().get(picture(web.url(path))).await.unwrap_err();
        let limit = 12 * 1024 * 1024;
        assert_eq!(error, FetchError::TooLarge { limit, what: SizeLimit::Wire }, "{path}");
    }
}

#[tokio::test]
async fn a_picture_that_drips_is_given_up() {
    let web =
        Web::start(|_| Reply { drip: Duration::from_millis(50), ..Reply::ok(vec![0u8; 4000]) })
            .await;
    let hurried = FetchSettings { total_timeout: Duration::from_millis(400), ..settings() };
    let began = Instant::now();
    let error = Fetcher::new(hurried).unwrap().get(picture(web.url("/a"))).await.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_picture_leads_inside_by_no_redirect() {
    let inside = Web::start(|_| Reply::ok("secret")).await;
    let to = inside.address.port();
    let web = Web::start_at("127.0.0.9", move |asked| match asked.path.as_str() {
        "/meta" => Reply::redirect(302, "http://169.254.169.254/latest/meta-data"),
        _ => Reply::redirect(302, &format!("http://127.0.0.1:{to}/secret")),
    })
    .await;
    // Even where all of loopback is listed: another host than the one that was named is public.
    for path in ["/meta", "/inside"] {
        let error = fetcher().get(picture(web.url(path))).await.unwrap_err();
        assert!(matches!(error, FetchError::Address { .. }), "{path}: {error}");
    }
    assert!(inside.asked().is_empty());
}

#[tokio::test]
async fn pictures_keep_no_feed_of_their_host_waiting() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/feed" => Reply::ok("feed"),
        _ => Reply::ok("picture").after(Duration::from_secs(3)),
    })
    .await;
    let fetcher = fetcher();
    let pictures: Vec<_> = (0..12)
        .map(|number| {
            let (fetcher, url) = (fetcher.clone(), web.url(&format!("/{number}.jpg")));
            tokio::spawn(async move { fetcher.get(picture(url)).await })
        })
        .collect();
    while web.asked().len() < 4 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let began = Instant::now();
    fetcher.get(Request::new(web.url("/feed"), Purpose::Feed)).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(web.most_running() <= 5, "{} at once", web.most_running());
    for picture in pictures {
        picture.abort();
    }
}

#[tokio::test]
async fn a_host_that_has_had_enough_of_pictures_is_asked_for_no_more_of_them() {
    let web = Web::start(|asked| match asked.path.as_str() {
        "/feed" => Reply::ok("feed"),
        _ => Reply::new("429 Too Many Requests", &["Retry-After: 600"], ""),
    })
    .await;
    let fetcher = fetcher();
    assert_eq!(fetcher.get(picture(web.url("/a.jpg"))).await.unwrap().status, 429);
    let error = fetcher.get(picture(web.url("/b.jpg"))).await.unwrap_err();
    assert!(matches!(error, FetchError::HostPaused { .. }), "{error}");
    let feed = fetcher.get(Request::new(web.url("/feed"), Purpose::Feed)).await.unwrap();
    assert_eq!(feed.status, 200, "its feeds are not paused by that");
    fetcher.pause_host(&web.url("/"), Duration::from_secs(3600));
    let other = fetcher.get(picture(web.url("/c.jpg"))).await;
    assert!(matches!(other, Err(FetchError::HostPaused { .. })));
    assert_eq!(web.paths(), ["/a.jpg", "/feed"]);
}
