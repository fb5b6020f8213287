//! No bytes may panic, hang, or grow.

use proptest::prelude::*;

use super::*;

const SEEDS: [&str; 4] = [
    "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0' xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><title>T &amp; &a; &#8217;</title><item><title><![CDATA[x]]></title><guid>1</guid><c:encoded>&lt;p&gt;&lt;a href='x'&gt;</c:encoded><pubDate>Tue, 02 Mar 2021 14:05:06 GMT</pubDate><author>a@b.cd (E)</author></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://e.com/'><title type='xhtml'><div>a<b>c</b></div></title><entry><link href='x' rel='enclosure' length='3'/><content type='image/png'>AAAA</content><updated>2021-W09-2T24:00:00Z</updated></entry></feed>",
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{\"id\":1,\"content_html\":\"<p>x\",\"date_published\":\"2021-03-02\"}]}",
    "<CHANNEL HREF='http://e.com/' LASTMOD='20210302'><ITEM><TITLE>x</TITLE><ABSTRACT>y</ABSTRACT></ITEM></CHANNEL>",
];

/// Pieces that begin or end something; thrown together they make most kinds of broken feed.
const PIECES: [&str; 30] = [
    "<rss>",
    "</rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<description>",
    "<",
    ">",
    "&",
    "&lt;",
    "&#x1F600;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<!DOCTYPE x [",
    "\"",
    "'",
    "=",
    "<a b='",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "é",
    "\u{0}",
    "<content type='xhtml'><div>",
    "xmlns:x='y'",
];

fn all(bytes: &[u8]) {
    let base = url::Url::parse("http://example.com/feed").unwrap();
    let hints = Hints { url: Some(&base), content_type: Some("text/xml; charset=iso-8859-1") };
    for hints in [Hints::default(), hints] {
        if let Ok(feed) = parse(bytes, &hints) {
            let text = feed.to_inspect(false).to_string();
            assert!(text.len() <= 40 * bytes.len() + 10_000, "{} from {}", text.len(), bytes.len());
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = discover::feeds_of_page(&text, &base);
    let _ = opml::read(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        all(&bytes);
    }

    #[test]
    fn any_pieces(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60)) {
        all(pieces.concat().as_bytes());
    }

    #[test]
    fn mutated_feeds(
        seed in 0..SEEDS.len(),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), 0..4u8), 1..12),
    ) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        for (at, byte, how) in changes {
            let at = at % bytes.len().max(1);
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if at < bytes.len() => { bytes.remove(at); }
                _ => bytes.truncate(at.max(20)),
            }
        }
        all(&bytes);
    }

    #[test]
    fn any_date(text in "[0-9a-zäé:+./, tTzZ-]{0,30}") {
        let _ = dates::parse_date(&text);
    }

    #[test]
    fn any_unicode_date(text in "\\PC{0,20}") {
        let _ = dates::parse_date(&text);
    }
}

/// Inputs that make careless parsers quadratic: this test is slow when one of ours is.
#[test]
fn long_repetitions() {
    for piece in [
        "<",
        "<a",
        "<a ",
        "<a>",
        "</a>",
        "<a b='",
        "<a b=\"c\" ",
        "&",
        "&a;",
        "<!--",
        "<![CDATA[",
        "<?",
        "<!",
        "]]>",
        "<!DOCTYPE ",
        "<!DOCTYPE [",
        "<item>",
        "<title>",
        "&lt;p&gt;",
        "<x:y xmlns:x='z'>",
        "<div xml:base='a/'>",
        "@",
        "<!ENTITY a '",
        "\u{0}",
        "<category>x",
    ] {
        let many = piece.repeat(100_000 / piece.len());
        all(many.as_bytes());
        all(format!("<rss><channel><item><description>{many}").as_bytes());
    }
}
