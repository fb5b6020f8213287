//! One small feed a format, and what is odd about real ones.

use super::*;

#[test]
fn rss_2() {
    let feed = read_at(
        r#"<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>A & B</title><link>/home</link><ttl>90</ttl><skipHours><hour>3</hour><hour>24</hour></skipHours>
        <skipDays><day>Sunday</day></skipDays><image><url>/logo.png</url><title>no</title></image>
        <item><title>One &lt;i&gt;two&lt;/i&gt;</title><guid isPermaLink="false">x1</guid><link>/1</link>
        <description>&lt;a href="p"&gt;s&lt;/a&gt;</description><content:encoded><![CDATA[<p>body</p>]]></content:encoded>
        <pubDate>Tue, 02 Mar 2021 14:05:06 GMT</pubDate><author>ann@example.com (Ann)</author>
        <enclosure url="/a.mp3" length="12" type="audio/mpeg"/><category>c</category></item></channel></rss>"#,
        "http://example.com/feed/",
    );
    assert_eq!(feed.format, Format::Rss2);
    assert_eq!(feed.title.as_deref(), Some("A & B"));
    assert_eq!(feed.link.as_deref(), Some("http://example.com/home"));
    assert_eq!(feed.image.as_deref(), Some("http://example.com/logo.png"));
    assert_eq!((feed.ttl_minutes, feed.skip_hours.as_slice()), (Some(90), [3, 0].as_slice()));
    assert_eq!(feed.skip_days, [Day::Sunday]);
    let entry = &feed.entries[0];
    assert_eq!(entry.title_text().as_deref(), Some("One two"));
    assert_eq!(entry.id.as_deref(), Some("x1"));
    assert_eq!(entry.link.as_deref(), Some("http://example.com/1"));
    assert_eq!(entry.summary.as_deref(), Some("<a href=\"http://example.com/feed/p\">s</a>"));
    assert_eq!(entry.content, ["<p>body</p>"]);
    assert_eq!(entry.published.map(|t| t.to_string()).as_deref(), Some("2021-03-02T14:05:06Z"));
    assert_eq!(entry.authors[0].name.as_deref(), Some("Ann"));
    assert_eq!(entry.enclosures[0].length, Some(12));
    assert_eq!(entry.tags, ["c"]);
}

#[test]
fn atom_1() {
    let feed = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="http://example.com/">
        <title type="html">T &amp;amp; U</title><link rel="self" href="f.atom"/><link rel="hub" href="http://hub.example/"/>
        <entry><id>urn:1</id><title>a &lt; b</title><link href="1"/><updated>2021-03-02T14:05:06Z</updated>
        <author><name>Ann</name><uri>/ann</uri></author>
        <content type="xhtml" xml:base="sub/"><div xmlns="http://www.w3.org/1999/xhtml"><p>x<br/><a href="y">z</a></p></div></content>
        <source><title>Elsewhere</title></source></entry></feed>"#,
    );
    assert_eq!(feed.format, Format::Atom1);
    assert_eq!(feed.title_text().as_deref(), Some("T & U"));
    assert_eq!(feed.self_url.as_deref(), Some("http://example.com/f.atom"));
    assert_eq!(feed.hub.as_deref(), Some("http://hub.example/"));
    assert_eq!(feed.language.as_deref(), Some("de"));
    let entry = &feed.entries[0];
    assert_eq!((entry.title.as_deref(), entry.title_html), (Some("a < b"), false));
    assert_eq!(entry.content, [r#"<p>x<br /><a href="http://example.com/sub/y">z</a></p>"#]);
    assert_eq!(entry.authors[0].uri.as_deref(), Some("http://example.com/ann"));
    assert_eq!(entry.source_title.as_deref(), Some("Elsewhere"));
}

#[test]
fn rdf_with_items_outside_the_channel() {
    let feed = read(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://e.com/"><title>T</title></channel>
        <item rdf:about="http://e.com/1"><title>x</title><dc:creator>Ann</dc:creator></item></rdf:RDF>"#,
    );
    assert_eq!((feed.format, feed.entries.len()), (Format::Rss1, 1));
    assert_eq!(feed.entries[0].id.as_deref(), Some("http://e.com/1"));
    assert_eq!(feed.entries[0].authors[0].name.as_deref(), Some("Ann"));
}

#[test]
fn news_sitemap() {
    let feed = read(
        r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>http://e.com/1</loc>
        <news:news><news:publication><news:name>E</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2021-03-02</news:publication_date><news:title>N</news:title></news:news>
        <image:image><image:loc>http://e.com/1.jpg</image:loc></image:image></url></urlset>"#,
    );
    let entry = &feed.entries[0];
    assert_eq!(feed.format, Format::Sitemap);
    assert_eq!(
        (entry.link.as_deref(), entry.title.as_deref()),
        (Some("http://e.com/1"), Some("N"))
    );
    assert_eq!(entry.media, ["http://e.com/1.jpg"]);
}

#[test]
fn undeclared_and_misspelt_namespaces() {
    let feed = read(
        r#"<rss xmlns:M="HTTPS://search.yahoo.com/MRSS"><channel><item><dc:creator>Ann</dc:creator>
        <M:thumbnail url="http://e.com/t.jpg"/><x:title>not this</x:title></item></channel></rss>"#,
    );
    assert_eq!(feed.entries[0].authors[0].name.as_deref(), Some("Ann"));
    assert_eq!(feed.entries[0].thumbnails, ["http://e.com/t.jpg"]);
    assert_eq!(feed.entries[0].title, None);
}

#[test]
fn unclosed_items_and_titles() {
    let feed = read(
        "<rss><channel><item><title>One<link>http://e.com/1</link><item><title>Two</title>\
         <description>cut here: <b>bo",
    );
    let titles: Vec<_> = feed.entries.iter().filter_map(Entry::title_text).collect();
    assert_eq!(titles, ["One", "Two"]);
    assert_eq!(feed.entries[0].link.as_deref(), Some("http://e.com/1"));
    assert_eq!(feed.entries[1].summary.as_deref(), Some("cut here: <b>bo</b>"));
    assert!(!feed.warnings.is_empty());
}

#[test]
fn markup_that_nobody_escaped() {
    let feed = read(
        "<rss><channel><item><description>a <b>bold</b> &amp; <img src='x'> word</description></item></channel></rss>",
    );
    let summary = feed.entries[0].summary.as_deref();
    assert_eq!(summary, Some("a <b>bold</b> &amp; <img src=\"x\" /> word"));
}

#[test]
fn entities_of_the_document_itself() {
    let feed = read(
        "<!DOCTYPE rss [<!ENTITY co 'Ann &amp; Co'>]><rss><channel><title>&co; &eacute;&nbsp;&x;</title></channel></rss>",
    );
    assert_eq!(feed.title.as_deref(), Some("Ann & Co é\u{a0}&x;"));
}

#[test]
fn what_is_no_feed() {
    let error = |text: &[u8]| parse(text, &Hints::default()).unwrap_err();
    assert_eq!(error(b" \n"), FeedError::Empty);
    let page =
        error(b"<!doctype html><html><head><title>A page</title></head><body><p>x</body></html>");
    assert_eq!(page, FeedError::Html { title: Some("A page".into()) });
    assert_eq!(page.to_string(), "this is a web page, not a feed: “A page”");
    assert!(error(b"<note><to>x</to></note>").to_string().contains("<note>"));
    assert!(error(b"hello").to_string().contains("plain text"));
    assert!(error(b"\x89PNG\r\n").to_string().contains("an image"));
}

#[test]
fn addresses_that_run_are_left_out() {
    let feed = read(
        "<rss><channel><link> JavaScript:alert(1)</link><item><guid>javascript:x</guid></item></channel></rss>",
    );
    assert_eq!((feed.link.as_deref(), feed.entries[0].link.as_deref()), (None, None));
}

#[test]
fn keys_are_stable_without_ids() {
    let one = read(
        "<rss><channel><item><title>A</title></item><item><title>A</title><pubDate>2 Mar 2021</pubDate></item></channel></rss>",
    );
    assert_ne!(one.entries[0].key(), one.entries[1].key());
    assert_eq!(one.entries[0].key(), one.entries[0].clone().key());
}

#[test]
fn parts_of_a_sitemap_index_are_no_entries() {
    let feed = read(
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>http://e.com/1.xml</loc><lastmod> 2026-11-02 </lastmod></sitemap></sitemapindex>",
    );
    assert!(feed.entries.is_empty());
    assert_eq!(feed.parts[0].changed.as_deref(), Some("2026-11-02"));
    assert_eq!(
        (feed.links[0].href.as_str(), feed.links[0].rel.as_deref()),
        ("http://e.com/1.xml", Some("sitemap"))
    );
}

#[test]
fn modules() {
    let feed = read(
        "<rss xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'
        xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>
        <channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
        <itunes:image href='http://e.com/i.png'/><itunes:category text='News'/>
        <item><media:title>not this</media:title><title>this</title><link>http://track.example/1</link>
        <feedburner:origLink>http://e.com/1</feedburner:origLink><itunes:keywords>a, b c</itunes:keywords>
        <media:group><media:content url='http://e.com/v.mp4'><media:thumbnail url='http://e.com/t.jpg'/></media:content></media:group>
        </item></channel></rss>",
    );
    assert_eq!((feed.ttl_minutes, feed.image.as_deref()), (Some(360), Some("http://e.com/i.png")));
    assert_eq!(feed.tags, ["News"]);
    let entry = &feed.entries[0];
    assert_eq!(
        (entry.title.as_deref(), entry.link.as_deref()),
        (Some("this"), Some("http://e.com/1"))
    );
    assert_eq!(entry.tags, ["a", "b c"]);
    assert_eq!(
        (&entry.media[..], &entry.thumbnails[..]),
        (&["http://e.com/v.mp4".to_owned()][..], &["http://e.com/t.jpg".to_owned()][..])
    );
}

#[test]
fn news_sitemaps() {
    let xml = "<m:urlset xmlns:m='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' \
        xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><m:url><m:loc>https://pier.example/a?x=1&amp;y=2</m:loc>\
        <m:lastmod>2024-05-07</m:lastmod><n:news><n:publication><n:name>The Pier</n:name><n:language>en</n:language></n:publication>\
        <n:publication_date>2024-05-06T07:08:09+02:00</n:publication_date><n:title>Fog &amp; tide</n:title><n:keywords>fog, tide</n:keywords></n:news>\
        <i:image><i:loc>https://cdn.example/a.jpg</i:loc></i:image></m:url></m:urlset>";
    let feed = parse(xml.as_bytes(), &Hints::default()).unwrap();
    assert_eq!(feed.format, Format::Sitemap);
    assert_eq!(feed.title.as_deref(), Some("The Pier"));
    let entry = &feed.entries[0];
    assert_eq!(entry.link.as_deref(), Some("https://pier.example/a?x=1&y=2"));
    assert_eq!(entry.title.as_deref(), Some("Fog & tide"));
    assert_eq!(entry.language.as_deref(), Some("en"));
    assert_eq!(entry.tags, ["fog", "tide"]);
    assert_eq!(entry.media, ["https://cdn.example/a.jpg"]);
    assert_eq!(entry.published.map(|t| t.to_string()).as_deref(), Some("2024-05-06T05:08:09Z"));
    assert_eq!(entry.updated.map(|t| t.to_string()).as_deref(), Some("2024-05-07T00:00:00Z"));
}
