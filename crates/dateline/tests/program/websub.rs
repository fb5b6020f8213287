//! A running newspaper, a publisher and a hub.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ring::hmac;

use crate::site::{Asked, Site};
use crate::support::Program;

/// A newspaper that is killed when a test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{what} did not come about");
}

struct Paper {
    program: Program,
    address: String,
}

impl Paper {
    fn new() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        let environment = vec![
            ("DATELINE_LISTEN", address.clone()),
            ("DATELINE_BASE_URL", format!("http://{address}/")),
        ];
        Self { program: Program::with(environment), address }
    }

    fn start(&self) -> Running {
        let child = self.program.command(&["serve"]).stderr(Stdio::null()).spawn().unwrap();
        let running = Running(child);
        until("the first answer", || self.ask("GET", "/healthz", "", b"").filter(|a| a.0 == 200));
        running
    }

    /// Status, head and body of an answer.
    fn ask(
        &self,
        method: &str,
        path: &str,
        head: &str,
        body: &[u8],
    ) -> Option<(u16, String, String)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).ok()?;
        // A server that refuses a body answers before it has read all of it.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some((status, head.to_owned(), body.to_owned()))
    }

    fn deliver(&self, path: &str, secret: &str, body: &str) -> u16 {
        let key = hmac::Key::new(hmac::HMAC_SHA512, secret.as_bytes());
        let hex: String =
            hmac::sign(&key, body.as_bytes()).as_ref().iter().map(|b| format!("{b:02x}")).collect();
        let head =
            format!("Content-Type: application/rss+xml\r\nX-Hub-Signature: sha512={hex}\r\n");
        self.ask("POST", path, &head, body.as_bytes()).unwrap().0
    }

    fn entries(&self) -> i64 {
        self.program.json(&["feeds", "--json"])["feeds"][0]["entries"].as_i64().unwrap()
    }
}

fn feed(hub: &str, items: &[&str]) -> String {
    let items: String = items
        .iter()
        .map(|name| {
            let text = "The harbour office said so on Tuesday. ".repeat(30);
            format!(
                "<item><guid isPermaLink=\"false\">{name}</guid><title>{name}</title>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\
         <title>News</title><atom:link rel=\"hub\" href=\"{hub}\"/>\
         <atom:link rel=\"self\" href=\"/feed\"/>{items}</channel></rss>"
    )
}

#[test]
fn a_feed_is_pushed_to_a_running_newspaper_that_is_killed_in_between() {
    let listed = Arc::new(Mutex::new(vec!["one"]));
    let shown = listed.clone();
    let site = Site::start(20, move |asked: &Asked| match asked.path.as_str() {
        "/hub" => ("202 Accepted", String::new(), Vec::new()),
        "/feed" => {
            let kind = "Content-Type: application/rss+xml\r\n".to_owned();
            ("200 OK", kind, feed("/hub", &shown.lock().unwrap()).into_bytes())
        }
        _ => ("404 Not Found", String::new(), Vec::new()),
    });
    let paper = Paper::new();
    paper.program.good(&["add", &site.url("/feed")]);
    let running = paper.start();
    let mut posted = Vec::new();
    let request = until("the request to the hub", || {
        posted.extend(site.asked().into_iter().filter(|asked| asked.method == "POST"));
        posted.pop()
    });
    assert_eq!(request.field("hub.mode"), "subscribe");
    assert_eq!(request.field("hub.topic"), site.url("/feed"));
    let callback = request.field("hub.callback");
    let path = callback.strip_prefix(&format!("http://{}", paper.address)).unwrap().to_owned();
    let secret = request.field("hub.secret");

    // It is killed before the hub comes to verify, and knows what it has asked all the same.
    drop(running);
    let running = paper.start();
    let topic: String =
        url::form_urlencoded::byte_serialize(site.url("/feed").as_bytes()).collect();
    let question = |path: &str, mode: &str, topic: &str| {
        let query = "hub.challenge=a%26b&hub.lease_seconds=864000";
        let path = format!("{path}?hub.mode={mode}&hub.topic={topic}&{query}");
        paper.ask("GET", &path, "", b"").unwrap()
    };
    let unknown = format!("/websub/{}", "0".repeat(64));
    for (path, mode, topic) in [
        (path.as_str(), "subscribe", "https%3A%2F%2Fother.example%2F"),
        (path.as_str(), "unsubscribe", topic.as_str()),
        (unknown.as_str(), "subscribe", topic.as_str()),
        ("/websub/x", "subscribe", topic.as_str()),
    ] {
        let (status, _, body) = question(path, mode, topic);
        assert_eq!((status, body.as_str()), (404, ""), "{path} {mode} {topic}");
    }
    let (status, head, body) = question(&path, "subscribe", &topic);
    assert_eq!((status, body.as_str()), (200, "a&b"));
    assert!(head.to_lowercase().contains("content-type: text/plain"), "{head}");
    assert_eq!(question(&path, "subscribe", &topic).0, 404, "nothing more is asked");
    assert!(paper.program.json(&["feeds", "--json"])["feeds"][0]["pushed_until"].is_string());

    let news = feed("/hub", &["one", "two"]);
    assert_eq!(paper.deliver(&path, "not the secret", &news), 202);
    assert_eq!(paper.ask("POST", &path, "", news.as_bytes()).unwrap().0, 202, "unsigned");
    assert_eq!(paper.ask("POST", &unknown, "", news.as_bytes()).unwrap().0, 404);
    assert_eq!(paper.deliver(&path, &secret, &"x".repeat(5 * 1024 * 1024 + 1)), 413);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(paper.entries(), 1, "none of these is believed");
    assert_eq!(paper.deliver(&path, &secret, &news), 202);
    until("the pushed entry", || (paper.entries() == 2).then_some(()));

    // What was taken is not lost when the process is killed right after.
    assert_eq!(paper.deliver(&path, &secret, &feed("/hub", &["three"])), 202);
    drop(running);
    let _running = paper.start();
    until("the entry after the kill", || (paper.entries() == 3).then_some(()));
    let gets = site.asked().into_iter().filter(|asked| asked.method == "GET").count();
    assert_eq!(gets, 0, "and the feed itself was not asked for any of this");
    listed.lock().unwrap().push("two");
}
