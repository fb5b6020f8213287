//! Invented texts for the tests of this folder.

/// A sequence of numbers that is the same for the same seed.
struct Numbers(u64);

impl Numbers {
    /// Below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % limit
    }
}

/// So many words that mean nothing, the same for the same seed and others for another.
pub(super) fn prose(seed: u64, words: usize) -> String {
    let mut numbers = Numbers(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let words: Vec<String> = (0..words).map(|_| format!("w{}", numbers.below(5000))).collect();
    words.join(" ")
}

/// A text with a share of its words replaced by others.
pub(super) fn edited(text: &str, seed: u64, share: f64) -> String {
    let mut numbers = Numbers(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let words: Vec<String> = text
        .split(' ')
        .map(|word| match (numbers.below(10_000) as f64) < share * 10_000.0 {
            true => format!("x{}", numbers.below(5000)),
            false => word.to_owned(),
        })
        .collect();
    words.join(" ")
}
