//! Who said what in the articles: what is found, whose it is, what answers what, and what users
//! reported as wrong.
//!
//! That an article's statements are to be found is noted by triggers in the transaction that
//! changed its words (`statements_due`), as is that a story's articles are to be looked through for
//! what answers what (`story_ties_due`). One process at a time does so, under a lease that every
//! write checks.

mod load;
mod queue;
mod reports;
mod save;
mod speakers;
mod ties;

pub use load::{Namesake, Person};
pub(crate) use load::{claims_of, with_disputes};
pub use queue::{StatementsTask, TiesTask};
pub use reports::{Case, Subject};
pub use save::FoundIn;
