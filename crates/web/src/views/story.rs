//! A story in a list.

use dateline_model::{StoryCard, StoryMark, StoryPlace};

use super::card::{Card, OutletLink, Picture};
use super::lines;
use super::spark::Spark;
use super::story_list::StoryList;
use crate::when::{Moment, When};

/// How many outlets a line names before it counts the others.
const NAMED: usize = 3;

/// A story in a list, ready for a template. One of a single article stands for that article.
#[derive(Debug, Clone)]
pub struct StoryView {
    /// Its number; negative for an article that has no story yet.
    pub id: i64,
    /// Its most central article, with the story's own page and picture where it has several.
    pub card: Card,
    /// When it began, where the card says when it grew last.
    pub began: Moment,
    /// The outlets that cover it; empty where only one does.
    pub cover: Vec<OutletLink>,
    /// How many more do: "and 6 more".
    pub more: Option<String>,
    /// What else is to be known at a glance: "3 copies folded", "followed".
    pub notes: Vec<String>,
    /// Why it stands where it stands, a line each; empty where nobody asked.
    pub why: Vec<String>,
    /// When outlets came to it, where that is asked for.
    pub spark: Option<Spark>,
}

impl StoryView {
    /// A story with an excerpt of at most `excerpt` characters.
    pub fn of(story: &StoryCard, when: &When, excerpt: usize) -> Self {
        let mut card = Card::of(&story.lead, when, excerpt);
        card.when = when.tell(story.grown_at);
        card.picture = Picture::of(story.image.as_deref());
        card.read = story.unread == 0;
        let mut view = Self {
            id: story.id.0,
            card,
            began: when.tell(story.opened_at),
            cover: Vec::new(),
            more: None,
            notes: notes(story),
            why: Vec::new(),
            spark: None,
        };
        view.card.href = path_of(story);
        if story.articles + story.copies > 1 {
            view.card.first_appeared = None;
            let own: Vec<_> = story.outlets.iter().filter(|outlet| outlet.articles > 0).collect();
            view.cover = own.iter().take(NAMED).map(|one| OutletLink::of(&one.outlet)).collect();
            let others = own.len().saturating_sub(NAMED);
            view.more = (others > 0).then(|| say!("front-and-more", n = others));
        }
        view
    }

    /// The same, told by its address to be opened from this list.
    pub fn of_list(mut self, list: &StoryList) -> Self {
        self.card.href = list.leading_to(&self.card.href);
        self
    }

    /// The same, telling why it stands where it stands.
    pub fn with_reasons(mut self, story: &StoryCard, when: &When) -> Self {
        // What has no story yet stands by its time alone.
        self.why = match story.standing.voices.len() {
            0 => vec![say!("front-not-grouped")],
            _ => lines::told_all(&dateline_store::why(story, when.now())),
        };
        self
    }

    /// The same, with a picture of when outlets came to it.
    pub fn with_spark(mut self, story: &StoryCard, when: &When) -> Self {
        let since: Vec<_> = story.standing.voices.iter().map(|voice| voice.since).collect();
        let told = say!("front-spark", n = since.len());
        self.spark = Spark::of(&since, when.now(), told);
        self
    }

    /// The address of its own page; `None` for an article that has no story yet.
    pub fn page(&self) -> Option<String> {
        (self.id > 0).then(|| format!("/story/{}", self.id))
    }
}

/// The page that a story leads to: its own, or that of its only article.
pub fn path_of(story: &StoryCard) -> String {
    match story.articles + story.copies > 1 {
        true => format!("/story/{}", story.id),
        false => format!("/article/{}", story.lead.id),
    }
}

fn notes(story: &StoryCard) -> Vec<String> {
    let mut notes = Vec::new();
    let outlets = story.outlets.iter().filter(|outlet| outlet.articles > 0).count();
    if story.articles > 1 && outlets <= 1 {
        notes.push(say!("front-articles", n = story.articles));
    }
    if story.copies > 0 && story.articles + story.copies > 1 {
        notes.push(say!("front-copies", n = story.copies));
    }
    if story.articles > 1 && story.unread > 0 && story.unread < story.articles + story.copies {
        notes.push(say!("front-unread-articles", n = story.unread));
    }
    if story.mark == Some(StoryMark::Follow) {
        notes.push(say!("front-is-followed"));
    }
    notes
}

/// A place in a list of stories as it stands in an address: the rank and the story.
pub fn place_to_text(place: StoryPlace) -> String {
    format!("{}_{}", place.rank, place.story)
}

/// The place of such a text.
pub fn place_from_text(text: &str) -> Option<StoryPlace> {
    let (rank, story) = text.rsplit_once('_')?;
    let rank: f64 = rank.parse().ok()?;
    rank.is_finite().then_some(StoryPlace { rank, story: story.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::StoryId;

    #[test]
    fn a_place_goes_through_an_address_and_back() {
        for rank in [81_234.567_890_123_4, -0.1, 0.0] {
            let place = StoryPlace { rank, story: StoryId(7) };
            assert_eq!(place_from_text(&place_to_text(place)), Some(place));
        }
        for bad in ["", "_", "1", "NaN_1", "inf_1", "1_x"] {
            assert_eq!(place_from_text(bad), None, "{bad}");
        }
    }
}
