//! Of which country somebody is, and what the words that are said name and point at.

use super::{Meant, Resolver};
use crate::answers::{Points, Traits};

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

/// So many people that a statement names are remembered.
const MOST_NAMED: usize = 100;

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

impl Resolver<'_, '_> {
    /// Whether what has this name is a person.
    pub(crate) fn is_person(&self, entity: usize) -> bool {
        self.people.entity(entity).is_some_and(crate::people::Entity::is_person)
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

    pub(crate) fn country_in(&self, text: &str) -> Option<String> {
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
            let named = inside
                .take_while(|mention| {
                    self.layout.tokens.get(mention.from).is_some_and(|token| token.end <= *end)
                })
                .take(6)
                .map(|mention| mention.entity);
            for entity in named {
                if traits.named.len() < MOST_NAMED && !traits.named.contains(&entity) {
                    traits.named.push(entity);
                }
            }
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
}
