//! Who does what a verb says: beside it, across a comma, through “who”, shared with another verb.

use super::{SUBORDINATORS, Subject, VerbGroup, Way};
use crate::items::Items;
use crate::lexicon::Frames;
use crate::tags::Tag;

impl Items<'_, '_> {
    /// The last item before the verb group that is neither an adverb nor a time.
    pub(crate) fn left_of(&self, mut at: usize) -> Option<usize> {
        loop {
            at = at.checked_sub(1)?;
            let part_of_day = self.is(at, &["morning", "evening", "afternoon", "night"])
                && at > 0
                && (self.is_time(at - 1) || self.is(at - 1, &["that", "this", "last"]));
            let skipped = part_of_day
                || (self.tag(at) == Tag::Rb && !self.is(at, &["others"]))
                || self.is_time(at)
                || self.is(at, &["also", "then", "later", "once", "both", "all", "each"])
                || (self.is(at, &["on", "late", "early"])
                    && (self.is_time(at + 1) || self.is(at + 1, &["late", "early"])))
                || (self.is(at, &["last", "this", "next", "earlier"])
                    && (self.is_time(at + 1) || self.is(at + 1, &["week", "month", "year", "in"])))
                || (self.is(at, &["week", "month", "year"])
                    && at > 0
                    && self.is(at - 1, &["last", "this", "next"]));
            if !skipped {
                return Some(at);
            }
        }
    }

    /// Who does what the verb at `verb` says, `group` being its parts; looked for before it.
    pub(crate) fn subject_before(
        &self,
        verb: usize,
        group: &VerbGroup,
        depth: usize,
    ) -> Option<Subject> {
        if depth > 3 {
            return None;
        }
        let left = self.left_of(group.from)?;
        if self.quotation(left).is_some() {
            return None;
        }
        if self.tag(left) == Tag::Cc
            || (self.is_comma(left) && left > 0 && self.tag(left - 1) == Tag::Cc)
        {
            return self.shared_subject(left, depth);
        }
        if self.is(left, &["who", "which", "that"])
            && matches!(self.tag(left), Tag::Wh | Tag::In | Tag::Dt)
        {
            return self.antecedent(left);
        }
        if self.is_comma(left) || self.is_dash(left) {
            if self.is_comma(left) && left > 0 && self.is(left - 1, &["who"]) {
                return self.antecedent(left - 1);
            }
            return self.subject_across(left);
        }
        let (subject, hangs) = self.phrase_before(left, 0)?;
        if hangs && (!self.is_nameable(subject.head) || self.hangs_on_noun(subject.from)) {
            return None;
        }
        // "On July 6, In the Woods announced": the name of a film.
        if let Some(before) = subject.from.checked_sub(1)
            && before > 0
            && self.is_upper(before)
            && self.tag(before) == Tag::In
        {
            return None;
        }
        // "a committee investigating Lind recommended": the committee did.
        if let Some(doing) = subject.from.checked_sub(1)
            && self.lower(doing).ends_with("ing")
            && !self.is_upper(doing)
            && self.is_upper(subject.head)
            && let Some(noun) = doing.checked_sub(1)
            && self.tag(noun).is_noun()
            && self.is_nameable(noun)
            && let Some((outer, false)) = self.phrase_before(noun, 0)
        {
            return Some(Subject { way: Way::Apart, ..outer });
        }
        // "the man who shot the president said": the phrase is another verb's object.
        if let Some(before) = subject.from.checked_sub(1) {
            let tag = self.tag(before);
            let is_cue = self.lexicon.entries(self.lower(before)).iter().any(|entry| {
                self.lexicon
                    .cue(entry.cue)
                    .is_some_and(|cue| cue.frames.has(Frames::CLAUSE | Frames::THAT))
            });
            if tag.is_verb() && !is_cue && self.quotation(before).is_none() {
                let relative = (before.saturating_sub(12)..before)
                    .rev()
                    .find(|at| self.is(*at, &["who", "which", "that"]));
                if let Some(relative) = relative {
                    return self.antecedent(relative).map(|subject| Subject {
                        way: Way::Apart,
                        relative: None,
                        ..subject
                    });
                }
                return None;
            }
        }
        if self.is(subject.head, &["who", "which"]) {
            return self.antecedent(subject.head);
        }
        let _ = verb;
        Some(subject)
    }

    /// "The study published on May 3 in Nature found": the phrase at `from` is a part of another, whose
    /// noun carries the verb.
    fn hangs_on_noun(&self, from: usize) -> bool {
        let Some(preposition) = from.checked_sub(1) else { return false };
        let floor = (0..preposition)
            .rev()
            .find(|at| self.is_comma(*at) || self.quotation(*at).is_some())
            .map_or(0, |at| at + 1);
        (floor..preposition)
            .any(|at| self.tag(at) == Tag::Vbn && at > floor && self.tag(at - 1).is_noun())
    }

    /// The subject before something between commas whose closing sign is at `close`.
    pub(crate) fn subject_across(&self, close: usize) -> Option<Subject> {
        let dash = self.is_dash(close);
        let mut at = close;
        for _ in 0..4 {
            let open = (0..at).rev().take(45).find(|open| {
                self.quotation(*open).is_some()
                    || (if dash { self.is_dash(*open) } else { self.is_comma(*open) })
            })?;
            if self.quotation(open).is_some() || open == 0 {
                return None;
            }
            let first = open + 1;
            let fits = matches!(
                self.tag(first),
                Tag::Wh
                    | Tag::Dt
                    | Tag::Nn
                    | Tag::Nns
                    | Tag::Nnp
                    | Tag::Cd
                    | Tag::In
                    | Tag::Vbg
                    | Tag::Vbn
                    | Tag::Rb
                    | Tag::Jj
                    | Tag::PrpS
            ) || self.is(first, &["who", "which", "when", "to"]);
            let holds = self.phrase_before(open - 1, 0);
            if fits && let Some((subject, hangs)) = holds {
                let role = self.lexicon.is("roles", self.lower(subject.head));
                let role_before_name = (role
                    || self.is_party_tag(subject.head)
                    || matches!(self.tag(subject.from), Tag::Dt | Tag::Cd))
                    && subject.from >= 2
                    && self.is_comma(subject.from - 1)
                    && self.tag(subject.from - 2) == Tag::Nnp;
                if role_before_name
                    && let Some((name, false)) = self.phrase_before(subject.from - 2, 0)
                {
                    return Some(Subject { way: Way::Apart, ..name });
                }
                // "Lind, who was in Columbus, Ohio, on Monday, said": the place is within.
                let place = self.tag(subject.head) == Tag::Nnp
                    && subject.from >= 2
                    && self.is_comma(subject.from - 1)
                    && (subject.from.saturating_sub(20)..subject.from).any(|at| {
                        self.is(at, &["who", "which"]) && at > 0 && self.is_comma(at - 1)
                    });
                if place {
                    at = open;
                    continue;
                }
                if !hangs && self.is_clause_start(subject.from) && !self.is_time(subject.head) {
                    return Some(Subject { way: Way::Apart, ..subject });
                }
            }
            at = open;
        }
        None
    }

    /// Whether a word tells party and place, as behind a name: "R-Texas".
    fn is_party_tag(&self, at: usize) -> bool {
        self.word(at)
            .strip_prefix(['R', 'D', 'I'])
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|place| place.starts_with(char::is_uppercase))
    }

    /// Whether a clause's subject can begin at `from`: at the sentence's beginning, after a comma,
    /// a conjunction, a quotation, or a verb of saying.
    pub(crate) fn is_clause_start(&self, from: usize) -> bool {
        let Some(before) = from.checked_sub(1) else { return true };
        self.begins_clause(before)
            || self.tag(before) == Tag::Punct
            || self.tag(before) == Tag::Cc
            || self.tag(before) == Tag::Rb
            || !self.lexicon.entries(self.lower(before)).is_empty()
    }

    /// What "who" or "which" at `relative` stands for.
    pub(crate) fn antecedent(&self, relative: usize) -> Option<Subject> {
        let mut last = relative.checked_sub(1)?;
        if self.is_comma(last) {
            last = last.checked_sub(1)?;
        }
        if self.quotation(last).is_some() {
            return None;
        }
        // "of Rade County, Neb., who".
        if self.word(last).ends_with('.') && last > 1 && self.is_comma(last - 1) {
            last -= 2;
        }
        let (subject, _) = self.phrase_before(last, 0)?;
        let nearest = Subject {
            from: self.phrase_start(last, 0),
            to: last + 1,
            head: last,
            way: Way::Relative,
            relative: Some(relative),
        };
        let outer = Subject { way: Way::Relative, relative: Some(relative), ..subject };
        // "a matter for investigators, who insist": the verb tells that they are several.
        let several = self.tag(last) == Tag::Nns
            && self.tag(subject.head) != Tag::Nns
            && self.tag(relative + 1) == Tag::Vbp;
        // "officials in Washington who said", but "a letter to the senator, who said".
        if self.is_nameable(subject.head) && !self.is_upper(last) && !several {
            return Some(self.named_before_comma(&outer).unwrap_or(outer));
        }
        if self.is(relative, &["who"])
            && let Some(owner) = self.owner_of_place(&nearest)
        {
            return Some(owner);
        }
        Some(self.named_before_comma(&nearest).unwrap_or(nearest))
    }

    /// Who is meant where a place stands before "who": "Ann Lind of Rade, who", "Lind, a mayor of Rade,
    /// who".
    fn owner_of_place(&self, place: &Subject) -> Option<Subject> {
        let preposition = place.from.checked_sub(1)?;
        let head = preposition.checked_sub(1)?;
        if !self.is(preposition, &["of", "in", "from"]) || !self.is_upper(place.head) {
            return None;
        }
        let owner = Subject { from: self.phrase_start(head, 0), to: place.to, head, ..*place };
        if let Some(named) = self.named_before_comma(&owner) {
            return Some(named);
        }
        let is_named = self.tag(head) == Tag::Nnp && self.is_upper(head);
        let is_office =
            self.lexicon.is("roles", self.lower(head)) && !self.is(preposition, &["of"]);
        (is_named || is_office).then_some(owner)
    }

    /// The name that stands before what somebody is: "Ann Lind, a former mayor, who said".
    fn named_before_comma(&self, meant: &Subject) -> Option<Subject> {
        let comma = meant.from.checked_sub(1).filter(|comma| self.is_comma(*comma))?;
        let last = comma.checked_sub(1)?;
        let is_office = self.lexicon.is("roles", self.lower(meant.head))
            && (self.is(meant.from, &["a", "an", "the"]) || self.is_upper(meant.head));
        if !is_office || self.tag(last) != Tag::Nnp || !self.is_upper(last) {
            return None;
        }
        let from = self.phrase_start(last, 0);
        // "Lind, Ahl and the mayor, who": a list.
        let several = (from..comma).any(|at| self.is(at, &["and", "or"]))
            || from.checked_sub(1).is_some_and(|before| self.is_comma(before));
        (!several).then_some(Subject { from, to: comma, head: last, ..*meant })
    }

    /// The subject of the verb before a conjunction at `conjunction`, which the verb after it shares.
    pub(crate) fn shared_subject(&self, conjunction: usize, depth: usize) -> Option<Subject> {
        let verb = self.main_verb_before(conjunction)?;
        let group = self.verb_group(verb);
        // "was booed and shouted down": both are done to the subject.
        if group.passive {
            return None;
        }
        let subject = self.subject_before(verb, &group, depth + 1)?;
        Some(Subject { way: Way::Shared, ..subject })
    }

    /// The subject of the sentence that a participle at `participle` belongs to.
    pub(crate) fn participle_subject(&self, participle: usize) -> Option<Subject> {
        let verb = self.main_verb_before(participle)?;
        // "The agency reported that the minister went, arguing that": who argues is the minister.
        if self.is(verb, &["reported", "reports", "reporting"])
            && !self.is(participle, &["adding", "noting", "citing", "saying"])
        {
            return None;
        }
        // "Police received a call from a neighbour, saying that": the caller says so.
        if self.is(verb, &["received", "receives", "got", "gets", "took", "takes"])
            && (verb..participle).any(|at| {
                self.is(
                    at,
                    &[
                        "call",
                        "calls",
                        "letter",
                        "letters",
                        "message",
                        "messages",
                        "report",
                        "reports",
                        "complaint",
                        "complaints",
                        "tip",
                        "tips",
                        "email",
                        "emails",
                        "text",
                        "note",
                        "answer",
                        "reply",
                        "statement",
                    ],
                )
            })
        {
            return None;
        }
        let group = self.verb_group(verb);
        let subject = self.subject_before(verb, &group, 1)?;
        Some(Subject { way: Way::Participle, ..subject })
    }

    /// The nearest verb before `limit` that carries a clause which is neither relative nor
    /// subordinate.
    pub(crate) fn main_verb_before(&self, limit: usize) -> Option<usize> {
        let mut found = None;
        let mut at = 0;
        let mut skipped_until_comma = false;
        while at < limit.min(self.len()) {
            let subordinate = (self.is(at, SUBORDINATORS)
                || self.is(at, &["who", "which", "whose"]))
                && self.verb_follows(at, limit);
            if self.quotation(at).is_some()
                || self.is_comma(at)
                || self.is_dash(at)
                || self.lower(at) == ";"
            {
                // A relative or subordinate clause ends with its comma.
                skipped_until_comma = false;
            } else if subordinate || (self.is(at, &["that"]) && self.tag(at) != Tag::Dt) {
                skipped_until_comma = true;
            } else if !skipped_until_comma && self.tag(at).is_finite() && self.tag(at) != Tag::Md {
                // The main word of a group such as "has said" or "is expected".
                let mut main = at;
                while main + 1 < limit
                    && (self.tag(main + 1).is_verb() || self.tag(main + 1) == Tag::Rb)
                    && main - at < 4
                {
                    main += 1;
                }
                found = Some(main);
                // What a verb of saying leads to is its clause, not the sentence's.
                let says = self.lexicon.entries(self.lower(main)).iter().any(|entry| {
                    self.lexicon.cue(entry.cue).is_some_and(|cue| cue.frames.has(Frames::CLAUSE))
                });
                if says && main + 1 < limit && !self.is_comma(main + 1) {
                    skipped_until_comma = true;
                }
                at = main;
            }
            at += 1;
        }
        found
    }

    pub(crate) fn verb_follows(&self, at: usize, limit: usize) -> bool {
        (at + 1..limit.min(at + 14))
            .take_while(|place| !self.is_comma(*place))
            .any(|place| self.tag(place).is_finite())
    }
}
