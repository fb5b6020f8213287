//! The independent voices of a story.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::Families;

/// An article, as far as voices are counted.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    /// Whose voice it is: see [`Families::voice_of`].
    pub voice: &'a str,
    /// The outlet that ran it, by its key.
    pub outlet: Option<&'a str>,
    /// Its text is another article's.
    pub copy: bool,
    /// When it was published, never later than when it was seen.
    pub at: Timestamp,
}

/// One independent voice of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The family's id, or the key of an outlet that stands for itself.
    pub family: String,
    /// The family's name as people know it.
    pub name: String,
    /// It is an agency, whose texts others run.
    pub agency: bool,
    /// How many outlets it speaks through, copies not counted.
    pub outlets: u32,
    /// When it spoke first.
    pub since: Timestamp,
    /// When it spoke last.
    pub latest: Timestamp,
}

/// The independent voices among a story's articles, in the order in which they spoke first. Copies
/// count for nothing, unless a story has nothing else; then they are one voice, the first one's.
/// Articles of unknown outlets are one voice together, since nothing tells them apart.
pub fn voices(families: &Families, articles: &[Spoken<'_>]) -> Vec<Voice> {
    let own: Vec<&Spoken<'_>> = articles.iter().filter(|article| !article.copy).collect();
    if own.is_empty() {
        let first = articles.iter().min_by_key(|article| article.at);
        return first.map(|first| voice(families, first)).into_iter().collect();
    }
    let mut found: HashMap<&str, (Voice, BTreeSet<&str>)> = HashMap::new();
    for article in own {
        let (known, outlets) = found
            .entry(article.voice)
            .or_insert_with(|| (voice(families, article), BTreeSet::new()));
        known.since = known.since.min(article.at);
        known.latest = known.latest.max(article.at);
        outlets.extend(article.outlet);
        known.outlets = u32::try_from(outlets.len()).unwrap_or(u32::MAX).max(1);
    }
    let mut voices: Vec<Voice> = found.into_values().map(|(voice, _)| voice).collect();
    voices.sort_by(|a, b| a.since.cmp(&b.since).then_with(|| a.family.cmp(&b.family)));
    voices
}

fn voice(families: &Families, article: &Spoken<'_>) -> Voice {
    Voice {
        family: article.voice.to_owned(),
        name: families.name_of(article.voice).to_owned(),
        agency: families.is_agency(article.voice),
        outlets: 1,
        since: article.at,
        latest: article.at,
    }
}
