//! Whom “he” and “she” mean, and “the president”.

use super::{Meant, REACH, Resolver};
use crate::items::Items;
use crate::people::{Gender, Sort};
use crate::phrases::Subject;
use crate::tags::Tag;

impl Resolver<'_, '_> {
    /// Whether who just spoke has a name like a person's, though nothing tells that it is one.
    pub(crate) fn may_be_person(&self, entity: usize) -> bool {
        self.people.entity(entity).is_some_and(|entity| {
            let mut words = entity.name.split(' ');
            let like = |word: &str| {
                word.chars().count() > 2
                    && word.chars().skip(1).all(|sign| sign.is_lowercase() || !sign.is_alphabetic())
            };
            entity.sort == Sort::Unknown && entity.name.split(' ').count() == 2 && words.all(like)
        })
    }

    pub(crate) fn fits(&self, entity: usize, gender: Gender) -> bool {
        self.people.entity(entity).is_some_and(|entity| {
            entity.is_person() && (entity.gender == gender || entity.gender == Gender::Unknown)
        })
    }

    /// Whom "he" or "she" means: who spoke last, or the subject of a sentence since then; the words
    /// of the text where two may be meant.
    pub(crate) fn pronoun(
        &self,
        number: usize,
        items: &Items<'_, '_>,
        subject: &Subject,
        gender: Gender,
    ) -> Meant {
        let reach = number.saturating_sub(REACH);
        let token = items.get(subject.head).map_or(0, |item| item.from);
        let spoke = self.last.as_ref().filter(|(then, meant)| {
            *then >= reach
                && !meant.plural
                && match meant.entity {
                    Some(entity) => self.fits(entity, gender) || self.may_be_person(entity),
                    None => {
                        meant.sort == Sort::Person
                            && (meant.gender == gender || meant.gender == Gender::Unknown)
                    }
                }
        });
        let acted = self.subjects.iter().rev().take_while(|(then, _)| *then >= reach).find(
            |(then, entity)| {
                self.fits(*entity, gender)
                    && self
                        .people
                        .entity(*entity)
                        .and_then(|entity| entity.last_before(token))
                        .is_some()
                    && (*then < number
                        || self
                            .people
                            .entity(*entity)
                            .and_then(|entity| entity.last_before(token))
                            .is_some_and(|last| last >= items.get(0).map_or(0, |item| item.from)))
            },
        );
        match (spoke, acted) {
            (Some((then, meant)), Some((since, entity))) => {
                if meant.entity == Some(*entity) || since <= then {
                    return meant.clone();
                }
                self.of_entity(*entity).unwrap_or_else(|| meant.clone())
            }
            (Some((_, meant)), None) => meant.clone(),
            (None, Some((_, entity))) => {
                self.of_entity(*entity).unwrap_or_else(|| self.open(items, subject))
            }
            (None, None) => {
                // The only person of that gender in the sentences before.
                let floor = self.layout.sentences.get(reach).map_or(0, |sentence| sentence.from);
                let first = self.people.mentions.partition_point(|mention| mention.from < floor);
                let near = self.people.mentions.get(first..).unwrap_or_default();
                let mut only: Vec<usize> = near
                    .iter()
                    .take_while(|mention| mention.from < token)
                    .map(|mention| mention.entity)
                    .filter(|entity| {
                        self.people.entity(*entity).is_some_and(|found| found.sort == Sort::Person)
                            && self.fits(*entity, gender)
                    })
                    .collect();
                only.sort_unstable();
                only.dedup();
                match only.as_slice() {
                    [one] => self.of_entity(*one).unwrap_or_else(|| self.open(items, subject)),
                    _ => Meant { is_open: true, ..self.open(items, subject) },
                }
            }
        }
    }

    /// Whom "the president", "the Ukrainian leader" or "the spokesman" means, if it is one person.
    pub(crate) fn by_role(&self, items: &Items<'_, '_>, subject: &Subject) -> Option<Meant> {
        if !items.is(subject.from, &["the"]) || items.tag(subject.head) == Tag::Nns {
            return None;
        }
        let head = items.lower(subject.head);
        let token = items.get(subject.head).map_or(0, |item| item.from);
        let heads: &[&str] = match head {
            "leader" => {
                &["leader", "president", "premier", "chancellor", "minister", "king", "chairman"]
            }
            "lawmaker" | "legislator" => &[
                "senator",
                "sen",
                "rep",
                "representative",
                "congressman",
                "congresswoman",
                "lawmaker",
            ],
            "senator" => &["senator", "sen"],
            "congressman" | "congresswoman" | "representative" => {
                &["congressman", "congresswoman", "rep", "representative"]
            }
            "governor" => &["governor", "gov"],
            "candidate" | "nominee" => &["candidate", "nominee"],
            "spokesperson" => &["spokesman", "spokeswoman", "spokesperson"],
            _ => &[],
        };
        let own = [head];
        let heads = if heads.is_empty() { &own } else { heads };
        let modifiers: Vec<&str> = (subject.from + 1..subject.head)
            .map(|at| items.lower(at))
            .filter(|word| !matches!(*word, "former" | "then"))
            .collect();
        let country = modifiers.iter().find_map(|word| self.lexicon.country(word));
        let mut found: Option<usize> = None;
        for number in &self.people.with_roles {
            let (number, Some(entity)) = (*number, self.people.entity(*number)) else { continue };
            if entity.last_before(token).is_none()
                || !heads.iter().any(|head| entity.has_role(head))
            {
                continue;
            }
            let fits = match country {
                Some(country) => entity
                    .roles
                    .iter()
                    .flat_map(|role| role.split_whitespace())
                    .any(|word| self.lexicon.country(&word.to_lowercase()) == Some(country)),
                None => modifiers.iter().all(|word| entity.has_role(word)),
            };
            if !fits {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(number);
        }
        self.of_entity(found?)
    }
}
