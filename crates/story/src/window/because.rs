//! Why, in a line for readers.

use super::Window;
use super::index::{Slot, StoryAt};
use super::story::{StoryTerm, Terms};

/// So many words are named.
const WORDS: usize = 3;

impl Window {
    /// What these terms share with a story, such as “shares Zelensky, Valdai and 91 with 3 articles
    /// of the story”.
    pub(super) fn because(&self, terms: Terms<'_>, story: StoryAt) -> String {
        let (Some(profile), Some(held)) = (self.profile(story), self.story(story)) else {
            return String::new();
        };
        let mut shared: Vec<(f32, u32, Slot)> = Vec::new();
        terms.each(|term| {
            // No article of the story shows a word that none has marked.
            if let Some(other) = profile.terms.get(term.slot).filter(StoryTerm::is_marked) {
                let idf = self.index.idf(term.slot);
                shared.push((idf * other.count() as f32, other.count(), term.slot));
            }
        });
        shared.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then_with(|| self.index.rarity(a.2).cmp(&self.index.rarity(b.2)))
        });
        let mut words: Vec<(&str, u32)> = Vec::new();
        for (_, count, slot) in shared {
            let Some(word) = self.written(slot, &held.articles) else { continue };
            if !words.iter().any(|other| other.0 == word) {
                words.push((word, count));
            }
            if words.len() == WORDS {
                break;
            }
        }
        let most = words.iter().map(|word| word.1).max().unwrap_or(0);
        let articles = if most <= 1 { "an article".to_owned() } else { format!("{most} articles") };
        let names: Vec<&str> = words.iter().map(|word| word.0).collect();
        match names.as_slice() {
            [] => "tells it in much the same words".to_owned(),
            [one] => format!("shares {one} with {articles} of the story"),
            [rest @ .., last] => {
                format!("shares {} and {last} with {articles} of the story", rest.join(", "))
            }
        }
    }

    /// How the first of the articles that shows the term writes it.
    fn written(&self, slot: Slot, articles: &[u32]) -> Option<&str> {
        self.index.written(slot, 0)?;
        let mut articles = articles.iter().filter_map(|at| self.article(*at));
        self.index.written(slot, articles.find_map(|article| article.terms.form(slot))?)
    }
}
