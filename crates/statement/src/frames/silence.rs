//! What was not said: refusals to comment, missing answers, missing evidence.

use super::{Found, Frame};
use crate::items::Items;
use crate::lexicon::Form;
use crate::phrases::VerbGroup;
use crate::statement::Act;
use crate::tags::Tag;

/// What somebody is asked by, besides documents and claims.
const ASKED: &[&str] = &[
    "request",
    "requests",
    "call",
    "calls",
    "message",
    "messages",
    "inquiry",
    "inquiries",
    "query",
    "queries",
    "comment",
    "comments",
    "question",
    "questions",
    "proposal",
    "offer",
    "offers",
    "demand",
    "demands",
    "invitation",
    "criticism",
    "interview",
    "voicemail",
    "voicemails",
    "text",
    "texts",
    "outreach",
    "attempts",
    "efforts",
];

impl Items<'_, '_> {
    /// Refusals to comment, missing answers and missing evidence.
    pub(crate) fn silence(&self, at: usize) -> Option<Found> {
        let group = self.verb_group(at);
        let (act, after) = self.silence_of(at, &group)?;
        if self.is_hypothetical(&group) || (act == Act::NoResponse && !self.was_asked(after)) {
            return None;
        }
        let subject = self.subject_before(at, &group, 0)?;
        let mut found = Found {
            subject: Some(subject),
            cue: (group.from, after),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::Silence,
            level: 1,
            act,
            lemma: self.lower(at).into(),
            group,
            form: Form::Past,
            doubts: 0,
        };
        if let Some(start) = self.topic(act, after) {
            let end = self.clause_end(start, at);
            self.add(start, end, &mut found);
        }
        if found.content.is_empty() {
            found.covered.push((after.saturating_sub(1), after));
        }
        Some(found)
    }

    /// What was not commented on or answered, where the text says more than "a request for comment".
    pub(crate) fn topic(&self, act: Act, after: usize) -> Option<usize> {
        let mut start = after;
        while self.is(start, &["immediately", "publicly", "further", "directly"]) {
            start += 1;
        }
        match act {
            Act::DeclinedToComment => {
                let led = self.is(
                    start,
                    &[
                        "on", "about", "whether", "if", "how", "why", "what", "who", "when",
                        "which", "where",
                    ],
                );
                let led = led
                    && !(self.is(start, &["on"])
                        && (self.is_time(start + 1)
                            || self.is(
                                start + 1,
                                &["multiple", "several", "background", "condition", "record"],
                            )));
                led.then_some(if self.is(start, &["on", "about"]) { start + 1 } else { start })
            }
            Act::NoResponse => {
                let request = (start..start + 7).any(|at| {
                    self.is(
                        at,
                        &[
                            "request",
                            "requests",
                            "call",
                            "calls",
                            "message",
                            "messages",
                            "email",
                            "emails",
                            "e-mail",
                            "inquiry",
                            "inquiries",
                            "comment",
                            "inquiries",
                            "queries",
                        ],
                    )
                });
                (self.is(start, &["to"]) && !request).then_some(start)
            }
            _ => (!self.is_comma(start) && !self.is_end(start)).then_some(start),
        }
    }

    /// Whether it is an answer that was not given: "did not respond to treatment" is about none.
    fn was_asked(&self, after: usize) -> bool {
        let mut at = after;
        while self.tag(at) == Tag::Rb {
            at += 1;
        }
        if !self.is(at, &["to"]) {
            return true;
        }
        (at + 1..at + 10).take_while(|at| !self.is_end(*at)).any(|at| {
            let word = self.lower(at);
            ASKED.contains(&word)
                || self.tag(at) == Tag::Prp
                || self.lexicon.claim(word).is_some()
                || self.lexicon.is("documents", word)
                || (self.lexicon.is("audience", word) && !self.is(at, &["students", "members"]))
        })
    }

    pub(crate) fn silence_of(&self, at: usize, group: &VerbGroup) -> Option<(Act, usize)> {
        let word = self.lower(at);
        if group.modal && !matches!(word, "reached" | "comment" | "say") {
            return None;
        }
        if matches!(word, "declined" | "declines" | "refused" | "refuses")
            && !group.negated
            && !group.modal
            && self.is(at + 1, &["to"])
        {
            let verb = at + 2;
            if self.is(
                verb,
                &[
                    "comment",
                    "elaborate",
                    "answer",
                    "discuss",
                    "say",
                    "respond",
                    "specify",
                    "speak",
                ],
            ) {
                return Some((Act::DeclinedToComment, verb + 1));
            }
            if self.is(verb, &["be"]) && self.is(at + 3, &["interviewed", "quoted"])
                || self.is(verb, &["give", "provide"])
                    && (at + 3..at + 6).any(|place| self.is(place, &["details", "comment"]))
            {
                return Some((Act::DeclinedToComment, at + 4));
            }
            return None;
        }
        if group.negated && !group.modal {
            if matches!(word, "respond" | "responded" | "reply" | "replied") {
                return Some((Act::NoResponse, at + 1));
            }
            if matches!(word, "return" | "returned" | "answer" | "answered")
                && (at + 1..at + 5).any(|place| {
                    self.is(
                        place,
                        &[
                            "calls",
                            "call",
                            "messages",
                            "message",
                            "request",
                            "requests",
                            "emails",
                            "questions",
                        ],
                    )
                })
            {
                return Some((Act::NoResponse, at + 1));
            }
            if matches!(
                word,
                "provide"
                    | "provided"
                    | "offer"
                    | "offered"
                    | "give"
                    | "given"
                    | "cite"
                    | "cited"
                    | "present"
                    | "presented"
                    | "produce"
                    | "produced"
            ) && (at + 1..at + 5).any(|place| self.is(place, &["evidence", "proof"]))
            {
                return Some((Act::NoEvidence, at + 1));
            }
            // "He did not comment at length, but did say".
            let said_less = self.is(at + 1, &["at", "further", "much"])
                && !self.is(at + 2, &["all", "this", "the"]);
            if matches!(word, "comment" | "commented") && !said_less {
                return Some((Act::DeclinedToComment, at + 1));
            }
        }
        if word == "reached" && group.negated && group.modal && group.from < at {
            let after = if self.is(at + 1, &["for"]) && self.is(at + 2, &["comment"]) {
                at + 3
            } else {
                at + 1
            };
            return Some((Act::NoResponse, after));
        }
        if !group.negated
            && matches!(
                word,
                "provided" | "offered" | "gave" | "cited" | "presented" | "provides" | "offers"
            )
            && self.is(at + 1, &["no"])
            && (at + 2..at + 4).any(|place| self.is(place, &["evidence", "proof"]))
        {
            return Some((Act::NoEvidence, at + 1));
        }
        None
    }
}
