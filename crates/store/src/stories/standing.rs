//! Where a story stands among others, and which of its articles stands for it.

use dateline_model::{StoryCard, StoryVoice};
use dateline_story::families::{Credit, Families, Spoken, Voice, voices};
use dateline_story::rank::{StoryFacts, UserFacts, reasons, score};
use jiff::Timestamp;

use crate::error::Result;
use crate::tx::{Tx, query_opt, values};

/// What is known of an article of a story.
pub(super) struct Member {
    pub id: i64,
    pub is_titled: bool,
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
    pub voices: u32,
    pub rank: f64,
}

/// So much of a text is read for the agency that its dateline names, in characters.
const HEAD: i64 = 400;

/// Notes whose voice an article is, by what it credits and by its outlet.
pub(super) fn note_voice(tx: &mut dyn Tx, article: dateline_model::ArticleId) -> Result<()> {
    let sql = format!(
        "SELECT o.key, a.byline, a.first_appeared, substr(t.text, 1, {HEAD}) FROM articles a \
         JOIN article_texts t ON t.article_id = a.id \
         LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?1"
    );
    let Some(mut row) = query_opt(tx, &sql, &values![article])? else { return Ok(()) };
    let outlet = row.opt_text()?;
    let byline: dateline_model::Byline = row.json()?;
    let origin: Option<dateline_model::Origin> = row.opt_json()?;
    let text = row.text()?;
    let credit = Credit {
        outlet: outlet.as_deref(),
        authors: &byline.authors,
        origin: origin.as_ref(),
        text: &text,
    };
    let voice = Families::built_in().voice_of(&credit);
    let sql = "UPDATE articles SET voice = ?1 WHERE id = ?2";
    tx.execute(sql, &values![voice, article]).map(|_| ())
}

/// An article as it is counted among the voices.
pub(super) struct Heard<'a> {
    pub voice: Option<&'a str>,
    pub outlet: Option<&'a str>,
    pub is_copy: bool,
    pub at: Timestamp,
}

pub(super) fn heard(articles: &[Heard<'_>]) -> Vec<Voice> {
    let spoken: Vec<Spoken<'_>> = articles
        .iter()
        .map(|article| Spoken {
            voice: article.voice.or(article.outlet).unwrap_or_default(),
            outlet: article.outlet,
            copy: article.is_copy,
            at: article.at,
        })
        .collect();
    voices(Families::built_in(), &spoken)
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
        voices: heard(&as_heard),
        copies: u32::try_from(members.len() - own.len()).unwrap_or(u32::MAX),
        picture: pictured.is_some(),
        words: own.iter().map(|member| member.words).max().unwrap_or_default(),
        opened: members.first()?.at,
    };
    // A lead stays while it is one of the story's own, so that headlines do not jump about.
    let kept = own.iter().copied().find(|member| Some(member.id) == lead);
    let best = own.iter().copied().max_by_key(|member| {
        (member.is_titled, member.words.min(400), std::cmp::Reverse(member.at))
    });
    let lead = kept.or(best)?;
    Some(Standing {
        lead,
        pictured: if lead.is_pictured { Some(lead) } else { pictured },
        voices: u32::try_from(facts.voices.len()).unwrap_or(u32::MAX),
        rank: score(&facts),
    })
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
