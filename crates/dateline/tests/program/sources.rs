//! Feeds that are more than one document, or no feed at all: sitemaps with their parts, channels
//! with their older pages, pages by a rule, and addresses that carry a password.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use serde_json::Value;

use crate::site::{Answer, Site};
use crate::support::Program;

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";
const XML: &str = "Content-Type: application/xml\r\n";

fn nothing() -> Answer {
    ("404 Not Found", String::new(), Vec::new())
}

fn html(body: &str) -> Answer {
    ("200 OK", HTML.to_owned(), body.as_bytes().to_vec())
}

fn news_map(site: &str, articles: &[(&str, &str)]) -> String {
    let urls: String = articles
        .iter()
        .map(|(name, date)| {
            format!(
                "<url><loc>{site}/{name}</loc><news:news><news:publication><news:name>Pier Post</news:name>\
                 <news:language>en</news:language></news:publication><news:publication_date>{date}</news:publication_date>\
                 <news:title>About {name}</news:title></news:news>\
                 <image:image><image:loc>{site}/{name}.jpg</image:loc></image:image></url>"
            )
        })
        .collect();
    format!(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
         xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' \
         xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>{urls}</urlset>"
    )
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn host_of(asked: &crate::site::Asked) -> String {
    format!("http://{}", asked.header("host").unwrap_or_default())
}

/// Paths that were asked, without those of robots.txt and of pages of articles.
fn maps_asked(site: &Site) -> Vec<String> {
    site.paths().into_iter().filter(|path| path.contains("map")).collect()
}

#[test]
fn a_sitemap_index_is_followed_to_its_newest_parts_and_politely() {
    let round = Arc::new(AtomicU32::new(0));
    let now = round.clone();
    let site = Site::start(40, move |asked| {
        let (site, round) = (host_of(asked), now.load(SeqCst));
        let changed = if round == 0 { "2026-11-20T10:00:00Z" } else { "2026-11-21T10:00:00Z" };
        let part = |name: &str, date: &str| {
            let date =
                if date.is_empty() { String::new() } else { format!("<lastmod>{date}</lastmod>") };
            format!("<sitemap><loc>{site}/{name}</loc>{date}</sitemap>")
        };
        let old: String =
            (10..40).map(|n| part(&format!("map-old-{n}.xml"), "2019-01-01")).collect();
        let index = format!(
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{old}{}{}{}</sitemapindex>",
            part("map-october.xml", "2026-11-19"),
            part("map-november.xml.gz", changed),
            "<sitemap><loc>http://elsewhere.example/map.xml</loc><lastmod>2026-11-22</lastmod></sitemap>",
        );
        let with_tag = |tag: &str, body: Vec<u8>| match asked.header("if-none-match") == Some(tag) {
            true => ("304 Not Modified", String::new(), Vec::new()),
            false => ("200 OK", format!("{XML}ETag: {tag}\r\n"), body),
        };
        match asked.path.as_str() {
            "/map.xml" => with_tag(&format!("\"i{round}\""), index.into_bytes()),
            "/map-october.xml" => {
                let map = news_map(&site, &[("ferry", "2026-11-18"), ("crane", "2026-11-19")]);
                with_tag("\"o\"", map.into_bytes())
            }
            "/map-november.xml.gz" => {
                let more = if round == 0 { vec![] } else { vec![("fog", "2026-11-21")] };
                let articles = [vec![("tide", "2026-11-20")], more].concat();
                with_tag(&format!("\"n{round}\""), gzipped(&news_map(&site, &articles)))
            }
            path if path.starts_with("/map-old") => {
                with_tag("\"x\"", news_map(&site, &[]).into_bytes())
            }
            _ => nothing(),
        }
    });
    let program = Program::new();
    let added = program.json(&["add", &site.url("/map.xml"), "--json"]);
    assert_eq!((&added["entries"], &added["title"]), (&Value::from(3), &Value::from("Pier Post")));
    let asked = maps_asked(&site);
    assert_eq!(asked[..3], ["/map.xml", "/map-november.xml.gz", "/map-october.xml"], "{asked:?}");
    assert_eq!(asked.len(), 6, "the archive is left alone: {asked:?}");

    program.good(&["poll", "--feeds-only"]);
    assert_eq!(maps_asked(&site), ["/map.xml"], "nothing changed");

    round.store(1, SeqCst);
    let polled = program.json(&["poll", "--feeds-only", "--json"]);
    assert_eq!(polled["new_entries"], 1, "{polled}");
    let asked = site.asked();
    let part = asked.iter().find(|asked| asked.path.contains("november")).unwrap();
    assert_eq!(part.header("if-none-match"), Some("\"n0\""), "with its own validators");
    assert!(!asked.iter().any(|asked| asked.path.contains("october")), "its date did not change");
    let front = program.good(&["front", "--json"]);
    assert!(front.contains("About fog") && front.contains("About crane"), "{front}");
}

#[test]
fn parts_without_dates_are_asked_though_the_index_is_the_same() {
    let round = Arc::new(AtomicU32::new(0));
    let now = round.clone();
    let site = Site::start(41, move |asked| {
        let (site, round) = (host_of(asked), now.load(SeqCst));
        let index = format!(
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site}/map-news.xml</loc></sitemap></sitemapindex>"
        );
        match asked.path.as_str() {
            "/map.xml" if asked.header("if-none-match").is_some() => {
                ("304 Not Modified", String::new(), Vec::new())
            }
            "/map.xml" => ("200 OK", format!("{XML}ETag: \"i\"\r\n"), index.into_bytes()),
            "/map-news.xml" => {
                let more = if round == 0 { vec![] } else { vec![("fog", "2026-11-21")] };
                let map = news_map(&site, &[vec![("tide", "2026-11-20")], more].concat());
                ("200 OK", XML.to_owned(), map.into_bytes())
            }
            _ => nothing(),
        }
    });
    let program = Program::new();
    program.good(&["add", &site.url("/map.xml")]);
    let same = program.json(&["poll", "--feeds-only", "--json"]);
    assert_eq!((&same["new_entries"], &same["failed"]), (&Value::from(0), &Value::from(0)));
    round.store(1, SeqCst);
    site.asked();
    let polled = program.json(&["poll", "--feeds-only", "--json"]);
    assert_eq!(polled["new_entries"], 1, "{polled}");
    let index = site.asked().into_iter().find(|asked| asked.path == "/map.xml").unwrap();
    assert_eq!(index.header("if-none-match"), Some("\"i\""));
}

#[test]
fn a_news_sitemap_that_only_robots_names_is_found() {
    let site = Site::start(42, |asked| {
        let site = host_of(asked);
        match asked.path.as_str() {
            "/" => html("<html><head><title>Pier Post</title></head><body><p>Hi</p></body></html>"),
            "/robots.txt" => {
                let robots = format!(
                    "User-agent: *\nDisallow: /shop\nSitemap: {site}/map-all.xml\nSitemap: {site}/map-news\n"
                );
                ("200 OK", "Content-Type: text/plain\r\n".to_owned(), robots.into_bytes())
            }
            "/map-news" => {
                ("200 OK", XML.to_owned(), gzipped(&news_map(&site, &[("tide", "2026-11-20")])))
            }
            _ => nothing(),
        }
    });
    let added = Program::new().json(&["add", &site.url("/"), "--json"]);
    assert_eq!(added["title"], "Pier Post", "{added}");
    assert!(added["url"].as_str().unwrap().ends_with("/map-news"));
}

/// A message as the page of a channel shows it.
fn message(id: u32, text: &str, edited: bool) -> String {
    let mark = if edited { "edited &nbsp;" } else { "" };
    format!(
        "<div class='tgme_widget_message_wrap js-widget_message_wrap'><div class='tgme_widget_message js-widget_message' data-post='pieroffice/{id}'>\
         <div class='tgme_widget_message_bubble'><div class='tgme_widget_message_author accent_color'><a class='tgme_widget_message_owner_name' href='https://t.me/pieroffice'><span dir='auto'>Pier Office</span></a></div>{text}\
         <div class='tgme_widget_message_footer compact js-message_footer'><div class='tgme_widget_message_info short js-message_info'><span class='tgme_widget_message_views'>{id}K</span>\
         <span class='tgme_widget_message_meta'>{mark}<a class='tgme_widget_message_date' href='https://t.me/pieroffice/{id}'><time datetime='2026-11-20T{:02}:{:02}:00+00:00' class='time'>x</time></a></span></div></div></div></div></div>",
        id / 60,
        id % 60,
    )
}

fn words(text: &str) -> String {
    format!("<div class='tgme_widget_message_text js-message_text' dir='auto'>{text}</div>")
}

/// The page with the messages before `end`, four of them.
fn channel(messages: &[(u32, String)], end: u32) -> Answer {
    let shown: Vec<&(u32, String)> = messages.iter().filter(|(id, _)| *id < end).collect();
    let shown = &shown[shown.len().saturating_sub(4)..];
    let first = shown.first().map_or(0, |(id, _)| *id);
    let older = match messages.first() {
        Some((oldest, _)) if *oldest < first => {
            format!("<link rel='prev' href='/s/pieroffice?before={first}'>")
        }
        _ => String::new(),
    };
    let shown: String = shown.iter().map(|(_, html)| html.as_str()).collect();
    html(&format!(
        "<!DOCTYPE html><html><head><title>Pier Office – Telegram</title>{older}</head><body class='widget_frame_base tgme_webpreview'>\
         <div class='tgme_channel_info'><div class='tgme_channel_info_header_title'><span>Pier Office</span></div>\
         <div class='tgme_channel_info_header_username'><a href='https://t.me/pieroffice'>@pieroffice</a></div></div>\
         <section class='tgme_channel_history js-message_history'>{shown}</section></body></html>"
    ))
}

#[test]
fn a_channel_is_followed_with_its_edits_and_what_came_in_between() {
    let round = Arc::new(AtomicU32::new(0));
    let now = round.clone();
    let site = Site::start(43, move |asked| {
        let round = now.load(SeqCst);
        let first = if round == 0 { "The crane is closed." } else { "The crane is open again." };
        let mut messages = vec![
            (
                12,
                message(
                    12,
                    &format!(
                        "<div class='tgme_widget_message_grouped_wrap'><a class='tgme_widget_message_photo_wrap grouped_media_wrap' href='https://t.me/pieroffice/12?single' style=\"background-image:url('https://cdn.example/a{round}.jpg')\"></a>\
                         <a class='tgme_widget_message_photo_wrap grouped_media_wrap' href='https://t.me/pieroffice/13?single' style=\"background-image:url('https://cdn.example/b{round}.jpg')\"></a></div>{}",
                        words("Two views of the quay.")
                    ),
                    false,
                ),
            ),
            (
                11,
                message(
                    11,
                    &format!(
                        "<div class='tgme_widget_message_forwarded_from'>Forwarded from <a class='tgme_widget_message_forwarded_from_name' href='https://t.me/coastwatch/9'><span>Coast Watch</span></a></div>\
                         <a class='tgme_widget_message_reply' href='https://t.me/pieroffice/9'><div class='tgme_widget_message_author'><span class='tgme_widget_message_author_name'>Pier Office</span></div><div class='tgme_widget_message_text js-message_reply_text'>The crane is…</div></a>{}",
                        words("No boats were seen in the bay.")
                    ),
                    false,
                ),
            ),
            (14, message(14, &words(first), round > 0)),
        ];
        messages.sort_by_key(|(id, _)| *id);
        if round > 0 {
            messages.extend(
                (20..30).map(|id| (id, message(id, &words(&format!("Bulletin {id}.")), false))),
            );
        }
        let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
        let end =
            query.strip_prefix("before=").and_then(|end| end.parse().ok()).unwrap_or(u32::MAX);
        match path {
            "/s/pieroffice" => channel(&messages, end),
            _ => nothing(),
        }
    });
    let program = Program::new();
    let added = program.json(&["add", &site.url("/s/pieroffice"), "--json"]);
    assert_eq!(
        (&added["entries"], &added["title"]),
        (&Value::from(3), &Value::from("Pier Office"))
    );
    assert_eq!(
        site.paths(),
        ["/s/pieroffice"],
        "a new channel starts with its page, robots.txt is not asked"
    );

    let listed = program.json(&["front", "--json"]);
    let told = listed.to_string();
    assert!(told.contains("No boats were seen") && told.contains("Two views"), "{told}");

    round.store(1, SeqCst);
    let polled = program.json(&["poll", "--json"]);
    assert_eq!(
        (&polled["new_entries"], &polled["changed_entries"]),
        (&Value::from(10), &Value::from(1)),
        "{polled}"
    );
    assert_eq!(polled["pages_read"], 0, "a message is whole: {polled}");
    let paths = site.paths();
    assert!(
        paths.contains(&"/robots.txt".to_owned()),
        "older pages are our own finding: {paths:?}"
    );
    let older: Vec<_> = paths.iter().filter(|path| path.contains("before=")).collect();
    assert_eq!(
        older,
        ["/s/pieroffice?before=26", "/s/pieroffice?before=22"],
        "no further than needed"
    );

    let crane = (1..30).map(|id| program.run(&["article", &id.to_string(), "--json"]));
    let crane =
        crane.map(|ran| ran.stdout).find(|out| out.contains("crane is open again")).unwrap();
    let crane: Value = serde_json::from_str(&crane).unwrap();
    assert_eq!(crane["article"]["revisions"], 1, "{crane}");
    assert_eq!(crane["article"]["outlet"]["key"], "pieroffice@t.me");
    assert_eq!(crane["article"]["outlet"]["name"], "Pier Office");
    let feeds = program.json(&["feeds", "--json"]);
    assert_eq!(feeds["feeds"][0]["format"], "telegram");
    let why = feeds["feeds"][0]["next_poll_why"].as_str().unwrap().to_owned();
    assert!(why.contains("2 h") || why.contains("rarely"), "{why}");
}

const BOARD: &str = "<html><head><title>Pier board</title></head><body><nav><a href='/a'>A</a></nav><ul class='board'>\
    <li class='notice'><h3><a href='/n/1'>The harbour master reports fog at the outer pier</a></h3><time datetime='2026-11-20T08:00:00Z'>today</time></li>\
    <li class='notice'><h3><a href='/n/2'>A second ferry will run between the islands from Monday</a></h3><time datetime='2026-11-19T08:00:00Z'>x</time></li>\
    <li class='notice'><h3><a href='/n/3'>Fishing is closed in the north basin until the spring</a></h3><time datetime='2026-11-18T08:00:00Z'>x</time></li>\
    </ul></body></html>";

fn board(last: u8, stage: Arc<AtomicU32>) -> Site {
    Site::start(last, move |asked| {
        match (asked.path.as_str(), stage.load(SeqCst)) {
        ("/board", 0) => html(BOARD),
        ("/board", 1) => html(&BOARD.replace(
            "<ul class='board'>",
            "<ul class='board'><li class='notice'><h3><a href='/n/4'>The old lighthouse is lit again after forty years</a></h3></li>",
        )),
        ("/board", 2) => html(&BOARD.replace("notice", "post").replace("h3", "h2")),
        ("/board", _) => html("<html><body><p>Nothing here.</p></body></html>"),
        _ => nothing(),
    }
    })
}

#[test]
fn a_page_without_a_feed_is_followed_by_a_rule() {
    let stage = Arc::new(AtomicU32::new(0));
    let site = board(44, stage.clone());
    let program = Program::new();
    let page = site.url("/board");

    let offered = program.run(&["add", &page]);
    assert_eq!(offered.code, 1);
    assert!(
        offered.stdout.contains("names no feed") && offered.stdout.contains("--rule 'item="),
        "{}",
        offered.stdout
    );
    assert!(offered.stdout.contains("The harbour master reports fog"), "{}", offered.stdout);
    assert_eq!(program.json(&["feeds", "--json"])["feeds"].as_array().unwrap().len(), 0);

    let rule = "item=li.notice,title=h3,link=h3 a,date=time";
    let preview = program.json(&["add", &page, "--rule", rule, "--preview", "--json"]);
    assert_eq!(preview["found"], 3);
    assert_eq!(preview["items"][0]["published"], "2026-11-20T08:00:00Z");

    let wrong = program.run(&["add", &page, "--rule", "item=div.nowhere"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.contains("matches nothing on the page"), "{}", wrong.stderr);
    let broken = program.run(&["add", &page, "--rule", "title=h3"]);
    assert!(broken.stderr.contains("no selector for the items"), "{}", broken.stderr);

    let added = program.json(&["add", &page, "--rule", rule, "--json"]);
    assert_eq!((&added["entries"], &added["title"]), (&Value::from(3), &Value::from("Pier board")));
    stage.store(1, SeqCst);
    let polled = program.json(&["poll", "--feeds-only", "--json"]);
    assert_eq!(polled["new_entries"], 1, "{polled}");

    stage.store(2, SeqCst);
    program.run(&["poll", "--feeds-only"]);
    let told = program.good(&["feeds", "1"]);
    assert!(told.contains("the rule finds no items any more"), "{told}");
    assert!(told.contains("4 new entries") || told.contains("1 new entry"), "{told}");
    let mended = program.good(&["feeds", "1", "--rule", "item=li.post,title=h2"]);
    assert!(mended.contains("finds 3 articles"), "{mended}");
    let polled = program.json(&["poll", "--feeds-only", "--json"]);
    assert_eq!(polled["failed"], 0, "{polled}");
}

#[test]
fn a_feed_behind_a_password_is_asked_with_it_and_it_is_never_shown() {
    let site = Site::start(45, |asked| {
        let item = "<rss version='2.0'><channel><title>Members</title><item><guid isPermaLink='false'>1</guid><title>Inside</title><link>/inside</link><description>Short.</description></item></channel></rss>";
        match (asked.path.as_str(), asked.header("authorization")) {
            ("/feed", Some("Basic YW5uOnNlY3JldA==")) => {
                ("200 OK", crate::odd_servers::RSS.to_owned(), item.into())
            }
            _ => ("401 Unauthorized", "WWW-Authenticate: Basic\r\n".to_owned(), Vec::new()),
        }
    });
    let program = Program::new();
    let refused = program.run(&["add", &site.url("/feed")]);
    assert!(refused.stderr.contains("asks for a password"), "{}", refused.stderr);
    let address = site.url("/feed").replace("http://", "http://ann:secret@");
    site.asked();
    let added = program.json(&["add", &address, "--json"]);
    assert_eq!(added["entries"], 1);
    let mut told = added.to_string();
    for command in [
        &["feeds"][..],
        &["feeds", "--json"],
        &["feeds", "1"],
        &["poll", "--json"],
        &["front", "--json"],
        &["article", "1", "--json"],
    ] {
        let ran = program.run(command);
        told += &ran.stdout;
        told += &ran.stderr;
    }
    assert!(told.contains("Inside") && !told.contains("secret"), "{told}");
    let asked = site.asked();
    let others: Vec<_> = asked.iter().filter(|asked| asked.path != "/feed").collect();
    assert!(others.is_empty(), "its pages are not asked without the password: {others:?}");
}

#[test]
fn the_last_ten_polls_and_what_is_wrong_are_told_in_words() {
    let stage = Arc::new(AtomicU32::new(0));
    let now = stage.clone();
    let site = Site::start(46, move |_| match now.load(SeqCst) {
        0 => (
            "200 OK",
            crate::odd_servers::RSS.to_owned(),
            crate::odd_servers::sound_feed("Bay").into_bytes(),
        ),
        1 => ("410 Gone", String::new(), Vec::new()),
        2 => ("403 Forbidden", String::new(), Vec::new()),
        _ => ("401 Unauthorized", String::new(), Vec::new()),
    });
    let program = Program::new();
    program.good(&["add", &site.url("/feed")]);
    for _ in 0..11 {
        program.run(&["poll", "--feeds-only"]);
    }
    let health = program.json(&["feeds", "1", "--json"]);
    assert_eq!(health["last_polls"].as_array().unwrap().len(), 10, "{health}");
    assert_eq!(health["ailment"], Value::Null);
    for (number, words) in [(1, "gone for good"), (2, "refuses to give it"), (3, "asks for a name")]
    {
        stage.store(number, SeqCst);
        program.run(&["poll", "1", "--feeds-only"]);
        let told = program.good(&["feeds", "1"]).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{told}");
    }
}
