//! Icons of sites, drawn as squares.

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, RgbaImage};

use crate::draw::{Drawn, Kind};
use crate::look::{PictureError, decoder, limits, look, look_as};

/// The sides in which icons are drawn, in pixels: for screens with one and with two pixels a point.
pub const ICON_SIDES: [u32; 2] = [32, 64];

/// A larger file is no icon.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// More pixels are no icon's.
const MOST_PIXELS: u64 = 4096 * 4096;

/// More pictures in one ICO file are no icon's.
const MOST_IN_ICO: u16 = 64;

/// Draws an icon as a PNG square; what is no square is laid in the middle of one that can be seen
/// through. ICO files are taken beside what [`crate::look()`] takes, with their largest picture.
///
/// # Errors
/// Whatever keeps it from being shown; see [`PictureError`].
pub fn icon(bytes: &[u8], side: u32) -> Result<Drawn, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::Heavy);
    }
    let side = side.clamp(1, 512);
    // An ICO's decoder refuses a PNG in it that has no transparency.
    let bytes = png_in_ico(bytes).unwrap_or(bytes);
    let look = match is_ico(bytes) {
        true => look_as(bytes, ImageFormat::Ico)?,
        false => look(bytes)?,
    };
    if u64::from(look.width) * u64::from(look.height) > MOST_PIXELS {
        return Err(PictureError::Large { width: look.width, height: look.height });
    }
    let mut decoder = decoder(bytes, look.format)?;
    decoder.set_limits(limits()).map_err(|_| PictureError::Damaged)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Damaged)?;
    let (width, height) = (decoded.width().max(1), decoded.height().max(1));
    // `thumbnail` averages in integers, which is enough from far above; below twice the side a
    // filter keeps edges.
    let scale = f64::from(side) / f64::from(width.max(height));
    let to = |own: u32| ((f64::from(own) * scale).round() as u32).clamp(1, side);
    let (columns, rows) = (to(width), to(height));
    let drawn = match width.max(height) > side * 2 {
        true => decoded.thumbnail_exact(columns * 2, rows * 2),
        false => decoded,
    };
    let drawn = imageops::resize(&drawn.into_rgba8(), columns, rows, FilterType::CatmullRom);
    let mut square = RgbaImage::new(side, side);
    let middle = |own: u32| i64::from((side - own) / 2);
    imageops::replace(&mut square, &drawn, middle(columns), middle(rows));
    let mut file = Cursor::new(Vec::new());
    PngEncoder::new(&mut file)
        .write_image(square.as_raw(), side, side, ExtendedColorType::Rgba8)
        .map_err(|_| PictureError::Drawn)?;
    Ok(Drawn { file: file.into_inner(), kind: Kind::Png, width: side, height: side })
}

/// Whether a file begins as an ICO does, with a number of pictures that an icon may have.
fn is_ico(bytes: &[u8]) -> bool {
    match bytes {
        [0, 0, 1, 0, low, high, ..] => {
            (1..=MOST_IN_ICO).contains(&u16::from_le_bytes([*low, *high]))
        }
        _ => false,
    }
}

/// The largest picture of an ICO file, where that is a PNG file of its own.
fn png_in_ico(bytes: &[u8]) -> Option<&[u8]> {
    if !is_ico(bytes) {
        return None;
    }
    let count = usize::from(u16::from_le_bytes([*bytes.get(4)?, *bytes.get(5)?]));
    let entries = bytes.get(6..)?.chunks_exact(16).take(count);
    let entry = entries.max_by_key(|entry| match entry {
        // A side of 0 is one of 256; of two of one size that with more colours is wanted.
        [width, height, _, _, _, _, low, high, ..] => {
            let side = |side: &u8| if *side == 0 { 256 } else { u32::from(*side) };
            (side(width) * side(height), u16::from_le_bytes([*low, *high]))
        }
        _ => (0, 0),
    })?;
    let number = |at: usize| {
        let four = entry.get(at..at + 4)?;
        usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
    };
    let (length, offset) = (number(8)?, number(12)?);
    let file = bytes.get(offset..offset.checked_add(length)?)?;
    file.starts_with(b"\x89PNG\r\n\x1a\n").then_some(file)
}
