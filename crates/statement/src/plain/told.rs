//! What a table finds in a sentence.

use super::{Phrase, Table};
use crate::items::Items;
use crate::statement::Act;

/// A statement as a table found it: items of its sentence, bytes of what is said.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) speaker: (usize, usize),
    pub(crate) cue: (usize, usize),
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
            let told = self.event(items, at).or_else(|| self.denial(items, at)).or_else(|| {
                match self.verbs.get(items.lower(at)) {
                    Some(act) => self.verb(items, at, *act),
                    None => self.source(items, at),
                }
            });
            let Some(told) = told else { continue };
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

    /// Who does what the verb at `at` says: before it, or behind it where something else begins the
    /// sentence.
    fn subject(&self, items: &Items<'_, '_>, at: usize) -> Option<(usize, usize)> {
        self.phrase_before(items, at).or_else(|| self.phrase_after(items, at + 1))
    }

    /// "wollte sich nicht äußern", "n'a pas souhaité commenter".
    fn event(&self, items: &Items<'_, '_>, at: usize) -> Option<Told> {
        let found =
            self.events.iter().find_map(|phrase| Some((phrase, self.follows(items, at, phrase)?)));
        let (phrase, end) = found?;
        let speaker = self.subject(items, at)?;
        Some(Told { speaker, cue: (at, end), content: Vec::new(), act: phrase.act, sign: "event" })
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
            .find(|place| self.is("claims", bare(items.lower(*place))))?;
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
        while from > 0 && self.is("auxiliaries", items.lower(from - 1)) {
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
        let inner = (from..at).find(|place| items.is(*place, &["a-t-il", "a-t-elle"]));
        if let Some(quote) = self.quote_before(items, from) {
            told.speaker = match inner {
                Some(pronoun) => (pronoun, pronoun + 1),
                None => {
                    self.phrase_after(items, at + 1).or_else(|| self.phrase_before(items, from))?
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
        // "so" goes with quotations only.
        if items.is(at, &["so"]) {
            return None;
        }
        let before = self.phrase_before(items, from);
        let behind = || {
            inner.map(|pronoun| (pronoun, pronoun + 1)).or_else(|| self.phrase_after(items, at + 1))
        };
        if let Some(clause) = self.clause_before(items, from)
            && let Some(speaker) = behind()
        {
            told.speaker = speaker;
            told.sign = "that";
            told.content.push(clause);
            return Some(told);
        }
        told.speaker = before.or_else(behind)?;
        let next = if told.speaker.0 > at { told.speaker.1 } else { at + 1 };
        if let Some(colon) =
            (next..items.len().min(next + 14)).find(|place| items.lower(*place) == ":")
            && items.quotation(colon + 1).is_some()
        {
            told.sign = "quote after";
            self.add_quotes(items, colon + 1, &mut told);
            return Some(told);
        }
        let start = self.clause_after(items, next)?;
        let end = self.end_of_clause(items, start);
        told.sign = "that";
        told.content.push(items.bytes(start, end));
        (end > start + 2).then_some(told)
    }

    /// Where a clause begins that is said: at "dass" and "que", or after a comma before a verb in the
    /// mood of reports, as in "sagte, er habe".
    fn clause_after(&self, items: &Items<'_, '_>, from: usize) -> Option<usize> {
        for place in from..items.len().min(from + 14) {
            if self.says(items.lower(place)) || items.quotation(place).is_some() {
                return None;
            }
            if self.is("that", items.lower(place)) {
                return Some(place);
            }
            if items.is_comma(place) {
                let start = place + 1;
                if self.is("that", items.lower(start)) {
                    return Some(start);
                }
                let reported = (start..items.len().min(start + 9))
                    .take_while(|at| !items.is_comma(*at))
                    .any(|at| self.is("reported", items.lower(at)));
                return reported.then_some(start);
            }
        }
        None
    }

    /// "Er habe nichts gewusst, sagte …": the clause before, in the mood of reports.
    fn clause_before(&self, items: &Items<'_, '_>, from: usize) -> Option<(usize, usize)> {
        let comma = from.checked_sub(1).filter(|at| items.is_comma(*at))?;
        let reported = (0..comma).any(|at| self.is("reported", items.lower(at)));
        let plain =
            (0..comma).all(|at| items.quotation(at).is_none() && !self.says(items.lower(at)));
        (reported && plain && comma > 2).then(|| items.bytes(0, comma))
    }

    fn end_of_clause(&self, items: &Items<'_, '_>, start: usize) -> usize {
        let mut end = items.len();
        while end > start && items.is_end(end - 1) {
            end -= 1;
        }
        // "…, sagte er am Dienstag": the reporter goes on.
        let own = (start + 1..end).find(|at| {
            items.is_comma(*at) && (self.says(items.lower(at + 1)) || items.lower(*at) == ";")
        });
        own.unwrap_or(end)
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
            2 + usize::from(items.is(at + 2, &["von", "des", "der"]))
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

    fn is_title(&self, word: &str) -> bool {
        self.is("titles", bare(word).trim_end_matches('.'))
    }

    /// Whether a word has a capital, behind an article that is joined to it or without one.
    fn is_named(&self, items: &Items<'_, '_>, at: usize) -> bool {
        items.is_upper(at)
            || bare(items.word(at)).chars().next().is_some_and(char::is_uppercase)
            || self.is_title(items.lower(at))
    }

    /// The noun phrase that begins at `from`: names, nouns with a capital, titles, what hangs on them.
    fn phrase_after(&self, items: &Items<'_, '_>, from: usize) -> Option<(usize, usize)> {
        let first = items.lower(from);
        if self.is("pronouns", first) {
            return Some((from, from + 1));
        }
        let alone = !self.is("articles", first) || !self.is_named(items, from + 1);
        if self.is("nobody", first) && alone || self.is("others", first) {
            return None;
        }
        let mut at = from;
        let mut to: Option<usize> = None;
        let mut last_is_title = false;
        let mut owners = 0;
        while at < items.len() && at - from < 12 {
            let word = items.lower(at);
            if self.is("audience", word) && to.is_some() {
                break;
            }
            if self.is_named(items, at) {
                to = Some(at + 1);
                last_is_title = self.is_title(word);
            } else if to.is_some() && self.is("articles", word) {
                // "der Sprecher der Polizei", but "sagte Lind der Zeitung".
                if !last_is_title || owners > 0 {
                    break;
                }
                owners += 1;
            } else if !(self.is("articles", word)
                || self.is("inside", word)
                    && (to.is_none() || last_is_title || self.is("names", word))
                || word.chars().count() > 3
                    && to.is_none()
                    && word.chars().all(char::is_alphabetic))
            {
                break;
            }
            at += 1;
        }
        to.map(|to| (from, to))
    }

    /// The noun phrase that ends before `end` and begins a clause.
    fn phrase_before(&self, items: &Items<'_, '_>, end: usize) -> Option<(usize, usize)> {
        let last = end.checked_sub(1)?;
        if self.is("pronouns", items.lower(last)) {
            return (last == 0 || items.is_comma(last - 1) || items.quotation(last - 1).is_some())
                .then_some((last, end));
        }
        if !self.is_named(items, last) {
            return None;
        }
        let mut from = last;
        while from > 0 && end - from < 10 {
            let before = from - 1;
            let word = items.lower(before);
            let belongs = items.quotation(before).is_none()
                && (self.is_named(items, before)
                    || self.is("articles", word)
                    || self.is("inside", word)
                    || (word.chars().count() > 4 && word.chars().all(char::is_alphabetic)));
            if !belongs || self.says(word) {
                break;
            }
            from = before;
        }
        let first = items.lower(from);
        // "In Berlin sagte", "Das sagte", "Dem Sender sagte": none of these says anything.
        if self.is("nobody", first) && from == last || self.is("others", first) {
            return None;
        }
        let begins = from == 0
            || items.is_comma(from - 1)
            || items.quotation(from - 1).is_some()
            || items.is(from - 1, &["und", "aber", "doch", "et", "mais"]);
        begins.then_some((from, end))
    }
}

/// A French word without the article that is joined to it.
pub(super) fn bare(word: &str) -> &str {
    ["l'", "d'", "L'", "D'", "l’", "d’", "L’", "D’"]
        .iter()
        .find_map(|article| word.strip_prefix(article))
        .unwrap_or(word)
}
