//! Articles read at an outlet on this machine.

use dateline_model::{PageState, PageVersion, TextSource};

use super::outlet::{Outlet, desk, page, prose};

#[tokio::test]
async fn an_article_of_several_pages_is_one() {
    let (folder, outlet) = (tempfile::tempdir().unwrap(), Outlet::start().await);
    let desk = desk(&folder).await;
    outlet.put_feed(&[("/story", "A teaser.")]);
    let next = |number: usize| format!("<a href=\"/story?page={number}\">Next page</a>");
    outlet.put("/story", 200, &page("The long story", "", &(prose("one", 4) + &next(2))));
    outlet.put("/story?page=2", 200, &page("The long story", "", &(prose("two", 4) + &next(3))));
    outlet.put("/story?page=3", 200, &page("The long story", "", &prose("three", 4)));
    outlet.follow(&desk).await;
    let article = outlet.article(&desk, "/story").await;
    for part in ["part 0 of one", "part 3 of two", "part 3 of three"] {
        assert_eq!(article.text.matches(part).count(), 1, "{part}: {}", article.text);
    }
    assert_eq!((article.how.parts, article.text_source), (3, TextSource::Page));
    assert_eq!(article.page_problem, None);
    let kept = desk.store().kept_article(article.id).await.unwrap().unwrap();
    assert_eq!(kept.pages.len(), 3);
    let asked = outlet.asked();
    assert_eq!(asked.iter().filter(|path| path.starts_with("/story")).count(), 3, "{asked:?}");
}

#[tokio::test]
async fn what_robots_forbid_is_not_asked_and_said() {
    let (folder, outlet) = (tempfile::tempdir().unwrap(), Outlet::start().await);
    let desk = desk(&folder).await;
    outlet.put("/robots.txt", 200, "User-agent: *\nDisallow: /*?page=\nDisallow: /closed");
    outlet.put_feed(&[("/story", "A teaser."), ("/closed", "What the feed says of it.")]);
    let next = "<a href=\"/story?page=2\">Next page</a>";
    outlet.put("/story", 200, &page("The long story", "", &(prose("one", 4) + next)));
    outlet.put("/story?page=2", 200, &page("The long story", "", &prose("two", 4)));
    outlet.put("/closed", 200, &page("Closed", "", &prose("closed", 4)));
    outlet.follow(&desk).await;
    let story = outlet.article(&desk, "/story").await;
    assert!(story.text.contains("part 3 of one") && !story.text.contains("of two"));
    let said = story.page_problem.unwrap();
    assert!(said.starts_with("Only the first page of 2") && said.contains("robots.txt"), "{said}");
    let closed = outlet.article(&desk, "/closed").await;
    assert_eq!((closed.page, closed.text_source), (PageState::Failed, TextSource::FeedSummary));
    assert!(closed.page_problem.unwrap().contains("robots.txt"));
    assert!(!outlet.asked().iter().any(|path| path == "/closed" || path.contains("page=2")));
}

#[tokio::test]
async fn a_page_that_needs_scripts_is_read_in_amp_or_said_to_need_them() {
    let (folder, outlet) = (tempfile::tempdir().unwrap(), Outlet::start().await);
    let desk = desk(&folder).await;
    outlet.put_feed(&[("/with", "A teaser of the one."), ("/without", "A teaser of the other.")]);
    let shell = |head: &str| {
        format!(
            "<html><head><title>App</title>{head}</head><body><div id=\"root\"></div><script src=a.js></script></body></html>"
        )
    };
    outlet.put("/with", 200, &shell("<link rel=amphtml href=\"{here}/with.amp\">"));
    outlet.put("/with.amp", 200, &page("The story in full", "", &prose("amp", 5)));
    outlet.put("/without", 200, &shell(""));
    outlet.follow(&desk).await;
    let with = outlet.article(&desk, "/with").await;
    assert_eq!((with.how.version, with.title.as_str()), (PageVersion::Amp, "The story in full"));
    assert!(with.text.contains("part 4 of amp"));
    let without = outlet.article(&desk, "/without").await;
    assert_eq!(without.text, "A teaser of the other.");
    let said = without.page_problem.unwrap();
    assert!(said.contains("scripts") && said.contains("feed’s own text"), "{said}");
    assert!(desk.store().kept_article(without.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_check_for_humans_tells_nothing_of_the_article() {
    let (folder, outlet) = (tempfile::tempdir().unwrap(), Outlet::start().await);
    let desk = desk(&folder).await;
    outlet.put_feed(&[("/story", "What the feed says of it.")]);
    outlet.put(
        "/story",
        200,
        "<html><head><title>Just a moment...</title></head><body><p>Verify you are human.</p></body></html>",
    );
    outlet.follow(&desk).await;
    let article = outlet.article(&desk, "/story").await;
    assert_eq!((article.title.as_str(), article.page), ("Entry /story", PageState::Failed));
    assert!(article.page_problem.unwrap().contains("human"));
    assert_eq!(article.text, "What the feed says of it.");
}

#[tokio::test]
async fn a_wall_that_comes_later_takes_nothing_away() {
    let (folder, outlet) = (tempfile::tempdir().unwrap(), Outlet::start().await);
    let desk = desk(&folder).await;
    outlet.put_feed(&[("/story", "A teaser.")]);
    outlet.put("/story", 200, &page("The story is told", "", &prose("open", 6)));
    outlet.follow(&desk).await;
    let wall =
        "<p>The council said on Monday that it stays.</p><p>Subscribe to continue reading.</p>";
    outlet.put("/story", 200, &page("The story is told", "", wall));
    let article = outlet.read_again(&desk, "/story").await;
    assert!(article.text.contains("part 5 of open"), "{}", article.text);
    assert_eq!(article.revisions, 0);
    assert!(article.page_problem.unwrap().contains("before"));
}

#[tokio::test]
async fn a_box_that_a_site_repeats_goes_without_a_revision() {
    let (folder, outlet) = (tempfile::tempdir().unwrap(), Outlet::start().await);
    let desk = desk(&folder).await;
    let asking = "<p>Our paper is made by people of this town, and you can support their work with a small gift each month.</p>";
    let paths: Vec<String> = (0..16).map(|number| format!("/story-{number}")).collect();
    let story = |path: &str, more: &str| {
        let name = format!("the matter of {}", &path[7..]);
        let body = prose(&name, 3) + asking + &prose(&format!("{name} and more"), 3) + more;
        page(&format!("The story about {name} is told"), "", &body)
    };
    for path in &paths {
        outlet.put(path, 200, &story(path, ""));
    }
    let entries: Vec<(&str, &str)> =
        paths.iter().map(|path| (path.as_str(), "A teaser.")).collect();
    outlet.put_feed(&entries);
    outlet.follow(&desk).await;
    let has_box = |text: &str| text.contains("small gift");
    let first = outlet.article(&desk, "/story-0").await;
    let again = outlet.read_again(&desk, "/story-0").await;
    assert!(!has_box(&again.text), "{}", again.text);
    assert!(again.text.contains("part 2 of the matter of 0"));
    assert_eq!((again.revisions, first.revisions), (0, 0));

    outlet.put(
        "/story-0",
        200,
        &story(
            "/story-0",
            "<p>On Tuesday the mayor took it all back again, to the surprise of the town.</p>",
        ),
    );
    let edited = outlet.read_again(&desk, "/story-0").await;
    assert_eq!(edited.revisions, 1);
    let kept = desk.store().revisions(edited.id).await.unwrap();
    assert!(!has_box(&kept[0].text) && !kept[0].text.contains("Tuesday"));
}
