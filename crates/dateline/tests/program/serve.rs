//! `serve`: ready, answering, stopped.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::Stdio;

use crate::running::Running;
use crate::support::Program;

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
