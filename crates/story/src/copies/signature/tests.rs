use proptest::prelude::*;

use super::super::{
    overlap,
    tests::{edited, prose},
};
use super::*;

/// The estimates of many pairs, less what the exact comparison says: mean and standard deviation.
fn errors(pairs: impl Iterator<Item = (String, String)>) -> (f32, f32) {
    let errors: Vec<f32> = pairs
        .map(|(a, b)| {
            let exact = overlap(&a, &b);
            let (a, b) = (Signature::of(&a), Signature::of(&b));
            let shorter = if a.shingles() <= b.shingles() { exact.a_in_b } else { exact.b_in_a };
            a.containment(&b) - shorter
        })
        .collect();
    let mean = errors.iter().sum::<f32>() / errors.len() as f32;
    let square = errors.iter().map(|error| (error - mean).powi(2)).sum::<f32>();
    (mean, (square / errors.len() as f32).sqrt())
}

#[test]
fn unbiased_where_words_are_edited() {
    let (bias, spread) = errors((0..400).map(|n| {
        let text = prose(n, 400);
        let copy = edited(&text, 1000 + n, 0.15);
        (text, copy)
    }));
    assert!(bias.abs() < 0.012, "bias {bias}");
    assert!((0.03..0.08).contains(&spread), "spread {spread}");
}

#[test]
fn unbiased_where_a_third_stands_in_a_longer_text() {
    // The estimate is of containment, not of likeness, which would be a tenth here.
    let (bias, spread) = errors((0..400).map(|n| {
        let text = prose(n, 200);
        let words: Vec<&str> = text.split(' ').take(100).collect();
        let long = format!("{} {} {}", prose(5000 + n, 400), words.join(" "), prose(9000 + n, 500));
        (text, long)
    }));
    assert!(bias.abs() < 0.02, "bias {bias}");
    assert!((0.06..0.16).contains(&spread), "spread {spread}");
}

#[test]
fn unrelated_texts_share_nothing() {
    let (bias, spread) = errors((0..200).map(|n| (prose(n, 500), prose(1000 + n, 300))));
    assert_eq!((bias, spread), (0.0, 0.0));
}

#[test]
fn the_sample_is_as_large_as_it_should_be() {
    for (words, expected) in [(304_u32, 45.4), (604, 57.6), (1204, 74.9), (3004, 109.1)] {
        let sizes = (0..40).map(|n| Signature::of(&prose(n, words as usize)).sample.len());
        let mean = sizes.sum::<usize>() as f32 / 40.0;
        assert!((mean / expected - 1.0).abs() < 0.06, "{mean} of {words} words");
    }
}

#[test]
fn a_typical_signature_takes_few_bytes() {
    let bytes = Signature::of(&prose(1, 600)).to_bytes();
    assert!(bytes.len() < 300, "{}", bytes.len());
    assert!(Signature::of(&prose(1, FEWEST_WORDS as usize - 1)).is_empty());
    assert!(!Signature::of(&prose(1, FEWEST_WORDS as usize)).is_empty());
}

#[test]
fn damaged_bytes_are_no_signature() {
    let good = Signature::of(&prose(1, 100)).to_bytes();
    assert_eq!(Signature::from_bytes(&[]), None);
    assert_eq!(Signature::from_bytes(&good[..good.len() - 1]), None);
    assert_eq!(Signature::from_bytes(&[&[9], &good[1..]].concat()), None);
    let mut unordered = good.clone();
    unordered[5..13].rotate_left(4);
    assert_eq!(Signature::from_bytes(&unordered), None);
    let empty = Signature::default();
    assert_eq!(Signature::from_bytes(&empty.to_bytes()), Some(empty));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn kept_and_read_back(text in "(\\PC{0,12} ){0,120}") {
        let signature = Signature::of(&text);
        prop_assert_eq!(Signature::from_bytes(&signature.to_bytes()), Some(signature));
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Some(signature) = Signature::from_bytes(&bytes) {
            prop_assert_eq!(signature.to_bytes(), bytes);
        }
    }

    #[test]
    fn a_text_contains_itself(text in "([a-e]{1,3} ){0,200}") {
        let signature = Signature::of(&text);
        prop_assert!(signature.is_empty() || signature.containment(&signature) == 1.0);
    }
}
