//! Stories' pages and what readers do with stories.

use axum::http::StatusCode;

use super::{House, OWNER, PASSWORD, story};

const FEED: &str = "https://a.example/feed";

/// An instance with a story of two articles, whose number it gives, and one article alone.
async fn with_story() -> (House, String) {
    let mut house = House::signed_in().await;
    let told = [
        ("Ferry Orla runs aground off Kesten with 212 on board", "/one", 50),
        ("Ferry Orla aground off Kesten: 212 passengers ashore", "/two", 30),
        ("Quenby zoo shows its first okapi calf", "/calf", 20),
    ];
    let stories = told.map(|(title, path, minutes)| {
        let mut story = story(title, path, minutes);
        story.html = format!("<p>{title}, the harbour office of {path} said on Monday.</p>");
        story
    });
    house.feed(OWNER, FEED, &stories).await;
    house.desk.form_stories().await.unwrap();
    let list = house.get("/stories").await.body;
    let (_, rest) = list.split_once("href=\"/story/").expect("a story of two");
    let id = rest.split(['"', '?']).next().unwrap().to_owned();
    (house, format!("/story/{id}"))
}

fn button(page: &str, action: &str, words: &str) -> bool {
    page.split("<form").any(|form| {
        form.split("</form>")
            .next()
            .is_some_and(|form| form.contains(action) && form.contains(words))
    })
}

#[tokio::test]
async fn a_story_tells_what_stands_beside_it_in_the_list_it_was_opened_from() {
    let (mut house, path) = with_story().await;
    for (from, list) in [("stories", "/stories"), ("front", "/")] {
        let page = house.get(&format!("{path}?from={from}")).await.body;
        assert!(page.contains(&format!("class=\"turn__list\" href=\"{list}\"")), "{page}");
        let (_, beside) = page.split_once("class=\"turn\"").expect("links to what is beside it");
        let beside = beside.split("href=\"").skip(1).find(|link| link.starts_with("/article/"));
        let beside = beside.and_then(|link| link.split('"').next()).expect("an article beside it");
        assert!(beside.ends_with(&format!("?from={from}")), "{beside}");
        let list = format!("from={from}");
        let marked = [("mark", "follow"), ("list", list.as_str())];
        let marked = house.post_signed(&format!("{path}/mark"), &marked).await;
        let returned = marked.location();
        assert_eq!(returned, format!("{path}?from={from}&done=follow"));
        let back = house.get(beside).await.body;
        assert!(back.contains(&format!("href=\"{path}?from={from}\"")), "{back}");
    }
    for odd in ["", "?from=x", "?from=section%2Fnowhere&after=x"] {
        let page = house.get(&format!("{path}{odd}")).await.body;
        let leads_on = page.contains("rel=\"next\"") || page.contains("rel=\"prev\"");
        assert!(!leads_on, "{odd}");
    }
}

#[tokio::test]
async fn the_front_page_says_why_a_story_stands_there_when_asked() {
    let (mut house, path) = with_story().await;
    let plain = house.get("/").await.body;
    assert!(!plain.contains("independent publisher") && plain.contains("href=\"/?why=1\""));
    assert!(plain.contains("2 articles"), "one outlet has two of them");
    let asked = house.get("/?why=1").await.body;
    assert_eq!(asked.matches("<ul class=\"reasons\">").count(), 2, "one for each story");
    assert!(asked.contains("1 independent publisher") && asked.contains("href=\"/\""));
    assert!(asked.contains(&format!("<a href=\"{path}\">follow or mute it</a>")));
}

#[tokio::test]
async fn a_story_is_muted_and_a_list_of_muted_ones_takes_it_back() {
    let (mut house, path) = with_story().await;
    let mark = format!("{path}/mark");
    let done = house.post_signed(&mark, &[("mark", "mute")]).await;
    assert_eq!(done.location(), format!("{path}?done=mute"));
    let page = house.get(done.location()).await.body;
    assert!(page.contains("later ones too, are hidden") && button(&page, &mark, "Stop muting"));
    assert!(!house.get("/").await.body.contains(&path));
    // An article that joins later is hidden as well.
    let mut late = story("Ferry Orla off Kesten: 212 passengers of the Orla ashore", "/late", 1);
    late.html = "<p>All 212 passengers of the ferry Orla are ashore in Kesten.</p>".to_owned();
    house.feed(OWNER, "https://b.example/feed", &[late]).await;
    house.desk.form_stories().await.unwrap();
    assert!(house.get(&path).await.body.contains("3 articles"));
    for list in ["/", "/stories", "/all", "/unread"] {
        assert!(!house.get(list).await.body.contains("Ferry Orla"), "{list}");
    }
    let muted = house.get("/stories?show=muted").await.body;
    assert!(button(&muted, &mark, "Stop muting"));
    let done = house.post_signed(&mark, &[("mark", ""), ("back", "muted")]).await;
    assert_eq!(done.location(), "/stories?show=muted");
    assert!(house.get("/").await.body.contains(&path));
    let bad = house.post_signed(&mark, &[("mark", "burn")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_decision_is_shown_and_taken_back_by_who_made_it() {
    let (mut house, path) = with_story().await;
    let page = house.get(&path).await.body;
    assert!(!page.contains("What readers decided"));
    let leave = page.split("name=\"leave-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let parted =
        house.post_signed(&format!("{path}/part"), &[(&format!("leave-{leave}"), "1")]).await;
    assert_eq!(parted.location(), format!("{path}?done=part"));
    house.desk.form_stories().await.unwrap();
    let page = house.get(&path).await.body;
    assert!(
        page.contains("You said that “Ferry Orla") && page.contains("are two stories"),
        "{page}"
    );
    let withdraw = format!("{path}/withdraw");
    assert!(button(&page, &withdraw, "Withdraw"));
    let at =
        page.split("name=\"at\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();

    // A neighbour who reads the same feeds sees it and cannot take it back.
    let neighbour = house.neighbour().await;
    let feed = house.store.feed_by_url(FEED).await.unwrap().unwrap().id;
    house.store.subscribe(neighbour, feed, None, "", super::now()).await.unwrap();
    let own = house.cookie("dateline_session");
    house.forget_cookies();
    house.sign_in("tom", PASSWORD).await;
    let theirs = house.get(&path).await.body;
    assert!(theirs.contains("Another reader said that") && !button(&theirs, &withdraw, "Withdraw"));
    let refused = house.post_signed(&withdraw, &[("at", &at)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    house.forget_cookies();
    assert!(own.is_some());
    house.sign_in("ida", PASSWORD).await;

    let done = house.post_signed(&withdraw, &[("at", &at)]).await;
    assert_eq!(done.location(), format!("{path}?done=withdrawn"));
    let page = house.get(done.location()).await.body;
    assert!(page.contains("Withdrawn.") && !page.contains("What readers decided"));
    let again = house.post_signed(&withdraw, &[("at", &at)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_edit_stands_on_the_timeline_word_by_word() {
    let (mut house, path) = with_story().await;
    let mut changed = story("Ferry Orla runs aground off Brack with 212 on board", "/one", 50);
    changed.html = "<p>Ferry Orla runs aground off Brack with 212 on board, the harbour office of \
        Brack said on Monday.</p>"
        .to_owned();
    house.poll_again(FEED, &[changed]).await;
    let page = house.get(&path).await.body;
    assert!(page.contains("changed its headline</a>"), "{page}");
    assert!(page.contains("<del>Kesten </del><ins>Brack </ins>"), "{page}");
    assert!(page.contains("<summary>What changed</summary>"));
    assert!(page.contains("published, as it says itself: "));
}
