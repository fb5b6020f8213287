//! The front page, lists and articles.

use axum::http::StatusCode;

use super::seed::Story;
use super::{House, OWNER, PASSWORD, story};

#[tokio::test]
async fn each_article_stands_on_the_front_page_once() {
    let mut house = House::signed_in().await;
    let stories: Vec<Story> = [
        "Ferry to run again",
        "Council votes on the quay",
        "Old map found",
        "Bees count to four",
        "Rates held",
        "Rail line reopens",
        "A quiet Sunday",
        "Snow in the hills",
    ]
    .into_iter()
    .zip(1_i64..)
    .map(|(title, number)| story(title, &format!("/{number}"), number * 300))
    .collect();
    house.feed(OWNER, "https://baytribune.example/feed", &stories).await;
    house.feed(OWNER, "https://baytribune.example/all", &stories).await;
    let page = house.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    for story in &stories {
        assert_eq!(
            page.body.matches(&format!(">{}</a>", story.title)).count(),
            1,
            "{}",
            story.title
        );
    }
    assert!(page.body.contains("Bay Tribune"));
    assert!(page.body.contains("Monday, 22 December 2025"));
    assert!(page.body.contains("href=\"/section/News\""));
}

#[tokio::test]
async fn what_feeds_say_is_never_markup() {
    let mut house = House::signed_in().await;
    let odd = Story {
        author: Some("<img src=x onerror=alert(2)>"),
        dateline: Some("<b>Port</b>"),
        first_appeared: Some(("<i>Wire</i>", "javascript:alert(3)")),
        image: Some("https://a.example/x.jpg\" onerror=\"alert(4)".to_owned()),
        ..story("<script>alert(1)</script> & \"quotes\"", "/odd", 5)
    };
    let ids = house.feed(OWNER, "https://a.example/feed", &[odd]).await;
    for path in ["/".to_owned(), "/unread".to_owned(), format!("/article/{}", ids[0])] {
        let body = house.get(&path).await.body;
        assert!(!body.contains("<script>alert"), "{path}");
        assert!(!body.contains("<img src=x"), "{path}");
        assert!(!body.contains("<i>Wire") && !body.contains("<b>Port"), "{path}");
        assert!(!body.contains("javascript:"), "{path}");
        assert!(!body.contains("\" onerror=\""), "{path}");
        assert!(body.contains("&#60;script&#62;alert(1)&#60;/script&#62; &#38; "), "{path}");
    }
}

#[tokio::test]
async fn opening_an_article_changes_nothing_and_the_button_does() {
    let mut house = House::signed_in().await;
    let ids = house.feed(OWNER, "https://a.example/feed", &[story("One", "/one", 5)]).await;
    let path = format!("/article/{}", ids[0]);
    assert!(house.get(&path).await.body.contains("Mark as read"));
    assert!(house.get(&path).await.body.contains("Mark as read"));
    let answer = house.post_signed(&format!("{path}/read"), &[("read", "true")]).await;
    assert_eq!(answer.location(), path);
    assert!(house.get(&path).await.body.contains("Mark as unread"));
    assert!(!house.get("/unread").await.body.contains(">One</a>"));
    house.post_signed(&format!("{path}/star"), &[("starred", "true")]).await;
    assert!(house.get("/starred").await.body.contains(">One</a>"));
}

#[tokio::test]
async fn the_articles_of_others_are_not_there() {
    let mut house = House::signed_in().await;
    let neighbour = house.neighbour().await;
    let ids = house.feed(neighbour, "https://b.example/feed", &[story("Theirs", "/t", 5)]).await;
    let feed = house.store.all_feed_ids(Some(neighbour)).await.unwrap()[0];
    let path = format!("/article/{}", ids[0]);
    for page in [
        path.clone(),
        format!("/feeds/{feed}"),
        format!("/feeds/{feed}/settings"),
        format!("/feeds/{feed}/remove"),
        "/folder/News".to_owned(),
    ] {
        assert_eq!(house.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    for (action, field) in [("read", "read"), ("star", "starred"), ("page", "x")] {
        let answer = house.post_signed(&format!("{path}/{action}"), &[(field, "true")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
    }
    let own = [("title", "mine"), ("folder", ""), ("feed", &*feed.to_string())];
    for action in ["settings", "remove"] {
        let answer = house.post_signed(&format!("/feeds/{feed}/{action}"), &own).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
    }
    assert_eq!(house.post_signed("/feeds/poll", &own).await.status, StatusCode::NOT_FOUND);
    assert!(!house.get("/").await.body.contains("Theirs"));
    let outlet = house.get("/outlet/b.example").await;
    assert!(!outlet.body.contains("Theirs"), "{}", outlet.status);

    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    assert_eq!(house.get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_edit_is_shown_with_its_words() {
    let mut house = House::signed_in().await;
    let first = Story {
        html: "<p>Three boats were lost.</p><p>The search goes on.</p>".to_owned(),
        ..story("Boats lost at sea", "/boats", 60)
    };
    let url = "https://a.example/feed";
    let ids = house.feed(OWNER, url, std::slice::from_ref(&first)).await;
    let second = Story {
        html: "<p>Four boats were lost.</p><p>The search goes on.</p>".to_owned(),
        title: "Four boats lost at sea",
        ..first
    };
    house.poll_again(url, &[second]).await;
    let path = format!("/article/{}", ids[0]);
    let body = house.get(&path).await.body;
    assert!(body.contains(&format!("href=\"{path}/changes\">Edited once</a>")), "{body}");
    let body = house.get(&format!("{path}/changes")).await.body;
    assert!(body.contains("<del>Three") || body.contains("<span>"), "{body}");
    assert!(body.contains("<ins>Four </ins>") && body.contains("boats lost at sea"), "{body}");
    assert!(
        body.contains("<del>Three </del><ins>Four </ins><span>boats were lost.</span>"),
        "{body}"
    );
    assert!(body.contains("One paragraph unchanged"), "{body}");
    assert!(body.contains("1 word gone, 1 word new"), "{body}");
    assert!(house.get("/").await.body.contains("edited"));
    assert_eq!(house.get("/article/999/changes").await.status, StatusCode::NOT_FOUND);
    let missing = house.get(&format!("{path}/changes?since=999")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn changes_are_told_one_by_one_and_since_a_moment() {
    let mut house = House::signed_in().await;
    let told = |html: &str| Story { html: html.to_owned(), ..story("The quay", "/quay", 60) };
    let url = "https://a.example/feed";
    let ids = house.feed(OWNER, url, &[told("<p>The quay is open to one ship.</p>")]).await;
    house.poll_again(url, &[told("<p>The quay is open to two ships.</p>")]).await;
    house.poll_again(url, &[told("<p>The quay is open to three ships.</p>")]).await;
    let path = format!("/article/{}/changes", ids[0]);
    let body = house.get(&path).await.body;
    assert_eq!(body.matches("<h2").count(), 2, "{body}");
    assert!(body.contains("<del>two </del><ins>three </ins>"), "{body}");
    assert!(body.contains("<del>one ship. </del><ins>two ships.</ins>"), "{body}");
    let since = body.split("?since=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let body = house.get(&format!("{path}?since={since}")).await.body;
    assert_eq!(body.matches("<h2").count(), 1, "{body}");
    assert!(body.contains("<ins>three ships.</ins>") && !body.contains("two"), "{body}");
}

#[tokio::test]
async fn an_article_tells_what_its_page_says_of_it() {
    let mut house = House::signed_in().await;
    let facts = dateline_model::PageFacts {
        section: Some("Harbour".to_owned()),
        tags: vec!["ferries".to_owned(), "<b>fog</b>".to_owned()],
        published_offset: Some(-18_000),
        updated_offset: None,
    };
    let told = Story {
        facts,
        language: Some("de"),
        html: "<p>Die Fähre fährt wieder, sagte das Hafenamt am Montag der Zeitung.</p>".repeat(20),
        ..story("Die Fähre fährt", "/ferry", 90)
    };
    let ids = house.feed(OWNER, "https://a.example/feed", &[told]).await;
    let body = house.get(&format!("/article/{}", ids[0])).await.body;
    for part in ["Harbour", "ferries", "&#60;b&#62;fog", "220 words", "1 min read", "in German"] {
        assert!(body.contains(part), "{part}: {body}");
    }
    assert!(body.contains("08:00 at the outlet, UTC-05:00"), "{body}");
    assert!(body.contains("Text: the outlet’s page, read"), "{body}");
    assert!(body.contains("href=\"/sites/a.example\""), "{body}");
}

#[tokio::test]
async fn marking_all_read_spares_what_came_later() {
    let mut house = House::signed_in().await;
    let url = "https://a.example/feed";
    let stories = [story("Older", "/older", 90), story("Newer", "/newer", 30)];
    house.feed(OWNER, url, &stories).await;
    let page = house.get("/unread").await.body;
    let up_to = page.split("name=\"up_to\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let up_to = up_to.to_owned();
    house.feed(OWNER, "https://b.example/feed", &[story("Newest", "/newest", 1)]).await;
    let answer = house.post_signed("/read", &[("up_to", &up_to), ("back", "/unread")]).await;
    assert_eq!(answer.location(), "/unread?marked=2&undo=1");
    let left = house.get("/unread").await.body;
    assert!(left.contains(">Newest</a>") && !left.contains(">Newer</a>"), "{left}");
    let bad = house.post_signed("/read", &[("up_to", "x")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn lists_go_on_without_repeating_or_losing_anything() {
    let mut house = House::signed_in().await;
    let titles: Vec<&'static str> = (0..100_u32)
        .map(|number| &*Box::leak(format!("Number {number:03}").into_boxed_str()))
        .collect();
    let stories: Vec<Story> = titles
        .iter()
        .zip(0_i64..)
        .map(|(title, number)| story(title, &format!("/{number}"), number / 3 * 10))
        .collect();
    house.feed(OWNER, "https://a.example/feed", &stories).await;
    let mut seen = String::new();
    let mut next = Some("/unread".to_owned());
    let mut pages = 0;
    while let Some(path) = next {
        let body = house.get(&path).await.body;
        next = body
            .split("class=\"more\"><a href=\"")
            .nth(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned());
        seen.push_str(&body);
        pages += 1;
        assert!(pages < 10, "{path}");
    }
    assert_eq!(pages, 3);
    for title in titles {
        assert_eq!(seen.matches(&format!(">{title}</a>")).count(), 1, "{title}");
    }
    assert!(house.get("/").await.body.contains("href=\"/all\""));
}

#[tokio::test]
async fn whether_reading_spreads_to_copies_is_the_readers_choice() {
    let mut house = House::signed_in().await;
    assert!(house.get("/account").await.body.contains("name=\"spreads\" value=\"true\" checked"));
    assert_eq!(
        house.post_signed("/account/reading", &[]).await.location(),
        "/account?done=reading"
    );
    assert!(!house.store.spreads_read(OWNER).await.unwrap());
    assert!(house.get("/account").await.body.contains("name=\"spreads\" value=\"true\">"));
    house.post_signed("/account/reading", &[("spreads", "true")]).await;
    assert!(house.store.spreads_read(OWNER).await.unwrap());
}
