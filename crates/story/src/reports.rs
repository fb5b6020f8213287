//! A stored story as its summary and its timeline are made from it.

use dateline_model::{ArticleSummary, StoryMember, StoryPage};

use crate::developments::Report;
use crate::families::{Credit, Families};
use crate::summary::{Sentence, summarise};
use crate::timeline::{Edit, Event, timeline};

/// More articles than these add nothing to a summary that a reader would miss, and cost time.
const MOST: usize = 80;

/// What is told of a story beside its coverage.
#[derive(Debug, Clone, Default)]
pub struct Told<'a> {
    /// The sentences that carry it, word for word; none of a story of a single article.
    pub sentences: Vec<Sentence>,
    /// What happened in it, the earliest first.
    pub events: Vec<Event>,
    /// What that was made from.
    pub reports: Vec<Report<'a>>,
    /// The edits that that was made from.
    pub edits: Vec<Edit<'a>>,
}

/// Tells a story; one of a single article has nothing to be told but its edits.
pub fn told<'a>(found: &'a StoryPage, families: &'a Families) -> Told<'a> {
    let is_lone = found.members.len() < 2;
    if is_lone && found.edits.is_empty() {
        return Told::default();
    }
    let shown = found.members.iter().take(MOST);
    let reports: Vec<Report<'_>> =
        shown.flat_map(|member| reports_of(member, found, families)).collect();
    let edits = edits_of(found);
    let sentences =
        if is_lone { Vec::new() } else { summarise(&reports, Some(found.card.lead.id)).sentences };
    let events = timeline(&reports, &edits);
    Told { sentences, events, reports, edits }
}

fn reports_of<'a>(
    member: &'a StoryMember,
    found: &'a StoryPage,
    families: &'a Families,
) -> impl Iterator<Item = Report<'a>> {
    let own = report(&member.article, member.link.is_some(), found, families);
    let copies = member.copies.iter();
    std::iter::once(own).chain(copies.map(move |copy| report(&copy.article, true, found, families)))
}

fn report<'a>(
    article: &'a ArticleSummary,
    copy: bool,
    found: &StoryPage,
    families: &'a Families,
) -> Report<'a> {
    let sighting = found.sightings.iter().find(|sighting| sighting.article == article.id);
    let outlet = article.outlet.as_ref();
    let credit = Credit {
        outlet: outlet.map(|outlet| outlet.key.as_str()),
        authors: &article.byline.authors,
        origin: article.first_appeared.as_ref(),
        text: &article.text,
    };
    Report {
        id: article.id,
        outlet: credit.outlet,
        outlet_name: outlet.map(|outlet| outlet.name.as_str()),
        voice: families.voice_of(&credit),
        address: article.address.as_deref(),
        title: &article.title,
        text: &article.text,
        language: article.language.as_deref(),
        published: article.published,
        seen_at: article.seen_at,
        fetched_at: sighting.and_then(|sighting| sighting.fetched_at),
        copy,
        polling_gap: sighting.and_then(|sighting| sighting.polling_gap),
    }
}

/// The edits of the story's articles: each earlier wording with the one that came after it.
fn edits_of(found: &StoryPage) -> Vec<Edit<'_>> {
    let articles = found.members.iter().flat_map(|member| {
        std::iter::once(&member.article).chain(member.copies.iter().map(|copy| &copy.article))
    });
    let mut edits = Vec::new();
    for article in articles {
        let mut later = (article.title.as_str(), article.text.as_str());
        let own = found.edits.iter().rev().filter(|edit| edit.article == article.id);
        for earlier in own {
            // A text that may not be kept is no text that was empty.
            let text = if earlier.text.is_empty() { later.1 } else { &earlier.text };
            edits.push(Edit {
                article: article.id,
                outlet_name: article.outlet.as_ref().map(|outlet| outlet.name.as_str()),
                earlier_title: &earlier.title,
                later_title: later.0,
                earlier_text: text,
                later_text: later.1,
                seen_at: earlier.until,
            });
            later = (&earlier.title, text);
        }
    }
    edits
}
