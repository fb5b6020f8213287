//! Noun phrases and the parts of a verb.

mod subjects;
mod words;

use crate::items::Items;
use crate::tags::Tag;
use words::{BE, DO, HAVE, MODAL, NOT, PREPOSITIONS, TIMES};
pub(crate) use words::{DEGREES, MONTHS, PARTICLES, SUBORDINATORS};

/// Who a verb's subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Its first item.
    pub(crate) from: usize,
    /// The item after its last.
    pub(crate) to: usize,
    /// The noun that carries it.
    pub(crate) head: usize,
    /// How it was found.
    pub(crate) way: Way,
    /// The "who" or "which" that stands for it beside its verb.
    pub(crate) relative: Option<usize>,
}

/// How a subject was found, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Right before its verb.
    Beside,
    /// Before its verb, with something between commas in between.
    Apart,
    /// Behind its verb.
    Behind,
    /// Through "who" or "which".
    Relative,
    /// Through another verb that it shares.
    Shared,
    /// By the participle's sentence.
    Participle,
    /// As the owner of a claim, or after "according to".
    Noun,
}

/// The parts of a verb around its main word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct VerbGroup {
    /// Its first item.
    pub(crate) from: usize,
    pub(crate) negated: bool,
    pub(crate) modal: bool,
    pub(crate) passive: bool,
    pub(crate) infinitive: bool,
    pub(crate) perfect: bool,
    pub(crate) progressive: bool,
}

impl Items<'_, '_> {
    pub(crate) fn is_time(&self, at: usize) -> bool {
        self.is(at, TIMES)
    }

    pub(crate) fn is_month(&self, at: usize) -> bool {
        self.is(at, MONTHS) && self.is_upper(at)
    }

    fn is_year(&self, at: usize) -> bool {
        let word = self.word(at);
        word.len() == 4 && word.bytes().all(|sign| sign.is_ascii_digit())
    }

    /// Whether an item can stand inside a base noun phrase.
    pub(crate) fn in_noun_phrase(&self, at: usize) -> bool {
        let Some(item) = self.get(at) else { return false };
        if item.quotation.is_some() {
            return false;
        }
        // "HGSU steward Anna Lind": what the tagger takes for a verb is what she is.
        let is_office = self.lexicon.is("roles", self.lower(at))
            && at > 0
            && self.is_upper(at - 1)
            && !self.is_upper(at)
            && self.tag(at + 1) == Tag::Nnp;
        if self.is_particle(at) || is_office {
            return true;
        }
        match item.tag {
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Jj | Tag::Pos | Tag::Dt | Tag::PrpS => {
                !self.is_time(at)
                    && !self.is(at, &["that", "both", "either"])
                    // "In November Lind said", "In 2019 Lind said".
                    && !(self.tag(at + 1) == Tag::Nnp && (self.is_month(at) || self.is_year(at)))
            }
            Tag::Vbn | Tag::Vbg => {
                // "a committee investigating Lind": what it does is no part of the name behind.
                let does = at > 0
                    && item.tag == Tag::Vbg
                    && self.tag(at - 1).is_noun()
                    && self.is_upper(at + 1)
                    && !self.is_upper(at);
                !self.is(at, BE) && !self.is(at, HAVE) && self.tag(at + 1).is_noun() && !does
            }
            Tag::Other => self.is_upper(at),
            Tag::Rb => {
                self.tag(at + 1) == Tag::Jj
                    && self
                        .is(at, &["most", "more", "very", "then", "former", "newly", "currently"])
            }
            _ => false,
        }
    }

    /// Whether it is a small word inside a name: "Alex de los Santos".
    fn is_particle(&self, at: usize) -> bool {
        let beside = |at: usize| self.tag(at) == Tag::Nnp && self.is_upper(at);
        let small = |at: usize| self.is(at, PARTICLES) && !self.is_upper(at);
        small(at)
            && at > 0
            && (beside(at - 1) || at > 1 && small(at - 1) && beside(at - 2))
            && (beside(at + 1) || small(at + 1) && beside(at + 2))
    }

    /// Whether an item can carry a noun phrase.
    pub(crate) fn is_head(&self, at: usize) -> bool {
        let tag = self.tag(at);
        if self.is(
            at,
            &["morning", "evening", "afternoon", "night", "week", "month", "year", "weekend"],
        ) {
            return false;
        }
        (tag.is_noun() && !self.is_time(at))
            // "an ally", which the tagger takes for an adverb.
            || (tag == Tag::Rb
                && at > 0
                && matches!(self.tag(at - 1), Tag::Dt | Tag::PrpS | Tag::Jj)
                && (self.lexicon.is("sayers", self.lower(at))
                    || self.lexicon.is("roles", self.lower(at))))
            || tag == Tag::Prp
            || (tag == Tag::Other && self.is_upper(at))
            || self.is(
                at,
                &[
                    "many", "some", "others", "one", "both", "several", "most", "all", "two",
                    "three", "few", "another", "neither", "this", "those", "who", "which",
                ],
            )
            || (tag == Tag::Cd && !self.word(at).contains(|sign: char| sign.is_ascii_digit()))
            || (tag == Tag::Jj && self.is_upper(at))
            || (self.is(at, &["%", "percent"]) && at > 0 && self.tag(at - 1) == Tag::Cd)
    }

    /// Where the base noun phrase begins whose last word is at `last`.
    pub(crate) fn phrase_start(&self, last: usize, floor: usize) -> usize {
        if self.tag(last) == Tag::Prp || self.is(last, &["who", "which"]) {
            return last;
        }
        let mut from = last;
        while from > floor && last - from < 14 {
            let before = from - 1;
            if self.is_comma(before)
                && from >= 2
                && self.tag(before - 1) == Tag::Jj
                && self.tag(from) == Tag::Jj
                && !self.is_upper(from)
            {
                from = before;
                continue;
            }
            if !self.in_noun_phrase(before) {
                break;
            }
            // "told reporters Clinton", "Democrats Trump": a plural noun ends what a name begins.
            let parts = self.tag(before) == Tag::Nns
                && !self.is_upper(before)
                && self.is_upper(from)
                && self.tag(from) == Tag::Nnp;
            if parts {
                break;
            }
            // An article begins a phrase, so nothing but a possessor's mark stands before one.
            if matches!(self.tag(from), Tag::Dt | Tag::PrpS) && !self.is(before, &["all", "both"]) {
                break;
            }
            from = before;
        }
        from
    }

    /// The noun phrase that ends with the item at `last`, with what hangs on it by prepositions.
    /// The second value says whether it may hang on something itself.
    pub(crate) fn phrase_before(&self, last: usize, floor: usize) -> Option<(Subject, bool)> {
        // "Jonathan Lind, MD, PhD, said": degrees are nobody.
        let mut last = last;
        while self.is(last, DEGREES) && last >= floor + 2 && self.is_comma(last - 1) {
            last -= 2;
        }
        // Before a verb of saying stands a noun, whatever the tagger makes of a rare word.
        let rare = matches!(self.tag(last), Tag::Jj | Tag::Vb | Tag::Vbp | Tag::Vbg | Tag::Other)
            && self.word(last).len() > 4
            && self.word(last).chars().all(|sign| sign.is_alphabetic() || sign == '-')
            && last > floor
            && matches!(
                self.tag(last - 1),
                Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Pos | Tag::PrpS
            );
        let closes = self.tag(last) == Tag::Cd || self.lower(last) == ")";
        if !(self.is_head(last) || rare || closes) {
            return None;
        }
        let mut end = last;
        if self.lower(last) == ")" {
            let open = (floor..last).rev().take(8).find(|at| self.lower(*at) == "(")?;
            end = open.checked_sub(1).filter(|end| *end >= floor && self.is_head(*end))?;
        }
        let mut from = self.phrase_start(end, floor);
        let mut head = end;
        let mut hangs = false;
        // "University of Texas professor Angela Lind": what has a title and a name hangs on no place.
        let titled = self.tag(end) == Tag::Nnp
            && (from..end).any(|at| self.lexicon.is("roles", self.lower(at)) && !self.is_upper(at));
        for _ in 0..4 {
            let Some(before) = from.checked_sub(1).filter(|before| *before >= floor) else { break };
            if !self.is(before, PREPOSITIONS) {
                break;
            }
            let Some(left) = before.checked_sub(1).filter(|left| *left >= floor) else {
                hangs = true;
                break;
            };
            if titled && self.tag(left) == Tag::Nnp {
                from = self.phrase_start(left, floor);
                continue;
            }
            if self.is_head(left) && !self.is_time(left) && self.tag(left) != Tag::Prp {
                head = left;
                from = self.phrase_start(left, floor);
            } else if matches!(self.tag(left), Tag::Vbn | Tag::Jj | Tag::Vbg)
                && left > floor
                && self.is_head(left - 1)
                && self.tag(left - 1) != Tag::Prp
            {
                head = left - 1;
                from = self.phrase_start(left - 1, floor);
            } else {
                hangs = true;
                break;
            }
        }
        if hangs {
            from = self.phrase_start(end, floor);
            head = end;
        }
        // "officials in Rade, Kesten and Skarn said": the places of a list say nothing themselves.
        let list = self.outer_of_list(from, end, floor);
        if let Some(outer) = &list {
            (from, head, hangs) = (outer.from, outer.head, false);
        }
        // "Trump and Clinton", where nothing but a clause's beginning stands before it.
        if list.is_none()
            && let Some(and) =
                from.checked_sub(1).filter(|and| *and > floor && self.is(*and, &["and", "or"]))
            && self.is_head(and - 1)
            && self.tag(and - 1) != Tag::Prp
        {
            let start = self.phrase_start(and - 1, floor);
            // "some liked Lind and others said": the verb of the others is not the first ones'.
            let apart = self.is(end, &["others", "some", "many"])
                && (start..and)
                    .any(|at| self.tag(at) == Tag::Vbn || self.is(at, &["some", "many"]));
            let begins = !apart && (start == floor || self.begins_clause(start - 1));
            if begins {
                from = start;
            } else if !apart
                && !hangs
                && self.is(start - 1, PREPOSITIONS)
                && let Some((outer, false)) = self.phrase_before(and - 1, floor)
                && outer.head < start
                && (outer.from == floor
                    || self.begins_clause(outer.from - 1)
                    || self.is_time(outer.from - 1))
            {
                // "a team from Kesten and Sarel reported": the team did.
                (from, head) = (outer.from, outer.head);
            }
        }
        if self.tag(from) == Tag::Cc {
            from += 1;
        }
        Some((Subject { from, to: last + 1, head, way: Way::Beside, relative: None }, hangs))
    }

    /// Who is meant where the name at `from..=end` is the last of a list, "A, B and C", that hangs on
    /// a noun by a preposition.
    fn outer_of_list(&self, from: usize, end: usize, floor: usize) -> Option<Subject> {
        let is_name = |from: usize, last: usize| {
            (from..=last).all(|at| self.tag(at) == Tag::Nnp && self.is_upper(at))
        };
        let and = from.checked_sub(1).filter(|and| self.is(*and, &["and", "or"]))?;
        if !is_name(from, end) {
            return None;
        }
        let mut last = and.checked_sub(1 + usize::from(and > 0 && self.is_comma(and - 1)))?;
        let mut commas = 0;
        loop {
            if last < floor || !self.is_head(last) {
                return None;
            }
            let start = self.phrase_start(last, floor);
            if !is_name(start, last) {
                return None;
            }
            let before = start.checked_sub(1).filter(|before| *before > floor)?;
            if self.is_comma(before) {
                commas += 1;
                last = before - 1;
                continue;
            }
            if commas == 0 || !self.is(before, PREPOSITIONS) {
                return None;
            }
            let (outer, hangs) = self.phrase_before(before - 1, floor)?;
            let begins = outer.from == floor
                || self.begins_clause(outer.from - 1)
                || self.is_time(outer.from - 1);
            return (!hangs && begins).then_some(outer);
        }
    }

    /// Whether a clause can begin after the item.
    pub(crate) fn begins_clause(&self, at: usize) -> bool {
        self.is_comma(at)
            || self.is_dash(at)
            || self.quotation(at).is_some()
            || self.is(at, &[";", ":", "that", "and", "but", "or"])
            || self.is(at, SUBORDINATORS)
    }

    /// The verb group whose main word is at `verb`.
    pub(crate) fn verb_group(&self, verb: usize) -> VerbGroup {
        let mut group = VerbGroup { from: verb, ..VerbGroup::default() };
        let mut at = verb;
        let mut last_aux = "";
        while let Some(before) = at.checked_sub(1) {
            if self.quotation(before).is_some() || verb - before > 9 {
                break;
            }
            let word = self.lower(before);
            if self.is(before, NOT) {
                group.negated = true;
            } else if self.is(before, HAVE) && self.tag(before) != Tag::Pos {
                group.perfect = true;
                group.from = before;
                last_aux = if last_aux.is_empty() { "have" } else { last_aux };
            } else if self.is(before, BE) && self.tag(before) != Tag::Pos {
                if last_aux.is_empty() {
                    if self.tag(verb) == Tag::Vbg || self.lower(verb).ends_with("ing") {
                        group.progressive = true;
                    } else {
                        group.passive = true;
                    }
                    last_aux = "be";
                }
                group.from = before;
            } else if self.is(before, DO) {
                group.from = before;
            } else if self.is(before, MODAL) && !self.is_upper(before) {
                group.modal = true;
                group.from = before;
            } else if word == "to" {
                group.infinitive = true;
                group.from = before;
            } else if self.tag(before) == Tag::Rb
                || self.is(
                    before,
                    &[
                        "also",
                        "then",
                        "later",
                        "even",
                        "just",
                        "still",
                        "publicly",
                        "repeatedly",
                        "recently",
                        "once",
                        "long",
                    ],
                )
            {
                // An adverb belongs to the group; whether it begins it is told by what is before.
            } else {
                break;
            }
            at = before;
        }
        group
    }

    /// Whether somebody can be meant by the noun at `head`: a name, a pronoun, a role, a group.
    pub(crate) fn is_nameable(&self, head: usize) -> bool {
        let word = self.lower(head);
        matches!(self.tag(head), Tag::Nnp | Tag::Prp)
            || (self.is_upper(head) && head > 0)
            || ["roles", "groups", "audience"].iter().any(|group| self.lexicon.is(group, word))
            || self.is(head, &["who", "many", "some", "others", "most", "several", "all", "both"])
    }

    /// The noun phrase that begins at `from`: the item after its last, and its head. What hangs on
    /// it by "of", "for" and the like belongs to it.
    pub(crate) fn phrase_after(&self, from: usize) -> Option<Subject> {
        let mut at = from;
        if self.tag(at) == Tag::Prp {
            return Some(Subject { from, to: at + 1, head: at, way: Way::Behind, relative: None });
        }
        let mut head = None;
        let mut to = from;
        while at < self.len() && at - from < 14 {
            if !self.in_noun_phrase(at) {
                break;
            }
            if at > from && matches!(self.tag(at), Tag::Dt | Tag::PrpS) {
                break;
            }
            if self.tag(at).is_noun()
                || (self.tag(at) == Tag::Other && self.is_upper(at))
                || (self.tag(at) == Tag::Jj && self.is_upper(at))
                // "a senior official", whatever the tagger makes of it.
                || (self.lexicon.is("roles", self.lower(at))
                    && at > from
                    && !self.tag(at + 1).is_noun()
                    && self.tag(at + 1) != Tag::Jj)
                || self.is(at, &["many", "some", "others", "several", "most"])
            {
                head = Some(at);
                to = at + 1;
            }
            at += 1;
        }
        let mut head = head?;
        // "said U.S. and South Korean officials".
        if self.is(to, &["and"])
            && self.is_upper(to - 1)
            && self.is_upper(to + 1)
            && let Some(end) = self.phrase_after_plain(to + 1)
            && self.tag(end - 1) == Tag::Nns
            && !self.is_upper(end - 1)
        {
            (head, to) = (end - 1, end);
        }
        let mut last = to;
        for _ in 0..3 {
            if !self.is(last, &["of", "for", "at", "from", "in", "with"]) {
                break;
            }
            let Some(next) = self.phrase_after_plain(last + 1) else { break };
            last = next;
        }
        Some(Subject { from, to: last, head, way: Way::Behind, relative: None })
    }

    pub(crate) fn phrase_after_plain(&self, from: usize) -> Option<usize> {
        let mut at = from;
        let mut to = None;
        while at < self.len() && at - from < 10 && self.in_noun_phrase(at) {
            if at > from && matches!(self.tag(at), Tag::Dt | Tag::PrpS) {
                break;
            }
            if self.tag(at).is_noun() || self.is_upper(at) {
                to = Some(at + 1);
            }
            at += 1;
        }
        to
    }
}
