use proptest::prelude::*;

use super::*;

#[test]
fn folders_and_attributes() {
    let text = r#"<opml version="1.1"><head><title>My &amp; feeds</title></head><body>
        <outline text="News"><outline text="World" title="World &lt;1>" type="rss"
            xmlUrl="http://example.com/a?x=1&y=2" htmlUrl="http://example.com/" category="/a,b" my="1"/>
            <outline title="Deep"><outline text="b" xmlurl="http://example.com/b"/></outline>
        </outline>
        <outline text="Bookmark" url="http://example.com/page"/>
        <outline text="Nothing"/></body></opml>"#;
    let opml = read(text.as_bytes()).unwrap();
    assert_eq!(opml.title.as_deref(), Some("My & feeds"));
    assert_eq!(opml.outlines.len(), 3);
    let world = &opml.outlines[0];
    assert_eq!(world.title.as_deref(), Some("World <1>"));
    assert_eq!(world.xml_url.as_deref(), Some("http://example.com/a?x=1&y=2"));
    assert_eq!(world.folder, ["News"]);
    assert_eq!(world.categories, ["/a", "b"]);
    assert_eq!(world.other, [("my".into(), "1".into()), ("text".into(), "World".into())]);
    assert_eq!(opml.outlines[1].folder, ["News", "Deep"]);
    assert_eq!(opml.outlines[2].html_url.as_deref(), Some("http://example.com/page"));
    assert_eq!(opml.empty_folders, [["Nothing"]]);
}

#[test]
fn malformed_lists() {
    let text = "<opml><body><outline text=A & B xmlUrl='http://example.com/1'>\
                <outline text=\"x\" xmlUrl=\"http://example.com/2\"/><outline text='cut' xml";
    let opml = read(text.as_bytes()).unwrap();
    let urls: Vec<_> = opml.outlines.iter().filter_map(|o| o.xml_url.as_deref()).collect();
    assert_eq!(urls, ["http://example.com/1", "http://example.com/2"]);
    assert!(!opml.warnings.is_empty());
}

#[test]
fn limits_and_duplicates() {
    let deep = format!("<opml><body>{}", "<outline text='d'>".repeat(100_000));
    let opml = read(deep.as_bytes()).unwrap();
    assert!(opml.warnings.iter().any(|w| w.contains("deeper than 32")), "{:?}", opml.warnings);
    let many =
        format!("<opml><body>{}", "<outline xmlUrl='http://e.com/'/>".repeat(MOST_OUTLINES + 5));
    let opml = read(many.as_bytes()).unwrap();
    assert_eq!(opml.outlines.len(), MOST_OUTLINES);
    assert!(opml.warnings.iter().any(|w| w.contains("more than once")));
    assert!(opml.warnings.iter().any(|w| w.starts_with("5 outlines beyond")));
    assert!(opml.warnings.len() < 50);
}

#[test]
fn other_documents() {
    assert_eq!(read(b" \n"), Err(OpmlError::Empty));
    assert!(matches!(read(b"<rss><channel/></rss>"), Err(OpmlError::NotOpml { .. })));
    assert!(matches!(read(b"hello"), Err(OpmlError::NotOpml { .. })));
    assert!(read(b"<opml><body/></opml>").unwrap().outlines.is_empty());
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z<>&\"'ü/:?=.\n]([a-zA-Z<>&\"'ü /:?=.\n\t-]{0,10}[a-z&<>\"'])?"
        .prop_map(|w| w.trim().to_owned())
        .prop_filter("not empty", |w| !w.is_empty())
}

prop_compose! {
    fn outline()(
        title in word(),
        xml_url in word(),
        html_url in proptest::option::of(word()),
        description in proptest::option::of(word()),
        folder in proptest::collection::vec(word(), 0..4),
        other in proptest::option::of(word()),
    ) -> Outline {
        Outline {
            title: Some(title), xml_url: Some(xml_url), html_url, description, folder,
            kind: Some("rss".into()), categories: vec!["a".into(), "b".into()],
            other: other.map(|o| ("my:own".to_owned(), o)).into_iter().collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn round_trip_without_loss(
        title in word(),
        outlines in proptest::collection::vec(outline(), 0..8),
        empty in proptest::collection::vec(word(), 1..3),
    ) {
        let list = Opml { title: Some(title), outlines, empty_folders: vec![empty], ..Opml::default() };
        let mut back = read(write(&list).as_bytes()).unwrap();
        back.warnings.clear();
        prop_assert_eq!(back, list);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}
