//! What follows a verb of saying: a quotation, a clause, a question, a noun.

use super::{Found, Frame, PREPOSITIONS, some};
use crate::items::Items;
use crate::lexicon::{Cue, Form, Frames};
use crate::phrases::{Subject, VerbGroup, Way};
use crate::tags::Tag;

/// A verb of saying in its sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'c> {
    pub(crate) verb: usize,
    /// The item after the verb and its particle.
    pub(crate) after: usize,
    pub(crate) cue: &'c Cue,
    pub(crate) form: Form,
    pub(crate) group: VerbGroup,
}

/// A verb of saying and what stands behind it.
#[derive(Debug)]
pub(crate) struct Lead<'c> {
    pub(crate) place: Place<'c>,
    /// The item after whom it is said to.
    pub(crate) told: usize,
    /// The item after when, where and how it was said.
    pub(crate) start: usize,
    /// The statement without its words.
    pub(crate) found: Found,
}

impl Items<'_, '_> {
    /// What a verb with its subject before it leads to.
    pub(crate) fn lead(&self, place: Place<'_>, subject: Subject) -> Option<Found> {
        let found = self.found(&place, subject);
        if let Some(found) = self.lead_from_quote(&place, &found) {
            return Some(found);
        }
        let told = self.told(place.after, place.cue)?;
        let lead = Lead { place, told, start: self.skip_adjuncts(told), found };
        self.lead_to_quote(&lead)
            .or_else(|| self.lead_to_that(&lead))
            .or_else(|| self.lead_to_question(&lead))
            .or_else(|| self.lead_to_infinitive(&lead))
            .or_else(|| self.lead_to_word(&lead))
            .or_else(|| self.lead_to_named(&lead))
            .or_else(|| self.lead_to_clause(&lead))
            .or_else(|| self.before_or_around(&lead))
            .or_else(|| self.lead_to_noun(&lead))
    }

    /// "“…,” she said".
    fn lead_from_quote(&self, place: &Place<'_>, found: &Found) -> Option<Found> {
        let subject = found.subject?;
        if !place.cue.frames.has(Frames::QUOTE) || !matches!(subject.way, Way::Beside | Way::Apart)
        {
            return None;
        }
        let before = subject.from.checked_sub(1)?;
        let quote = if self.quotation(before).is_some() {
            before
        } else if self.is_comma(before) || self.is_dash(before) || self.tag(before) == Tag::Rb {
            before.checked_sub(1).filter(|at| self.quotation(*at).is_some())?
        } else {
            return None;
        };
        // "“…,” Trump said that": the clause is another statement's.
        let next = self.told(place.after, place.cue).unwrap_or(place.after);
        if self.is(next, &["that"]) {
            return None;
        }
        let mut found = Found { frame: Frame::QuoteBefore, ..found.clone() };
        self.add_quotes_before(quote, &mut found);
        self.add_quote_behind(place.after, &mut found);
        some(found)
    }

    /// "she said: “…”".
    fn lead_to_quote(&self, lead: &Lead<'_>) -> Option<Found> {
        if !lead.place.cue.frames.has(Frames::QUOTE) {
            return None;
        }
        let quote = self.quote_ahead(lead.told, lead.start)?;
        let mut found = Found { frame: Frame::QuoteAfter, ..lead.found.clone() };
        let mut end = quote + 1;
        while self.quotation(end).is_some() {
            end += 1;
        }
        self.add(quote, end, &mut found);
        self.add_second_quote(end, &mut found);
        some(found)
    }

    fn lead_to_that(&self, lead: &Lead<'_>) -> Option<Found> {
        let that = self.that_ahead(lead.told, lead.start, lead.place.cue.frames)?;
        // "rules that could lead to": a pronoun, which no subject follows.
        if self.tag(that + 1).is_finite() {
            return None;
        }
        let end = self.clause_end(that, lead.place.verb);
        // "asked them that question": "that" points at a noun.
        if self.tag(that) == Tag::Dt && !self.has_finite(that + 1, end) {
            return None;
        }
        let is_clause = self.has_finite(that + 1, end)
            || end > that + 4
            || (that..end).any(|at| self.quotation(at).is_some());
        is_clause.then(|| self.leading(lead, Frame::That, that, end)).flatten()
    }

    fn lead_to_question(&self, lead: &Lead<'_>) -> Option<Found> {
        let (cue, start) = (lead.place.cue, lead.start);
        let asks = cue.frames.has(Frames::WHETHER);
        if !(asks || cue.frames.has(Frames::CLAUSE) && cue.level < 3) {
            return None;
        }
        let open = self.is(start, &["whether", "if"]);
        let word = self.is(start, &["why", "how", "what", "who", "where", "which"]);
        // "told reporters who asked": the word belongs to whom it is told.
        if lead.told > lead.place.after && self.is(start, &["who", "which"]) {
            return None;
        }
        if !(word || open && (asks || !self.is(start, &["if"]))) {
            return None;
        }
        let end = self.clause_end(start, lead.place.verb);
        self.leading(lead, if open { Frame::Whether } else { Frame::Bare }, start, end)
    }

    fn lead_to_infinitive(&self, lead: &Lead<'_>) -> Option<Found> {
        let fits = lead.place.cue.frames.has(Frames::TO)
            && self.is(lead.start, &["to"])
            && self.tag(lead.start + 1) == Tag::Vb;
        let end = self.clause_end(lead.start, lead.place.verb);
        fits.then(|| self.leading(lead, Frame::To, lead.start, end)).flatten()
    }

    /// "argued for": what follows a word that the verb goes with.
    fn lead_to_word(&self, lead: &Lead<'_>) -> Option<Found> {
        let after = lead.place.after;
        let is_lead = |at: usize| lead.place.cue.leads.iter().any(|word| self.lower(at) == &**word);
        let at = [after, lead.start].into_iter().find(|at| is_lead(*at))?;
        let end = self.clause_end(at + 1, lead.place.verb);
        let mut found = self.leading(lead, Frame::Led, at + 1, end)?;
        if at == after {
            found.cue.1 = at + 1;
        }
        Some(found)
    }

    /// "accused X of", "described X as", "urged X to", "called X a liar".
    fn lead_to_named(&self, lead: &Lead<'_>) -> Option<Found> {
        let frames = Frames::BLAMED | Frames::AS | Frames::OBJECT_TO | Frames::CALLED;
        if !lead.place.cue.frames.has(frames) {
            return None;
        }
        let (frame, mut end) = self.named(lead.place.after, lead.place.cue, lead.place.verb)?;
        // "in what her husband called a gift, she made plans": what it is called, no more.
        let of_what = lead
            .found
            .subject
            .and_then(|subject| subject.from.checked_sub(1))
            .is_some_and(|before| self.is(before, &["what"]));
        if of_what && let Some(comma) = (lead.place.after..end).find(|at| self.is_comma(*at)) {
            end = comma;
        }
        // "called it a toy and left".
        if frame == Frame::Named
            && let Some(and) = (lead.place.after + 1..end).find(|at| {
                self.tag(*at) == Tag::Cc
                    && (matches!(self.tag(at + 1), Tag::Vbd | Tag::Vbz)
                        || self.tag(at + 1) == Tag::Vbn && self.is_quoted(at - 1))
                    && !self.is_quoted(at + 1)
            })
        {
            end = and;
        }
        self.leading(lead, frame, lead.place.after, end)
    }

    /// "she said he would".
    fn lead_to_clause(&self, lead: &Lead<'_>) -> Option<Found> {
        let (cue, start) = (lead.place.cue, lead.start);
        let plain = matches!(&*cue.lemma, "say" | "tell" | "think" | "believe" | "write");
        if !cue.frames.has(Frames::CLAUSE) || !self.begins_bare_clause(start, plain) {
            return None;
        }
        let end = self.clause_end(start, lead.place.verb);
        if !self.is_clause(start, end, plain) || !(plain || self.is_subject_and_verb(start, end)) {
            return None;
        }
        let mut found = self.leading(lead, Frame::Bare, start, end)?;
        if start > lead.told && !self.only_times(lead.told, start) {
            found.doubts += 1;
        }
        Some(found)
    }

    fn lead_to_noun(&self, lead: &Lead<'_>) -> Option<Found> {
        let (frames, after) = (lead.place.cue.frames, lead.place.after);
        let noun = matches!(
            self.tag(after),
            Tag::Dt
                | Tag::PrpS
                | Tag::Nn
                | Tag::Nns
                | Tag::Nnp
                | Tag::Jj
                | Tag::Cd
                | Tag::Prp
                | Tag::Vbn
        );
        let noun = noun && !self.is(after, &["itself", "himself", "herself", "themselves"]);
        let fits = frames.has(Frames::NOUN) && noun
            || frames.has(Frames::DOING) && self.tag(after) == Tag::Vbg;
        if !fits || after >= self.len() {
            return None;
        }
        self.leading(lead, Frame::Noun, after, self.clause_end(after, lead.place.verb))
    }

    /// The statement of those words.
    fn leading(&self, lead: &Lead<'_>, frame: Frame, from: usize, to: usize) -> Option<Found> {
        let mut found = Found { frame, ..lead.found.clone() };
        self.add(from, to, &mut found);
        some(found)
    }

    /// Where what is said can begin after whom it is said to; nothing where somebody must be told
    /// and nobody is.
    pub(crate) fn told(&self, after: usize, cue: &Cue) -> Option<usize> {
        if cue.frames.has(Frames::TOLD) {
            if self.quotation(after).is_some() || self.is_comma(after) {
                return Some(after);
            }
            return self.audience(after);
        }
        if cue.frames.has(Frames::MAY_TELL | Frames::OBJECT_TO)
            && let Some(next) = self.audience(after)
            && (self.is(self.skip_adjuncts(next), &["that", "whether", "if", "how", "why"])
                || self.quotation(next).is_some())
        {
            return Some(next);
        }
        Some(after)
    }

    /// The item after whom something is said to.
    pub(crate) fn audience(&self, from: usize) -> Option<usize> {
        let subject = self.phrase_after_audience(from)?;
        let mut at = subject;
        // "told CNN and the BBC", "told him and his aides".
        if self.is(at, &["and"])
            && let Some(next) = self.phrase_after_audience(at + 1)
            && !self.tag(next).is_finite()
        {
            at = next;
        }
        Some(at)
    }

    pub(crate) fn phrase_after_audience(&self, from: usize) -> Option<usize> {
        if self.tag(from) == Tag::Prp || self.is(from, &["her", "him", "them", "us", "me"]) {
            return Some(from + 1);
        }
        let phrase = self.phrase_after(from)?;
        // "told reporters Trump would": the audience is a noun, and a name begins the clause.
        let mut end = phrase.head + 1;
        for at in from..=phrase.head {
            if self.tag(at) == Tag::Nns
                && !self.is_upper(at)
                && self.is_upper(at + 1)
                && self.tag(at + 1) == Tag::Nnp
            {
                end = at + 1;
                break;
            }
        }
        if end == phrase.head + 1 { Some(phrase.to.max(end)) } else { Some(end) }
    }

    /// The item after adverbs, times, and what says where, when and to whom something was said.
    pub(crate) fn skip_adjuncts(&self, from: usize) -> usize {
        let mut at = from;
        for _ in 0..8 {
            let before = at;
            if (self.tag(at) == Tag::Rb
                && !self.is(at, &["not", "no", "there"])
                && !self.tag(at + 1).is_verb()
                && self.tag(at + 1) != Tag::Jj
                && self.tag(at + 1) != Tag::Cd)
                || self.is_time(at)
            {
                at += 1;
                if self.is(at, &["morning", "evening", "afternoon", "night"]) {
                    at += 1;
                }
            } else if self.is(at, &["last", "this", "next", "earlier", "late", "early", "later"])
                && (self.is(
                    at + 1,
                    &[
                        "week",
                        "month",
                        "year",
                        "morning",
                        "evening",
                        "afternoon",
                        "in",
                        "this",
                        "on",
                    ],
                ) || self.is_time(at + 1)
                    || self.is_month(at + 1))
            {
                at += 2;
            } else if self.is(at, PREPOSITIONS) {
                if self.is_time(at + 1) {
                    at += 2;
                } else if self.is_month(at + 1) {
                    at += 2 + usize::from(self.tag(at + 2) == Tag::Cd);
                } else if self.tag(at) == Tag::To && self.tag(at + 1) == Tag::Vb {
                    break;
                } else if let Some(phrase) = self.phrase_after(at + 1)
                    && !self.tag(phrase.to).is_finite()
                {
                    at = phrase.head + 1;
                    at = if phrase.to > at && !self.tag(phrase.to).is_finite() {
                        phrase.to
                    } else {
                        at
                    };
                } else if self.tag(at + 1) == Tag::Cd {
                    at += 2;
                } else {
                    break;
                }
            }
            if at == before || at >= self.len() {
                break;
            }
        }
        at.min(self.len())
    }

    pub(crate) fn only_times(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| {
            self.is_time(at)
                || self.tag(at) == Tag::Rb
                || self.is(
                    at,
                    &[
                        "on",
                        "last",
                        "week",
                        "this",
                        "morning",
                        "evening",
                        "afternoon",
                        "night",
                        "month",
                        "year",
                        "earlier",
                        "late",
                        "early",
                        "also",
                    ],
                )
        })
    }

    pub(crate) fn that_ahead(&self, told: usize, start: usize, frames: Frames) -> Option<usize> {
        if !frames.has(Frames::THAT | Frames::CLAUSE | Frames::TOLD | Frames::MAY_TELL) {
            return None;
        }
        if self.is(start, &["that"]) {
            return self.is_conjunction(start).then_some(start);
        }
        if self.is(told, &["that"]) {
            return self.is_conjunction(told).then_some(told);
        }
        // "said, in a statement, that" and "said after the vote in the Senate that".
        let comma = self.is_comma(start);
        for at in start..self.len().min(start + 16) {
            if self.quotation(at).is_some() || self.tag(at).is_finite() && self.tag(at) != Tag::Vbp
            {
                return None;
            }
            if self.is(at, &["that"]) && self.is_conjunction(at) {
                let prior = at.checked_sub(1)?;
                return (self.is_comma(prior) == comma && (comma || start > told)).then_some(at);
            }
        }
        None
    }

    /// Whether "that" begins a clause rather than pointing at a noun, as in "said that man".
    pub(crate) fn is_conjunction(&self, at: usize) -> bool {
        !(self.tag(at) == Tag::Dt && self.tag(at + 1).is_finite())
    }

    /// Frames with an object: accuse X of, describe X as, urge X to, call X Y.
    pub(crate) fn named(&self, after: usize, cue: &Cue, verb: usize) -> Option<(Frame, usize)> {
        // "calls itself a bank": a name, no statement.
        if self.is(after, &["itself", "himself", "herself", "themselves"]) {
            return None;
        }
        // "called her mother": whose mother, rather than what she is called.
        let owned = self.is(after, &["her"])
            && cue.frames.has(Frames::CALLED)
            && !cue.frames.has(Frames::AS)
            && self.tag(after + 1).is_noun()
            && !self.is_quoted(after + 1);
        let object = if !owned && (self.tag(after) == Tag::Prp || self.is(after, &["her"])) {
            after + 1
        } else {
            let phrase = self.phrase_after(after)?;
            phrase.to
        };
        let end = self.clause_end(after, verb);
        let within = |words: &[&str]| (object..end.min(object + 12)).find(|at| self.is(*at, words));
        if cue.frames.has(Frames::BLAMED)
            && within(&["of"])
                .or_else(|| (after..object).find(|at| self.is(*at, &["of"])))
                .is_some()
        {
            return Some((Frame::Named, end));
        }
        if cue.frames.has(Frames::AS) && within(&["as"]).is_some() {
            return Some((Frame::Named, end));
        }
        if cue.frames.has(Frames::OBJECT_TO) {
            let at = object + usize::from(self.is(object, &["not"]));
            let to = self.is(at, &["to"]).then_some(at);
            if to.is_some_and(|to| self.tag(to + 1) == Tag::Vb || self.is(to + 1, &["be", "not"])) {
                return Some((Frame::ObjectTo, end));
            }
        }
        if cue.frames.has(Frames::CALLED) {
            let second = matches!(
                self.tag(object),
                Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Vbg | Tag::Vbn
            ) || self
                .get(object)
                .is_some_and(|item| self.layout.quoted.get(item.from).copied().flatten().is_some());
            let one = self.tag(after) == Tag::Dt && self.is(after, &["it", "this", "that"]);
            // "called the office the next morning": when, rather than what.
            let when = (object..end.min(object + 4)).any(|at| {
                let times = ["day", "week", "morning", "evening", "night", "month", "year", "hour"];
                self.is_time(at)
                    || self.is(at, &times)
                        && (self.is(at - 1, &["next", "last", "same", "following", "previous"])
                            || self.is(at + 1, &["later", "after", "before", "ago", "earlier"]))
            });
            if (second && !when && object < end) || one {
                return Some((Frame::Named, end));
            }
        }
        None
    }
}
