//! Who acted and spoke in the last sentences, so that “he” and “she” can be told.

use super::{Meant, Resolver};
use crate::items::Items;
use crate::people::{Entity, Gender, Sort};
use crate::phrases::{Subject, Way};
use crate::tags::Tag;

/// So many are remembered.
const MOST: usize = 24;

impl Resolver<'_, '_> {
    /// Remembers that somebody acted or spoke in a sentence.
    pub(crate) fn note(&mut self, number: usize, meant: Meant) {
        if self.salient.len() == MOST {
            self.salient.pop_front();
        }
        self.salient.push_back((number, meant));
    }

    /// Notes whom a sentence is about, before its statements are resolved.
    pub(crate) fn begin_sentence(&mut self, number: usize, items: &Items<'_, '_>) {
        let verb = (0..items.len())
            .find(|at| items.tag(*at).is_finite() && !items.is(*at, &["'s"]))
            .unwrap_or(items.len());
        let mut at = 0;
        let first = usize::from(items.tag(0) == Tag::Cc);
        // A subordinate clause or a phrase before the first comma is passed over.
        if items.tag(first) == Tag::In || items.tag(first) == Tag::Wh {
            at = (0..items.len()).find(|at| items.is_comma(*at)).map_or(0, |comma| comma + 1);
        }
        let limit = if at > verb { items.len().min(at + 8) } else { verb };
        if let Some(meant) = self.about(number, items, at, limit) {
            self.note(number, meant);
        }
    }

    /// Who the subject between `at` and `limit` is, if it is one person.
    fn about(
        &mut self,
        number: usize,
        items: &Items<'_, '_>,
        at: usize,
        limit: usize,
    ) -> Option<Meant> {
        let end =
            (at..limit).find(|place| items.tag(*place) == Tag::In && *place > at).unwrap_or(limit);
        // "A professional artist, she said, brings more": what she speaks of did nothing.
        let is_spoken_of = |place: usize| {
            items.is_comma(place + 1)
                && items.is(place + 2, &["he", "she"])
                && items.tag(place + 3).is_finite()
        };
        if (at..end).any(is_spoken_of) {
            return None;
        }
        let entity = (at..end).find_map(|place| {
            let entity = self.mentioned(items.get(place)?.from)?;
            let is_person = self.people.entity(entity).is_some_and(Entity::is_person)
                || self.may_be_person(entity);
            (is_person && !self.is_modifier(items, place)).then_some(entity)
        });
        if let Some(entity) = entity {
            return self.of_entity(entity);
        }
        let head = (at..end).find(|place| {
            items.quotation(*place).is_none()
                && items.get(*place).is_some_and(|item| {
                    self.layout.quoted.get(item.from).copied().flatten().is_none()
                })
                && items.tag(place + 1) != Tag::Pos
                && !matches!(items.tag(place + 1), Tag::Nn | Tag::Nns)
                && !self.is_aside(items, at, *place)
                && (items.is(*place, SOMEBODY)
                    || items.is(*place, &["he", "she"])
                    || items.tag(*place) == Tag::Nn
                        && (self.lexicon.is("roles", items.lower(*place))
                            || self.lexicon.is("sayers", items.lower(*place))
                            || *place > 0
                                && items.is(*place - 1, &["my", "our"])
                                && (self.lexicon.is("female", items.lower(*place))
                                    || self.lexicon.is("male", items.lower(*place))))
                    || items.tag(*place) == Tag::Nnp
                        && self.people.is_surname(items.lower(*place))
                        && items.get(*place).is_some_and(|item| !self.is_within_name(item.from)))
        })?;
        let from = items.phrase_start(head, at);
        let subject = Subject { from, to: head + 1, head, way: Way::Beside, relative: None };
        match items.lower(head) {
            "he" => Some(self.pronoun(number, items, &subject, Gender::Male)),
            "she" => Some(self.pronoun(number, items, &subject, Gender::Female)),
            _ => {
                if items.tag(head) == Tag::Nn
                    && let Some(meant) = self.by_role(items, &subject)
                {
                    return Some(meant);
                }
                let mut meant = self.open(items, &subject);
                self.tell_sort(items, head, &mut meant);
                meant.is_open |= meant.sort != Sort::Person;
                meant.sort = Sort::Person;
                Some(meant)
            }
        }
    }

    /// Whether the noun at `place` is an example or a headline's: "including a boy", "PRIME MINISTER".
    fn is_aside(&self, items: &Items<'_, '_>, from: usize, place: usize) -> bool {
        let loud = |at: usize| {
            let word = items.word(at);
            word.len() > 2 && word.chars().all(|sign| !sign.is_lowercase())
        };
        (from..place).any(|at| items.is(at, &["including", "include", "like", "except"]))
            || loud(place) && items.tag(place) != Tag::Nnp
            || loud(place) && self.lexicon.is("roles", items.lower(place))
    }

    /// Whether the name at `place` only tells whose or which somebody is meant: "Ann Lind's advice",
    /// "the Silicon Valley star".
    fn is_modifier(&self, items: &Items<'_, '_>, place: usize) -> bool {
        let mentions = &self.people.mentions;
        let Some(token) = items.get(place).map(|item| item.from) else { return false };
        let Ok(at) = mentions.binary_search_by_key(&token, |mention| mention.from) else {
            return false;
        };
        let after = mentions.get(at).map_or(token, |mention| mention.to);
        self.layout.tag(after) == Tag::Pos
            || matches!(self.layout.tag(after), Tag::Nn | Tag::Nns)
                && self.layout.word(after).chars().next().is_some_and(char::is_lowercase)
    }

    /// Whether a token is a part of a name.
    fn is_within_name(&self, token: usize) -> bool {
        let mentions = &self.people.mentions;
        let after = mentions.partition_point(|mention| mention.from <= token);
        after
            .checked_sub(1)
            .and_then(|at| mentions.get(at))
            .is_some_and(|mention| token < mention.to)
    }

    /// Whom the text names from that token on.
    pub(crate) fn mentioned(&self, token: usize) -> Option<usize> {
        let mentions = &self.people.mentions;
        let at = mentions.binary_search_by_key(&token, |mention| mention.from).ok()?;
        mentions.get(at).map(|mention| mention.entity)
    }
}

/// Words for somebody whom the text does not name.
const SOMEBODY: &[&str] = &["someone", "somebody", "one", "another"];
