//! A server whose answers are bytes, so that it can misbehave as it likes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dateline_fetch::{FetchError, FetchSettings, Fetcher, Purpose, Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use url::Url;

/// One request as it came.
#[derive(Clone)]
pub struct Asked {
    pub at: Instant,
    pub method: String,
    pub path: String,
    pub body: Vec<u8>,
    /// The lines after the request line, with lower-case names.
    pub headers: Vec<(String, Vec<u8>)>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_slice())
    }
}

/// Bytes to answer with, and how.
#[derive(Default)]
pub struct Reply {
    pub bytes: Vec<u8>,
    /// How long to wait before the first byte.
    pub wait: Duration,
    /// How long to wait after each byte.
    pub drip: Duration,
}

impl Reply {
    pub fn new(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        Self { bytes: [head.as_bytes(), body].concat(), ..Self::default() }
    }

    pub fn ok(body: impl AsRef<[u8]>) -> Self {
        Self::new("200 OK", &[], body)
    }

    pub fn redirect(status: u16, to: &str) -> Self {
        Self::new(&format!("{status} Elsewhere"), &[&format!("Location: {to}")], "moved")
    }

    pub fn after(self, wait: Duration) -> Self {
        Self { wait, ..self }
    }
}

#[derive(Default)]
struct Seen {
    asked: Vec<Asked>,
    running: usize,
    most_running: usize,
}

/// A running server.
pub struct Web {
    pub address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Web {
    /// Starts a server on 127.0.0.1.
    pub async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1", answer).await
    }

    /// Starts a server on some loopback address, which makes it a host of its own.
    pub async fn start_at(
        ip: &str,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let answer = Arc::new(answer);
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&shared)));
            }
        });
        Self { address, seen }
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.seen.lock().unwrap().asked.clone()
    }

    pub fn forget(&self) {
        self.seen.lock().unwrap().asked.clear();
    }

    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    pub fn most_running(&self) -> usize {
        self.seen.lock().unwrap().most_running
    }
}

async fn serve<F: Fn(&Asked) -> Reply>(
    mut stream: TcpStream,
    answer: Arc<F>,
    seen: Arc<Mutex<Seen>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let mut asked = read_head(&head);
    let length = asked.header("content-length").and_then(|text| std::str::from_utf8(text).ok());
    let length: usize = length.and_then(|text| text.parse().ok()).unwrap_or(0);
    asked.body.resize(length, 0);
    if stream.read_exact(&mut asked.body).await.is_err() {
        return;
    }
    {
        let mut seen = seen.lock().unwrap();
        seen.asked.push(asked.clone());
        seen.running += 1;
        seen.most_running = seen.most_running.max(seen.running);
    }
    let reply = answer(&asked);
    tokio::time::sleep(reply.wait).await;
    // The client sees the end of a short answer only after this, so the count cannot lag behind it.
    if reply.drip.is_zero() {
        seen.lock().unwrap().running -= 1;
        let _ = stream.write_all(&reply.bytes).await;
    } else {
        for byte in &reply.bytes {
            if stream.write_u8(*byte).await.is_err() {
                break;
            }
            tokio::time::sleep(reply.drip).await;
        }
        seen.lock().unwrap().running -= 1;
    }
    let _ = stream.shutdown().await;
}

fn read_head(head: &[u8]) -> Asked {
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.trim_ascii());
    let first = String::from_utf8_lossy(lines.next().unwrap()).into_owned();
    let headers = lines
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
            Some((name, line[colon + 1..].trim_ascii().to_vec()))
        })
        .collect();
    let (method, rest) = first.split_once(' ').unwrap();
    let path = rest.split(' ').next().unwrap();
    Asked {
        at: Instant::now(),
        method: method.to_owned(),
        path: path.to_owned(),
        body: Vec::new(),
        headers,
    }
}

/// Settings that let loopback addresses through and do not pause.
pub fn settings() -> FetchSettings {
    FetchSettings {
        allow: "127.0.0.0/8".parse().unwrap(),
        host_pause: Duration::ZERO,
        ..FetchSettings::default()
    }
}

pub fn fetcher() -> Fetcher {
    Fetcher::new(settings()).unwrap()
}

pub async fn get(fetcher: &Fetcher, url: Url) -> Result<Response, FetchError> {
    fetcher.get(Request::new(url, Purpose::Feed)).await
}
