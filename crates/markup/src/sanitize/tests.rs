use proptest::prelude::*;

use super::*;
use crate::scan::{Scanner, Token};

fn base() -> Url {
    Url::parse("https://example.org/a/b.html").expect("an address")
}

/// What must never be in a sanitized text, found by looking at its tags.
fn dangers(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in Scanner::new(html) {
        let Token::Start(tag) = token else { continue };
        if matches!(
            &*tag.name,
            "script"
                | "style"
                | "iframe"
                | "svg"
                | "form"
                | "meta"
                | "object"
                | "embed"
                | "base"
                | "link"
        ) {
            found.push(tag.raw.to_owned());
        }
        for attribute in tag.attributes() {
            let name = attribute.name.to_ascii_lowercase();
            let value = crate::entities::decode(attribute.value).to_ascii_lowercase();
            let squeezed: String =
                value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let address = matches!(&*name, "href" | "src" | "srcset" | "poster" | "cite");
            let safe = squeezed.starts_with("http")
                || squeezed.starts_with("mailto:")
                || squeezed.starts_with("data:image/");
            if name.starts_with("on")
                || matches!(&*name, "style" | "class" | "id" | "target")
                || (address && !safe)
            {
                found.push(tag.raw.to_owned());
            }
        }
    }
    found
}

#[test]
fn scripts_handlers_and_odd_schemes_go() {
    let html = "<p onclick=x() class=a id=b style='color:red'>A<script>alert(1)</script>\
                <a href='java\nscript:alert(1)' target=_blank>b</a><img src=x onerror=y>";
    assert_eq!(
        sanitize(html, Some(&base())),
        "<p>A<a rel=\"noopener noreferrer nofollow\">b</a>\
         <img src=\"https://example.org/a/x\" loading=\"lazy\"></p>"
    );
}

#[test]
fn frames_become_links() {
    let html =
        "<iframe src='//video.example/e?x=1&amp;y' title='A film'><p>no</iframe><embed src=/e.swf>";
    assert_eq!(
        sanitize(html, Some(&base())),
        "<p><a href=\"https://video.example/e?x=1&amp;y\" rel=\"noopener noreferrer nofollow\">A film</a></p>\
         <p><a href=\"https://example.org/e.swf\" rel=\"noopener noreferrer nofollow\">example.org</a></p>"
    );
}

#[test]
fn pixels_and_beacons_go_pictures_stay() {
    let html = "<img src=/p.png width=1 height=1><img src='https://pixel.wp.com/b.gif?x'>\
                <img src='/spacer.gif' data-src='/real.jpg'><img src='data:image/png;base64,AA'>\
                <img src='data:image/svg+xml,x'>";
    assert_eq!(
        sanitize(html, Some(&base())),
        "<img src=\"https://example.org/real.jpg\" loading=\"lazy\">\
         <img src=\"data:image/png;base64,AA\" loading=\"lazy\">"
    );
}

#[test]
fn forms_go_but_their_words_stay() {
    assert_eq!(
        sanitize("<form action=x><p>a<input name=q><button>b</button></form>", None),
        "<p>a</p>"
    );
}

#[test]
fn relative_addresses_without_a_base_go() {
    let html = "<a href='/x'>a</a><a href='//h.example/x'>b</a>";
    let expected = "<a rel=\"noopener noreferrer nofollow\">a</a>\
                    <a href=\"https://h.example/x\" rel=\"noopener noreferrer nofollow\">b</a>";
    assert_eq!(sanitize(html, None), expected);
}

#[test]
fn tricks_with_foreign_content_and_raw_text() {
    for html in [
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>",
        "<select><style></select><img src=x onerror=alert(1)></style>",
        "<<script>script>alert(1)</script>",
        "<a href='data:text/html,<script>1</script>'>x</a><img src='data:text/html,x'>",
        "<img srcset='javascript:1 1x'><video poster='javascript:1' src=vbscript:1></video>",
    ] {
        let clean = sanitize(html, Some(&base()));
        assert_eq!(dangers(&clean), Vec::<String>::new(), "{html} became {clean}");
        assert_eq!(sanitize(&clean, None), clean, "{html}");
    }
}

#[test]
fn hostile_depth_ends_within_the_caps() {
    let clean = sanitize(&"<div><table><td></div>".repeat(20_000), None);
    assert!(clean.matches("<table").count() < 400);
}

fn fragments() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>".to_owned()),
        Just("</script>".to_owned()),
        Just("<style>".to_owned()),
        Just("</style>".to_owned()),
        Just("<svg>".to_owned()),
        Just("</svg>".to_owned()),
        Just("<math><mtext>".to_owned()),
        Just("<noscript>".to_owned()),
        Just("</noscript>".to_owned()),
        Just("<a href=\"javascript:alert(1)\">".to_owned()),
        Just("<a href=x>".to_owned()),
        Just("</a>".to_owned()),
        Just("<img src=x onerror=1 ".to_owned()),
        Just(">".to_owned()),
        Just("<table>".to_owned()),
        Just("<td>".to_owned()),
        Just("</table>".to_owned()),
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<b>".to_owned()),
        Just("<i>".to_owned()),
        Just("</b>".to_owned()),
        Just("<div onload=x>".to_owned()),
        Just("</div>".to_owned()),
        Just("<ul><li>".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("<title>".to_owned()),
        Just("<textarea>".to_owned()),
        Just("<select>".to_owned()),
        Just("<option>".to_owned()),
        Just("<iframe src='https://e.example/'>".to_owned()),
        Just("<pre>\n".to_owned()),
        Just("&lt;script&gt;".to_owned()),
        Just("<form>".to_owned()),
        Just("<button>".to_owned()),
        Just("<h1>".to_owned()),
        Just("<template>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("<xmp>".to_owned()),
        Just("<ruby><rt>".to_owned()),
        Just("<details><summary>".to_owned()),
        "[ a-z<>\"'&/=!\n\\u{0}-\\u{20}é]{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Elements of every allowed name within each other, most of them closed where they should be.
fn nested() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "a",
        "abbr",
        "article",
        "b",
        "blockquote",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h3",
        "header",
        "i",
        "img",
        "br",
        "li",
        "ol",
        "p",
        "picture",
        "q",
        "s",
        "section",
        "small",
        "source",
        "span",
        "strong",
        "sup",
        "time",
        "tt",
        "u",
        "ul",
    ]);
    let attribute = prop::sample::select(vec![
        "",
        " lang=en",
        " href=/x",
        " src=/i.png",
        " rel=me href=//e.example",
        " loading=eager src=/a",
        " width=12 style=x alt=b loading=lazy srcset='/b 2x' src=/a",
        " class=x rel=me lang=en href=/y",
        " srcset='/a 1x, /b 2x'",
        " dir=rtl title=\"a<b\"",
        " datetime=2025",
        " cite=/q",
    ]);
    let leaf = "[ab&<;\n\u{a0}]{0,4}";
    leaf.prop_recursive(7, 60, 5, move |inner| {
        let inner = prop::collection::vec(inner, 0..5);
        (name.clone(), attribute.clone(), inner, 0..12u8).prop_map(
            |(name, attribute, inner, odd)| {
                let end = if odd == 0 { String::new() } else { format!("</{name}>") };
                format!("<{name}{attribute}>{}{end}", inner.concat())
            },
        )
    })
}

#[test]
fn players_have_controls_and_load_nothing() {
    let html = "<video src=/v.mp4 controls=controls autoplay preload=auto></video><AUDIO src=/a.mp3></AUDIO>";
    let clean = sanitize(html, Some(&base()));
    assert_eq!(
        clean,
        "<video controls=\"\" src=\"https://example.org/v.mp4\" preload=\"none\"></video>\
         <audio controls=\"\" src=\"https://example.org/a.mp3\" preload=\"none\"></audio>"
    );
    assert_eq!(sanitize(&clean, None), clean);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_dangerous_remains_and_twice_is_once(html in fragments()) {
        let clean = sanitize(&html, Some(&base()));
        prop_assert_eq!(dangers(&clean), Vec::<String>::new());
        prop_assert_eq!(sanitize(&clean, Some(&base())), clean);
    }

    #[test]
    fn what_is_settled_stays_as_it_is(html in prop_oneof![fragments(), nested()]) {
        let once = clean(&html, Some(&base()));
        if rewrite::rewrite(&once, None) == once && settled::is_settled(&once) {
            prop_assert_eq!(clean(&once, None), once);
        }
    }

    #[test]
    fn no_input_makes_it_panic(html in "\\PC{0,200}") {
        sanitize(&html, None);
        crate::one_line(&html);
    }

    #[test]
    fn capped_html_is_never_much_longer(html in fragments()) {
        let caps = Caps { max_bytes: 120, ..Caps::default() };
        prop_assert!(capped(&html, &caps).html.len() <= 120 * 6);
    }
}
