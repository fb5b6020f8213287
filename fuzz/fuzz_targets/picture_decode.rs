//! Any bytes are a picture that can be drawn or an error, within what the header said.

#![no_main]

use dateline_picture::{Kind, WIDEST, icon, look, open};
use libfuzzer_sys::fuzz_target;

/// The fuzzer's own bound on memory is far below that of a real picture.
const MOST_MEMORY: u64 = 64_000_000;

fuzz_target!(|file: &[u8]| {
    let Ok(seen) = look(file) else {
        assert!(open(file).is_err(), "what is refused by its header was decoded");
        if file.len() < 100_000 {
            let _ = icon(file, 32);
        }
        return;
    };
    if seen.memory > MOST_MEMORY {
        return;
    }
    let Ok(picture) = open(file) else { return };
    let (width, height) = picture.size();
    assert_eq!(u64::from(width) * u64::from(height), u64::from(seen.width) * u64::from(seen.height));
    for asked in [160, WIDEST] {
        let drawn = picture.draw(asked).expect("what was decoded can be drawn");
        assert!(drawn.width <= width.min(asked));
        assert_eq!(Kind::of(&drawn.file), Some(drawn.kind));
        open(&drawn.file).ok();
    }
});
