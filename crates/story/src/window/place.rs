//! Placing an article: into a story or a new one, and what that sets off.

use dateline_model::StoryId;

use super::index::StoryAt;
use super::likeness::{Likeness, Sight, Weighed, WeighedArticle, compare};
use super::rulings::PUT_TOGETHER;
use super::story::{ArticleAt, MOST_COUNTED};
use super::{Change, Copy, Window};
use crate::words::Language;

/// The latest articles of a story that are compared one by one, when an article comes and when two
/// stories are compared.
const MEMBERS: usize = 24;
pub(super) const MEMBERS_OF_BOTH: usize = 6;
/// So many stories, the likest, are looked at closely.
const CLOSELY: usize = 6;
/// A story that the article is less like than this is not merged with its own.
const UNLIKELY: f32 = -5.0;
/// So often at most a story takes in others after it grew.
const MERGES: usize = 4;
/// How much more must speak for joining a story that sleeps.
const WAKING: f32 = 1.0;
/// What a day without a report, after the first, speaks against a story, by judgement: reports of
/// one event come within some days.
const IDLE_DAY: f32 = 0.3;
const DAY: f32 = 86_400.0;
/// What speaks against two texts of a script without spaces: a word that they share is several terms
/// there, and nobody counted which ones are in everybody's mouth.
const PAIRS: f32 = 3.0;

/// How an article or a story goes with a story.
struct Fit {
    story: StoryAt,
    likeness: Likeness,
    /// What speaks against it whatever the likeness: time, and its script.
    against: f32,
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
        let weighed = Weighed::new(&self.index, &article.profile());
        let candidates = self.candidates(weighed.terms(), StoryAt::MAX);
        let fits = candidates.into_iter().filter_map(|s| self.fit(place, &weighed, s)).collect();
        let own = [WeighedArticle::new(&self.index, &article.terms)];
        let mut likely = self.judge(&[place], &own, fits);
        match likely.first() {
            Some(&(story, odds)) if odds > 0.0 => {
                let because = self.because(article.profile().terms, story);
                self.enter_because(place, story, because, at, changes);
                likely.retain(|(_, odds)| *odds > UNLIKELY);
                let others = likely.into_iter().map(|(story, _)| story).collect();
                self.merge_around(story, others, at, changes);
                self.look_for_two(place, changes);
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

    fn most_articles(&self) -> usize {
        self.settings.most_articles.min(MOST_COUNTED)
    }

    /// Whether the story may take one more article.
    pub(super) fn has_room(&self, story: StoryAt) -> bool {
        self.story(story).is_some_and(|story| story.size() < self.most_articles())
    }

    /// Whether two stories are small enough to be one.
    pub(super) fn have_room(&self, one: StoryAt, other: StoryAt) -> bool {
        let size = |at: StoryAt| self.story(at).map_or(0, |story| story.size());
        size(one) + size(other) <= self.most_articles()
    }

    pub(super) fn is_asleep(&self, last: i64, at: i64) -> bool {
        at.saturating_sub(last) > self.settings.asleep_after
    }

    /// How the article goes with the story, before its articles are looked at one by one; `None`
    /// where it must not be of it.
    fn fit(&self, place: ArticleAt, weighed: &Weighed, story: StoryAt) -> Option<Fit> {
        let (article, held) = (self.article(place)?, self.story(story)?);
        let may = !held.alone && held.language.agrees(article.language) && self.has_room(story);
        if !may || self.is_apart(place, story) {
            return None;
        }
        let likeness = compare(&self.index, weighed, &self.profile(story)?);
        let against = self.time_against(held.last, article.at) + unspaced(held.language);
        Some(Fit { story, likeness, against })
    }

    /// How much speaks for an article, or a story with these articles, being one with each of the
    /// likest of these stories, best first. `latest` are those of the articles to be compared.
    fn judge(
        &self,
        articles: &[ArticleAt],
        latest: &[WeighedArticle],
        mut fits: Vec<Fit>,
    ) -> Vec<(StoryAt, f32)> {
        let sight = |fit: &Fit| fit.likeness.at_first_sight();
        fits.sort_by(|a, b| sight(b).total_cmp(&sight(a)));
        fits.truncate(CLOSELY);
        for fit in &mut fits {
            self.link_closely(latest, fit);
        }
        let sights: Vec<Sight> = fits.iter().map(|fit| fit.likeness.sight()).collect();
        let mut judged = Vec::with_capacity(fits.len());
        for (place, fit) in fits.iter_mut().enumerate() {
            let others = sights.iter().enumerate().filter(|other| other.0 != place);
            fit.likeness.stand(others.map(|other| other.1));
            let odds = self.model.odds(&fit.likeness);
            self.watched(articles, self.members(fit.story), &fit.likeness);
            judged.push((fit.story, odds - fit.against));
        }
        judged.sort_by(|a, b| b.1.total_cmp(&a.1));
        judged
    }

    /// Looks at the articles of the two one by one, `one` being the latest of a story.
    fn link_closely(&self, one: &[WeighedArticle], fit: &mut Fit) {
        let members = self.members(fit.story);
        let most = if one.len() == 1 || members.len() == 1 { MEMBERS } else { MEMBERS_OF_BOTH };
        let one = one.get(..most).unwrap_or(one);
        fit.likeness.link(&mut self.links(one, members.iter().rev().take(most)));
    }

    /// The cosines of each of these articles and each of the others.
    pub(super) fn links<'a>(
        &self,
        one: &[WeighedArticle],
        others: impl Iterator<Item = &'a ArticleAt>,
    ) -> Vec<f32> {
        let mut links = Vec::with_capacity(MEMBERS_OF_BOTH * MEMBERS_OF_BOTH);
        for theirs in others.filter_map(|at| self.article(*at)) {
            links.extend(one.iter().map(|mine| mine.cosine(&self.index, &theirs.terms)));
        }
        links
    }

    /// The latest articles of a story that are to be looked at closely.
    fn latest(&self, story: StoryAt) -> Vec<WeighedArticle> {
        self.weighed_of(self.members(story).iter().rev().take(MEMBERS))
    }

    /// These articles, to be compared with many.
    pub(super) fn weighed_of<'a>(
        &self,
        articles: impl Iterator<Item = &'a ArticleAt>,
    ) -> Vec<WeighedArticle> {
        let articles = articles.filter_map(|at| self.article(*at));
        articles.map(|article| WeighedArticle::new(&self.index, &article.terms)).collect()
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
            let fits: Vec<Fit> =
                others.iter().filter_map(|other| self.fit_story(story, *other, at)).collect();
            if fits.is_empty() {
                return;
            }
            let likely = self.judge(self.members(story), &self.latest(story), fits);
            let Some(&(other, _)) = likely.first().filter(|(_, odds)| *odds > 0.0) else { return };
            let Some(kept) = self.merge(story, other, changes) else { return };
            story = kept;
        }
    }

    fn fit_story(&self, one: StoryAt, other: StoryAt, at: i64) -> Option<Fit> {
        let (a, b) = (self.story(one)?, self.story(other)?);
        let may = !a.alone && !b.alone && a.language.agrees(b.language);
        if !may || !self.have_room(one, other) || self.are_apart(one, other) {
            return None;
        }
        let against = self.time_against(a.last.min(b.last), at) + unspaced(a.language);
        Some(Fit { story: other, likeness: self.compare_stories(one, other)?, against })
    }

    fn compare_stories(&self, one: StoryAt, other: StoryAt) -> Option<Likeness> {
        let (one, other) = (self.profile(one)?, self.profile(other)?);
        let (less, more) = if one.articles <= other.articles { (one, other) } else { (other, one) };
        Some(compare(&self.index, &Weighed::new(&self.index, &less), &more))
    }

    /// How much speaks for two stories being one, whenever they were.
    pub(super) fn score_between(&self, one: StoryAt, other: StoryAt) -> Option<f32> {
        let likeness = self.compare_stories(one, other)?;
        let against = unspaced(self.story(one)?.language);
        let fits = vec![Fit { story: other, likeness, against }];
        let judged = self.judge(&[], &self.latest(one), fits);
        judged.first().map(|judged| judged.1)
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
        let because = self.because(self.profile(from)?.terms, into);
        let (from_id, into_id): (StoryId, StoryId) = (self.story(from)?.id?, self.story(into)?.id?);
        self.pour(from, into);
        changes.push(Change::Merged { from: from_id, into: into_id, because });
        Some(into)
    }

    pub(super) fn nearest(&self, story: StoryId, most: usize) -> Vec<(StoryId, f32)> {
        let Some(at) = self.find(story) else { return Vec::new() };
        let Some(profile) = self.profile(at) else { return Vec::new() };
        let weighed = Weighed::new(&self.index, &profile);
        let mut near: Vec<(StoryId, f32)> = self
            .candidates(weighed.terms(), at)
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

pub(super) fn unspaced(language: Language) -> f32 {
    if language.is_unspaced() { PAIRS } else { 0.0 }
}
