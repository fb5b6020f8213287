//! Whether a pronoun may mean somebody else as well as who acted last.

use super::{Meant, Resolver};
use crate::people::{Gender, Mention, Sort};
use crate::tags::Tag;

impl Resolver<'_, '_> {
    /// Whether somebody else who may be meant was named since the sentence in which who is meant acted;
    /// or within it, where nothing tells that who is meant is a person at all.
    pub(crate) fn is_rivalled(
        &self,
        meant: &Meant,
        then: usize,
        token: usize,
        gender: Gender,
    ) -> bool {
        let entity = meant.entity.and_then(|entity| self.people.entity(entity));
        let is_sure =
            entity.is_none_or(|entity| entity.sort == Sort::Person || entity.gender == gender);
        let since = then + usize::from(is_sure);
        let floor = self.layout.sentences.get(since).map_or(token, |sentence| sentence.from);
        let first = self.people.mentions.partition_point(|mention| mention.from < floor);
        self.people
            .mentions
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|mention| mention.from < token)
            .any(|mention| {
                Some(mention.entity) != meant.entity
                    && self.layout.quoted.get(mention.from).copied().flatten().is_none()
                    && self.is_rival(mention.entity, gender)
                    && (meant.gender != gender
                        || self.is_fronted(mention.from) && self.layout.tag(mention.to) != Tag::Pos
                        || self.acts(mention.to)
                        || self.is_brought_in_by_name(mention)
                        || self.has_sentence_alone(mention, meant, token))
            })
    }

    /// Whether a whole sentence between is about somebody else and not about who is meant.
    fn has_sentence_alone(&self, mention: &Mention, meant: &Meant, token: usize) -> bool {
        let sentences = &self.layout.sentences;
        let after = sentences.partition_point(|sentence| sentence.from <= mention.from);
        let Some(sentence) = after.checked_sub(1).and_then(|at| sentences.get(at)) else {
            return false;
        };
        self.layout.tag(mention.to) != Tag::Pos
            && sentence.to <= token
            && meant.entity.is_some_and(|entity| {
                let first = self.people.mentions.partition_point(|one| one.from < sentence.from);
                !self
                    .people
                    .mentions
                    .get(first..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|one| one.from < sentence.to)
                    .any(|one| one.entity == entity)
            })
            && !(sentence.from..sentence.to)
                .any(|at| matches!(self.layout.lower(at), "he" | "she" | "his" | "her" | "him"))
    }

    /// Whether somebody is named there for the first time and told what they are: "for Ann Lind, a
    /// painter who".
    fn is_brought_in_by_name(&self, mention: &Mention) -> bool {
        self.people.entity(mention.entity).is_some_and(|entity| {
            entity.mentions.first() == Some(&mention.from)
                && mention.to - mention.from > 1
                && self.layout.lower(mention.to) == ","
                && matches!(self.layout.lower(mention.to + 1), "a" | "an" | "the" | "who" | "whose")
        })
    }

    /// Whether somebody else has spoken in the sentence before, and who is meant has done nothing since:
    /// a name that is a man's and a woman's tells little.
    pub(crate) fn is_answered(&self, meant: &Meant, then: usize, number: usize) -> bool {
        self.last.as_ref().is_some_and(|(spoke, other)| {
            *spoke > then
                && number - *spoke <= 1
                && other.entity != meant.entity
                && other.sort == Sort::Person
                && !other.plural
        })
    }

    /// Whether the sentence in which who is meant acted last has somebody else of that gender: "Lind
    /// asked Ahl whether", "Lind inspired her to".
    pub(crate) fn is_beside_another(
        &self,
        meant: &Meant,
        then: usize,
        number: usize,
        gender: Gender,
    ) -> bool {
        if then >= number {
            return false;
        }
        let Some(sentence) = self.layout.sentences.get(then) else { return false };
        (sentence.from..sentence.to).any(|at| {
            if self.layout.quoted.get(at).copied().flatten().is_some() {
                return false;
            }
            let is_object = match gender {
                Gender::Female => {
                    self.layout.lower(at) == "her"
                        && self.layout.tag(at) == Tag::Prp
                        && !self.layout.tag(at + 1).is_noun()
                        && self.layout.tag(at + 1) != Tag::Jj
                }
                Gender::Male => self.layout.lower(at) == "him",
                Gender::Unknown => false,
            };
            let is_asked = matches!(self.layout.lower(at), "asked" | "asks" | "questioned")
                && (at + 1..at + 4).any(|place| {
                    self.mentioned(place).is_some_and(|entity| {
                        meant.entity != Some(entity)
                            && self.people.entity(entity).is_some_and(|asked| {
                                !matches!(asked.sort, Sort::Group | Sort::Place)
                                    && (asked.gender == gender || asked.gender == Gender::Unknown)
                            })
                    })
                });
            is_asked || is_object && at > sentence.from && self.layout.tag(at - 1).is_verb()
        })
    }

    /// Whether since the sentence in which who is meant acted somebody was brought in without a name,
    /// who may be meant as well: "The letter is signed by a lawyer."
    pub(crate) fn is_role_between(&self, then: usize, token: usize, gender: Gender) -> bool {
        let floor = self.layout.sentences.get(then + 1).map_or(token, |sentence| sentence.from);
        (floor..token).any(|at| {
            let word = self.layout.lower(at);
            let other = match gender {
                Gender::Female => "male",
                _ => "female",
            };
            self.layout.tag(at) == Tag::Nn
                && (self.lexicon.is("roles", word) || self.lexicon.is("sayers", word))
                && !self.lexicon.is(other, word)
                && self.layout.quoted.get(at).copied().flatten().is_none()
                && self.is_brought_in(at)
        })
    }

    /// Whether the noun at `at` is somebody new who acts: "a lawyer who", "her lawyer had", "by a lawyer".
    fn is_brought_in(&self, at: usize) -> bool {
        let next = self.layout.tag(at + 1);
        if next.is_noun() || next == Tag::Pos {
            return false;
        }
        let Some(first) = (at.saturating_sub(4)..at).rev().find(|place| {
            !matches!(self.layout.tag(*place), Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Vbn)
        }) else {
            return false;
        };
        let new = matches!(
            self.layout.lower(first),
            "a" | "an" | "another" | "his" | "her" | "their" | "my" | "our"
        ) || self.layout.tag(first) == Tag::Pos;
        let before = first.checked_sub(1).map_or("", |before| self.layout.lower(before));
        let acts = next.is_finite()
            || matches!(self.layout.lower(at + 1), "who" | "named" | "called")
            || before == "by";
        new && acts && before != ","
    }

    /// Whether what ends before the token does something: a verb follows, behind a comma or not.
    fn acts(&self, token: usize) -> bool {
        let comma = usize::from(self.layout.lower(token) == ",");
        self.layout.tag(token + comma).is_finite()
    }

    /// Whether a token stands among the first of its sentence, where stands what it is about.
    pub(crate) fn is_fronted(&self, token: usize) -> bool {
        let sentences = &self.layout.sentences;
        let at = sentences.partition_point(|sentence| sentence.from <= token);
        at.checked_sub(1)
            .and_then(|at| sentences.get(at))
            .is_some_and(|sentence| token - sentence.from <= 3)
    }
}
