//! What denies or rebuts what, where the text says so: by a word that points back, by shared rare
//! words, or because the accused or its party denies.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::statement::{Act, Statement};

/// What is known of a statement besides itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traits {
    /// Who speaks, among the article's people.
    pub(crate) entity: Option<usize>,
    /// The country that the speaker is of or is.
    pub(crate) party: Option<String>,
    /// The countries that what is said names first.
    pub(crate) about: Vec<String>,
    /// The names among the first words that are said.
    pub(crate) named: Vec<usize>,
    /// The rarer words that are said, cut to their stems.
    pub(crate) stems: FxHashSet<Box<str>>,
    /// Whether it points back at something said: "the claim", "that proposal", "it".
    pub(crate) points: Points,
    /// The sentence that carries it.
    pub(crate) sentence: usize,
    /// The statement of the same sentence whose claim it takes up, or whose reason it gives.
    pub(crate) of_sentence: bool,
}

/// What a statement's words point back at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Points {
    /// At nothing that is known.
    #[default]
    Nowhere,
    /// At a claim or an accusation.
    AtClaim,
    /// At a proposal, an offer or a demand.
    AtProposal,
}

/// Only so many statements back is looked for what is answered.
const REACH: usize = 60;

/// Ties each answer to what it answers.
pub(crate) fn tie(statements: &mut [Statement], traits: &[Traits]) {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for stem in traits.iter().flat_map(|traits| &traits.stems) {
        *counts.entry(stem).or_default() += 1;
    }
    let often = (traits.len() / 4).max(3);
    for at in 0..statements.len() {
        let answered = answered(statements, traits, at, &|stem| {
            counts.get(stem).copied().unwrap_or(0) <= often
        });
        if let Some(statement) = statements.get_mut(at) {
            statement.answers = answered;
        }
    }
}

fn answered(
    statements: &[Statement],
    traits: &[Traits],
    at: usize,
    is_rare: &dyn Fn(&str) -> bool,
) -> Option<usize> {
    let (statement, own) = (statements.get(at)?, traits.get(at)?);
    let earlier = || {
        (at.saturating_sub(REACH)..at)
            .rev()
            .filter_map(|before| Some((before, statements.get(before)?, traits.get(before)?)))
    };
    let other = |traits: &Traits| traits.entity.is_none() || traits.entity != own.entity;
    if own.of_sentence {
        let same = earlier().find(|(_, _, traits)| traits.sentence == own.sentence);
        if let Some((before, first, _)) = same {
            // The reason of a refusal answers what the refusal answers.
            if matches!(first.act, Act::Refusal | Act::Denial | Act::Rebuttal)
                && own_speaker(first, statement)
            {
                return first.answers;
            }
            return other(traits.get(before)?).then_some(before);
        }
    }
    let shared =
        |other: &Traits| own.stems.intersection(&other.stems).filter(|stem| is_rare(stem)).count();
    let is_claim = |act: Act| matches!(act, Act::Accusation);
    match statement.act {
        Act::Denial | Act::Rebuttal => {
            let accused = |other: &Traits| {
                (own.party.is_some()
                    && own.party.as_ref().is_some_and(|party| other.about.contains(party))
                    && other.party != own.party)
                    || own.entity.is_some_and(|entity| other.named.contains(&entity))
            };
            let best = earlier()
                .filter(|(_, claim, traits)| {
                    is_claim(claim.act) && other(traits) && !same_party(traits, own)
                })
                .map(|(before, _, traits)| {
                    let points = usize::from(own.points == Points::AtClaim) * 2;
                    (shared(traits) * 2 + points + usize::from(accused(traits)) * 3, before)
                })
                .filter(|(score, _)| *score >= 3)
                .max_by_key(|(score, before)| (*score, *before));
            best.map(|(_, before)| before).or_else(|| {
                // What anybody said, where many rare words of it are taken up.
                earlier()
                    .filter(|(_, claim, traits)| {
                        !claim.act.is_event()
                            && other(traits)
                            && !same_party(traits, own)
                            && shared(traits) >= 3
                    })
                    .max_by_key(|(before, _, traits)| (shared(traits), *before))
                    .map(|(before, _, _)| before)
            })
        }
        Act::NoEvidence => earlier()
            .find(|(_, claim, traits)| {
                is_claim(claim.act)
                    && (same_party(traits, own)
                        || traits.entity.is_some() && traits.entity == own.entity)
            })
            .map(|(before, _, _)| before),
        Act::DeclinedToComment if own.points == Points::AtClaim => {
            let of_party = earlier().find(|(_, claim, traits)| {
                is_claim(claim.act)
                    && traits.party.as_ref().is_some_and(|party| own.about.contains(party))
            });
            let rare =
                || earlier().find(|(_, claim, traits)| is_claim(claim.act) && shared(traits) >= 1);
            of_party.or_else(rare).map(|(before, _, _)| before)
        }
        Act::NoResponse | Act::Refusal if own.points == Points::AtProposal => earlier()
            .take(4)
            .find(|(_, claim, traits)| {
                matches!(claim.act, Act::Offer | Act::Demand)
                    && other(traits)
                    && !same_party(traits, own)
            })
            .map(|(before, _, _)| before),
        Act::Refusal => earlier()
            .take(2)
            .find(|(_, claim, traits)| {
                claim.act == Act::Demand
                    && !same_party(traits, own)
                    && own.party.as_ref().is_some_and(|party| traits.about.first() == Some(party))
                    && own.sentence - traits.sentence <= 1
            })
            .map(|(before, _, _)| before),
        _ => None,
    }
}

fn same_party(one: &Traits, other: &Traits) -> bool {
    one.party.is_some() && one.party == other.party
}

fn own_speaker(one: &Statement, other: &Statement) -> bool {
    match (&one.speaker, &other.speaker) {
        (Some(one), Some(other)) => one.name == other.name,
        _ => false,
    }
}
