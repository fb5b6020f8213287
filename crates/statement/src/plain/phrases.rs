//! Who acts in a sentence: the noun phrases beside a verb, for a language that is read by a table.

use super::Table;
use super::told::bare;
use crate::items::Items;

/// Items from the first to before the second.
pub(crate) type Range = (usize, usize);

impl Table {
    /// Who does what the verb at `at` says: before it, or behind it where something else begins the
    /// sentence.
    pub(super) fn subject(&self, items: &Items<'_, '_>, at: usize) -> Option<Range> {
        // "Weitere Fragen wollte sie nicht beantworten"
        if self.declines() && self.is_pronoun(items.lower(at + 1)) {
            return Some((at + 1, at + 2));
        }
        self.subject_before(items, at).or_else(|| self.subject_after(items, at + 1))
    }

    /// Who is named before `end`, with what commas or brackets add to the name.
    pub(super) fn subject_before(&self, items: &Items<'_, '_>, end: usize) -> Option<Range> {
        let last = end.checked_sub(1)?;
        if items.lower(last) == ")" {
            let open = (last.saturating_sub(6)..last).rev().find(|at| items.lower(*at) == "(")?;
            return self.phrase_before(items, open);
        }
        if items.is(last, &["qui"]) && !self.declines() {
            return self.name_before(items, last);
        }
        if !items.is_comma(last) {
            return self.phrase_before(items, end);
        }
        // "Le maire, Étienne Lind, a nié": commas around what is added.
        let open = (last.saturating_sub(9)..last)
            .rev()
            .take_while(|at| items.quotation(*at).is_none() && !self.says(items.lower(*at)))
            .find(|at| items.is_comma(*at))?;
        let added = (open + 1..last).any(|at| self.is_named(items, at));
        let begins = !self.is("others", items.lower(open + 1));
        if !added || !begins || open + 1 == last {
            return None;
        }
        let main = self.phrase_before(items, open)?;
        let is_office = (main.0..main.1).any(|at| self.is_title(items.lower(at)));
        let adds_office = (open + 1..last).any(|at| self.is_title(items.lower(at)));
        (is_office || adds_office).then_some((main.0, last))
    }

    /// "…, a dit Paul Lind, qui accuse …": the name that a relative clause hangs on.
    fn name_before(&self, items: &Items<'_, '_>, relative: usize) -> Option<Range> {
        let end = relative.checked_sub(1).filter(|comma| items.is_comma(*comma))?;
        let from = (end.saturating_sub(5)..end)
            .rev()
            .take_while(|at| items.is_upper(*at) && items.quotation(*at).is_none())
            .last()?;
        (end - from > 1).then_some((from, end))
    }

    /// Who is named behind a verb; when and where it was said may stand between.
    pub(super) fn subject_after(&self, items: &Items<'_, '_>, from: usize) -> Option<Range> {
        let mut at = from;
        for _ in 0..4 {
            if let Some(phrase) = self.phrase_after(items, at) {
                return Some(self.with_apposition(items, phrase));
            }
            at = self.adverbial(items, at)?;
        }
        None
    }

    /// Where "am Dienstag", "in Berlin", "dagegen" end that begin at `at`.
    fn adverbial(&self, items: &Items<'_, '_>, at: usize) -> Option<usize> {
        let word = items.lower(at);
        if self.is("adverbs", word) {
            return Some(at + 1);
        }
        if !self.is("places", word) {
            return None;
        }
        let noun = (at + 1..items.len().min(at + 5)).take_while(|place| {
            items.quotation(*place).is_none()
                && items.lower(*place).chars().any(char::is_alphanumeric)
                && !self.says(items.lower(*place))
        });
        let declines = self.declines();
        let mut noun = noun.filter(|place| {
            if declines {
                items.is_upper(*place)
            } else {
                !self.is("articles", items.lower(*place))
            }
        });
        let end = noun.next()? + 1;
        // "nach dem 2:1", "im Jahr 2025" have a number beside them.
        Some(end + usize::from(items.lower(end).chars().all(char::is_numeric) && end < items.len()))
    }

    /// "le directeur général, Luc Lind," : the name that a comma adds to an office.
    fn with_apposition(&self, items: &Items<'_, '_>, phrase: Range) -> Range {
        let (from, to) = phrase;
        if !items.is_comma(to) || !(from..to).any(|at| self.is_title(items.lower(at))) {
            return phrase;
        }
        let end = (to + 1..items.len().min(to + 5))
            .take_while(|at| items.is_upper(*at) || self.is("names", items.lower(*at)))
            .last()
            .map_or(to, |last| last + 1);
        let closed = items.is_comma(end) || items.is_end(end);
        if end > to + 2 && closed { (from, end) } else { phrase }
    }

    /// Whether a word has a capital, behind an article that is joined to it or without one.
    pub(super) fn is_named(&self, items: &Items<'_, '_>, at: usize) -> bool {
        items.quotation(at).is_none()
            && (items.is_upper(at)
                || bare(items.word(at)).chars().next().is_some_and(char::is_uppercase)
                || self.is_title(items.lower(at))
                || self.is_of_age(items.lower(at)))
    }

    /// The noun phrase that begins at `from`: names, nouns with a capital, titles, what hangs on them.
    pub(super) fn phrase_after(&self, items: &Items<'_, '_>, from: usize) -> Option<Range> {
        let first = items.lower(from);
        if self.is("pronouns", first) {
            return Some((from, from + 1));
        }
        let alone = !self.is("articles", first)
            || !self.is_named(items, from + 1) && !self.is_of_age(items.lower(from + 1));
        let alone = alone && !self.leads_to_name(items, from);
        if self.is("nobody", first) && alone
            || self.is("others", first)
            || self.is("adverbs", first)
        {
            return None;
        }
        let mut at = from;
        let mut to: Option<usize> = None;
        let mut last_is_title = false;
        let mut owners = 0;
        while at < items.len() && at - from < 12 {
            let word = items.lower(at);
            if (self.is("audience", word) || self.is("adverbs", word)) && to.is_some() {
                break;
            }
            if self.is_named(items, at) {
                to = Some(at + 1);
                last_is_title = self.is_title(word);
            } else if to.is_some() && self.is("articles", word) {
                // "der Sprecher der Polizei", but "sagte Lind der Zeitung" and "sagte sie dem Sender".
                if !last_is_title || owners > 0 || !self.is("inside", word) {
                    break;
                }
                owners += 1;
            } else if !self.declines()
                && to == Some(at.saturating_sub(1))
                && self.is("inside", items.lower(at - 1))
                && word.chars().all(char::is_alphabetic)
            {
                // "le président du tribunal": French writes what something is of small.
                to = Some(at + 1);
                last_is_title = false;
            } else if !(self.is("articles", word)
                || self.is("inside", word)
                    && (to.is_none() || last_is_title || self.is("names", word))
                || word.chars().count() > 3
                    // "la conseillère écologiste Nadia Lind"
                    && (to.is_none() || last_is_title && items.is_upper(at + 1))
                    && !self.is("adverbs", word)
                    && word.chars().all(char::is_alphabetic))
            {
                break;
            }
            at += 1;
        }
        to.map(|to| (from, to))
    }

    /// Whether an article has small words before its noun: "der frühere Minister".
    fn leads_to_name(&self, items: &Items<'_, '_>, from: usize) -> bool {
        self.is("articles", items.lower(from))
            && (from + 1..items.len().min(from + 4))
                .take_while(|at| {
                    let word = items.lower(*at);
                    word.chars().count() > 4 && word.chars().all(char::is_alphabetic)
                })
                .any(|at| self.is_named(items, at))
    }

    /// The noun phrase that ends before `end` and begins a clause.
    pub(super) fn phrase_before(&self, items: &Items<'_, '_>, end: usize) -> Option<Range> {
        let last = end.checked_sub(1)?;
        let begins_at = |from: usize| {
            from == 0
                || items.is_comma(from - 1)
                || items.is_dash(from - 1)
                || items.quotation(from - 1).is_some()
                || items.is(from - 1, &["und", "aber", "doch", "et", "mais", ":", ";", ")"])
        };
        if self.is("pronouns", items.lower(last)) {
            return begins_at(last).then_some((last, end));
        }
        if !self.is_named(items, last) {
            return self.small_phrase_before(items, end).filter(|phrase| begins_at(phrase.0));
        }
        let mut from = last;
        while from > 0 && end - from < 10 {
            let before = from - 1;
            let word = items.lower(before);
            let belongs = items.quotation(before).is_none()
                && (self.is_named(items, before)
                    || self.is("articles", word)
                    || self.is("inside", word)
                    || (word.chars().count() > 4 && word.chars().all(char::is_alphabetic)));
            if !belongs || self.says(word) {
                break;
            }
            from = before;
        }
        let first = items.lower(from);
        // "In Berlin sagte", "Das sagte", "Dem Sender sagte": none of these says anything.
        if self.is("nobody", first) && from == last
            || self.is("others", first)
            || self.is("adverbs", first)
        {
            return None;
        }
        begins_at(from).then_some((from, end))
    }

    /// "la capitainerie", "le syndicat des pêcheurs": French writes what speaks small, so that only its
    /// article tells where it begins.
    fn small_phrase_before(&self, items: &Items<'_, '_>, end: usize) -> Option<Range> {
        if self.declines() {
            return None;
        }
        let from = (end.saturating_sub(7)..end).rev().take_while(|at| {
            let word = items.lower(*at);
            items.quotation(*at).is_none()
                && word.chars().any(char::is_alphabetic)
                && !self.says(word)
                && !self.is("nobody", word)
        });
        let is_small =
            |at: usize| bare(items.word(at)).chars().next().is_some_and(char::is_lowercase);
        let from = from
            .filter(|at| {
                self.is("small_articles", items.lower(*at)) || items.lower(*at).starts_with("l'")
            })
            .last()?;
        let noun = if items.lower(from).starts_with("l'") { from } else { from + 1 };
        (noun < end && is_small(noun) && !self.is("auxiliaries", items.lower(end - 1)))
            .then_some((from, end))
    }
}
