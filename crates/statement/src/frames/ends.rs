//! Where what is said ends and the reporter's own words go on.

use crate::items::Items;
use crate::lexicon::Form;
use crate::tags::Tag;

impl Items<'_, '_> {
    /// Where what is said ends that begins at `from`: before the reporter's own words, and before what
    /// would join them to it.
    pub(crate) fn clause_end(&self, from: usize, verb: usize) -> usize {
        let mut end = self.clause_limit(from, verb);
        while end > from + 1
            && end < self.len()
            && (self.is_dash(end - 1)
                || self.is_comma(end - 1)
                || self.is(end - 1, &["which", "who", "whom", "and", "but", "as"]))
        {
            end -= 1;
        }
        end
    }

    fn clause_limit(&self, from: usize, verb: usize) -> usize {
        let mut end = self.len();
        while end > from && self.is_end(end - 1) {
            end -= 1;
        }
        let subordinate = self.is_subordinate(verb);
        let relative = (verb.saturating_sub(6)..verb)
            .any(|at| self.is(at, &["who", "which"]) && at > 0 && self.is_comma(at - 1));
        let mut open_dash = None;
        let mut depth = 0_i32;
        for at in from..end {
            match self.lower(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth < 0 {
                return at;
            }
            // "on “Lind and others,” a reference to the former miller": the reporter explains.
            if at > from + 1
                && self.is(at, &["a", "an", "in"])
                && self.is(at + 1, &["reference", "nod", "allusion", "apparent"])
                && (self.is_comma(at - 1) || self.is_quoted(at - 1))
                && !self.is_quoted(at)
            {
                return at;
            }
            if self.get(at).is_some_and(|item| {
                item.quotation.is_none()
                    && self.layout.quoted.get(item.from).copied().flatten().is_some()
            }) {
                continue;
            }
            if self.lower(at) == ";" && depth <= 0 {
                return at;
            }
            if self.is_dash(at) {
                open_dash = if open_dash.is_some() { None } else { Some(at) };
            }
            if relative
                && self.is_comma(at)
                && at > from
                && (self.tag(at + 1).is_finite()
                    || self.tag(at + 1) == Tag::Vbn
                        && !self.lexicon.entries(self.lower(at + 1)).is_empty())
            {
                return at;
            }
            let conjunction = self.tag(at) == Tag::Cc && at > from;
            if self.is_comma(at)
                && at > from
                && (self.own_verb(at + 1) || self.reporter_goes_on(at + 1, verb))
            {
                return at;
            }
            if subordinate && self.is_comma(at) && at > from && self.clause_with_subject(at + 1) {
                return at;
            }
            if conjunction
                && !self.is_comma(at - 1)
                && (self.own_verb(at + 1)
                    || ((self.is_upper(at + 1) || self.tag(at + 1) == Tag::Prp)
                        && self.says_ahead(at + 1, verb)))
            {
                return at;
            }
            if self.is(at, &["according"]) && self.is(at + 1, &["to"]) && at > from {
                return if self.is_comma(at - 1) { at - 1 } else { at };
            }
        }
        match open_dash {
            Some(dash) if dash > from => dash,
            _ => end,
        }
    }

    /// Whether the reporter's own words go on at `at`, after a comma.
    pub(crate) fn reporter_goes_on(&self, at: usize, verb: usize) -> bool {
        let word = self.lower(at);
        let cue_at = |place: usize| {
            self.lexicon.entries(self.lower(place)).iter().any(|entry| {
                entry.particle.as_deref().is_none_or(|particle| self.lower(place + 1) == particle)
                    && self.lexicon.cue(entry.cue).is_some_and(|cue| cue.level < 3)
            })
        };
        if self.tag(at) == Tag::Vbg && cue_at(at) {
            return true;
        }
        if self
            .is(at, &["according", "referring", "apparently", "echoing", "prompting", "alluding"])
        {
            return true;
        }
        if self.is(at, &["without"]) && self.tag(at + 1) == Tag::Vbg {
            return true;
        }
        if self.is(at, &["although", "though", "yet", "despite", "whereas", "while"])
            || (self.is(at, &["even"]) && self.is(at + 1, &["though", "as"]))
        {
            return true;
        }
        if self.is(at, &["but", "yet"])
            && (self.clause_with_subject(at + 1) || matches!(self.tag(at + 1), Tag::Vbd | Tag::Vbz))
        {
            return true;
        }
        if self.tag(at) == Tag::Rb && self.tag(at + 1) == Tag::Vbg && cue_at(at + 1) {
            return true;
        }
        if matches!(word, "a" | "an")
            && (at + 1..at + 4).any(|place| {
                self.lexicon.claim(self.lower(place)).is_some()
                    || self.is(
                        place,
                        &["reference", "position", "nod", "jab", "move", "characterization"],
                    )
            })
        {
            return true;
        }
        if self.tag(at) == Tag::Cc && (self.own_verb(at + 1) || self.says_ahead(at + 1, verb)) {
            return true;
        }
        // ", which officials said would not be offered".
        let told_of = self.is(at, &["whom", "which"]);
        if (told_of || self.is(at, &["as"])) && self.says_ahead(at + 1, verb) {
            return true;
        }
        // ", Trump said": the clause was before it.
        (self.is_nameable(at) || self.tag(at) == Tag::Dt) && self.parenthetical_ahead(at)
    }

    /// Whether a clause with a subject of its own begins at `at`, rather than more of the last one.
    pub(crate) fn clause_with_subject(&self, at: usize) -> bool {
        let Some(subject) = self.phrase_after(at) else { return false };
        (subject.to..subject.to + 4)
            .take_while(|place| !self.is_comma(*place))
            .any(|place| self.tag(place).is_finite())
    }

    /// Whether at `at` stands a verb of saying whose subject is the sentence's.
    pub(crate) fn own_verb(&self, at: usize) -> bool {
        let mut at = at;
        while self.tag(at) == Tag::Rb
            || self.is(at, &["has", "have", "had", "then", "later", "also"])
        {
            at += 1;
        }
        matches!(self.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbn)
            && self.lexicon.entries(self.lower(at)).iter().any(|entry| {
                matches!(entry.form, Form::Past | Form::ThirdPerson)
                    && entry
                        .particle
                        .as_deref()
                        .is_none_or(|particle| self.lower(at + 1) == particle)
                    && self.lexicon.cue(entry.cue).is_some_and(|cue| {
                        cue.level == 1
                            || (cue.level == 2
                                && matches!(&*cue.lemma, "call" | "decline" | "refuse"))
                    })
            })
    }

    /// Whether a subject and a verb of saying follow within a few words.
    pub(crate) fn says_ahead(&self, at: usize, _verb: usize) -> bool {
        for place in at..self.len().min(at + 9) {
            if self.is_comma(place)
                || self.quotation(place).is_some()
                || self.is(place, &["that", "who"])
            {
                return false;
            }
            if place > at && matches!(self.tag(place), Tag::Vbd | Tag::Vbz | Tag::Vbn | Tag::Vbp) {
                return self.lexicon.entries(self.lower(place)).iter().any(|entry| {
                    let stance = matches!(self.tag(at), Tag::Prp | Tag::Nnp);
                    self.lexicon.cue(entry.cue).is_some_and(|cue| cue.level <= 1 + u8::from(stance))
                });
            }
        }
        false
    }

    pub(crate) fn parenthetical_ahead(&self, at: usize) -> bool {
        for place in at + 1..self.len().min(at + 8) {
            if self.is_comma(place) || self.quotation(place).is_some() {
                return false;
            }
            if self.tag(place).is_finite() || self.lexicon.says(self.lower(place)) {
                return self.lexicon.says(self.lower(place))
                    && (self.is_comma(place + 1)
                        || self.is_end(place + 1)
                        || self.is_time(place + 1));
            }
        }
        false
    }
}
