//! What protects the people who use the pages: headers, form tokens, safe redirects.

pub mod csrf;
pub mod headers;
pub mod redirect;
