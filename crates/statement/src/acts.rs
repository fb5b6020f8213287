//! What somebody does by saying something: by the verb, and by the words that are said.

use crate::article::Layout;
use crate::frames::{Found, Frame};
use crate::statement::Act;

/// What is said, as small words with the signs between them.
pub(crate) struct Said<'l> {
    pub(crate) words: Vec<&'l str>,
    /// Whether it is a direct quotation.
    pub(crate) direct: bool,
}

impl<'l> Said<'l> {
    pub(crate) fn of(layout: &'l Layout<'_>, content: &[(usize, usize)], direct: bool) -> Self {
        let mut words = Vec::new();
        for (start, end) in content {
            let first = layout.tokens.partition_point(|token| token.start < *start);
            words.extend(
                (first..layout.tokens.len())
                    .take_while(|at| layout.tokens.get(*at).is_some_and(|token| token.end <= *end))
                    .map(|at| layout.lower(at)),
            );
        }
        Self { words, direct }
    }

    fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(word))
    }

    fn begins(&self, stems: &[&str]) -> bool {
        self.words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    }

    /// Whether one of the phrases, words parted by blanks, stands in it.
    fn phrase(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| {
            let parts: Vec<&str> = phrase.split(' ').collect();
            self.words.windows(parts.len()).any(|window| window == parts.as_slice())
        })
    }

    /// Whether a word of `first` stands before one of `then`, at most `gap` words later.
    fn near(&self, first: &[&str], then: &[&str], gap: usize) -> bool {
        self.words.iter().enumerate().any(|(at, word)| {
            first.contains(word) && self.words.iter().skip(at + 1).take(gap).any(|word| then.contains(word))
        })
    }
}

const FALSE: &[&str] = &["fake", "false", "untrue", "baseless", "unfounded", "fabricated", "fabrication", "hoax", "nonsense", "bogus", "groundless", "fiction", "disinformation", "lies", "lie"];
const BAD: &[&str] = &[
    "terrible", "disgrace", "disgraceful", "shameful", "shame", "disaster", "irresponsible", "unacceptable", "outrageous", "ridiculous",
    "reckless", "cruel", "stupid", "incompetent", "pathetic", "appalling", "hypocrisy", "hypocritical", "embarrassing", "cowardly", "failed",
    "horrible", "dishonest", "unfit", "unjust", "absurd", "deplorable", "disgusting", "insulting", "offensive", "mistake",
];
const HARM: &[&str] = &[
    "strikes", "struck", "attacked", "attacks", "attacking", "bombed", "bombing", "killed", "killing", "shelled", "shelling", "robbed", "stole", "stealing",
    "lied", "lying", "cheated", "cheating", "betrayed", "violated", "violating", "broke", "murdered", "tortured", "destroyed", "rigged", "abused", "destruction",
];
const HARMED: &[&str] = &["us", "our", "civilian", "civilians", "law", "laws", "agreement", "agreements", "people", "children", "women", "innocent", "constitution"];
const SELF: &[&str] = &["we", "i", "he", "she", "they", "it"];

/// The act of what was found; `refused` says whether it gives the reason of a refusal.
pub(crate) fn act_of(found: &Found, said: &Said<'_>, refused: bool) -> Act {
    if found.act.is_event() || matches!(found.frame, Frame::Claim) {
        return found.act;
    }
    let plain = matches!(found.act, Act::Assertion) || (found.act == Act::Question && !matches!(found.frame, Frame::Whether | Frame::QuoteBefore | Frame::QuoteAfter));
    if found.act == Act::Question && found.frame == Frame::ObjectTo {
        return Act::Demand;
    }
    if found.act == Act::Refusal && found.frame == Frame::That && &*found.lemma == "reject" {
        return Act::Denial;
    }
    if is_of_claim(found, &said.words) && matches!(&*found.lemma, "reject" | "deny" | "dismiss") {
        return Act::Denial;
    }
    if matches!(found.frame, Frame::Named) && matches!(&*found.lemma, "call" | "label" | "brand" | "dub" | "describe" | "characterize" | "characterise" | "dismiss") {
        return named(found, said);
    }
    if !plain {
        return found.act;
    }
    content(found, said, refused)
}

/// Whether what is denied, rejected and the like is a claim, an accusation or a report of others.
pub(crate) fn is_of_claim(found: &Found, words: &[&str]) -> bool {
    let answers = matches!(&*found.lemma, "reject" | "deny" | "dismiss" | "dispute" | "refute" | "rebut");
    answers
        && matches!(found.frame, Frame::Noun | Frame::Named)
        && words.iter().take(5).any(|word| {
            matches!(*word, "claim" | "claims" | "allegation" | "allegations" | "accusation" | "accusations" | "charge" | "charges" | "report" | "reports" | "assertion" | "assertions" | "suggestion" | "suggestions" | "wrongdoing" | "involvement" | "responsibility")
        })
}

fn named(found: &Found, said: &Said<'_>) -> Act {
    let about_claim = said.words.iter().take(6).any(|word| matches!(*word, "claim" | "claims" | "allegation" | "allegations" | "accusation" | "accusations" | "charge" | "charges" | "report" | "reports" | "story"));
    if said.has(FALSE) && (about_claim || said.words.iter().take(2).any(|word| matches!(*word, "it" | "them" | "that" | "this"))) {
        return Act::Denial;
    }
    if about_claim || &*found.lemma == "dismiss" {
        return Act::Rebuttal;
    }
    if said.has(FALSE) || said.has(BAD) || said.has(&["racist", "liar", "crazy", "dangerous", "wrong", "crooked", "bad", "weak", "corrupt", "failure", "threat", "bigot", "sexist"]) {
        return Act::Criticism;
    }
    found.act
}

fn content(found: &Found, said: &Said<'_>, refused: bool) -> Act {
    let asks = said.words.iter().rev().find(|word| !matches!(**word, "”" | "\"" | "»")).is_some_and(|word| *word == "?");
    let ends = said.words.iter().filter(|word| matches!(**word, "." | "?" | "!")).count();
    if asks && ends <= 1 && said.direct {
        return Act::Question;
    }
    let denies = said.phrase(&["not true", "n't true", "never happened", "no truth", "made up", "made it up", "pack of lies", "did not happen", "did n't happen"])
        || (said.has(FALSE) && !said.phrase(&["not a lie", "no lie"]) && said.near(&["is", "was", "are", "were", "fake", "false", "totally", "completely", "obviously", "absolutely", "'s"], &["fake", "false", "untrue", "baseless", "unfounded", "fabricated", "fabrication", "hoax", "nonsense", "bogus", "groundless", "fiction", "lie", "lies", "story", "stories", "claim", "claims", "accusations", "allegations", "news"], 4));
    if denies {
        return Act::Denial;
    }
    if said.begins(&["retaliat"]) && !said.has(&["if", "not", "n't"]) || said.phrase(&["will pay", "pay a price", "pay the price", "will regret", "face consequences", "will be destroyed", "will strike back"]) {
        return Act::Threat;
    }
    if refused {
        return Act::Rebuttal;
    }
    if said.near(HARM, HARMED, 4) && !said.has(&["we", "i"]) || said.phrase(&["war crime", "war crimes"]) {
        return Act::Accusation;
    }
    if said.near(HARM, HARMED, 4) && said.near(&["he", "they", "she", "it"], HARM, 3) {
        return Act::Accusation;
    }
    if said.direct && (said.has(BAD) || said.phrase(&["not good", "do n't like", "n't like it", "not right", "so wrong", "no good", "very bad"]))
        || said.near(&["they", "he", "she"], &["do", "does", "did"], 1) && said.near(&["do", "does", "did"], &["n't", "not"], 1) && said.near(&["n't", "not"], &["want", "care", "understand"], 1)
    {
        return Act::Criticism;
    }
    if let Some(act) = intends(said) {
        return act;
    }
    if said.near(&["agree", "agrees", "agreed"], &["with"], 1) && !said.has(&["n't", "not"]) {
        return Act::Agreement;
    }
    let conditional = said.has(&["if", "unless"]);
    let soon = said.phrase(&["lot closer", "getting closer", "going to happen", "going to win", "going to be"]) || said.near(&["getting"], &["closer", "better", "worse"], 3);
    let will = (said.has(&["will", "wo"]) || (said.has(&["would"]) && conditional)) && !said.near(&["we", "i"], &["will"], 1) && !said.near(&["if"], &["will"], 4);
    if soon || (will && found.frame != Frame::According) {
        return Act::Prediction;
    }
    found.act
}

/// Demands, offers and promises, by the verb of the first clause.
fn intends(said: &Said<'_>) -> Option<Act> {
    let first: Vec<&str> = said.words.iter().filter(|word| word.chars().any(char::is_alphanumeric)).take(3).copied().collect();
    let own = first.iter().any(|word| SELF.contains(word));
    if own && said.near(SELF, &["ready", "willing", "open", "prepared"], 5) && said.has(&["to"]) {
        return Some(Act::Offer);
    }
    if own && said.near(&["would"], &["consider"], 2) {
        return Some(Act::Offer);
    }
    let must = said.words.iter().position(|word| matches!(*word, "must" | "should" | "ought"));
    let must = must.filter(|at| *at <= 14 && !matches!(said.words.get(at + 1).copied(), Some("have" | "'ve")));
    let modal = must.is_some() || said.phrase(&["has to", "have to", "needs to", "need to"]) && !said.near(&["we", "i"], &["have", "need"], 1);
    if modal && !said.words.iter().any(|word| matches!(*word, "if" | "whether" | "why" | "what")) {
        return Some(Act::Demand);
    }
    if (said.direct && said.near(&["we", "i"], &["will", "'ll"], 1) || own && !said.direct && said.near(SELF, &["will"], 1)) && !said.has(&["if", "not", "n't", "see", "have", "be"]) {
        return Some(Act::Promise);
    }
    None
}
