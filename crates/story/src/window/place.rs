//! Placing an article: into a story or a new one, and what that sets off.

use dateline_model::StoryId;

use super::index::StoryAt;
use super::likeness::{Likeness, compare, cosine};
use super::rulings::PUT_TOGETHER;
use super::story::{ArticleAt, Profile};
use super::{Change, Copy, Window};

/// The latest articles of a story that are compared one by one, when an article comes and when two
/// stories are compared.
const MEMBERS: usize = 24;
const MEMBERS_OF_BOTH: usize = 6;
/// So many stories, the likest, are looked at closely.
const CLOSELY: usize = 4;
/// A story that the article is less like than this is not merged with its own.
const UNLIKELY: f32 = -4.0;
/// So often at most a story takes in others after it grew.
const MERGES: usize = 4;
/// How much more must speak for joining a story that sleeps.
const WAKING: f32 = 2.0;
/// What a day without a report, after the first, speaks against a story, by judgement: reports of
/// one event come within some days.
const IDLE_DAY: f32 = 0.3;
const DAY: f32 = 86_400.0;

/// How well an article or a story goes with a story.
struct Fit {
    likeness: Likeness,
    /// What time speaks against it.
    against: f32,
    score: f32,
}

impl Window {
    /// Finds the article's story.
    pub(super) fn settle(
        &mut self,
        place: ArticleAt,
        copy: Option<&Copy>,
        changes: &mut Vec<Change>,
    ) {
        let Some(article) = self.article(place) else { return };
        let (id, at, alone) = (article.id, article.at, article.alone);
        let decided = self
            .ruled_together(id)
            .filter(|story| self.has_room(*story))
            .map(|story| (story, PUT_TOGETHER.to_owned()));
        let decided = decided.or_else(|| {
            let original = self.by_id.get(&copy?.of)?;
            let story = self.article(*original)?.story;
            let goes = !alone && !self.story(story)?.alone && self.has_room(story);
            (goes && !self.is_apart(place, story))
                .then(|| (story, "has the same text as an article of the story".to_owned()))
        });
        if let Some((story, because)) = decided {
            self.enter_because(place, story, because, at, changes);
            return;
        }
        if alone {
            self.begin(place, changes);
            return;
        }
        let Some(profile) = self.article(place).map(|article| article.profile()) else { return };
        let candidates = self.candidates(&profile.terms, StoryAt::MAX);
        let likely =
            candidates.into_iter().filter_map(|s| Some((s, self.fits(place, &profile, s)?)));
        let mut likely: Vec<(StoryAt, Fit)> = likely.collect();
        likely.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
        for (story, fit) in likely.iter_mut().take(CLOSELY) {
            self.look_closely(&[place], *story, fit);
        }
        let best = likely.iter().take(CLOSELY).max_by(|a, b| a.1.score.total_cmp(&b.1.score));
        match best.map(|(story, fit)| (*story, fit.score)) {
            Some((story, score)) if score > 0.0 => {
                let because = self.because(&profile.terms, story);
                self.enter_because(place, story, because, at, changes);
                likely.retain(|(_, fit)| fit.score > UNLIKELY);
                let others = likely.into_iter().map(|(story, _)| story).collect();
                self.merge_around(story, others, at, changes);
            }
            _ => self.begin(place, changes),
        }
    }

    fn begin(&mut self, place: ArticleAt, changes: &mut Vec<Change>) {
        let number = self.new_number();
        let story = self.open(number);
        self.enter(place, story);
        changes.push(Change::Opened { story: number });
    }

    fn enter_because(
        &mut self,
        place: ArticleAt,
        story: StoryAt,
        because: String,
        at: i64,
        changes: &mut Vec<Change>,
    ) {
        let Some((id, last)) = self.story(story).and_then(|s| Some((s.id?, s.last))) else {
            return;
        };
        if self.is_asleep(last, at) {
            changes.push(Change::Woke { story: id });
        }
        self.enter(place, story);
        changes.push(Change::Joined { story: id, because });
    }

    /// Whether the story may take one more article.
    pub(super) fn has_room(&self, story: StoryAt) -> bool {
        self.story(story).is_some_and(|story| story.size() < self.settings.most_articles)
    }

    /// Whether two stories are small enough to be one.
    pub(super) fn have_room(&self, one: StoryAt, other: StoryAt) -> bool {
        let size = |at: StoryAt| self.story(at).map_or(0, |story| story.size());
        size(one) + size(other) <= self.settings.most_articles
    }

    pub(super) fn is_asleep(&self, last: i64, at: i64) -> bool {
        at.saturating_sub(last) > self.settings.asleep_after
    }

    /// How much speaks for the article being of the story, before its articles are looked at one by
    /// one; `None` where it must not be.
    fn fits(&self, place: ArticleAt, profile: &Profile<'_>, story: StoryAt) -> Option<Fit> {
        let (article, held) = (self.article(place)?, self.story(story)?);
        let may = !held.alone && held.language.agrees(article.language) && self.has_room(story);
        if !may || self.is_apart(place, story) {
            return None;
        }
        let likeness = compare(&self.index, profile, &self.profile(story)?);
        Some(self.fit(likeness, self.time_against(held.last, article.at)))
    }

    fn fit(&self, likeness: Likeness, against: f32) -> Fit {
        Fit { score: self.weights.score(&likeness) - against, likeness, against }
    }

    /// Looks at the articles of the two one by one.
    fn look_closely(&self, one: &[ArticleAt], other: StoryAt, fit: &mut Fit) {
        let Some(held) = self.story(other) else { return };
        let most =
            if one.len() == 1 || held.articles.len() == 1 { MEMBERS } else { MEMBERS_OF_BOTH };
        let mut links = Vec::with_capacity(MEMBERS);
        for mine in one.iter().rev().take(most).filter_map(|at| self.article(*at)) {
            for theirs in held.articles.iter().rev().take(most).filter_map(|at| self.article(*at)) {
                links.push(cosine(&self.index, &mine.terms, &theirs.terms));
            }
        }
        fit.likeness.link(&mut links);
        fit.score = self.weights.score(&fit.likeness) - fit.against;
    }

    fn time_against(&self, last: i64, at: i64) -> f32 {
        let idle = (at - last).unsigned_abs() as f32 / DAY;
        let waking = if self.is_asleep(last, at) { WAKING } else { 0.0 };
        waking + IDLE_DAY * (idle - 1.0).max(0.0)
    }

    /// Looks whether a story that grew has become one with others.
    fn merge_around(
        &mut self,
        mut story: StoryAt,
        mut others: Vec<StoryAt>,
        at: i64,
        changes: &mut Vec<Change>,
    ) {
        for _ in 0..MERGES {
            others.retain(|other| *other != story && self.story(*other).is_some());
            let fits = others.iter().filter_map(|o| Some((*o, self.fits_story(story, *o, at)?)));
            let mut likely: Vec<(StoryAt, Fit)> = fits.collect();
            likely.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
            likely.truncate(CLOSELY);
            let members =
                self.story(story).map(|held| held.articles.as_slice()).unwrap_or_default();
            for (other, fit) in &mut likely {
                self.look_closely(members, *other, fit);
            }
            let best = likely.iter().max_by(|a, b| a.1.score.total_cmp(&b.1.score));
            let Some((other, score)) = best.map(|(other, fit)| (*other, fit.score)) else { return };
            if score <= 0.0 {
                return;
            }
            let Some(kept) = self.merge(story, other, changes) else { return };
            story = kept;
        }
    }

    fn fits_story(&self, one: StoryAt, other: StoryAt, at: i64) -> Option<Fit> {
        let (a, b) = (self.story(one)?, self.story(other)?);
        let may = !a.alone && !b.alone && a.language.agrees(b.language);
        if !may || !self.have_room(one, other) || self.are_apart(one, other) {
            return None;
        }
        let likeness = self.compare_stories(one, other)?;
        Some(self.fit(likeness, self.time_against(a.last.min(b.last), at)))
    }

    fn compare_stories(&self, one: StoryAt, other: StoryAt) -> Option<Likeness> {
        let (one, other) = (self.profile(one)?, self.profile(other)?);
        let (less, more) = if one.articles <= other.articles { (one, other) } else { (other, one) };
        Some(compare(&self.index, &less, &more))
    }

    /// How much speaks for two stories being one, whenever they were.
    pub(super) fn score_between(&self, one: StoryAt, other: StoryAt) -> Option<f32> {
        let mut fit = self.fit(self.compare_stories(one, other)?, 0.0);
        self.look_closely(&self.story(one)?.articles, other, &mut fit);
        Some(fit.score)
    }

    /// Makes one story of two: the larger one stays, of two as large the older one.
    pub(super) fn merge(
        &mut self,
        one: StoryAt,
        other: StoryAt,
        changes: &mut Vec<Change>,
    ) -> Option<StoryAt> {
        let rank = |at: StoryAt| {
            let story = self.story(at)?;
            Some((story.articles.len(), std::cmp::Reverse(story.id?)))
        };
        let (into, from) = if rank(one)? >= rank(other)? { (one, other) } else { (other, one) };
        let because = self.because(&self.profile(from)?.terms.clone(), into);
        let (from_id, into_id): (StoryId, StoryId) = (self.story(from)?.id?, self.story(into)?.id?);
        self.pour(from, into);
        changes.push(Change::Merged { from: from_id, into: into_id, because });
        Some(into)
    }

    pub(super) fn nearest(&self, story: StoryId, most: usize) -> Vec<(StoryId, f32)> {
        let Some(at) = self.find(story) else { return Vec::new() };
        let Some(profile) = self.profile(at) else { return Vec::new() };
        let mut near: Vec<(StoryId, f32)> = self
            .candidates(&profile.terms, at)
            .into_iter()
            .filter_map(|other| {
                let score = self.score_between(at, other)?;
                Some((self.story(other)?.id?, 1.0 / (1.0 + (-score).exp())))
            })
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(most);
        near
    }
}
