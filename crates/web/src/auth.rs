//! Who has come in: the sessions of browsers, and browsers that are known.

pub mod doors;
pub mod known_browser;
pub mod session;
