//! Pictures on pages and behind their signed addresses.

use std::io::Cursor;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dateline_fetch::FetchSettings;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::seed::Story;
use super::{Answer, House, OWNER, PASSWORD, story};

/// A server of one JPEG, with what it was asked for.
async fn outlet() -> (String, Arc<Mutex<Vec<String>>>) {
    let pixels = RgbImage::from_fn(900, 600, |x, y| Rgb([x as u8, y as u8, (x + y) as u8]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    let file = Arc::new(file.into_inner());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (file, seen) = (Arc::clone(&file), Arc::clone(&seen));
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else { return };
                    head.push(byte);
                }
                seen.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
                let is_there = head.starts_with(b"GET /photo.jpg ");
                let status = if is_there { "200 OK" } else { "404 Not Found" };
                let body: &[u8] = if is_there { &file } else { b"" };
                // A type that would be run if it were believed.
                let head = format!(
                    "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html\r\n\
                     Set-Cookie: followed=1\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(&[head.as_bytes(), body].concat()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (base, asked)
}

async fn house() -> House {
    House::signed_in_with_fetch(FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: Duration::ZERO,
        ..FetchSettings::default()
    })
    .await
}

/// An article with a leading picture and another in its text; gives its page's path.
async fn pictured(house: &mut House, base: &str) -> String {
    let mut one = story("A ferry runs aground", "/one", 50);
    one.image = Some(format!("{base}/photo.jpg"));
    one.html = format!(
        "<p>The ferry.</p><img src=\"{base}/gone.jpg\" alt=\"A ferry\" width=\"300\" height=\"200\">\
         <img src=\"{base}/dot.gif\" width=\"1\" height=\"1\"><p>It ran aground.</p>"
    );
    let stories: [Story; 1] = [one];
    let articles = house.feed(OWNER, "https://bay.example/feed", &stories).await;
    format!("/article/{}", articles[0])
}

/// The signed paths on a page, those of its lead first.
fn paths(page: &str) -> Vec<String> {
    let ends = |sign: char| sign == '"' || sign == ' ';
    page.match_indices("/picture/")
        .map(|(at, _)| page[at..].split(ends).next().unwrap().to_owned())
        .collect()
}

fn said<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_picture_of_an_article_comes_through_the_house() {
    let (base, asked) = outlet().await;
    let mut house = house().await;
    let path = pictured(&mut house, &base).await;
    for page in [path.as_str(), "/", "/all"] {
        let body = house.get(page).await.body;
        assert!(!body.contains(&format!("src=\"{base}")), "{page}");
        for tag in body.split("<img ").skip(1) {
            let tag = tag.split('>').next().unwrap();
            let src = tag.split("src=\"").nth(1).unwrap();
            assert!(src.starts_with("/picture/") || src.starts_with("/icon/"), "{page}: {tag}");
            assert!(tag.contains("alt="), "{page}: {tag}");
        }
    }
    let page = house.get(&path).await.body;
    assert!(page.contains("alt=\"A ferry\" width=\"300\" height=\"200\" loading=\"lazy\""));
    assert_eq!(page.matches("<img src=\"/picture/").count(), 2);
    assert!(!page.contains("dot.gif") && page.contains("srcset=\"/picture/"));
    assert!(asked.lock().unwrap().is_empty(), "nothing is fetched for showing a page");
    let policy = house.get(&path).await;
    assert!(said(&policy, "content-security-policy").contains("img-src 'self' data:;"));

    let photo = house.get(&paths(&page)[0]).await;
    assert_eq!(photo.status, StatusCode::OK, "{}", photo.body);
    assert_eq!(said(&photo, "content-type"), "image/jpeg");
    assert_eq!(said(&photo, "x-content-type-options"), "nosniff");
    assert_eq!(
        said(&photo, "content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    );
    let keep = said(&photo, "cache-control");
    assert!(keep.starts_with("private") && keep.contains("immutable"), "{keep}");
    assert_eq!(said(&photo, "set-cookie"), "");
    let tag = said(&photo, "etag").to_owned();
    let again = Request::get(&paths(&page)[0]).header(header::IF_NONE_MATCH, tag);
    let again = house.send(again.body(Body::empty()).unwrap()).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let heads = asked.lock().unwrap().clone();
    assert_eq!(heads.len(), 1, "{heads:?}");
    let head = heads[0].to_ascii_lowercase();
    assert!(!head.contains("\nreferer") && !head.contains("\ncookie"), "{head}");
    // What is not there is said so, and its size is known by then on the page of the other.
    let gone = paths(&page).into_iter().rfind(|path| !path.is_empty()).unwrap();
    let gone = house.get(&gone).await;
    assert_eq!(
        (gone.status, said(&gone, "content-type")),
        (StatusCode::NOT_FOUND, "text/plain; charset=utf-8")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_address_opens_for_its_reader_only() {
    let (base, asked) = outlet().await;
    let mut house = house().await;
    let path = pictured(&mut house, &base).await;
    let page = house.get(&path).await.body;
    let photo = paths(&page)[0].clone();
    let levels: Vec<&str> = photo.split('/').collect();
    let [_, _, signature, width, address] = levels[..] else { panic!("{photo}") };
    let other_width = if width == "640" { "320" } else { "640" };
    let wrong = [
        format!("/picture/{signature}/{other_width}/{address}"),
        format!("/picture/{signature}/641/{address}"),
        format!("/picture/{}/{width}/{address}", signature.to_ascii_lowercase()),
        format!("/picture/{signature}/{width}/{address}AA"),
        format!("/picture//{width}/{address}"),
        format!("/picture/{signature}/x/{address}"),
        format!("/picture/{signature}/99999999999/{address}"),
    ];
    for path in &wrong {
        let answer = house.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    house.neighbour().await;
    house.forget_cookies();
    let signed_out = house.get(&photo).await;
    assert!(signed_out.location().starts_with("/login"), "{}", signed_out.status);
    house.sign_in("tom", PASSWORD).await;
    assert_eq!(house.get(&photo).await.status, StatusCode::NOT_FOUND, "another reader's");
    assert!(asked.lock().unwrap().is_empty(), "nothing was fetched for any of them");
    house.forget_cookies();
    house.sign_in("ida", PASSWORD).await;
    assert_eq!(house.get(&photo).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outlet_without_an_icon_has_a_tile_with_its_letter() {
    let mut house = House::signed_in().await;
    house.feed(OWNER, "https://bay.example/feed", &[story("One", "/one", 5)]).await;
    for key in ["bay.example", "nobody.example"] {
        let tile = house.get(&format!("/icon/{key}")).await;
        assert_eq!(tile.status, StatusCode::OK);
        assert_eq!(said(&tile, "content-type"), "image/svg+xml");
        assert_eq!(
            said(&tile, "content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        );
        assert!(said(&tile, "cache-control").starts_with("private"));
        assert!(tile.body.contains(if key.starts_with('b') { ">B</text>" } else { ">N</text>" }));
    }
    let hostile = house.get("/icon/%3Cscript%3Ealert(1)").await;
    assert!(!hostile.body.contains("script"), "{}", hostile.body);
    house.forget_cookies();
    assert!(house.get("/icon/bay.example").await.location().starts_with("/login"));
}
