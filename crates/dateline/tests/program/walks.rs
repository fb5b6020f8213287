//! Other people's client libraries, walking through a Dateline that serves: what `tests/clients`
//! holds and `./test` brings.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::running::Running;
use crate::site::Site;
use crate::support::{Outside, Ran, ended};

/// A Dateline that serves feeds of the demo's world to its owner, polled and in stories.
pub struct Serving {
    pub program: crate::support::Program,
    pub running: Running,
    /// The secret of an app password that may do all.
    pub secret: String,
    /// The address of a feed that the owner does not have: a podcast.
    pub other: String,
    _outside: Outside,
}

impl Serving {
    /// With four feeds in two folders and one outside of folders.
    pub fn new() -> Self {
        let (program, outside) = (crate::support::Program::new(), Outside::new());
        let feeds: Vec<String> =
            outside.served.feeds().into_iter().take(5).map(|feed| feed.url).collect();
        let [one, two, three, four, loose] = feeds.as_slice() else {
            panic!("the world has few feeds: {feeds:?}");
        };
        let outline = |url: &String| format!("<outline text=\"\" xmlUrl=\"{url}\"/>");
        let list = format!(
            "<opml version=\"2.0\"><body><outline text=\"Town\">{}{}</outline>\
             <outline text=\"Bay\">{}{}</outline>{}</body></opml>",
            outline(one),
            outline(two),
            outline(three),
            outline(four),
            outline(loose),
        );
        let ran = program.run_with_input(&["import", "-"], &list);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        program.json(&["poll", "--json"]);
        let words = ["user", "app-password", "owner", "--admin", "--for", "tests"];
        let secret = program.good(&words).trim().to_owned();
        let running = Running::start(&program, &["serve", "--listen", "127.0.0.1:0"]);
        let other = podcast().url("/podcast");
        let serving = Self { program, running, secret, other, _outside: outside };
        serving.wait_for_search();
        serving
    }

    /// The address under which it serves.
    pub fn url(&self) -> String {
        format!("http://{}/", self.running.address)
    }

    /// The index is opened, or made, beside what is served.
    fn wait_for_search(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let answer = self.ask("GET", "/v1/entries?search=ferry&limit=1");
            if answer.starts_with("HTTP/1.1 200") {
                return;
            }
            assert!(Instant::now() < deadline, "no search: {answer}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Asks without a body, as an app does; gives the whole answer.
    pub fn ask(&self, method: &str, path: &str) -> String {
        let address = &self.running.address;
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nX-Auth-Token: {}\r\n\
             Content-Length: 0\r\nConnection: close\r\n\r\n",
            self.secret
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Runs a walk, which has to go well, and gives the names of the calls that it made.
    #[track_caller]
    pub fn walked(&self, walk: &mut Command) -> Vec<String> {
        let ran: Ran = ended(walk.stdin(Stdio::null()).env_clear());
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let said: Value = serde_json::from_str(&ran.stdout).unwrap();
        let calls = said["calls"].as_array().unwrap().iter();
        calls.map(|call| call.as_str().unwrap().to_owned()).collect()
    }

    /// A walk of the Rust libraries.
    pub fn rust(&self, walk: &str) -> Option<Command> {
        let program = tool("clients/debug/dateline-clients")?;
        let mut command = Command::new(program);
        command.args([walk, &self.url(), "owner", &self.secret, &self.other]);
        Some(command)
    }

    /// The walk of the Python library.
    pub fn python(&self) -> Option<Command> {
        let python = tool("tools/clients/bin/python")?;
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients/walk_miniflux.py");
        let mut command = Command::new(python);
        command.arg(script).args([&self.url(), "owner", &self.secret, &self.other]);
        Some(command)
    }
}

/// A server of a podcast with two episodes.
fn podcast() -> Site {
    Site::start(41, |asked| {
        let episode = |number: u32| {
            format!(
                "<item><title>Episode {number}</title><guid>episode-{number}</guid>\
                 <link>http://127.0.0.1/episode/{number}</link>\
                 <description>What was said in episode {number}.</description>\
                 <enclosure url=\"http://127.0.0.1/{number}.mp3\" type=\"audio/mpeg\" \
                 length=\"1000\"/></item>"
            )
        };
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Said</title>{}{}</channel></rss>",
            episode(1),
            episode(2)
        );
        match asked.path.as_str() {
            "/podcast" => {
                ("200 OK", "Content-Type: application/rss+xml\r\n".to_owned(), feed.into())
            }
            _ => ("404 Not Found", String::new(), Vec::new()),
        }
    })
}

/// Something that `./test` brings; `None`, with a line that says so, where it was not brought and
/// need not be.
pub fn tool(path: &str) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_BIN_EXE_dateline")).ancestors().nth(2).unwrap();
    let found = target.join(path);
    needed(found.exists(), path).then_some(found)
}

/// Whether something is there; no test may pass by being left out where all are asked for.
pub fn needed(is_there: bool, what: &str) -> bool {
    let all = std::env::var_os("DATELINE_TEST_ALL").is_some();
    assert!(is_there || !all, "{what} is not here, which ./test brings");
    if !is_there {
        eprintln!("not run: {what} is not here");
    }
    is_there
}
