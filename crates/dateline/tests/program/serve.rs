//! `serve`: ready, answering, stopped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Program;

/// A program that is killed when a test fails.
struct Running {
    child: Child,
    /// What it said until it was ready.
    said: String,
    address: String,
}

impl Running {
    fn start(program: &Program, arguments: &[&str]) -> Self {
        let child = program.command(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let mut running = Self { child, said: String::new(), address: String::new() };
        let mut lines = BufReader::new(running.child.stderr.take().unwrap()).lines();
        for line in lines.by_ref() {
            let line = line.unwrap();
            running.said.push_str(&line);
            running.said.push('\n');
            if let Some((_, url)) = line.split_once("ready at http://") {
                running.address = url.trim_end_matches('/').to_owned();
                break;
            }
        }
        assert!(!running.address.is_empty(), "never ready: {}", running.said);
        // Whoever logs into a pipe that nobody reads stops at some point.
        std::thread::spawn(move || lines.for_each(drop));
        running
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    fn wait(&mut self) -> Option<i32> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_it_is_answers_and_stops_when_told() {
    let program = Program::new();
    let mut running = Running::start(&program, &["--listen", "127.0.0.1:0"]);
    assert!(running.said.contains("choose a password"), "{}", running.said);
    assert!(running.get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(running.get("/").starts_with("HTTP/1.1 30"), "a new instance leads to its set-up");
    let metrics = running.get("/metrics");
    assert!(metrics.contains("dateline_http_requests_total"), "{metrics}");
    assert_eq!(
        program.json(&["feeds", "--json"])["feeds"].as_array().map(Vec::len),
        Some(0),
        "a command beside it"
    );
    running.signal("-TERM");
    assert_eq!(running.wait(), Some(0));
}

#[test]
fn another_machine_needs_the_token_that_the_terminal_shows() {
    let program = Program::new();
    let running = Running::start(&program, &["serve", "--listen", "0.0.0.0:0"]);
    assert!(running.said.contains("the setup token is "), "{}", running.said);
}

#[test]
fn a_taken_address_is_named_with_a_way_out() {
    let program = Program::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = program.run(&["serve", "--listen", &address]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains(&format!("{address} is taken")), "{}", ran.stderr);
    assert!(ran.stderr.contains("--listen 127.0.0.1:"), "{}", ran.stderr);
}

#[test]
fn logs_for_programs_are_json_line_by_line() {
    let program = Program::new();
    let listen = ["serve", "--listen", "127.0.0.1:0", "--log-format", "json"];
    let mut child = program.command(&listen).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut ready = false;
    for line in lines {
        let line = line.unwrap();
        let document: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(document["level"].is_string(), "{line}");
        if document["message"].as_str().unwrap_or_default().contains("ready at") {
            ready = true;
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(ready);
}
