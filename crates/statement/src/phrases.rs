//! Noun phrases, the parts of a verb, and who does what a verb says.

use crate::items::Items;
use crate::lexicon::Frames;
use crate::tags::Tag;

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

const BE: &[&str] =
    &["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "’s", "’re", "’m", "get", "got"];
const HAVE: &[&str] = &["has", "have", "had", "having", "'ve", "’ve", "'d", "’d"];
const DO: &[&str] = &["do", "does", "did"];
const MODAL: &[&str] = &[
    "would", "could", "may", "might", "should", "must", "can", "shall", "will", "'ll", "’ll", "ca", "wo", "cannot",
];
const NOT: &[&str] = &["not", "n't", "n’t", "never", "hardly", "rarely"];
/// Days and the like, which stand between words without being anybody.
const TIMES: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tonight",
    "tomorrow", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
];
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec.",
];
const PREPOSITIONS: &[&str] =
    &["of", "for", "in", "at", "from", "with", "on", "to", "by", "inside", "within", "near", "against", "behind", "about", "under", "who"];
pub(crate) const SUBORDINATORS: &[&str] = &[
    "after", "when", "as", "while", "if", "because", "although", "though", "before", "since", "until", "unless",
    "whether", "once", "where", "how", "why", "what",
];

impl Items<'_, '_> {
    pub(crate) fn is_time(&self, at: usize) -> bool {
        self.is(at, TIMES)
    }

    pub(crate) fn is_month(&self, at: usize) -> bool {
        self.is(at, MONTHS) && self.is_upper(at)
    }

    /// Whether an item can stand inside a base noun phrase.
    fn in_noun_phrase(&self, at: usize) -> bool {
        let Some(item) = self.get(at) else { return false };
        if item.quotation.is_some() {
            return false;
        }
        match item.tag {
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Jj | Tag::Pos | Tag::Dt | Tag::PrpS => {
                !self.is_time(at) && !self.is(at, &["that", "both", "either"])
            }
            Tag::Vbn | Tag::Vbg => !self.is(at, BE) && !self.is(at, HAVE) && self.tag(at + 1).is_noun(),
            Tag::Other => self.is_upper(at),
            Tag::Rb => self.tag(at + 1) == Tag::Jj && self.is(at, &["most", "more", "very", "then", "former", "newly", "currently"]),
            _ => false,
        }
    }

    /// Whether an item can carry a noun phrase.
    fn is_head(&self, at: usize) -> bool {
        let tag = self.tag(at);
        if self.is(at, &["morning", "evening", "afternoon", "night", "week", "month", "year", "weekend"]) {
            return false;
        }
        (tag.is_noun() && !self.is_time(at))
            || tag == Tag::Prp
            || (tag == Tag::Other && self.is_upper(at))
            || self.is(at, &["many", "some", "others", "one", "both", "several", "most", "all", "two", "three", "few", "another", "neither", "this", "those", "who", "which"])
            || (tag == Tag::Cd && !self.word(at).contains(|sign: char| sign.is_ascii_digit()))
            || (tag == Tag::Jj && self.is_upper(at))
    }

    /// Where the base noun phrase begins whose last word is at `last`.
    pub(crate) fn phrase_start(&self, last: usize, floor: usize) -> usize {
        if self.tag(last) == Tag::Prp || self.is(last, &["who", "which"]) {
            return last;
        }
        let mut from = last;
        while from > floor && last - from < 14 {
            let before = from - 1;
            if self.is_comma(before) && from >= 2 && self.tag(before - 1) == Tag::Jj && self.tag(from) == Tag::Jj && !self.is_upper(from) {
                from = before;
                continue;
            }
            if !self.in_noun_phrase(before) {
                break;
            }
            // "told reporters Clinton", "Democrats Trump": a plural noun ends what a name begins.
            let parts = self.tag(before) == Tag::Nns && !self.is_upper(before) && self.is_upper(from) && self.tag(from) == Tag::Nnp;
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
        // Before a verb of saying stands a noun, whatever the tagger makes of a rare word.
        let rare = matches!(self.tag(last), Tag::Jj | Tag::Vb | Tag::Vbp | Tag::Vbg | Tag::Other)
            && self.word(last).len() > 4
            && self.word(last).chars().all(|sign| sign.is_alphabetic() || sign == '-')
            && last > floor
            && matches!(self.tag(last - 1), Tag::Dt | Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Pos | Tag::PrpS);
        if !self.is_head(last) && !rare && !(self.tag(last) == Tag::Cd || self.lower(last) == ")") {
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
        for _ in 0..4 {
            let Some(before) = from.checked_sub(1).filter(|before| *before >= floor) else { break };
            if !(self.is(before, PREPOSITIONS) && !self.is(before, &["who"])) {
                break;
            }
            let Some(left) = before.checked_sub(1).filter(|left| *left >= floor) else {
                hangs = true;
                break;
            };
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
        // "Trump and Clinton", where nothing but a clause's beginning stands before it.
        if let Some(and) = from.checked_sub(1).filter(|and| *and > floor && self.is(*and, &["and", "or"]))
            && self.is_head(and - 1)
            && self.tag(and - 1) != Tag::Prp
        {
            let start = self.phrase_start(and - 1, floor);
            let begins = start == floor || self.begins_clause(start - 1);
            if begins {
                from = start;
            }
        }
        if self.tag(from) == Tag::Cc {
            from += 1;
        }
        Some((Subject { from, to: last + 1, head, way: Way::Beside, relative: None }, hangs))
    }

    /// Whether a clause can begin after the item.
    fn begins_clause(&self, at: usize) -> bool {
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
            } else if self.tag(before) == Tag::Rb || self.is(before, &["also", "then", "later", "even", "just", "still", "publicly", "repeatedly", "recently", "once", "long"]) {
                // An adverb belongs to the group; whether it begins it is told by what is before.
            } else {
                break;
            }
            at = before;
        }
        group
    }

    /// The last item before the verb group that is neither an adverb nor a time.
    fn left_of(&self, mut at: usize) -> Option<usize> {
        loop {
            at = at.checked_sub(1)?;
            let part_of_day = self.is(at, &["morning", "evening", "afternoon", "night"]) && at > 0 && (self.is_time(at - 1) || self.is(at - 1, &["that", "this", "last"]));
            let skipped = part_of_day || (self.tag(at) == Tag::Rb && !self.is(at, &["others"]))
                || self.is_time(at)
                || self.is(at, &["also", "then", "later", "once", "both", "all", "each"])
                || (self.is(at, &["on", "late", "early"]) && (self.is_time(at + 1) || self.is(at + 1, &["late", "early"])))
                || (self.is(at, &["last", "this", "next", "earlier"]) && (self.is_time(at + 1) || self.is(at + 1, &["week", "month", "year", "in"])))
                || (self.is(at, &["week", "month", "year"]) && at > 0 && self.is(at - 1, &["last", "this", "next"]));
            if !skipped {
                return Some(at);
            }
        }
    }

    /// Who does what the verb at `verb` says, `group` being its parts; looked for before it.
    pub(crate) fn subject_before(&self, verb: usize, group: &VerbGroup, depth: usize) -> Option<Subject> {
        if depth > 3 {
            return None;
        }
        let left = self.left_of(group.from)?;
        if self.quotation(left).is_some() {
            return None;
        }
        if self.tag(left) == Tag::Cc || (self.is_comma(left) && left > 0 && self.tag(left - 1) == Tag::Cc) {
            return self.shared_subject(left, depth);
        }
        if self.is(left, &["who", "which", "that"]) && matches!(self.tag(left), Tag::Wh | Tag::In | Tag::Dt) {
            return self.antecedent(left);
        }
        if self.is_comma(left) || self.is_dash(left) {
            if self.is_comma(left) && left > 0 && self.is(left - 1, &["who"]) {
                return self.antecedent(left - 1);
            }
            return self.subject_across(left);
        }
        let (subject, hangs) = self.phrase_before(left, 0)?;
        if hangs && !self.is_nameable(subject.head) {
            return None;
        }
        // "the man who shot the president said": the phrase is another verb's object.
        if let Some(before) = subject.from.checked_sub(1) {
            let tag = self.tag(before);
            let is_cue = self.lexicon.entries(self.lower(before)).iter().any(|entry| {
                self.lexicon.cue(entry.cue).is_some_and(|cue| cue.frames.has(Frames::CLAUSE | Frames::THAT))
            });
            if tag.is_verb() && !is_cue && self.quotation(before).is_none() {
                let relative = (before.saturating_sub(12)..before).rev().find(|at| self.is(*at, &["who", "which", "that"]));
                if let Some(relative) = relative {
                    return self.antecedent(relative).map(|subject| Subject { way: Way::Apart, relative: None, ..subject });
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

    /// Whether somebody can be meant by the noun at `head`: a name, a pronoun, a role, a group.
    pub(crate) fn is_nameable(&self, head: usize) -> bool {
        let word = self.lower(head);
        matches!(self.tag(head), Tag::Nnp | Tag::Prp)
            || self.is_upper(head)
            || ["roles", "groups", "audience"].iter().any(|group| self.lexicon.is(group, word))
            || self.is(head, &["who", "many", "some", "others", "most", "several", "all", "both"])
    }

    /// The subject before something between commas whose closing sign is at `close`.
    fn subject_across(&self, close: usize) -> Option<Subject> {
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
            let fits = matches!(self.tag(first), Tag::Wh | Tag::Dt | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::In | Tag::Vbg | Tag::Vbn | Tag::Rb | Tag::Jj | Tag::PrpS)
                || self.is(first, &["who", "which", "when", "to"]);
            let holds = self.phrase_before(open - 1, 0);
            if fits
                && let Some((subject, hangs)) = holds
            {
                let role_before_name = matches!(self.tag(subject.from), Tag::Dt | Tag::Cd)
                    && subject.from >= 2
                    && self.is_comma(subject.from - 1)
                    && self.tag(subject.from - 2) == Tag::Nnp;
                if role_before_name {
                    if let Some((name, false)) = self.phrase_before(subject.from - 2, 0) {
                        return Some(Subject { way: Way::Apart, ..name });
                    }
                }
                if !hangs && self.is_clause_start(subject.from) && !self.is_time(subject.head) {
                    return Some(Subject { way: Way::Apart, ..subject });
                }
            }
            at = open;
        }
        None
    }

    /// Whether a clause's subject can begin at `from`: at the sentence's beginning, after a comma,
    /// a conjunction, a quotation, or a verb of saying.
    fn is_clause_start(&self, from: usize) -> bool {
        let Some(before) = from.checked_sub(1) else { return true };
        self.begins_clause(before) || self.tag(before) == Tag::Punct || self.tag(before) == Tag::Cc || self.tag(before) == Tag::Rb
            || !self.lexicon.entries(self.lower(before)).is_empty()
    }

    /// What "who" or "which" at `relative` stands for.
    fn antecedent(&self, relative: usize) -> Option<Subject> {
        let mut last = relative.checked_sub(1)?;
        if self.is_comma(last) {
            last = last.checked_sub(1)?;
        }
        if self.quotation(last).is_some() {
            return None;
        }
        let (subject, _) = self.phrase_before(last, 0)?;
        let nearest = Subject { from: self.phrase_start(last, 0), to: last + 1, head: last, way: Way::Relative, relative: Some(relative) };
        // "officials in Washington who said", but "a letter to the senator, who said".
        let outer = self.is_nameable(subject.head) && !self.is_upper(last);
        Some(if outer { Subject { way: Way::Relative, relative: Some(relative), ..subject } } else { nearest })
    }

    /// The subject of the verb before a conjunction at `conjunction`, which the verb after it shares.
    fn shared_subject(&self, conjunction: usize, depth: usize) -> Option<Subject> {
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
        let group = self.verb_group(verb);
        let subject = self.subject_before(verb, &group, 1)?;
        Some(Subject { way: Way::Participle, ..subject })
    }

    /// The nearest verb before `limit` that carries a clause which is neither relative nor
    /// subordinate.
    fn main_verb_before(&self, limit: usize) -> Option<usize> {
        let mut found = None;
        let mut at = 0;
        let mut skipped_until_comma = false;
        while at < limit.min(self.len()) {
            if self.quotation(at).is_some() {
                skipped_until_comma = false;
            } else if self.is_comma(at) || self.is_dash(at) || self.lower(at) == ";" {
                // A relative or subordinate clause ends with its comma.
                skipped_until_comma = false;
            } else if (self.is(at, SUBORDINATORS) || self.is(at, &["who", "which", "whose"])) && self.verb_follows(at, limit) {
                skipped_until_comma = true;
            } else if self.is(at, &["that"]) && self.tag(at) != Tag::Dt {
                skipped_until_comma = true;
            } else if !skipped_until_comma && self.tag(at).is_finite() && self.tag(at) != Tag::Md {
                // The main word of a group such as "has said" or "is expected".
                let mut main = at;
                while main + 1 < limit && (self.tag(main + 1).is_verb() || self.tag(main + 1) == Tag::Rb) && main - at < 4 {
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

    fn verb_follows(&self, at: usize, limit: usize) -> bool {
        (at + 1..limit.min(at + 14)).take_while(|place| !self.is_comma(*place)).any(|place| self.tag(place).is_finite())
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
            if self.tag(at).is_noun() || (self.tag(at) == Tag::Other && self.is_upper(at)) || (self.tag(at) == Tag::Jj && self.is_upper(at)) || self.is(at, &["many", "some", "others", "several", "most"]) {
                head = Some(at);
                to = at + 1;
            }
            at += 1;
        }
        let head = head?;
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

    fn phrase_after_plain(&self, from: usize) -> Option<usize> {
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
