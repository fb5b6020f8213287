use super::*;

const BOX: &str = "Our paper is made by people of this town, and you can support their work with a small gift each month.";

fn url() -> Url {
    Url::parse("https://www.bugle.example/story").unwrap()
}

fn prose(number: usize) -> Vec<String> {
    (0..6)
        .map(|line| {
            format!("Story {number} goes on in line {line}, with words that no other story has, and so it is told to the end.")
        })
        .collect()
}

fn html(title: &str, lines: &[String]) -> String {
    let paragraphs: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    format!("<title>{title}</title><article><h1>{title}</h1>{paragraphs}</article>")
}

fn read(html: &str, site: &SiteKnowledge) -> Part {
    let at = "2026-01-05T12:00:00Z".parse().unwrap();
    let came = Came {
        url: &url(),
        content_type: None,
        body: html.as_bytes(),
        at,
        private: false,
        terms: PublisherTerms::default(),
    };
    understand(&came, site).unwrap()
}

fn with_box(number: usize) -> String {
    let mut lines = prose(number);
    lines.insert(3, BOX.to_owned());
    html(&format!("The story of number {number} is told"), &lines)
}

/// A site of which so many pages were read.
fn taught(pages: usize) -> SiteKnowledge {
    let mut site = SiteKnowledge::default();
    for number in 0..pages {
        let part = read(&with_box(number), &site);
        site.memory = learnt(site.memory.as_ref(), &part.page);
    }
    site
}

#[test]
fn what_repeats_is_left_out_once_enough_was_seen() {
    let few = read(&with_box(99), &taught(5));
    assert!(few.page.text.contains(BOX), "five pages say little");
    let many = read(&with_box(99), &taught(14));
    assert!(!many.page.text.contains(BOX), "{}", many.page.text);
    assert!(many.page.text.contains("Story 99 goes on in line 5"));
}

#[test]
fn a_report_that_stands_under_many_headlines_keeps_its_words() {
    let mut site = taught(12);
    for headline in ["Talks falter in the north", "No deal is near, envoys say", "Envoys leave"] {
        let part = read(&html(headline, &prose(77)), &site);
        site.memory = learnt(site.memory.as_ref(), &part.page).or(site.memory);
    }
    let again = read(&html("What is known of the talks", &prose(77)), &site);
    for line in prose(77) {
        assert!(again.page.text.contains(&line), "{line} is gone");
    }
}

#[test]
fn a_list_or_a_page_that_was_seen_teaches_nothing() {
    let site = taught(3);
    let mut page = read(&with_box(2), &site).page;
    assert!(learnt(site.memory.as_ref(), &page).is_none(), "it was seen");
    page = read(&with_box(50), &site).page;
    assert!(learnt(site.memory.as_ref(), &page).is_some());
    page.kind = Kind::Index;
    assert!(learnt(site.memory.as_ref(), &page).is_none());
}

#[test]
fn a_text_is_told_as_it_would_be_read_today() {
    let site = taught(14);
    let memory = site.believed().unwrap();
    let text = [prose(5).join("\n\n"), BOX.to_owned()].join("\n\n");
    assert_eq!(as_read_today(&text, memory), Some(prose(5).join("\n\n")));
    assert_eq!(as_read_today(&prose(5).join("\n\n"), memory), None);
    assert_eq!(as_read_today(BOX, memory), None, "nothing would be left");
}

#[test]
fn rules_change_what_is_read_and_the_word_for_it() {
    let plain = SiteKnowledge::default();
    let ruled = plain.clone().with_rule("bugle.example", Some("{\"drop\":\"p:nth-child(2)\"}"));
    let ruled = ruled.unwrap();
    let page = html("A story is told", &prose(1));
    let before = read(&page, &plain).page;
    let after = read(&page, &ruled).page;
    assert!(before.text.contains("in line 0") && !after.text.contains("in line 0"));
    assert_eq!(after.rules.as_deref(), Some("bugle.example"));
    assert_ne!(plain.reader(before.rules.as_deref()), ruled.reader(after.rules.as_deref()));
    assert!(plain.with_rule("bugle.example", Some("{\"drop\":\"p[\"}")).is_err());
}

#[test]
fn what_must_not_be_kept_is_not() {
    let page = html("A story is told", &prose(1));
    let at = "2026-01-05T12:00:00Z".parse().unwrap();
    let site = SiteKnowledge::default();
    let came = |private, body: &str| {
        let came = Came {
            url: &url(),
            content_type: None,
            body: body.as_bytes(),
            at,
            private,
            terms: PublisherTerms::default(),
        };
        understand(&came, &site).unwrap().kept
    };
    let kept = came(false, &page).unwrap();
    let again = understand_kept(&kept, &site).unwrap();
    assert_eq!(again.page.text, read(&page, &site).page.text);
    assert!(came(true, &page).is_none());
    let forbidden = page.replace("<title>", "<meta name=\"robots\" content=\"noarchive\"><title>");
    assert!(came(false, &forbidden).is_none());
}
