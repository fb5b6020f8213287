//! Other people's pictures, taken in with care and drawn anew.
//!
//! [`look()`] reads no more than a header and says what a picture is and what decoding it would take;
//! [`open`] decodes it, and [`Picture::draw`] gives it in a width, as a file in which nothing of the
//! original's is left but its pixels: no metadata, no colour profile, no second picture behind the
//! first. [`icon()`] does the same for the small icons of sites.
//!
//! What a file claims to be counts for nothing: its first bytes decide. JPEG, PNG, GIF and WebP are
//! taken, of moving ones the first frame. SVG is refused, since it is a program as much as a picture,
//! and so is AVIF, for which there is no small decoder in safe Rust. Nothing here panics or takes
//! more memory than [`Look::memory`] says, whatever the bytes.

mod draw;
mod icon;
mod look;
#[cfg(test)]
mod tests;
mod widths;

pub use draw::{Drawn, Kind, Picture, open};
pub use icon::{ICON_SIDES, icon};
pub use look::{Look, MOST_BYTES, MOST_PIXELS, PictureError, look};
pub use widths::{WIDEST, WIDTHS, drawn_width, is_width};
