use proptest::prelude::*;

use super::super::tests::{edited, prose};
use super::*;

fn day(number: i64) -> Timestamp {
    Timestamp::from_second(number * 86_400).expect("a day")
}

fn found(index: &Index, text: &str) -> Vec<i64> {
    index.candidates(&Signature::of(text)).iter().map(|found| found.article.0).collect()
}

/// An index of invented texts: article `n` has the text `prose(n, words)`.
fn filled(count: u64, words: usize) -> Index {
    let mut index = Index::new();
    for n in 0..count {
        index.insert(ArticleId(n as i64), day(n as i64), &Signature::of(&prose(n, words)));
    }
    index
}

#[test]
fn a_copy_finds_its_original_among_others() {
    let index = filled(300, 200);
    let text = prose(70, 200);
    assert_eq!(found(&index, &text), [70]);
    assert_eq!(found(&index, &edited(&text, 1, 0.15)), [70]);
    let part: Vec<&str> = text.split(' ').skip(90).take(60).collect();
    assert_eq!(found(&index, &part.join(" ")), [70]);
    let long = format!("{} {text} {}", prose(900, 500), prose(901, 500));
    assert_eq!(found(&index, &long), [70]);
    assert_eq!(found(&index, &prose(999, 200)), [0; 0]);
}

#[test]
fn nearly_every_edited_or_cut_copy_is_found() {
    let index = filled(400, 300);
    let missed = |copy: &dyn Fn(u64, &str) -> String| {
        (0..400).filter(|&n| !found(&index, &copy(n, &prose(n, 300))).contains(&(n as i64))).count()
    };
    assert!(missed(&|n, text| edited(text, n + 1, 0.15)) <= 4);
    let cut = |_, text: &str| text.split(' ').take(90).collect::<Vec<_>>().join(" ");
    assert_eq!(missed(&cut), 0);
}

#[test]
fn a_quotation_makes_no_candidate() {
    let mut index = Index::new();
    let quotation = prose(1, 25);
    let text = format!("{} {quotation} {}", prose(2, 150), prose(3, 150));
    index.insert(ArticleId(1), day(1), &Signature::of(&text));
    assert_eq!(found(&index, &format!("{} {quotation} {}", prose(4, 100), prose(5, 200))), [0; 0]);
}

#[test]
fn taken_out_replaced_and_forgotten() {
    let mut index = filled(10, 100);
    index.remove(ArticleId(3));
    index.remove(ArticleId(3));
    index.remove(ArticleId(99));
    assert_eq!((index.len(), found(&index, &prose(3, 100))), (9, vec![]));
    index.insert(ArticleId(4), day(4), &Signature::of(&prose(50, 100)));
    assert_eq!((found(&index, &prose(4, 100)), found(&index, &prose(50, 100))), (vec![], vec![4]));
    index.forget(day(8));
    assert_eq!((index.len(), found(&index, &prose(7, 100))), (2, vec![]));
    assert_eq!(found(&index, &prose(8, 100)), [8]);
    index.insert(ArticleId(8), day(8), &Signature::of("Too short now."));
    assert_eq!((index.len(), found(&index, &prose(8, 100))), (1, vec![]));
}

#[test]
fn forgetting_gives_memory_back() {
    let mut index = Index::new();
    let mut sizes = Vec::new();
    for n in 0..6000_u64 {
        // A line in every article fills one bucket far faster than the others.
        let text = format!("{} {}", prose(0, 8), prose(n, 80));
        index.insert(ArticleId(n as i64), day(n as i64), &Signature::of(&text));
        index.forget(day(n as i64 - 500));
        if n % 3000 == 2999 {
            sizes.push(index.buckets.iter().map(|bucket| bucket.slots.capacity()).sum::<usize>());
        }
    }
    assert_eq!((index.len(), index.slots.len()), (501, 501));
    assert!(sizes[1] < sizes[0] * 3 / 2, "{sizes:?}");
    assert_eq!(found(&index, &format!("{} {}", prose(0, 8), prose(5990, 80))), [5990]);
}

#[test]
fn a_standing_line_neither_fills_the_index_nor_finds_anything() {
    let mut index = Index::new();
    let line = prose(0, 20);
    for n in 1..1000_u64 {
        let text = format!("{} {line}", prose(n, 200));
        index.insert(ArticleId(n as i64), day(0), &Signature::of(&text));
    }
    let longest = index.buckets.iter().map(|bucket| bucket.slots.len()).max();
    assert!(longest < Some(2 * MOST_OF_A_SHINGLE), "{longest:?}");
    assert_eq!(found(&index, &format!("{} {line}", prose(5000, 200))), [0; 0]);
}

#[test]
fn the_hundredth_reprint_is_found_still() {
    let mut index = Index::new();
    for n in 0..200_u64 {
        let text = format!("{} {}", prose(7, 150), prose(1000 + n, 10));
        index.insert(ArticleId(n as i64), day(0), &Signature::of(&text));
    }
    let found = index.candidates(&Signature::of(&prose(7, 150)));
    assert_eq!(found.len(), MOST_CANDIDATES);
    assert!(found.iter().all(|found| found.estimate > 0.9), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_in_is_found_and_what_is_out_is_not(
        steps in proptest::collection::vec((0..20_u64, any::<bool>()), 1..60)
    ) {
        let mut index = Index::new();
        let mut held = std::collections::BTreeSet::new();
        for (n, keep) in steps {
            if keep {
                index.insert(ArticleId(n as i64), day(0), &Signature::of(&prose(n, 60)));
                held.insert(n);
            } else {
                index.remove(ArticleId(n as i64));
                held.remove(&n);
            }
        }
        prop_assert_eq!(index.len(), held.len());
        for n in 0..20 {
            prop_assert_eq!(found(&index, &prose(n, 60)).len(), usize::from(held.contains(&n)));
        }
    }
}
