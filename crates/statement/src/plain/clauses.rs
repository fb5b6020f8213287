//! Where what is said begins and ends, for a language that is read by a table.

use super::Table;
use super::phrases::Range;
use super::told::bare;
use crate::items::Items;

impl Table {
    /// Where a clause begins that is said: at "dass" and "que", or after a comma before a verb in the
    /// mood of reports, as in "sagte, er habe".
    pub(super) fn clause_after(&self, items: &Items<'_, '_>, from: usize) -> Option<usize> {
        for place in from..items.len().min(from + 14) {
            if self.says(items.lower(place)) || items.quotation(place).is_some() {
                return None;
            }
            if self.is("that", items.lower(place)) {
                return Some(place);
            }
            if items.is_comma(place) {
                let start = place + 1;
                if self.is("that", items.lower(start)) {
                    return Some(start);
                }
                let reported = (start..items.len().min(start + 9))
                    .take_while(|at| !items.is_comma(*at))
                    .any(|at| {
                        self.is("reported", items.lower(at))
                            || self.is_reported_verb(items, start, at)
                    });
                return reported.then_some(start);
            }
        }
        None
    }

    /// "…, die Stadt plane Neubauten": a small word in "e" behind a noun or a pronoun is a verb in the
    /// mood of reports, since adjectives stand before their nouns.
    fn is_reported_verb(&self, items: &Items<'_, '_>, start: usize, at: usize) -> bool {
        let word = items.lower(at);
        self.declines()
            && at > start
            && items.word(at).chars().next().is_some_and(char::is_lowercase)
            && word.ends_with('e')
            && word.chars().count() > 3
            && (items.is_upper(at - 1) || self.is("pronouns", items.lower(at - 1)))
            && !["no_verbs", "articles", "adverbs", "others"]
                .iter()
                .any(|group| self.is(group, word))
            && (!self.is("relatives", items.lower(start)) || items.is_upper(start + 1))
    }

    /// "warf ihm vor, Geld genommen zu haben", "accuse le maire d'avoir menti": where the infinitive
    /// of what is said begins.
    pub(super) fn infinitive_after(&self, items: &Items<'_, '_>, from: usize) -> Option<usize> {
        let limit = items.len().min(from + 14);
        if self.declines() {
            let comma = (from..limit)
                .take_while(|at| items.quotation(*at).is_none())
                .find(|at| items.is_comma(*at))?;
            let end = (comma + 1..items.len()).find(|at| items.is_comma(*at) || items.is_end(*at));
            let end = end.unwrap_or(items.len());
            let is_small = |at: usize| {
                items.word(at).chars().next().is_some_and(char::is_lowercase)
                    && items.lower(at).ends_with('n')
            };
            let plain = (comma + 1..end)
                .any(|at| items.is(at, &["zu"]) && at + 2 >= end && is_small(at + 1));
            let joined = end
                .checked_sub(1)
                .is_some_and(|last| is_small(last) && self.is_joined_infinitive(items.lower(last)));
            return (plain || joined).then_some(comma + 1);
        }
        (from..limit)
            .take_while(|at| {
                items.quotation(*at).is_none()
                    && !items.is_comma(*at)
                    && !self.says(items.lower(*at))
            })
            .find(|at| {
                let word = items.lower(*at);
                let of = ["d'", "d’"].iter().find_map(|of| word.strip_prefix(of));
                of.is_some_and(is_french_infinitive)
                    || matches!(word, "de" | "à")
                        && (at + 1..at + 4).any(|next| {
                            is_french_infinitive(bare(items.lower(next)))
                                && !items.is_upper(next)
                                && (at + 1..next).all(|small| {
                                    items.is(
                                        small,
                                        &["ne", "pas", "se", "le", "la", "les", "y", "en"],
                                    )
                                })
                        })
            })
    }

    /// "abzulehnen": the "zu" of the infinitive between its halves.
    fn is_joined_infinitive(&self, word: &str) -> bool {
        [
            "ab", "an", "auf", "aus", "bei", "ein", "fest", "frei", "her", "hin", "los", "mit",
            "nach", "um", "vor", "weg", "weiter", "wieder", "zurück", "zusammen", "zu", "durch",
            "über", "statt",
        ]
        .iter()
        .any(|half| {
            word.strip_prefix(half)
                .and_then(|rest| rest.strip_prefix("zu"))
                .is_some_and(|verb| verb.ends_with('n') && verb.chars().count() > 3)
        })
    }

    /// "Er habe nichts gewusst, sagte …": the clause before, in the mood of reports.
    pub(super) fn clause_before(&self, items: &Items<'_, '_>, from: usize) -> Option<Range> {
        let comma = from.checked_sub(1).filter(|at| items.is_comma(*at))?;
        // "Auf die Frage, ob es so sei, sagte …" is no clause of what was said.
        if self.is("ifs", items.lower(0)) || self.is("asked", items.lower(0)) {
            return None;
        }
        let asked = (0..comma)
            .any(|at| items.is_comma(at) && self.is("ifs", items.lower(at + 1)) && at < 6);
        let reported = (0..comma).any(|at| self.is("reported", items.lower(at)))
            || !self.declines() && self.stands_before(items, comma);
        let plain =
            (0..comma).all(|at| items.quotation(at).is_none() && !self.says(items.lower(at)));
        (reported && plain && comma > 2 && !asked).then(|| items.bytes(0, comma))
    }

    /// "Le port fermera lundi, a précisé la mairie": only what was said stands before a verb that comes
    /// before its subject, unless the sentence begins with when, where or of whom.
    fn stands_before(&self, items: &Items<'_, '_>, comma: usize) -> bool {
        let first = items.lower(0);
        let begins = self.is("articles", bare(first))
            || self.is("small_articles", first)
            || items.is_upper(0) && !self.is("others", first) && !self.is("places", first);
        let is_participle =
            ["é", "és", "ée", "ées", "ant"].iter().any(|ending| first.ends_with(ending));
        begins && !is_participle && comma > 3 && (0..comma).all(|at| !items.is_comma(at))
    }

    pub(super) fn end_of_clause(&self, items: &Items<'_, '_>, start: usize) -> usize {
        let mut end = items.len();
        while end > start && items.is_end(end - 1) {
            end -= 1;
        }
        // "…, sagte er am Dienstag": the reporter goes on.
        let own = (start + 1..end).find(|at| {
            items.is_comma(*at) && self.says(items.lower(at + 1)) && !items.is_upper(at + 1)
                || items.lower(*at) == ";"
        });
        own.unwrap_or(end)
    }

    /// Whether the sentence's first verb is in the mood of reports, beyond doubt: "Er habe nichts
    /// gewusst." Nobody but a speaker's reporter writes so.
    pub(crate) fn is_reported(&self, items: &Items<'_, '_>) -> bool {
        let mine =
            (0..items.len()).any(|at| items.is(at, &["ich", "wir"]) || items.lower(at) == "?");
        if mine || self.is("ifs", items.lower(0)) {
            return false;
        }
        let clause = (0..items.len().min(16))
            .take_while(|at| !items.is_comma(*at) && items.quotation(*at).is_none());
        clause.skip(1).find(|at| self.is("surely_reported", items.lower(*at))).is_some_and(|verb| {
            // A second verb before it would be the clause's own: "Das Amt sagt es könne".
            (0..verb).all(|at| !self.says(items.lower(at)))
        })
    }
}

fn is_french_infinitive(word: &str) -> bool {
    word.chars().count() > 3
        && ["er", "ir", "re"].iter().any(|ending| word.ends_with(ending))
        && word.chars().all(|sign| sign.is_alphabetic() || sign == '-')
}
