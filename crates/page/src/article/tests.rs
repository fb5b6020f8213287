use proptest::prelude::*;
use url::Url;

use super::*;

const PROSE: &str = "<p>The council met on Monday, and it said that the bridge, closed since May, would open again before the winter.</p>";

fn page(head: &str, body: &str) -> Page {
    let url = Url::parse("https://www.bugle.example/2025/12/29/bridge").expect("an address");
    let hints = PageHints { url: Some(&url), ..PageHints::default() };
    read(&format!("<html lang=en_GB><head>{head}</head><body>{body}</body></html>"), &hints)
}

#[test]
fn an_article_with_all_its_marks() {
    let head = "<title>The bridge opens | The Bugle</title><meta property=og:site_name content='The Bugle'>\
                <link rel=canonical href=/2025/12/29/bridge><meta name=robots content=noarchive>";
    let body = format!(
        "<nav><a href=/>Home</a></nav><article><h1>The bridge opens</h1><p class=byline>By Ann Lee and Bob Roy</p>\
         <time datetime=2025-12-29T08:00:00+01:00>today</time><p>RIGA (AP) — The council met on Monday and said it would open the bridge.</p>\
         {}<h2>What comes next</h2><ul><li>A new road</li><li>A new bus</li></ul><p>Jo Smith in Oslo contributed to this report.</p>\
         <h2>Related articles</h2><ul><li><a href=/x>Another story of ours</a></li></ul></article>",
        PROSE.repeat(5)
    );
    let page = page(head, &body);
    assert_eq!(page.kind, Kind::Article);
    assert_eq!(page.title.as_deref(), Some("The bridge opens"));
    assert_eq!(page.authors, ["Ann Lee", "Bob Roy"]);
    assert_eq!(page.date_published.map(|d| d.to_string()).as_deref(), Some("2025-12-29T07:00:00Z"));
    assert_eq!(page.site.as_deref(), Some("The Bugle"));
    assert_eq!(page.language.as_deref(), Some("en-GB"));
    assert_eq!(page.dateline.map(|d| d.text).as_deref(), Some("RIGA (AP)"));
    assert_eq!(page.contributors.first().and_then(|c| c.place.as_deref()), Some("Oslo"));
    assert!(page.text.contains("What comes next\n\nA new road\n\nA new bus"));
    assert!(!page.text.contains("Related") && !page.text.contains("Home"));
    assert!(page.noarchive);
    let origin = page.first_appeared.expect("the agency");
    assert_eq!((origin.outlet.as_str(), origin.url), ("Associated Press", None));
}

#[test]
fn a_reprint_names_its_origin() {
    let body = format!(
        "<h1>The bridge</h1>{}<p>The post The bridge appeared first on The Gazette.</p>",
        PROSE.repeat(5)
    );
    let page = page("<link rel=canonical href=https://gazette.example/bridge>", &body);
    let origin = page.first_appeared.expect("an origin");
    assert_eq!(origin.outlet, "The Gazette");
    assert_eq!(origin.url.as_ref().map(Url::as_str), Some("https://gazette.example/bridge"));
}

#[test]
fn shells_lists_and_walls() {
    let shell = page("", "<div id=\"root\"></div><script src=app.js></script>");
    assert_eq!((shell.kind, shell.warnings.len()), (Kind::Other, 1));
    let links =
        "<li><a href=/x>Another headline of another story on this page of ours</a></li>".repeat(30);
    assert_ne!(page("", &format!("<ul>{links}</ul>")).kind, Kind::Article);
    let walled =
        page("", &format!("<h1>The bridge</h1>{PROSE}<p>Subscribe to continue reading.</p>"));
    assert_eq!(walled.paywalled, Some(true));
    assert_eq!(page("", &PROSE.repeat(4)).paywalled, None);
}

#[test]
fn readers_comments_are_not_the_article() {
    let comments = "<li><p>I read this with great interest, and I must say that I disagree with most of it, sorry.</p></li>".repeat(60);
    let body = format!(
        "<article><h1>The bridge</h1>{}</article><div id=comments class=comments-area><ol>{comments}</ol></div>",
        PROSE.repeat(4)
    );
    let page = page("", &body);
    assert!(page.text.contains("The council") && !page.text.contains("I disagree"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_page_makes_it_panic(pieces in prop::collection::vec(prop_oneof![
        Just("<h1>".to_owned()), Just("<p>".to_owned()), Just("</p>".to_owned()), Just("<table><tr><td>".to_owned()),
        Just("<a rel=author href=x>By Ann Lee".to_owned()), Just("<time datetime='2025-13-45'>".to_owned()),
        Just("<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[[{}]]}</script>".to_owned()),
        Just("<meta property=og:title content='İ | ß'>".to_owned()), Just("<pre>".to_owned()), Just("<div class='comments share'>".to_owned()),
        Just("</div>".to_owned()), Just("<br><br>".to_owned()), Just("RIGA — words and words and words and words".to_owned()),
        Just("This story originally appeared in İİ".to_owned()), "\\PC{0,30}",
    ], 0..40)) {
        let html = pieces.concat();
        let page = read(&html, &PageHints::default());
        prop_assert_eq!(dateline_markup::sanitize(&page.html, None), page.html);
    }
}
