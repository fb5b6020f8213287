//! A Dateline that serves.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::Program;

/// A program that is killed when a test fails.
pub struct Running {
    child: Child,
    /// What it said until it was ready.
    pub said: String,
    /// Host and port.
    pub address: String,
    log: Arc<Mutex<String>>,
}

impl Running {
    pub fn start(program: &Program, arguments: &[&str]) -> Self {
        let child = program.command(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let mut running =
            Self { child, said: String::new(), address: String::new(), log: Arc::default() };
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
        let log = Arc::clone(&running.log);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut log = log.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        running
    }

    /// What it said since it was ready.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    pub fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    pub fn wait(&mut self) -> Option<i32> {
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
