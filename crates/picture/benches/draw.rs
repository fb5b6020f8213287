//! How fast a press photograph is decoded and drawn.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot begin has nothing to say")]

use dateline_picture::{WIDEST, look, open};

fn main() {
    divan::main();
}

/// A photograph of 12 megapixels and about 2 MB.
fn photograph() -> Vec<u8> {
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
    file
}

/// As when it is seen for the first time: the widest and one that a phone asks for.
#[divan::bench(sample_count = 20)]
fn fetched(bencher: divan::Bencher<'_, '_>) {
    let file = photograph();
    eprintln!("the file has {} bytes and takes {:?}", file.len(), look(&file).unwrap().memory);
    bencher.bench(|| {
        let picture = open(&file).unwrap();
        (picture.draw(WIDEST).unwrap(), picture.draw(640).unwrap())
    });
}

/// As when another width is asked for later.
#[divan::bench(sample_count = 50)]
fn another_width(bencher: divan::Bencher<'_, '_>) {
    let widest = open(&photograph()).unwrap().draw(WIDEST).unwrap().file;
    bencher.bench(|| open(&widest).unwrap().draw(640).unwrap());
}
