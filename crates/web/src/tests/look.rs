//! How pages look in a browser is kept there, and written into the page.

use axum::http::{StatusCode, header};

use super::House;

fn root(body: &str) -> &str {
    body.split("<html").nth(1).unwrap().split('>').next().unwrap()
}

#[tokio::test]
async fn a_look_is_kept_and_worn_by_every_page() {
    let mut house = House::signed_in().await;
    let body = house.get("/feeds?show=problems").await.body;
    assert!(root(&body).contains("data-theme=\"system\""), "{}", root(&body));
    assert!(body.contains("name=\"back\" value=\"/feeds?show=problems\""));

    let answer = house.post_signed("/look", &[("theme", "dark"), ("back", "/feeds")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/feeds"));
    house.post_signed("/look", &[("size", "5"), ("back", "//evil.example")]).await;
    house.post_signed("/look", &[("size", "huge"), ("face", "\"><script>")]).await;
    for path in ["/", "/about", "/no/such/page", "/invitation/none"] {
        let body = house.get(path).await.body;
        let root = root(&body);
        for part in ["theme=\"dark\"", "size=\"5\"", "width=\"normal\"", "face=\"serif\""] {
            assert!(root.contains(part), "{path}: {root}");
        }
        assert!(body.contains("name=\"color-scheme\" content=\"dark\""), "{path}");
    }
}

#[tokio::test]
async fn fonts_are_files_of_their_own_and_not_compressed_again() {
    let mut house = House::signed_in().await;
    let body = house.get("/").await.body;
    let fonts: Vec<&str> = body
        .split("rel=\"preload\" href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    for path in fonts {
        let ask = axum::http::Request::get(path).header(header::ACCEPT_ENCODING, "gzip, br");
        let answer = house.send(ask.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "font/woff2");
        assert!(!answer.headers.contains_key(header::CONTENT_ENCODING));
    }
    let licence =
        format!("{}fonts.txt", &body.split("rel=\"preload\" href=\"").nth(1).unwrap()[..25]);
    let answer = house.get(&licence).await;
    assert!(answer.body.contains("SIL Open Font License"), "{licence}");
}
