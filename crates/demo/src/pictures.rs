//! Pictures made from an article's slug: a sky, a sun and some hills in its outlet's colours.

use crate::outlet::Outlet;
use crate::png;

/// The pictures' size in pixels.
pub(crate) const SIZE: (usize, usize) = (640, 400);

/// A landscape that is the same for the same slug, as a PNG file.
pub(crate) fn landscape(outlet: &Outlet, slug: &str) -> Vec<u8> {
    let strong = colour(&outlet.colours[0]);
    let light = colour(&outlet.colours[1]);
    let seed =
        slug.bytes().fold(7_u32, |seed, byte| seed.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let part = |step: u32, range: u32| f64::from((seed >> step) % range);
    let sun = (80.0 + part(3, 480), 60.0 + part(9, 90), 22.0 + part(14, 30));
    let (width, height) = SIZE;
    let mut pixels = Vec::with_capacity(width * height);
    for row in 0..u32::try_from(height).unwrap_or_default() {
        let y = f64::from(row);
        let sky = mix(mix(strong, [255, 255, 255], 0.35), light, y / 260.0);
        for column in 0..u32::try_from(width).unwrap_or_default() {
            let x = f64::from(column);
            let mut pixel = sky;
            if (x - sun.0).powi(2) + (y - sun.1).powi(2) < sun.2 * sun.2 {
                pixel = mix(light, [255, 250, 225], 0.8);
            }
            for layer in 0..3_u32 {
                let depth = f64::from(layer);
                let phase = part(layer * 5 + 2, 628) / 100.0;
                let ridge = 210.0
                    + depth * 55.0
                    + (x / (95.0 - depth * 18.0) + phase).sin() * (34.0 - depth * 6.0)
                    + (x / (37.0 + depth * 9.0) + phase * 2.0).sin() * 9.0;
                if y > ridge {
                    pixel = mix(light, mix(strong, [0, 0, 0], 0.25), 0.35 + depth * 0.3);
                }
            }
            pixels.push(pixel);
        }
    }
    png::encode(width, &pixels)
}

/// `#rrggbb`; grey where it is not such.
fn colour(words: &str) -> [u8; 3] {
    let value = words
        .strip_prefix('#')
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .unwrap_or(0x80_80_80);
    let [_, red, green, blue] = value.to_be_bytes();
    [red, green, blue]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to a byte before the cast"
)]
fn mix(one: [u8; 3], two: [u8; 3], share: f64) -> [u8; 3] {
    let share = share.clamp(0.0, 1.0);
    let blend = |one: u8, two: u8| {
        (f64::from(one) * (1.0 - share) + f64::from(two) * share).clamp(0.0, 255.0) as u8
    };
    [blend(one[0], two[0]), blend(one[1], two[1]), blend(one[2], two[2])]
}
