//! From an article or a story to what a feed says of it.

use dateline_model::address::is_web;
use dateline_model::{ArticleSummary, StoryCard};
use dateline_statement::story::Line;
use dateline_story::excerpt::excerpt;
use url::Url;

use super::feed::{OutItem, OutStatement, SUMMARY, id_of};
use super::provenance::Provenance;

/// How many other outlets are named with a story.
const NAMED: usize = 3;

/// An article.
pub fn article(instance: &str, article: &ArticleSummary, provenance: &Provenance) -> OutItem {
    let words = excerpt(&article.text, &article.title, SUMMARY - 1);
    let summary = provenance.told(&words, &article.disputed, SUMMARY);
    OutItem {
        id: id_of(instance, "article", &article.id.to_string()),
        title: headline(&article.title),
        url: web(article.address.as_deref()),
        origin: article.first_appeared.as_ref().and_then(|origin| web(origin.url.as_deref())),
        authors: authors(article),
        statements: statements(&summary, provenance.lines(article.id)),
        summary,
        published: article.placed_at,
        updated: article.placed_at,
        language: language(article.language.as_deref()),
        source: provenance.source(article),
    }
}

/// A story, told by its most central article.
pub fn story(instance: &str, card: &StoryCard, provenance: &Provenance) -> OutItem {
    let also = also_at(card);
    let left = SUMMARY - 1 - also.chars().count().min(SUMMARY / 2);
    let words = excerpt(&card.lead.text, &card.lead.title, left.saturating_sub(1));
    let mut summary = provenance.told(&words, &card.lead.disputed, left);
    if !also.is_empty() {
        if !summary.is_empty() {
            summary.push(' ');
        }
        summary.push_str(&also);
    }
    let summary: String = summary.chars().take(SUMMARY).collect();
    OutItem {
        id: id_of(instance, "story", &card.id.to_string()),
        title: headline(&card.title),
        statements: statements(&summary, provenance.lines(card.lead.id)),
        summary,
        published: card.opened_at,
        updated: card.grown_at,
        ..article(instance, &card.lead, provenance)
    }
}

/// The statements whose sentences stand in a summary, with their disputes.
fn statements(summary: &str, lines: &[Line]) -> Vec<OutStatement> {
    let stands = |sentence: &str| !sentence.is_empty() && summary.contains(sentence);
    lines
        .iter()
        .filter(|line| stands(&line.told.sentence))
        .filter_map(|line| {
            let disputes: Vec<String> = line
                .disputes()
                .map(|answer| answer.told.sentence.clone())
                .filter(|sentence| stands(sentence))
                .collect();
            let is_disputed = line.disputes().next().is_some();
            // What the summary had no room for leaves the claim untold.
            (!is_disputed || !disputes.is_empty()).then(|| OutStatement {
                speaker: line.told.speaker.as_ref().map(|teller| teller.name.clone()),
                act: line.told.act.name(),
                sentence: line.told.sentence.clone(),
                disputes,
            })
        })
        .collect()
}

/// "Also covered by A, B and 4 more."
fn also_at(card: &StoryCard) -> String {
    let lead = card.lead.outlet.as_ref().map(|outlet| outlet.id);
    let others: Vec<&str> = card
        .outlets
        .iter()
        .filter(|one| Some(one.outlet.id) != lead && one.articles > 0)
        .map(|one| one.outlet.name.as_str())
        .collect();
    let more = others.len().saturating_sub(NAMED);
    let named: Vec<String> =
        others.iter().take(NAMED).map(|name| name.chars().take(30).collect()).collect();
    match (named.as_slice(), more) {
        ([], _) => String::new(),
        ([one], 0) => format!("Also covered by {one}."),
        ([first @ .., last], 0) => format!("Also covered by {} and {last}.", first.join(", ")),
        (named, more) => format!("Also covered by {} and {more} more.", named.join(", ")),
    }
}

fn headline(title: &str) -> String {
    match title.trim() {
        "" => "Untitled".to_owned(),
        title => title.to_owned(),
    }
}

/// Atom wants an author of every entry (RFC 4287 4.1.2).
fn authors(article: &ArticleSummary) -> Vec<String> {
    let named = |name: &&String| !name.trim().is_empty();
    let authors: Vec<String> = article.byline.authors.iter().filter(named).cloned().collect();
    match (&article.outlet, authors.is_empty()) {
        (_, false) => authors,
        (Some(outlet), true) if !outlet.name.trim().is_empty() => vec![outlet.name.clone()],
        _ => vec!["Unknown".to_owned()],
    }
}

pub(super) fn web(address: Option<&str>) -> Option<String> {
    let url = Url::parse(address?.trim()).ok()?;
    // What a password opened is nobody else's to open.
    (is_web(&url) && url.username().is_empty() && url.password().is_none()).then(|| url.into())
}

/// A tag that may stand in a feed; anything else is left out.
pub(super) fn language(tag: Option<&str>) -> Option<String> {
    let tag = tag?.trim().replace('_', "-");
    let is_sound = tag.split('-').all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let first = tag.split('-').next().unwrap_or_default();
    let names_one =
        matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_sound && names_one).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sound_languages_and_open_addresses_are_told() {
        assert_eq!(language(Some("en_GB")).as_deref(), Some("en-GB"));
        for odd in ["x\" onload=", "", "english", "1234"] {
            assert_eq!(language(Some(odd)), None, "{odd}");
        }
        assert_eq!(web(Some("javascript:alert(1)")), None);
        assert_eq!(web(Some("https://ida:x@a.example/")), None);
        assert_eq!(web(Some("https://a.example/ö")).as_deref(), Some("https://a.example/%C3%B6"));
    }
}
