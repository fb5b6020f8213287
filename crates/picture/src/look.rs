//! What a picture is, by its header alone.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader};

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 12 * 1024 * 1024;

/// The most pixels that are decoded.
pub const MOST_PIXELS: u64 = 40_000_000;

/// The most memory that the decoded pixels may take, in bytes: 40 megapixels with four channels.
const MOST_DECODED: u64 = 160_000_000;

/// The longest side. Ends of scale are a banner's or a trick's.
const LONGEST_SIDE: u32 = 20_000;

/// A picture of no more pixels on either side shows nothing: it counts its readers.
const TRACKER_SIDE: u32 = 2;

/// Real progressive pictures come in about ten scans. Each passes over every block of the picture,
/// and can be a few bytes long, so that a file of a hundred thousand would decode for hours.
const MOST_SCANS: usize = 64;

/// Why a picture is not shown. All but [`PictureError::Drawn`] lie in the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// An SVG drawing.
    #[error("an SVG drawing is not shown")]
    Svg,
    /// Nothing that can be decoded.
    #[error("it is no picture in a form that can be shown")]
    Unknown,
    /// The file is too long.
    #[error("the file is larger than {} MB", MOST_BYTES / 1_000_000)]
    Heavy,
    /// Too many pixels.
    #[error("it is too large: {width} × {height} pixels")]
    Large {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// It shows nothing.
    #[error("it only counts its readers")]
    Tracker,
    /// The file is damaged, or made to harm.
    #[error("the file is damaged")]
    Damaged,
    /// It could not be written anew.
    #[error("it could not be drawn")]
    Drawn,
}

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The pixels' columns, before the file's orientation is applied.
    pub width: u32,
    /// The pixels' rows, before the file's orientation is applied.
    pub height: u32,
    /// Bytes of memory that decoding and drawing take at the most.
    pub memory: u64,
    pub(crate) format: ImageFormat,
}

/// Reads the header of a picture, and refuses what must not be decoded.
///
/// # Errors
/// Whatever keeps it from being shown; see [`PictureError`].
pub fn look(bytes: &[u8]) -> Result<Look, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::Heavy);
    }
    let format = format_of(bytes)?;
    look_as(bytes, format)
}

pub(crate) fn look_as(bytes: &[u8], format: ImageFormat) -> Result<Look, PictureError> {
    if format == ImageFormat::Jpeg && scans(bytes) > MOST_SCANS {
        return Err(PictureError::Damaged);
    }
    let decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let decoded = decoder.total_bytes();
    if pixels > MOST_PIXELS || decoded > MOST_DECODED || width.max(height) > LONGEST_SIDE {
        return Err(PictureError::Large { width, height });
    }
    if width.min(height) == 0 {
        return Err(PictureError::Damaged);
    }
    if width <= TRACKER_SIDE || height <= TRACKER_SIDE {
        return Err(PictureError::Tracker);
    }
    // The pixels as they come, once more as red, green, blue and alpha, and the file.
    let memory = decoded + pixels * 4 + bytes.len() as u64;
    Ok(Look { width, height, memory, format })
}

/// The decoder of a file, which has read its header.
pub(crate) fn decoder(
    bytes: &[u8],
    format: ImageFormat,
) -> Result<impl ImageDecoder + '_, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    reader.into_decoder().map_err(|_| PictureError::Damaged)
}

pub(crate) fn limits() -> image::Limits {
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    // What a decoder needs beside the pixels: a moving picture's canvas, tables.
    limits.max_alloc = Some(MOST_DECODED * 2);
    limits
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    match image::guess_format(bytes) {
        Ok(
            format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP),
        ) => Ok(format),
        _ if is_svg(bytes) => Err(PictureError::Svg),
        _ => Err(PictureError::Unknown),
    }
}

/// Whether a file is a text that begins an SVG drawing; only for what is said of it.
fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    head.windows(4).any(|window| window == b"<svg")
}

/// How many scans a JPEG file has (ITU T.81 B.2.3). In coded data 0xff never stands before 0xda.
fn scans(bytes: &[u8]) -> usize {
    bytes.windows(2).filter(|pair| *pair == [0xff, 0xda]).take(MOST_SCANS + 1).count()
}
