use std::time::Duration;

use dateline_fetch::{FetchError, Purpose, Request, Validators};

use crate::server::{Reply, Web, fetcher, get};

#[tokio::test]
async fn a_request_carries_what_it_must_and_nothing_else() {
    let web = Web::start(|_| Reply::new("200 OK", &["Set-Cookie: a=b"], "x")).await;
    let fetcher = fetcher();
    let mut request = Request::new(web.url("/feed?x=y#part"), Purpose::Feed);
    request.subscribers = 7;
    fetcher.get(request.clone()).await.unwrap();
    fetcher.get(request).await.unwrap();
    for asked in web.asked() {
        assert_eq!(asked.path, "/feed?x=y");
        let mut names: Vec<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        assert_eq!(asked.header("accept-encoding"), Some(&b"gzip, br, zstd, deflate"[..]));
        let agent = String::from_utf8(asked.header("user-agent").unwrap().to_vec()).unwrap();
        assert!(agent.starts_with("Dateline/") && agent.ends_with("; 7 subscribers)"), "{agent}");
        let accept = asked.header("accept").unwrap();
        assert!(accept.starts_with(b"application/atom+xml, application/rss+xml,"));
    }
}

#[tokio::test]
async fn validators_go_back_as_they_came_on_every_hop() {
    let etag = b"W/\"caf\xc3\xa9-\xff-gzip\"";
    let web = Web::start(|asked| {
        if asked.path == "/old" {
            return Reply::redirect(302, "/new");
        }
        if asked.header("if-none-match").is_some() {
            return Reply::new("304 Not Modified", &["Cache-Control: max-age=900"], "");
        }
        let mut reply = Reply::new("200 OK", &["ETag: TAG", "Last-Modified: yesterday"], "<rss/>");
        let at = reply.bytes.windows(3).position(|bytes| bytes == b"TAG").unwrap();
        reply.bytes.splice(at..at + 3, *b"W/\"caf\xc3\xa9-\xff-gzip\"");
        reply
    })
    .await;
    let fetcher = fetcher();
    let first = get(&fetcher, web.url("/old")).await.unwrap();
    assert_eq!(first.body, "<rss/>");
    let mut again = Request::new(web.url("/old"), Purpose::Feed);
    again.validators = first.validators.clone();
    let second = fetcher.get(again).await.unwrap();
    assert_eq!(second.status, 304);
    assert_eq!(second.max_age, Some(Duration::from_secs(900)));
    assert_eq!(second.validators, Validators::default());
    for asked in &web.asked()[2..] {
        assert_eq!(asked.header("if-none-match"), Some(&etag[..]));
        assert_eq!(asked.header("if-modified-since"), Some(&b"yesterday"[..]));
    }
    assert!(web.asked()[..2].iter().all(|asked| asked.header("if-none-match").is_none()));
}

#[tokio::test]
async fn not_modified_without_validators_is_a_mistake_of_the_server() {
    let web = Web::start(|_| Reply::new("304 Not Modified", &[], "")).await;
    let error = get(&fetcher(), web.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Protocol { .. }), "{error}");
}

#[tokio::test]
async fn the_fields_of_an_answer_are_read() {
    let headers = [
        "Content-Type: application/rss+xml; charset=koi8-r",
        "Expires: Tue, 02 Jan 2024 11:00:00 GMT",
        "Date: Tue, 02 Jan 2024 10:00:00 GMT",
        "Link: </hub>; rel=hub",
        "Link: </self>; rel=self",
    ];
    let web = Web::start(move |_| Reply::new("200 OK", &headers, "abc")).await;
    let answer = get(&fetcher(), web.url("/")).await.unwrap();
    assert_eq!(answer.content_type.as_deref(), Some("application/rss+xml; charset=koi8-r"));
    assert_eq!(answer.fresh_for(), Some(Duration::from_secs(3600)));
    assert_eq!(answer.link_header, ["</hub>; rel=hub", "</self>; rel=self"]);
    assert_eq!((answer.wire_bytes, answer.permanent_to), (3, None));
}

#[tokio::test]
async fn a_damaged_encoding_is_said_so_and_a_false_one_is_forgiven() {
    let web = Web::start(|asked| {
        let body =
            if asked.path == "/cut" { &b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..] } else { b"<rss/>" };
        Reply::new("200 OK", &["Content-Encoding: gzip"], body)
    })
    .await;
    let error = get(&fetcher(), web.url("/cut")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer of 127.0.0.1 is damaged: its gzip compression cannot be undone"
    );
    assert_eq!(get(&fetcher(), web.url("/plain")).await.unwrap().body, "<rss/>");
}
