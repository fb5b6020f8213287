//! A Dateline with a folder of its own, and the demo's world for it to read.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use dateline_clock::Clock;
use dateline_demo::{Ports, Served, World};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A Dateline with a temporary data folder.
pub struct Program {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

/// How a run ended.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Program {
    pub fn new() -> Self {
        Self::with(Vec::new())
    }

    /// With settings in its environment.
    pub fn with(environment: Vec<(&'static str, String)>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// The program, without anything of this machine's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .env_clear()
            .env("TZ", "UTC")
            .env("HOME", self.data())
            .env("DATELINE_DATA", self.data())
            .env("DATELINE_FETCH_ALLOW", "127.0.0.0/8")
            .env("DATELINE_FETCH_HOST_PAUSE", "0")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        ended(&mut self.command(arguments))
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        Ran::of(&output)
    }

    /// Runs what has to go well, and gives what it printed.
    #[track_caller]
    pub fn good(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        ran.stdout
    }

    /// Runs what has to go well and prints one JSON document.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let printed = self.good(arguments);
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
    }
}

/// Runs a command to its end.
pub fn ended(command: &mut Command) -> Ran {
    Ran::of(&command.output().unwrap())
}

impl Ran {
    pub fn of(output: &std::process::Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The demo's world, served by this process.
pub struct Outside {
    pub served: Served,
    _runtime: Runtime,
}

impl Outside {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let clock = Clock::system();
        let start = clock.now();
        let world = World::load(start, Arc::new(move || clock.now())).unwrap();
        let served =
            runtime.block_on(dateline_demo::serve(Arc::new(world), Ports::default())).unwrap();
        Self { served, _runtime: runtime }
    }

    /// The address of its list of feeds.
    pub fn opml(&self) -> String {
        format!("{}/world.opml", self.served.index())
    }
}
