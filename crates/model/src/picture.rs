//! Pictures of articles and icons of outlets: what is known of them, apart from their bytes.

use jiff::Timestamp;

/// What came of fetching a picture last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureState {
    /// It was decoded.
    Known(PictureSize),
    /// It could not be had, or must not be shown.
    Failed(PictureFailure),
}

/// The size of a picture as it is shown, in its own pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// Why there is no picture, and when it is worth asking again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFailure {
    /// Why, in a line.
    pub problem: String,
    /// Whether there is nothing to be had, rather than something in the way.
    pub gone: bool,
    /// How many times in a row it failed.
    pub attempts: u32,
    /// It is not asked for again before this moment.
    pub retry_at: Timestamp,
}

/// What is known of an outlet's icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconState {
    /// Whether one was found.
    pub found: bool,
    /// It is not looked for again before this moment.
    pub look_again_at: Timestamp,
}
