//! The administration: who may see it, and what it shows of an instance that is not well.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dateline_model::{FeedStatus, Poll, PollManners, PollingState};

use super::{House, OWNER, PASSWORD, now, story};
use crate::admin::{Finding, FindingState, Instance, LogLine, SettingLine};

/// A backup that stands in the folder of every house.
pub const BACKUP: &str = "dateline-20251222-143000.backup";

const HELD: &str = "all that everybody reads";

/// A program that is not well.
pub fn instance(data: &Path) -> Instance {
    std::fs::create_dir(data.join("backups")).unwrap();
    std::fs::write(data.join("backups").join(BACKUP), HELD).unwrap();
    Instance {
        data: data.to_owned(),
        started: now() - jiff::SignedDuration::from_mins(90),
        wall: now,
        settings: Arc::new([
            SettingLine {
                key: "keep.days",
                value: "30".to_owned(),
                origin: "--keep-days".to_owned(),
                is_default: false,
                help: "How long articles are kept",
            },
            SettingLine {
                key: "store",
                value: "(hidden)".to_owned(),
                origin: "environment variable DATELINE_STORE".to_owned(),
                is_default: false,
                help: "Where everything is kept",
            },
        ]),
        log: || {
            let line =
                |is_error, text: &str| LogLine { at: now(), is_error, text: text.to_owned() };
            vec![line(true, "the disk is full <b>"), line(false, "slow")]
        },
        free_bytes: |_| Some(40_000_000),
        doctor: Arc::new(|| {
            Box::pin(async {
                vec![Finding {
                    check: "search",
                    state: FindingState::Problem,
                    found: "the index is damaged".to_owned(),
                    advice: Some("make it anew".to_owned()),
                }]
            })
        }),
    }
}

const PAGES: [&str; 8] = [
    "/admin",
    "/admin/feeds",
    "/admin/jobs",
    "/admin/storage",
    "/admin/backups",
    "/admin/log",
    "/admin/settings",
    "/admin/doctor",
];

#[tokio::test]
async fn only_admins_see_it() {
    let mut house = House::signed_in().await;
    for page in PAGES {
        let answer = house.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
        assert!(answer.body.contains("aria-current=\"page\""), "{page}");
    }
    assert!(house.get("/account").await.body.contains("href=\"/admin\""));
    house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    let backup = format!("/admin/backups/{BACKUP}");
    for page in PAGES.into_iter().chain([backup.as_str()]) {
        assert_eq!(house.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let refused = house.post_signed("/admin/backups", &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(!house.get("/account").await.body.contains("href=\"/admin\""));
}

#[tokio::test]
async fn an_instance_that_is_not_well_is_told_in_plain_words() {
    let mut house = House::signed_in().await;
    let page = house.get("/admin").await.body;
    assert!(
        page.contains("40 MB free on the disk") && page.contains("1 error, 1 warning"),
        "{page}"
    );
    assert!(page.contains("1 h 30 min") && page.contains("SQLite, schema "), "{page}");
    let storage = house.get("/admin/storage").await.body;
    assert!(storage.contains("40 MB are free on the disk.") && storage.contains("That is tight"));
    assert!(storage.contains("<code>articles</code></dt><dd>0"), "{storage}");
    let log = house.get("/admin/log").await.body;
    assert!(log.contains("the disk is full &#60;b&#62;"), "{log}");
    let settings = house.get("/admin/settings").await.body;
    assert!(settings.contains("(hidden)") && settings.contains("--keep-days"));

    assert!(page.contains("Has not looked yet"), "{page}");
    let answer = house.post_signed("/admin/doctor", &[]).await;
    assert_eq!(answer.location(), "/admin/doctor");
    for _ in 0..100 {
        let page = house.get("/admin/doctor").await.body;
        if page.contains("the index is damaged") {
            assert!(page.contains("status--bad") && page.contains("→ make it anew"), "{page}");
            assert!(house.get("/admin").await.body.contains("1 problem"));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the doctor does not come back");
}

#[tokio::test]
async fn a_backup_is_made_listed_and_sent_in_pieces() {
    let mut house = House::signed_in().await;
    let page = house.get("/admin/backups").await.body;
    assert!(
        page.contains(BACKUP) && page.contains("24 bytes") && page.contains("everybody’s data")
    );
    let path = format!("/admin/backups/{BACKUP}");
    let whole = house.get(&path).await;
    assert_eq!((whole.status, whole.body.as_str()), (StatusCode::OK, HELD));
    assert_eq!(whole.headers[header::CACHE_CONTROL], "no-store");
    assert!(whole.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains(BACKUP));
    let rest = Request::get(&path).header(header::RANGE, "bytes=9-").body(Body::empty()).unwrap();
    let rest = house.send(rest).await;
    assert_eq!((rest.status, rest.body.as_str()), (StatusCode::PARTIAL_CONTENT, &HELD[9..]));
    assert_eq!(rest.headers[header::CONTENT_RANGE], "bytes 9-23/24");
    for other in ["dateline.db", "..%2Fdateline.db", "dateline-x.backup"] {
        let answer = house.get(&format!("/admin/backups/{other}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
    let removed = house.post_signed(&format!("{path}/remove"), &[]).await;
    assert_eq!(removed.location(), "/admin/backups?done=removed");
    assert!(house.get("/admin/backups").await.body.contains("There is no backup yet."));
    house.post_signed("/admin/backups", &[]).await;
    for _ in 0..200 {
        let page = house.get("/admin/backups?done=begun").await.body;
        if page.contains("The backup is made.") {
            assert!(page.contains("/admin/backups/dateline-20251222-143000.backup"), "{page}");
            return;
        }
        assert!(page.contains("is being made"), "{page}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the backup is never done");
}

/// A feed with a key in its address that fails.
async fn fail(house: &House) -> dateline_model::FeedId {
    let url = url::Url::parse("https://ida:pw@a.example/feed?key=s3cret").unwrap();
    let (feed, _) = house.store.add_feed(&url, now()).await.unwrap();
    house.store.subscribe(OWNER, feed, Some("Mine alone"), "", now()).await.unwrap();
    let worker = house.store.register_worker(now()).await.unwrap();
    house.store.claim_polls(&worker, &[feed], now()).await.unwrap();
    let polling = PollingState {
        status: FeedStatus::Failing,
        errors: 2,
        last_error: Some("the server turns us away (403)".to_owned()),
        polled_at: Some(now()),
        ..PollingState::new_at(now())
    };
    let poll = Poll {
        feed,
        at: now(),
        polling,
        moved: None,
        brought: None,
        http_status: Some(403),
        parts: None,
        manners: PollManners::default(),
    };
    house.store.save_poll(&worker, poll).await.unwrap();
    feed
}

#[tokio::test]
async fn feeds_are_filtered_paused_and_removed_and_their_secrets_stay() {
    let mut house = House::signed_in().await;
    house.feed(OWNER, "https://bay.example/feed", &[story("Ferry returns", "ferry", 9)]).await;
    let failing = fail(&house).await;
    let all = house.get("/admin/feeds").await.body;
    assert!(all.contains("Bay Tribune") && all.contains("https://a.example/feed?…"), "{all}");
    for secret in ["s3cret", "ida:pw", "Mine alone"] {
        assert!(!all.contains(secret), "{secret}");
    }
    let refused = house.get("/admin/feeds?show=refused&by=errors").await.body;
    assert!(!refused.contains("Bay Tribune") && refused.contains("The server turns us away (403)"));
    let none = house.get("/admin/feeds?q=nothing+like+it").await.body;
    assert!(none.contains("There is no such feed."));

    let paused = house.post_signed(&format!("/admin/feeds/{failing}/pause"), &[]).await;
    assert_eq!(paused.location(), "/admin/feeds?done=paused");
    assert!(house.get("/admin/feeds?show=paused").await.body.contains("a.example"));
    let asked = house.post_signed(&format!("/admin/feeds/{failing}/poll"), &[]).await;
    assert_eq!(asked.location(), "/admin/feeds?done=asked");
    assert!(!house.get("/admin/feeds?show=paused").await.body.contains("a.example"));

    let question = house.get(&format!("/admin/feeds/{failing}/remove")).await.body;
    assert!(question.contains("One person reads it and loses it"), "{question}");
    let removed = house.post_signed(&format!("/admin/feeds/{failing}/remove"), &[]).await;
    assert_eq!(removed.location(), "/admin/feeds?done=removed");
    assert!(house.store.feed(failing).await.unwrap().is_none());
    let gone = house.post_signed(&format!("/admin/feeds/{failing}/remove"), &[]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn work_is_told_without_saying_what_is_read() {
    let mut house = House::signed_in().await;
    house.feed(OWNER, "https://bay.example/feed", &[story("Ferry returns", "ferry", 9)]).await;
    let page = house.get("/admin/jobs").await.body;
    assert!(page.contains("Feeds to be polled") && page.contains("Articles without a story yet"));
    assert!(!page.contains("Ferry"), "{page}");
    let answer = house.post_signed("/admin/jobs/retry", &[]).await;
    assert_eq!(answer.location(), "/admin/jobs?done=retry");
}
