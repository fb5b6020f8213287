//! Apps of Miniflux's API against the running program.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Ran, ended};
use crate::walks::{Serving, needed};

/// How many different calls the Rust and the Python client know. None of them is left out.
const RUST: usize = 56;
const PYTHON: usize = 51;

fn different(mut calls: Vec<String>) -> Vec<String> {
    calls.sort();
    calls.dedup();
    calls
}

#[test]
fn newsflash_adds_syncs_marks_moves_renames_and_deletes() {
    let serving = Serving::new();
    let Some(mut walk) = serving.rust("miniflux") else { return };
    let calls = different(serving.walked(&mut walk));
    assert_eq!(calls.len(), RUST, "{calls:?}");
}

#[test]
fn the_python_client_adds_syncs_marks_moves_renames_and_deletes() {
    let serving = Serving::new();
    let Some(mut walk) = serving.python() else { return };
    let calls = different(serving.walked(&mut walk));
    assert_eq!(calls.len(), PYTHON, "{calls:?}");
}

/// A newsboat of Debian's with a folder of its own.
struct Newsboat<'a> {
    folder: &'a Path,
}

impl<'a> Newsboat<'a> {
    fn of(serving: &'a Serving) -> Option<Self> {
        let found = Command::new("newsboat").arg("--version").stdout(Stdio::null()).status();
        if !needed(found.is_ok(), "newsboat") {
            return None;
        }
        let folder = serving.program.data();
        let config = format!(
            "urls-source \"miniflux\"\nminiflux-url \"{}\"\nminiflux-login \"owner\"\n\
             miniflux-password \"{}\"\n",
            serving.url().trim_end_matches('/'),
            serving.secret
        );
        std::fs::write(folder.join("newsboat.config"), config).unwrap();
        std::fs::write(folder.join("newsboat.urls"), "").unwrap();
        Some(Self { folder })
    }

    fn run(&self, words: &[&str]) -> String {
        let at = |name: &str| self.folder.join(name);
        let mut command = Command::new("newsboat");
        command.env_clear().env("HOME", self.folder).env("TERM", "dumb");
        command.env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8").stdin(Stdio::null());
        command.arg("-u").arg(at("newsboat.urls")).arg("-c").arg(at("newsboat.cache"));
        command.arg("-C").arg(at("newsboat.config")).arg("-x").args(words);
        let Ran { code, stdout, stderr } = ended(&mut command);
        assert_eq!(code, 0, "{words:?}: {stdout}{stderr}");
        stdout
    }

    /// How many articles it holds for unread.
    fn unread(&self) -> usize {
        let said = self.run(&["reload", "print-unread"]);
        let number = said.split_whitespace().find_map(|word| word.parse().ok());
        number.unwrap_or_else(|| panic!("no number in “{said}”"))
    }
}

/// newsboat keeps what it has for read where the server says so, so that counts are compared.
#[test]
fn newsboat_reads_all_feeds_by_its_miniflux_mode() {
    let serving = Serving::new();
    let Some(newsboat) = Newsboat::of(&serving) else { return };
    let front = serving.program.json(&["feeds", "--json"]);
    let feeds = front["feeds"].as_array().unwrap();
    let entries: u64 = feeds.iter().map(|feed| feed["entries"].as_u64().unwrap()).sum();
    assert_eq!(newsboat.unread() as u64, entries);
    let read = format!("/v1/feeds/{}/mark-all-as-read", feeds[0]["id"]);
    let read = serving.ask("PUT", &read);
    assert!(read.starts_with("HTTP/1.1 204"), "{read}");
    let left: u64 = feeds.iter().skip(1).map(|feed| feed["entries"].as_u64().unwrap()).sum();
    // Copies of what was read are read, too.
    let unread = newsboat.unread() as u64;
    assert!(unread <= left && unread > 0, "{unread} of {left}");
}
