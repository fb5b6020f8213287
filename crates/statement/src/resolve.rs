//! From the words that name a speaker to the fullest name that the text gives.

use rustc_hash::FxHashMap;

use crate::answers::{Points, Traits};
use crate::article::Layout;
use crate::items::Items;
use crate::lexicon::Lexicon;
use crate::people::{Entity, Gender, People, Sort};
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
    /// The person that is the subject of each of the last sentences.
    subjects: Vec<(usize, usize)>,
    /// Places and groups that were last spoken of as acting.
    last_group: Option<(usize, Meant)>,
    /// What "Moscow" and the like stand for here: countries that the text names itself.
    text_lower: String,
    /// What was found out about places so far.
    countries: FxHashMap<String, Option<String>>,
}

/// Words so frequent that sharing them says nothing.
const COMMON: &[&str] = &[
    "that",
    "this",
    "with",
    "from",
    "have",
    "would",
    "will",
    "been",
    "were",
    "they",
    "their",
    "there",
    "about",
    "which",
    "when",
    "what",
    "said",
    "says",
    "more",
    "than",
    "also",
    "into",
    "some",
    "only",
    "other",
    "could",
    "should",
    "must",
    "your",
    "them",
    "these",
    "those",
    "because",
    "very",
    "just",
    "like",
    "people",
    "year",
    "years",
    "time",
    "want",
    "make",
    "made",
    "does",
    "going",
    "such",
    "many",
    "much",
    "being",
    "over",
    "after",
    "before",
    "while",
    "where",
    "most",
    "even",
    "then",
    "well",
    "know",
    "think",
    "story",
    "claim",
    "claims",
    "evidence",
    "accusation",
    "accusations",
    "alleged",
    "allegations",
    "took",
    "take",
    "part",
    "president",
    "government",
    "country",
    "including",
];

/// A word without its commonest endings; enough to see that two are one.
fn stem(word: &str) -> &str {
    for ending in ["ings", "ing", "ers", "ed", "es", "er", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
        {
            return stem.strip_suffix('e').unwrap_or(stem);
        }
    }
    word.strip_suffix('e').filter(|stem| stem.chars().count() >= 4).unwrap_or(word)
}

/// So many sentences back a pronoun's person may stand.
const REACH: usize = 4;

impl<'l, 'a> Resolver<'l, 'a> {
    pub(crate) fn new(layout: &'l Layout<'a>, lexicon: &'l Lexicon, people: &'l People) -> Self {
        Self {
            layout,
            lexicon,
            people,
            last: None,
            subjects: Vec::new(),
            last_group: None,
            text_lower: layout.text.to_lowercase(),
            countries: FxHashMap::default(),
        }
    }

    /// Notes what a sentence says about whom, before its statements are resolved.
    pub(crate) fn begin_sentence(&mut self, number: usize, items: &Items<'_, '_>) {
        let verb = (0..items.len())
            .find(|at| items.tag(*at).is_finite() && !items.is(*at, &["'s"]))
            .unwrap_or(items.len());
        let mut at = 0;
        // A subordinate clause or a phrase before the first comma is passed over.
        if items.tag(0) == Tag::In || items.tag(0) == Tag::Wh {
            at = (0..items.len()).find(|at| items.is_comma(*at)).map_or(0, |comma| comma + 1);
        }
        let limit = if at > verb { items.len().min(at + 8) } else { verb };
        for place in at..limit {
            let Some(item) = items.get(place) else { break };
            if items.tag(place) == Tag::In && place > at {
                break;
            }
            if let Some(entity) = self
                .people
                .mentions
                .binary_search_by_key(&item.from, |mention| mention.from)
                .ok()
                .and_then(|at| self.people.mentions.get(at))
                .map(|mention| mention.entity)
                && items.tag(place + 1) != Tag::Pos
                && self.people.entity(entity).is_some_and(Entity::is_person)
            {
                self.subjects.push((number, entity));
                break;
            }
        }
    }

    /// The country that somebody is of, by the words of name and roles, or is.
    pub(crate) fn party(&self, meant: &Meant) -> Option<String> {
        let roles = meant
            .entity
            .and_then(|entity| self.people.entity(entity))
            .map(|entity| entity.roles.as_slice())
            .unwrap_or_default();
        std::iter::once(&meant.name).chain(roles).find_map(|text| self.country_in(text))
    }

    fn country_in(&self, text: &str) -> Option<String> {
        text.split(|sign: char| !sign.is_alphanumeric() && sign != '.')
            .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
            .find_map(|word| self.lexicon.country(&word.to_lowercase()))
            .map(str::to_owned)
    }

    /// Fills in what the words that are said name and point at.
    pub(crate) fn traits(&self, words: &[&str], content: &[(usize, usize)], traits: &mut Traits) {
        for word in words {
            if let Some(country) = self.lexicon.country(word) {
                let country = country.to_owned();
                if !traits.about.contains(&country) {
                    traits.about.push(country);
                }
            } else if word.chars().count() > 3
                && word.chars().all(char::is_alphabetic)
                && !COMMON.contains(word)
                && traits.stems.len() < 200
            {
                traits.stems.insert(stem(word).into());
            }
        }
        for (start, end) in content {
            let first = self.people.mentions.partition_point(|mention| {
                self.layout.tokens.get(mention.from).is_some_and(|token| token.start < *start)
            });
            let inside = self.people.mentions.get(first..).unwrap_or_default().iter();
            traits.named.extend(
                inside
                    .take_while(|mention| {
                        self.layout.tokens.get(mention.from).is_some_and(|token| token.end <= *end)
                    })
                    .take(6)
                    .map(|mention| mention.entity),
            );
        }
        let pointed = words.windows(3).any(|window| {
            matches!(window.first(), Some(&("the" | "that" | "this" | "these" | "those" | "such")))
                && window.iter().skip(1).any(|word| {
                    matches!(
                        *word,
                        "proposal"
                            | "offer"
                            | "demand"
                            | "request"
                            | "idea"
                            | "plan"
                            | "suggestion"
                    )
                })
        });
        let claim = words.iter().any(|word| {
            matches!(
                *word,
                "claim"
                    | "claims"
                    | "accusation"
                    | "accusations"
                    | "allegation"
                    | "allegations"
                    | "alleged"
                    | "claimed"
                    | "charges"
                    | "assertion"
                    | "assertions"
                    | "accused"
            )
        });
        let anaphor =
            words.iter().take(2).any(|word| matches!(*word, "it" | "that" | "this" | "them"))
                && words.len() < 14
                && !words.is_empty();
        traits.points = if pointed {
            Points::AtProposal
        } else if claim || (anaphor && words.first().is_some_and(|word| *word != "that")) {
            Points::AtClaim
        } else {
            Points::Nowhere
        };
    }

    /// Whom a subject means.
    pub(crate) fn resolve(
        &mut self,
        number: usize,
        items: &Items<'_, '_>,
        subject: &Subject,
    ) -> Meant {
        let meant = self.meant(number, items, subject);
        if !meant.is_open {
            self.last = Some((number, meant.clone()));
            if matches!(meant.sort, Sort::Group | Sort::Place) {
                self.last_group = Some((number, meant.clone()));
            }
        }
        meant
    }

    fn words(&self, items: &Items<'_, '_>, subject: &Subject) -> String {
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

    fn open(&self, items: &Items<'_, '_>, subject: &Subject) -> Meant {
        Meant {
            name: self.words(items, subject),
            role: None,
            entity: None,
            gender: Gender::Unknown,
            sort: Sort::Unknown,
            plural: items.tag(subject.head) == Tag::Nns,
            is_open: false,
        }
    }

    fn of_entity(&self, number: usize) -> Option<Meant> {
        let entity = self.people.entity(number)?;
        Some(Meant {
            name: entity.name.clone(),
            role: entity.roles.first().cloned(),
            entity: Some(number),
            gender: entity.gender,
            sort: entity.sort,
            plural: false,
            is_open: false,
        })
    }

    fn meant(&mut self, number: usize, items: &Items<'_, '_>, subject: &Subject) -> Meant {
        let head = items.lower(subject.head);
        match head {
            "he" | "his" | "him" => return self.pronoun(number, items, subject, Gender::Male),
            "she" | "her" => return self.pronoun(number, items, subject, Gender::Female),
            "it" | "its" => {
                if let Some((then, meant)) = &self.last_group
                    && number - then <= REACH
                {
                    return meant.clone();
                }
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            "they" | "their" => {
                if let Some((then, meant)) = &self.last
                    && meant.plural
                    && number - then <= REACH
                {
                    return meant.clone();
                }
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            "i" | "we" | "you" | "who" | "which" | "that" | "this" | "those" | "these" => {
                return Meant { is_open: true, ..self.open(items, subject) };
            }
            _ => {}
        }
        let joined = (subject.from..subject.head).any(|at| items.is(at, &["and", "or"]));
        let (Some(first), Some(last)) = (items.get(subject.from), items.get(subject.head)) else {
            return self.open(items, subject);
        };
        let named = self
            .people
            .named(first.from, last.to)
            .filter(|_| items.tag(subject.head) == Tag::Nnp || items.is_upper(subject.head));
        if let Some(entity) = named
            && !joined
            && self.ends_with_name(first.from, last.to)
            && let Some(mut meant) = self.of_entity(entity)
        {
            if let Some(country) = self.country(&meant.name) {
                meant.name = country;
                meant.sort = Sort::Place;
            }
            return meant;
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
        if self.lexicon.is("groups", head) {
            meant.sort = Sort::Group;
        } else if self.lexicon.is("roles", head) {
            meant.sort =
                if items.tag(subject.head) == Tag::Nns { Sort::Unknown } else { Sort::Person };
            meant.gender = if self.lexicon.is("female", head) {
                Gender::Female
            } else if self.lexicon.is("male", head) {
                Gender::Male
            } else {
                Gender::Unknown
            };
        }
        meant
    }

    fn ends_with_name(&self, from: usize, to: usize) -> bool {
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
    fn country(&mut self, name: &str) -> Option<String> {
        if let Some(known) = self.countries.get(name) {
            return known.clone();
        }
        let found = self.find_country(name);
        self.countries.insert(name.to_owned(), found.clone());
        found
    }

    fn find_country(&self, name: &str) -> Option<String> {
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

    fn find_word(&self, word: &str) -> Option<usize> {
        if self.text_lower.len() != self.layout.text.len() {
            return None;
        }
        self.text_lower.match_indices(word).map(|(at, _)| at).find(|at| {
            let before = self.text_lower.get(..*at).and_then(|head| head.chars().next_back());
            let after = self.text_lower.get(at + word.len()..).and_then(|tail| tail.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    }

    /// Whether who just spoke has a name like a person's, though nothing tells that it is one.
    fn may_be_person(&self, entity: usize) -> bool {
        self.people.entity(entity).is_some_and(|entity| {
            let mut words = entity.name.split(' ');
            let like = |word: &str| {
                word.chars().count() > 2
                    && word.chars().skip(1).all(|sign| sign.is_lowercase() || !sign.is_alphabetic())
            };
            entity.sort == Sort::Unknown && entity.name.split(' ').count() == 2 && words.all(like)
        })
    }

    fn fits(&self, entity: usize, gender: Gender) -> bool {
        self.people.entity(entity).is_some_and(|entity| {
            entity.is_person() && (entity.gender == gender || entity.gender == Gender::Unknown)
        })
    }

    /// Whom "he" or "she" means: who spoke last, or the subject of a sentence since then; the words
    /// of the text where two may be meant.
    fn pronoun(
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
    fn by_role(&self, items: &Items<'_, '_>, subject: &Subject) -> Option<Meant> {
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
