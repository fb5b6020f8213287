use url::Url;

use super::*;
use crate::{PageHints, read_html};

const TOML: &str = r##"
["www.bugle.example"]
keep = ["#story"]
drop = [".promo", "aside"]
title = "h2.head"
author = ".who"
date = "time.on"
next = "a.more"
"##;

fn prose(count: usize) -> String {
    "<p>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>".repeat(count)
}

#[test]
fn a_site_is_corrected() {
    let rules = SiteRules::parse(TOML).expect("rules");
    let url = Url::parse("https://m.bugle.example/bridge").expect("an address");
    let html = format!(
        "<title>Wrong</title><h1>Wrong</h1><div><p>{}</p></div><div id=story><h2 class=head>The bridge</h2>\
         <i class=who>the night desk</i><time class=on datetime=2025-12-29></time>{}<p class=promo>Buy our paper, it is \
         good and it is cheap, and you will like it, as all do.</p></div><a class=more href=/bridge/2>on</a>",
        "Another story altogether, which is told at some length and has nothing to do with it. "
            .repeat(20),
        prose(5),
    );
    let hints = PageHints { url: Some(&url), rules: Some(&rules), ..PageHints::default() };
    let page = read_html(&html, &hints);
    assert_eq!(page.title.as_deref(), Some("The bridge"));
    assert_eq!(page.authors, ["the night desk"]);
    assert_eq!(page.date_published.map(|date| date.to_string()).as_deref(), Some("2025-12-29"));
    assert_eq!(page.next.as_ref().map(Url::as_str), Some("https://m.bugle.example/bridge/2"));
    assert!(page.text.contains("The council") && !page.text.contains("Buy our paper"));
    assert!(!page.text.contains("Another story"));
    assert_eq!(page.rules.as_deref(), Some("bugle.example"));
    let without = read_html(&html, &PageHints { url: Some(&url), ..PageHints::default() });
    assert!(without.rules.is_none() && without.text.contains("Another story"));
}

#[test]
fn rules_that_find_nothing_leave_the_page_as_it_was_and_say_so() {
    let rules = SiteRules::parse("[\"bugle.example\"]\nkeep = \".gone\"\ntitle = \".gone\"")
        .expect("rules");
    let url = Url::parse("https://bugle.example/bridge").expect("an address");
    let hints = PageHints { url: Some(&url), rules: Some(&rules), ..PageHints::default() };
    let page = read_html(&format!("<h1>The bridge</h1>{}", prose(5)), &hints);
    assert_eq!(page.title.as_deref(), Some("The bridge"));
    assert!(page.text.contains("The council"));
    assert_eq!(page.warnings.len(), 2);
}

#[test]
fn what_is_wrong_with_a_file_is_named() {
    let error = |text: &str| SiteRules::parse(text).expect_err("no rules").to_string();
    assert_eq!(
        error("[\"bugle.example\"]\ndrop = [\"p:hover\"]"),
        "bugle.example: the selector “p:hover” under drop cannot be read: “:hover” is not supported"
    );
    assert_eq!(error("[\"bugle\"]\n"), "“bugle” is no site: write a name such as example.org");
    for suffix in ["co.uk", "www.co.uk", "github.io"] {
        let told = format!("“{suffix}” is no site: write a name such as example.org");
        assert_eq!(error(&format!("[\"{suffix}\"]\n")), told);
    }
    let many = format!("[\"bugle.example\"]\ndrop = [{}]", "\"p\",".repeat(41));
    assert_eq!(error(&many), "bugle.example: there are more than 40 selectors under drop");
    assert!(error("[\"bugle.example\"]\nkep = \"p\"").contains("kep"));
    assert!(error("{\"bugle.example\": 3}").starts_with("the rules are not valid JSON"));
}

#[test]
fn json_and_toml_say_the_same() {
    let rules = SiteRules::parse(TOML).expect("rules");
    let again = SiteRules::parse(&rules.to_json().to_string()).expect("rules");
    assert_eq!(rules, again);
    assert_eq!(rules.sites().collect::<Vec<_>>(), ["bugle.example"]);
    assert!(rules.of_host("bugle.example").is_some() && rules.of_host("xbugle.example").is_none());
}

#[test]
fn the_examples_can_be_read() {
    let examples = SiteRules::parse(include_str!("../../data/site-rules.toml")).expect("rules");
    assert!(examples.sites().count() >= 1);
}
