//! A publisher's server that keeps what it was asked.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::odd_servers::respond;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub path: String,
    /// With lower-case names.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A field of a form.
    pub fn field(&self, name: &str) -> String {
        let mut fields = url::form_urlencoded::parse(&self.body);
        let found = fields.find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    }
}

/// Status, further lines of the head, body.
pub type Answer = (&'static str, String, Vec<u8>);

/// The running server.
#[derive(Clone)]
pub struct Site {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Site {
    /// Serves at an address of its own, so that one site's pause is not another's.
    pub fn start(last: u8, answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::new(127, 88, 3, last), 0)).unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let site = Self { address: listener.local_addr().unwrap(), asked };
        let (answer, kept) = (Arc::new(answer), site.asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, kept) = (answer.clone(), kept.clone());
                thread::spawn(move || {
                    let mut stream = stream;
                    let Some(asked) = read(&mut stream) else { return };
                    kept.lock().unwrap().push(asked.clone());
                    let (status, head, body) = answer(&asked);
                    respond(&mut stream, status, &head, &body);
                });
            }
        });
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? <= 2 {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, value)| value.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    let mut words = first.split(' ').map(str::to_owned);
    Some(Asked { method: words.next()?, path: words.next()?, headers, body })
}
