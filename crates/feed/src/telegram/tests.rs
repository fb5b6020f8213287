use crate::{Feed, FeedError, Format, Hints, parse};

fn message(id: u32, inner: &str) -> String {
    format!(
        "<div class='tgme_widget_message_wrap'><div class='tgme_widget_message' data-post='pier/{id}'>{inner}\
         <div class='tgme_widget_message_footer'><span class='tgme_widget_message_views'>3K</span>\
         <span class='tgme_widget_message_meta'><a class='tgme_widget_message_date' href='https://t.me/pier/{id}'>\
         <time datetime='2024-05-06T07:08:09+02:00'>07:08</time></a></span></div></div></div>"
    )
}

fn text(html: &str) -> String {
    format!("<div class='tgme_widget_message_text js-message_text'>{html}</div>")
}

fn channel(messages: &[String]) -> Feed {
    let page = format!(
        "<!-- saved --><!DOCTYPE html><html><head><meta property='og:image' content='//cdn.example/p.jpg'></head><body>\
         <div class='tgme_channel_info'><div class='tgme_channel_info_header_title'>The Pier</div>\
         <div class='tgme_channel_info_header_username'><a href='https://t.me/pier'>@pier</a></div>\
         <div class='tgme_channel_info_description'>Boats &amp; <a href='https://pier.example/'>more</a></div></div>\
         <section class='tgme_channel_history'><a class='tme_messages_more' data-before='7' href='/s/pier?before=7'></a>\
         {}</section></body></html>",
        messages.concat()
    );
    parse(page.as_bytes(), &Hints::default()).unwrap()
}

fn content(inner: &str) -> String {
    channel(&[message(7, inner)]).entries[0].content.concat()
}

#[test]
fn the_channel() {
    let feed = channel(&[]);
    assert_eq!(feed.format, Format::Telegram);
    assert_eq!(feed.title.as_deref(), Some("The Pier"));
    assert_eq!(
        feed.subtitle.as_deref(),
        Some("Boats &amp; <a href=\"https://pier.example/\">more</a>")
    );
    assert_eq!(feed.link.as_deref(), Some("https://t.me/pier"));
    assert_eq!(feed.image.as_deref(), Some("https://cdn.example/p.jpg"));
    let older = feed.links.iter().find(|l| l.rel.as_deref() == Some("prev-archive"));
    assert_eq!(older.map(|l| &*l.href), Some("https://t.me/s/pier?before=7"));
}

#[test]
fn a_text_keeps_its_formatting_and_nothing_of_the_page() {
    let inner = text(
        "<b>Fog</b><br/>See <a href='?q=%23fog' onclick='x()'>#fog</a> <tg-emoji><i class='emoji' \
         style='x'><b>⚓</b></i></tg-emoji> <a href='javascript:x()'>here</a><script>x()</script>",
    );
    let feed = channel(&[message(7, &inner)]);
    let entry = &feed.entries[0];
    assert_eq!(
        entry.content,
        ["<b>Fog</b><br>See <a href=\"https://t.me/s/pier?q=%23fog\">#fog</a> ⚓ here"]
    );
    assert_eq!(entry.title.as_deref(), Some("Fog"));
    assert_eq!(entry.id.as_deref(), Some("https://t.me/pier/7"));
    assert_eq!(entry.link, entry.id);
    assert_eq!(entry.tags, ["fog"]);
    assert_eq!(entry.published.map(|t| t.to_string()).as_deref(), Some("2024-05-06T05:08:09Z"));
    assert!(!entry.edited && entry.updated.is_none() && entry.authors.is_empty());
}

#[test]
fn albums_and_films() {
    let inner = "<div class='tgme_widget_message_grouped'>\
        <a class='tgme_widget_message_photo_wrap' href='https://t.me/pier/7?single' style=\"background-image:url('//cdn.example/a.jpg')\"></a>\
        <a class='tgme_widget_message_video_player'><i class='tgme_widget_message_video_thumb' style='background-image:url(https://cdn.example/t.jpg)'></i>\
        <video src='https://cdn.example/v.mp4?token=1'></video></a></div>";
    let feed = channel(&[message(7, inner)]);
    let entry = &feed.entries[0];
    assert_eq!(entry.media, ["https://cdn.example/a.jpg", "https://cdn.example/v.mp4?token=1"]);
    assert_eq!(entry.thumbnails, ["https://cdn.example/t.jpg"]);
    let kinds: Vec<_> = entry.enclosures.iter().filter_map(|e| e.kind.as_deref()).collect();
    assert_eq!(kinds, ["image/jpeg", "video/mp4"]);
    // Addresses that change by themselves would make every poll an edit.
    assert!(entry.content.is_empty() && entry.title.is_none());
}

#[test]
fn forwards_name_their_source_and_only_its_author() {
    let inner = format!(
        "<div class='tgme_widget_message_forwarded_from'>Forwarded from <a class='tgme_widget_message_forwarded_from_name' \
         href='https://t.me/guard/9'>Guard</a> <span class='tgme_widget_message_forwarded_from_author'>(Ann)</span></div>{}\
         <span class='tgme_widget_message_from_author'>Bob</span>",
        text("Calm seas.")
    );
    let feed = channel(&[message(7, &inner)]);
    let entry = &feed.entries[0];
    assert_eq!(entry.source_title.as_deref(), Some("Guard"));
    assert_eq!(entry.authors.len(), 1);
    assert_eq!(entry.authors[0].name.as_deref(), Some("Ann"));
    assert!(entry.links.iter().any(|l| l.rel.as_deref() == Some("via")));
    assert_eq!(entry.content, ["Calm seas."]);
}

#[test]
fn replies_are_quoted_apart_from_the_text() {
    let inner = format!(
        "<a class='tgme_widget_message_reply' href='https://t.me/pier/3'><span class='tgme_widget_message_author_name'>The Pier</span>{}</a>{}",
        text("Old &lt;news&gt;"),
        text(&text("New words"))
    );
    assert_eq!(
        content(&inner),
        "<blockquote><a href=\"https://t.me/pier/3\">The Pier</a><br>Old &lt;news&gt;</blockquote>\nNew words"
    );
    assert_eq!(channel(&[message(7, &inner)]).entries[0].title.as_deref(), Some("New words"));
}

#[test]
fn polls_documents_and_previews_are_text() {
    let poll = "<div class='tgme_widget_message_poll'><div class='tgme_widget_message_poll_question'>Which?</div>\
        <div class='tgme_widget_message_poll_option'><div class='tgme_widget_message_poll_option_percent'>60%</div>\
        <div class='tgme_widget_message_poll_option_text'>A &amp; B</div></div></div>";
    assert_eq!(content(poll), "<p>Which?</p><ul><li>A &amp; B</li></ul>");
    let file = "<div class='tgme_widget_message_document_wrap'><div class='tgme_widget_message_document_title'>tides.pdf</div>\
        <div class='tgme_widget_message_document_extra'>2 MB</div></div>";
    assert_eq!(content(file), "<p>tides.pdf (2 MB)</p>");
    let link = "<a class='tgme_widget_message_link_preview' href='https://else.example/'><div class='link_preview_title'>Else</div>\
        <div class='link_preview_description'>Words</div></a>";
    assert_eq!(
        content(link),
        "<blockquote><a href=\"https://else.example/\">Else</a><br>Words</blockquote>"
    );
}

#[test]
fn edits_signatures_and_service_messages() {
    let edited = message(7, &text("x")).replace(
        "_meta'>",
        "_meta'><span class='tgme_widget_message_from_author'>Ann Lee</span>, edited &nbsp;",
    );
    let service = message(8, &text("Channel photo updated"))
        .replace("_message' data", "_message service_message' data");
    let feed = channel(&[edited, service]);
    assert_eq!(feed.entries.len(), 1);
    assert!(feed.entries[0].edited);
    assert_eq!(feed.entries[0].authors[0].name.as_deref(), Some("Ann Lee"));
}

#[test]
fn pages_that_merely_mention_the_classes_are_pages() {
    let page = b"<!doctype html><title>How to</title><p>tgme_widget_message</p>";
    assert!(matches!(parse(page, &Hints::default()), Err(FeedError::Html { .. })));
    let feed = b"<rss><channel><item><title>On tgme_widget_message</title></item></channel></rss>";
    assert_eq!(parse(feed, &Hints::default()).unwrap().format, Format::Rss2);
}

proptest::proptest! {
    #[test]
    fn cut_and_garbled_pages_end(at in 0usize..900, junk in "[<>/a-z'\"= ]{0,12}") {
        let page = format!(
            "<!doctype html><div class='tgme_channel_info'><div class='tgme_channel_info_header_username'><a href=x>@pier</a></div></div>{}",
            message(7, &text("<b>x</b><i class=emoji>y"))
        );
        let at = page.floor_char_boundary(at);
        let garbled = format!("{}{junk}{}", &page[..at], &page[at..]);
        let _ = parse(garbled.as_bytes(), &Hints::default());
        let _ = parse(&garbled.as_bytes()[..at], &Hints::default());
    }
}
