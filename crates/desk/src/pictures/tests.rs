//! Pictures from a server that misbehaves as it likes.

use std::collections::HashMap;
use std::io::Cursor;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dateline_clock::Clock;
use dateline_fetch::{FetchSettings, Fetcher};
use dateline_model::PictureState;
use dateline_store::{Location, Options, Store};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::fixture::noon;
use crate::{Desk, DeskSettings};

/// A server on loopback that gives fixed answers, whole with their heads.
struct Web {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    async fn start(answers: HashMap<&'static str, Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, answers) = (Arc::clone(&asked), Arc::new(answers));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (seen, answers) = (Arc::clone(&seen), Arc::clone(&answers));
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else { return };
                        head.push(byte);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    seen.lock().unwrap().push(path.clone());
                    let none = answer("404 Not Found", "text/plain", b"");
                    let bytes = answers.get(path.as_str()).unwrap_or(&none);
                    let _ = stream.write_all(bytes).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x * y) as u8]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn ico() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::new_rgba8(16, 16).write_to(&mut file, ImageFormat::Ico).unwrap();
    file.into_inner()
}

fn size(picture: &Picture) -> (u32, u32) {
    let seen = image::load_from_memory(&picture.file).unwrap();
    (seen.width(), seen.height())
}

async fn desk(folder: &Path, allow: &str) -> Desk {
    let location = Location::from_setting(None, folder).unwrap();
    let store = Store::open(&location, Options::default(), noon()).await.unwrap();
    let fetch = FetchSettings {
        allow: allow.parse().unwrap(),
        host_pause: Duration::ZERO,
        total_timeout: Duration::from_secs(5),
        ..FetchSettings::default()
    };
    let settings =
        DeskSettings { threads: 2, blobs: Some(folder.join("blobs")), ..DeskSettings::default() };
    let clock = Clock::trial(noon(), 0.0);
    Desk::new(store, Fetcher::new(fetch).unwrap(), clock, settings).await.unwrap()
}

const LOOPBACK: &str = "127.0.0.0/8";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_fetched_once_for_all_its_widths() {
    let folder = tempfile::tempdir().unwrap();
    let photo = answer("200 OK", "text/html", &file(1200, 800, ImageFormat::Jpeg));
    let web = Web::start(HashMap::from([("/a.jpg", photo)])).await;
    let desk = desk(folder.path(), LOOPBACK).await;
    let url = web.url("/a.jpg");
    for (asked, shown) in
        [(640, (640, 427)), (640, (640, 427)), (160, (160, 107)), (1600, (1200, 800))]
    {
        let picture = desk.picture(&url, asked).await.unwrap();
        assert_eq!((picture.media_type, size(&picture)), ("image/jpeg", shown), "{asked}");
    }
    // As wide as it is by itself: the same file as the widest.
    let whole = desk.picture(&url, 1280).await.unwrap();
    assert_eq!(whole, desk.picture(&url, 1600).await.unwrap());
    assert_eq!(web.asked(), ["/a.jpg"]);
    assert_eq!(desk.blob_usage().await.unwrap().blobs, 3, "the widest, 640 and 160");
    let known = desk.store().picture(&picture_key(url.as_str())).await.unwrap();
    let size = PictureSize { width: 1200, height: 800 };
    assert_eq!(known, Some(PictureState::Known(size)));
    assert!(matches!(desk.picture(&url, 641).await, Err(NoPicture::Gone(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_want_one_picture_ask_for_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let photo = answer("200 OK", "image/png", &file(300, 200, ImageFormat::Png));
    let web = Web::start(HashMap::from([("/a.png", photo)])).await;
    let desk = desk(folder.path(), LOOPBACK).await;
    let askers: Vec<_> = (0..20)
        .map(|number| {
            let (desk, url) = (desk.clone(), web.url("/a.png"));
            let width = [160, 320][number % 2];
            tokio::spawn(async move { desk.picture(&url, width).await.map(|_| ()) })
        })
        .collect();
    for asker in askers {
        asker.await.unwrap().unwrap();
    }
    assert_eq!(web.asked(), ["/a.png"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_picture_is_not_asked_for_again() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let html = b"<html><script>alert(1)</script>";
    let folder = tempfile::tempdir().unwrap();
    let web = Web::start(HashMap::from([
        ("/a.svg", answer("200 OK", "image/svg+xml", svg)),
        ("/lie.png", answer("200 OK", "image/png", svg)),
        ("/page.jpg", answer("200 OK", "image/jpeg", html)),
        ("/empty.jpg", answer("200 OK", "image/jpeg", b"")),
        ("/dot.gif", answer("200 OK", "image/gif", &file(1, 1, ImageFormat::Gif))),
        ("/large.jpg", b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n".to_vec()),
        (
            "/meta",
            b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n"
                .to_vec(),
        ),
    ]))
    .await;
    let desk = desk(folder.path(), LOOPBACK).await;
    let paths = [
        "/a.svg",
        "/lie.png",
        "/page.jpg",
        "/empty.jpg",
        "/dot.gif",
        "/large.jpg",
        "/meta",
        "/none",
    ];
    for _ in 0..2 {
        for path in paths {
            let found = desk.picture(&web.url(path), 320).await;
            assert!(matches!(found, Err(NoPicture::Gone(_))), "{path}: {found:?}");
        }
    }
    assert_eq!(web.asked(), paths, "each once");
    assert_eq!(desk.blob_usage().await.unwrap().blobs, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_only_in_the_way_is_asked_for_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let busy = answer("503 Service Unavailable", "text/plain", b"");
    let mut cut = answer("200 OK", "image/jpeg", &file(400, 300, ImageFormat::Jpeg));
    cut.truncate(600);
    let web = Web::start(HashMap::from([("/busy.jpg", busy), ("/cut.jpg", cut)])).await;
    let desk = desk(folder.path(), LOOPBACK).await;
    for path in ["/busy.jpg", "/cut.jpg"] {
        let url = web.url(path);
        for _ in 0..2 {
            let found = desk.picture(&url, 320).await;
            assert!(matches!(found, Err(NoPicture::Trouble(_))), "{path}: {found:?}");
        }
        let known = desk.store().picture(&picture_key(url.as_str())).await.unwrap();
        let Some(PictureState::Failed(failure)) = known else { panic!("{path}: {known:?}") };
        assert_eq!((failure.attempts, failure.retry_at), (1, noon() + FIRST_PAUSE), "{path}");
    }
    assert_eq!(web.asked(), ["/busy.jpg", "/cut.jpg"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_inside_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let photo = answer("200 OK", "image/png", &file(30, 20, ImageFormat::Png));
    let web = Web::start(HashMap::from([("/a.png", photo)])).await;
    let desk = desk(folder.path(), "").await;
    let port = web.address.port();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
        let url = Url::parse(&format!("http://{host}:{port}/a.png")).unwrap();
        let found = desk.picture(&url, 320).await;
        assert!(matches!(found, Err(NoPicture::Gone(_))), "{host}: {found:?}");
    }
    assert!(web.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_removed_or_damaged_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let photo = answer("200 OK", "image/jpeg", &file(900, 600, ImageFormat::Jpeg));
    let web = Web::start(HashMap::from([("/a.jpg", photo)])).await;
    let desk = desk(folder.path(), LOOPBACK).await;
    let url = web.url("/a.jpg");
    let first = desk.picture(&url, 640).await.unwrap();
    desk.inner.pictures.blobs.remove(blob_key(&url, 640)).await.unwrap();
    assert_eq!(size(&desk.picture(&url, 640).await.unwrap()), size(&first));
    assert_eq!(web.asked().len(), 1, "drawn from the widest");
    desk.inner.pictures.blobs.trim(0).await.unwrap();
    assert_eq!(size(&desk.picture(&url, 640).await.unwrap()), size(&first));
    assert_eq!(web.asked().len(), 2);
    // Something else under its key is never shown as a picture.
    for width in [640, WIDEST] {
        let page = Bytes::from_static(b"<html><script>alert(1)</script>");
        desk.inner.pictures.blobs.put(blob_key(&url, width), page).await.unwrap();
    }
    assert_eq!(desk.picture(&url, 640).await.unwrap().media_type, "image/jpeg");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_icon_is_found_on_the_home_page_or_where_every_site_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let page =
        b"<head><link rel=icon href=/missing.png><link rel=icon sizes=64x64 href=/mark.png></head>";
    let robots = b"User-agent: *\nDisallow: /mark.png\n";
    let web = Web::start(HashMap::from([
        ("/", answer("200 OK", "text/html", page)),
        ("/mark.png", answer("200 OK", "image/png", &file(64, 64, ImageFormat::Png))),
        ("/favicon.ico", answer("200 OK", "image/x-icon", &ico())),
    ]))
    .await;
    let desk = desk(folder.path(), LOOPBACK).await;
    let found = icons::find(&desk.inner, &web.url("/"), &[]).await.unwrap();
    assert_eq!(found.iter().map(|drawn| drawn.width).collect::<Vec<_>>(), [32, 64]);
    assert_eq!(web.asked(), ["/robots.txt", "/", "/mark.png"]);

    let strict = Web::start(HashMap::from([
        ("/robots.txt", answer("200 OK", "text/plain", robots)),
        ("/", answer("200 OK", "text/html", page)),
        ("/mark.png", answer("200 OK", "image/png", &file(64, 64, ImageFormat::Png))),
        ("/favicon.ico", answer("200 OK", "image/x-icon", &ico())),
    ]))
    .await;
    assert_eq!(icons::find(&desk.inner, &strict.url("/"), &[]).await.unwrap().len(), 2);
    assert!(!strict.asked().contains(&"/mark.png".to_owned()));
    let none = Web::start(HashMap::new()).await;
    assert!(icons::find(&desk.inner, &none.url("/"), &[]).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_without_an_icon_has_the_one_that_its_feed_names() {
    let folder = tempfile::tempdir().unwrap();
    let web = Web::start(HashMap::from([
        ("/", answer("200 OK", "text/html", b"<head></head>")),
        ("/broken.png", answer("200 OK", "image/png", b"no picture")),
        ("/logo.png", answer("200 OK", "image/png", &file(300, 100, ImageFormat::Png))),
    ]))
    .await;
    let desk = desk(folder.path(), LOOPBACK).await;
    let named =
        ["javascript:1", "/broken.png", "/logo.png"].map(|path| match path.strip_prefix('/') {
            Some(_) => web.url(path).to_string(),
            None => path.to_owned(),
        });
    let found = icons::find(&desk.inner, &web.url("/"), &named).await.unwrap();
    assert_eq!(found.iter().map(|drawn| drawn.width).collect::<Vec<_>>(), [32, 64]);
    let asked = ["/robots.txt", "/", "/favicon.ico", "/broken.png", "/logo.png"];
    assert_eq!(web.asked(), asked, "only where the site has none");
    assert!(icons::find(&desk.inner, &web.url("/"), &named[..2]).await.is_err());
}

#[test]
fn what_fails_again_is_asked_for_ever_more_rarely() {
    let hours = |attempts| pause(false, attempts).as_secs_f64() / 3600.0;
    assert!(hours(1) < 0.1 && hours(1) < hours(2) && hours(2) < hours(3));
    assert_eq!((hours(30), hours(u32::MAX)), (24.0, 24.0));
    assert_eq!(pause(true, 1), GONE_FOR);
}

#[test]
fn addresses_of_pictures_are_the_webs_and_carry_no_password() {
    let of = |text: &str| picture_address(text).map(String::from);
    assert_eq!(of(" https://u:p@a.example/x.png#y ").unwrap(), "https://a.example/x.png");
    for odd in ["", "x.png", "data:image/png;base64,AA", "ftp://a.example/x"] {
        assert_eq!(of(odd), None, "{odd}");
    }
    assert_eq!(of(&format!("https://a.example/{}", "x".repeat(5000))), None);
    assert_eq!(picture_key("a").len(), 32);
    assert_ne!(picture_key("a"), picture_key("b"));
}
