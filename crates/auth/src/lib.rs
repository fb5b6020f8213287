//! Who may come in: what the faces share of passwords, secrets and where a request comes from.
//!
//! What belongs to a browser (cookies, forms) is the web face's.

pub mod governor;
pub mod local;
pub mod password;
pub mod random;
pub mod token;
