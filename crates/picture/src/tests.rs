//! Pictures as they come, and as they are made to harm.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{
    DynamicImage, ExtendedColorType, Frame, GenericImageView, ImageEncoder, ImageFormat, Rgb,
    RgbImage, Rgba, RgbaImage,
};
use proptest::prelude::*;

use super::*;

fn photo(width: u32, height: u32) -> RgbImage {
    let mut seed = 7u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 27) as u8;
        Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8 / 2 + noise, 90 + noise])
    })
}

fn as_file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    as_file(photo(width, height), ImageFormat::Jpeg)
}

fn decoded(drawn: &Drawn) -> DynamicImage {
    let seen = image::load_from_memory(&drawn.file).unwrap();
    assert_eq!((seen.width(), seen.height()), (drawn.width, drawn.height));
    assert_eq!(Kind::of(&drawn.file), Some(drawn.kind));
    seen
}

/// A PNG of this size that says so and holds nothing more, with a right checksum.
fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 6, 0, 0, 0]);
    file.extend(13u32.to_be_bytes());
    file.extend(&chunk);
    file.extend(crc(&chunk).to_be_bytes());
    file.extend([0, 0, 0, 0]);
    file.extend(b"IDAT");
    file.extend(crc(b"IDAT").to_be_bytes());
    file
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
        sum
    })
}

#[test]
fn a_photograph_is_drawn_at_the_width_that_is_asked_for() {
    let picture = open(&jpeg(900, 600)).unwrap();
    assert_eq!(picture.size(), (900, 600));
    for (asked, size) in
        [(160, (160, 107)), (640, (640, 427)), (960, (900, 600)), (1600, (900, 600))]
    {
        let drawn = picture.draw(asked).unwrap();
        assert_eq!((drawn.width, drawn.height), size);
        assert_eq!(drawn.kind, Kind::Jpeg);
        decoded(&drawn);
    }
}

#[test]
fn each_form_is_taken_whatever_it_claims() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let file = as_file(photo(40, 30), format);
        let look = look(&file).unwrap();
        assert_eq!((look.width, look.height), (40, 30), "{format:?}");
        assert!(look.memory >= 40 * 30 * 4, "{format:?}");
        decoded(&open(&file).unwrap().draw(160).unwrap());
    }
}

#[test]
fn what_can_be_seen_through_stays_so() {
    let logo = RgbaImage::from_fn(400, 200, |x, _| {
        if x < 200 { Rgba([200, 30, 30, 255]) } else { Rgba([0, 0, 0, 0]) }
    });
    let drawn = open(&as_file(logo, ImageFormat::Png)).unwrap().draw(160).unwrap();
    assert_eq!((drawn.kind, drawn.width), (Kind::WebP, 160));
    let seen = decoded(&drawn);
    assert_eq!(seen.get_pixel(10, 10).0[3], 255);
    assert_eq!(seen.get_pixel(150, 10).0[3], 0);
}

#[test]
fn a_drawing_stays_sharp_and_a_photograph_in_png_becomes_small() {
    let chart = RgbImage::from_fn(600, 400, |x, y| {
        if x % 100 < 3 || y % 80 < 2 { Rgb([0, 0, 0]) } else { Rgb([250, 250, 245]) }
    });
    let drawn = open(&as_file(chart.clone(), ImageFormat::Png)).unwrap().draw(960).unwrap();
    assert_eq!(drawn.kind, Kind::WebP);
    assert_eq!(decoded(&drawn).into_rgb8(), chart);
    let file = as_file(photo(600, 400), ImageFormat::Png);
    let drawn = open(&file).unwrap().draw(960).unwrap();
    assert_eq!(drawn.kind, Kind::Jpeg);
    assert!(drawn.file.len() * 3 < file.len());
}

/// An EXIF segment (JEITA CP-3451) with an orientation and a place that nobody else should learn.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 52.5200 13.4050");
    let mut file = jpeg[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    file.extend(exif);
    file.extend(&jpeg[2..]);
    file
}

#[test]
fn orientation_is_applied_and_metadata_gone() {
    let left_dark =
        RgbImage::from_fn(300, 200, |x, _| if x < 150 { Rgb([9; 3]) } else { Rgb([240; 3]) });
    let file = with_exif(&as_file(left_dark, ImageFormat::Jpeg), 6);
    assert!(file.windows(3).any(|window| window == b"GPS"));
    let picture = open(&file).unwrap();
    assert_eq!(picture.size(), (200, 300));
    let drawn = picture.draw(160).unwrap();
    assert_eq!((drawn.width, drawn.height), (160, 240));
    let seen = decoded(&drawn).into_luma8();
    // Turned by a quarter: what was left is above.
    assert!(seen.get_pixel(80, 20).0[0] < 60 && seen.get_pixel(80, 220).0[0] > 200);
    for hidden in [&b"GPS"[..], b"Exif", b"ICC_PROFILE"] {
        assert!(!drawn.file.windows(hidden.len()).any(|window| window == hidden));
    }
}

#[test]
fn of_a_moving_picture_the_first_frame_is_shown() {
    let frame = |colour: [u8; 4]| Frame::new(RgbaImage::from_pixel(60, 40, Rgba(colour)));
    let mut file = Vec::new();
    GifEncoder::new(&mut file)
        .encode_frames([frame([255, 0, 0, 255]), frame([0, 0, 255, 255])])
        .unwrap();
    let drawn = open(&file).unwrap().draw(160).unwrap();
    let seen = decoded(&drawn).into_rgb8();
    let Rgb([red, _, blue]) = *seen.get_pixel(30, 20);
    assert!(red > 200 && blue < 60);
}

#[test]
fn a_header_that_claims_too_much_is_refused_before_anything_is_decoded() {
    for (width, height) in [(60_000, 60_000), (30_000, 4), (8000, 8000), (u32::MAX, u32::MAX)] {
        let found = look(&png_that_claims(width, height));
        assert!(
            matches!(found, Err(PictureError::Large { .. } | PictureError::Damaged)),
            "{width}: {found:?}"
        );
    }
    let mut gif = b"GIF89a".to_vec();
    gif.extend([0xff, 0xff, 0xff, 0xff, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    gif.extend(b",\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;");
    let found = look(&gif);
    assert!(matches!(found, Err(PictureError::Large { .. } | PictureError::Damaged)), "{found:?}");
    assert!(open(&gif).is_err());
}

#[test]
fn a_picture_of_forty_megapixels_of_nothing_is_bounded() {
    let flat = vec![0u8; 4000 * 9000];
    let mut file = Vec::new();
    PngEncoder::new(&mut file).write_image(&flat, 4000, 9000, ExtendedColorType::L8).unwrap();
    assert!(file.len() < 200_000, "{}", file.len());
    let look = look(&file).unwrap();
    assert!(look.memory <= 2 * 160_000_000 + 12_000_000);
    let drawn = open(&file).unwrap().draw(160).unwrap();
    assert_eq!((drawn.width, drawn.height), (160, 360));
}

#[test]
fn a_picture_as_thin_as_a_thread_stays_within_bounds() {
    let tower = as_file(RgbImage::new(3, 15_000), ImageFormat::Png);
    let drawn = open(&tower).unwrap().draw(640).unwrap();
    assert!(drawn.height <= 8000 && drawn.width >= 1);
    decoded(&drawn);
}

#[test]
fn scripts_polyglots_and_texts_are_no_pictures() {
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    assert_eq!(look(svg), Err(PictureError::Svg));
    for other in
        [&b""[..], b"<html><img>", b"\0\0\0\x20ftypavif", b"BM\x3a\0", b"%PDF-1.7", b"II*\0"]
    {
        assert_eq!(look(other), Err(PictureError::Unknown), "{other:?}");
    }
    // A GIF that is a script as well: what is drawn has nothing of it.
    let mut polyglot = as_file(photo(20, 20), ImageFormat::Gif);
    polyglot.extend(b"/*<script>alert(1)</script>*/=1;alert(1)");
    let drawn = open(&polyglot).unwrap().draw(160).unwrap();
    assert!(!drawn.file.windows(6).any(|window| window == b"script"));
    let mut comment = jpeg(40, 40);
    comment.splice(2..2, *b"\xff\xfe\x00\x1b<script>alert(1)</script>");
    let drawn = open(&comment).unwrap().draw(160).unwrap();
    assert!(!drawn.file.windows(6).any(|window| window == b"script"));
}

#[test]
fn what_counts_its_readers_is_told_from_what_shows_something() {
    for (width, height) in [(1, 1), (2, 2), (1, 500), (500, 2)] {
        let file = as_file(RgbImage::new(width, height), ImageFormat::Gif);
        assert_eq!(look(&file), Err(PictureError::Tracker), "{width}x{height}");
    }
    assert!(look(&as_file(RgbImage::new(3, 3), ImageFormat::Gif)).is_ok());
}

#[test]
fn a_jpeg_of_countless_scans_is_not_decoded() {
    let mut file = jpeg(64, 64);
    let end = file.len() - 2;
    let scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00";
    file.splice(end..end, scan.repeat(1000));
    assert_eq!(look(&file), Err(PictureError::Damaged));
}

#[test]
fn a_file_that_is_cut_short_is_an_error_or_a_picture() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let file = as_file(photo(64, 48), format);
        for length in (0..file.len()).step_by(17) {
            if let Ok(picture) = open(&file[..length]) {
                decoded(&picture.draw(160).unwrap());
            }
        }
    }
}

#[test]
fn a_heavy_file_is_refused() {
    let mut file = jpeg(10, 10);
    file.resize(MOST_BYTES + 1, 0);
    assert_eq!(look(&file), Err(PictureError::Heavy));
}

#[test]
fn widths_are_few_and_never_above_the_pictures_own() {
    assert!(is_width(640) && !is_width(641) && !is_width(0));
    assert_eq!((drawn_width(100, 640), drawn_width(5000, 640)), (100, 640));
    assert_eq!(drawn_width(5000, u32::MAX), WIDEST);
}

/// An ICO file with one picture, which is this file.
fn in_ico(file: &[u8]) -> Vec<u8> {
    let length = u32::try_from(file.len()).unwrap().to_le_bytes();
    let head = [0, 0, 1, 0, 1, 0, 48, 48, 0, 0, 1, 0, 24, 0];
    [&head, length.as_slice(), &22_u32.to_le_bytes(), file].concat()
}

#[test]
fn icons_become_squares() {
    let ico = as_file(RgbaImage::from_pixel(48, 48, Rgba([10, 90, 200, 255])), ImageFormat::Ico);
    let wide = as_file(RgbaImage::from_pixel(200, 50, Rgba([10, 90, 200, 255])), ImageFormat::Png);
    for side in ICON_SIDES {
        let drawn = icon(&ico, side).unwrap();
        assert_eq!((drawn.kind, drawn.width, drawn.height), (Kind::Png, side, side));
        assert_eq!(decoded(&drawn).get_pixel(side / 2, side / 2).0, [10, 90, 200, 255]);
        let seen = decoded(&icon(&wide, side).unwrap());
        assert_eq!(seen.get_pixel(0, 0).0[3], 0);
        assert_eq!(seen.get_pixel(side / 2, side / 2).0, [10, 90, 200, 255]);
    }
    // An ICO is no picture of an article.
    assert_eq!(look(&ico), Err(PictureError::Unknown));
    for png in [
        as_file(RgbImage::from_pixel(48, 48, Rgb([10, 90, 200])), ImageFormat::Png),
        as_file(image::GrayImage::from_pixel(48, 48, image::Luma([90])), ImageFormat::Png),
    ] {
        let drawn = icon(&in_ico(&png), 32).unwrap();
        assert_eq!((drawn.width, drawn.height), (32, 32), "without transparency");
    }
    assert!(icon(&in_ico(b"\x89PNG\r\n\x1a\nbroken"), 32).is_err());
    assert!(icon(b"\0\0\x01\0\xff\xff", 32).is_err());
    assert_eq!(icon(b"<svg/>", 32), Err(PictureError::Svg));
}

#[test]
fn a_picture_with_grey_or_deep_pixels_is_drawn() {
    let grey = image::GrayImage::from_fn(50, 50, |x, _| image::Luma([(x * 5) as u8]));
    let deep = image::ImageBuffer::<image::Rgb<u16>, _>::from_fn(50, 50, |x, _| {
        image::Rgb([(x * 1300) as u16; 3])
    });
    for file in [as_file(grey, ImageFormat::Png), as_file(deep, ImageFormat::Png)] {
        decoded(&open(&file).unwrap().draw(160).unwrap());
    }
    let mut bare = Vec::new();
    JpegEncoder::new(&mut bare).encode(&[77; 40 * 40], 40, 40, ExtendedColorType::L8).unwrap();
    decoded(&open(&bare).unwrap().draw(160).unwrap());
}

/// Bytes that begin like a picture.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let heads: Vec<Vec<u8>> = vec![
        Vec::new(),
        jpeg(24, 16),
        as_file(photo(24, 16), ImageFormat::Png),
        as_file(photo(24, 16), ImageFormat::Gif),
        as_file(photo(24, 16), ImageFormat::WebP),
        as_file(RgbaImage::new(16, 16), ImageFormat::Ico),
        png_that_claims(5000, 5000),
    ];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    (prop::sample::select(heads), edits, prop::collection::vec(any::<u8>(), 0..40)).prop_map(
        |(mut file, edits, tail)| {
            for (place, byte) in edits {
                if !file.is_empty() {
                    let place = place.index(file.len());
                    file[place] = byte;
                }
            }
            file.extend(tail);
            file
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_bytes_are_a_picture_or_an_error(file in nearly(), width in 0u32..2000) {
        if let Ok(picture) = open(&file) {
            let (own, _) = picture.size();
            let drawn = picture.draw(width).unwrap();
            prop_assert!(drawn.width <= own.min(WIDEST));
            prop_assert!(Kind::of(&drawn.file) == Some(drawn.kind));
        }
        if let Ok(drawn) = icon(&file, 32) {
            prop_assert_eq!((drawn.width, drawn.height), (32, 32));
        }
    }
}
