//! Who may come in: passwords, sessions, and the set-up of a new instance.

pub mod governor;
pub mod known_browser;
pub mod local;
pub mod password;
pub mod random;
pub mod session;
pub mod token;
