//! Rules for sites: who may try them, and who may set them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::seed::Story;
use super::{House, OWNER, PASSWORD, story, token};

const SITE: &str = "/sites/bay.example";

/// A story whose page is kept, with a box in its text that is none of it.
fn kept(title: &'static str, path: &str) -> Story {
    let line = |number: usize| {
        format!(
            "<p>In part {number} of it the harbour office said on Monday that the ferry will run \
             again from Thursday on, at first without cars.</p>"
        )
    };
    let text: String = (0..6).map(line).collect();
    let aside = "<div class=\"aside\"><p>Our readers can also follow the weather at sea on a page \
                 of its own, which is made anew every hour of the day.</p></div>";
    Story {
        html: format!("{text}{aside}"),
        page: Some(format!(
            "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}{aside}\
             {text}</article></body></html>"
        )),
        ..story(title, path, 30)
    }
}

async fn with_a_kept_page() -> House {
    let house = House::signed_in().await;
    let one = kept("The ferry runs again from Thursday", "/ferry");
    house.feed(OWNER, "https://www.bay.example/feed", &[one]).await;
    house
}

#[tokio::test]
async fn a_rule_is_tried_set_and_removed() {
    let mut house = with_a_kept_page().await;
    assert!(house.get(SITE).await.body.contains("No rules are in force"));
    let rule = [("drop", ".aside"), ("do", "try")];
    let tried = house.post_signed(SITE, &rule).await;
    assert_eq!(tried.status, StatusCode::OK);
    assert!(
        tried.body.contains("weather at sea") && tried.body.contains("words gone"),
        "{}",
        tried.body
    );
    assert!(tried.body.contains("The ferry runs again from Thursday"));
    assert!(house.get("/sites").await.body.contains("There are none"), "it was only tried");

    let set = house.post_signed(SITE, &[("drop", ".aside\n.more"), ("do", "save")]).await;
    assert_eq!(set.location(), "/sites/bay.example?done=set");
    let page = house.get(set.location()).await.body;
    assert!(page.contains(".aside\n.more</textarea>"), "{page}");
    let list = house.get("/sites").await.body;
    assert!(list.contains("bay.example") && list.contains("not the article"), "{list}");
    let file = house.get("/sites/rules.toml").await;
    assert!(
        file.body.contains("[\"bay.example\"]\ndrop = [\".aside\", \".more\"]"),
        "{}",
        file.body
    );
    assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("attachment"));

    let removed = house.post_signed(SITE, &[("do", "remove")]).await;
    assert_eq!(removed.location(), "/sites/bay.example?done=removed");
    assert!(house.get("/sites").await.body.contains("There are none"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_kept_in_the_form() {
    let mut house = with_a_kept_page().await;
    for act in ["try", "save"] {
        let answer = house.post_signed(SITE, &[("keep", "p[<x>"), ("do", act)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("p[&#60;x&#62;</textarea>"), "{}", answer.body);
        assert!(answer.body.contains("role=\"alert\""));
    }
    for path in [
        "/sites/no site",
        "/sites/x",
        "/sites/co.uk",
        "/sites/github.io",
        "/sites/..",
        "/sites/www.bay.example",
    ] {
        let answer = house.get(&path.replace(' ', "%20")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let answer = house.get("/sites?site=https%3A%2F%2Fwww.bay.example%2Fferry%3Fa").await;
    assert_eq!(answer.location(), SITE);
    let answer = house.get("/sites?site=%22%3E").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_member_may_try_and_not_set() {
    let mut house = with_a_kept_page().await;
    house.neighbour().await;
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    let page = house.get(SITE).await.body;
    assert!(!page.contains("value=\"save\"") && page.contains("value=\"try\""), "{page}");
    assert!(!house.get("/sites").await.body.contains("action=\"/sites/import\""));
    for act in ["save", "remove"] {
        let answer = house.post_signed(SITE, &[("drop", ".aside"), ("do", act)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    let tried = house.post_signed(SITE, &[("drop", ".aside"), ("do", "try")]).await;
    assert_eq!(tried.status, StatusCode::OK);
    assert!(!tried.body.contains("weather at sea"), "what others read is nobody's business");
    assert!(tried.body.contains("drop = &#34;.aside&#34;"), "{}", tried.body);
    assert_eq!(
        import(&mut house, "[\"bay.example\"]\ndrop = \"p\"").await.0,
        StatusCode::NOT_FOUND
    );
    assert!(house.store.site_rules().await.unwrap().is_empty());
}

/// Sends a file of rules; gives the answer's status, where it leads, and what it says.
async fn import(house: &mut House, file: &str) -> (StatusCode, String, String) {
    let csrf = token(&house.get("/feeds").await.body);
    let body = format!(
        "--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--X\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"rules.toml\"\r\n\r\n{file}\r\n--X--\r\n"
    );
    let request = Request::post("/sites/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X")
        .body(Body::from(body))
        .unwrap();
    let answer = house.send(request).await;
    (answer.status, answer.location().to_owned(), answer.body)
}

#[tokio::test]
async fn a_file_of_rules_is_taken_over_or_refused() {
    let mut house = with_a_kept_page().await;
    let file = "[\"bay.example\"]\ndrop = \".aside\"\n[\"other.example\"]\nkeep = \"main\"\n";
    let (_, location, _) = import(&mut house, file).await;
    assert_eq!(location, "/sites?done=imported");
    assert_eq!(house.store.site_rules().await.unwrap().len(), 2);
    for bad in ["[\"bay.example\"]\nwrong = 1", "", "[\"bay.example\"]\nkeep = \"p[\""] {
        let (status, _, body) = import(&mut house, bad).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(body.contains("role=\"alert\""), "{body}");
    }
    assert_eq!(house.store.site_rules().await.unwrap().len(), 2);
}
