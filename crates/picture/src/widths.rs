//! The widths in which pictures are drawn: few, so that a cache holds few of each and nobody can ask
//! for thousands.

/// The ladder of widths, in pixels.
pub const WIDTHS: [u32; 7] = [160, 320, 480, 640, 960, 1280, WIDEST];

/// The widest; nothing larger is kept.
pub const WIDEST: u32 = 1600;

/// Whether pictures are drawn in this width.
pub fn is_width(width: u32) -> bool {
    WIDTHS.contains(&width)
}

/// How wide a picture of a width of its own becomes when one of the ladder is asked for: a picture is
/// never made larger than it is.
pub fn drawn_width(own: u32, asked: u32) -> u32 {
    own.min(asked).clamp(1, WIDEST)
}
