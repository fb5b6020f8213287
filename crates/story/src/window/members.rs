//! Who is in which story: the sums of a story are kept as its articles come and go.

use dateline_model::{ArticleId, StoryId};

use super::Window;
use super::index::{Slot, StoryAt};
use super::story::{Article, ArticleAt, Profile, Story, StoryTerm, Terms};
use crate::Features;

impl Window {
    #[inline]
    pub(super) fn article(&self, at: ArticleAt) -> Option<&Article> {
        self.articles.get(at as usize)?.as_ref()
    }

    #[inline]
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

    #[inline]
    pub(super) fn profile(&self, story: StoryAt) -> Option<Profile<'_>> {
        let story = self.story(story)?;
        let only = story.articles.first().and_then(|first| self.article(*first));
        Some(story.profile(only))
    }

    /// Takes an article in; it is in no story yet.
    pub(super) fn add(&mut self, id: ArticleId, at: i64, features: &Features) -> ArticleAt {
        let terms = self.index.intern(features);
        let article = Article {
            id,
            at,
            story: StoryAt::MAX,
            order: self.next_order,
            language: features.language,
            words: features.words,
            alone: features.alone,
            terms,
        };
        self.next_order = self.next_order.wrapping_add(1);
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
        self.own_terms(at);
        let (Some(article), Some(story)) = (
            self.articles.get_mut(place as usize).and_then(Option::as_mut),
            self.stories.get_mut(&at),
        ) else {
            return;
        };
        article.story = at;
        let is_first = story.articles.is_empty();
        if is_first {
            article.terms.iter().for_each(|term| self.index.link(term.slot, at));
        } else {
            let terms = Terms::Article(&article.terms);
            absorb(&mut story.terms, terms, |slot| self.index.link(slot, at));
        }
        story.words += u32::from(article.words);
        story.alone |= article.alone;
        if !article.language.is_english() || story.language == Default::default() {
            story.language = article.language;
        }
        story.last = if is_first { article.at } else { story.last.max(article.at) };
        story.articles.push(place);
        self.sort_articles(at);
    }

    /// A story of one article, which is about to have more, gets terms of its own.
    fn own_terms(&mut self, at: StoryAt) {
        let Some(story) = self.stories.get_mut(&at) else { return };
        if let [only] = story.articles.as_slice()
            && let Some(article) = self.articles.get(*only as usize).and_then(Option::as_ref)
        {
            story.terms = Terms::Article(&article.terms).to_vec();
        }
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
        let Some(article) = self.articles.get(place as usize).and_then(Option::as_ref) else {
            return;
        };
        let at = article.story;
        let Some(story) = self.stories.get_mut(&at) else { return };
        story.articles.retain(|other| *other != place);
        story.words = story.words.saturating_sub(u32::from(article.words));
        if story.articles.is_empty() {
            article.terms.iter().for_each(|term| self.index.unlink(term.slot, at));
        } else {
            let terms = Terms::Article(&article.terms);
            shed(&mut story.terms, terms, |slot| self.index.unlink(slot, at));
        }
        if story.articles.len() < 2 {
            story.terms = Vec::new();
        }
        let times =
            story.articles.iter().filter_map(|at| self.articles.get(*at as usize)?.as_ref());
        story.last = times.map(|article| article.at).max().unwrap_or(story.last);
        if story.articles.is_empty() {
            self.close(at);
        }
    }

    /// The articles of a story.
    pub(super) fn members(&self, at: StoryAt) -> &[ArticleAt] {
        self.story(at).map(|story| &*story.articles).unwrap_or_default()
    }

    /// The terms that these articles would have together as a story.
    pub(super) fn terms_of(&self, articles: &[ArticleAt]) -> Vec<StoryTerm> {
        let mut terms = Vec::new();
        for article in articles.iter().filter_map(|at| self.article(*at)) {
            absorb(&mut terms, Terms::Article(&article.terms), |_| ());
        }
        terms
    }

    fn close(&mut self, at: StoryAt) {
        if self.stories.remove(&at).is_some() {
            self.index.count_story(false);
        }
    }

    /// Moves all articles of a story into another one.
    pub(super) fn pour(&mut self, from: StoryAt, into: StoryAt) {
        let Some(gone) = self.profile(from).map(|profile| profile.terms.to_vec()) else { return };
        self.own_terms(into);
        if let Some(story) = self.stories.get_mut(&into) {
            absorb(&mut story.terms, Terms::Story(&gone), |slot| self.index.link(slot, into));
        }
        gone.iter().for_each(|term| self.index.unlink(term.slot, from));
        let Some(source) = self.stories.get_mut(&from) else { return };
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
            story.words += words;
            story.forgotten = story.forgotten.saturating_add(forgotten);
            story.alone |= alone;
            story.last = story.last.max(last);
            if story.language == Default::default() {
                story.language = language;
            }
        }
        self.sort_articles(into);
    }
}

/// Adds other terms to these, and names those that are new.
fn absorb(all: &mut Vec<StoryTerm>, more: Terms<'_>, mut is_new: impl FnMut(Slot)) {
    let mut new = Vec::new();
    more.each(|term| match all.binary_search_by_key(&term.slot, |own| own.slot) {
        Ok(place) => all.iter_mut().skip(place).take(1).for_each(|own| own.add(&term)),
        Err(_) => {
            is_new(term.slot);
            new.push(term);
        }
    });
    if new.is_empty() {
        return;
    }
    // A list that doubles would leave half of it unused in a million stories.
    if all.capacity() - all.len() < new.len() {
        all.reserve_exact(new.len() + all.len() / 8);
    }
    let mut old = all.len();
    all.resize(old + new.len(), StoryTerm::default());
    // From the last one on, each moves what comes behind it to its place for good.
    for (before, term) in new.into_iter().enumerate().rev() {
        let held = all.get(..old).unwrap_or_default();
        let place = held.partition_point(|own| own.slot < term.slot);
        all.copy_within(place..old, place + before + 1);
        if let Some(free) = all.get_mut(place + before) {
            *free = term;
        }
        old = place;
    }
}

/// Takes some articles' terms from those of all, and names those that none of the others has.
fn shed(all: &mut Vec<StoryTerm>, gone: Terms<'_>, mut is_gone: impl FnMut(Slot)) {
    let mut gone = gone.to_vec().into_iter().peekable();
    all.retain_mut(|own| {
        while gone.next_if(|term| term.slot < own.slot).is_some() {}
        let Some(term) = gone.next_if(|term| term.slot == own.slot) else { return true };
        match own.without(&term) {
            Some(left) => {
                *own = left;
                true
            }
            None => {
                is_gone(own.slot);
                false
            }
        }
    });
}
