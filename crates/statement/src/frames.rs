//! What verbs of saying, and their like, lead to in a sentence.

mod clauses;
mod ends;
mod leads;
mod nouns;
mod quotes;
mod silence;
mod verbs;

use leads::{Lead, Place};

use crate::items::Items;
use crate::lexicon::Form;
use crate::phrases::{Subject, VerbGroup};
use crate::statement::Act;

/// How what is said hangs on what says that it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Frame {
    /// A quotation before it.
    QuoteBefore,
    /// A quotation after it.
    QuoteAfter,
    /// A clause with "that".
    That,
    /// A clause without.
    Bare,
    /// The clause before it: "…, she said".
    Before,
    /// A clause around it: "…, she said, …".
    Around,
    /// A question.
    Whether,
    /// "to" and a verb.
    To,
    /// Somebody, then "to" and a verb.
    ObjectTo,
    /// A noun.
    Noun,
    /// What follows a word such as "for".
    Led,
    /// Somebody "of" something, something "as" something, a name that it is called.
    Named,
    /// "a claim that she denied".
    Claim,
    /// A noun: "her claim that".
    Nominal,
    /// "according to".
    According,
    /// Somebody did not say something.
    Silence,
    /// A name, a colon, and what is said.
    Colon,
}

/// A statement as it was found in a sentence, before anybody knows who the speaker is.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) subject: Option<Subject>,
    /// The items of the cue.
    pub(crate) cue: (usize, usize),
    /// The bytes of what is said.
    pub(crate) content: Vec<(usize, usize)>,
    /// The items that are said, for what lies inside them.
    pub(crate) covered: Vec<(usize, usize)>,
    pub(crate) frame: Frame,
    pub(crate) level: u8,
    pub(crate) act: Act,
    pub(crate) lemma: Box<str>,
    pub(crate) group: VerbGroup,
    pub(crate) form: Form,
    /// Signs that something about it is less sure.
    pub(crate) doubts: u8,
}

pub(crate) const PREPOSITIONS: &[&str] = &[
    "in",
    "on",
    "at",
    "during",
    "via",
    "through",
    "to",
    "from",
    "by",
    "with",
    "of",
    "after",
    "before",
    "for",
    "about",
    "following",
    "outside",
    "over",
    "since",
    "earlier",
    "inside",
    "from",
    "around",
];

impl Items<'_, '_> {
    /// All statements of the sentence, those inside others left out.
    pub(crate) fn statements(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for at in 0..self.len() {
            if self.get(at).is_none_or(|item| {
                item.quotation.is_some()
                    || self.layout.quoted.get(item.from).copied().flatten().is_some()
            }) {
                continue;
            }
            if self.claim_relative(at, &mut found) {
                continue;
            }
            if let Some(event) = self.silence(at) {
                found.push(event);
                continue;
            }
            let entries = self.lexicon.entries(self.lower(at));
            let entry = entries
                .iter()
                .find(|entry| {
                    entry.particle.as_deref().is_some_and(|particle| self.lower(at + 1) == particle)
                })
                .or_else(|| entries.iter().find(|entry| entry.particle.is_none()));
            let verb = entry.and_then(|entry| {
                let cue = self.lexicon.cue(entry.cue)?;
                let words = 1 + usize::from(entry.particle.is_some());
                let form = self.form_of(at, entries, entry.cue)?;
                self.verb(at, at + words, cue, form)
            });
            found.extend(verb);
            found.extend(self.nominal(at));
            found.extend(self.according(at));
        }
        found.extend(self.colon());
        found.extend(self.signed());
        without_inner(found)
    }

    /// The statement of a verb, without its words.
    pub(crate) fn found(&self, place: &Place<'_>, subject: Subject) -> Found {
        Found {
            subject: Some(subject),
            cue: (place.group.from.min(place.verb), place.after),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::Bare,
            level: place.cue.level,
            act: place.cue.act,
            lemma: place.cue.lemma.clone(),
            group: place.group,
            form: place.form,
            doubts: 0,
        }
    }

    pub(crate) fn add(&self, from: usize, to: usize, found: &mut Found) {
        if from < to {
            let bytes = self.bytes(from, to);
            if bytes.0 < bytes.1 {
                found.content.push(bytes);
                found.covered.push((from, to));
            }
        }
    }
}

fn some(found: Found) -> Option<Found> {
    (!found.content.is_empty()).then_some(found)
}

/// Leaves out statements whose cue stands in what another one says: they are the outer speaker's.
fn without_inner(found: Vec<Found>) -> Vec<Found> {
    let inside = |inner: &Found, outer: &Found| {
        outer.covered.iter().any(|(from, to)| *from <= inner.cue.0 && inner.cue.0 < *to)
    };
    // A stance swallows no words that were said: what seems to lie in it was read wrongly.
    let stronger =
        |one: &Found, other: &Found| one.level == 1 && other.level == 3 && one.doubts < 2;
    let mut keep = vec![true; found.len()];
    for (at, statement) in found.iter().enumerate() {
        let dropped = found.iter().enumerate().any(|(other, outer)| {
            if other == at {
                return false;
            }
            let nested = inside(statement, outer)
                && !(inside(outer, statement) && other > at)
                && !stronger(statement, outer);
            nested || (inside(outer, statement) && stronger(outer, statement))
        });
        if let Some(keep) = keep.get_mut(at) {
            *keep = !dropped;
        }
    }
    let mut keep = keep.into_iter();
    let mut kept = found;
    kept.retain(|_| keep.next().unwrap_or(true));
    kept
}
