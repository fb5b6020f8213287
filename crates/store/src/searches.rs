//! Searching, as far as it is state: what the index has yet to learn, searches that are kept, what
//! they found, rules, and alerts.
//!
//! That an article's place in the index is out of date is noted by triggers, in the transaction
//! that changed it, so that no way of changing an article can forget to. Notes are taken away, and
//! what was matched is stored, only after the index has committed: a process that dies in between
//! does the same again, and the index replaces an article by its number.

mod alerts;
mod due;
mod kept;
mod matches;
pub(crate) mod rules;
mod settle;
mod targets;

pub use matches::Marked;
pub use settle::AlertDue;

use crate::error::Result;
use crate::tx::Tx;

/// The index of a restored store is made anew, and reads all articles then.
pub(crate) fn after_restore(tx: &mut dyn Tx) -> Result<()> {
    tx.execute("DELETE FROM search_due", &[])?;
    tx.execute("DELETE FROM secrets WHERE name = 'search_index'", &[])?;
    Ok(())
}
