//! Safe handling of HTML: what Dateline stores or shows of other people's pages goes through here.
//!
//! - [`decode()`] turns bytes into text,
//! - [`capped`] and [`without_scripts`] make HTML fit for a parser,
//! - [`sanitize()`] leaves only what may be shown,
//! - [`resolve_links`] makes addresses absolute,
//! - [`plain_text`] and [`one_line`] leave only words.
//!
//! Everything but [`sanitize()`] is one linear scan; no function here fails or panics, whatever the
//! input.

mod caps;
mod decode;
mod entities;
mod links;
mod sanitize;
pub mod scan;
mod strip;
mod text;

pub use caps::{Capped, Caps, capped};
pub use decode::{Decoded, decode};
pub use links::{is_web_address, resolve_links};
pub use sanitize::sanitize;
pub use strip::without_scripts;
pub use text::{one_line, plain_text};
