//! Of whom a text has just spoken, so that a pronoun means the only one who fits and otherwise nobody.

use rustc_hash::FxHashMap;

use super::Table;
use super::people::{Gender, Meant, People};
use crate::article::Sentence;
use crate::items::Items;

/// Somebody or something spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Who {
    Person(usize),
    /// Something that has spoken, by its name.
    Speaker(String),
    /// Something else that a pronoun may mean.
    Thing,
}

#[derive(Debug)]
struct Mention {
    who: Who,
    gender: Option<Gender>,
    /// The item at which it stands.
    at: usize,
}

/// The mentions of a sentence.
#[derive(Debug)]
struct Spoken {
    paragraph: usize,
    mentions: Vec<Mention>,
    /// Whether it is all quotation: it is passed over when somebody is looked for.
    is_quote: bool,
}

/// So many sentences back is looked for whom a pronoun means.
const REACH: usize = 3;

/// The sentences read so far.
#[derive(Debug, Default)]
pub(crate) struct Discourse {
    sentences: Vec<Spoken>,
    /// How things that spoke were last called, with their gender.
    speakers: FxHashMap<String, Option<Gender>>,
}

impl Discourse {
    /// Begins a sentence: whom it names outside quotations, and what it begins with.
    pub(crate) fn begin(
        &mut self,
        table: &Table,
        people: &People,
        sentence: Sentence,
        items: &Items<'_, '_>,
    ) {
        let mut mentions = Vec::new();
        for at in 0..items.len() {
            if let Some(person) = people.at(items, at, table) {
                let gender = people.get(person).and_then(|person| person.gender);
                mentions.push(Mention { who: Who::Person(person), gender, at });
            } else if table.is_office(items.lower(at))
                && !table.is_plural(items.lower(at), before(items, at))
                && !names_follow(table, people, items, at)
            {
                let gender = table.gender_of_title(items.lower(at), before(items, at));
                let of_office =
                    at.checked_sub(1).map(|article| people.meant(table, items, article, at + 1));
                let who = match of_office {
                    Some(Meant::Person(person)) => Who::Person(person),
                    _ => Who::Thing,
                };
                mentions.push(Mention { who, gender, at });
            }
        }
        let begins = table.gender_of_article(items.lower(0)).or_else(|| {
            // A dateline or a word like "aber" may stand before it.
            (items.len() > 2).then(|| table.gender_of_article(items.lower(1)))?
        });
        let is_named = mentions.iter().any(|mention| mention.at < 6);
        if let Some(gender) = begins.filter(|_| !is_named && items.len() > 1) {
            mentions.push(Mention { who: Who::Thing, gender: Some(gender), at: 0 });
        }
        mentions.sort_by_key(|mention| mention.at);
        let is_quote = (0..items.len())
            .all(|at| items.quotation(at).is_some() || items.is_end(at) || items.is_comma(at));
        self.sentences.push(Spoken { paragraph: sentence.paragraph, mentions, is_quote });
    }

    /// Who spoke in the sentence at hand, so that the next may call them "he".
    pub(crate) fn spoke(&mut self, who: Who, gender: Option<Gender>, at: usize) {
        if let Who::Speaker(name) = &who {
            self.speakers.insert(name.clone(), gender);
        }
        let Some(sentence) = self.sentences.last_mut() else { return };
        sentence
            .mentions
            .retain(|mention| mention.who != Who::Thing || mention.at.abs_diff(at) > 5);
        sentence.mentions.push(Mention { who, gender, at });
    }

    /// Whom a pronoun at `at` of the sentence at hand means: the only one of the nearest sentence
    /// that names anybody who fits. With `people` things are not looked at.
    pub(crate) fn meant(&self, gender: Option<Gender>, at: usize, people: bool) -> Option<Who> {
        let (own, earlier) = self.sentences.split_last()?;
        let fits = |mention: &&Mention| {
            (!people || matches!(mention.who, Who::Person(_)))
                && (gender.is_none() || mention.gender.is_none() || mention.gender == gender)
        };
        let own_before: Vec<&Mention> =
            own.mentions.iter().filter(|mention| mention.at < at).filter(fits).collect();
        if !own_before.is_empty() {
            return only(&own_before);
        }
        let mut seen = 0;
        for sentence in earlier.iter().rev() {
            if own.paragraph - sentence.paragraph > 1 || seen >= REACH {
                return None;
            }
            if sentence.is_quote {
                continue;
            }
            seen += 1;
            let found: Vec<&Mention> = sentence.mentions.iter().filter(fits).collect();
            if !found.is_empty() {
                return only(&found);
            }
        }
        None
    }
}

/// The one of all mentions, if they are of one; a thing that has not spoken, or of which no gender is
/// known, is nobody.
fn only(mentions: &[&Mention]) -> Option<Who> {
    let (first, rest) = mentions.split_first()?;
    let is_one = rest.iter().all(|mention| mention.who == first.who);
    let is_meant = match first.who {
        Who::Person(_) => true,
        // "L'élu" may be anything that neither "il" nor "elle" fits.
        Who::Speaker(_) => mentions.iter().any(|mention| mention.gender.is_some()),
        Who::Thing => false,
    };
    (is_one && is_meant).then(|| first.who.clone())
}

fn before<'i>(items: &'i Items<'_, '_>, at: usize) -> &'i str {
    at.checked_sub(1).map_or("", |at| items.lower(at))
}

/// Whether the office at `at` belongs to a name behind it.
fn names_follow(table: &Table, people: &People, items: &Items<'_, '_>, at: usize) -> bool {
    (at + 1..items.len().min(at + 8))
        .take_while(|next| items.quotation(*next).is_none() && !table.says(items.lower(*next)))
        .any(|next| people.at(items, next, table).is_some())
}
