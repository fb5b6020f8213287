//! Who has come in: the sessions of browsers, and browsers that are known.

pub mod known_browser;
pub mod session;
