//! Which reports are of one statement.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::person::full_name;
use crate::told::Told;

/// Two reports of one speaker are of one statement when they share so much of their words.
const ALIKE: f32 = 0.5;

/// And at least so many words.
const FEWEST: usize = 3;

/// The groups of reports that are of one statement, each in the order of `told`, in the order of
/// their first members.
pub(super) fn groups(told: &[Told]) -> Vec<Vec<usize>> {
    let bags: Vec<FxHashSet<String>> = told.iter().map(bag).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_speaker: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, one) in told.iter().enumerate() {
        let known = of_speaker.entry(speaker(one)).or_default();
        let same = known.iter().copied().find(|group| {
            let members = groups.get(*group).map(Vec::as_slice).unwrap_or_default();
            members.iter().any(|other| {
                told.get(*other)
                    .is_some_and(|told| is_same((one, bags.get(at)), (told, bags.get(*other))))
            })
        });
        match same.and_then(|group| groups.get_mut(group)) {
            Some(group) => group.push(at),
            None => {
                known.push(groups.len());
                groups.push(vec![at]);
            }
        }
    }
    groups
}

/// Reports are compared only of one speaker: of one full name, or of one name that is no person's.
/// Who has less of a name speaks alone in the article and its copies.
fn speaker(told: &Told) -> String {
    let Some(teller) = &told.speaker else { return format!("{}", told.original) };
    match full_name(&teller.name) {
        Some(name) if teller.is_named => name,
        _ => format!("{} {}", told.original, teller.name.to_lowercase()),
    }
}

fn is_same(
    one: (&Told, Option<&FxHashSet<String>>),
    other: (&Told, Option<&FxHashSet<String>>),
) -> bool {
    let ((one, bag), (other, other_bag)) = (one, other);
    if one.article == other.article {
        return false;
    }
    if one.original == other.original && one.fingerprint == other.fingerprint {
        return one.act == other.act;
    }
    if one.act != other.act && (one.act.is_event() || other.act.is_event()) {
        return false;
    }
    // A denial is never the same as what it denies, however like its words are.
    if one.act.disputes() != other.act.disputes() {
        return false;
    }
    if one.act.is_event() {
        return one.as_of == other.as_of;
    }
    let (Some(bag), Some(other_bag)) = (bag, other_bag) else { return false };
    let shared = bag.intersection(other_bag).count();
    let all = bag.len() + other_bag.len() - shared;
    let within = bag.len().min(other_bag.len());
    shared >= FEWEST && (shared as f32 >= ALIKE * all as f32 || (shared == within && within >= 5))
}

/// The longer words that were said, and numbers.
fn bag(told: &Told) -> FxHashSet<String> {
    told.words
        .iter()
        .flat_map(|words| words.text.split(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| word.chars().count() > 3 || word.chars().any(char::is_numeric))
        .map(str::to_lowercase)
        .collect()
}
