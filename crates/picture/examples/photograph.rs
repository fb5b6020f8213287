//! Writes a photograph of 12 megapixels and about 2 MB, for measurements: `photograph FILE`.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot begin has nothing to say")]

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| "photograph.jpg".to_owned());
    let mut seed = 7u32;
    let pixels = image::RgbImage::from_fn(4000, 3000, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 28) as u8;
        let wave = ((x as f32 / 90.0).sin() * (y as f32 / 70.0).cos() * 60.0) as i16 + 100;
        let level = u8::try_from(wave).unwrap_or_default();
        image::Rgb([level + grain, level / 2 + grain, 200 - level + grain])
    });
    let mut file = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 84)
        .encode(pixels.as_raw(), 4000, 3000, image::ExtendedColorType::Rgb8)
        .unwrap();
    std::fs::write(path, file).unwrap();
}
