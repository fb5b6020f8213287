//! How like two stories are, by several measures.

use super::index::{Held, Index};
use super::story::{Profile, StoryTerm};
use crate::features::{NAME, NUMBER, TITLE, UNIT};

/// How many measures there are.
pub const LIKENESSES: usize = 28;

/// Places of measures that others are made of, or that are added later.
const BEST: usize = 8;
const BARE: usize = 13;
const SHORT: usize = 14;
const THREE: usize = 17;
const BARE_BEST: usize = 22;
const SHORT_BEST: usize = 23;

/// What two stories have in common. The smaller one is usually an article that has just come.
#[derive(Debug, Clone)]
pub(super) struct Likeness {
    pub values: [f32; LIKENESSES],
    /// Both have more than one article.
    pub is_merge: bool,
}

#[derive(Default, Clone, Copy)]
struct Sum {
    dot: f32,
    one: f32,
    other: f32,
}

impl Sum {
    fn add(&mut self, one: f32, other: f32) {
        self.dot += one * other;
        self.one += one * one;
        self.other += other * other;
    }

    fn cosine(&self) -> f32 {
        let norms = (self.one * self.other).sqrt();
        if norms > 0.0 { self.dot / norms } else { 0.0 }
    }
}

/// Compares a story with another one, `other` being the one with more articles. What depends on
/// pairs of their articles is left for [`Likeness::link`].
pub(super) fn compare(index: &Index, one: &Profile<'_>, other: &Profile<'_>) -> Likeness {
    let (mut all, mut title, mut cross, mut back) =
        (Sum::default(), Sum::default(), Sum::default(), Sum::default());
    let (mut names, mut numbers) = (Sum::default(), Sum::default());
    let (mut purity, mut title_purity, mut evidence, mut title_names) = (0.0, 0.0, 0.0, 0.0f32);
    let (mut name_evidence, mut title_evidence) = (0.0, 0.0);
    let mut title_mass = 0.0f32;
    let none = StoryTerm::default();
    let (n_one, n_other) = (one.articles as f32, other.articles as f32);
    join(&one.terms, &other.terms, |a, b| {
        let (mine, other) = (a.unwrap_or(&none), b.unwrap_or(&none));
        let slot = a.or(b).map_or(0, |term| term.slot);
        let factor = index.factor(slot);
        let (x, y) = (mine.sum as f32 * factor, other.sum as f32 * factor);
        let (tx, ty) = (mine.title as f32 * factor, other.title as f32 * factor);
        all.add(x, y);
        title.add(tx, ty);
        cross.add(tx, y);
        back.add(x, ty);
        if mine.is_number() || other.is_number() {
            numbers.add(x, y);
        } else {
            let is_name = (mine.names * 2 > mine.count, other.names * 2 > other.count);
            names.add(if is_name.0 { x } else { 0.0 }, if is_name.1 { y } else { 0.0 });
        }
        if mine.count > 0 {
            title_mass += tx * tx;
        }
        if mine.count > 0 && other.count > 0 {
            let others = index.articles(slot).saturating_sub(mine.count) as f32;
            let share = other.count as f32 / (others + 1.0);
            purity += x * x * share;
            title_purity += tx * tx * share;
            let idf = index.idf(slot);
            evidence += idf * (mine.count as f32 / n_one).min(1.0) * (other.count as f32 / n_other);
            let both = (mine.count as f32 / n_one) * (other.count as f32 / n_other);
            if mine.names * 2 > mine.count && other.names * 2 > other.count {
                name_evidence += idf * both;
            }
            if tx > 0.0 && ty > 0.0 {
                title_evidence += idf * both;
            }
            if tx > 0.0 && ty > 0.0 && mine.names * 2 > mine.count {
                title_names = title_names.max(idf * other.count as f32 / n_other);
            }
        }
    });
    let conflict = numbers.one > 0.0 && numbers.other > 0.0 && numbers.dot == 0.0;
    let unit = UNIT * UNIT * n_one * n_other;
    let words = one.words.min(other.words);
    // Headlines alone, a teaser's few sentences and whole reports are each alike in their own
    // way: two teasers of different events share more than two whole reports do.
    let bare = 1.0 / (1.0 + words / 4.0);
    let short = (1.0 - bare) / (1.0 + words / 60.0);
    let cosine = all.cosine();
    purity /= all.one.max(f32::MIN_POSITIVE);
    title_purity /= title_mass.max(f32::MIN_POSITIVE);
    Likeness {
        values: [
            1.0,
            cosine,
            title.cosine(),
            (cross.cosine() + back.cosine()) / 2.0,
            names.cosine(),
            numbers.cosine(),
            f32::from(u8::from(conflict)),
            all.dot / unit,
            0.0,
            purity,
            n_other.ln(),
            n_one.ln(),
            (1.0 + evidence).ln(),
            bare,
            short,
            purity * cosine,
            n_other.ln() * purity,
            0.0,
            title_purity,
            title_names / 8.0,
            bare * cosine,
            short * cosine,
            0.0,
            0.0,
            bare * purity,
            (1.0 + name_evidence).ln(),
            (1.0 + title_evidence).ln(),
            bare * n_other.ln(),
        ],
        is_merge: one.articles > 1,
    }
}

impl Likeness {
    /// Adds what the likest pairs of their articles say; `links` are the cosines of such pairs.
    pub fn link(&mut self, links: &mut [f32]) {
        links.sort_unstable_by(|a, b| b.total_cmp(a));
        let best = links.first().copied().unwrap_or(0.0);
        let three = links.iter().take(3).sum::<f32>() / links.len().clamp(1, 3) as f32;
        let (bare, short) = (self.values[BARE], self.values[SHORT]);
        self.values[BEST] = best;
        self.values[THREE] = three;
        self.values[BARE_BEST] = bare * best;
        self.values[SHORT_BEST] = short * best;
    }
}

/// The cosine of two articles.
pub(super) fn cosine(index: &Index, one: &[Held], other: &[Held]) -> f32 {
    let mut sum = Sum::default();
    let weigh = |term: Option<&Held>| {
        term.map_or(0.0, |term| f32::from(term.weight()) * index.factor(term.slot))
    };
    join(one, other, |a, b| sum.add(weigh(a), weigh(b)));
    sum.cosine()
}

/// Something with a place in the order of slots.
pub(super) trait Slotted {
    fn slot(&self) -> u32;
}

impl Slotted for Held {
    fn slot(&self) -> u32 {
        self.slot
    }
}

impl Slotted for StoryTerm {
    fn slot(&self) -> u32 {
        self.slot
    }
}

/// Visits the terms of both, in order of their slots.
pub(super) fn join<A: Slotted, B: Slotted>(
    one: &[A],
    other: &[B],
    mut visit: impl FnMut(Option<&A>, Option<&B>),
) {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    loop {
        match (one.peek(), other.peek()) {
            (Some(a), Some(b)) if a.slot() == b.slot() => visit(one.next(), other.next()),
            (Some(a), Some(b)) if a.slot() < b.slot() => visit(one.next(), None),
            (Some(_), None) => visit(one.next(), None),
            (_, Some(_)) => visit(None, other.next()),
            (None, None) => return,
        }
    }
}

impl StoryTerm {
    fn is_number(&self) -> bool {
        self.flags & NUMBER != 0
    }

    /// One article's term.
    pub(super) fn of(term: &Held) -> Self {
        let sum = u32::from(term.weight());
        Self {
            slot: term.slot,
            sum,
            title: if term.flags() & TITLE != 0 { sum } else { 0 },
            count: 1,
            names: u32::from(term.flags() & NAME != 0),
            flags: term.flags() & NUMBER,
        }
    }
}
