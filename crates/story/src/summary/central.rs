//! What stands nearest to all the rest of a story.

use rustc_hash::FxHashMap;

use super::{
    lexicon::Lexicon,
    material::{Material, Phrase},
};

/// A headline this near to the most central one can be chosen in its stead.
const NEAR: f64 = 0.7;

/// How many words a headline has at least to tell of an event.
const HEADLINE_WORDS: usize = 3;

/// Headlines, the best first, with how good they are, 0 being best: those near the most central
/// come before the others, and among those the ones that tell of an event before questions, comments
/// and pages.
pub(super) fn headlines(titles: &[Phrase<'_>]) -> Vec<(usize, u8)> {
    let mut sum: FxHashMap<u64, f64> = FxHashMap::default();
    for title in titles {
        let unit = unit(title);
        title.keys.iter().for_each(|key| *sum.entry(*key).or_default() += unit);
    }
    let mut scored: Vec<(usize, f64, bool)> = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| !title.text.is_empty())
        .map(|(index, title)| {
            let unit = unit(title);
            let all: f64 = title.keys.iter().filter_map(|key| sum.get(key)).sum();
            // Without its likeness to itself, which would favour nothing else.
            let likeness = all * unit - if title.keys.is_empty() { 0.0 } else { 1.0 };
            (index, likeness.max(0.0), tells(title))
        })
        .collect();
    let best = scored.iter().map(|(_, likeness, _)| *likeness).fold(0.0, f64::max);
    let class = |(_, likeness, tells): &(usize, f64, bool)| match (*likeness >= NEAR * best, tells)
    {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    scored.sort_by(|a, b| class(a).cmp(&class(b)).then_with(|| b.1.total_cmp(&a.1)));
    scored.into_iter().map(|it| (it.0, class(&it))).collect()
}

fn tells(title: &Phrase<'_>) -> bool {
    title.keys.len() >= HEADLINE_WORDS && !Lexicon::get().is_page_title(title.text)
}

fn unit(phrase: &Phrase<'_>) -> f64 {
    1.0 / (phrase.keys.len().max(1) as f64).sqrt()
}

/// How well each sentence carries the story: by how many articles tell its words, those of the
/// headline more, an article's first sentences before its later ones.
pub(super) fn sentences(material: &Material<'_>, headline: Option<usize>) -> Vec<f64> {
    let title = headline.and_then(|index| material.titles.get(index));
    let in_title = |key: &u64| title.is_some_and(|title| title.keys.binary_search(key).is_ok());
    let weight = |key: &u64| {
        let told = material.spread_of(*key).ln_1p();
        if in_title(key) { 1.5 * told } else { told }
    };
    let score = |sentence: &Phrase<'_>| {
        let told: f64 = sentence.keys.iter().map(weight).sum();
        let opening = match sentence.place {
            Some(0) => 1.3,
            Some(1) => 1.2,
            Some(2) => 1.1,
            Some(3..=5) => 1.0,
            _ => 0.85,
        };
        opening * told / (sentence.keys.len().max(1) as f64).powf(0.6)
    };
    material.sentences.iter().map(score).collect()
}
