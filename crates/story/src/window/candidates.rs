//! The few stories that an article may belong to.

use rustc_hash::FxHashMap;

use super::Window;
use super::index::StoryAt;
use super::story::StoryTerm;

/// So many stories are compared closely.
const MOST: usize = 12;
/// So many places of the index are looked at.
const BUDGET: usize = 1500;
/// So many of them for one term: the newest stories that have it.
const BUDGET_OF_TERM: usize = 300;

impl Window {
    /// The stories that share most with these terms, best first, without `except`.
    pub(super) fn candidates(&self, terms: &[(StoryTerm, f32)], except: StoryAt) -> Vec<StoryAt> {
        let mut overlap: FxHashMap<StoryAt, f32> =
            FxHashMap::with_capacity_and_hasher(BUDGET, Default::default());
        // Rare terms first: they are what two reports of one event share, and cheap to look up.
        let mut by_rarity: Vec<&(StoryTerm, f32)> = terms.iter().collect();
        by_rarity.sort_by_cached_key(|(term, _)| self.index.rarity(term.slot));
        let mut left = BUDGET;
        for (term, factor) in by_rarity {
            let stories = self.index.stories(term.slot);
            let take = stories.len().min(BUDGET_OF_TERM).min(left);
            let weight = term.sum as f32 * factor;
            let weight = weight * weight;
            for story in stories.iter().rev().take(take) {
                *overlap.entry(*story).or_default() += weight;
            }
            left -= take;
            if left == 0 {
                break;
            }
        }
        overlap.remove(&except);
        let mut found: Vec<(StoryAt, f32)> = overlap.into_iter().collect();
        let order =
            |a: &(StoryAt, f32), b: &(StoryAt, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if found.len() > MOST {
            found.select_nth_unstable_by(MOST, order);
            found.truncate(MOST);
        }
        found.sort_by(order);
        found.into_iter().map(|(story, _)| story).collect()
    }
}
