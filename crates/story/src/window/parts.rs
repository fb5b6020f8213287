//! Taking a story apart that turns out to hold two events: an article that came early may have
//! looked like the other event's, and later ones followed it.

use super::likeness::{Weighed, compare};
use super::place::{MEMBERS_OF_BOTH, unspaced};
use super::story::{ArticleAt, Profile, StoryTerm, Terms};
use super::{Change, Window};

/// A story is looked at when it has grown to so many articles.
const LOOKS: [usize; 18] = [4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200];
/// So many articles of it are compared each with each.
const PIVOTS: usize = 20;
/// So often articles change sides until each stands with those that it is likest.
const TURNS: usize = 4;
/// So much must speak against the parts being one story: more than against a merge, so that no story
/// is split and merged in turns.
const AGAINST: f32 = -2.0;

/// On which of two sides each of some articles stands.
type Sides = Vec<bool>;

impl Window {
    /// Splits the story of an article that came, where its two parts would not be merged.
    pub(super) fn look_for_two(&mut self, place: ArticleAt, changes: &mut Vec<Change>) {
        let Some(story) = self.article(place).map(|article| article.story) else { return };
        let members = self.members(story);
        if !LOOKS.contains(&members.len()) {
            return;
        }
        let Some((staying, leaving)) = self.parts(members) else { return };
        if self.odds_of_parts(&leaving, &staying).is_none_or(|odds| odds > AGAINST) {
            return;
        }
        let because = "its articles tell of two events that share little".to_owned();
        self.split(story, &leaving, because, changes);
    }

    /// The two parts of a story's articles that are least like each other, the larger one first;
    /// `None` where one is a single article, or a reader said that the two belong together.
    fn parts(&self, members: &[ArticleAt]) -> Option<(Vec<ArticleAt>, Vec<ArticleAt>)> {
        let step = members.len().div_ceil(PIVOTS);
        let pivots = self.weighed_of(members.iter().step_by(step));
        let row = |at: &ArticleAt| -> Option<Vec<f32>> {
            let terms = &self.article(*at)?.terms;
            Some(pivots.iter().map(|pivot| pivot.cosine(&self.index, terms)).collect())
        };
        let rows: Vec<Vec<f32>> = members.iter().step_by(step).filter_map(row).collect();
        let sides = halves(&rows)?;
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for (number, at) in members.iter().enumerate() {
            let goes = if number % step == 0 {
                sides.get(number / step).copied()?
            } else {
                is_there(&row(at)?, &sides, None)
            };
            if goes { other.push(*at) } else { one.push(*at) }
        }
        let (staying, leaving) = if one.len() < other.len() { (other, one) } else { (one, other) };
        let is_bound = |one: &ArticleAt| leaving.iter().any(|other| self.are_bound(*one, *other));
        (leaving.len() > 1 && !staying.iter().any(is_bound)).then_some((staying, leaving))
    }

    /// How much speaks for these two parts of a story being one.
    fn odds_of_parts(&self, less: &[ArticleAt], more: &[ArticleAt]) -> Option<f32> {
        let language = self.article(*less.first()?)?.language;
        let (less_terms, more_terms) = (self.terms_of(less), self.terms_of(more));
        let one = Weighed::new(&self.index, &self.profile_of(less, &less_terms));
        let mut likeness = compare(&self.index, &one, &self.profile_of(more, &more_terms));
        let mine = self.weighed_of(less.iter().rev().take(MEMBERS_OF_BOTH));
        likeness.link(&mut self.links(&mine, more.iter().rev().take(MEMBERS_OF_BOTH)));
        likeness.stand([].iter());
        self.watched(less, more, &likeness);
        Some(self.model.odds(&likeness) - unspaced(language))
    }

    fn profile_of<'t>(&self, articles: &[ArticleAt], terms: &'t [StoryTerm]) -> Profile<'t> {
        let words = articles.iter().filter_map(|at| self.article(*at));
        let words: f32 = words.map(|article| f32::from(article.words)).sum();
        let n = articles.len();
        Profile { terms: Terms::Story(terms), articles: n, words: words / n.max(1) as f32 }
    }
}

/// Deals articles into the two parts that are least like each other for how like themselves they
/// are; `rows` tells how like each is to each. `None` where a single one would stand apart.
fn halves(rows: &[Vec<f32>]) -> Option<Sides> {
    let mut best: Option<(f32, Sides)> = None;
    for (seed, row) in rows.iter().enumerate() {
        let others = row.iter().enumerate().filter(|(at, _)| *at != seed);
        let Some((far, _)) = others.min_by(|a, b| a.1.total_cmp(b.1)) else { continue };
        let Some(from_far) = rows.get(far) else { continue };
        let near = row.iter().zip(from_far).enumerate();
        let mut sides: Sides =
            near.map(|(at, (here, there))| at == far || at != seed && there > here).collect();
        for _ in 0..TURNS {
            let turned = rows.iter().enumerate();
            let turned: Sides = turned.map(|(at, row)| is_there(row, &sides, Some(at))).collect();
            if turned == sides {
                break;
            }
            sides = turned;
        }
        if let Some(cut) = cut(rows, &sides)
            && best.as_ref().is_none_or(|(least, _)| cut < *least)
        {
            best = Some((cut, sides));
        }
    }
    best.map(|(_, sides)| sides)
}

/// How like the two sides are to each other, as a part of how like they are to themselves.
fn cut(rows: &[Vec<f32>], sides: &Sides) -> Option<f32> {
    let there = sides.iter().filter(|side| **side).count();
    if there.min(sides.len() - there) < 2 {
        return None;
    }
    let (mut within, mut between) = ((0.0, 0.0), (0.0, 0.0));
    for (at, (row, side)) in rows.iter().zip(sides).enumerate() {
        for (like, other) in row.iter().zip(sides).take(at) {
            let sum = if side == other { &mut within } else { &mut between };
            *sum = (sum.0 + like, sum.1 + 1.0);
        }
    }
    let mean = |(sum, pairs): (f32, f32)| sum / pairs.max(1.0);
    Some(mean(between) / (mean(within) + f32::EPSILON))
}

/// Whether an article is rather like those there than like those here, itself left out.
fn is_there(row: &[f32], sides: &Sides, own: Option<usize>) -> bool {
    let mean = |side: bool| {
        let those = row.iter().zip(sides).enumerate();
        let those = those.filter(|(at, (_, other))| **other == side && Some(*at) != own);
        let (sum, n) = those.fold((0.0, 0.0f32), |(sum, n), (_, (like, _))| (sum + like, n + 1.0));
        if n > 0.0 { sum / n } else { -1.0 }
    };
    mean(true) > mean(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_parts_are_told_apart_and_a_single_one_is_none() {
        let like = |one: usize, other: usize| if one % 2 == other % 2 { 0.5 } else { 0.1 };
        let rows = |n: usize| -> Vec<Vec<f32>> {
            (0..n).map(|one| (0..n).map(|other| like(one, other)).collect()).collect()
        };
        let sides = halves(&rows(6)).unwrap();
        assert!((0..6).all(|at| sides[at] == sides[at % 2]), "{sides:?}");
        assert_ne!(sides[0], sides[1]);
        assert_eq!(halves(&rows(3)), None);
        assert_eq!(halves(&[]), None);
    }
}
