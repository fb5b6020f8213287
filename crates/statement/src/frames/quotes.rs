//! The quotations before, around and behind a verb of saying.

use super::Found;
use crate::items::Items;
use crate::lexicon::{Form, Frames};
use crate::tags::Tag;

impl Items<'_, '_> {
    pub(crate) fn add_quotes_before(&self, quote: usize, found: &mut Found) {
        let mut first = quote;
        while let Some(before) = first.checked_sub(1) {
            if self.quotation(before).is_none() {
                break;
            }
            first = before;
        }
        // "With so many systems, “there is no single point of failure,” he said": the reporter begins.
        let start = self.clause_start(0, first);
        if start < first
            && self.begins_small(first)
            && !(start..first).any(|at| self.says_at(at))
            && self.is_comma(first - 1)
        {
            self.add(start, quote + 1, found);
            return;
        }
        for at in first..=quote {
            self.add(at, at + 1, found);
        }
    }

    /// A quotation that goes on behind "…," she said, "…".
    pub(crate) fn add_quote_behind(&self, from: usize, found: &mut Found) {
        let mut at = from;
        while at < self.len() && at < from + 40 {
            if self.quotation(at).is_some() {
                let prior = at.checked_sub(1).unwrap_or(at);
                let apart = self.is_comma(prior)
                    || (self.tag(prior) == Tag::Cc && prior > from)
                    || matches!(self.lower(prior), ":" | ";" | ".")
                    || self.is_dash(prior)
                    || at == from
                    || self.is_time(prior)
                    || self.tag(prior).is_noun();
                if apart {
                    let mut end = at + 1;
                    while self.quotation(end).is_some() {
                        end += 1;
                    }
                    self.add(at, end, found);
                }
                return;
            }
            // Another verb of saying has its own quotation.
            let says = if self.tag(at) == Tag::Vbg {
                self.says_at(at) && (at + 1..at + 4).any(|place| self.quotation(place).is_some())
            } else {
                self.says_at(at)
            };
            if says {
                return;
            }
            // "…," he said, but "when it comes to that, …".
            if self.tag(at) == Tag::Cc
                && at <= from + 2
                && at > 0
                && self.is_comma(at - 1)
                && self.is_quoted(at + 1)
                && self.quotation(at + 1).is_none()
            {
                let mut end = self.len();
                while end > at && self.is_end(end - 1) {
                    end -= 1;
                }
                if (at + 1..end).all(|place| self.is_quoted(place)) {
                    self.add(at, end, found);
                }
                return;
            }
            at += 1;
        }
    }

    pub(crate) fn add_second_quote(&self, from: usize, found: &mut Found) {
        // "She said: “…” and “…”".
        if self.is(from, &["and", "but"]) && self.quotation(from + 1).is_some() {
            self.add(from + 1, from + 2, found);
        }
    }

    /// A quotation of its own that the verb leads to, with nothing but adjuncts in between.
    pub(crate) fn quote_ahead(&self, told: usize, start: usize) -> Option<usize> {
        if self.quotation(told).is_some() {
            return Some(told);
        }
        let mut at = start;
        while at < self.len() && at < start + 30 {
            if self.quotation(at).is_some() {
                let prior = at.checked_sub(1)?;
                let led = at == start
                    || self.is_comma(prior)
                    || self.lower(prior) == ":"
                    || self.is_dash(prior)
                    || self.is_time(prior);
                return led.then_some(at);
            }
            if self.lower(at) == ":" {
                return self.quotation(at + 1).is_some().then_some(at + 1);
            }
            if self.tag(at).is_finite()
                || self.is(at, &["that", ";"])
                || self.tag(at) == Tag::Cc
                || self.says_at(at)
                || (self.tag(at) == Tag::To && self.tag(at + 1) == Tag::Vb)
            {
                return None;
            }
            at += 1;
        }
        None
    }

    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        self.get(at)
            .is_some_and(|item| self.layout.quoted.get(item.from).copied().flatten().is_some())
    }

    pub(crate) fn begins_small(&self, quote: usize) -> bool {
        let Some(item) = self.get(quote) else { return false };
        let word = (item.from..item.to)
            .map(|at| self.layout.word(at))
            .find(|word| word.chars().any(char::is_alphanumeric));
        word.is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase))
    }

    /// Whether at `at` stands a verb that quotations hang on.
    pub(crate) fn says_at(&self, at: usize) -> bool {
        self.lexicon.says(self.lower(at))
            || (self.tag(at) == Tag::Vbg
                && self.lexicon.entries(self.lower(at)).iter().any(|entry| {
                    entry.form == Form::Ing
                        && self
                            .lexicon
                            .cue(entry.cue)
                            .is_some_and(|cue| cue.level < 3 && cue.frames.has(Frames::QUOTE))
                }))
    }
}
