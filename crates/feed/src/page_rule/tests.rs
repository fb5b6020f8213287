use super::*;

const PAGE: &str = "<!doctype html><html lang=en_GB><head><title>Pier News</title></head><body>
    <nav><ul class=menu><li><a href=/a>All the sections of today</a><li><a href=/b>All the weather of the week</a>
    <li><a href=/c>All the people who write here</a></ul></nav>
    <main class=list>
    <article class='card first'><h2><a href='/one?x=1'>The first ship is late</a></h2><time datetime=2024-05-06T07:00:00Z>May</time>
      <p>Fog &amp; <a href=rel>tide</a></p><img src=data:x data-src=one.jpg><span class=by>Ann</span></article>
    <article class=card><a href=/two><h2>The second ship is early</h2></a><time>7 May 2024</time><p>Wind</p></article>
    <article class=card><h2>The third ship sank today</h2><a href=/three>Read on</a><time>yesterday</time><p>Sea</p></article>
    <article class=card><h2>No link at all in here</h2></article>
    <article class=card><h2><a href=/two>The second once more</a></h2></article>
    </main></body></html>";

fn base() -> Url {
    Url::parse("https://pier.example/news/").unwrap()
}

fn rule(items: &str) -> PageRule {
    PageRule { items: items.to_owned(), ..PageRule::default() }
}

#[test]
fn usual_places() {
    let feed = rule("article.card").apply(PAGE, &base()).unwrap();
    assert_eq!(feed.format, Format::Page);
    assert_eq!(feed.title.as_deref(), Some("Pier News"));
    assert_eq!(feed.language.as_deref(), Some("en-GB"));
    let links: Vec<_> = feed.entries.iter().filter_map(|e| e.link.as_deref()).collect();
    assert_eq!(
        links,
        ["https://pier.example/one?x=1", "https://pier.example/two", "https://pier.example/three"]
    );
    let one = &feed.entries[0];
    assert_eq!(one.title.as_deref(), Some("The first ship is late"));
    assert_eq!(one.published.map(|t| t.to_string()).as_deref(), Some("2024-05-06T07:00:00Z"));
    assert_eq!(one.thumbnails, ["https://pier.example/news/one.jpg"]);
    assert_eq!(feed.entries[2].published, None);
    assert_eq!(
        feed.warnings,
        ["1 of 5 items hold no link", "1 of 3 dates could not be read, such as “yesterday”"]
    );
}

#[test]
fn named_parts() {
    let rule = PageRule {
        summary: Some("p".into()),
        author: Some(".by".into()),
        date: Some("time @datetime".into()),
        image: Some(".picture".into()),
        ..rule("article")
    };
    let feed = rule.apply(PAGE, &base()).unwrap();
    let one = &feed.entries[0];
    assert_eq!(
        one.summary.as_deref(),
        Some("Fog &amp; <a href=\"https://pier.example/news/rel\">tide</a>")
    );
    assert_eq!(one.authors[0].name.as_deref(), Some("Ann"));
    assert_eq!(feed.entries[1].published, None);
    assert!(
        feed.warnings.contains(
            &"the selector for the image, “.picture”, matches nothing in the 5 items".to_owned()
        ),
        "{:?}",
        feed.warnings
    );
}

#[test]
fn items_that_are_links() {
    let feed = rule("nav a").apply(PAGE, &base()).unwrap();
    assert_eq!(feed.entries[0].title.as_deref(), Some("All the sections of today"));
}

#[test]
fn what_is_wrong_and_where() {
    let wrong = |items: &str| rule(items).apply(PAGE, &base()).unwrap_err().to_string();
    assert_eq!(wrong(" "), "the rule has no selector for the items");
    assert_eq!(
        wrong("div..card"),
        "the selector for the items is not valid CSS at character 4, “..card”"
    );
    assert_eq!(
        wrong("main > article >"),
        "the selector for the items is not valid CSS at character 16, “>”"
    );
    assert_eq!(
        wrong("section"),
        "the selector for the items, “section”, matches nothing on the page"
    );
    assert_eq!(
        wrong("time"),
        "the selector for the items matches 3 times, but no link was found in any of them"
    );
    let rule = PageRule { date: Some("time:nope(".into()), ..rule("article") };
    let error = rule.apply(PAGE, &base()).unwrap_err();
    assert!(
        matches!(error, PageRuleError::NotCss { part: RulePart::Date, at: 5, .. }),
        "{error:?}"
    );
}

#[test]
fn an_element_whose_name_no_selector_can_hold() {
    let page = "<di. id=nav><li><a href=/a>All the sections of today</a><li><a href=/b>All the \
        weather of the week</a><li><a href=/c>All the people who write here</a></di.>";
    let rules = PageRule::guess(page, &base());
    assert!(rules.iter().all(|rule| rule.apply(page, &base()).is_ok()), "{rules:?}");
}

#[test]
fn guessed() {
    let rules = PageRule::guess(PAGE, &base());
    let best = &rules[0];
    assert_eq!(best.items, "main.list > article.card");
    assert_eq!(best.title.as_deref(), Some("h2"));
    assert_eq!(best.apply(PAGE, &base()).unwrap().entries.len(), 3);
    assert!(PageRule::guess("<p>Nothing here</p>", &base()).is_empty());
}

#[test]
fn addresses_that_run_are_no_links() {
    let page = "<ul><li><a href='javascript:x()'>x</a><li><a href='#top'>top</a><li><a href='mailto:a@b'>b</a></ul>";
    let feed = rule("li").apply(page, &base()).unwrap();
    assert_eq!(feed.entries.len(), 1);
}

proptest::proptest! {
    #[test]
    fn no_selector_panics(items in "[a-z.#>+~ :()\\[\\]='\"*@|é0-9-]{0,40}", title in "\\PC{0,20}") {
        let rule = PageRule { title: Some(title), ..rule(&items) };
        let _ = rule.apply(PAGE, &base());
    }
}
