//! From the words that name a speaker to the fullest name that the text gives.

mod about;
mod apposed;
mod pronouns;
mod rivals;
mod salient;

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Layout;
use crate::items::Items;
use crate::lexicon::Lexicon;
use crate::people::{Gender, People, Sort};
use crate::phrases::Subject;
use crate::tags::Tag;

/// Whom the words of a mention mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    pub(crate) name: String,
    pub(crate) role: Option<String>,
    /// Who it is among the article's people, if it is one of them.
    pub(crate) entity: Option<usize>,
    pub(crate) gender: Gender,
    pub(crate) sort: Sort,
    pub(crate) plural: bool,
    /// Whether a pronoun was left as it stands.
    pub(crate) is_open: bool,
}

/// Follows who spoke last, sentence by sentence.
pub(crate) struct Resolver<'l, 'a> {
    layout: &'l Layout<'a>,
    lexicon: &'l Lexicon,
    people: &'l People,
    /// Who spoke last, and in which sentence.
    last: Option<(usize, Meant)>,
    /// Who spoke or acted in the last sentences, in order.
    salient: VecDeque<(usize, Meant)>,
    /// Places and groups that were last spoken of as acting.
    /// with the token after it.
    last_group: Option<(usize, usize, Meant)>,
    /// What "Moscow" and the like stand for here: countries that the text names itself.
    text_lower: String,
    /// Who has spoken so far.
    speakers: FxHashSet<usize>,
    /// What was found out about places so far.
    countries: FxHashMap<String, Option<String>>,
}

/// So many sentences back a pronoun's person may stand.
const REACH: usize = 4;
/// And so many where nobody else is named in between that may be meant.
const FAR: usize = 8;

impl<'l, 'a> Resolver<'l, 'a> {
    pub(crate) fn new(layout: &'l Layout<'a>, lexicon: &'l Lexicon, people: &'l People) -> Self {
        Self {
            layout,
            lexicon,
            people,
            last: None,
            salient: VecDeque::new(),
            last_group: None,
            text_lower: layout.text.to_lowercase(),
            speakers: FxHashSet::default(),
            countries: FxHashMap::default(),
        }
    }

    /// Whom a subject means.
    pub(crate) fn resolve(
        &mut self,
        number: usize,
        items: &Items<'_, '_>,
        subject: &Subject,
    ) -> Meant {
        let meant = self.meant(number, items, subject);
        self.speakers.extend(meant.entity.filter(|_| !meant.plural));
        if meant.is_open {
            if items.is(subject.head, &["he", "she"]) {
                self.note(number, meant.clone());
            }
            return meant;
        }
        if matches!(meant.sort, Sort::Group | Sort::Place) {
            let after = subject.to.checked_sub(1).and_then(|last| items.get(last));
            let after = after.map_or(0, |item| item.to);
            self.last_group = Some((number, after, meant.clone()));
        }
        self.last = Some((number, meant.clone()));
        self.note(number, meant.clone());
        meant
    }

    /// Whether a sentence's first word may be no name at all: nothing else is known of it, and it has a
    /// capital nowhere else, as in "Please note".
    pub(crate) fn is_doubtful(
        &self,
        items: &Items<'_, '_>,
        subject: &Subject,
        meant: &Meant,
    ) -> bool {
        let begins = subject.from == 0 && subject.to == 1 && subject.head == 0;
        begins
            && items.tag(0) != Tag::Prp
            && meant.sort == Sort::Unknown
            && meant.gender == Gender::Unknown
            && match meant.entity.and_then(|entity| self.people.entity(entity)) {
                Some(entity) => entity.mentions.len() < 2 && entity.roles.is_empty(),
                None => items.tag(0) == Tag::Nnp && !self.people.is_surname(items.lower(0)),
            }
    }

    pub(crate) fn words(&self, items: &Items<'_, '_>, subject: &Subject) -> String {
        let (start, end) = items.bytes(subject.from, subject.to);
        let words = self.layout.text.get(start..end).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = words.trim_matches(|sign: char| matches!(sign, ',' | '“' | '”' | '"'));
        plain
            .strip_prefix("the ")
            .or_else(|| plain.strip_prefix("The "))
            .unwrap_or(plain)
            .to_owned()
    }

    /// What somebody is, without whose: "treasurer" of "its treasurer".
    fn office(&self, items: &Items<'_, '_>, subject: &Subject) -> String {
        let owned = matches!(items.tag(subject.from), Tag::PrpS | Tag::Dt);
        self.words(items, &Subject { from: subject.from + usize::from(owned), ..*subject })
    }

    pub(crate) fn open(&self, items: &Items<'_, '_>, subject: &Subject) -> Meant {
        Meant {
            name: self.words(items, subject),
            role: None,
            entity: None,
            gender: Gender::Unknown,
            sort: Sort::Unknown,
            // "My husband" is somebody of the reader's or the writer's whom nobody knows.
            // And "the first one" may be a rule as well as a man.
            is_open: items.is(subject.from, &["my", "our", "your"])
                || (items.is(subject.head, &["one", "ones"])
                    && subject.head > subject.from
                    && subject.to == subject.head + 1),
            plural: items.tag(subject.head) == Tag::Nns
                || items.is(subject.head, &["police", "people"])
                || (subject.from..subject.head).any(|at| items.is(at, &["and"])),
        }
    }

    pub(crate) fn of_entity(&self, number: usize) -> Option<Meant> {
        let entity = self.people.entity(number)?;
        Some(Meant {
            name: entity.name.clone(),
            role: entity.roles.iter().find(|role| !is_address(role)).cloned(),
            entity: Some(number),
            gender: entity.gender,
            sort: entity.sort,
            plural: false,
            is_open: false,
        })
    }

    pub(crate) fn meant(
        &mut self,
        number: usize,
        items: &Items<'_, '_>,
        subject: &Subject,
    ) -> Meant {
        let head = items.lower(subject.head);
        match head {
            "he" | "his" | "him" => return self.pronoun(number, items, subject, Gender::Male),
            "she" | "her" => return self.pronoun(number, items, subject, Gender::Female),
            "it" | "its" => {
                let token = items.get(subject.head).map_or(0, |item| item.from);
                if let Some((then, after, meant)) = &self.last_group
                    && number - then <= 2
                    && !self.is_group_between((*then, *after), token, meant)
                {
                    return meant.clone();
                }
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            "they" | "their" => {
                if let Some((then, meant)) = &self.last
                    && meant.plural
                    && number - then <= 2
                    && self.are_people(&meant.name)
                {
                    return meant.clone();
                }
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            "i" | "we" | "you" | "who" | "which" | "that" | "this" | "those" | "these"
            | "themselves" | "himself" | "herself" | "itself" | "myself" | "ourselves"
            | "yourself" => {
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            _ => {}
        }
        let joined = (subject.from..subject.head).any(|at| items.is(at, &["and", "or"]));
        let (Some(first), Some(last)) = (items.get(subject.from), items.get(subject.head)) else {
            return self.open(items, subject);
        };
        let named = self
            .name_over_end(first.from, last.to)
            .filter(|_| items.tag(subject.head) == Tag::Nnp || items.is_upper(subject.head));
        if let Some(entity) = named
            && !joined
            && !self.is_office_of(items, subject)
            && let Some(mut meant) = self.of_entity(entity)
        {
            // "the study by Lind, which said": no person is a "which".
            if meant.sort == Sort::Person
                && subject.relative.is_some_and(|relative| items.is(relative, &["which"]))
            {
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            if let Some(country) = self.country(&meant.name) {
                meant.name = country;
                meant.sort = Sort::Place;
            }
            return meant;
        }
        if let Some(meant) = self.office_holder(items, subject) {
            return meant;
        }
        if (!joined || items.tag(subject.from) == Tag::PrpS)
            && let Some(entity) = self.apposed(items, subject)
            && let Some(meant) = self.of_entity(entity)
        {
            let role = meant.role.or_else(|| Some(self.office(items, subject)));
            return Meant { role, ..meant };
        }
        if !joined
            && self.lexicon.is("roles", head)
            && let Some(meant) = self.by_role(items, subject)
        {
            return meant;
        }
        let mut meant = self.open(items, subject);
        if let Some(country) = self.country(&meant.name) {
            meant.name = country;
            meant.sort = Sort::Place;
        }
        self.tell_sort(items, subject.head, &mut meant);
        meant
    }

    /// Whether several are people or groups by what they are called: "police officials", not "reasons".
    fn are_people(&self, name: &str) -> bool {
        name.split(' ').any(|word| {
            let small = word.to_lowercase();
            let one = small.strip_suffix('s').unwrap_or(&small);
            word.starts_with(char::is_uppercase)
                || ["roles", "groups", "audience", "sayers", "documents"]
                    .iter()
                    .any(|kind| self.lexicon.is(kind, &small) || self.lexicon.is(kind, one))
        })
    }

    /// Whether the name is an office's, and more than the office follows: "the Brussels Secretary of
    /// State".
    pub(crate) fn is_office_of(&self, items: &Items<'_, '_>, subject: &Subject) -> bool {
        self.lexicon.is("roles", items.lower(subject.head))
            && subject.to > subject.head + 1
            && items.is(subject.head + 1, &["of", "for"])
    }

    /// What sort of somebody a noun is for, as the tables tell.
    pub(crate) fn tell_sort(&self, items: &Items<'_, '_>, head: usize, meant: &mut Meant) {
        let word = items.lower(head);
        if self.lexicon.is("groups", word) {
            meant.sort = Sort::Group;
        } else if self.lexicon.is("roles", word) {
            meant.sort = if items.tag(head) == Tag::Nns { Sort::Unknown } else { Sort::Person };
            meant.gender = if self.lexicon.is("female", word) {
                Gender::Female
            } else if self.lexicon.is("male", word) {
                Gender::Male
            } else {
                Gender::Unknown
            };
        }
    }

    /// Who is named where the words `from..to` end, by a name that may go on behind them.
    fn name_over_end(&self, from: usize, to: usize) -> Option<usize> {
        let first = self.people.mentions.partition_point(|mention| mention.from < from);
        let mentions = self.people.mentions.get(first..)?.iter();
        mentions
            .take_while(|mention| mention.from < to)
            .find(|mention| mention.to >= to)
            .map(|mention| mention.entity)
    }

    pub(crate) fn ends_with_name(&self, from: usize, to: usize) -> bool {
        let first = self.people.mentions.partition_point(|mention| mention.from < from);
        self.people
            .mentions
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|mention| mention.from < to)
            .any(|mention| mention.to >= to)
    }

    /// The country that a place stands for, where the text names that country itself.
    pub(crate) fn country(&mut self, name: &str) -> Option<String> {
        if let Some(known) = self.countries.get(name) {
            return known.clone();
        }
        let found = self.find_country(name);
        self.countries.insert(name.to_owned(), found.clone());
        found
    }

    pub(crate) fn find_country(&self, name: &str) -> Option<String> {
        let lower = name.to_lowercase();
        // Only places reach the search through the text, and there are few of them.
        let country = self.lexicon.country(&lower)?;
        // "Russian" is no government, though it tells of which country one is.
        let at = self.find_word(country)?;
        if lower.ends_with("an") && lower != country && !country.ends_with("an") {
            return None;
        }
        self.layout
            .text
            .get(at..at + country.len())
            .map(str::to_owned)
            .filter(|name| name.chars().next().is_some_and(char::is_uppercase))
    }

    pub(crate) fn find_word(&self, word: &str) -> Option<usize> {
        if self.text_lower.len() != self.layout.text.len() {
            return None;
        }
        self.text_lower.match_indices(word).map(|(at, _)| at).find(|at| {
            let before = self.text_lower.get(..*at).and_then(|head| head.chars().next_back());
            let after = self.text_lower.get(at + word.len()..).and_then(|tail| tail.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    }
}

/// Whether what stands before a name only addresses somebody and tells nothing of what they are.
fn is_address(role: &str) -> bool {
    const ADDRESSES: [&str; 9] = ["mr", "mrs", "ms", "miss", "mx", "sir", "madam", "dame", "lady"];
    role.split(' ').all(|word| {
        ADDRESSES.iter().any(|address| word.trim_end_matches('.').eq_ignore_ascii_case(address))
    })
}
