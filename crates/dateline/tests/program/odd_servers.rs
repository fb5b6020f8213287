//! Servers that misbehave, each in one way, on loopback addresses of their own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A server that answers every connection in its own way until the test ends.
pub struct OddServer {
    address: SocketAddr,
}

impl OddServer {
    /// Serves at an address of its own, so that one server's pause is not another's.
    pub fn start(
        last: u8,
        answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static,
    ) -> OddServer {
        let listener = TcpListener::bind((Ipv4Addr::new(127, 88, 1, last), 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answer = answer.clone();
                thread::spawn(move || {
                    let mut stream = stream;
                    if let Some(path) = read_request(&mut stream) {
                        answer(&path, &mut stream);
                    }
                });
            }
        });
        OddServer { address }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

/// The path of a request whose head was read to its end.
fn read_request(stream: &mut impl Read) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut line = String::new();
    while reader.read_line(&mut line).ok()? > 2 {
        line.clear();
    }
    first.split(' ').nth(1).map(str::to_owned)
}

/// Writes a whole answer.
pub fn respond(stream: &mut impl Write, status: &str, head: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
    let _ = stream.flush();
}

pub const RSS: &str = "Content-Type: application/rss+xml\r\n";

/// A small sound feed with one entry whose text is whole.
pub fn sound_feed(title: &str) -> String {
    let text = "The harbour office said that the ferry was late again on Tuesday. ".repeat(30);
    format!(
        "<rss version=\"2.0\"><channel><title>{title}</title><item><guid isPermaLink=\"false\">1</guid><title>Ferry late</title><description>{text}</description></item></channel></rss>"
    )
}

pub fn not_there() -> OddServer {
    OddServer::start(1, |_, stream| respond(stream, "404 Not Found", "", b"no"))
}

pub fn a_web_page() -> OddServer {
    OddServer::start(2, |_, stream| {
        let page = b"<!doctype html><html><head><title>Welcome</title></head><body><p>Hello</p></body></html>";
        respond(stream, "200 OK", "Content-Type: text/html\r\n", page);
    })
}

/// Sixty million bytes of feed.
pub fn sixty_megabytes() -> OddServer {
    OddServer::start(3, |_, stream| {
        let head = format!("HTTP/1.1 200 OK\r\n{RSS}Content-Length: 60000000\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
        let block = [b'a'; 60_000];
        for _ in 0..1_000 {
            if stream.write_all(&block).is_err() {
                return;
            }
        }
    })
}

/// A hundred kilobytes that unpack to a hundred megabytes.
pub fn gzip_bomb() -> OddServer {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        packed.write_all(&vec![b' '; 1_000_000]).unwrap();
    }
    let packed = packed.finish().unwrap();
    OddServer::start(4, move |_, stream| {
        respond(stream, "200 OK", &format!("{RSS}Content-Encoding: gzip\r\n"), &packed);
    })
}

/// Redirects to the address under which clouds hand out their secrets.
pub fn redirect_to_metadata() -> OddServer {
    OddServer::start(5, |_, stream| {
        respond(stream, "302 Found", "Location: http://169.254.169.254/latest/meta-data/\r\n", b"");
    })
}

/// One byte a second, without end.
pub fn a_byte_a_second() -> OddServer {
    OddServer::start(6, |_, stream| {
        let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{RSS}\r\n").as_bytes());
        while stream.write_all(b" ").and_then(|()| stream.flush()).is_ok() {
            thread::sleep(Duration::from_secs(1));
        }
    })
}

/// A certificate that nobody vouches for: the address of the server.
pub fn own_certificate() -> String {
    let made = rcgen::generate_simple_self_signed(vec!["127.88.1.7".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((Ipv4Addr::new(127, 88, 1, 7), 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            if read_request(&mut stream).is_some() {
                respond(&mut stream, "200 OK", RSS, sound_feed("Secret").as_bytes());
            }
        }
    });
    format!("https://{address}/feed")
}

/// A feed that works, beside all that does not.
pub fn sound() -> OddServer {
    OddServer::start(8, |_, stream| {
        respond(stream, "200 OK", RSS, sound_feed("Sound Times").as_bytes());
    })
}
