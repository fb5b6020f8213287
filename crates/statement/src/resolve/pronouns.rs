//! Whom “he” and “she” mean, and “the president”.

use super::{FAR, Meant, REACH, Resolver};
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

    /// Whether somebody may be a person: known for one, named like one, or somebody who has spoken.
    fn is_like_person(&self, entity: usize) -> bool {
        self.people.entity(entity).is_some_and(|found| {
            found.is_person()
                || self.may_be_person(entity)
                || (found.sort == Sort::Unknown
                    && found.mentions.len() > 1
                    && self.speakers.contains(&entity))
        })
    }

    fn may_mean(&self, entity: usize, gender: Gender) -> bool {
        self.is_like_person(entity)
            && self
                .people
                .entity(entity)
                .is_some_and(|found| found.gender == gender || found.gender == Gender::Unknown)
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
                    Some(entity) => self.may_mean(entity, gender),
                    None => {
                        meant.sort == Sort::Person
                            && (meant.gender == gender || meant.gender == Gender::Unknown)
                    }
                }
        });
        let begins = items.get(0).map_or(0, |item| item.from);
        let acted = self.subjects.iter().rev().take_while(|(then, _)| *then >= reach).find(
            |(then, entity)| {
                let before =
                    self.people.entity(*entity).and_then(|entity| entity.last_before(token));
                self.may_mean(*entity, gender)
                    && before.is_some_and(|last| *then < number || last >= begins)
            },
        );
        let open = || Meant { is_open: true, ..self.open(items, subject) };
        let of_entity = |entity: usize| self.of_entity(entity).unwrap_or_else(open);
        let meant = match (spoke, acted) {
            (Some((then, meant)), Some((since, entity))) => {
                if meant.entity == Some(*entity) || since <= then {
                    meant.clone()
                } else {
                    of_entity(*entity)
                }
            }
            (Some((_, meant)), None) => meant.clone(),
            (None, Some((_, entity))) => of_entity(*entity),
            (None, None) => {
                let one = self.of_surname(reach, gender);
                one.or_else(|| self.only_one(number, token, gender)).map_or_else(open, of_entity)
            }
        };
        // Who said something right before goes on saying, whoever else it was about.
        let goes_on = self.last.as_ref().is_some_and(|(then, last)| {
            then + 1 >= number && last.entity.is_some() && last.entity == meant.entity
        });
        if !goes_on && self.is_rivalled(&meant, token, gender) { open() } else { meant }
    }

    /// Where a surname that several have spoke last: the one of them who is of that gender.
    fn of_surname(&self, reach: usize, gender: Gender) -> Option<usize> {
        let (then, meant) = self.last.as_ref()?;
        if *then < reach || meant.entity.is_some() || meant.plural {
            return None;
        }
        match self.people.of_surname(&meant.name, gender).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The only person of that gender in the sentences before.
    fn only_one(&self, number: usize, token: usize, gender: Gender) -> Option<usize> {
        let floor = number.saturating_sub(FAR);
        let floor = self.layout.sentences.get(floor).map_or(0, |sentence| sentence.from);
        let first = self.people.mentions.partition_point(|mention| mention.from < floor);
        let mut only: Vec<usize> = self
            .people
            .mentions
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|mention| mention.from < token)
            .map(|mention| mention.entity)
            .filter(|entity| self.may_mean(*entity, gender))
            .collect();
        only.sort_unstable();
        only.dedup();
        match only.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Whether somebody who is surely of that gender was named since whom nothing is known of was.
    fn is_rivalled(&self, meant: &Meant, token: usize, gender: Gender) -> bool {
        let Some(number) = meant.entity.filter(|_| meant.gender == Gender::Unknown) else {
            return false;
        };
        let since = self
            .people
            .entity(number)
            .and_then(|entity| entity.last_before(token))
            .unwrap_or_default();
        let first = self.people.mentions.partition_point(|mention| mention.from <= since);
        self.people
            .mentions
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|mention| mention.from < token)
            .any(|mention| {
                mention.entity != number
                    && self
                        .people
                        .entity(mention.entity)
                        .is_some_and(|rival| rival.gender == gender && rival.sort == Sort::Person)
            })
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
