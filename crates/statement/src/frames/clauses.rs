//! Clauses that are said: where they begin, and those that stand before their verb.

use super::Lead;
use super::{Found, Frame, some};
use crate::items::Items;
use crate::lexicon::Frames;
use crate::phrases::{SUBORDINATORS, Way};
use crate::tags::Tag;

impl Items<'_, '_> {
    /// Whether the words are a clause, not a noun with a clause hanging on it.
    pub(crate) fn is_clause(&self, from: usize, to: usize, plain: bool) -> bool {
        for at in from..to {
            if self.tag(at).is_finite()
                || self.is(at, &["is", "are", "was", "were", "'re", "'ll", "will", "would"])
                || (self.is(at, &["'s", "'d"]) && self.tag(at) != Tag::Pos)
            {
                return true;
            }
            let hangs = self.is(at, &["who", "which", "whose", "that"])
                && at > from
                && self.tag(at - 1).is_noun();
            if hangs && !plain {
                return false;
            }
        }
        // The tagger takes many a past tense for a participle.
        plain
            && to > from + 3
            && self.tag(from) != Tag::Vbn
            && (from..to).any(|at| matches!(self.tag(at), Tag::Vbn | Tag::Vb))
    }

    /// Whether a subject and its verb begin the words, rather than a list of things.
    pub(crate) fn is_subject_and_verb(&self, from: usize, to: usize) -> bool {
        let Some(subject) = self.phrase_after(from) else {
            return self.tag(from) == Tag::Ex
                || self
                    .is(from, &["this", "that", "these", "those", "what", "how", "where", "if"])
                || self.tag(from) == Tag::Vbg
                || self.tag(from) == Tag::In;
        };
        (subject.head + 1..to.min(subject.head + 14))
            .take_while(|at| !self.is_comma(*at) && self.quotation(*at).is_none())
            .any(|at| {
                self.tag(at).is_finite()
                    || self.is(
                        at,
                        &["is", "are", "was", "were", "will", "would", "has", "have", "had"],
                    )
                    || (self.is(at, &["'s", "'ll", "'re", "'d"]) && self.tag(at) != Tag::Pos)
            })
    }

    pub(crate) fn begins_bare_clause(&self, at: usize, plain: bool) -> bool {
        let Some(item) = self.get(at) else { return false };
        if item.quotation.is_some() {
            return false;
        }
        match item.tag {
            Tag::Dt
            | Tag::Prp
            | Tag::PrpS
            | Tag::Nn
            | Tag::Nns
            | Tag::Nnp
            | Tag::Jj
            | Tag::Cd
            | Tag::Ex => true,
            Tag::Vbg => plain,
            Tag::In | Tag::Wh
                if self.is(at, SUBORDINATORS) && !self.is(at, &["what", "how", "where", "why"]) =>
            {
                (at + 1..self.len().min(at + 20))
                    .any(|comma| self.is_comma(comma) && self.clause_with_subject(comma + 1))
            }
            Tag::Rb | Tag::In | Tag::Cc | Tag::To => {
                plain && !self.is(at, &["as", "than", "but", "and", "or", "like", "up", "out"])
            }
            Tag::Wh => self.is(at, &["what", "how", "where"]),
            Tag::Other => self.is_upper(at),
            _ => false,
        }
    }

    pub(crate) fn has_finite(&self, from: usize, to: usize) -> bool {
        (from..to.min(self.len())).any(|at| {
            let tag = self.tag(at);
            tag.is_finite()
                || self.is(
                    at,
                    &["is", "are", "was", "were", "has", "have", "had", "'re", "will", "would"],
                )
                || (self.is(at, &["'s"]) && tag != Tag::Pos)
        })
    }

    /// "…, she said." and "…, she said, …".
    pub(crate) fn before_or_around(&self, lead: &Lead<'_>) -> Option<Found> {
        let (verb, start, cue) = (lead.place.verb, lead.start, lead.place.cue);
        if !cue.frames.has(Frames::CLAUSE | Frames::QUOTE)
            || cue.level > 1
            || !cue.frames.has(Frames::QUOTE)
        {
            return None;
        }
        let subject = lead.found.subject?;
        if !matches!(subject.way, Way::Beside | Way::Apart) {
            return None;
        }
        let comma = subject.from.checked_sub(1).filter(|at| self.is_comma(*at))?;
        let ends = self.is_end(start)
            || self.is_comma(start)
            || matches!(&*cue.lemma, "say" | "tell" | "write" | "explain" | "announce")
                && self.is(
                    start,
                    &[
                        "when", "after", "as", "while", "before", "in", "during", "at", "on", "to",
                        "via", "through", "by", "from",
                    ],
                )
            || self.lower(start) == ";";
        // "Then in June, the paper wrote about its rise, …": what it wrote of is no part of its words.
        let is_about = (lead.place.after..start).any(|at| self.is(at, &["about"]));
        if !ends || comma == 0 || is_about {
            return None;
        }
        let from = self.clause_start(0, comma);
        // "Ann de Lind, head of the office, said": a name is nothing that is said.
        if comma > from + 1
            && (from..comma)
                .all(|at| self.tag(at) == Tag::Nnp && self.is_upper(at) || self.lower(at).len() < 4)
            && self.tag(from) == Tag::Nnp
            && self.tag(comma - 1) == Tag::Nnp
        {
            return None;
        }
        let plain = matches!(&*cue.lemma, "say" | "tell" | "add" | "write");
        let whole = self.has_finite(from, comma)
            || (plain && comma > from + 4 && (from..comma).any(|at| self.tag(at) == Tag::Vbn));
        let mut found = lead.found.clone();
        let rest = start + 1;
        if self.is_comma(start) && self.quotation(rest).is_some() {
            // "There was, she said, “…”": what is said is begun by the reporter.
            found.frame = Frame::Around;
            self.add(from, comma, &mut found);
            self.add(rest, rest + 1, &mut found);
            return some(found);
        }
        if self.is_comma(start)
            && rest < self.len()
            && !self.is_end(rest)
            && self.clause_goes_on(rest)
        {
            found.frame = Frame::Around;
            // "…, who, she said, …": only the relative clause is hers.
            if self.tag(comma - 1) != Tag::Wh {
                self.add(from, comma, &mut found);
            }
            let end = self.clause_end(rest, verb);
            self.add(rest, end, &mut found);
            return some(found);
        }
        let adjunct = self.is(from, &["asked", "speaking", "like", "unlike"])
            || self.is(from, SUBORDINATORS) && !self.is(from, &["what", "how", "why"]);
        if !whole
            || (adjunct && !self.second_clause(from, comma))
            || self.is_broken_off(from, comma)
        {
            return None;
        }
        found.frame = Frame::Before;
        self.add(from, comma, &mut found);
        some(found)
    }

    /// Whether the clause before "…, she said" goes on behind it: "What we lack, she said, is a roof",
    /// "though not, she noted, without a bag".
    pub(crate) fn is_broken_off(&self, from: usize, to: usize) -> bool {
        let Some(last) = to.checked_sub(1).filter(|last| *last >= from) else { return true };
        let open =
            matches!(self.tag(last), Tag::Dt | Tag::PrpS | Tag::Cc | Tag::Md | Tag::To | Tag::Wh)
                && !self.is(last, &["this", "that", "these", "those", "all", "both", "one", "so"])
                || self.is(last, &["not", "because", "though", "although", "than", "if"]);
        let asks = self.is(from, &["what", "whoever", "whatever"])
            && (from + 1..to).filter(|at| self.tag(*at).is_finite()).count() < 2;
        open || asks
    }

    /// Whether after "…, she said," her words go on at `at`, rather than the reporter's.
    pub(crate) fn clause_goes_on(&self, at: usize) -> bool {
        if self.is(
            at,
            &[
                "and",
                "but",
                "as",
                "while",
                "who",
                "which",
                "according",
                "referring",
                "after",
                "before",
                "during",
                "when",
                "without",
                "although",
                "though",
            ],
        ) {
            return self.tag(at) == Tag::Cc
                && self.clause_with_subject(at + 1)
                && !self.says_ahead(at + 1, at);
        }
        match self.tag(at) {
            Tag::Vbg | Tag::Vbn | Tag::Wh => false,
            Tag::In | Tag::To => true,
            tag if tag.is_finite() => true,
            _ => self.begins_bare_clause(at, true) && self.has_finite(at, self.len()),
        }
    }

    /// Whether after a first subordinate clause's comma another clause follows.
    pub(crate) fn second_clause(&self, from: usize, to: usize) -> bool {
        (from..to).find(|at| self.is_comma(*at)).is_some_and(|comma| self.has_finite(comma + 1, to))
    }

    /// Where a clause before `end` begins: without the conjunction that joins it to the last sentence.
    pub(crate) fn clause_start(&self, from: usize, end: usize) -> usize {
        let mut start = from;
        for at in from..end {
            if self.quotation(at).is_some() || self.lower(at) == ";" {
                start = at + 1;
            }
        }
        while start < end && (self.is(start, &["but", "and", "so", "yet"]) || self.is_comma(start))
        {
            start += 1;
        }
        start
    }
}
