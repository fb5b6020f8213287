//! How like two stories are, by several measures.

mod weighed;

use self::weighed::{Squares, cosine_of};
pub(super) use self::weighed::{Weighed, WeighedArticle};
use super::index::Index;
use super::story::Profile;
use crate::features::UNIT;

/// How many measures there are.
pub const MEASURES: usize = 52;

/// Places of measures that others are made of, or that are added later.
const COSINE: usize = 0;
const TITLE: usize = 1;
const BARE: usize = 12;
const SHORT: usize = 13;
const BEST: usize = 41;
const THREE: usize = 42;
const SECOND: usize = 43;
const MEAN: usize = 44;
const MEDIAN: usize = 45;
const LINKED: usize = 46;
const BARE_BEST: usize = 47;
const SHORT_BEST: usize = 48;
const AHEAD: usize = 49;
const AHEAD_BEST: usize = 50;
const RIVALS: usize = 51;

/// What two stories have in common. The smaller one is usually an article that has just come.
#[derive(Debug, Clone)]
pub(super) struct Likeness {
    pub values: [f32; MEASURES],
    /// Both have more than one article.
    pub is_merge: bool,
}

/// What two stories share, summed up term by term.
#[derive(Default)]
struct Shared {
    /// Products of weights: of all terms, of the headlines', of the headlines' of one with all of
    /// the other and the other way round, of names, of numbers.
    all: f32,
    title: f32,
    cross: f32,
    back: f32,
    names: f32,
    numbers: f32,
    /// How much of the smaller one's weight is of terms that hardly any other story has.
    purity: f32,
    title_purity: f32,
    /// How much the shared terms say together, by how many articles of both have them.
    evidence: f32,
    name_evidence: f32,
    title_evidence: f32,
    /// The same, of terms that few articles outside have.
    exclusive: f32,
    /// The one shared name of the headlines that says most.
    title_name: f32,
    terms: f32,
    /// What the two terms say that say most.
    top: [f32; 2],
    /// What the smaller one's headline says that the other one says too, anywhere or in a headline.
    title_found: f32,
    title_in_title: f32,
    /// The same of the headline's names.
    title_names_found: f32,
    /// The squares of the other's headline terms that the smaller one has in its own.
    back_title: f32,
}

/// Compares a story with another one, `other` being the one with more articles. What depends on
/// pairs of their articles is left for [`Likeness::link`].
pub(super) fn compare(index: &Index, one: &Weighed, other: &Profile<'_>) -> Likeness {
    let (shared, theirs) = Shared::of(index, one, other);
    let mine = &one.squares;
    let (n_one, n_other) = (one.articles as f32, other.articles as f32);
    let conflict = mine.numbers > 0.0 && theirs.numbers > 0.0 && shared.numbers == 0.0;
    let unit = UNIT * UNIT;
    let mean = shared.all / (unit * n_one * n_other);
    // How like each other the other story's own articles are.
    let pairs = n_other * (n_other - 1.0);
    let cohesion = if pairs > 0.0 { (theirs.all / unit - n_other) / pairs } else { 1.0 };
    let words = one.words.min(other.words);
    // Headlines alone, a teaser's few sentences and whole reports are each alike in their own
    // way: two teasers of different events share more than two whole reports do.
    let bare = 1.0 / (1.0 + words / 4.0);
    let short = (1.0 - bare) / (1.0 + words / 60.0);
    let cosine = cosine_of(shared.all, mine.all, theirs.all);
    let cross = cosine_of(shared.cross, mine.title, theirs.all);
    let back = cosine_of(shared.back, mine.all, theirs.title);
    let purity = part(shared.purity, mine.all);
    let compared = [
        cosine,
        cosine_of(shared.title, mine.title, theirs.title),
        (cross + back) / 2.0,
        cosine_of(shared.names, mine.names, theirs.names),
        cosine_of(shared.numbers, mine.numbers, theirs.numbers),
        f32::from(u8::from(conflict)),
        mean,
        purity,
        n_other.ln(),
        n_one.ln(),
        shared.evidence.ln_1p(),
        part(shared.title_purity, mine.title),
        bare,
        short,
        purity * cosine,
        n_other.ln() * purity,
        shared.title_name,
        bare * cosine,
        short * cosine,
        bare * purity,
        shared.name_evidence.ln_1p(),
        shared.title_evidence.ln_1p(),
        bare * n_other.ln(),
        one.words.ln_1p(),
        other.words.ln_1p(),
        part(mine.names, mine.all),
        part(theirs.names, theirs.all),
        part(mine.numbers, mine.all),
        shared.terms.ln_1p(),
        shared.top[0],
        shared.top[1],
        part(shared.title_found, one.says.title),
        part(shared.back_title, theirs.title),
        part(shared.title_in_title, one.says.title),
        shared.exclusive,
        part(shared.exclusive, one.says.all),
        cohesion,
        part(mean, cohesion),
        part(one.says.title_names - shared.title_names_found, one.says.title_names),
        one.says.title_names,
        one.says.all / (1.0 + shared.terms),
    ];
    let mut values = [0.0; MEASURES];
    for (place, value) in values.iter_mut().zip(compared) {
        *place = value;
    }
    Likeness { values, is_merge: one.articles > 1 }
}

fn part(of: f32, all: f32) -> f32 {
    if all > 0.0 { of / all } else { 0.0 }
}

impl Shared {
    /// What they share, and the other's squares.
    fn of(index: &Index, one: &Weighed, other: &Profile<'_>) -> (Self, Squares) {
        let (mut sum, mut squares) = (Self::default(), Squares::default());
        let (n_one, n_other) = (one.articles as f32, other.articles as f32);
        other.terms.each(|theirs| {
            let factor = index.factor(theirs.slot);
            squares.add(&theirs, factor);
            let Some(mine) = one.get(theirs.slot) else { return };
            let (x, y) = (mine.sum as f32 * factor, theirs.sum as f32 * factor);
            let (tx, ty) = (mine.title as f32 * factor, theirs.title as f32 * factor);
            sum.all += x * y;
            sum.title += tx * ty;
            sum.cross += tx * y;
            sum.back += x * ty;
            let are_names = mine.is_name() && theirs.is_name();
            if mine.is_number() || theirs.is_number() {
                sum.numbers += x * y;
            } else if are_names {
                sum.names += x * y;
            }
            let (share, share_of_other) =
                (mine.count() as f32 / n_one, theirs.count() as f32 / n_other);
            let others = index.articles(mine.slot).saturating_sub(mine.count());
            let of_others = theirs.count() as f32 / (others as f32 + 1.0);
            sum.purity += x * x * of_others;
            sum.title_purity += tx * tx * of_others;
            let idf = index.idf(mine.slot);
            let both = idf * share.min(1.0) * share_of_other;
            sum.evidence += both;
            let outside = others.saturating_sub(theirs.count()) as f32;
            sum.exclusive += idf * share_of_other / (1.0 + outside);
            sum.terms += 1.0;
            let least = idf.min(sum.top[0]);
            sum.top = [sum.top[0].max(idf), sum.top[1].max(least)];
            if are_names {
                sum.name_evidence += both;
            }
            if tx > 0.0 {
                sum.back_title += ty * ty;
                sum.title_found += idf * share_of_other;
                if mine.is_name() {
                    sum.title_names_found += idf;
                }
            }
            if tx > 0.0 && ty > 0.0 {
                sum.title_evidence += both;
                sum.title_in_title += idf;
                if mine.is_name() {
                    sum.title_name = sum.title_name.max(idf * share_of_other);
                }
            }
        });
        (sum, squares)
    }
}

impl Likeness {
    /// How like they are at first sight, which tells what is worth a closer look.
    pub fn at_first_sight(&self) -> f32 {
        self.values[COSINE] + self.values[TITLE]
    }

    /// Adds what the likest pairs of their articles say; `links` are the cosines of such pairs.
    pub fn link(&mut self, links: &mut [f32]) {
        links.sort_unstable_by(|a, b| b.total_cmp(a));
        let best = links.first().copied().unwrap_or(0.0);
        let pairs = links.len().max(1) as f32;
        let values = &mut self.values;
        values[BEST] = best;
        values[THREE] = links.iter().take(3).sum::<f32>() / links.len().clamp(1, 3) as f32;
        values[SECOND] = links.get(1).copied().unwrap_or(best);
        values[MEAN] = links.iter().sum::<f32>() / pairs;
        values[MEDIAN] = links.get(links.len() / 2).copied().unwrap_or(0.0);
        values[LINKED] = links.iter().filter(|link| **link > 0.5 * best).count() as f32 / pairs;
        values[BARE_BEST] = values[BARE] * best;
        values[SHORT_BEST] = values[SHORT] * best;
    }

    /// Adds how it stands among the others that were looked at closely: what is as like several of
    /// them is about their common theme.
    pub fn stand<'a>(&mut self, others: impl Iterator<Item = &'a Sight>) {
        let own = self.sight();
        let (mut cosine, mut best, mut rivals) = (0.0f32, 0.0f32, 0.0);
        for other in others {
            cosine = cosine.max(other.cosine);
            best = best.max(other.best);
            rivals += f32::from(u8::from(other.cosine > 0.7 * own.cosine));
        }
        self.values[AHEAD] = own.cosine - cosine;
        self.values[AHEAD_BEST] = own.best - best;
        self.values[RIVALS] = rivals;
    }

    /// What [`Likeness::stand`] needs of the others.
    pub fn sight(&self) -> Sight {
        Sight { cosine: self.values[COSINE], best: self.values[BEST] }
    }
}

/// The most telling measures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    cosine: f32,
    best: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(cosine: f32, best: f32) -> Likeness {
        let mut values = [0.0; MEASURES];
        (values[COSINE], values[BEST], values[BARE]) = (cosine, best, 0.5);
        Likeness { values, is_merge: false }
    }

    #[test]
    fn what_is_as_like_two_stories_is_ahead_of_none() {
        let all = [likeness(0.5, 0.6).sight(), likeness(0.5, 0.4).sight()];
        let mut both = likeness(0.5, 0.6);
        both.stand(all.iter().skip(1));
        assert_eq!((both.values[AHEAD], both.values[RIVALS]), (0.0, 1.0));
        assert!((both.values[AHEAD_BEST] - 0.2).abs() < 1e-6);
        let mut only = likeness(0.5, 0.6);
        only.stand([].iter());
        assert_eq!((only.values[AHEAD], only.values[RIVALS]), (0.5, 0.0));
    }

    #[test]
    fn links_are_told_best_first() {
        let mut like = likeness(0.5, 0.0);
        like.link(&mut [0.2, 0.8, 0.5, 0.1]);
        let values = &like.values;
        assert_eq!((values[BEST], values[SECOND], values[BARE_BEST]), (0.8, 0.5, 0.4));
        assert_eq!((values[THREE], values[MEDIAN], values[LINKED]), (0.5, 0.2, 0.5));
        like.link(&mut []);
        assert_eq!((like.values[BEST], like.values[MEAN]), (0.0, 0.0));
    }
}
