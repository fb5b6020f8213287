//! Which statements of a story's other articles answer a claim.

use dateline_model::StatementId;
use jiff::SignedDuration;
use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::groups;
use crate::statement::Act;
use crate::told::Told;

/// Articles of a story answer each other within so long.
const WITHIN: SignedDuration = SignedDuration::from_hours(4 * 24);

/// So many answers from other articles are kept for a claim.
const MOST: usize = 3;

/// So many rare words that a denial shares with what somebody said tie the two.
const SHARED: usize = 3;

/// The answers of other articles to each claim of a story that nothing in its own article disputes:
/// pairs of answer and claim. An answer is tied only where the texts say so: because it answers the
/// same claim in its own article, because the accused or its party denies in the claim's rarer
/// words, or because many such words are shared. What statements answer in their own articles must
/// be all that `told` says of answers.
pub fn ties(told: &[Told]) -> Vec<(StatementId, StatementId)> {
    let by_id: FxHashMap<StatementId, &Told> = told.iter().map(|told| (told.id, told)).collect();
    let is_settled: FxHashSet<StatementId> = told
        .iter()
        .filter(|answer| answer.act.disputes())
        .flat_map(|answer| &answer.answers)
        .copied()
        .collect();
    let disputing: Vec<&Told> =
        told.iter().filter(|told| told.is_shown() && told.act.disputes()).collect();
    let rare = Rare::of(told);
    let mut ties = Vec::new();
    for group in groups(told) {
        let members: Vec<&Told> = group.iter().filter_map(|at| told.get(*at)).collect();
        let is_claim =
            |told: &Told| told.is_shown() && !told.act.is_event() && !told.act.disputes();
        if !members.iter().any(|told| is_claim(told)) {
            continue;
        }
        let ids: FxHashSet<StatementId> = members.iter().map(|told| told.id).collect();
        for claim in members.iter().filter(|told| is_claim(told) && !is_settled.contains(&told.id))
        {
            let answers = disputing.iter().filter(|answer| {
                answer.original != claim.original
                    && answer.at.duration_since(claim.at).abs() <= WITHIN
                    && (answer.answers.iter().any(|answered| ids.contains(answered))
                        || rare.tie(claim, answer, &by_id))
            });
            ties.extend(answers.take(MOST).map(|answer| (answer.id, claim.id)));
        }
    }
    ties.sort_unstable();
    ties.dedup();
    ties
}

/// How many statements of the story have a word.
struct Rare<'a> {
    counts: FxHashMap<&'a str, usize>,
    often: usize,
}

impl<'a> Rare<'a> {
    fn of(told: &'a [Told]) -> Self {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for stem in told.iter().flat_map(|told| &told.gist.stems) {
            *counts.entry(stem).or_default() += 1;
        }
        Self { counts, often: (told.len() / 4).max(3) }
    }

    fn shared(&self, one: &Told, other: &Told) -> usize {
        one.gist
            .stems
            .iter()
            .filter(|stem| self.counts.get(stem.as_str()).copied().unwrap_or(0) <= self.often)
            .filter(|stem| other.gist.stems.binary_search(stem).is_ok())
            .count()
    }

    /// Whether the texts say that `answer` is about `claim`.
    fn tie(&self, claim: &Told, answer: &Told, by_id: &FxHashMap<StatementId, &Told>) -> bool {
        let party = answer.gist.party.as_ref();
        let same_party = party.is_some() && party == claim.gist.party.as_ref();
        let name = |told: &Told| told.speaker.as_ref().map(|teller| teller.name.to_lowercase());
        if same_party || name(claim).is_none() || name(claim) == name(answer) {
            return false;
        }
        // What answers a claim of its own article answers another one only if that is the same.
        if answer.answers.iter().any(|own| by_id.contains_key(own)) {
            return false;
        }
        let shared = self.shared(claim, answer);
        let accused = party.is_some_and(|party| claim.gist.about.contains(party))
            || answer
                .speaker
                .as_ref()
                .is_some_and(|teller| teller.is_named && claim.gist.names.contains(&teller.name));
        (claim.act == Act::Accusation && accused && shared >= 1) || shared >= SHARED
    }
}
