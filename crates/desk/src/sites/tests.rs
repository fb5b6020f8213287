//! Rules for sites, against an outlet on this machine.

use dateline_model::{Role, UserId};

use super::*;
use crate::read::outlet::{OWNER, Outlet, desk, page, prose};

const NOISE: &str = "<div class=\"related\"><p>The harbour master has been reading the signs of the weather for forty years, and he says that it will be a hard winter for all.</p></div>";

fn rule(parts: &[(SitePart, &str)]) -> SiteRule {
    let mut rule = SiteRule::default();
    for (part, lines) in parts {
        rule.set_part(*part, lines);
    }
    rule
}

/// An outlet with one article that was read, in whose text stands what is none of it.
async fn read_one(desk: &Desk) -> Outlet {
    let outlet = Outlet::start().await;
    outlet.put_feed(&[("/story", "A teaser.")]);
    let body = prose("one", 3) + NOISE + &prose("one and more", 3);
    let body = format!("<p class=\"who\">Ida Quell</p>{body}");
    outlet.put("/story", 200, &page("The story is told", "", &body));
    outlet.follow(desk).await;
    outlet
}

/// Sets the rules for this machine and reads its kept pages anew; gives how many articles.
async fn set(desk: &Desk, rule: &SiteRule) -> usize {
    let changed = desk.set_site_rule("127.0.0.1", rule).await.unwrap();
    assert_eq!(changed.sites, ["127.0.0.1"]);
    desk.read_sites_anew(&changed.sites).await.unwrap()
}

#[tokio::test]
async fn a_rule_is_tried_and_set_without_asking_the_outlet() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder).await;
    let outlet = read_one(&desk).await;
    outlet.asked();
    let drop = rule(&[(SitePart::Drop, ".related"), (SitePart::Author, ".who")]);
    let trials = desk.try_site_rule(OWNER, "127.0.0.1", &drop).await.unwrap();
    assert_eq!(trials.len(), 1);
    assert!(trials[0].now.text.contains("forty years"), "{}", trials[0].now.text);
    assert!(!trials[0].then.text.contains("forty years"));
    assert_eq!(trials[0].then.authors, ["Ida Quell"]);
    assert!(outlet.article(&desk, "/story").await.text.contains("forty years"), "only tried");

    assert_eq!(set(&desk, &drop).await, 1);
    let article = outlet.article(&desk, "/story").await;
    assert!(!article.text.contains("forty years") && article.text.contains("part 2 of one"));
    assert_eq!(article.revisions, 0, "no publisher did that");
    assert_eq!(article.how.rules.as_deref(), Some("127.0.0.1"));
    assert_eq!(article.byline.authors, ["Ida Quell"]);
    assert!(outlet.asked().is_empty());

    // Read at the outlet again, it is the same; and without the rule it is as before.
    let again = outlet.read_again(&desk, "/story").await;
    assert!(!again.text.contains("forty years"));
    set(&desk, &SiteRule::default()).await;
    let article = outlet.article(&desk, "/story").await;
    assert!(article.text.contains("forty years"));
    assert_eq!((article.revisions, article.how.rules), (0, None));
    assert!(desk.site_rules().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_rule_for_further_pages_has_them_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder).await;
    let outlet = Outlet::start().await;
    outlet.put_feed(&[("/story", "A teaser.")]);
    let more = "<a class=\"onward\" href=\"/part-b\">The rest</a>";
    outlet.put("/story", 200, &page("The story is told", "", &(prose("one", 3) + more)));
    outlet.put("/part-b", 200, &page("The story is told", "", &prose("two", 3)));
    outlet.follow(&desk).await;
    assert_eq!(outlet.article(&desk, "/story").await.how.parts, 1);
    set(&desk, &rule(&[(SitePart::Next, "a.onward")])).await;
    assert_eq!(desk.store().pending_reads().await.unwrap(), 1);
    let article = outlet.read_again(&desk, "/story").await;
    assert_eq!((article.how.parts, article.revisions), (2, 0));
    assert!(article.text.contains("part 2 of two"));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder).await;
    for (site, lines, told) in
        [("no site", "p", "no site"), ("bay.example", "p[", "p["), ("bay.example", "a\u{0}b", "")]
    {
        let bad = rule(&[(SitePart::Keep, lines)]);
        let refused = desk.set_site_rule(site, &bad).await;
        let Err(SiteError::Rules(why)) = refused else { panic!("{site}: {refused:?}") };
        assert!(why.contains(told), "{why}");
    }
    let refused = desk.import_site_rules("[\"bay.example\"]\nkeep = \"p\"\nwrong = 1\n").await;
    assert!(matches!(refused, Err(SiteError::Rules(_))), "{refused:?}");
    let many = rule(&[(SitePart::Keep, &"p\n".repeat(50))]);
    assert!(desk.set_site_rule("bay.example", &many).await.is_err());
    let many = format!("[\"bay.example\"]\nkeep = [{}]\n", "\"p\",".repeat(50));
    let refused = desk.import_site_rules(&many).await;
    assert!(matches!(refused, Err(SiteError::Rules(_))), "{refused:?}");
    assert!(desk.site_rules().await.unwrap().is_empty());
}

#[tokio::test]
async fn rules_are_shared_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder).await;
    let outlet = read_one(&desk).await;
    let text = "[\"www.bay.example\"]\nkeep = \".story\"\n[\"127.0.0.1\"]\ndrop = [\".related\"]\n";
    let changed = desk.import_site_rules(text).await.unwrap();
    assert_eq!(changed.sites, ["127.0.0.1", "bay.example"]);
    assert_eq!(desk.read_sites_anew(&changed.sites).await.unwrap(), 1);
    assert!(!outlet.article(&desk, "/story").await.text.contains("forty years"));
    let file = desk.export_site_rules(None).await.unwrap();
    let one = desk.export_site_rules(Some("bay.example")).await.unwrap();
    assert!(file.contains("[\"127.0.0.1\"]") && !one.contains("127.0.0.1"), "{file}");
    let again = desk.import_site_rules(&file).await.unwrap();
    assert_eq!(again.sites.len(), 2);
    assert_eq!(desk.export_site_rules(None).await.unwrap(), file);
}

#[tokio::test]
async fn nobody_sees_by_a_trial_what_others_read() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder).await;
    read_one(&desk).await;
    let now = desk.clock().now();
    let member = desk.store().create_user("tom", Role::Member, None, now).await.unwrap().id;
    let drop = rule(&[(SitePart::Drop, ".related")]);
    assert_eq!(desk.try_site_rule(member, "127.0.0.1", &drop).await.unwrap(), []);
    assert_eq!(desk.try_site_rule(UserId(99), "127.0.0.1", &drop).await.unwrap(), []);
}
