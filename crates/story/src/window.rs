//! The last days' articles and their stories.

mod because;
mod candidates;
mod decision;
mod held;
mod index;
mod likeness;
mod members;
mod parts;
mod place;
mod rulings;
mod story;
mod tidy;
mod watch;

use std::sync::Arc;

use dateline_model::{ArticleId, StoryId};
use jiff::Timestamp;
use rustc_hash::FxHashMap;

pub use self::decision::Model;
use self::index::{Index, StoryAt};
pub use self::likeness::MEASURES;
use self::rulings::Rulings;
use self::story::{Article, ArticleAt, Story};
use self::watch::Watch;
pub use self::watch::Weighing;
use crate::Features;

/// How a window decides.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowSettings {
    /// A story that has not grown for so long is asleep: nothing joins it any more, unless an
    /// article wakes it by being very like it. In seconds.
    pub asleep_after: i64,
    /// Articles older than so long are forgotten. In seconds.
    pub forgotten_after: i64,
    /// A story of so many articles, forgotten ones included, takes no more: the next report opens
    /// another one. At most 32,767.
    pub most_articles: usize,
}

impl Default for WindowSettings {
    fn default() -> Self {
        Self { asleep_after: 4 * 86_400, forgotten_after: 14 * 86_400, most_articles: 2_000 }
    }
}

/// An article's text is another's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copy {
    /// The other article.
    pub of: ArticleId,
    /// A text, a credit or a canonical link says that the other one is the original; otherwise the
    /// two only have the same text.
    pub credited: bool,
    /// The share of the shorter text's shingles that stand in the longer one, 0 to 1.
    pub shared: f32,
}

/// Something that happened to a story, with the reason in words.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A story began with this article.
    Opened {
        /// The new story.
        story: StoryId,
    },
    /// The article was added to a story.
    Joined {
        /// The story.
        story: StoryId,
        /// Why, in a line that a user understands.
        because: String,
    },
    /// A story became part of another; its address leads there.
    Merged {
        /// The story that ended.
        from: StoryId,
        /// The story that holds its articles now.
        into: StoryId,
        /// Why, in a line that a user understands.
        because: String,
    },
    /// Articles left a story and became one of their own.
    Split {
        /// The story that they left.
        from: StoryId,
        /// The new story.
        new: StoryId,
        /// The articles that left.
        articles: Vec<ArticleId>,
        /// Why, in a line that a user understands.
        because: String,
    },
    /// Articles left a story for another one that was there.
    Moved {
        /// The story that they left.
        from: StoryId,
        /// The story that holds them now.
        to: StoryId,
        /// The articles that left.
        articles: Vec<ArticleId>,
        /// Why, in a line that a user understands.
        because: String,
    },
    /// A story that slept has grown again.
    Woke {
        /// The story.
        story: StoryId,
    },
}

/// Where an article was put.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Its story, after all changes.
    pub story: StoryId,
    /// Whose text it has, where it has another's.
    pub copy: Option<Copy>,
    /// What happened to stories, in order.
    pub changes: Vec<Change>,
}

/// What a user decided. It is obeyed by every later placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// These two articles belong to one story.
    Together(ArticleId, ArticleId),
    /// These two articles belong to different stories.
    Apart(ArticleId, ArticleId),
}

/// The last days' articles and their stories.
#[derive(Debug)]
pub struct Window {
    settings: WindowSettings,
    model: Arc<Model>,
    next_story: i64,
    next_order: u32,
    index: Index,
    articles: Vec<Option<Article>>,
    free_articles: Vec<ArticleAt>,
    by_id: FxHashMap<ArticleId, ArticleAt>,
    stories: FxHashMap<StoryAt, Box<Story>>,
    rulings: Rulings,
    watch: Option<Watch>,
}

impl Window {
    /// An empty window whose first new story has this number.
    pub fn new(settings: WindowSettings, next_story: StoryId) -> Self {
        Self::with_model(settings, next_story, Model::shipped())
    }

    /// An empty window that decides by another model than the shipped one.
    pub fn with_model(settings: WindowSettings, next_story: StoryId, model: Arc<Model>) -> Self {
        Self {
            settings,
            model,
            next_story: next_story.0,
            next_order: 0,
            index: Index::default(),
            articles: Vec::new(),
            free_articles: Vec::new(),
            by_id: FxHashMap::default(),
            stories: FxHashMap::default(),
            rulings: Rulings::default(),
            watch: None,
        }
    }

    /// Decides on an article's story. `copy` is what the caller found among the window's texts
    /// (see [`crate::copies`]); a copy inherits its original's story. An article that was placed
    /// before stays in its story, with new features.
    pub fn place(
        &mut self,
        article: ArticleId,
        at: Timestamp,
        features: Features,
        copy: Option<Copy>,
    ) -> Placement {
        let at = at.as_second();
        if let Some(story) = self.story_of(article) {
            self.renew(article, at, &features);
            return Placement { story, copy, changes: Vec::new() };
        }
        let mut changes = Vec::new();
        let place = self.add(article, at, &features);
        self.settle(place, copy.as_ref(), &mut changes);
        Placement { story: self.story_at(place), copy, changes }
    }

    /// Puts an article back where it was, after a restart. Articles come in order of arrival.
    pub fn restore(
        &mut self,
        article: ArticleId,
        at: Timestamp,
        features: Features,
        story: StoryId,
    ) {
        self.remove(article);
        let place = self.add(article, at.as_second(), &features);
        let story_at = match self.find(story) {
            Some(story_at) => story_at,
            None => self.open(story),
        };
        self.next_story = self.next_story.max(story.0 + 1);
        self.enter(place, story_at);
    }

    /// Tells that a story has so many articles that the window does not hold, after a restart. They
    /// count for how large it may become.
    pub fn remember_forgotten(&mut self, story: StoryId, articles: usize) {
        if let Some(story) = self.find(story).and_then(|at| self.stories.get_mut(&at)) {
            story.forgotten = u32::try_from(articles).unwrap_or(u32::MAX);
        }
    }

    /// How many articles of a story the window holds.
    pub fn held_of(&self, story: StoryId) -> usize {
        self.find(story).and_then(|at| self.story(at)).map_or(0, |story| story.articles.len())
    }

    /// Takes an article out, because the store has forgotten it.
    pub fn remove(&mut self, article: ArticleId) {
        if let Some(place) = self.by_id.remove(&article) {
            self.leave(place);
            self.forget(place);
        }
    }

    /// Obeys users' decisions from now on, the later ones before the earlier ones about the same
    /// articles, and gives what changes by them at once. All are known before any changes a story,
    /// so that one that is obeyed does not undo what another one says.
    pub fn rule(&mut self, rulings: &[Ruling]) -> Vec<Change> {
        self.obey(rulings)
    }

    /// Goes by these decisions and no others from now on; stories stay as they are.
    pub fn rule_only(&mut self, rulings: &[Ruling]) {
        self.rulings = Rulings::default();
        self.note_rulings(rulings);
    }

    /// Forgets what is too old and splits stories that have become two.
    pub fn tidy(&mut self, now: Timestamp) -> Vec<Change> {
        let now = now.as_second();
        self.forget_before(now.saturating_sub(self.settings.forgotten_after));
        self.split_since(now.saturating_sub(tidy::LATELY))
    }

    /// The stories nearest to this one, best first, with their likeness from 0 to 1.
    pub fn related(&self, story: StoryId, most: usize) -> Vec<(StoryId, f32)> {
        self.nearest(story, most)
    }

    /// The story of an article of the window.
    pub fn story_of(&self, article: ArticleId) -> Option<StoryId> {
        let article = self.article(*self.by_id.get(&article)?)?;
        self.story(article.story)?.id
    }

    /// How many articles the window holds.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}

#[cfg(test)]
mod tests;
