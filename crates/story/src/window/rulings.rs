//! What users decided.

use dateline_model::ArticleId;
use rustc_hash::FxHashMap;

use super::index::StoryAt;
use super::story::ArticleAt;
use super::{Change, Ruling, Window};

/// Why articles are of one story where a user said so.
pub(super) const PUT_TOGETHER: &str = "a reader put them together";

/// The decisions, by each of their two articles.
#[derive(Debug, Default)]
pub(super) struct Rulings {
    of: FxHashMap<ArticleId, Vec<(ArticleId, Bond)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    Together,
    Apart,
}

/// With which of two articles that are parted another one goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    A,
    B,
}

impl Rulings {
    fn set(&mut self, one: ArticleId, other: ArticleId, bond: Bond) {
        for (one, other) in [(one, other), (other, one)] {
            let bonds = self.of.entry(one).or_default();
            bonds.retain(|old| old.0 != other);
            bonds.push((other, bond));
        }
    }

    fn of(&self, article: ArticleId, bond: Bond) -> impl Iterator<Item = ArticleId> + '_ {
        let bonds = self.of.get(&article).map_or(&[][..], Vec::as_slice);
        bonds.iter().filter(move |other| other.1 == bond).map(|other| other.0)
    }
}

impl Window {
    /// The story that a user put the article into.
    pub(super) fn ruled_together(&self, article: ArticleId) -> Option<StoryAt> {
        self.rulings.of(article, Bond::Together).find_map(|other| {
            let story = self.article(*self.by_id.get(&other)?)?.story;
            self.story(story).map(|_| story)
        })
    }

    /// Whether a user said that the article is not of the story.
    pub(super) fn is_apart(&self, place: ArticleAt, story: StoryAt) -> bool {
        if self.rulings.of.is_empty() {
            return false;
        }
        let Some(article) = self.article(place) else { return false };
        self.rulings.of(article.id, Bond::Apart).any(|other| {
            let other = self.by_id.get(&other).and_then(|at| self.article(*at));
            other.is_some_and(|other| other.story == story)
        })
    }

    /// Whether a user said that the two articles belong together.
    pub(super) fn are_bound(&self, one: ArticleAt, other: ArticleAt) -> bool {
        let (Some(one), Some(other)) = (self.article(one), self.article(other)) else {
            return false;
        };
        self.rulings.of(one.id, Bond::Together).any(|id| id == other.id)
    }

    /// Whether a user said so of any two of their articles.
    pub(super) fn are_apart(&self, one: StoryAt, other: StoryAt) -> bool {
        !self.rulings.of.is_empty()
            && self
                .story(one)
                .is_some_and(|story| story.articles.iter().any(|at| self.is_apart(*at, other)))
    }

    pub(super) fn note_rulings(&mut self, rulings: &[Ruling]) {
        for ruling in rulings {
            let (one, other, bond) = parts(*ruling);
            if one != other {
                self.rulings.set(one, other, bond);
            }
        }
    }

    pub(super) fn obey(&mut self, rulings: &[Ruling]) -> Vec<Change> {
        self.note_rulings(rulings);
        let mut changes = Vec::new();
        for ruling in rulings {
            let (one, other, bond) = parts(*ruling);
            // A later one about the same two counts instead.
            if self.rulings.of(one, bond).any(|bound| bound == other) {
                self.obey_one(one, other, bond, &mut changes);
            }
        }
        changes
    }

    fn obey_one(
        &mut self,
        one: ArticleId,
        other: ArticleId,
        bond: Bond,
        changes: &mut Vec<Change>,
    ) {
        let (Some(&a), Some(&b)) = (self.by_id.get(&one), self.by_id.get(&other)) else { return };
        let story = |at: ArticleAt| self.article(at).map(|article| article.story);
        let (Some(first), Some(second)) = (story(a), story(b)) else { return };
        match bond {
            Bond::Together if first != second => self.unite(a, b, first, second, changes),
            Bond::Apart if first == second => self.divide(a, b, first, changes),
            _ => {}
        }
    }

    /// Makes one story of two; where an older decision keeps some of their articles apart, or the
    /// two are too large for one, only the one article goes over, if it may.
    fn unite(
        &mut self,
        a: ArticleAt,
        b: ArticleAt,
        first: StoryAt,
        second: StoryAt,
        changes: &mut Vec<Change>,
    ) {
        if self.have_room(first, second) && !self.are_apart(first, second) {
            self.merge(first, second, changes);
            if let Some(Change::Merged { because: why, .. }) = changes.last_mut() {
                *why = PUT_TOGETHER.to_owned();
            }
            return;
        }
        for (article, from, to) in [(b, second, first), (a, first, second)] {
            if self.has_room(to) && !self.is_apart(article, to) {
                self.move_over(article, from, to, changes);
                return;
            }
        }
    }

    fn move_over(
        &mut self,
        article: ArticleAt,
        from: StoryAt,
        to: StoryAt,
        changes: &mut Vec<Change>,
    ) {
        let number = |at: StoryAt| self.story(at).and_then(|story| story.id);
        let id = self.article(article).map(|article| article.id);
        let (Some(id), Some(from), Some(into)) = (id, number(from), number(to)) else { return };
        self.leave(article);
        self.enter(article, to);
        let because = PUT_TOGETHER.to_owned();
        changes.push(Change::Moved { from, to: into, articles: vec![id], because });
    }

    /// Parts a story; the smaller part leaves, of two as large the one of `b`.
    fn divide(&mut self, a: ArticleAt, b: ArticleAt, story: StoryAt, changes: &mut Vec<Change>) {
        let Some(members) = self.story(story).map(|story| story.articles.clone()) else { return };
        let goes = self.sides(a, b, &members);
        let (with_b, with_a): (Vec<ArticleAt>, Vec<ArticleAt>) =
            members.into_iter().partition(|member| goes.get(member) == Some(&Side::B));
        let leaving = if with_a.len() < with_b.len() { with_a } else { with_b };
        self.split(story, &leaving, "a reader said that they are two".to_owned(), changes);
    }

    /// With which of the two each article goes: what users put together with one of them, or with
    /// what goes with it, stays with it, and what they set apart from one goes with the other; of
    /// the rest each goes with the one that it is liker to.
    fn sides(
        &self,
        a: ArticleAt,
        b: ArticleAt,
        members: &[ArticleAt],
    ) -> FxHashMap<ArticleAt, Side> {
        let mut sides = FxHashMap::from_iter([(a, Side::A), (b, Side::B)]);
        let mut rest: Vec<ArticleAt> = members.to_vec();
        rest.retain(|member| *member != a && *member != b);
        rest.retain(|member| match self.ruled_side(*member, a, b) {
            Some(side) => sides.insert(*member, side).is_some(),
            None => true,
        });
        let mut reached: Vec<ArticleAt> =
            members.iter().copied().filter(|member| sides.contains_key(member)).collect();
        let mut next = 0;
        while let Some(&from) = reached.get(next) {
            next += 1;
            let Some(&side) = sides.get(&from) else { continue };
            rest.retain(|member| {
                let is_bound = self.are_bound(from, *member);
                if is_bound {
                    sides.insert(*member, side);
                    reached.push(*member);
                }
                !is_bound
            });
        }
        let (to_a, to_b) = (self.links_of(a), self.links_of(b));
        for member in rest {
            let side = if to_b(member) > to_a(member) { Side::B } else { Side::A };
            sides.insert(member, side);
        }
        sides
    }

    /// What users decided about an article and one of the two; the latest counts.
    fn ruled_side(&self, member: ArticleAt, a: ArticleAt, b: ArticleAt) -> Option<Side> {
        let id = |at: ArticleAt| self.article(at).map(|article| article.id);
        let (member, a, b) = (id(member)?, id(a)?, id(b)?);
        let ruled = |bond| {
            let bonds = self.rulings.of(member, bond);
            bonds.filter(|id| *id == a || *id == b).last().map(|id| id == b)
        };
        let with_b = ruled(Bond::Together).or_else(|| ruled(Bond::Apart).map(|from_b| !from_b))?;
        Some(if with_b { Side::B } else { Side::A })
    }
}

/// The two articles of a decision, and what it makes of them.
fn parts(ruling: Ruling) -> (ArticleId, ArticleId, Bond) {
    match ruling {
        Ruling::Together(one, other) => (one, other, Bond::Together),
        Ruling::Apart(one, other) => (one, other, Bond::Apart),
    }
}
