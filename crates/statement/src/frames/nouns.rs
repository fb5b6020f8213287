//! Statements without a verb of saying: claims with an owner, sources, speakers before a colon.

use super::Place;
use super::{Found, Frame, some};
use crate::items::Items;
use crate::lexicon::{Cue, Form, Frames};
use crate::phrases::{Subject, VerbGroup, Way};
use crate::statement::Act;
use crate::tags::Tag;

impl Items<'_, '_> {
    /// "Trump's claim that …": a noun that a clause may follow, with an owner.
    pub(crate) fn nominal(&self, at: usize) -> Option<Found> {
        if !self.tag(at).is_noun() {
            return None;
        }
        let act = self.lexicon.claim(self.lower(at))?;
        let of_document = self.lexicon.is("documents", self.lower(at));
        if !self.is(at + 1, &["that"]) || of_document {
            return None;
        }
        let mut owner = None;
        for place in (at.saturating_sub(4)..at).rev() {
            if self.tag(place) == Tag::Pos && place > 0 {
                let last = place - 1;
                let from = self.phrase_start(last, 0);
                owner = Some(Subject {
                    from,
                    to: last + 1,
                    head: last,
                    way: Way::Noun,
                    relative: None,
                });
                break;
            }
            if self.tag(place) == Tag::PrpS && self.is(place, &["his", "her", "their", "its"]) {
                owner = Some(Subject {
                    from: place,
                    to: place + 1,
                    head: place,
                    way: Way::Noun,
                    relative: None,
                });
                break;
            }
            if !matches!(self.tag(place), Tag::Jj | Tag::Nn | Tag::Cd) {
                break;
            }
        }
        let owner = owner?;
        let end = self.clause_end(at + 1, at);
        // What is claimed ends where the sentence's own verb begins; that cannot be told here, so a
        // short clause only is taken.
        let mut found = Found {
            subject: Some(owner),
            cue: (at, at + 1),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::Nominal,
            level: 2,
            act,
            lemma: self.lower(at).into(),
            group: VerbGroup { from: at, ..VerbGroup::default() },
            form: Form::Base,
            doubts: 0,
        };
        self.add(at + 1, end, &mut found);
        some(found)
    }

    /// ", a claim that X denied and called Y": what is answered is the sentence's claim.
    pub(crate) fn claim_relative(&self, at: usize, found: &mut Vec<Found>) -> bool {
        let known = self.lexicon.claim(self.lower(at)).is_some()
            || self.is(at, &["characterization", "version", "account", "suggestion", "notion"]);
        if !known || at < 2 {
            return false;
        }
        let article = (at.saturating_sub(3)..at).rev().find(|place| self.is(*place, &["a", "an"]));
        let Some(article) = article.filter(|article| {
            *article > 0 && (self.is_comma(article - 1) || self.is_dash(article - 1))
        }) else {
            return false;
        };
        let start = at + 1 + usize::from(self.is(at + 1, &["that", "which"]));
        let Some(subject) = self.phrase_after(start) else { return false };
        let mut verb = subject.to;
        while self.tag(verb) == Tag::Rb || self.is(verb, &["has", "have", "had"]) {
            verb += 1;
        }
        let Some((cue, form)) = self.cue_at(verb) else { return false };
        if !matches!(
            &*cue.lemma,
            "deny" | "reject" | "dispute" | "dismiss" | "refute" | "rebut" | "call" | "describe"
        ) {
            return false;
        }
        let group = VerbGroup { from: subject.to, ..VerbGroup::default() };
        let mut first = self.found(&Place { verb, after: verb + 1, cue, form, group }, subject);
        first.frame = Frame::Claim;
        if matches!(&*cue.lemma, "deny" | "reject" | "dispute" | "dismiss" | "refute" | "rebut") {
            first.act =
                if matches!(&*cue.lemma, "deny" | "reject") { Act::Denial } else { Act::Rebuttal };
            self.add(article, at + 1, &mut first);
            found.push(first);
            let next = verb + 1;
            if self.is(next, &["and"])
                && let Some((cue, form)) = self.cue_at(next + 1)
                && cue.frames.has(Frames::CALLED | Frames::AS)
            {
                self.claim_called(next + 1, cue, form, subject, found);
            }
        } else {
            self.claim_called(verb, cue, form, subject, found);
        }
        true
    }

    /// "…, which X called Y": Y is said of the sentence's claim.
    pub(crate) fn claim_called(
        &self,
        verb: usize,
        cue: &Cue,
        form: Form,
        subject: Subject,
        found: &mut Vec<Found>,
    ) {
        let group = VerbGroup { from: verb, ..VerbGroup::default() };
        let mut called = self.found(
            &Place { verb, after: verb + 1, cue, form, group },
            Subject { way: Way::Shared, ..subject },
        );
        called.frame = Frame::Claim;
        called.act = Act::Rebuttal;
        // "a claim that X called an invention and that threw …": the claim goes on.
        let limit = self.clause_end(verb + 1, verb);
        let end = (verb + 2..limit)
            .find(|at| self.tag(*at) == Tag::Cc && self.is(at + 1, &["that", "which"]))
            .unwrap_or(limit);
        self.add(verb + 1, end, &mut called);
        if !called.content.is_empty() {
            found.push(called);
        }
    }

    pub(crate) fn cue_at(&self, at: usize) -> Option<(&Cue, Form)> {
        let entries = self.lexicon.entries(self.lower(at));
        let entry = entries.iter().find(|entry| entry.particle.is_none())?;
        Some((self.lexicon.cue(entry.cue)?, self.form_of(at, entries, entry.cue)?))
    }

    /// "according to".
    pub(crate) fn according(&self, at: usize) -> Option<Found> {
        if !(self.is(at, &["according"]) && self.is(at + 1, &["to"])) {
            return None;
        }
        let who = self.phrase_after(at + 2).or_else(|| {
            let head = (at + 2..at + 8).find(|place| {
                self.get(*place).is_some_and(|item| {
                    item.quotation.is_none()
                        && !matches!(item.tag, Tag::Punct | Tag::Dt | Tag::PrpS | Tag::Jj | Tag::In)
                })
            })?;
            Some(Subject { from: at + 2, to: head + 1, head, way: Way::Noun, relative: None })
        })?;
        let mut close = who.to;
        while close < self.len()
            && !self.is_comma(close)
            && !self.is_end(close)
            && !self.is_dash(close)
            && self.lower(close) != ";"
        {
            if at > 0 && self.tag(close) == Tag::Cc && self.has_finite(close, self.len()) {
                break;
            }
            close += 1;
        }
        let mut found = Found {
            subject: Some(Subject { way: Way::Noun, ..who }),
            cue: (at, at + 2),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::According,
            level: 1,
            act: Act::Assertion,
            lemma: "according".into(),
            group: VerbGroup { from: at, ..VerbGroup::default() },
            form: Form::Base,
            doubts: 0,
        };
        let mut end = self.len();
        while end > close && self.is_end(end - 1) {
            end -= 1;
        }
        if at == 0 {
            let start = if self.is_comma(close) { close + 1 } else { close };
            self.add(start, self.clause_end(start, at), &mut found);
        } else {
            let before = if self.is_comma(at - 1) || self.is_dash(at - 1) { at - 1 } else { at };
            let mut start = self.clause_start(0, before);
            if let Some(last) = before.checked_sub(1)
                && self.quotation(last).is_some()
            {
                // "It applies, “when somebody lies,” according to …": the quotation goes on with it.
                start = if last > 0 && self.begins_small(last) {
                    self.clause_start(0, last)
                } else {
                    last
                };
            }
            // A clause of its own before it: "X said that …, but …, according to Y".
            for place in (start..before).rev() {
                if self.tag(place) == Tag::Cc
                    && place > start
                    && self.is_comma(place - 1)
                    && self.has_finite(place, before)
                    && self.has_finite(start, place)
                {
                    start = place + 1;
                    break;
                }
            }
            self.add(start, before, &mut found);
            if self.is_comma(close)
                && self.is_comma(at - 1)
                && close + 1 < end
                && self.has_finite(close + 1, end)
                && !self.has_finite(start, before)
            {
                self.add(close + 1, end, &mut found);
            }
        }
        // "According to Lind, “…”": words that are quoted are as sure as those behind "said".
        let quoted = found
            .covered
            .iter()
            .all(|(from, to)| (*from..*to).all(|at| self.quotation(at).is_some()));
        if quoted && !found.covered.is_empty() {
            found.frame = if at == 0 { Frame::QuoteAfter } else { Frame::QuoteBefore };
        }
        some(found)
    }

    /// "“…” — Ann Lind": a quotation with the name of whose it is under it.
    pub(crate) fn signed(&self) -> Option<Found> {
        self.quotation(0)?;
        let mut dash = 1;
        while self.quotation(dash).is_some() {
            dash += 1;
        }
        let name = dash + 1;
        let mut end = self.len();
        while end > name && self.is_end(end - 1) {
            end -= 1;
        }
        let close = (name..end).find(|at| self.is_comma(*at)).unwrap_or(end);
        let named = (2..=5).contains(&(close - name.min(close)))
            && self.is_upper(name)
            && (name..close).all(|at| self.is_upper(at) || self.is(at, &["de", "van", "von"]));
        if !self.is_dash(dash) || !named || self.has_finite(name, end) {
            return None;
        }
        let subject =
            Subject { from: name, to: close, head: close - 1, way: Way::Noun, relative: None };
        let mut found = Found {
            subject: Some(subject),
            cue: (dash, dash + 1),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::QuoteBefore,
            level: 1,
            act: Act::Assertion,
            lemma: ":".into(),
            group: VerbGroup { from: dash, ..VerbGroup::default() },
            form: Form::Base,
            doubts: 0,
        };
        self.add(0, dash, &mut found);
        some(found)
    }

    /// "Clinton: “…”", and "TRUMP: …" as transcripts have it.
    pub(crate) fn colon(&self) -> Option<Found> {
        let colon = (1..self.len().min(9)).find(|at| self.lower(*at) == ":")?;
        let words = 0..colon;
        if words
            .clone()
            .any(|at| !self.is_upper(at) && !self.is(at, &["of", "the", "and", ",", "."]))
        {
            return None;
        }
        let next = colon + 1;
        let quote = self.quotation(next).is_some();
        let shouted =
            words.clone().all(|at| self.word(at).chars().all(|sign| !sign.is_lowercase()));
        if !(quote || shouted && colon <= 4 && self.len() > colon + 3) {
            return None;
        }
        let head = colon - 1;
        if !self.is_upper(head) || !self.word(head).chars().any(char::is_alphabetic) {
            return None;
        }
        let mut found = Found {
            subject: Some(Subject { from: 0, to: colon, head, way: Way::Noun, relative: None }),
            cue: (colon, colon + 1),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::Colon,
            level: 2,
            act: Act::Assertion,
            lemma: ":".into(),
            group: VerbGroup { from: colon, ..VerbGroup::default() },
            form: Form::Base,
            doubts: u8::from(!quote),
        };
        let mut end = self.len();
        if quote {
            end = next + 1;
            while self.quotation(end).is_some() {
                end += 1;
            }
        }
        self.add(next, end, &mut found);
        some(found)
    }
}
