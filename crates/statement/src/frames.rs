//! What verbs of saying, and their like, lead to in a sentence.

use crate::items::Items;
use crate::lexicon::{Cue, Form, Frames};
use crate::phrases::{SUBORDINATORS, Subject, VerbGroup, Way};
use crate::statement::Act;
use crate::tags::Tag;

/// How what is said hangs on what says that it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Frame {
    /// A quotation before it.
    QuoteBefore,
    /// A quotation after it.
    QuoteAfter,
    /// A clause with "that".
    That,
    /// A clause without.
    Bare,
    /// The clause before it: "…, she said".
    Before,
    /// A clause around it: "…, she said, …".
    Around,
    /// A question.
    Whether,
    /// "to" and a verb.
    To,
    /// Somebody, then "to" and a verb.
    ObjectTo,
    /// A noun.
    Noun,
    /// What follows a word such as "for".
    Led,
    /// Somebody "of" something, something "as" something, a name that it is called.
    Named,
    /// "a claim that she denied".
    Claim,
    /// A noun: "her claim that".
    Nominal,
    /// "according to".
    According,
    /// Somebody did not say something.
    Silence,
    /// A name, a colon, and what is said.
    Colon,
}

/// A statement as it was found in a sentence, before anybody knows who the speaker is.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) subject: Option<Subject>,
    /// The items of the cue.
    pub(crate) cue: (usize, usize),
    /// The bytes of what is said.
    pub(crate) content: Vec<(usize, usize)>,
    /// The items that are said, for what lies inside them.
    pub(crate) covered: Vec<(usize, usize)>,
    pub(crate) frame: Frame,
    pub(crate) level: u8,
    pub(crate) act: Act,
    pub(crate) lemma: Box<str>,
    pub(crate) group: VerbGroup,
    pub(crate) form: Form,
    /// Signs that something about it is less sure.
    pub(crate) doubts: u8,
}

const PREPOSITIONS: &[&str] = &[
    "in", "on", "at", "during", "via", "through", "to", "from", "by", "with", "of", "after", "before", "for", "about",
    "following", "outside", "over", "since", "earlier", "inside", "from", "around",
];

impl Items<'_, '_> {
    /// All statements of the sentence, those inside others left out.
    pub(crate) fn statements(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for at in 0..self.len() {
            if self.get(at).is_none_or(|item| item.quotation.is_some() || self.layout.quoted.get(item.from).copied().flatten().is_some()) {
                continue;
            }
            if self.claim_relative(at, &mut found) {
                continue;
            }
            if let Some(event) = self.silence(at) {
                found.push(event);
                continue;
            }
            let entries = self.lexicon.entries(self.lower(at));
            let entry = entries
                .iter()
                .find(|entry| entry.particle.as_deref().is_some_and(|particle| self.lower(at + 1) == particle))
                .or_else(|| entries.iter().find(|entry| entry.particle.is_none()));
            let verb = entry.and_then(|entry| {
                let cue = self.lexicon.cue(entry.cue)?;
                let words = 1 + usize::from(entry.particle.is_some());
                let form = self.form_of(at, entries, entry.cue)?;
                self.verb(at, at + words, cue, form)
            });
            found.extend(verb);
            found.extend(self.nominal(at));
            found.extend(self.according(at));
        }
        found.extend(self.colon());
        without_inner(found)
    }

    /// Which of a verb's forms the word is, as its tag tells.
    fn form_of(&self, at: usize, entries: &[crate::lexicon::Entry], cue: usize) -> Option<Form> {
        let tag = self.tag(at);
        let forms = entries.iter().filter(|entry| entry.cue == cue).map(|entry| entry.form);
        let sure = self.is(at, &["said", "says", "told", "tells", "wrote", "writes", "added", "adds"]);
        let mut best = None;
        let verbal = self.is_verbal(at);
        for form in forms {
            let fits = match form {
                Form::ThirdPerson | Form::Past if verbal => true,
                Form::Base => matches!(tag, Tag::Vb | Tag::Vbp),
                Form::ThirdPerson => tag == Tag::Vbz || sure,
                Form::Past => matches!(tag, Tag::Vbd | Tag::Vbn) || sure,
                Form::Participle => matches!(tag, Tag::Vbn | Tag::Vbd),
                Form::Ing => tag == Tag::Vbg || (self.lower(at).ends_with("ing") && tag.is_verb()),
            };
            if fits {
                best = best.or(Some(form));
            }
        }
        best
    }

    /// Whether a word that the tagger takes for a noun stands like a verb: after a pronoun or a name,
    /// before an object, a clause or a quotation.
    fn is_verbal(&self, at: usize) -> bool {
        if !matches!(self.tag(at), Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vb | Tag::Vbp) || self.is_upper(at) {
            return false;
        }
        let Some(before) = (0..at).rev().find(|before| self.tag(*before) != Tag::Rb) else { return false };
        if self.is(before, &["he", "she", "they", "it", "who"]) {
            return true;
        }
        let next = at + 1;
        let led = self.is(next, &["that", "it", "him", "them", "his", "her", "the", "a", "an", "on", "for"])
            || self.quotation(next).is_some()
            || (self.is_comma(next) && self.quotation(next + 1).is_some())
            || self.is_end(next);
        let named = self.tag(before) == Tag::Nnp || self.is_upper(before) || self.lexicon.is("roles", self.lower(before));
        let past = self.lower(at).ends_with("ed");
        named && led && (past || !self.is(next, &["on", "for"]) && !self.is_end(next)) && !(before > 0 && !past && self.tag(before - 1) == Tag::Dt && !self.lexicon.is("roles", self.lower(before)))
    }

    /// What the verb at `verb` leads to, its words ending before `after`.
    fn verb(&self, verb: usize, after: usize, cue: &Cue, form: Form) -> Option<Found> {
        let group = self.verb_group(verb);
        if group.negated || group.modal || group.passive || self.is_hypothetical(&group) {
            return None;
        }
        if &*cue.lemma == "allege" && form == Form::Past && matches!(self.tag(after), Tag::Nn | Tag::Nns | Tag::Jj) {
            return None;
        }
        let sure = cue.level == 1 && matches!(&*cue.lemma, "say" | "tell" | "write" | "add");
        let finite = match form {
            Form::Base => !group.infinitive && (self.tag(verb) == Tag::Vbp || self.has_do(&group, verb) || self.is_plural(&group)),
            Form::ThirdPerson => true,
            Form::Past => group.perfect || sure || self.tag(verb) == Tag::Vbd || (self.tag(verb) == Tag::Vbn && cue.level == 1),
            Form::Participle => group.perfect,
            Form::Ing => group.progressive && !group.infinitive,
        };
        let participle = form == Form::Ing && !group.progressive;
        let continued = group.infinitive && self.is_continued(&group);
        if !finite && !participle && !continued {
            return None;
        }
        if let Some(found) = self.inverted(verb, after, cue, form, &group) {
            return Some(found);
        }
        let subject = if participle {
            self.participle(verb, &group)?
        } else if continued {
            let shared = self.participle_subject(group.from)?;
            Subject { way: Way::Shared, ..shared }
        } else {
            self.subject_before(verb, &group, 0)?
        };
        if matches!(form, Form::Base) && self.tag(subject.head) == Tag::Nn && subject.way == Way::Beside && !self.lexicon.is("groups", self.lower(subject.head)) {
            return None;
        }
        let mut found = self.lead(verb, after, cue, form, group, subject)?;
        found.doubts += self.doubts_about(&subject, &found);
        if self.is_subordinate(verb) {
            found.doubts += 1;
        }
        Some(found)
    }

    /// Signs that what follows the verb is not what was said, or that nobody in particular said it.
    fn doubts_about(&self, subject: &Subject, found: &Found) -> u8 {
        let mut doubts = 0;
        if matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter) {
            return 0;
        }
        // "a position that Trump said he understood", "the impact it said she would have".
        if let Some(before) = subject.from.checked_sub(1) && subject.way == Way::Beside {
            let noun = before.checked_sub(1).is_some_and(|noun| self.tag(noun).is_noun());
            let relative = self.is(before, &["what", "which", "whom", "whatever"]) || (self.is(before, &["that"]) && noun);
            let contact = self.tag(before).is_noun() && !self.is_time(before) && self.quotation(before).is_none();
            doubts += u8::from(relative || contact) * 2;
        }
        if self.is(subject.head, &["i", "we", "you", "that", "which", "this"]) {
            doubts += 1;
        }
        if subject.way == Way::Relative {
            let comma = subject.relative.and_then(|relative| relative.checked_sub(1)).is_some_and(|before| self.is_comma(before));
            doubts += u8::from(!self.is_nameable(subject.head)) + 2 * u8::from(!comma);
        }
        // "for Cruz or Rubio said": the last of a list is not the subject.
        let listed = subject.from >= 2 && self.tag(subject.from - 1) == Tag::Cc && self.tag(subject.from - 2).is_noun();
        doubts += u8::from(listed);
        let nameable = self.is_nameable(subject.head) || self.lexicon.is("documents", self.lower(subject.head));
        if !nameable && (matches!(subject.way, Way::Participle | Way::Shared) || matches!(found.frame, Frame::Noun | Frame::To | Frame::Led)) {
            doubts += 2;
        }
        if subject.way == Way::Participle && found.cue.0.checked_sub(1).is_some_and(|before| self.is(before, &["by", "in", "while", "after", "when", "and"])) {
            doubts += 1;
        }
        if (subject.from..subject.to).any(|at| self.is(at, &["percent", "%", "majority", "average", "half", "respondents", "voters"])) {
            doubts += 1;
        }
        doubts
    }

    /// Whether right before the verb stands what several are named by.
    fn is_plural(&self, group: &VerbGroup) -> bool {
        (0..group.from).rev().find(|at| self.tag(*at) != Tag::Rb).is_some_and(|at| {
            self.tag(at) == Tag::Nns || self.is(at, &["they", "we", "i", "you", "people", "many", "some", "others", "both", "police"])
        })
    }

    fn has_do(&self, group: &VerbGroup, verb: usize) -> bool {
        (group.from..verb).any(|at| self.is(at, &["do", "does", "did"]))
    }

    /// "went on to say", "continued to insist".
    fn is_continued(&self, group: &VerbGroup) -> bool {
        let Some(before) = group.from.checked_sub(1) else { return false };
        self.is(before, &["continued", "continues", "on"]) && (self.is(before, &["continued", "continues"]) || before.checked_sub(1).is_some_and(|at| self.is(at, &["went", "goes", "gone"])))
    }

    /// Whether it is said under an "if", or hoped, feared or asked whether it was said.
    fn is_hypothetical(&self, group: &VerbGroup) -> bool {
        (group.from.saturating_sub(6)..group.from).any(|at| self.is(at, &["if", "whether", "unless", "should"]))
            && !(group.from.saturating_sub(6)..group.from).any(|at| self.is_comma(at) || self.quotation(at).is_some())
    }

    /// Whose participle it is: "…, saying", "by saying".
    fn participle(&self, verb: usize, group: &VerbGroup) -> Option<Subject> {
        let before = group.from.checked_sub(1)?;
        if self.is(before, &["without", "of", "for", "from", "against", "about", "before", "stop", "start", "started", "keep", "not"]) {
            return None;
        }
        let apart = self.is_comma(before)
            || self.is_dash(before)
            || self.quotation(before).is_some()
            || self.is(before, &["by", "while", "in", "after", "when", "and", "but"]);
        if !apart {
            // "a statement saying", "officials saying": the noun says it.
            let (subject, hangs) = self.phrase_before(before, 0)?;
            // "she released a statement saying": she says it.
            let sent = subject.from > 0 && self.tag(subject.from - 1).is_verb() && self.lexicon.is("documents", self.lower(subject.head));
            if sent {
                return self.participle_subject(verb);
            }
            let says = self.is_nameable(subject.head) || self.lexicon.is("documents", self.lower(subject.head));
            return (says && !hangs).then_some(Subject { way: Way::Participle, ..subject });
        }
        self.participle_subject(verb)
    }

    /// "…," said X: the subject stands behind the verb.
    fn inverted(&self, verb: usize, after: usize, cue: &Cue, form: Form, group: &VerbGroup) -> Option<Found> {
        if !cue.frames.has(Frames::QUOTE) || !matches!(form, Form::Past | Form::ThirdPerson) || group.from != verb || cue.level > 2 && &*cue.lemma != "continue" {
            return None;
        }
        let before = verb.checked_sub(1)?;
        let quote = if self.quotation(before).is_some() {
            Some(before)
        } else if self.is_comma(before) || self.is_dash(before) {
            before.checked_sub(1).filter(|at| self.quotation(*at).is_some())
        } else {
            None
        };
        let clause = quote.is_none() && self.is_comma(before) && matches!(&*cue.lemma, "say" | "write" | "add");
        if quote.is_none() && !clause {
            return None;
        }
        let subject = self.phrase_after(after)?;
        let next = subject.to;
        if self.is(next, &["that"]) && quote.is_none() {
            return None;
        }
        if clause && (self.tag(next).is_finite() || !self.is_nameable(subject.head) || self.subject_before(verb, group, 0).is_some()) {
            return None;
        }
        let mut found = self.found(verb, after, cue, form, *group, subject);
        match quote {
            Some(quote) => {
                found.frame = Frame::QuoteBefore;
                self.add_quotes_before(quote, &mut found);
                self.add_quote_behind(next, &mut found);
            }
            None => {
                found.frame = Frame::Before;
                let start = self.clause_start(0, before);
                if !self.has_finite(start, before) {
                    return None;
                }
                self.add(start, before, &mut found);
            }
        }
        Some(found)
    }

    fn found(&self, verb: usize, after: usize, cue: &Cue, form: Form, group: VerbGroup, subject: Subject) -> Found {
        Found {
            subject: Some(subject),
            cue: (group.from.min(verb), after),
            content: Vec::new(),
            covered: Vec::new(),
            frame: Frame::Bare,
            level: cue.level,
            act: cue.act,
            lemma: cue.lemma.clone(),
            group,
            form,
            doubts: 0,
        }
    }

    fn add(&self, from: usize, to: usize, found: &mut Found) {
        if from < to {
            let bytes = self.bytes(from, to);
            if bytes.0 < bytes.1 {
                found.content.push(bytes);
                found.covered.push((from, to));
            }
        }
    }

    fn add_quotes_before(&self, quote: usize, found: &mut Found) {
        let mut first = quote;
        while let Some(before) = first.checked_sub(1) {
            if self.quotation(before).is_none() {
                break;
            }
            first = before;
        }
        // "With so many systems, “there is no single point of failure,” he said": the reporter begins.
        let start = self.clause_start(0, first);
        if start < first && self.begins_small(first) && !(start..first).any(|at| self.says_at(at)) && self.is_comma(first - 1) {
            self.add(start, quote + 1, found);
            return;
        }
        for at in first..=quote {
            self.add(at, at + 1, found);
        }
    }

    fn is_quoted(&self, at: usize) -> bool {
        self.get(at).is_some_and(|item| self.layout.quoted.get(item.from).copied().flatten().is_some())
    }

    fn begins_small(&self, quote: usize) -> bool {
        let Some(item) = self.get(quote) else { return false };
        let word = (item.from..item.to).map(|at| self.layout.word(at)).find(|word| word.chars().any(char::is_alphanumeric));
        word.is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase))
    }

    /// Whether at `at` stands a verb that quotations hang on.
    fn says_at(&self, at: usize) -> bool {
        self.lexicon.says(self.lower(at))
            || (self.tag(at) == Tag::Vbg
                && self.lexicon.entries(self.lower(at)).iter().any(|entry| {
                    entry.form == Form::Ing && self.lexicon.cue(entry.cue).is_some_and(|cue| cue.level < 3 && cue.frames.has(Frames::QUOTE))
                }))
    }

    /// A quotation that goes on behind "…," she said, "…".
    fn add_quote_behind(&self, from: usize, found: &mut Found) {
        let mut at = from;
        while at < self.len() && at < from + 40 {
            if self.quotation(at).is_some() {
                let prior = at.checked_sub(1).unwrap_or(at);
                let apart = self.is_comma(prior) || (self.tag(prior) == Tag::Cc && prior > from) || matches!(self.lower(prior), ":" | ";" | ".") || self.is_dash(prior) || at == from || self.is_time(prior) || self.tag(prior).is_noun();
                if apart {
                    let mut end = at + 1;
                    while self.quotation(end).is_some() {
                        end += 1;
                    }
                    self.add(at, end, found);
                }
                return;
            }
            // Another verb of saying has its own quotation.
            let says = if self.tag(at) == Tag::Vbg { self.says_at(at) && (at + 1..at + 4).any(|place| self.quotation(place).is_some()) } else { self.says_at(at) };
            if says {
                return;
            }
            // "…," he said, but "when it comes to that, …".
            if self.tag(at) == Tag::Cc && at <= from + 2 && at > 0 && self.is_comma(at - 1) && self.is_quoted(at + 1) && self.quotation(at + 1).is_none() {
                let mut end = self.len();
                while end > at && self.is_end(end - 1) {
                    end -= 1;
                }
                if (at + 1..end).all(|place| self.is_quoted(place)) {
                    self.add(at, end, found);
                }
                return;
            }
            at += 1;
        }
    }

    /// What a verb with its subject before it leads to.
    fn lead(&self, verb: usize, after: usize, cue: &Cue, form: Form, group: VerbGroup, subject: Subject) -> Option<Found> {
        let mut found = self.found(verb, after, cue, form, group, subject);
        let frames = cue.frames;
        let before_subject = subject.from.checked_sub(1);
        if frames.has(Frames::QUOTE) && matches!(subject.way, Way::Beside | Way::Apart) {
            let quote = before_subject.and_then(|before| {
                if self.quotation(before).is_some() {
                    Some(before)
                } else if self.is_comma(before) || self.is_dash(before) || self.tag(before) == Tag::Rb {
                    before.checked_sub(1).filter(|at| self.quotation(*at).is_some())
                } else {
                    None
                }
            });
            if let Some(quote) = quote {
                let next = self.skip_audience(after, cue);
                // "“…,” Trump said that": the clause is another statement's.
                if !self.is(next, &["that"]) || self.is_comma(next) {
                    found.frame = Frame::QuoteBefore;
                    self.add_quotes_before(quote, &mut found);
                    self.add_quote_behind(after, &mut found);
                    return Some(found);
                }
            }
        }
        let told = self.told(after, cue)?;
        let start = self.skip_adjuncts(told);
        if frames.has(Frames::QUOTE) {
            if let Some(quote) = self.quote_ahead(told, start) {
                found.frame = Frame::QuoteAfter;
                let mut end = quote + 1;
                while self.quotation(end).is_some() {
                    end += 1;
                }
                self.add(quote, end, &mut found);
                self.add_quote_behind_split(end, &mut found);
                return Some(found);
            }
        }
        if let Some(that) = self.that_ahead(told, start, frames) {
            found.frame = Frame::That;
            let end = self.clause_end(that, verb);
            if self.has_finite(that + 1, end) || end - that > 4 || (that..end).any(|at| self.quotation(at).is_some()) {
                self.add(that, end, &mut found);
                return some(found);
            }
        }
        if frames.has(Frames::WHETHER) || (frames.has(Frames::CLAUSE) && cue.level < 3) {
            let question = self.is(start, &["whether", "if", "why", "how", "what", "who", "where", "when", "which"]) && !self.is(start, &["when"]);
            if question && (frames.has(Frames::WHETHER) || !self.is(start, &["if"])) {
                found.frame = if self.is(start, &["whether", "if"]) { Frame::Whether } else { Frame::Bare };
                let end = self.clause_end(start, verb);
                self.add(start, end, &mut found);
                return some(found);
            }
        }
        if frames.has(Frames::TO) && self.is(start, &["to"]) && self.tag(start + 1) == Tag::Vb {
            found.frame = Frame::To;
            let end = self.clause_end(start, verb);
            self.add(start, end, &mut found);
            return some(found);
        }
        for lead in &cue.leads {
            if self.lower(start) != &**lead && self.lower(after) != &**lead {
                continue;
            }
            let at = if self.lower(after) == &**lead { after } else { start };
            found.frame = Frame::Led;
            let end = self.clause_end(at + 1, verb);
            if at == after {
                found.cue.1 = at + 1;
            }
            self.add(at + 1, end, &mut found);
            return some(found);
        }
        if frames.has(Frames::BLAMED | Frames::AS | Frames::OBJECT_TO | Frames::CALLED) {
            if let Some(named) = self.named(after, cue, verb) {
                found.frame = named.0;
                self.add(after, named.1, &mut found);
                return some(found);
            }
        }
        let plain = matches!(&*cue.lemma, "say" | "tell" | "think" | "believe" | "write");
        if frames.has(Frames::CLAUSE) && self.begins_bare_clause(start, plain) {
            let end = self.clause_end(start, verb);
            if self.is_clause(start, end, plain) {
                found.frame = Frame::Bare;
                if start > told && !self.only_times(told, start) {
                    found.doubts += 1;
                }
                self.add(start, end, &mut found);
                return some(found);
            }
        }
        if let Some(found) = self.before_or_around(verb, told, start, cue, &found) {
            return Some(found);
        }
        let noun = frames.has(Frames::NOUN) && matches!(self.tag(after), Tag::Dt | Tag::PrpS | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj | Tag::Cd | Tag::Prp | Tag::Vbn);
        let doing = frames.has(Frames::DOING) && self.tag(after) == Tag::Vbg;
        if (noun || doing) && after < self.len() {
            found.frame = Frame::Noun;
            let end = self.clause_end(after, verb);
            self.add(after, end, &mut found);
            return some(found);
        }
        None
    }

    fn add_quote_behind_split(&self, from: usize, found: &mut Found) {
        // "She said: “…” and “…”".
        if self.is(from, &["and", "but"]) && self.quotation(from + 1).is_some() {
            self.add(from + 1, from + 2, found);
        }
    }

    /// Where what is said can begin after whom it is said to; nothing where somebody must be told
    /// and nobody is.
    fn told(&self, after: usize, cue: &Cue) -> Option<usize> {
        if cue.frames.has(Frames::TOLD) {
            if self.quotation(after).is_some() || self.is_comma(after) {
                return Some(after);
            }
            return self.audience(after);
        }
        if cue.frames.has(Frames::MAY_TELL | Frames::OBJECT_TO)
            && let Some(next) = self.audience(after)
            && (self.is(self.skip_adjuncts(next), &["that", "whether", "if", "how", "why"]) || self.quotation(next).is_some())
        {
            return Some(next);
        }
        Some(after)
    }

    fn skip_audience(&self, after: usize, cue: &Cue) -> usize {
        self.told(after, cue).unwrap_or(after)
    }

    /// The item after whom something is said to.
    fn audience(&self, from: usize) -> Option<usize> {
        let subject = self.phrase_after_audience(from)?;
        let mut at = subject;
        // "told CNN and the BBC", "told him and his aides".
        if self.is(at, &["and"]) && let Some(next) = self.phrase_after_audience(at + 1) {
            if !self.tag(next).is_finite() {
                at = next;
            }
        }
        Some(at)
    }

    fn phrase_after_audience(&self, from: usize) -> Option<usize> {
        if self.tag(from) == Tag::Prp || self.is(from, &["her", "him", "them", "us", "me"]) {
            return Some(from + 1);
        }
        let phrase = self.phrase_after(from)?;
        // "told reporters Trump would": the audience is a noun, and a name begins the clause.
        let mut end = phrase.head + 1;
        for at in from..=phrase.head {
            if self.tag(at) == Tag::Nns && !self.is_upper(at) && self.is_upper(at + 1) && self.tag(at + 1) == Tag::Nnp {
                end = at + 1;
                break;
            }
        }
        if end == phrase.head + 1 { Some(phrase.to.max(end)) } else { Some(end) }
    }

    fn only_times(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is_time(at) || self.tag(at) == Tag::Rb || self.is(at, &["on", "last", "week", "this", "morning", "evening", "afternoon", "night", "month", "year", "earlier", "late", "early", "also"]))
    }

    /// The item after adverbs, times, and what says where, when and to whom something was said.
    fn skip_adjuncts(&self, from: usize) -> usize {
        let mut at = from;
        for _ in 0..8 {
            let before = at;
            if (self.tag(at) == Tag::Rb && !self.is(at, &["not", "no", "there"]) && !self.tag(at + 1).is_verb() && self.tag(at + 1) != Tag::Jj && self.tag(at + 1) != Tag::Cd) || self.is_time(at) {
                at += 1;
                if self.is(at, &["morning", "evening", "afternoon", "night"]) {
                    at += 1;
                }
            } else if self.is(at, &["last", "this", "next", "earlier", "late", "early", "later"]) && (self.is(at + 1, &["week", "month", "year", "morning", "evening", "afternoon", "in", "this", "on"]) || self.is_time(at + 1) || self.is_month(at + 1)) {
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
                    at = if phrase.to > at && !self.tag(phrase.to).is_finite() { phrase.to } else { at };
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

    /// A quotation of its own that the verb leads to, with nothing but adjuncts in between.
    fn quote_ahead(&self, told: usize, start: usize) -> Option<usize> {
        if self.quotation(told).is_some() {
            return Some(told);
        }
        let mut at = start;
        while at < self.len() && at < start + 30 {
            if self.quotation(at).is_some() {
                let prior = at.checked_sub(1)?;
                let led = at == start || self.is_comma(prior) || self.lower(prior) == ":" || self.is_dash(prior) || self.is_time(prior);
                return led.then_some(at);
            }
            if self.lower(at) == ":" {
                return self.quotation(at + 1).is_some().then_some(at + 1);
            }
            if self.tag(at).is_finite() || self.is(at, &["that", ";"]) || self.tag(at) == Tag::Cc || self.says_at(at) || (self.tag(at) == Tag::To && self.tag(at + 1) == Tag::Vb) {
                return None;
            }
            at += 1;
        }
        None
    }

    fn that_ahead(&self, told: usize, start: usize, frames: Frames) -> Option<usize> {
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
            if self.quotation(at).is_some() || self.tag(at).is_finite() && self.tag(at) != Tag::Vbp {
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
    fn is_conjunction(&self, at: usize) -> bool {
        !(self.tag(at) == Tag::Dt && self.tag(at + 1).is_finite())
    }

    /// Whether the words are a clause, not a noun with a clause hanging on it.
    fn is_clause(&self, from: usize, to: usize, plain: bool) -> bool {
        for at in from..to {
            if self.tag(at).is_finite() || self.is(at, &["is", "are", "was", "were", "'re", "'ll", "will", "would"]) || (self.is(at, &["'s", "'d"]) && self.tag(at) != Tag::Pos) {
                return true;
            }
            let hangs = self.is(at, &["who", "which", "whose", "that"]) && at > from && self.tag(at - 1).is_noun();
            if hangs && !plain {
                return false;
            }
        }
        // The tagger takes many a past tense for a participle.
        plain && to > from + 3 && self.tag(from) != Tag::Vbn && (from..to).any(|at| matches!(self.tag(at), Tag::Vbn | Tag::Vb))
    }

    fn begins_bare_clause(&self, at: usize, plain: bool) -> bool {
        let Some(item) = self.get(at) else { return false };
        if item.quotation.is_some() {
            return false;
        }
        match item.tag {
            Tag::Dt | Tag::Prp | Tag::PrpS | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Jj | Tag::Cd | Tag::Ex | Tag::Vbg => true,
            Tag::In | Tag::Wh if self.is(at, SUBORDINATORS) && !self.is(at, &["what", "how", "where", "why"]) => {
                (at + 1..self.len().min(at + 20)).any(|comma| self.is_comma(comma) && self.clause_with_subject(comma + 1))
            }
            Tag::Rb | Tag::In | Tag::Cc | Tag::To => plain && !self.is(at, &["as", "than", "but", "and", "or", "like", "up", "out"]),
            Tag::Wh => self.is(at, &["what", "how", "where"]),
            Tag::Other => self.is_upper(at),
            _ => false,
        }
    }

    pub(crate) fn has_finite(&self, from: usize, to: usize) -> bool {
        (from..to.min(self.len())).any(|at| {
            let tag = self.tag(at);
            tag.is_finite() || self.is(at, &["is", "are", "was", "were", "has", "have", "had", "'re", "will", "would"]) || (self.is(at, &["'s"]) && tag != Tag::Pos)
        })
    }

    /// Frames with an object: accuse X of, describe X as, urge X to, call X Y.
    fn named(&self, after: usize, cue: &Cue, verb: usize) -> Option<(Frame, usize)> {
        let object = if self.tag(after) == Tag::Prp || self.is(after, &["her"]) {
            after + 1
        } else {
            let phrase = self.phrase_after(after)?;
            phrase.to
        };
        let end = self.clause_end(after, verb);
        let within = |words: &[&str]| (object.min(phrase_head(object))..end.min(object + 12)).find(|at| self.is(*at, words));
        if cue.frames.has(Frames::BLAMED) && within(&["of"]).or_else(|| (after..object).find(|at| self.is(*at, &["of"]))).is_some() {
            return Some((Frame::Named, end));
        }
        if cue.frames.has(Frames::AS) && within(&["as"]).is_some() {
            return Some((Frame::Named, end));
        }
        if cue.frames.has(Frames::OBJECT_TO) {
            let to = within(&["to"]).or_else(|| (after..object).find(|at| self.is(*at, &["to"])));
            if to.is_some_and(|to| self.tag(to + 1) == Tag::Vb || self.is(to + 1, &["be", "not"])) {
                return Some((Frame::ObjectTo, end));
            }
        }
        if cue.frames.has(Frames::CALLED) {
            let second = matches!(self.tag(object), Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Vbg | Tag::Vbn)
                || self.get(object).is_some_and(|item| self.layout.quoted.get(item.from).copied().flatten().is_some());
            let one = self.tag(after) == Tag::Dt && self.is(after, &["it", "this", "that"]);
            if (second && object < end) || one {
                return Some((Frame::Named, end));
            }
        }
        None
    }

    /// "…, she said." and "…, she said, …".
    fn before_or_around(&self, verb: usize, told: usize, start: usize, cue: &Cue, found: &Found) -> Option<Found> {
        if !cue.frames.has(Frames::CLAUSE | Frames::QUOTE) || cue.level > 2 || !cue.frames.has(Frames::QUOTE) {
            return None;
        }
        let subject = found.subject?;
        if !matches!(subject.way, Way::Beside | Way::Apart) {
            return None;
        }
        let comma = subject.from.checked_sub(1).filter(|at| self.is_comma(*at))?;
        let ends = self.is_end(start) || self.is_comma(start) || self.is(start, &["when", "after", "as", "while", "before", "in", "during", "at", "on", "to", "via", "through", "by", "from"]) || self.lower(start) == ";";
        if !ends || comma == 0 {
            return None;
        }
        let from = self.clause_start(0, comma);
        let plain = matches!(&*cue.lemma, "say" | "tell" | "add" | "write");
        let whole = self.has_finite(from, comma) || (plain && comma > from + 4 && (from..comma).any(|at| self.tag(at) == Tag::Vbn));
        let mut found = found.clone();
        let rest = start + 1;
        if self.is_comma(start) && self.quotation(rest).is_some() {
            // "There was, she said, “…”": what is said is begun by the reporter.
            found.frame = Frame::Around;
            self.add(from, comma, &mut found);
            self.add(rest, rest + 1, &mut found);
            return some(found);
        }
        if self.is_comma(start) && rest < self.len() && !self.is_end(rest) && self.clause_goes_on(rest) {
            found.frame = Frame::Around;
            self.add(from, comma, &mut found);
            let end = self.clause_end(rest, verb);
            self.add(rest, end, &mut found);
            let _ = told;
            return some(found);
        }
        let adjunct = self.is(from, &["asked", "speaking"]) || self.is(from, SUBORDINATORS) && !self.is(from, &["what", "how", "why"]);
        if !whole || (adjunct && !self.second_clause(from, comma)) {
            return None;
        }
        found.frame = Frame::Before;
        self.add(from, comma, &mut found);
        some(found)
    }

    /// Whether after "…, she said," her words go on at `at`, rather than the reporter's.
    fn clause_goes_on(&self, at: usize) -> bool {
        if self.is(at, &["and", "but", "as", "while", "who", "which", "according", "referring", "after", "before", "during", "when", "without", "although", "though"]) {
            return self.tag(at) == Tag::Cc && self.clause_with_subject(at + 1) && !self.says_ahead(at + 1, at);
        }
        match self.tag(at) {
            Tag::Vbg | Tag::Vbn | Tag::Wh => false,
            Tag::In | Tag::To => true,
            tag if tag.is_finite() => true,
            _ => self.begins_bare_clause(at, true) && self.has_finite(at, self.len()),
        }
    }

    /// Whether after a first subordinate clause's comma another clause follows.
    fn second_clause(&self, from: usize, to: usize) -> bool {
        (from..to).find(|at| self.is_comma(*at)).is_some_and(|comma| self.has_finite(comma + 1, to))
    }

    /// Where a clause before `end` begins: without the conjunction that joins it to the last sentence.
    fn clause_start(&self, from: usize, end: usize) -> usize {
        let mut start = from;
        for at in from..end {
            if self.quotation(at).is_some() || self.lower(at) == ";" {
                start = at + 1;
            }
        }
        while start < end && (self.is(start, &["but", "and", "so", "yet"]) || self.is_comma(start)) {
            start += 1;
        }
        start
    }

    /// Where what is said ends that begins at `from`: before the reporter's own words.
    fn clause_end(&self, from: usize, verb: usize) -> usize {
        let mut end = self.len();
        while end > from && self.is_end(end - 1) {
            end -= 1;
        }
        let subordinate = self.is_subordinate(verb);
        let relative = (verb.saturating_sub(6)..verb).any(|at| self.is(at, &["who", "which"]) && at > 0 && self.is_comma(at - 1));
        let mut open_dash = None;
        let mut depth = 0_i32;
        for at in from..end {
            match self.lower(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth -= 1,
                _ => {}
            }
            if self.get(at).is_some_and(|item| item.quotation.is_none() && self.layout.quoted.get(item.from).copied().flatten().is_some()) {
                continue;
            }
            if self.lower(at) == ";" && depth <= 0 {
                return at;
            }
            if self.is_dash(at) {
                open_dash = if open_dash.is_some() { None } else { Some(at) };
            }
            if relative && self.is_comma(at) && at > from && (self.tag(at + 1).is_finite() || self.tag(at + 1) == Tag::Vbn && !self.lexicon.entries(self.lower(at + 1)).is_empty()) {
                return at;
            }
            let conjunction = self.tag(at) == Tag::Cc && at > from;
            if self.is_comma(at) && at > from && (self.own_verb(at + 1) || self.reporter_goes_on(at + 1, verb)) {
                return at;
            }
            if subordinate && self.is_comma(at) && at > from && self.clause_with_subject(at + 1) {
                return at;
            }
            if conjunction && !self.is_comma(at - 1) && (self.own_verb(at + 1) || (self.is_upper(at + 1) && self.says_ahead(at + 1, verb))) {
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

    /// Whether the verb's clause is subordinate to one that follows: "After he said that …, they left".
    fn is_subordinate(&self, verb: usize) -> bool {
        for at in (verb.saturating_sub(12)..verb).rev() {
            if self.is_comma(at) || self.quotation(at).is_some() {
                return false;
            }
            if self.is(at, SUBORDINATORS) && !self.is(at, &["what", "why", "how", "whether"]) {
                return at == 0 || self.is_comma(at - 1) || self.tag(at - 1) == Tag::Cc;
            }
        }
        false
    }

    /// Whether the reporter's own words go on at `at`, after a comma.
    fn reporter_goes_on(&self, at: usize, verb: usize) -> bool {
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
        if self.is(at, &["according", "referring", "apparently", "echoing", "prompting", "alluding"]) {
            return true;
        }
        if self.is(at, &["without"]) && self.tag(at + 1) == Tag::Vbg {
            return true;
        }
        if self.is(at, &["although", "though", "yet", "despite", "whereas"]) || (self.is(at, &["even"]) && self.is(at + 1, &["though", "as"])) {
            return true;
        }
        if self.is(at, &["but", "yet"]) && (self.clause_with_subject(at + 1) || matches!(self.tag(at + 1), Tag::Vbd | Tag::Vbz)) {
            return true;
        }
        if self.tag(at) == Tag::Rb && self.tag(at + 1) == Tag::Vbg && cue_at(at + 1) {
            return true;
        }
        if matches!(word, "a" | "an") && (at + 1..at + 4).any(|place| self.lexicon.claim(self.lower(place)).is_some() || self.is(place, &["reference", "position", "nod", "jab", "move", "characterization"])) {
            return true;
        }
        if self.tag(at) == Tag::Cc && (self.own_verb(at + 1) || self.says_ahead(at + 1, verb)) {
            return true;
        }
        if self.is(at, &["as", "while"]) && self.says_ahead(at + 1, verb) {
            return true;
        }
        // ", Trump said": the clause was before it.
        (self.is_nameable(at) || self.tag(at) == Tag::Dt) && self.parenthetical_ahead(at)
    }

    /// Whether a clause with a subject of its own begins at `at`, rather than more of the last one.
    fn clause_with_subject(&self, at: usize) -> bool {
        let Some(subject) = self.phrase_after(at) else { return false };
        (subject.to..subject.to + 4).take_while(|place| !self.is_comma(*place)).any(|place| self.tag(place).is_finite())
    }

    /// Whether at `at` stands a verb of saying whose subject is the sentence's.
    fn own_verb(&self, at: usize) -> bool {
        let mut at = at;
        while self.tag(at) == Tag::Rb || self.is(at, &["has", "have", "had", "then", "later", "also"]) {
            at += 1;
        }
        matches!(self.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbn)
            && self.lexicon.entries(self.lower(at)).iter().any(|entry| {
                matches!(entry.form, Form::Past | Form::ThirdPerson)
                    && entry.particle.as_deref().is_none_or(|particle| self.lower(at + 1) == particle)
                    && self.lexicon.cue(entry.cue).is_some_and(|cue| cue.level == 1 || (cue.level == 2 && &*cue.lemma == "call"))
            })
    }

    /// Whether a subject and a verb of saying follow within a few words.
    fn says_ahead(&self, at: usize, _verb: usize) -> bool {
        for place in at..self.len().min(at + 9) {
            if self.is_comma(place) || self.quotation(place).is_some() || self.is(place, &["that", "who"]) {
                return false;
            }
            if place > at && matches!(self.tag(place), Tag::Vbd | Tag::Vbz | Tag::Vbn | Tag::Vbp) {
                return self.lexicon.entries(self.lower(place)).iter().any(|entry| {
                    self.lexicon.cue(entry.cue).is_some_and(|cue| cue.level == 1)
                });
            }
        }
        false
    }

    fn parenthetical_ahead(&self, at: usize) -> bool {
        for place in at + 1..self.len().min(at + 8) {
            if self.is_comma(place) || self.quotation(place).is_some() {
                return false;
            }
            if self.tag(place).is_finite() || self.lexicon.says(self.lower(place)) {
                return self.lexicon.says(self.lower(place)) && (self.is_comma(place + 1) || self.is_end(place + 1) || self.is_time(place + 1));
            }
        }
        false
    }

    /// "Trump's claim that …": a noun that a clause may follow, with an owner.
    fn nominal(&self, at: usize) -> Option<Found> {
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
                owner = Some(Subject { from, to: last + 1, head: last, way: Way::Noun, relative: None });
                break;
            }
            if self.tag(place) == Tag::PrpS && self.is(place, &["his", "her", "their", "its"]) {
                owner = Some(Subject { from: place, to: place + 1, head: place, way: Way::Noun, relative: None });
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
    fn claim_relative(&self, at: usize, found: &mut Vec<Found>) -> bool {
        let known = self.lexicon.claim(self.lower(at)).is_some() || self.is(at, &["characterization", "version", "account", "suggestion", "notion"]);
        if !known || at < 2 {
            return false;
        }
        let article = (at.saturating_sub(3)..at).rev().find(|place| self.is(*place, &["a", "an"]));
        let Some(article) = article.filter(|article| *article > 0 && (self.is_comma(article - 1) || self.is_dash(article - 1))) else { return false };
        let start = at + 1 + usize::from(self.is(at + 1, &["that", "which"]));
        let Some(subject) = self.phrase_after(start) else { return false };
        let mut verb = subject.to;
        while self.tag(verb) == Tag::Rb || self.is(verb, &["has", "have", "had"]) {
            verb += 1;
        }
        let Some((cue, form)) = self.cue_at(verb) else { return false };
        if !matches!(&*cue.lemma, "deny" | "reject" | "dispute" | "dismiss" | "refute" | "rebut" | "call" | "describe") {
            return false;
        }
        let group = VerbGroup { from: subject.to, ..VerbGroup::default() };
        let mut first = self.found(verb, verb + 1, cue, form, group, subject);
        first.frame = Frame::Claim;
        if matches!(&*cue.lemma, "deny" | "reject" | "dispute" | "dismiss" | "refute" | "rebut") {
            first.act = if matches!(&*cue.lemma, "deny" | "reject") { Act::Denial } else { Act::Rebuttal };
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
    fn claim_called(&self, verb: usize, cue: &Cue, form: Form, subject: Subject, found: &mut Vec<Found>) {
        let group = VerbGroup { from: verb, ..VerbGroup::default() };
        let mut called = self.found(verb, verb + 1, cue, form, group, Subject { way: Way::Shared, ..subject });
        called.frame = Frame::Claim;
        called.act = Act::Rebuttal;
        self.add(verb + 1, self.clause_end(verb + 1, verb), &mut called);
        if !called.content.is_empty() {
            found.push(called);
        }
    }

    fn cue_at(&self, at: usize) -> Option<(&Cue, Form)> {
        let entries = self.lexicon.entries(self.lower(at));
        let entry = entries.iter().find(|entry| entry.particle.is_none())?;
        Some((self.lexicon.cue(entry.cue)?, self.form_of(at, entries, entry.cue)?))
    }

    /// "according to".
    fn according(&self, at: usize) -> Option<Found> {
        if !(self.is(at, &["according"]) && self.is(at + 1, &["to"])) {
            return None;
        }
        let who = self.phrase_after(at + 2).or_else(|| {
            let head = (at + 2..at + 8).find(|place| self.get(*place).is_some_and(|item| item.quotation.is_none() && !matches!(item.tag, Tag::Punct | Tag::Dt | Tag::PrpS | Tag::Jj | Tag::In)))?;
            Some(Subject { from: at + 2, to: head + 1, head, way: Way::Noun, relative: None })
        })?;
        let mut close = who.to;
        while close < self.len() && !self.is_comma(close) && !self.is_end(close) && !self.is_dash(close) && self.lower(close) != ";" {
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
                start = if last > 0 && self.begins_small(last) { self.clause_start(0, last) } else { last };
            }
            // A clause of its own before it: "X said that …, but …, according to Y".
            for place in (start..before).rev() {
                if self.tag(place) == Tag::Cc && place > start && self.is_comma(place - 1) && self.has_finite(place, before) && self.has_finite(start, place) {
                    start = place + 1;
                    break;
                }
            }
            self.add(start, before, &mut found);
            if self.is_comma(close) && self.is_comma(at - 1) && close + 1 < end && self.has_finite(close + 1, end) && !self.has_finite(start, before) {
                self.add(close + 1, end, &mut found);
            }
        }
        some(found)
    }

    /// "Clinton: “…”", and "TRUMP: …" as transcripts have it.
    fn colon(&self) -> Option<Found> {
        let colon = (1..self.len().min(9)).find(|at| self.lower(*at) == ":")?;
        let words = 0..colon;
        if words.clone().any(|at| !self.is_upper(at) && !self.is(at, &["of", "the", "and", ",", "."])) {
            return None;
        }
        let next = colon + 1;
        let quote = self.quotation(next).is_some();
        let shouted = words.clone().all(|at| self.word(at).chars().all(|sign| !sign.is_lowercase()));
        if !quote && !(shouted && colon <= 4 && self.len() > colon + 3) {
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

    /// Refusals to comment, missing answers and missing evidence.
    fn silence(&self, at: usize) -> Option<Found> {
        let group = self.verb_group(at);
        let (act, after) = self.silence_of(at, &group)?;
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
    fn topic(&self, act: Act, after: usize) -> Option<usize> {
        let mut start = after;
        while self.is(start, &["immediately", "publicly", "further", "directly"]) {
            start += 1;
        }
        match act {
            Act::DeclinedToComment => {
                let led = self.is(start, &["on", "about", "whether", "if", "how", "why", "what", "who", "when", "which", "where"]);
                let led = led && !(self.is(start, &["on"]) && (self.is_time(start + 1) || self.is(start + 1, &["multiple", "several", "background", "condition", "record"])));
                led.then_some(if self.is(start, &["on", "about"]) { start + 1 } else { start })
            }
            Act::NoResponse => {
                let request = (start..start + 7).any(|at| {
                    self.is(at, &["request", "requests", "call", "calls", "message", "messages", "email", "emails", "e-mail", "inquiry", "inquiries", "comment", "inquiries", "queries"])
                });
                (self.is(start, &["to"]) && !request).then_some(start)
            }
            _ => (!self.is_comma(start) && !self.is_end(start)).then_some(start),
        }
    }

    fn silence_of(&self, at: usize, group: &VerbGroup) -> Option<(Act, usize)> {
        let word = self.lower(at);
        if group.modal && !matches!(word, "reached" | "comment" | "say") {
            return None;
        }
        if matches!(word, "declined" | "declines" | "refused" | "refuses") && !group.negated && !group.modal && self.is(at + 1, &["to"]) {
            let verb = at + 2;
            if self.is(verb, &["comment", "elaborate", "answer", "discuss", "say", "respond", "specify", "speak"]) {
                return Some((Act::DeclinedToComment, verb + 1));
            }
            if self.is(verb, &["be"]) && self.is(at + 3, &["interviewed", "quoted"]) || self.is(verb, &["give", "provide"]) && (at + 3..at + 6).any(|place| self.is(place, &["details", "comment"])) {
                return Some((Act::DeclinedToComment, at + 4));
            }
            return None;
        }
        if group.negated && !group.modal {
            if matches!(word, "respond" | "responded" | "reply" | "replied") {
                return Some((Act::NoResponse, at + 1));
            }
            if matches!(word, "return" | "returned" | "answer" | "answered") && (at + 1..at + 5).any(|place| self.is(place, &["calls", "call", "messages", "message", "request", "requests", "emails", "questions"])) {
                return Some((Act::NoResponse, at + 1));
            }
            if matches!(word, "provide" | "provided" | "offer" | "offered" | "give" | "given" | "cite" | "cited" | "present" | "presented" | "produce" | "produced")
                && (at + 1..at + 5).any(|place| self.is(place, &["evidence", "proof"]))
            {
                return Some((Act::NoEvidence, at + 1));
            }
            if matches!(word, "comment" | "commented") {
                return Some((Act::DeclinedToComment, at + 1));
            }
        }
        if word == "reached" && group.negated && group.modal && group.from < at {
            let after = if self.is(at + 1, &["for"]) && self.is(at + 2, &["comment"]) { at + 3 } else { at + 1 };
            return Some((Act::NoResponse, after));
        }
        if !group.negated && matches!(word, "provided" | "offered" | "gave" | "cited" | "presented" | "provides" | "offers") && self.is(at + 1, &["no"]) && (at + 2..at + 4).any(|place| self.is(place, &["evidence", "proof"])) {
            return Some((Act::NoEvidence, at + 1));
        }
        None
    }
}

fn phrase_head(at: usize) -> usize {
    at
}

fn some(found: Found) -> Option<Found> {
    (!found.content.is_empty()).then_some(found)
}

/// Leaves out statements whose cue stands in what another one says: they are the outer speaker's.
fn without_inner(found: Vec<Found>) -> Vec<Found> {
    let inside = |inner: &Found, outer: &Found| {
        outer.covered.iter().any(|(from, to)| *from <= inner.cue.0 && inner.cue.0 < *to)
    };
    // A stance swallows no words that were said: what seems to lie in it was read wrongly.
    let stronger = |one: &Found, other: &Found| one.level == 1 && other.level == 3 && one.doubts < 2;
    let mut keep = vec![true; found.len()];
    for (at, statement) in found.iter().enumerate() {
        let dropped = found.iter().enumerate().any(|(other, outer)| {
            if other == at {
                return false;
            }
            let nested = inside(statement, outer) && !(inside(outer, statement) && other > at) && !stronger(statement, outer);
            nested || (inside(outer, statement) && stronger(outer, statement))
        });
        if let Some(keep) = keep.get_mut(at) {
            *keep = !dropped;
        }
    }
    let mut keep = keep.into_iter();
    let mut kept = found;
    kept.retain(|_| keep.next().unwrap_or(true));
    kept
}
