//! What is found: who said what, in which words, and how sure that is.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What somebody does by saying something, or by not saying it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Act {
    /// Says that something is so.
    #[default]
    Assertion,
    /// Says that somebody did wrong.
    Accusation,
    /// Says that something is not so.
    Denial,
    /// Answers a claim with another, or calls it false.
    Rebuttal,
    /// Finds fault.
    Criticism,
    /// Wants something done.
    Demand,
    /// Undertakes something.
    Promise,
    /// Is ready for something.
    Offer,
    /// Says what will be.
    Prediction,
    /// Says what may go wrong.
    Warning,
    /// Says what it will do to somebody.
    Threat,
    /// Is of the same mind.
    Agreement,
    /// Will not do something.
    Refusal,
    /// Asks.
    Question,
    /// Did not want to comment: an event, no words.
    DeclinedToComment,
    /// Gave no evidence: an event, no words.
    NoEvidence,
    /// Did not answer: an event, no words.
    NoResponse,
}

const ACTS: [(Act, &str); 17] = [
    (Act::Assertion, "assertion"),
    (Act::Accusation, "accusation"),
    (Act::Denial, "denial"),
    (Act::Rebuttal, "rebuttal"),
    (Act::Criticism, "criticism"),
    (Act::Demand, "demand"),
    (Act::Promise, "promise"),
    (Act::Offer, "offer"),
    (Act::Prediction, "prediction"),
    (Act::Warning, "warning"),
    (Act::Threat, "threat"),
    (Act::Agreement, "agreement"),
    (Act::Refusal, "refusal"),
    (Act::Question, "question"),
    (Act::DeclinedToComment, "declined_to_comment"),
    (Act::NoEvidence, "no_evidence"),
    (Act::NoResponse, "no_response"),
];

impl Act {
    /// Its name, as `dateline inspect` prints it and the store keeps it.
    pub fn name(self) -> &'static str {
        ACTS.iter().find(|(act, _)| *act == self).map_or("assertion", |(_, name)| name)
    }

    /// The act of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        ACTS.iter().find(|(_, known)| *known == name).map(|(act, _)| *act)
    }

    /// Whether it disputes what it answers: what it answers is never shown without it.
    pub fn disputes(self) -> bool {
        matches!(self, Self::Denial | Self::Rebuttal)
    }

    /// Whether it is an event rather than words: it was true when the article said so, and is never
    /// shown as words of anybody's.
    pub fn is_event(self) -> bool {
        matches!(self, Self::DeclinedToComment | Self::NoEvidence | Self::NoResponse)
    }
}

/// How the words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// All in quotation marks.
    Direct,
    /// The reporter's words with quoted ones among them.
    Mixed,
    /// The reporter's words.
    Indirect,
    /// No words: somebody declined, gave no evidence, did not answer.
    Event,
}

impl Kind {
    /// Its name; an event's words are the reporter's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Event => "event",
        }
    }

    /// The kind of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Direct, Self::Mixed, Self::Indirect, Self::Event]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// A stretch of the article's text, half open, on borders of characters and within the text.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Span {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// Where it begins, in code points.
    pub start_char: usize,
    /// Where it ends, in code points.
    pub end_char: usize,
}

impl Span {
    /// The bytes that it covers.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Where the text names the speaker for this statement; it may be a pronoun.
    pub mention: Span,
    /// The fullest name that the text gives the speaker; the words of the mention where it does not
    /// say who that is.
    pub name: String,
    /// What the text says the speaker is, as "Kremlin spokesman"; for a full name only.
    pub role: Option<String>,
    /// Whether the name is more than a pronoun or a role: somebody or something that has one.
    pub is_named: bool,
    /// Whether it is a person, as far as the text and the tables tell.
    pub is_person: bool,
}

/// What a statement is about, by which it can be tied to statements of other articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Gist {
    /// The country that the speaker is of or is, in small letters.
    pub party: Option<String>,
    /// The countries that what is said names first.
    pub about: Vec<String>,
    /// The names among the first words that are said, the fullest that the text gives.
    pub names: Vec<String>,
    /// The rarer words that are said, cut to their stems, in order of the alphabet.
    pub stems: Vec<String>,
    /// Whether it points back at a claim that somebody made: "the claim", "it".
    pub points_at_claim: bool,
}

/// Something that somebody said, or that somebody was asked and did not answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Who; absent where quoted words have no speaker that the text names.
    pub speaker: Option<Speaker>,
    /// Why it is as sure as it is: the names of the signs that were seen, for those who ask.
    pub signs: Vec<&'static str>,
    /// The words that say that it was said; absent for a quotation that just follows another.
    pub cue: Option<Span>,
    /// What was said: one or more stretches in the order of the text; may be none for events.
    pub content: Vec<Span>,
    /// How its words are given.
    pub kind: Kind,
    /// What was done by it.
    pub act: Act,
    /// The sentence that carries it, the first one where there are several.
    pub sentence: Span,
    /// How sure it is that these words are this speaker's, from 0 to 1; see [`SHOWN`].
    pub confidence: f32,
    /// For events, the day on which they were so: the weekday that their sentence names, or the day
    /// of the article; absent where the article has no date.
    pub as_of: Option<Date>,
    /// Which statement of the article this one denies, rebuts or leaves unanswered, where the text
    /// says so: its place in the list.
    pub answers: Option<usize>,
    /// What it is about.
    pub gist: Gist,
}

/// What is at least as sure as this is shown to readers.
pub const SHOWN: f32 = 0.5;

impl Statement {
    /// Whether it is sure enough for readers.
    pub fn is_shown(&self) -> bool {
        self.confidence >= SHOWN
    }
}
