//! A story's life, for its page: the sentences that carry it, and its timeline.

use dateline_model::{ArticleId, StoryPage};
use dateline_statement::disputes::beside;
use dateline_story::developments::Report;
use dateline_story::diff::{Block, Piece, compare, compare_line};
use dateline_story::families::Families;
use dateline_story::reports::{self, Told};
use dateline_story::summary::Role;
use dateline_story::timeline::{self, Edit, EventKind};

use crate::when::{Moment, When};

/// The sentences that carry a story, and what happened in it.
#[derive(Debug, Clone, Default)]
pub struct Life {
    /// At most four sentences, word for word.
    pub sentences: Vec<Said>,
    /// The events, the earliest first.
    pub events: Vec<Event>,
}

/// A sentence of an article.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its words, unaltered.
    pub text: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The article's page here.
    pub href: String,
    /// It answers the claim before it and is never shown without it, nor the claim without it.
    pub answers: bool,
}

/// Something that happened in a story.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What, in words.
    pub words: String,
    /// The article's page here.
    pub href: String,
    /// Of a beginning: what is known of when, a line each.
    pub claims: Vec<String>,
    /// The headline as it was and as it became, where that is what happened.
    pub headline: Option<Vec<Piece>>,
    /// The paragraphs that changed, where a text did.
    pub changed: Vec<Vec<Piece>>,
    /// How many more of them did.
    pub more_changed: usize,
}

/// So many changed paragraphs of a text are shown; the article's page has them all.
const PARAGRAPHS: usize = 4;

/// Tells a story's life; one of a single article has none but its edits.
pub fn life_of(found: &StoryPage, families: &Families, when: &When) -> Life {
    let Told { sentences, events, reports, edits } = reports::told(found, families);
    let all: String = sentences.iter().map(|said| format!("{} ", said.text)).collect();
    let mut told_of = Vec::new();
    for said in sentences {
        let disputes = disputes_of(found, said.article, &said.text, &all);
        told_of.push(Said {
            text: said.text,
            outlet: said.outlet_name,
            href: href(said.article),
            answers: said.role == Role::Answers,
        });
        for dispute in disputes {
            if !told_of.iter().any(|known: &Said| known.text == dispute.text) {
                told_of.push(dispute);
            }
        }
    }
    Life {
        sentences: told_of,
        events: events.into_iter().map(|event| told(event, &reports, &edits, when)).collect(),
    }
}

/// What disputes a sentence of one of the story's articles, where none of the others shown does.
fn disputes_of(found: &StoryPage, article: ArticleId, text: &str, all: &str) -> Vec<Said> {
    let of = found
        .members
        .iter()
        .flat_map(|member| {
            std::iter::once(&member.article).chain(member.copies.iter().map(|copy| &copy.article))
        })
        .find(|known| known.id == article);
    let Some(of) = of else { return Vec::new() };
    beside(text, &of.disputed)
        .into_iter()
        .filter(|dispute| !all.contains(dispute.sentence.as_str()))
        .map(|dispute| Said {
            text: dispute.sentence.clone(),
            outlet: dispute.outlet.clone(),
            href: href(dispute.article),
            answers: true,
        })
        .collect()
}

fn href(article: ArticleId) -> String {
    format!("/article/{article}")
}

fn told(event: timeline::Event, reports: &[Report<'_>], edits: &[Edit<'_>], when: &When) -> Event {
    let mut told = Event {
        at: when.tell(event.at),
        words: event.words,
        href: href(event.article),
        claims: Vec::new(),
        headline: None,
        changed: Vec::new(),
        more_changed: 0,
    };
    match event.kind {
        EventKind::FirstReport(_) | EventKind::Opened => {
            let report = reports.iter().find(|report| report.id == event.article);
            told.claims = report.map(|report| claims(report, when)).unwrap_or_default();
        }
        EventKind::HeadlineChanged { earlier, later } => {
            let teller = event.outlet_name.clone().unwrap_or_else(|| say!("story-the-publisher"));
            told.words = say!("story-headline-changed", outlet = teller);
            told.headline = Some(compare_line(&earlier, &later));
        }
        EventKind::TextChanged { .. } => {
            let is_it =
                |edit: &&Edit<'_>| edit.article == event.article && edit.seen_at == event.at;
            let changed = edits.iter().find(is_it).map(|edit| changed(edit)).unwrap_or_default();
            told.more_changed = changed.len().saturating_sub(PARAGRAPHS);
            told.changed = changed;
            told.changed.truncate(PARAGRAPHS);
        }
        EventKind::Development { .. } | EventKind::Correction { .. } => {}
    }
    told
}

/// When a report was published, listed and fetched, each said to be what it is.
fn claims(report: &Report<'_>, when: &When) -> Vec<String> {
    let mut claims = Vec::new();
    match report.published {
        Some(at) => claims.push(say!("story-published", when = when.tell(at).exact)),
        None => claims.push(say!("story-no-date")),
    }
    let listed = when.tell(report.seen_at).exact;
    claims.push(match report.polling_gap.and_then(span) {
        Some(before) => say!("story-listed-after", when = listed, before = before),
        None => say!("story-listed", when = listed),
    });
    if let Some(at) = report.fetched_at {
        claims.push(say!("story-fetched", when = when.tell(at).exact));
    }
    claims
}

/// A span of seconds in one unit; `None` for less than a minute, of which nothing is to be said.
fn span(seconds: i64) -> Option<String> {
    match seconds / 60 {
        0 => None,
        minutes @ 1..120 => Some(say!("story-minutes", n = minutes)),
        minutes @ 120..2_880 => Some(say!("story-hours", n = minutes / 60)),
        minutes => Some(say!("story-days", n = minutes / 1_440)),
    }
}

fn changed(edit: &Edit<'_>) -> Vec<Vec<Piece>> {
    let blocks = compare(edit.earlier_text, edit.later_text).into_iter();
    let changed = blocks.filter_map(|block| match block {
        Block::Changed(pieces) => Some(pieces),
        Block::Unchanged(_) => None,
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use dateline_model::{Revision, RevisionId, Sighting, StoryId, StoryMember};
    use jiff::tz::TimeZone;

    use super::*;
    use crate::pages::front::lone;
    use crate::tests::article;
    use dateline_story::diff::Fate;

    fn told(id: i64, title: &str, text: &str) -> StoryMember {
        let mut article = article(id, 60);
        article.title = title.to_owned();
        article.text = text.to_owned();
        StoryMember { article, link: None, copies: Vec::new() }
    }

    fn page(members: Vec<StoryMember>, edits: Vec<Revision>) -> StoryPage {
        let mut card = lone(members[0].article.clone());
        card.id = StoryId(1);
        let sightings = Vec::new();
        let (log, related, rulings, ruled) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        StoryPage { card, members, log, edits, sightings, related, rulings, ruled }
    }

    fn when() -> When {
        When::new("2025-12-22T14:02:00Z".parse().unwrap(), &TimeZone::UTC)
    }

    #[test]
    fn sentences_stand_as_their_articles_have_them_and_an_edited_headline_as_it_was() {
        let first = "The ferry Orla ran aground off Kesten on Monday with 212 people on board. \
            Nobody was hurt, the harbour office said.";
        let second = "All 212 passengers of the ferry Orla were brought ashore by noon on Monday. \
            The harbour office of Kesten has closed the channel.";
        let members = vec![
            told(2, "Ferry Orla runs aground off Kesten", first),
            told(1, "Passengers of the Orla are ashore", second),
        ];
        let edit = |title: &str, text: &str, until: &str| Revision {
            id: RevisionId(1),
            article: ArticleId(1),
            title: title.to_owned(),
            text: text.to_owned(),
            from: "2025-12-22T12:00:00Z".parse().unwrap(),
            until: until.parse().unwrap(),
        };
        let edits = vec![edit("Passengers of the Orla wait", "", "2025-12-22T13:30:00Z")];
        let life = life_of(&page(members, edits), Families::built_in(), &when());
        assert!(!life.sentences.is_empty());
        for said in &life.sentences {
            let text = if said.href == "/article/2" { first } else { second };
            assert!(text.contains(&said.text), "{}", said.text);
        }
        let changed: Vec<_> =
            life.events.iter().filter_map(|event| event.headline.clone()).collect();
        let changed: Vec<(Fate, &str)> =
            changed.iter().flatten().map(|piece| (piece.fate, piece.text.trim())).collect();
        let kept = (Fate::Kept, "Passengers of the Orla");
        assert_eq!(changed, [kept, (Fate::Gone, "wait"), (Fate::New, "are ashore")]);
        // Its text was not kept, which is not to say that it was another.
        assert_eq!(life.events.iter().filter(|event| event.words.contains("text")).count(), 0);
    }

    #[test]
    fn a_single_article_has_no_life_of_its_own() {
        let alone = page(vec![told(1, "A", "B.")], Vec::new());
        let life = life_of(&alone, Families::built_in(), &when());
        assert!(life.sentences.is_empty() && life.events.is_empty());
        let edit = Revision {
            id: RevisionId(1),
            article: ArticleId(1),
            title: "A".to_owned(),
            text: "C.\n\nD.\n\nE.\n\nF.\n\nG.\n\nH.".to_owned(),
            from: when().now(),
            until: when().now(),
        };
        let edited = page(vec![told(1, "A", "B.\n\nD.")], vec![edit]);
        let life = life_of(&edited, Families::built_in(), &when());
        assert!(life.sentences.is_empty(), "it says what it says itself");
        let event = life.events.last().unwrap();
        assert!(event.words.contains("changed its text"), "{}", event.words);
        assert_eq!((event.changed.len(), event.more_changed), (PARAGRAPHS, 2));
        assert!(life.events[0].words.starts_with("Earliest report that we saw"));
    }

    #[test]
    fn the_earliest_is_told_with_what_is_known_of_when() {
        let at = |time: &str| format!("2025-12-22T{time}:00Z").parse().unwrap();
        let mut early = told(1, "Ferry aground", "The ferry ran aground.");
        let mut late = told(2, "Ferry stuck", "The ferry is stuck.");
        (early.article.seen_at, early.article.published) = (at("10:00"), Some(at("09:50")));
        (late.article.seen_at, late.article.published) = (at("11:00"), None);
        late.article.outlet = Some(dateline_model::Outlet {
            id: dateline_model::OutletId(9),
            key: "other.example".to_owned(),
            name: "Other".to_owned(),
            home: None,
        });
        let mut found = page(vec![early, late], Vec::new());
        let sighting = |article: i64, gap: i64| Sighting {
            article: ArticleId(article),
            polling_gap: Some(gap),
            fetched_at: (article == 1).then(|| at("10:01")),
        };
        let first = |found: &StoryPage| {
            let life = life_of(found, Families::built_in(), &when());
            life.events.into_iter().next().unwrap()
        };
        assert!(first(&found).words.contains("cannot be told"), "no poll is known");
        found.sightings = vec![sighting(1, 1_200), sighting(2, 900)];
        let told = first(&found);
        assert!(told.words.starts_with("Earliest report that we saw"), "{}", told.words);
        assert!(
            told.words.ends_with("60 minutes before another outlet's was seen"),
            "{}",
            told.words
        );
        let claims = [
            "published, as it says itself: Monday, 22 December 2025, 09:50 UTC",
            "found listed in its feed: Monday, 22 December 2025, 10:00 UTC, polled 20 minutes before that",
            "its page was fetched: Monday, 22 December 2025, 10:01 UTC",
        ];
        assert_eq!(told.claims, claims);
        // The other feed had not been polled for longer than the first was ahead.
        found.sightings = vec![sighting(1, 60), sighting(2, 3_600)];
        assert!(first(&found).words.contains("cannot be told"));
    }
}
