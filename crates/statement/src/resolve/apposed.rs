//! A name that stands between commas behind what somebody is: "its treasurer, Ann Lind, said".

use super::Resolver;
use crate::items::Items;
use crate::people::{Gender, Sort};
use crate::phrases::{Subject, Way};
use crate::tags::Tag;

/// A name with its titles has at most so many words.
const MOST_WORDS: usize = 9;

impl Resolver<'_, '_> {
    /// Whom the name behind a role's comma names, where a comma or what belongs to the name closes it.
    pub(crate) fn apposed(&self, items: &Items<'_, '_>, subject: &Subject) -> Option<usize> {
        let head = items.lower(subject.head);
        if subject.relative.is_some()
            || items.tag(subject.head) != Tag::Nn
                && !(items.is_upper(subject.head) && self.lexicon.is("roles", head))
            || subject.way == Way::Noun
            || !items.is_comma(subject.to)
        {
            return None;
        }
        let first = subject.to + 1;
        let close = (first..items.len().min(first + MOST_WORDS) + 1).find(|at| {
            items.is_comma(*at)
                || items.is_end(*at)
                || items.is(*at, &["of", "who", "at", "from", "("])
        })?;
        let is_list = items.is_comma(close) && items.tag(close + 1) == Tag::Cc;
        let ends = items.is_end(close) && subject.way != Way::Behind;
        let is_name = |at: usize| {
            items.quotation(at).is_none()
                && (items.is_upper(at)
                    || self.lexicon.is("roles", items.lower(at))
                    || self.lexicon.is("sayers", items.lower(at)))
        };
        if close == first || is_list || ends || !(first..close).all(is_name) {
            return None;
        }
        let (from, to) = (items.get(first)?.from, items.get(close - 1)?.to);
        let number = self.people.named(from, to).filter(|_| self.ends_with_name(from, to))?;
        let entity = self.people.entity(number)?;
        let is_group = self.lexicon.is("groups", head);
        let fits = match entity.sort {
            Sort::Person => !is_group,
            Sort::Group => is_group,
            Sort::Place => false,
            Sort::Unknown => is_group || entity.name.contains(' '),
        };
        fits.then_some(number)
    }

    /// "Secretary of State Ann Lind": who is named at the end of the office.
    pub(crate) fn office_holder(
        &self,
        items: &Items<'_, '_>,
        subject: &Subject,
    ) -> Option<super::Meant> {
        if !self.is_office_of(items, subject) || !items.is(subject.head + 1, &["of"]) {
            return None;
        }
        let (from, to) = (items.get(subject.head + 1)?.from, items.get(subject.to - 1)?.to);
        let first = self.people.mentions.partition_point(|mention| mention.from < from);
        let mention = self
            .people
            .mentions
            .get(first..)?
            .iter()
            .take_while(|mention| mention.from < to)
            .find(|mention| mention.to >= to)?;
        // "the wife of Mr. Lind" and "the lawyer of President Lind" are not Lind.
        let is_of_office = from + 1 < mention.from
            && (from + 1..mention.from).all(|at| {
                let word = self.layout.lower(at).trim_end_matches('.');
                !["roles", "female", "male"].iter().any(|kind| self.lexicon.is(kind, word))
                    && !matches!(word, "mr" | "dr" | "prof" | "sen" | "rep" | "gov" | "gen")
            });
        if !is_of_office {
            return None;
        }
        let number = mention.entity;
        let entity = self.people.entity(number)?;
        (entity.gender != Gender::Unknown && entity.name.contains(' '))
            .then(|| self.of_entity(number))
            .flatten()
    }

    /// Whether another group is named from the token `after` to before `token`, which "it" may mean as well.
    pub(crate) fn is_group_between(
        &self,
        (then, after): (usize, usize),
        token: usize,
        meant: &super::Meant,
    ) -> bool {
        // What a document says of itself stands behind the sentence that brings it in.
        let next = self.layout.sentences.get(then + 1).map_or(token, |sentence| sentence.from);
        let unquoted = |at: usize| self.layout.quoted.get(at).copied().flatten().is_none();
        let noun = (after..token).any(|at| {
            self.layout.tag(at) == Tag::Nn
                && unquoted(at)
                && (self.lexicon.is("groups", self.layout.lower(at))
                    || at >= next && self.lexicon.is("documents", self.layout.lower(at)))
                && !meant.name.to_lowercase().ends_with(self.layout.lower(at))
                && !self.layout.tag(at + 1).is_noun()
                && self.layout.tag(at + 1) != Tag::Pos
        });
        let first = self.people.mentions.partition_point(|mention| mention.from < after);
        let named = self.people.mentions.get(first..).unwrap_or_default();
        noun || named.iter().take_while(|mention| mention.from < token).any(|mention| {
            Some(mention.entity) != meant.entity
                && unquoted(mention.from)
                && self.layout.tag(mention.to) != Tag::Pos
                && self.people.entity(mention.entity).is_some_and(|entity| {
                    entity.sort == Sort::Group && !meant.name.ends_with(&entity.name)
                })
        })
    }
}
