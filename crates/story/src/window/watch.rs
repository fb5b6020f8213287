//! Telling what was weighed, for learning.

use std::sync::Mutex;

use dateline_model::ArticleId;

use super::Window;
use super::likeness::Likeness;
use super::story::ArticleAt;

/// An article or a story, and a story that it was compared with closely.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighing {
    /// The measures of their likeness, in the order that the model has them.
    pub measures: Vec<f32>,
    /// Both have more than one article.
    pub is_merge: bool,
    /// The articles of the one.
    pub one: Vec<ArticleId>,
    /// The articles of the other.
    pub other: Vec<ArticleId>,
}

/// What was weighed since it was asked for last.
pub(super) type Watch = Mutex<Vec<Weighing>>;

impl Window {
    /// Keeps what is weighed from now on, until [`Window::weighed`] takes it.
    pub fn watch(&mut self) {
        self.watch.get_or_insert_default();
    }

    /// What was weighed since the last call, in order; nothing unless it is watched.
    pub fn weighed(&mut self) -> Vec<Weighing> {
        let kept = self.watch.as_mut().and_then(|watch| watch.get_mut().ok());
        kept.map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn watched(&self, one: &[ArticleAt], other: &[ArticleAt], likeness: &Likeness) {
        let Some(mut watch) = self.watch.as_ref().and_then(|watch| watch.lock().ok()) else {
            return;
        };
        let ids = |articles: &[ArticleAt]| {
            articles.iter().filter_map(|at| self.article(*at)).map(|article| article.id).collect()
        };
        watch.push(Weighing {
            measures: likeness.values.to_vec(),
            is_merge: likeness.is_merge,
            one: ids(one),
            other: ids(other),
        });
    }
}
