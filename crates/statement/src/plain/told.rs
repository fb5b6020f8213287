//! What a table finds in a sentence.

use super::Table;
use super::phrases::Range;
use super::table::Phrase;
use crate::items::Items;
use crate::statement::Act;

/// A statement as a table found it: items of its sentence, bytes of what is said.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) speaker: Range,
    pub(crate) cue: Range,
    pub(crate) content: Vec<(usize, usize)>,
    pub(crate) act: Act,
    pub(crate) sign: &'static str,
}

impl Table {
    /// The statements of a sentence.
    pub(crate) fn statements(&self, items: &Items<'_, '_>) -> Vec<Told> {
        let mut found: Vec<Told> = Vec::new();
        for at in 0..items.len() {
            if items.quotation(at).is_some() {
                continue;
            }
            let told = self
                .event(items, at)
                .or_else(|| self.denial(items, at))
                .or_else(|| self.participle(items, at))
                .or_else(|| match self.act_of(items.lower(at)) {
                    Some(act) => self.verb(items, at, act),
                    None => self.source(items, at),
                });
            let Some(mut told) = told else { continue };
            if told.act == Act::Assertion && self.calls_false(items.layout.text, &told.content) {
                told.act = Act::Rebuttal;
            }
            let cue = items.bytes(told.cue.0, told.cue.1).0;
            if !found
                .iter()
                .any(|outer| outer.content.iter().any(|(start, end)| (*start..*end).contains(&cue)))
            {
                found.push(told);
            }
        }
        found
    }

    /// Where the words of a phrase end that begins at `at`; other words may stand between them.
    fn follows(&self, items: &Items<'_, '_>, at: usize, phrase: &Phrase) -> Option<usize> {
        let (first, rest) = phrase.words.split_first()?;
        if items.lower(at) != *first {
            return None;
        }
        let mut end = at + 1;
        for word in rest {
            let limit = items.len().min(end + 9);
            end = (end..limit)
                .take_while(|place| items.quotation(*place).is_none())
                .find(|place| items.lower(*place) == *word)?
                + 1;
        }
        Some(end)
    }

    /// "wollte sich nicht äußern", "n'a pas souhaité commenter", "Belege legte er nicht vor".
    fn event(&self, items: &Items<'_, '_>, at: usize) -> Option<Told> {
        let found =
            self.events.iter().find_map(|phrase| Some((phrase, self.follows(items, at, phrase)?)));
        let (phrase, end) = found?;
        let verb = match phrase.verb_after_object {
            true => {
                (at + 1..end).find(|place| phrase.words.get(1) == Some(&items.lower(*place)))?
            }
            false => at,
        };
        let speaker = if phrase.verb_after_object {
            self.subject_after(items, verb + 1)?
        } else {
            self.subject(items, verb)?
        };
        let cue = (if speaker.0 > verb { verb } else { at }, end);
        Some(Told { speaker, cue, content: Vec::new(), act: phrase.act, sign: "event" })
    }

    /// "wies die Vorwürfe zurück", "bestritt die Tat", "a démenti ces accusations".
    fn denial(&self, items: &Items<'_, '_>, at: usize) -> Option<Told> {
        let negated = at > 0 && items.is(at - 1, &["nicht", "pas", "n'a", "n'ont"])
            || items.is(at + 1, &["nicht", "pas"]);
        let found = self
            .denials
            .iter()
            .filter(|_| !negated)
            .find_map(|phrase| Some((phrase, self.follows(items, at, phrase)?)));
        let (phrase, end) = found?;
        let from = self.verb_start(items, at);
        let speaker =
            self.subject(items, from).filter(|speaker| speaker.1 <= from || speaker.0 > at)?;
        let start = if speaker.0 > at { speaker.1 } else { at + 1 };
        let claim = (start..items.len().min(start + 9))
            .take_while(|place| !items.is_comma(*place) && items.quotation(*place).is_none())
            .find(|place| {
                self.is("claims", bare(items.lower(*place)))
                    || self.is("points", items.lower(*place)) && !items.is_upper(place + 1)
            })?;
        let stop =
            if phrase.words.len() > 1 { end.saturating_sub(1).max(claim + 1) } else { claim + 1 };
        Some(Told {
            speaker,
            cue: (from, at + 1),
            content: vec![items.bytes(start, stop)],
            act: phrase.act,
            sign: "claim",
        })
    }

    /// "a déclaré", "a-t-il ajouté": the auxiliary belongs to the verb.
    fn verb_start(&self, items: &Items<'_, '_>, at: usize) -> usize {
        let mut from = at;
        while from > 0
            && (self.is("auxiliaries", items.lower(from - 1))
                || self.is("clitics", items.lower(from - 1)))
        {
            from -= 1;
        }
        from
    }

    fn verb(&self, items: &Items<'_, '_>, at: usize, act: Act) -> Option<Told> {
        let from = self.verb_start(items, at);
        if from > 0
            && items.is(from - 1, &["n'a", "n'ont", "pas", "nicht", "wurde", "wurden", "été"])
            || items.is(at + 1, &["nicht", "pas"])
        {
            return None;
        }
        let hypothetical = (from.saturating_sub(8)..from)
            .take_while(|place| !items.is_comma(*place))
            .any(|place| self.is("ifs", items.lower(place)));
        if hypothetical {
            return None;
        }
        let mut told =
            Told { speaker: (at, at), cue: (from, at + 1), content: Vec::new(), act, sign: "" };
        let inner =
            (from..=at).find(|place| self.gender_of_inversion(items.lower(*place)).is_some());
        if let Some(quote) = self.quote_before(items, from) {
            told.speaker = match inner {
                Some(pronoun) => (pronoun, pronoun + 1),
                None => {
                    self.subject_after(items, at + 1).or_else(|| self.phrase_before(items, from))?
                }
            };
            told.sign = "quote before";
            self.add_quotes(items, quote, &mut told);
            let next = told.speaker.1.max(at + 1);
            if let Some(more) =
                (next..items.len().min(next + 12)).find(|place| items.quotation(*place).is_some())
                && items.is_comma(more - 1)
            {
                told.content.push(items.bytes(more, more + 1));
            }
            return Some(told);
        }
        if items.is(at, &["so"]) {
            return self.so(items, at, told);
        }
        let before = self.subject_before(items, from);
        let behind = || {
            inner
                .map(|pronoun| (pronoun, pronoun + 1))
                .or_else(|| self.subject_after(items, at + 1))
        };
        if let Some(clause) = self.clause_before(items, from)
            && self.quote_behind(items, at + 1).is_none()
            && let Some(speaker) = behind()
        {
            told.speaker = speaker;
            told.sign = "that";
            told.content.push(clause);
            return Some(told);
        }
        let pronoun = self.declines() && self.is_pronoun(items.lower(at + 1));
        let before = before.filter(|_| !pronoun);
        let leads = before.is_some();
        told.speaker = before.or_else(behind)?;
        let next = if told.speaker.0 > at { told.speaker.1 } else { at + 1 };
        self.object(items, told, at, next, leads)
    }

    /// What is said behind a verb at `at` whose speaker is known: quoted words, a clause, an
    /// infinitive, or, where the speaker `leads`, what is wanted, blamed or denied.
    fn object(
        &self,
        items: &Items<'_, '_>,
        mut told: Told,
        at: usize,
        next: usize,
        leads: bool,
    ) -> Option<Told> {
        if let Some(quote) = self.quote_behind(items, next) {
            told.sign = "quote after";
            self.add_quotes(items, quote, &mut told);
            return Some(told);
        }
        told.sign = "that";
        if let Some(start) = self.clause_after(items, next) {
            let end = self.end_of_clause(items, start);
            told.content.push(items.bytes(start, end));
            return (end > start + 2).then_some(told);
        }
        let verb = bare(items.lower(at));
        if self.is("infinitives", verb)
            && let Some(start) = self.infinitive_after(items, next)
        {
            let end = self.end_of_clause(items, start);
            told.content.push(items.bytes(start, end));
            return (end > start + 1).then_some(told);
        }
        if !leads || !self.is("objects", verb) {
            return None;
        }
        let mut start = next;
        while self.is("adverbs", items.lower(start)) {
            start += 1;
        }
        let mut end = (start..items.len())
            .find(|at| items.is_comma(*at) || items.is_end(*at))
            .unwrap_or(items.len());
        if end > start && self.is("particles", items.lower(end - 1)) {
            end -= 1;
        }
        let calls = self.is("calls", verb);
        let is_called = (start..end).any(|at| {
            items.quotation(at).is_some()
                || self.is("claims", bare(items.lower(at)))
                || items
                    .layout
                    .text
                    .get(items.bytes(at, at + 1).0..items.bytes(at, at + 1).1)
                    .is_some_and(|word| word.starts_with(['„', '«', '»', '"', '“']))
        });
        if calls && !is_called {
            return None;
        }
        let has_noun = (start..end).any(|at| {
            items.quotation(at).is_some()
                || if self.declines() { items.is_upper(at) } else { items.lower(at).len() > 4 }
        });
        told.content.push(items.bytes(start, end));
        (has_noun && end > start + 1).then_some(told)
    }

    /// "„Es reicht“, so Lind" is found as a quotation; "Die Fans, so Lind weiter, müssten warten" is
    /// in the mood of reports.
    fn so(&self, items: &Items<'_, '_>, at: usize, mut told: Told) -> Option<Told> {
        let comma = at.checked_sub(1).filter(|comma| *comma > 0 && items.is_comma(*comma))?;
        told.speaker = self.phrase_after(items, at + 1)?;
        let next = told.speaker.1 + usize::from(items.is(told.speaker.1, &["weiter"]));
        let end = self.end_of_clause(items, next);
        let reported =
            |from: usize, to: usize| (from..to).any(|at| self.is("reported", items.lower(at)));
        told.sign = "that";
        if items.is_comma(next) && reported(next, end) && end > next + 1 {
            told.content.push(items.bytes(0, comma));
            told.content.push(items.bytes(next + 1, end));
            return Some(told);
        }
        let plain = (0..comma).all(|at| items.quotation(at).is_none());
        (end == next && reported(0, comma) && plain).then(|| {
            told.content.push(items.bytes(0, comma));
            told
        })
    }

    /// "hat den Bericht zurückgewiesen", "hatte ihm vorgeworfen, …": the verb at the end of its
    /// clause, its first half where verbs stand.
    fn participle(&self, items: &Items<'_, '_>, at: usize) -> Option<Told> {
        let act = *self.participles.get(items.lower(at))?;
        let ends = items.is_end(at + 1)
            || items.is_comma(at + 1)
            || items.is(at + 1, &["und", ":", ";", "–"])
            || items.quotation(at + 1).is_some();
        if !ends {
            return None;
        }
        let helper = (at.saturating_sub(25)..at)
            .rev()
            .take_while(|place| !self.says(items.lower(*place)))
            .find(|place| self.is("auxiliaries", items.lower(*place)))?;
        let denied = (helper + 1..at)
            .any(|place| items.is(place, &["nicht", "nie", "niemand", "kein", "keine"]));
        let before = self.subject_before(items, helper);
        let leads = before.is_some();
        // "dass Lind gesagt hat" and "Lind, der das gesagt hatte" are no clauses of their own.
        let subject = before.or_else(|| self.subject_after(items, helper + 1))?;
        if denied || subject.0 > at {
            return None;
        }
        let mut told =
            Told { speaker: subject, cue: (at, at + 1), content: Vec::new(), act, sign: "that" };
        if let Some(quote) = self.quote_before(items, helper) {
            told.sign = "quote before";
            self.add_quotes(items, quote, &mut told);
            return Some(told);
        }
        if let Some(quote) = self.quote_behind(items, at + 1) {
            told.sign = "quote after";
            self.add_quotes(items, quote, &mut told);
            return Some(told);
        }
        if let Some(start) = self.clause_after(items, at + 1).or_else(|| {
            self.is("infinitives", items.lower(at)).then(|| self.infinitive_after(items, at + 1))?
        }) {
            let end = self.end_of_clause(items, start);
            told.content.push(items.bytes(start, end));
            return (end > start + 2).then_some(told);
        }
        if !self.is("objects", items.lower(at)) {
            return None;
        }
        let start = if leads { helper + 1 } else { subject.1 };
        let start = start + usize::from(items.lower(start) == "(") * 3;
        let plain = (start..at).all(|at| !items.is_comma(at));
        let has_noun = (start..at).any(|at| items.is_upper(at) || items.quotation(at).is_some());
        told.content.push(items.bytes(start, at));
        (plain && has_noun && at > start + 1).then_some(told)
    }

    /// The quotation that a colon behind a verb leads to.
    fn quote_behind(&self, items: &Items<'_, '_>, from: usize) -> Option<usize> {
        let colon = (from..items.len().min(from + 14))
            .take_while(|at| items.quotation(*at).is_none())
            .find(|at| items.lower(*at) == ":")?;
        items.quotation(colon + 1).map(|_| colon + 1)
    }

    /// Whether what is said, bytes of the text, calls something a lie or made up.
    pub(super) fn calls_false(&self, text: &str, content: &[Range]) -> bool {
        content.iter().filter_map(|(start, end)| text.get(*start..*end)).any(|words| {
            words
                .split(|sign: char| !sign.is_alphanumeric())
                .any(|word| self.is("false", &word.to_lowercase()))
        })
    }

    fn add_quotes(&self, items: &Items<'_, '_>, quote: usize, told: &mut Told) {
        let mut at = quote;
        while items.quotation(at).is_some() {
            told.content.push(items.bytes(at, at + 1));
            at += 1;
        }
    }

    fn quote_before(&self, items: &Items<'_, '_>, from: usize) -> Option<usize> {
        let before = from.checked_sub(1)?;
        if items.quotation(before).is_some() {
            return Some(before);
        }
        (items.is_comma(before) || items.is_dash(before)).then_some(())?;
        before.checked_sub(1).filter(|at| items.quotation(*at).is_some())
    }

    /// "laut X", "nach Angaben von X", "selon X": a source of the whole sentence, not sure enough to
    /// be shown.
    fn source(&self, items: &Items<'_, '_>, at: usize) -> Option<Told> {
        if self.is("after", items.lower(at)) {
            let speaker = self.phrase_before(items, at)?;
            let start = at + 1 + usize::from(items.is_comma(at + 1));
            return self.of_source(items, speaker, at, (start, items.len()));
        }
        let words = if self.is("sources", items.lower(at)) {
            1
        } else if items.is(at, &["nach"])
            && items.is(at + 1, &["angaben", "aussage", "darstellung"])
        {
            2 + usize::from(items.is(at + 2, &["von"]))
        } else {
            return None;
        };
        let speaker = self.phrase_after(items, at + words)?;
        if at == 0 {
            let start = speaker.1 + usize::from(items.is_comma(speaker.1));
            return self.of_source(items, speaker, at, (start, items.len()));
        }
        let before = (0, if items.is_comma(at - 1) { at - 1 } else { at });
        let mut told = self.of_source(items, speaker, at, before)?;
        let rest = speaker.1 + usize::from(items.is_comma(speaker.1));
        told.content.extend(
            self.of_source(items, speaker, at, (rest, items.len()))
                .into_iter()
                .flat_map(|rest| rest.content),
        );
        Some(told)
    }

    fn of_source(
        &self,
        items: &Items<'_, '_>,
        speaker: (usize, usize),
        at: usize,
        content: (usize, usize),
    ) -> Option<Told> {
        let (start, mut end) = content;
        while end > start && items.is_end(end - 1) {
            end -= 1;
        }
        (end > start).then(|| Told {
            speaker,
            cue: (at, at + 1),
            content: vec![items.bytes(start, end)],
            act: Act::Assertion,
            sign: "according",
        })
    }
}

/// A French word without the article or the pronoun that is joined to it.
pub(super) fn bare(word: &str) -> &str {
    ["l'", "d'", "L'", "D'", "s'", "n'", "m'", "S'", "N'", "l’", "d’", "L’", "D’", "s’", "S’"]
        .iter()
        .find_map(|article| word.strip_prefix(article))
        .unwrap_or(word)
}
