//! A story's life, for its page: the sentences that carry it, and its timeline.

use dateline_model::{ArticleSummary, StoryMember, StoryPage};
use dateline_story::developments::Report;
use dateline_story::families::{Credit, Families};
use dateline_story::summary::{Role, summarise};
use dateline_story::timeline::{Edit, EventKind, timeline};

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
    /// The headline as it was and as it became, where that is what happened.
    pub headline: Option<(String, String)>,
}

/// More articles than these add nothing to a summary that a reader would miss, and cost time.
const MOST: usize = 80;

/// Tells a story's life; one of a single article has none.
pub fn life_of(found: &StoryPage, when: &When) -> Life {
    if found.members.len() < 2 {
        return Life::default();
    }
    let reports: Vec<Report<'_>> = found.members.iter().take(MOST).flat_map(reports_of).collect();
    let edits = edits_of(found);
    let href = |article: dateline_model::ArticleId| format!("/article/{article}");
    Life {
        sentences: summarise(&reports, Some(found.card.lead.id))
            .sentences
            .into_iter()
            .map(|said| Said {
                text: said.text,
                outlet: said.outlet_name,
                href: href(said.article),
                answers: said.role == Role::Answers,
            })
            .collect(),
        events: timeline(&reports, &edits)
            .into_iter()
            .map(|event| Event {
                at: when.tell(event.at),
                href: href(event.article),
                headline: match event.kind {
                    EventKind::HeadlineChanged { earlier, later } => Some((earlier, later)),
                    _ => None,
                },
                words: event.words,
            })
            .collect(),
    }
}

fn reports_of(member: &StoryMember) -> impl Iterator<Item = Report<'_>> {
    let own = report(&member.article, member.link.is_some());
    std::iter::once(own).chain(member.copies.iter().map(|copy| report(&copy.article, true)))
}

fn report(article: &ArticleSummary, copy: bool) -> Report<'_> {
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
        voice: Families::built_in().voice_of(&credit),
        address: article.address.as_deref(),
        title: &article.title,
        text: &article.text,
        language: article.language.as_deref(),
        published: article.published,
        seen_at: article.seen_at,
        fetched_at: None,
        copy,
        // What a list says of an article does not tell when its feed was polled before.
        polling_gap: None,
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

#[cfg(test)]
mod tests {
    use dateline_model::{ArticleId, Revision, RevisionId, StoryId};
    use jiff::tz::TimeZone;

    use super::*;
    use crate::pages::front::lone;
    use crate::tests::article;

    fn told(id: i64, title: &str, text: &str) -> StoryMember {
        let mut article = article(id, 60);
        article.title = title.to_owned();
        article.text = text.to_owned();
        StoryMember { article, link: None, copies: Vec::new() }
    }

    fn page(members: Vec<StoryMember>, edits: Vec<Revision>) -> StoryPage {
        let mut card = lone(members[0].article.clone());
        card.id = StoryId(1);
        let (log, related, rulings) = (Vec::new(), Vec::new(), Vec::new());
        StoryPage { card, members, log, edits, related, rulings }
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
        let life = life_of(&page(members, edits), &when());
        assert!(!life.sentences.is_empty());
        for said in &life.sentences {
            let text = if said.href == "/article/2" { first } else { second };
            assert!(text.contains(&said.text), "{}", said.text);
        }
        let changed: Vec<_> =
            life.events.iter().filter_map(|event| event.headline.clone()).collect();
        let expected = ("Passengers of the Orla wait", "Passengers of the Orla are ashore");
        assert_eq!(changed, [(expected.0.to_owned(), expected.1.to_owned())]);
        // Its text was not kept, which is not to say that it was another.
        assert_eq!(life.events.iter().filter(|event| event.words.contains("text")).count(), 0);
    }

    #[test]
    fn a_single_article_has_no_life_of_its_own() {
        let life = life_of(&page(vec![told(1, "A", "B.")], Vec::new()), &when());
        assert!(life.sentences.is_empty() && life.events.is_empty());
    }
}
