//! What users decided.

use dateline_model::ArticleId;
use rustc_hash::FxHashMap;

use super::index::StoryAt;
use super::story::ArticleAt;
use super::{Change, Ruling, Window};

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

    pub(super) fn obey(&mut self, ruling: Ruling) -> Vec<Change> {
        let mut changes = Vec::new();
        let (one, other, bond) = match ruling {
            Ruling::Together(one, other) => (one, other, Bond::Together),
            Ruling::Apart(one, other) => (one, other, Bond::Apart),
        };
        if one == other {
            return changes;
        }
        self.rulings.set(one, other, bond);
        let (Some(&a), Some(&b)) = (self.by_id.get(&one), self.by_id.get(&other)) else {
            return changes;
        };
        let story = |at: ArticleAt| self.article(at).map(|article| article.story);
        let (Some(first), Some(second)) = (story(a), story(b)) else { return changes };
        match bond {
            Bond::Together if first != second => {
                self.unite(a, b, first, second, &mut changes);
            }
            Bond::Apart if first == second => self.divide(a, b, first, &mut changes),
            _ => {}
        }
        changes
    }

    /// Makes one story of two; where an older decision keeps some of their articles apart, only
    /// the one article goes over.
    fn unite(
        &mut self,
        a: ArticleAt,
        b: ArticleAt,
        first: StoryAt,
        second: StoryAt,
        changes: &mut Vec<Change>,
    ) {
        let because = "you put them together".to_owned();
        if !self.are_apart(first, second) {
            self.merge(first, second, changes);
            if let Some(Change::Merged { because: why, .. }) = changes.last_mut() {
                *why = because;
            }
            return;
        }
        let _ = a;
        if !self.is_apart(b, first) {
            self.leave(b);
            self.enter(b, first);
            if let Some(story) = self.story(first).and_then(|story| story.id) {
                changes.push(Change::Joined { story, because });
            }
        }
    }

    /// Parts a story: each article goes with the one of the two that it is liker to.
    fn divide(&mut self, a: ArticleAt, b: ArticleAt, story: StoryAt, changes: &mut Vec<Change>) {
        let Some(members) = self.story(story).map(|story| story.articles.clone()) else { return };
        let mut leaving = vec![b];
        for member in members.into_iter().filter(|member| *member != a && *member != b) {
            if self.goes_with(member, b, a) {
                leaving.push(member);
            }
        }
        self.split(story, &leaving, "you said that they are two".to_owned(), changes);
    }

    fn goes_with(&self, member: ArticleAt, one: ArticleAt, other: ArticleAt) -> bool {
        let id = |at: ArticleAt| self.article(at).map(|article| article.id);
        let (Some(member_id), Some(one_id), Some(other_id)) = (id(member), id(one), id(other))
        else {
            return false;
        };
        let bound = |bond| {
            let bonds = self.rulings.of(member_id, bond);
            bonds.filter(|id| *id == one_id || *id == other_id).last()
        };
        if let Some(with) = bound(Bond::Together) {
            return with == one_id;
        }
        if let Some(not) = bound(Bond::Apart) {
            return not == other_id;
        }
        self.link(member, one) > self.link(member, other)
    }
}
