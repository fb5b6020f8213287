//! What was carried over, and what was not.

use serde::Serialize;

use crate::Skipped;

/// How many things left out are named one by one.
const NAMED: usize = 200;

/// What moving in did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MoveReport {
    /// Feeds that the user was not subscribed to before.
    pub feeds: u64,
    /// Feeds that the user had already.
    pub feeds_before: u64,
    /// Feeds that could not be taken over, each with the reason.
    pub feeds_skipped: Vec<Skipped>,
    /// Articles that are read now as they were there.
    pub read: u64,
    /// Marks of read articles that wait for polls to bring these.
    pub read_waiting: u64,
    /// Articles that are starred now.
    pub starred: u64,
    /// Those among them that no feed brought: they are kept with what the other reader said.
    pub kept: u64,
    /// What else could not be carried over, each with the reason; the first of many.
    pub left_out: Vec<LeftOut>,
    /// How many things were left out that are not named.
    pub left_out_more: u64,
    /// What is to be said of the whole.
    pub notes: Vec<String>,
}

/// An item that could not be carried over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// What it is called.
    pub title: String,
    /// Its address; empty where it has none.
    pub address: String,
    /// Why not.
    pub why: String,
}

impl MoveReport {
    /// Notes that something was left out.
    pub(super) fn leave_out(&mut self, title: &str, address: &str, why: &str) {
        if self.left_out.len() >= NAMED {
            self.left_out_more += 1;
            return;
        }
        let cut = |text: &str| crate::cut::chars(text.trim(), 300);
        self.left_out.push(LeftOut {
            title: cut(title),
            address: cut(address),
            why: why.to_owned(),
        });
    }
}
