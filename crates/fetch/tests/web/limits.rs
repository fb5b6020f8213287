use std::time::Duration;

use dateline_fetch::{FetchError, FetchSettings, Fetcher, SizeLimit};
use tokio::time::Instant;

use crate::server::{Reply, Web, fetcher, get, settings};

fn hasty(total: Duration) -> Fetcher {
    Fetcher::new(FetchSettings { total_timeout: total, ..settings() }).unwrap()
}

#[tokio::test]
async fn a_body_of_60_mb_is_cut_with_and_without_a_length() {
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 62914560\r\n\r\n<rss>".to_vec();
    let endless = [b"HTTP/1.0 200 OK\r\n\r\n".to_vec(), vec![b'x'; 60 << 20]].concat();
    for bytes in [announced, endless] {
        let web = Web::start(move |_| Reply { bytes: bytes.clone(), ..Reply::default() }).await;
        let error = get(&fetcher(), web.url("/")).await.unwrap_err();
        let limit = 5 << 20;
        assert_eq!(error, FetchError::TooLarge { limit, what: SizeLimit::Wire });
        assert_eq!(error.to_string(), "the answer is larger than 5 MiB");
    }
}

#[tokio::test]
async fn one_byte_at_a_time_ends_at_the_total_timeout() {
    for head in
        [&b"HTTP/1.1 200 OK\r\nX-Long: "[..], b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"]
    {
        let bytes = [head, &[b'H'; 1000]].concat();
        let drip = Duration::from_millis(20);
        let web =
            Web::start(move |_| Reply { bytes: bytes.clone(), drip, ..Reply::default() }).await;
        let begin = Instant::now();
        let error = get(&hasty(Duration::from_millis(300)), web.url("/")).await.unwrap_err();
        assert!(begin.elapsed() >= Duration::from_millis(300));
        assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
        assert_eq!(error.to_string(), "127.0.0.1 gave no complete answer within 1 s");
    }
}

#[tokio::test]
async fn a_chain_of_slow_redirects_shares_one_timeout() {
    let web = Web::start(|asked| {
        let next = format!("{}x", asked.path);
        Reply::redirect(302, &next).after(Duration::from_millis(200))
    })
    .await;
    let error = get(&hasty(Duration::from_millis(500)), web.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
    assert!(web.asked().len() <= 3);
}

#[tokio::test]
async fn an_error_whose_page_never_ends_is_still_that_error() {
    let bytes =
        b"HTTP/1.1 503 Busy\r\nRetry-After: 77\r\nContent-Length: 9999\r\n\r\nwait".to_vec();
    let web = Web::start(move |_| Reply {
        bytes: bytes.clone(),
        drip: Duration::from_millis(1),
        ..Reply::default()
    })
    .await;
    let answer = get(&fetcher(), web.url("/")).await.unwrap();
    assert_eq!(answer.status, 503);
    assert_eq!(answer.retry_delay(jiff::Timestamp::UNIX_EPOCH), Some(Duration::from_secs(77)));
}

#[tokio::test]
async fn a_date_to_come_back_is_measured_by_the_servers_clock_or_else_by_ours() {
    let ours = "1994-11-06T08:49:07Z".parse().unwrap();
    let after = "Retry-After: Sunday, 06-Nov-94 08:49:37 GMT";
    for (date, seconds) in [
        ("X: y", 30),
        ("Date: Sun Nov  6 08:49:00 1994", 37),
        ("Date: Sun, 06 Nov 1994 09:00:00 GMT", 0),
    ] {
        let web = Web::start(move |_| Reply::new("429 Slow down", &[after, date], "")).await;
        let answer = get(&fetcher(), web.url("/")).await.unwrap();
        assert_eq!(answer.retry_delay(ours), Some(Duration::from_secs(seconds)), "{date}");
    }
}

#[tokio::test]
async fn the_page_of_an_error_is_read_for_a_few_kb() {
    let web = Web::start(|_| Reply::new("404 Not Found", &[], vec![b'n'; 1 << 20])).await;
    let answer = get(&fetcher(), web.url("/")).await.unwrap();
    assert_eq!((answer.status, answer.body.len()), (404, 4096));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_answer() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n".to_vec();
    let nothing = Vec::new();
    for bytes in [cut, chunked, nothing] {
        let web = Web::start(move |_| Reply { bytes: bytes.clone(), ..Reply::default() }).await;
        let error = get(&fetcher(), web.url("/")).await.unwrap_err();
        assert_eq!(error.to_string(), "127.0.0.1 broke off in the middle of its answer");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_http_is_said_so() {
    let web = Web::start(|_| Reply { bytes: b"SSH-2.0-x\r\n\r\n".to_vec(), ..Reply::default() });
    let error = get(&fetcher(), web.await.url("/")).await.unwrap_err();
    assert_eq!(error.to_string(), "127.0.0.1 sent an answer that is not HTTP");
}
