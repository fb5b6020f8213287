//! Safe handling of HTML: what Dateline stores or shows of other people's pages goes through here.
//!
//! - [`decode()`] turns bytes into text,
//! - [`scan`] takes it apart without building a tree, [`capped`] makes it fit for a parser,
//! - [`sanitize()`] leaves only what may be shown,
//! - [`resolve_links`] makes addresses absolute, [`with_pictures`] shows pictures in another way,
//! - [`plain_text`] and [`one_line`] leave only words.
//!
//! Everything but [`sanitize()`] is one linear scan; no function here fails or panics, whatever the
//! input.

mod caps;
mod decode;
mod entities;
mod links;
mod pictures;
mod programs;
mod sanitize;
pub mod scan;
mod text;

pub use caps::{Capped, Caps, capped};
pub use decode::{Decoded, decode};
pub use links::{is_web_address, resolve_links};
pub use pictures::{NamedPicture, ShownPicture, pictures, with_pictures};
pub use sanitize::{is_tracker, sanitize};
pub use text::{one_line, plain_text};
