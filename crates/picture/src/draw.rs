//! A picture decoded, and drawn in a width.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, RgbImage, RgbaImage};

use crate::look::{PictureError, decoder, limits, look};
use crate::widths::{WIDEST, drawn_width};

/// The qualities of JPEG files: of what is shown, and of the widest, from which others are drawn.
const QUALITY: u8 = 80;
const QUALITY_OF_WIDEST: u8 = 86;

/// A lossless file that is larger was no drawing; it becomes a JPEG on white.
const MOST_LOSSLESS: usize = 1_000_000;

/// A picture that is this many times as high as it is wide is drawn no larger than this.
const HIGHEST: u32 = 8000;

/// The form of a drawn file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JPEG (ITU T.81).
    Jpeg,
    /// WebP (RFC 9649), lossless.
    WebP,
    /// PNG (ISO/IEC 15948).
    Png,
}

impl Kind {
    /// The kind of a file that was drawn here, by its first bytes.
    pub fn of(file: &[u8]) -> Option<Self> {
        match file {
            [0xff, 0xd8, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', ..] => Some(Self::WebP),
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            _ => None,
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Png => "image/png",
        }
    }
}

/// A picture in a width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The file.
    pub file: Vec<u8>,
    /// Its form.
    pub kind: Kind,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// A decoded picture.
#[derive(Debug)]
pub struct Picture {
    pixels: Pixels,
    orientation: Orientation,
    /// Whether it may be a drawing, with few colours and sharp edges.
    graphic: bool,
}

#[derive(Debug)]
enum Pixels {
    Opaque(RgbImage),
    Clear(RgbaImage),
}

/// Decodes a picture: the first frame of one that moves.
///
/// # Errors
/// Whatever keeps it from being shown; see [`PictureError`].
pub fn open(bytes: &[u8]) -> Result<Picture, PictureError> {
    let look = look(bytes)?;
    let mut decoder = decoder(bytes, look.format)?;
    decoder.set_limits(limits()).map_err(|_| PictureError::Damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Damaged)?;
    Ok(Picture {
        pixels: Pixels::of(decoded),
        orientation,
        graphic: look.format != ImageFormat::Jpeg,
    })
}

impl Pixels {
    fn of(decoded: DynamicImage) -> Self {
        if !decoded.color().has_alpha() {
            return Self::Opaque(decoded.into_rgb8());
        }
        let clear = decoded.into_rgba8();
        if clear.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
            return Self::Opaque(DynamicImage::ImageRgba8(clear).into_rgb8());
        }
        Self::Clear(clear)
    }

    fn size(&self) -> (u32, u32) {
        match self {
            Self::Opaque(pixels) => pixels.dimensions(),
            Self::Clear(pixels) => pixels.dimensions(),
        }
    }
}

impl Picture {
    /// Its width and height in pixels, as it is shown.
    pub fn size(&self) -> (u32, u32) {
        let (width, height) = self.pixels.size();
        if turns_over(self.orientation) { (height, width) } else { (width, height) }
    }

    /// Draws it in a width of the ladder, never larger than it is.
    ///
    /// # Errors
    /// [`PictureError::Drawn`] when it cannot be written.
    pub fn draw(&self, asked: u32) -> Result<Drawn, PictureError> {
        let (own_width, own_height) = self.size();
        let width = drawn_width(own_width, asked);
        let height = scaled(own_height, width, own_width);
        let (width, height) = match height > HIGHEST {
            true => (scaled(width, HIGHEST, height), HIGHEST),
            false => (width, height),
        };
        let (columns, rows) =
            if turns_over(self.orientation) { (height, width) } else { (width, height) };
        let quality = if asked >= WIDEST { QUALITY_OF_WIDEST } else { QUALITY };
        let mut resized = self.resized(columns, rows)?;
        resized.apply_orientation(self.orientation);
        let (file, kind) = match resized {
            DynamicImage::ImageRgba8(clear) => write_clear(&clear, quality)?,
            opaque => write_opaque(&opaque.into_rgb8(), quality, self.graphic)?,
        };
        Ok(Drawn { file, kind, width, height })
    }

    fn resized(&self, columns: u32, rows: u32) -> Result<DynamicImage, PictureError> {
        let is_same = self.pixels.size() == (columns, rows);
        Ok(match &self.pixels {
            Pixels::Opaque(pixels) if is_same => pixels.clone().into(),
            Pixels::Clear(pixels) if is_same => pixels.clone().into(),
            Pixels::Opaque(pixels) => {
                let bytes =
                    resize(pixels.as_raw(), pixels.dimensions(), PixelType::U8x3, columns, rows)?;
                RgbImage::from_raw(columns, rows, bytes).ok_or(PictureError::Drawn)?.into()
            }
            Pixels::Clear(pixels) => {
                let bytes =
                    resize(pixels.as_raw(), pixels.dimensions(), PixelType::U8x4, columns, rows)?;
                RgbaImage::from_raw(columns, rows, bytes).ok_or(PictureError::Drawn)?.into()
            }
        })
    }
}

/// Whether an orientation makes columns of rows.
fn turns_over(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// `side × to / from`, rounded, at least 1.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let (side, to, from) = (u64::from(side), u64::from(to), u64::from(from).max(1));
    u32::try_from((side * to + from / 2) / from).unwrap_or(u32::MAX).max(1)
}

fn resize(
    pixels: &[u8],
    (width, height): (u32, u32),
    kind: PixelType,
    columns: u32,
    rows: u32,
) -> Result<Vec<u8>, PictureError> {
    let source = fast_image_resize::images::ImageRef::new(width, height, pixels, kind)
        .map_err(|_| PictureError::Drawn)?;
    let mut target = Image::new(columns, rows, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&source, &mut target, &options).map_err(|_| PictureError::Drawn)?;
    Ok(target.into_vec())
}

/// A JPEG, or a lossless file where a drawing becomes smaller by it.
fn write_opaque(
    pixels: &RgbImage,
    quality: u8,
    graphic: bool,
) -> Result<(Vec<u8>, Kind), PictureError> {
    let jpeg = jpeg(pixels, quality)?;
    if graphic {
        let (width, height) = pixels.dimensions();
        let lossless = webp(pixels.as_raw(), width, height, ExtendedColorType::Rgb8)?;
        if lossless.len() <= jpeg.len() {
            return Ok((lossless, Kind::WebP));
        }
    }
    Ok((jpeg, Kind::Jpeg))
}

/// A lossless file, which can be seen through; or a JPEG on white where that would be too large.
fn write_clear(pixels: &RgbaImage, quality: u8) -> Result<(Vec<u8>, Kind), PictureError> {
    let (width, height) = pixels.dimensions();
    let lossless = webp(pixels.as_raw(), width, height, ExtendedColorType::Rgba8)?;
    if lossless.len() <= MOST_LOSSLESS {
        return Ok((lossless, Kind::WebP));
    }
    let mut white = RgbImage::new(width, height);
    for (to, from) in white.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |channel: u8| {
            let alpha = u16::from(alpha);
            let mixed = (u16::from(channel) * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        to.0 = [over(red), over(green), over(blue)];
    }
    Ok((jpeg(&white, quality)?, Kind::Jpeg))
}

fn jpeg(pixels: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let (width, height) = pixels.dimensions();
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(pixels.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(|_| PictureError::Drawn)?;
    Ok(file)
}

fn webp(
    pixels: &[u8],
    width: u32,
    height: u32,
    colours: ExtendedColorType,
) -> Result<Vec<u8>, PictureError> {
    let mut file = Vec::new();
    WebPEncoder::new_lossless(&mut file)
        .encode(pixels, width, height, colours)
        .map_err(|_| PictureError::Drawn)?;
    Ok(file)
}
