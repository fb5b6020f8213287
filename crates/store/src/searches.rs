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
mod saving;
mod settle;
mod targets;

pub use matches::Marked;
pub use saving::NewSaver;
pub use settle::AlertDue;
pub use targets::Trial;

use dateline_model::AlertState;

use crate::error::Result;
use crate::tx::{Tx, values};

/// Why an alert of a backup is not sent by itself.
const RESTORED: &str = "it waited when the backup was made, and may have been sent since";

/// The index of a restored store is made anew, and reads all articles then, and kept searches look
/// for what they missed. Alerts that waited may have been sent since the backup, so that only their
/// users may have them sent; gives how many.
pub(crate) fn after_restore(tx: &mut dyn Tx) -> Result<u64> {
    tx.execute("UPDATE kept_searches SET filled_at = NULL", &[])?;
    let sql = "UPDATE alerts SET state = ?1, due_at = NULL, last_error = ?2 \
        WHERE due_at IS NOT NULL";
    let held = tx.execute(sql, &values![AlertState::Failed.as_str(), RESTORED])?;
    tx.execute("DELETE FROM search_due", &[])?;
    tx.execute("DELETE FROM secrets WHERE name = 'search_index'", &[])?;
    Ok(held)
}
