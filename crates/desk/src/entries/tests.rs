use super::*;
use dateline_feed::Hints;

fn feed_of(xml: &str) -> Feed {
    let url = Url::parse("http://127.0.0.1:8000/feed.xml").unwrap();
    dateline_feed::parse(xml.as_bytes(), &Hints { url: Some(&url), content_type: None }).unwrap()
}

fn brought_by(channel: &str, items: &str, full_text: FullText) -> PollBrought {
    let xml = format!(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>{channel}{items}</channel></rss>"
    );
    let terms = Terms { full_text, private: None };
    brought(&feed_of(&xml), &Url::parse("http://127.0.0.1:8000/feed.xml").unwrap(), &terms)
}

fn words(count: usize) -> String {
    vec!["word"; count].join(" ")
}

#[test]
fn a_teaser_needs_its_page_and_a_whole_text_does_not() {
    let item = |text: &str| {
        format!(
            "<item><title>T</title><link>/a</link><guid>1</guid><description>{text}</description></item>"
        )
    };
    let read =
        |text: &str, choice| brought_by("", &item(text), choice).entries[0].article.read_page;
    assert!(read("Only a line.", FullText::WhenNeeded));
    assert!(!read(&words(300), FullText::WhenNeeded));
    assert!(read(&format!("{} […]", words(300)), FullText::WhenNeeded));
    assert!(read(&format!("{} Read more", words(300)), FullText::WhenNeeded));
    assert!(read(&words(300), FullText::Always));
    assert!(!read("Only a line.", FullText::Never));
}

#[test]
fn an_entry_without_an_address_is_an_article_of_its_feed() {
    let item = "<item><title>T</title><guid isPermaLink=\"false\">x</guid></item>";
    let entry = &brought_by("", item, FullText::WhenNeeded).entries[0];
    assert_eq!(entry.address, None);
    assert!(!entry.article.read_page);
    assert_eq!(entry.article.host, "127.0.0.1");
    let again = &brought_by("", item, FullText::WhenNeeded).entries[0];
    assert_eq!(entry.article.key, again.article.key);
}

#[test]
fn nothing_that_runs_is_stored_and_addresses_are_absolute() {
    let item = "<item><title>A &lt;b&gt;bold&lt;/b&gt; claim</title><link>javascript:alert(1)</link><guid isPermaLink=\"false\">1</guid>\
        <description>&lt;p onclick=\"x()\"&gt;Hi &lt;a href=\"/b\"&gt;there&lt;/a&gt;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>";
    let entry = &brought_by("", item, FullText::WhenNeeded).entries[0];
    assert_eq!(entry.address, None);
    assert_eq!(entry.title.as_deref(), Some("A bold claim"));
    assert!(entry.html.contains("href=\"http://127.0.0.1:8000/b\""), "{}", entry.html);
    assert!(!entry.html.contains("script") && !entry.html.contains("onclick"), "{}", entry.html);
}

#[test]
fn the_oldest_entry_comes_first_and_each_key_once() {
    let item = |guid: &str, day: &str| {
        format!(
            "<item><guid isPermaLink=\"false\">{guid}</guid><title>{day}</title><pubDate>{day} Jan 2026 10:00:00 GMT</pubDate></item>"
        )
    };
    let items = format!("{}{}{}", item("b", "06"), item("a", "05"), item("b", "07"));
    let brought = brought_by("", &items, FullText::WhenNeeded);
    let titles: Vec<_> = brought.entries.iter().filter_map(|e| e.title.as_deref()).collect();
    assert_eq!(titles, ["05", "06"]);
}

#[test]
fn the_outlet_is_the_articles_publisher_not_the_aggregator() {
    let planet = "<title>Planet</title><link>https://planet.example/</link>";
    let outlet = |link: &str, channel: &str| {
        let item = format!("<item><title>T</title><link>{link}</link></item>");
        brought_by(channel, &item, FullText::WhenNeeded).entries[0].article.outlet.clone()
    };
    assert_eq!(outlet("https://bay.example/a", planet).key().as_deref(), Some("bay.example"));
    assert_eq!(outlet("https://bay.example/a", planet).name, None);
    assert_eq!(outlet("http://127.0.0.1/a", planet).name.as_deref(), Some("Planet"));
    assert_eq!(outlet("http://127.0.0.9/a", planet).key(), None);
    let own = outlet("https://www.planet.example/a", planet);
    assert_eq!(own.display_name().as_deref(), Some("Planet"));
}

#[test]
fn a_caption_is_no_word_of_the_article() {
    let item = "<item><guid isPermaLink=\"false\">1</guid><description>&lt;figure&gt;&lt;img src=\"/a.png\"&gt;&lt;figcaption&gt;The loaf&lt;/figcaption&gt;&lt;/figure&gt;&lt;p&gt;It is green.&lt;/p&gt;</description></item>";
    let entry = &brought_by("", item, FullText::WhenNeeded).entries[0];
    assert_eq!(entry.article.text.trim(), "It is green.");
    assert!(entry.html.contains("The loaf"), "{}", entry.html);
}

#[test]
fn a_renewed_publication_date_is_no_change() {
    let item = |day: &str, title: &str| {
        let xml = format!(
            "<item><guid isPermaLink=\"false\">1</guid><title>{title}</title><pubDate>{day} Jan 2026 10:00:00 GMT</pubDate></item>"
        );
        brought_by("", &xml, FullText::WhenNeeded).entries[0].content_hash.clone()
    };
    assert_eq!(item("05", "A"), item("06", "A"));
    assert_ne!(item("05", "A"), item("05", "B"));
}

const CHANNEL: &str = "<html><body><div class='tgme_channel_info'><div class='tgme_channel_info_header_title'>Pier Office</div>\
    <div class='tgme_channel_info_header_username'><a href='https://t.me/pieroffice'>@pieroffice</a></div></div>\
    <div class='tgme_widget_message' data-post='pieroffice/7'><div class='tgme_widget_message_forwarded_from'>Forwarded from\
    <a class='tgme_widget_message_forwarded_from_name' href='https://t.me/coastwatch/9'>Coast Watch</a></div>\
    <div class='tgme_widget_message_text'>No boats.</div><span class='tgme_widget_message_meta'>EDITED<a class='tgme_widget_message_date'\
    href='https://t.me/pieroffice/7'><time datetime='2026-11-20T10:00:00+00:00'>10:00</time></a></span></div></body></html>";

fn message(edited: bool, full_text: FullText) -> NewEntry {
    let page = feed_of(&CHANNEL.replace("EDITED", if edited { "edited " } else { "" }));
    let url = Url::parse("https://t.me/s/pieroffice").unwrap();
    let terms = Terms { full_text, private: None };
    brought(&page, &url, &terms).entries.remove(0)
}

#[test]
fn a_message_of_a_channel_is_whole_and_says_where_it_is_from() {
    let entry = message(false, FullText::Always);
    assert!(!entry.article.read_page);
    assert_eq!(entry.article.text_source, TextSource::FeedFull);
    let origin = entry.article.first_appeared.unwrap();
    assert_eq!(
        (origin.outlet.as_str(), origin.url.as_deref()),
        ("Coast Watch", Some("https://t.me/coastwatch/9"))
    );
    assert_eq!(entry.article.outlet.key().as_deref(), Some("pieroffice@t.me"));
    let edited = message(true, FullText::WhenNeeded);
    assert_eq!(edited.key, entry.key);
    assert_ne!(edited.content_hash, entry.content_hash);
}

#[test]
fn what_a_password_opened_is_shared_with_no_other_feed() {
    let item = "<item><title>T</title><guid>1</guid><link>http://127.0.0.1:8000/a</link></item>";
    let xml = format!("<rss version='2.0'><channel>{item}</channel></rss>");
    let url = Url::parse("http://127.0.0.1:8000/feed.xml").unwrap();
    let under = |private: Option<&str>| {
        let terms = Terms { full_text: FullText::Always, private: private.map(str::to_owned) };
        brought(&feed_of(&xml), &url, &terms).entries.remove(0).article
    };
    let open = under(None);
    let ann = under(Some("http://ann:x@127.0.0.1:8000/feed.xml"));
    let bob = under(Some("http://bob:y@127.0.0.1:8000/feed.xml"));
    assert!(open.key != ann.key && ann.key != bob.key);
    assert!(open.read_page && !ann.read_page);
}

#[test]
fn of_a_large_sitemap_only_the_newest_are_kept() {
    let urls: String = (0..700)
        .map(|n| {
            let day = 1 + n % 28;
            let year = 2000 + n / 28;
            format!("<url><loc>http://127.0.0.1:8000/{n}</loc><lastmod>{year}-01-{day:02}</lastmod></url>")
        })
        .collect();
    let map = feed_of(&format!(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    ));
    let url = Url::parse("http://127.0.0.1:8000/map.xml").unwrap();
    let kept = brought(&map, &url, &Terms::default()).entries;
    assert_eq!(kept.len(), OF_A_SITEMAP);
    assert!(kept.first().unwrap().address.as_ref().unwrap().ends_with("/200"));
}
