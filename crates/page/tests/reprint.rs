//! A reprint as aggregators show it: navigation twice, the headline doubled by the picture's
//! words, an article with a dateline and a line of contributors, where it appeared first, then
//! other articles' headlines, some of them doubled, and a foot that says the navigation again.

use dateline_page::{Kind, PageHints, read_html};
use url::Url;

const TITLE: &str = "Harbour town and island quarrel over the ferry after the mayor’s talks";

const PARAGRAPHS: &[&str] = &[
    "BRACK — The mayor of Port Sarel, in a call with the island’s warden on Monday, accused the islanders of cutting a mooring line in the night, a claim the island’s council denied and called a pretext for stopping the ferry.",
    "The quarrel, which came a day after the warden had met the mayor on the mainland to end a dispute of two winters, cast a shadow over talks that so far have failed to lead to a timetable.",
    "“I don’t like it. That’s not good. … I learned about it from the warden and he was very angry about it,” the mayor told reporters on the quay. “It is a delicate time of year.”",
    "Harbour officials did not immediately provide evidence for the claim. The coast guard declined to comment on whether it had seen a boat that night.",
    "Under the plan, which has twelve points, the ferry would run four times a day, and the island would pay a third of the fuel. The most difficult question is still who repairs the eastern pier, which the storm of last autumn broke in two.",
    "“All signals are that they don’t want a ferry,” the warden said. “The county is working on this.”",
];

const CONTRIBUTORS: &str = "Ostrova reported from Port Sarel, Norland. Ann Lee and Bob Roy in Oslo contributed to this report.";

const OTHERS: &[&str] = &[
    "Baker quietly announces new oven on friend’s radio show",
    "Sales of sails surge as makers change course",
    "Century-old mill seeks new owners: ‘It is very hard to let go’",
    "Swimmer cleared to race in the spring after a long winter",
];

#[derive(Clone, Copy, PartialEq)]
enum Marks {
    /// Metadata and telling class names.
    All,
    /// Class names only.
    Names,
    /// Neither.
    None,
}

fn page(marks: Marks) -> String {
    let class = |name: &str| match marks {
        Marks::None => String::new(),
        _ => format!(" class=\"{name}\""),
    };
    let head = match marks {
        Marks::All => format!(
            "<meta property=\"og:site_name\" content=\"REPRYNT\"><meta property=\"og:title\" content=\"{TITLE}\">\
             <meta property=\"article:published_time\" content=\"2025-12-30T00:53:21+00:00\">\
             <link rel=canonical href=\"https://reprynt.example/2025/12/29/ferry/\">"
        ),
        _ => String::new(),
    };
    let nav = format!(
        "<div{}><a href=\"/\">REPRYNT</a><div{}>No Result <a href=\"#\">View All Result</a></div></div>",
        class("site_header"),
        class("search_result")
    );
    let story: String = PARAGRAPHS.iter().map(|line| format!("<p>{line}</p>")).collect();
    let others: String = OTHERS
        .iter()
        .enumerate()
        .map(|(number, headline)| {
            let doubled = if number == 1 { "" } else { headline };
            let more = match number {
                0 => "<p>While speaking on his friend’s show, the baker said that a new oven stood behind the shop ...</p><a href=\"/m\">Read more</a><div>by <a href=\"/a\">The Daily Loaf</a></div>",
                _ => "",
            };
            format!(
                "<div{}><a href=\"/n{number}\">{doubled}</a><div><a href=\"/news\">News</a></div><h3><a href=\"/n{number}\">{headline}</a></h3>{more}<div>December 30, 2025</div></div>",
                class("related_post")
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html><html lang=\"en-US\"><head><title>{TITLE} – REPRYNT</title>{head}</head><body>{nav}{nav}\
         <div{content}><div{crumbs}><a href=\"/\">Home</a> <a href=\"/news\">News</a></div>\
         <div{entry}><h1>{TITLE}</h1><div{date}><a href=\"/d\">December 29, 2025</a></div><div>in <a href=\"/news\">News</a></div></div>\
         <div{picture}><a href=\"/ferry.jpg\"><img src=\"data:image/gif;base64,R0\" data-src=\"/ferry.jpg\" alt=\"{TITLE}\"></a></div>\
         <div{body}><div>{story}<p>{CONTRIBUTORS}</p>\
         <p>The post <a href=\"/ferry\">{TITLE}</a> appeared first on <a href=\"https://gazette.example/ferry\">Sarel Gazette</a>.</p></div></div>\
         <div{related}>{others}</div></div><div{foot}><p>REPRYNT © 2025</p></div>{nav}<p>REPRYNT © 2025</p></body></html>",
        content = class("main_content"),
        crumbs = class("breadcrumbs"),
        entry = class("entry-header"),
        date = class("meta_date"),
        picture = class("featured_image"),
        body = class("entry-content"),
        related = class("related_posts"),
        foot = class("site_footer"),
    )
}

#[test]
fn a_reprint_is_read_whole_and_clean() {
    for marks in [Marks::All, Marks::Names, Marks::None] {
        for address in ["https://reprynt.example/2025/12/29/ferry/", "http://127.0.0.1:8000/page"] {
            let url = Url::parse(address).expect("an address");
            let page =
                read_html(&page(marks), &PageHints { url: Some(&url), ..PageHints::default() });
            assert_eq!(page.kind, Kind::Article);
            assert_eq!(page.title.as_deref(), Some(TITLE));
            assert_eq!(page.text, PARAGRAPHS.join("\n\n"));
            assert_eq!(page.site.as_deref(), Some("REPRYNT"));
            assert_eq!(page.dateline.as_ref().map(|line| line.place.as_str()), Some("BRACK"));
            assert!(page.authors.is_empty(), "{:?}", page.authors);
            let local = page.published_local.map(|local| local.day.to_string());
            assert_eq!(local.as_deref(), Some("2025-12-29"));
            assert_eq!(page.to_inspect()["date_published"], "2025-12-29");
            let people: Vec<(&str, Option<&str>)> = page
                .contributors
                .iter()
                .map(|person| (person.name.as_str(), person.place.as_deref()))
                .collect();
            let want = [
                ("Ostrova", Some("Port Sarel, Norland")),
                ("Ann Lee", Some("Oslo")),
                ("Bob Roy", Some("Oslo")),
            ];
            assert_eq!(people, want);
            let origin = page.first_appeared.expect("an origin");
            assert_eq!(origin.outlet, "Sarel Gazette");
            assert_eq!(origin.url.as_ref().map(Url::as_str), Some("https://gazette.example/ferry"));
            assert!(page.image.is_some_and(|image| image.path() == "/ferry.jpg"));
            assert!(OTHERS.iter().all(|other| !page.html.contains(other)));
            assert_eq!(page.language.as_deref(), Some("en-US"));
            assert!(page.next.is_none() && page.shell.is_none());
        }
    }
}
