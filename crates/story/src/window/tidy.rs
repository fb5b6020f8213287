//! Forgetting, and splitting what has become two.

use super::index::StoryAt;
use super::likeness::WeighedArticle;
use super::story::ArticleAt;
use super::{Change, Window};

/// Stories that grew within so many seconds are looked at.
pub(super) const LATELY: i64 = 86_400;
/// A story of fewer articles is never split; a part of fewer than two neither.
const LEAST: usize = 4;
/// A larger story is not looked at: its pairs are too many, and what has so much coverage is one.
const MOST: usize = 200;
/// Two articles hang together where their cosine is at least this.
const LINK: f32 = 0.12;
/// So much must speak against the parts being one story.
const AGAINST: f32 = -1.5;

impl Window {
    pub(super) fn forget_before(&mut self, oldest: i64) {
        let old = self.articles.iter().flatten().filter(|article| article.at < oldest);
        let old: Vec<_> = old.map(|article| (article.id, article.story)).collect();
        for (article, story) in old {
            self.remove(article);
            if let Some(story) = self.stories.get_mut(&story) {
                story.forgotten = story.forgotten.saturating_add(1);
            }
        }
    }

    pub(super) fn split_since(&mut self, since: i64) -> Vec<Change> {
        let mut changes = Vec::new();
        let grown = |story: &super::Story| {
            story.last >= since && (LEAST..=MOST).contains(&story.articles.len())
        };
        let stories = self.stories.iter().filter(|(_, story)| grown(story));
        let mut places: Vec<_> = stories.map(|(at, _)| *at).collect();
        places.sort_unstable();
        for story in places {
            self.split_if_two(story, &mut changes);
        }
        changes
    }

    fn split_if_two(&mut self, story: StoryAt, changes: &mut Vec<Change>) {
        let Some(members) = self.story(story).map(|story| story.articles.clone()) else { return };
        let part = self.smaller_part(&members);
        if part.len() < 2 || members.len() - part.len() < 2 {
            return;
        }
        let because = "its articles tell of two events that share little".to_owned();
        let before = self.next_story;
        let Some(new) = self.split(story, &part, because, changes) else { return };
        // Only what would not be put together again is split.
        if self.score_between(story, new).is_some_and(|score| score > AGAINST) {
            self.pour(new, story);
            self.next_story = before;
            changes.pop();
        }
    }

    /// The articles that do not hang together with the first one, or those that do: the fewer.
    fn smaller_part(&self, members: &[ArticleAt]) -> Vec<ArticleAt> {
        let Some((first, rest)) = members.split_first() else { return Vec::new() };
        let (mut reached, mut left) = (vec![*first], rest.to_vec());
        let mut next = 0;
        while let Some(&from) = reached.get(next) {
            next += 1;
            let link = self.links_of(from);
            left.retain(|other| {
                let hangs = link(*other) >= LINK || self.are_bound(from, *other);
                if hangs {
                    reached.push(*other);
                }
                !hangs
            });
        }
        if left.len() <= reached.len() { left } else { reached }
    }

    /// Tells the cosine of this article and any other.
    pub(super) fn links_of(&self, one: ArticleAt) -> impl Fn(ArticleAt) -> f32 {
        let one = self.article(one).map(|article| WeighedArticle::new(&self.index, &article.terms));
        move |other| match (&one, self.article(other)) {
            (Some(one), Some(other)) => one.cosine(&self.index, &other.terms),
            _ => 0.0,
        }
    }

    /// Takes articles out of a story into a new one.
    pub(super) fn split(
        &mut self,
        story: StoryAt,
        leaving: &[ArticleAt],
        because: String,
        changes: &mut Vec<Change>,
    ) -> Option<StoryAt> {
        let from = self.story(story)?.id?;
        let number = self.new_number();
        let new = self.open(number);
        for place in leaving {
            self.leave(*place);
            self.enter(*place, new);
        }
        let ids = leaving.iter().filter_map(|at| self.article(*at)).map(|article| article.id);
        changes.push(Change::Split { from, new: number, articles: ids.collect(), because });
        Some(new)
    }
}
