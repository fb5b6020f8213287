//! Where a story stands among others, and which of its articles stands for it.

use std::cmp::Reverse;

use dateline_model::{StoryCard, StoryVoice};
use dateline_story::families::{Families, Spoken, Voice, voices};
use dateline_story::rank::{StoryFacts, UserFacts, reasons, score};
use dateline_story::summary::headline_of;
use jiff::Timestamp;

/// Among how many headlines of a story, those of the longest texts, the most central is looked for.
const HEADLINES: usize = 100;

/// What is known of an article of a story.
pub(super) struct Member {
    pub id: i64,
    pub title: String,
    pub is_pictured: bool,
    pub at: Timestamp,
    pub copy_of: Option<i64>,
    pub words: u32,
    pub outlet: Option<String>,
    pub voice: Option<String>,
}

/// A story's place, and who stands for it.
pub(super) struct Standing<'a> {
    pub lead: &'a Member,
    pub pictured: Option<&'a Member>,
    pub rank: f64,
}

/// An article as it is counted among the voices.
pub(super) struct Heard<'a> {
    pub voice: Option<&'a str>,
    pub outlet: Option<&'a str>,
    pub is_copy: bool,
    pub at: Timestamp,
}

/// The voices among articles, under the names that the families have.
pub(super) fn heard(families: &Families, articles: &[Heard<'_>]) -> Vec<Voice> {
    let spoken: Vec<Spoken<'_>> = articles
        .iter()
        .map(|article| Spoken {
            voice: article.voice.or(article.outlet).unwrap_or_default(),
            outlet: article.outlet,
            copy: article.is_copy,
            at: article.at,
        })
        .collect();
    voices(families, &spoken)
}

/// The standing of a story with these articles, of which `lead` led it so far; `None` without any.
pub(super) fn standing(members: &[Member], lead: Option<i64>) -> Option<Standing<'_>> {
    let own: Vec<&Member> = members.iter().filter(|member| member.copy_of.is_none()).collect();
    let own = if own.is_empty() { members.iter().collect() } else { own };
    let as_heard: Vec<Heard<'_>> = members
        .iter()
        .map(|member| Heard {
            voice: member.voice.as_deref(),
            outlet: member.outlet.as_deref(),
            is_copy: member.copy_of.is_some(),
            at: member.at,
        })
        .collect();
    let pictured = own.iter().copied().find(|member| member.is_pictured);
    let facts = StoryFacts {
        // What the families are called does not matter for a rank.
        voices: heard(Families::built_in(), &as_heard),
        copies: u32::try_from(members.len() - own.len()).unwrap_or(u32::MAX),
        picture: pictured.is_some(),
        words: own.iter().map(|member| member.words).max().unwrap_or_default(),
        opened: members.first()?.at,
    };
    let lead = leading(own, lead)?;
    Some(Standing {
        lead,
        pictured: if lead.is_pictured { Some(lead) } else { pictured },
        rank: score(&facts),
    })
}

/// The article whose headline is the most central; the one that led so far stays while its headline
/// is as good, so that headlines do not jump about.
fn leading(mut own: Vec<&Member>, lead: Option<i64>) -> Option<&Member> {
    own.sort_by_key(|member| {
        (Some(member.id) != lead, Reverse(member.words.min(400)), member.at, member.id)
    });
    own.truncate(HEADLINES);
    let titles: Vec<&str> = own.iter().map(|member| member.title.as_str()).collect();
    let shown = own.first().filter(|first| Some(first.id) == lead).map(|_| 0);
    own.get(headline_of(&titles, shown).unwrap_or_default()).copied()
}

/// A voice as it is shown.
pub(super) fn shown(voice: Voice) -> StoryVoice {
    let Voice { family, name, agency, outlets, since, latest } = voice;
    StoryVoice { family, name, agency, outlets, since, latest }
}

/// Why a story stands where it stands for its user, in words, a line each, the weightiest first.
pub fn why(card: &StoryCard, now: Timestamp) -> Vec<String> {
    let voice = |voice: &StoryVoice| {
        let StoryVoice { family, name, agency, outlets, since, latest } = voice.clone();
        Voice { family, name, agency, outlets, since, latest }
    };
    let facts = StoryFacts {
        voices: card.standing.voices.iter().map(voice).collect(),
        copies: card.copies,
        picture: card.standing.picture,
        words: card.standing.words,
        opened: card.opened_at,
    };
    let user = UserFacts {
        follows: card.mark == Some(dateline_model::StoryMark::Follow),
        mutes: card.mark == Some(dateline_model::StoryMark::Mute),
        follows_within: Vec::new(),
    };
    reasons(&facts, &user, now)
}
