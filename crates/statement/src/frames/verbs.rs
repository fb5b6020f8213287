//! What a verb of saying is in its sentence: its form, its subject, whether it counts.

use super::Place;
use super::{Found, Frame};
use crate::items::Items;
use crate::lexicon::{Cue, Entry, Form, Frames};
use crate::phrases::{DEGREES, SUBORDINATORS, Subject, VerbGroup, Way};
use crate::tags::Tag;

impl Items<'_, '_> {
    /// Which of a verb's forms the word is, as its tag tells.
    pub(crate) fn form_of(&self, at: usize, entries: &[Entry], cue: usize) -> Option<Form> {
        let tag = self.tag(at);
        let forms = entries.iter().filter(|entry| entry.cue == cue).map(|entry| entry.form);
        let sure =
            self.is(at, &["said", "says", "told", "tells", "wrote", "writes", "added", "adds"]);
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
    pub(crate) fn is_verbal(&self, at: usize) -> bool {
        if !matches!(self.tag(at), Tag::Nn | Tag::Nns | Tag::Jj | Tag::Vb | Tag::Vbp)
            || self.is_upper(at)
        {
            return false;
        }
        let Some(before) = (0..at).rev().find(|before| self.tag(*before) != Tag::Rb) else {
            return false;
        };
        if self.is(before, &["he", "she", "they", "it", "who"]) {
            return true;
        }
        let next = at + 1;
        let led = self
            .is(next, &["that", "it", "him", "them", "his", "her", "the", "a", "an", "on", "for"])
            || self.quotation(next).is_some()
            || (self.is_comma(next) && self.quotation(next + 1).is_some())
            || self.is_end(next);
        let role = self.lexicon.is("roles", self.lower(before));
        let named = self.tag(before) == Tag::Nnp || self.is_upper(before) || role;
        // "“…?” a voice in the film asks.": nothing but a subject stands between them.
        let closes = (self.is_end(next) || self.is_comma(next))
            && (0..at)
                .rev()
                .take(12)
                .find(|place| self.quotation(*place).is_some() || self.tag(*place).is_verb())
                .is_some_and(|place| self.quotation(place).is_some())
            && self.says_at(at);
        if closes {
            return true;
        }
        if self.lower(at).ends_with("ed") {
            return named && led;
        }
        // "the Trump claims that": an article makes a noun of it.
        let compound = before > 0 && self.tag(before - 1) == Tag::Dt && !role;
        named && led && !compound && !self.is(next, &["on", "for"]) && !self.is_end(next)
    }

    /// What the verb at `verb` leads to, its words ending before `after`.
    pub(crate) fn verb(&self, verb: usize, after: usize, cue: &Cue, form: Form) -> Option<Found> {
        let group = self.verb_group(verb);
        if group.negated || group.modal || group.passive || self.is_hypothetical(&group) {
            return None;
        }
        if form == Form::Base && (group.perfect || self.is_bidden(&group)) {
            return None;
        }
        if cue.level > 1 && self.is_awaited(&group) {
            return None;
        }
        // "The agency quoted its secretary as saying": the secretary says so.
        let for_another = &*cue.lemma == "quote"
            && (after..self.len().min(after + 12))
                .any(|at| self.is(at, &["as"]) && self.is(at + 1, &["saying", "telling"]));
        if self.says_nothing(after, cue) || for_another {
            return None;
        }
        if &*cue.lemma == "allege"
            && form == Form::Past
            && matches!(self.tag(after), Tag::Nn | Tag::Nns | Tag::Jj)
        {
            return None;
        }
        let sure = cue.level == 1 && matches!(&*cue.lemma, "say" | "tell" | "write" | "add");
        let finite = match form {
            Form::Base => {
                !group.infinitive
                    && (self.tag(verb) == Tag::Vbp
                        || self.has_do(&group, verb)
                        || self.is_plural(&group))
            }
            Form::ThirdPerson => true,
            Form::Past => {
                group.perfect
                    || sure
                    || self.tag(verb) == Tag::Vbd
                    || (self.tag(verb) == Tag::Vbn && (cue.level == 1 || self.takes_object(after)))
            }
            Form::Participle => group.perfect,
            Form::Ing => group.progressive && !group.infinitive,
        };
        let participle = form == Form::Ing && !group.progressive;
        let continued = group.infinitive && self.is_continued(&group);
        if !finite && !participle && !continued {
            return None;
        }
        let place = Place { verb, after, cue, form, group };
        if let Some(found) = self.inverted(&place) {
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
        if subject.way == Way::Beside && !self.agrees(&subject, form) {
            return None;
        }
        let mut found = self.lead(place, subject)?;
        found.doubts += self.doubts_about(&subject, &found);
        let quoted = matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter);
        if !quoted && self.is_question() {
            found.doubts += 3;
        }
        if self.is_subordinate(verb) && !self.as_reported(verb) {
            found.doubts += 1;
        }
        Some(found)
    }

    /// Whether what stands behind the verb is no content: "said nothing to the press", "says farewell".
    fn says_nothing(&self, after: usize, cue: &Cue) -> bool {
        let empty = matches!(&*cue.lemma, "say" | "tell")
            && self.is(
                after,
                &["nothing", "little", "farewell", "goodbye", "hello", "thanks", "yes", "no"],
            );
        empty
            && self.quotation(after).is_none()
            && (self.is(after + 1, &["to", "about", "of", "and", "for", "as", "at", "in", "on"])
                || self.is_comma(after + 1)
                || self.is_end(after + 1))
    }

    /// Whether subject and verb agree in number: "emails that Vox has suggest" has another subject.
    fn agrees(&self, subject: &Subject, form: Form) -> bool {
        let word = self.lower(subject.head);
        let several = self.lexicon.is("groups", word)
            || word.len() > 3 && word.ends_with('s')
            || (subject.from..subject.head).any(|at| self.is(at, &["and", "or"]));
        match (form, self.tag(subject.head)) {
            // "the US state department".
            (Form::Base, Tag::Prp) if self.word(subject.head) == "US" => false,
            (Form::Base, Tag::Nn | Tag::Nnp) => several,
            (Form::ThirdPerson, Tag::Nns) => {
                self.is_upper(subject.head) || self.lexicon.is("groups", word)
            }
            // "most states classify": a noun.
            (Form::ThirdPerson, _) => !self
                .is(subject.head, &["most", "many", "some", "several", "few", "both", "others"]),
            _ => true,
        }
    }

    /// Whether an object follows, which no participle of the passive has.
    fn takes_object(&self, after: usize) -> bool {
        matches!(self.tag(after), Tag::Dt | Tag::Prp | Tag::PrpS | Tag::Nnp)
    }

    /// Whether right before the verb stands what several are named by.
    pub(crate) fn is_plural(&self, group: &VerbGroup) -> bool {
        (0..group.from).rev().find(|at| self.tag(*at) != Tag::Rb).is_some_and(|at| {
            self.tag(at) == Tag::Nns
                || self.is(
                    at,
                    &[
                        "they", "we", "i", "you", "people", "many", "some", "others", "both",
                        "police",
                    ],
                )
        })
    }

    pub(crate) fn has_do(&self, group: &VerbGroup, verb: usize) -> bool {
        (group.from..verb).any(|at| self.is(at, &["do", "does", "did"]))
    }

    /// "went on to say", "continued to insist".
    pub(crate) fn is_continued(&self, group: &VerbGroup) -> bool {
        let Some(before) = group.from.checked_sub(1) else { return false };
        self.is(before, &["continued", "continues", "on"])
            && (self.is(before, &["continued", "continues"])
                || before.checked_sub(1).is_some_and(|at| self.is(at, &["went", "goes", "gone"])))
    }

    /// Whether somebody is made to say it, may say it or shall: "made you say", "you can wait and say".
    fn is_bidden(&self, group: &VerbGroup) -> bool {
        let Some(before) = group.from.checked_sub(1) else { return false };
        let made = (before.saturating_sub(3)..before).any(|at| {
            self.is(
                at,
                &[
                    "make", "makes", "made", "making", "let", "lets", "help", "helps", "heard",
                    "hear",
                ],
            )
        });
        if made && self.tag(before) != Tag::Cc {
            return true;
        }
        self.tag(before) == Tag::Cc
            && (0..before).rev().take(12).find(|at| self.tag(*at).is_verb()).is_some_and(|verb| {
                let first = self.verb_group(verb);
                first.modal || first.infinitive
            })
    }

    /// Whether the sentence asks, outside of what it quotes.
    pub(crate) fn is_question(&self) -> bool {
        let last = (0..self.len()).rev().find(|at| self.lower(*at) != ")");
        last.is_some_and(|last| self.lower(last) == "?")
    }

    /// Whether it is said under an "if", or hoped, feared or asked whether it was said.
    pub(crate) fn is_hypothetical(&self, group: &VerbGroup) -> bool {
        // "when a paper says so": any paper.
        let general = self.tag(group.from) == Tag::Vbp
            || self.tag(group.from) == Tag::Vbz
                && (group.from.saturating_sub(3)..group.from).any(|at| {
                    self.is(at, &["a", "an", "anybody", "anyone", "somebody", "someone"])
                });
        (group.from.saturating_sub(6)..group.from).any(|at| {
            self.is(at, &["if", "whether", "unless", "should", "whenever"])
                || (general && self.is(at, &["when"]))
        }) && !(group.from.saturating_sub(6)..group.from)
            .any(|at| self.is_comma(at) || self.quotation(at).is_some())
    }

    /// Whether a stance is only waited for: "before she believes that".
    fn is_awaited(&self, group: &VerbGroup) -> bool {
        (group.from.saturating_sub(5)..group.from)
            .rev()
            .take_while(|at| !self.is_comma(*at) && self.quotation(*at).is_none())
            .any(|at| {
                self.is(at, &["before", "until", "till"]) && self.is_subject(at + 1, group.from)
            })
    }

    /// Whether the words `from..to` are no more than a noun phrase.
    fn is_subject(&self, from: usize, to: usize) -> bool {
        from < to && self.phrase_after(from).is_some_and(|subject| subject.to == to)
    }

    /// Whose participle it is: "…, saying", "by saying".
    pub(crate) fn participle(&self, verb: usize, group: &VerbGroup) -> Option<Subject> {
        let before = group.from.checked_sub(1)?;
        if self.is(
            before,
            &[
                "without", "of", "for", "from", "against", "about", "before", "stop", "start",
                "started", "keep", "not",
            ],
        ) {
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
            let made = subject.from.checked_sub(1);
            let sent = made.is_some_and(|verb| {
                self.tag(verb).is_verb()
                    && (self.lexicon.is("documents", self.lower(subject.head))
                        || self.is(
                            verb,
                            &[
                                "posted",
                                "published",
                                "released",
                                "shared",
                                "issued",
                                "sent",
                                "uploaded",
                            ],
                        ))
            });
            // "she shared a photo of him holding Lou, saying": who is held says nothing.
            let is_held = made.is_some_and(|doing| {
                self.lower(doing).ends_with("ing")
                    && !self.is_upper(doing)
                    && self.tag(doing).is_verb()
            });
            if sent || is_held {
                return self.participle_subject(verb);
            }
            // "a message through Lind explaining", "this is not the first study suggesting".
            let hangs = hangs || made.is_some_and(|before| self.tag(before) == Tag::In);
            let negated = (subject.from.saturating_sub(3)..subject.from)
                .any(|at| self.is(at, &["not", "n't", "no", "never"]));
            if negated {
                return None;
            }
            let says = self.is_nameable(subject.head)
                || self.lexicon.is("documents", self.lower(subject.head));
            return (says && !hangs).then_some(Subject { way: Way::Participle, ..subject });
        }
        self.participle_subject(verb)
    }

    /// "…," said X: the subject stands behind the verb.
    pub(crate) fn inverted(&self, place: &Place<'_>) -> Option<Found> {
        let Place { verb, after, cue, form, ref group } = *place;
        if !cue.frames.has(Frames::QUOTE)
            || !matches!(form, Form::Past | Form::ThirdPerson)
            || group.from != verb
            || cue.level > 2 && &*cue.lemma != "continue"
        {
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
        // "…, her cousin, Ann Lind, told TMZ": who stands behind "told" is told it.
        let clause =
            quote.is_none() && self.is_comma(before) && cue.level == 1 && &*cue.lemma != "tell";
        if quote.is_none() && !clause {
            return None;
        }
        let subject = self.phrase_after(after)?;
        let next = subject.to;
        if self.is(next, &["that"]) && quote.is_none() {
            return None;
        }
        // "The rail, new and high, will hold, said the spokeswoman Ann Lind, and …": a name that a
        // comma closes can only have said what stands before it.
        let closed = self.tag(subject.head) == Tag::Nnp
            && subject.head + 1 == next
            && (self.is_end(next)
                || self.is_comma(next)
                    && (self.tag(next + 1) == Tag::Cc
                        || matches!(self.tag(next + 1), Tag::Dt | Tag::Wh)
                        || self.is(next + 1, DEGREES)));
        if clause
            && (self.tag(next).is_finite()
                || !self.is_nameable(subject.head)
                || !closed
                    && (!matches!(&*cue.lemma, "say" | "write" | "add")
                        || self.subject_before(verb, group, 0).is_some()))
        {
            return None;
        }
        let mut found = self.found(place, subject);
        match quote {
            Some(quote) => {
                found.frame = Frame::QuoteBefore;
                self.add_quotes_before(quote, &mut found);
                self.add_quote_behind(next, &mut found);
            }
            None => {
                found.frame = Frame::Before;
                let start = self.clause_start(0, before);
                // "All you need, says Lind, is a roof".
                let goes_on = self.is_comma(next)
                    && self
                        .is(next + 1, &["is", "are", "was", "were", "has", "have", "had", "will"]);
                if !self.has_finite(start, before) || self.is_broken_off(start, before) || goes_on {
                    return None;
                }
                self.add(start, before, &mut found);
            }
        }
        Some(found)
    }

    /// Signs that what follows the verb is not what was said, or that nobody in particular said it.
    pub(crate) fn doubts_about(&self, subject: &Subject, found: &Found) -> u8 {
        let mut doubts = 0;
        if matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter) {
            return 0;
        }
        // "a position that Trump said he understood", "the impact it said she would have".
        if let Some(before) = subject.from.checked_sub(1)
            && subject.way == Way::Beside
        {
            let noun = before.checked_sub(1).is_some_and(|noun| self.tag(noun).is_noun());
            let relative = self.is(before, &["what", "which", "who", "whom", "whatever"])
                || (self.is(before, &["that"]) && noun);
            let contact = self.tag(before).is_noun()
                && !self.is_time(before)
                && self.quotation(before).is_none();
            // "how people think the economy is doing": a question about what is thought.
            let asked = found.level > 1 && self.is(before, &["how", "why"]);
            doubts += u8::from(relative || contact || asked) * 2;
            // "a report saying that Lind had told them": the report says so.
            let nested = self.is(before, &["that"])
                && before.checked_sub(1).is_some_and(|cue| {
                    self.is(cue, &["saying", "claiming", "alleging", "stating"])
                });
            doubts += u8::from(nested) * 3;
        }
        if self.is(subject.head, &["i", "we", "you", "that", "which", "this"]) {
            doubts += 1;
        }
        if subject.way == Way::Relative {
            let comma = subject
                .relative
                .and_then(|relative| relative.checked_sub(1))
                .is_some_and(|before| self.is_comma(before));
            doubts += u8::from(!self.is_nameable(subject.head)) + 2 * u8::from(!comma);
        }
        // "for Cruz or Rubio said": the last of a list is not the subject.
        let listed = subject.from >= 2
            && self.tag(subject.from - 1) == Tag::Cc
            && self.tag(subject.from - 2).is_noun();
        doubts += u8::from(listed);
        let nameable = self.is_nameable(subject.head)
            || self.lexicon.is("documents", self.lower(subject.head));
        if !nameable
            && (matches!(subject.way, Way::Participle | Way::Shared)
                || matches!(found.frame, Frame::Noun | Frame::To | Frame::Led))
        {
            doubts += 2;
        }
        if subject.way == Way::Participle
            && found.cue.0.checked_sub(1).is_some_and(|before| {
                self.is(before, &["by", "in", "while", "after", "when", "and"])
            })
        {
            doubts += 1;
        }
        // "The figure tells you how much": it shows it.
        if &*found.lemma == "tell"
            && self.is(found.cue.1, &["you"])
            && self.tag(subject.head) != Tag::Prp
        {
            doubts += 2;
        }
        // "many people think": nobody in particular said so.
        let thinks = matches!(&*found.lemma, "think" | "believe" | "feel" | "know" | "assume");
        let of_many = (subject.from..subject.head)
            .any(|at| self.is(at, &["other", "some", "many", "most", "several"]));
        let general = matches!(found.form, Form::Base)
            && (!self.is_upper(subject.head) || self.tag(subject.head) == Tag::Nns || of_many)
            && self.tag(subject.head) != Tag::Prp;
        doubts += u8::from(thinks && general) * (1 + u8::from(of_many));
        if (subject.from..subject.to).any(|at| {
            self.is(at, &["percent", "%", "majority", "average", "half", "respondents", "voters"])
        }) {
            doubts += 1;
        }
        doubts
    }

    /// "…, as Zelensky warned that": what "as" joins is said in its own right.
    pub(crate) fn as_reported(&self, verb: usize) -> bool {
        (verb.saturating_sub(8)..verb)
            .rev()
            .find(|at| self.is(*at, SUBORDINATORS))
            .is_some_and(|at| self.is(at, &["as", "while"]) && at > 0)
    }

    /// Whether the verb's clause is subordinate to one that follows: "After he said that …, they left".
    pub(crate) fn is_subordinate(&self, verb: usize) -> bool {
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
}
