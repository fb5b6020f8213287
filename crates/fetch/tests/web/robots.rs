use std::time::Duration;

use dateline_fetch::{FetchError, FetchSettings, Fetcher, Purpose, Request, RobotsVerdict};

use crate::server::{Reply, Web, fetcher, get, settings};

async fn site(robots: impl Fn() -> Reply + Send + Sync + 'static) -> Web {
    Web::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => robots(),
        _ => Reply::ok("page"),
    })
    .await
}

async fn page(fetcher: &Fetcher, web: &Web, path: &str) -> Result<(), FetchError> {
    fetcher.get(Request::new(web.url(path), Purpose::Page)).await.map(drop)
}

#[tokio::test]
async fn pages_obey_and_feeds_are_not_asked_for() {
    let web = site(|| Reply::ok("User-agent: dateline\nDisallow: /private\n")).await;
    let fetcher = fetcher();
    page(&fetcher, &web, "/open").await.unwrap();
    let error = page(&fetcher, &web, "/private/x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the robots.txt of 127.0.0.1 does not allow this page to be read"
    );
    assert!(!error.is_temporary());
    get(&fetcher, web.url("/private/feed")).await.unwrap();
    let guess = Request::new(web.url("/private/rss"), Purpose::Discovery);
    assert!(fetcher.get(guess).await.is_err());
    assert_eq!(web.paths(), ["/robots.txt", "/open", "/private/feed"]);
}

#[tokio::test]
async fn feeds_obey_where_that_is_wished() {
    let web = site(|| Reply::ok("User-agent: *\nDisallow: /private\n")).await;
    let obedient = FetchSettings { robots_for_feeds: true, ..settings() };
    let fetcher = Fetcher::new(obedient).unwrap();
    get(&fetcher, web.url("/open")).await.unwrap();
    let error = get(&fetcher, web.url("/private/feed")).await.unwrap_err();
    assert!(matches!(error, FetchError::Robots { .. }), "{error:?}");
    assert_eq!(web.paths(), ["/robots.txt", "/open"]);
}

#[tokio::test]
async fn a_missing_file_allows_and_a_failing_one_forbids_for_now() {
    for status in ["404 Not Found", "401 Unauthorized", "410 Gone"] {
        let web = site(move || Reply::new(status, &[], "Disallow: /")).await;
        page(&fetcher(), &web, "/x").await.unwrap();
    }
    for status in ["500 Oops", "503 Busy", "429 Too Many Requests"] {
        let web = site(move || Reply::new(status, &[], "")).await;
        let fetcher = fetcher();
        let error = page(&fetcher, &web, "/x").await.unwrap_err();
        assert!(
            matches!(&error, FetchError::Robots { host, unreadable: Some(_) } if host == "127.0.0.1"),
            "{error:?}"
        );
        let verdict = fetcher.robots_allow(&web.url("/x")).await.unwrap();
        assert!(matches!(verdict, RobotsVerdict::Unknown(_)));
        assert_eq!(web.paths(), ["/robots.txt"]);
    }
}

#[tokio::test]
async fn many_pages_ask_once() {
    let web =
        site(|| Reply::ok("User-agent: *\nAllow: /\n").after(Duration::from_millis(50))).await;
    let fetcher = fetcher();
    let pages: Vec<_> = (0..10)
        .map(|n| {
            let (fetcher, url) = (fetcher.clone(), web.url(&format!("/{n}")));
            tokio::spawn(async move { fetcher.get(Request::new(url, Purpose::Page)).await })
        })
        .collect();
    for page in pages {
        page.await.unwrap().unwrap();
    }
    assert_eq!(web.paths().iter().filter(|path| *path == "/robots.txt").count(), 1);
}

#[tokio::test]
async fn a_redirected_page_obeys_the_site_it_ends_at() {
    let other = Web::start_at("127.0.0.2", |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::ok("User-agent: *\nDisallow: /\n"),
        _ => Reply::ok("page"),
    })
    .await;
    let away = other.url("/x").to_string();
    let web = Web::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => Reply::new("404 Not Found", &[], ""),
        _ => Reply::redirect(302, &away),
    })
    .await;
    let error = page(&fetcher(), &web, "/").await.unwrap_err();
    assert_eq!(error, FetchError::Robots { host: "127.0.0.2".into(), unreadable: None });
    assert_eq!(other.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn an_overlong_file_is_read_to_the_limit() {
    let web = site(|| {
        let mut text = "User-agent: *\nDisallow: /early\n".to_owned();
        text.push_str(&"# filler\n".repeat(200_000));
        text.push_str("Disallow: /late\n");
        Reply::ok(text)
    })
    .await;
    let fetcher = fetcher();
    assert!(page(&fetcher, &web, "/early").await.is_err());
    page(&fetcher, &web, "/late").await.unwrap();
}

#[tokio::test]
async fn a_crawl_delay_slows_the_host_down() {
    let web = site(|| Reply::ok("User-agent: *\nCrawl-delay: 0.4\n")).await;
    let fetcher = fetcher();
    page(&fetcher, &web, "/a").await.unwrap();
    page(&fetcher, &web, "/b").await.unwrap();
    let asked = web.asked();
    let least = Duration::from_millis(200);
    assert!(asked.windows(2).all(|pair| pair[1].at - pair[0].at >= least));
}

#[tokio::test]
async fn the_product_of_the_user_agent_is_the_name_obeyed() {
    let web = site(|| Reply::ok("User-agent: Gazette\nDisallow: /\n")).await;
    let settings =
        FetchSettings { user_agent: "Gazette/2 (+https://g.example/)".into(), ..settings() };
    assert!(page(&Fetcher::new(settings).unwrap(), &web, "/x").await.is_err());
    page(&fetcher(), &web, "/x").await.unwrap();
}
