//! Who may come in: what the faces share of passwords, secrets and where a request comes from.
//!
//! What belongs to a browser (cookies, forms) is the web face's.

pub mod app_password;
pub mod base64url;
pub mod governor;
pub mod local;
pub mod names;
#[cfg(feature = "oidc")]
pub mod oidc;
#[cfg(feature = "passkeys")]
pub mod passkey;
pub mod password;
pub mod proxies;
pub mod random;
pub mod session;
pub mod token;
