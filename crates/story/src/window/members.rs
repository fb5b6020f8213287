//! Who is in which story: the sums of a story are kept as its articles come and go.

use dateline_model::{ArticleId, StoryId};

use super::Window;
use super::index::StoryAt;
use super::likeness::{Slotted, join};
use super::story::{Article, ArticleAt, Profile, Shown, Story, StoryTerm};
use crate::Features;

impl Window {
    pub(super) fn article(&self, at: ArticleAt) -> Option<&Article> {
        self.articles.get(at as usize)?.as_ref()
    }

    pub(super) fn story(&self, at: StoryAt) -> Option<&Story> {
        self.stories.get(&at).map(|story| &**story)
    }

    pub(super) fn find(&self, id: StoryId) -> Option<StoryAt> {
        let at = id.0 as StoryAt;
        self.story(at).filter(|story| story.id == Some(id)).map(|_| at)
    }

    /// The number of the story that holds the article.
    pub(super) fn story_at(&self, article: ArticleAt) -> StoryId {
        let story = self.article(article).and_then(|article| self.story(article.story));
        story.and_then(|story| story.id).unwrap_or(StoryId(0))
    }

    pub(super) fn profile(&self, story: StoryAt) -> Option<Profile<'_>> {
        let story = self.story(story)?;
        let only = story.articles.first().and_then(|first| self.article(*first));
        Some(story.profile(only))
    }

    /// Takes an article in; it is in no story yet.
    pub(super) fn add(&mut self, id: ArticleId, at: i64, features: &Features) -> ArticleAt {
        let terms = self.index.intern(features);
        let slot = |place: &u8| {
            let hash = features.terms.get(usize::from(*place))?.hash;
            self.index.slot(hash)
        };
        let shown = features.shown.iter();
        let article = Article {
            id,
            at,
            story: StoryAt::MAX,
            order: self.next_order,
            language: features.language,
            words: features.words,
            alone: features.alone,
            terms,
            shown: Shown::new(shown.filter_map(|(place, word)| Some((slot(place)?, &**word)))),
        };
        self.next_order += 1;
        let place = self.free_articles.pop().unwrap_or(self.articles.len() as ArticleAt);
        match self.articles.get_mut(place as usize) {
            Some(free) => *free = Some(article),
            None => self.articles.push(Some(article)),
        }
        self.by_id.insert(id, place);
        place
    }

    /// Gives an article new features, in the story where it is.
    pub(super) fn renew(&mut self, id: ArticleId, at: i64, features: &Features) {
        let Some(&place) = self.by_id.get(&id) else { return };
        let Some((story, order)) = self.article(place).map(|old| (old.story, old.order)) else {
            return;
        };
        let Some(number) = self.story(story).and_then(|story| story.id) else { return };
        self.leave(place);
        self.forget(place);
        let place = self.add(id, at, features);
        if let Some(article) = self.articles.get_mut(place as usize).and_then(Option::as_mut) {
            article.order = order;
        }
        let story = match self.find(number) {
            Some(story) => story,
            None => self.open(number),
        };
        self.enter(place, story);
    }

    /// Forgets an article that is in no story.
    pub(super) fn forget(&mut self, place: ArticleAt) {
        if let Some(article) = self.articles.get_mut(place as usize).and_then(Option::take) {
            self.index.release(&article.terms);
            self.free_articles.push(place);
        }
    }

    /// Begins a story of no articles.
    pub(super) fn open(&mut self, id: StoryId) -> StoryAt {
        let at = id.0 as StoryAt;
        self.stories.insert(at, Box::new(Story { id: Some(id), ..Story::default() }));
        self.index.count_story(true);
        at
    }

    pub(super) fn new_number(&mut self) -> StoryId {
        let number = StoryId(self.next_story);
        self.next_story += 1;
        number
    }

    /// Puts an article into a story.
    pub(super) fn enter(&mut self, place: ArticleAt, at: StoryAt) {
        let before = self.profile(at).map(|profile| profile.terms.into_owned());
        let (Some(article), Some(story)) = (
            self.articles.get_mut(place as usize).and_then(Option::as_mut),
            self.stories.get_mut(&at),
        ) else {
            return;
        };
        article.story = at;
        let orders = (article.order, article.at);
        let terms: Vec<StoryTerm> = article.terms.iter().map(StoryTerm::of).collect();
        let (words, language, alone) = (article.words, article.language, article.alone);
        let before =
            if story.articles.is_empty() { Vec::new() } else { before.unwrap_or_default() };
        let new = |term: &StoryTerm| before.binary_search_by_key(&term.slot, |b| b.slot).is_err();
        for term in terms.iter().filter(|term| new(term)) {
            self.index.link(term.slot, at);
        }
        story.words += u32::from(words);
        story.alone |= alone;
        if !language.is_english() || story.language == Default::default() {
            story.language = language;
        }
        story.last = if story.articles.is_empty() { orders.1 } else { story.last.max(orders.1) };
        story.terms = if story.articles.is_empty() { Vec::new() } else { added(&before, &terms) };
        story.articles.push(place);
        self.sort_articles(at);
    }

    /// Keeps the articles in order of arrival: one that comes back keeps its place.
    fn sort_articles(&mut self, at: StoryAt) {
        let order = |place: &ArticleAt| {
            self.articles.get(*place as usize).and_then(Option::as_ref).map(|article| article.order)
        };
        if let Some(story) = self.stories.get_mut(&at)
            && !story.articles.is_sorted_by_key(order)
        {
            story.articles.sort_by_key(order);
        }
    }

    /// Takes an article out of its story, which ends when it was the last.
    pub(super) fn leave(&mut self, place: ArticleAt) {
        let Some(article) = self.article(place) else { return };
        let at = article.story;
        let Some(old) = self.profile(at).map(|profile| profile.terms.into_owned()) else { return };
        let gone: Vec<StoryTerm> = article.terms.iter().map(StoryTerm::of).collect();
        let words = u32::from(article.words);
        let left = taken(&old, &gone);
        for term in &gone {
            if left.binary_search_by_key(&term.slot, |left| left.slot).is_err() {
                self.index.unlink(term.slot, at);
            }
        }
        let Some(story) = self.stories.get_mut(&at) else { return };
        story.articles.retain(|other| *other != place);
        story.words = story.words.saturating_sub(words);
        story.terms = if story.articles.len() > 1 { left } else { Vec::new() };
        let times =
            story.articles.iter().filter_map(|at| self.articles.get(*at as usize)?.as_ref());
        story.last = times.map(|article| article.at).max().unwrap_or(story.last);
        if story.articles.is_empty() {
            self.close(at);
        }
    }

    fn close(&mut self, at: StoryAt) {
        if self.stories.remove(&at).is_some() {
            self.index.count_story(false);
        }
    }

    /// Moves all articles of a story into another one.
    pub(super) fn pour(&mut self, from: StoryAt, into: StoryAt) {
        let (Some(gone), Some(kept)) = (self.profile(from), self.profile(into)) else { return };
        let (gone, kept) = (gone.terms.into_owned(), kept.terms.into_owned());
        let all = added(&kept, &gone);
        for term in &gone {
            self.index.unlink(term.slot, from);
            if kept.binary_search_by_key(&term.slot, |kept| kept.slot).is_err() {
                self.index.link(term.slot, into);
            }
        }
        let Some(source) = self.stories.get_mut(&from) else {
            return;
        };
        let (moved, words) = (std::mem::take(&mut source.articles), source.words);
        let (last, language) = (source.last, source.language);
        let (forgotten, alone) = (source.forgotten, source.alone);
        self.close(from);
        for place in &moved {
            if let Some(article) = self.articles.get_mut(*place as usize).and_then(Option::as_mut) {
                article.story = into;
            }
        }
        if let Some(story) = self.stories.get_mut(&into) {
            story.articles.extend(moved);
            story.terms = all;
            story.words += words;
            story.forgotten += forgotten;
            story.alone |= alone;
            story.last = story.last.max(last);
            if story.language == Default::default() {
                story.language = language;
            }
        }
        self.sort_articles(into);
    }
}

/// The terms of both together.
fn added(one: &[StoryTerm], other: &[StoryTerm]) -> Vec<StoryTerm> {
    let mut sum = Vec::with_capacity(one.len() + other.len());
    join(one, other, |a, b| {
        let (x, y) = (a.copied().unwrap_or_default(), b.copied().unwrap_or_default());
        sum.push(StoryTerm {
            slot: a.or(b).map_or(0, Slotted::slot),
            sum: x.sum + y.sum,
            title: x.title + y.title,
            count: x.count + y.count,
            names: x.names + y.names,
            flags: x.flags | y.flags,
        });
    });
    sum
}

/// The terms of a story without some of its articles'.
fn taken(all: &[StoryTerm], gone: &[StoryTerm]) -> Vec<StoryTerm> {
    let mut left = Vec::with_capacity(all.len());
    join(all, gone, |a, b| {
        let Some(a) = a else { return };
        let b = b.copied().unwrap_or_default();
        if a.count > b.count {
            left.push(StoryTerm {
                sum: a.sum.saturating_sub(b.sum),
                title: a.title.saturating_sub(b.title),
                count: a.count - b.count,
                names: a.names.saturating_sub(b.names),
                ..*a
            });
        }
    });
    left
}
