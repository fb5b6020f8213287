//! What somebody does by saying something: by the verb, and by the words that are said.

use crate::article::Layout;
use crate::frames::{Found, Frame};
use crate::lexicon::Lexicon;
use crate::statement::Act;
use crate::tags::Tag;

/// What is said, as small words with the signs between them.
pub(crate) struct Said<'l> {
    lexicon: &'static Lexicon,
    pub(crate) words: Vec<&'l str>,
    tags: Vec<Tag>,
    /// Whether it is a direct quotation.
    direct: bool,
}

/// Whoever speaks, or is spoken of as the one who speaks.
const SELF: &[&str] = &["we", "i", "he", "she", "they", "it"];

impl<'l> Said<'l> {
    /// The words of those bytes.
    pub(crate) fn of(layout: &'l Layout<'_>, content: &[(usize, usize)], direct: bool) -> Self {
        let (mut words, mut tags) = (Vec::new(), Vec::new());
        for (start, end) in content {
            let first = layout.tokens.partition_point(|token| token.start < *start);
            let inside = |at: &usize| layout.tokens.get(*at).is_some_and(|token| token.end <= *end);
            for at in (first..layout.tokens.len()).take_while(inside) {
                words.push(layout.lower(at));
                tags.push(layout.tag(at));
            }
        }
        Self { lexicon: Lexicon::english(), words, tags, direct }
    }

    fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(word))
    }

    /// Whether a word of that group of the tables stands in it.
    fn has_group(&self, group: &str) -> bool {
        self.words.iter().any(|word| self.lexicon.is(group, word))
    }

    /// Whether a phrase of that group of the tables stands in it.
    fn has_phrase(&self, group: &str) -> bool {
        self.lexicon.phrases(group).iter().any(|phrase| {
            self.words.windows(phrase.len().max(1)).any(|window| window == phrase.as_slice())
        })
    }

    /// Whether a word that `first` accepts stands at most `gap` words before one that `then` does.
    fn near(&self, first: impl Fn(&str) -> bool, then: impl Fn(&str) -> bool, gap: usize) -> bool {
        self.words.iter().enumerate().any(|(at, word)| {
            first(word) && self.words.iter().skip(at + 1).take(gap).any(|word| then(word))
        })
    }

    fn near_words(&self, first: &[&str], then: &[&str], gap: usize) -> bool {
        self.near(|word| first.contains(&word), |word| then.contains(&word), gap)
    }

    fn asks(&self) -> bool {
        let last = self
            .words
            .iter()
            .rev()
            .find(|word| word.chars().any(|sign| !matches!(sign, '”' | '"' | '»' | '’')));
        let ends = self.words.iter().filter(|word| matches!(**word, "." | "?" | "!")).count();
        self.direct && ends <= 1 && last.is_some_and(|word| *word == "?")
    }

    fn denies(&self) -> bool {
        let lies = |word: &str| self.lexicon.is("false", word);
        // "That is false." and "a fake story", but not "a false choice".
        let is_false = self.words.iter().enumerate().any(|(at, word)| {
            let next = self.words.get(at + 1).copied().unwrap_or(".");
            let before = self.words.get(at.saturating_sub(3)..at).unwrap_or_default();
            let said = before.iter().any(|word| self.lexicon.is("false_before", word));
            lies(word)
                && ((said && !next.chars().any(char::is_alphanumeric))
                    || self.lexicon.is("false_things", next))
        });
        (self.has_phrase("denies") && self.words.len() < 40)
            || (is_false && !self.near_words(&["not", "no"], &["lie", "lies", "false", "fake"], 2))
    }

    fn threatens(&self) -> bool {
        let back = self.words.iter().any(|word| word.starts_with("retaliat"));
        (back && !self.has(&["if", "not", "n't", "against"])) || self.has_phrase("threatens")
    }

    fn accuses(&self) -> bool {
        let harm = |word: &str| self.lexicon.is("harm", word);
        // "were killed" names nobody who did it.
        let does = |at: usize| {
            let before = at
                .checked_sub(1)
                .and_then(|before| self.words.get(before))
                .copied()
                .unwrap_or_default();
            !matches!(before, "was" | "were" | "been" | "be" | "is" | "are" | "being" | "got")
        };
        let harmed = |word: &str| self.lexicon.is("harmed", word);
        let harms = self.words.iter().enumerate().any(|(at, word)| {
            harm(word)
                && does(at)
                && self.words.iter().skip(at + 1).take(3).any(|word| harmed(word))
        });
        let others = !self.has(&["we", "i"])
            || self.near(|word| matches!(word, "he" | "she" | "they" | "it"), harm, 3);
        (harms && others) || self.has_phrase("crimes")
    }

    fn finds_fault(&self) -> bool {
        let unwilling = self.words.windows(4).any(|window| {
            matches!(
                window,
                [
                    "they" | "he" | "she",
                    "do" | "does" | "did",
                    "n't" | "not",
                    "want" | "care" | "understand"
                ]
            )
        });
        (self.direct && (self.has_bad() || self.has_phrase("bad_phrases"))) || unwilling
    }

    /// Whether something is called bad that somebody does, rather than a misfortune.
    fn has_bad(&self) -> bool {
        const MISFORTUNES: [&str; 10] = [
            "crime", "tragedy", "accident", "loss", "incident", "event", "news", "feeling", "time",
            "day",
        ];
        self.words.iter().enumerate().any(|(at, word)| {
            let next = self.words.get(at + 1).copied().unwrap_or_default();
            let before = at.checked_sub(1).and_then(|at| self.words.get(at)).copied();
            self.lexicon.is("bad", word)
                && !MISFORTUNES.contains(&next)
                && !matches!(before, Some("no" | "not" | "n't"))
        })
    }

    fn predicts(&self) -> bool {
        // What will be is the matter of the first words, not of a word somewhere in a long speech.
        if self.words.len() > 60 {
            return self.has_phrase("soon");
        }
        let better = self.near_words(&["getting"], &["closer", "better", "worse"], 3);
        let unreal = self.near_words(&["would"], &["have"], 1)
            || self.near_words(&["if"], &["had", "were", "was"], 4);
        let would = !unreal && self.has(&["would"]) && self.has(&["if", "unless"]);
        let first = self.words.iter().take(15);
        let will = (first.clone().any(|word| matches!(*word, "will" | "wo")) || would)
            && !self.near_words(&["we", "i"], &["will"], 1)
            && !self.near_words(&["if"], &["will"], 4);
        self.has_phrase("soon") || better || will
    }

    /// Demands, offers and promises, by the verb of the first clause.
    fn intends(&self) -> Option<Act> {
        let letters = |word: &&&str| word.chars().any(char::is_alphanumeric);
        let own = self.words.iter().filter(letters).take(3).any(|word| SELF.contains(word));
        let be = ["is", "are", "was", "were", "am", "'s", "'re", "'m", "be"];
        let ready =
            self.near_words(&be, &["ready", "willing", "open", "prepared"], 3) && self.has(&["to"]);
        if own && (ready || self.near(|word| word == "consider", |word| word.ends_with("ing"), 1)) {
            return Some(Act::Offer);
        }
        let must = self
            .words
            .iter()
            .take(15)
            .position(|word| matches!(*word, "must" | "should" | "ought"));
        // "should be ready by May" says what is likely.
        // "you should" gives advice to anybody.
        let advises = |at: usize| at > 0 && self.words.get(at - 1) == Some(&"you");
        let must = must.is_some_and(|at| {
            // "…, should the council agree": a condition.
            let inverted = self.words.get(at) == Some(&"should")
                && self.tags.get(at + 1).is_some_and(|tag| {
                    matches!(tag, Tag::Dt | Tag::Nnp | Tag::Prp | Tag::PrpS | Tag::Nns)
                });
            if advises(at) || inverted {
                return false;
            }
            let next = self.words.get(at + 1).copied().unwrap_or_default();
            !matches!(next, "have" | "'ve") && (next != "be" || self.words.get(at) == Some(&"must"))
        });
        let need =
            self.near_words(&["the", "will", "would", "'ll", "may", "might"], &["need", "have"], 2);
        let has_to = !need
            && self.words.iter().enumerate().any(|(at, word)| {
                matches!(*word, "has" | "have" | "needs" | "need")
                    && self.words.get(at + 1) == Some(&"to")
                    && self.tags.get(at).is_some_and(|tag| tag.is_verb())
                    && !advises(at)
                    // "she said she and her husband have to leave" demands nothing.
                    && !self.words.iter().take(at).skip(at.saturating_sub(5)).any(|word| {
                        matches!(*word, "he" | "she" | "they" | "we" | "i")
                    })
            })
            && !self.near_words(&["we", "i", "n't", "not"], &["have", "need"], 1);
        if (must || has_to) && !self.has(&["if", "whether", "why", "what"]) {
            return Some(Act::Demand);
        }
        let will = if self.direct {
            self.near_words(&["we", "i"], &["will", "'ll"], 1)
        } else {
            own && self.near_words(SELF, &["will"], 1)
        };
        let undertakes = will && !self.has(&["if", "not", "n't", "see", "have", "be"]);
        undertakes.then_some(Act::Promise)
    }
}

/// The act of what was found; `refused` says whether it gives the reason of a refusal.
pub(crate) fn act_of(found: &Found, said: &Said<'_>, refused: bool) -> Act {
    if found.act.is_event() || found.frame == Frame::Claim {
        return found.act;
    }
    let quoted = matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter);
    match (&*found.lemma, found.frame) {
        ("ask" | "tell", Frame::ObjectTo) | ("insist", Frame::Led) => Act::Demand,
        ("reject", Frame::That) => Act::Denial,
        ("advise" | "recommend", Frame::That) => {
            by_words(&Found { act: Act::Assertion, ..found.clone() }, said, refused)
        }
        ("reject" | "deny" | "dismiss", _) if is_of_claim(found, &said.words) => Act::Denial,
        (
            "call" | "label" | "brand" | "dub" | "describe" | "characterize" | "characterise"
            | "dismiss",
            Frame::Named,
        ) => named(found, said),
        _ if found.act == Act::Assertion => by_words(found, said, refused),
        _ if found.act == Act::Question && !quoted && found.frame != Frame::Whether => {
            by_words(found, said, refused)
        }
        _ => found.act,
    }
}

/// Whether what is denied, rejected and the like is a claim, an accusation or a report of others.
pub(crate) fn is_of_claim(found: &Found, words: &[&str]) -> bool {
    let answers =
        matches!(&*found.lemma, "reject" | "deny" | "dismiss" | "dispute" | "refute" | "rebut");
    let lexicon = Lexicon::english();
    let is_claim = |word: &&str| {
        lexicon.is("claim_words", word)
            || matches!(
                *word,
                "report"
                    | "reports"
                    | "assertion"
                    | "assertions"
                    | "suggestion"
                    | "suggestions"
                    | "wrongdoing"
                    | "involvement"
                    | "responsibility"
            )
    };
    answers
        && matches!(found.frame, Frame::Noun | Frame::Named)
        && words.iter().take(5).any(is_claim)
}

/// What somebody does by giving something a name.
fn named(found: &Found, said: &Said<'_>) -> Act {
    let about_claim = said.words.iter().take(6).any(|word| said.lexicon.is("claim_words", word));
    let about_report = said
        .words
        .iter()
        .take(6)
        .any(|word| matches!(*word, "report" | "reports" | "story" | "stories"));
    let points =
        said.words.iter().take(2).any(|word| matches!(*word, "it" | "them" | "that" | "this"));
    if said.has_group("false") && (about_claim || about_report || points) {
        Act::Denial
    } else if about_claim || &*found.lemma == "dismiss" {
        Act::Rebuttal
    } else if said.has_group("false") || said.has_group("bad") || said.has_group("bad_names") {
        Act::Criticism
    } else {
        found.act
    }
}

/// What somebody does by words that a plain "said" goes with.
fn by_words(found: &Found, said: &Said<'_>, refused: bool) -> Act {
    if said.asks() {
        return Act::Question;
    }
    if said.denies() {
        return Act::Denial;
    }
    if said.threatens() {
        return Act::Threat;
    }
    if refused {
        return Act::Rebuttal;
    }
    if said.accuses() {
        return Act::Accusation;
    }
    if said.finds_fault() {
        return Act::Criticism;
    }
    if let Some(act) = said.intends() {
        return act;
    }
    if said.near_words(&["agree", "agrees", "agreed"], &["with"], 1) && !said.has(&["n't", "not"]) {
        return Act::Agreement;
    }
    if said.predicts() && found.frame != Frame::According {
        return Act::Prediction;
    }
    if found.act == Act::Question { Act::Assertion } else { found.act }
}
