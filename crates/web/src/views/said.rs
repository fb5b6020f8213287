//! Who said what, ready for templates: each statement once, with what answers it and how each outlet
//! words it. All of it comes from [`dateline_statement::story::lines`], which lets no disputed
//! claim through without its dispute.

pub mod marks;

use dateline_model::{Dispute, DisputedClaim};
use dateline_statement::disputes::beside;
use dateline_statement::story::{Answer, Line};
use dateline_statement::{Act, Teller, Told};

use super::card::headline;
use crate::security::redirect::segment;
use crate::when::{Moment, When, on};

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether it is what was said.
    pub said: bool,
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerView {
    /// The fullest name that the article gives.
    pub name: String,
    /// What the article says they are.
    pub role: Option<String>,
    /// The person's page.
    pub href: Option<String>,
}

/// A report of a statement in one article.
#[derive(Debug, Clone)]
pub struct Wording {
    /// The outlet, or the article's headline where that is not known.
    pub outlet: String,
    /// The article's page.
    pub href: String,
    /// When it was published.
    pub at: Moment,
    /// The sentence, with what was said marked.
    pub sentence: Vec<Piece>,
    /// Quoted words that stand in other sentences.
    pub quotes: Vec<String>,
}

/// A statement.
#[derive(Debug, Clone)]
pub struct SaidLine {
    /// Its number.
    pub id: i64,
    /// Its place in its article, by which text and list lead to each other.
    pub position: u32,
    /// The article whose report of it is shown.
    pub article: i64,
    /// What an address leads to it by; empty where it stands on the page before.
    pub anchor: String,
    /// Whether it stands in the article whose page this is, and is marked in its text.
    pub in_text: bool,
    /// Who; absent where no name is told.
    pub speaker: Option<SpeakerView>,
    /// What was done by it, in careful words: "says", "declined to comment on 29 December 2025".
    pub act: String,
    /// Whether it denies or rebuts.
    pub disputes: bool,
    /// Whether it is told with its speaker; else its sentence alone stands there.
    pub is_sure: bool,
    /// The report of it that is shown.
    pub wording: Wording,
    /// How others word it.
    pub others: Vec<Wording>,
    /// What answers it.
    pub answers: Vec<SaidLine>,
}

/// The statements of one party, in order of time.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its name; absent where none is known, or all are of one.
    pub name: Option<String>,
    /// What was said.
    pub lines: Vec<SaidLine>,
}

/// What a page says of who said what.
#[derive(Debug, Clone, Default)]
pub struct WhoSaid {
    /// By party, those first who spoke first.
    pub parties: Vec<Party>,
    /// How many more statements there are.
    pub more: usize,
    /// Where a form returns to.
    pub back: String,
}

impl WhoSaid {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.parties.is_empty()
    }

    /// These lines, by party where several are known, at most so many.
    pub fn by_party(lines: &[Line], most: usize, when: &When, back: String) -> Self {
        let kept = weightiest(lines, most);
        let named = |line: &Line| line.told.gist.party.clone();
        let mut names: Vec<Option<String>> = Vec::new();
        for name in kept.iter().map(|line| named(line)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        // With one party, or none, a heading parts nothing.
        let by_party = names.iter().flatten().count() > 1;
        names.sort_by_key(Option::is_none);
        let of = |name: &Option<String>| -> Vec<SaidLine> {
            let own = kept.iter().filter(|line| named(line) == *name);
            own.map(|line| SaidLine::of(line, when)).collect()
        };
        let parties = if by_party {
            names
                .iter()
                .map(|name| Party { name: Some(party_name(name.as_deref())), lines: of(name) })
                .collect()
        } else if kept.is_empty() {
            Vec::new()
        } else {
            let lines = kept.iter().map(|line| SaidLine::of(line, when)).collect();
            vec![Party { name: None, lines }]
        };
        Self { parties, more: lines.len() - kept.len(), back }.with_one_anchor_each()
    }

    /// All lines in their order.
    pub fn in_order(lines: &[Line], when: &When, back: String) -> Self {
        let lines: Vec<SaidLine> = lines.iter().map(|line| SaidLine::of(line, when)).collect();
        let parties = if lines.is_empty() { Vec::new() } else { vec![Party { name: None, lines }] };
        Self { parties, more: 0, back }.with_one_anchor_each()
    }
}

impl WhoSaid {
    fn each(&mut self, mut change: impl FnMut(&mut SaidLine)) {
        for line in self.parties.iter_mut().flat_map(|party| &mut party.lines) {
            change(line);
            line.answers.iter_mut().for_each(&mut change);
        }
    }

    /// Notes which lines stand in the article whose page this is, and which are marked in its text.
    pub fn stand_in(&mut self, article: i64, marked: &[u32]) {
        self.each(|line| {
            if line.article == article && !line.anchor.is_empty() {
                line.in_text = marked.contains(&line.position);
                line.anchor = format!("said-{}", line.position);
            }
        });
    }

    /// A denial may answer two claims, and an address leads to one place.
    fn with_one_anchor_each(mut self) -> Self {
        let mut known = Vec::new();
        self.each(|line| {
            if known.contains(&line.id) {
                line.anchor.clear();
            }
            known.push(line.id);
        });
        self
    }
}

/// The lines that most outlets report or somebody disputes, at most so many, in their order.
fn weightiest(lines: &[Line], most: usize) -> Vec<&Line> {
    let weight = |line: &Line| {
        let outlets = line.reports().count() + line.answers.len() * 2;
        (outlets, line.told.speaker.as_ref().is_some_and(|teller| teller.is_named))
    };
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(lines.get(*at).map(weight)));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().filter_map(|at| lines.get(at)).collect()
}

/// "Russia" for `russia`; the statements of nobody known stand under a heading of their own.
fn party_name(name: Option<&str>) -> String {
    let Some(name) = name else { return say!("said-others") };
    let word = |word: &str| {
        let mut signs = word.chars();
        signs
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect::<String>())
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

impl SaidLine {
    fn of(line: &Line, when: &When) -> Self {
        let mut view = Self::told(&line.told, &line.others, true, when);
        view.answers = line
            .answers
            .iter()
            .map(|Answer { told, others, is_sure }| Self::told(told, others, *is_sure, when))
            .collect();
        view
    }

    fn told(told: &Told, others: &[Told], is_sure: bool, when: &When) -> Self {
        Self {
            id: told.id.0,
            position: told.position,
            article: told.article.0,
            anchor: format!("statement-{}", told.id),
            in_text: false,
            speaker: told.speaker.as_ref().map(SpeakerView::of),
            act: act(told),
            disputes: told.act.disputes(),
            is_sure,
            wording: Wording::of(told, when),
            others: others.iter().map(|told| Wording::of(told, when)).collect(),
            answers: Vec::new(),
        }
    }
}

impl SpeakerView {
    /// A speaker, with the way to the person's page.
    pub fn of(teller: &Teller) -> Self {
        Self {
            name: teller.name.clone(),
            role: teller.role.clone().filter(|role| !teller.name.contains(role.as_str())),
            href: teller.person.as_deref().map(person_path),
        }
    }
}

/// The page of a person.
pub fn person_path(slug: &str) -> String {
    format!("/person/{}", segment(slug))
}

impl Wording {
    /// A report.
    pub fn of(told: &Told, when: &When) -> Self {
        let outlet = told.outlet.as_ref().map(|outlet| outlet.name.clone());
        let quotes = told
            .words
            .iter()
            .filter(|words| words.quoted && !told.sentence.contains(words.text.as_str()))
            .map(|words| words.text.clone());
        Self {
            outlet: outlet.unwrap_or_else(|| headline(&told.title)),
            href: format!("/article/{}?said=1#said-{}", told.article, told.position),
            at: when.tell(told.at),
            sentence: pieces(told),
            quotes: quotes.collect(),
        }
    }
}

/// The sentence, with what was said set apart. The words are the article's own, and so are the
/// quotation marks.
fn pieces(told: &Told) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = told.sentence.as_str();
    let mut push = |text: &str, said: bool| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), said });
        }
    };
    for words in &told.words {
        let text = words.text.trim_end_matches('…');
        let Some((before, after)) = rest.split_once(text).filter(|_| !text.is_empty()) else {
            continue;
        };
        push(before, false);
        push(text, true);
        rest = after;
    }
    push(rest, false);
    pieces
}

/// What was done, in careful words.
pub fn act(told: &Told) -> String {
    let day = told.as_of.map(on);
    match (told.act, day) {
        (Act::Assertion, _) => say!("said-says"),
        (Act::Accusation, _) => say!("said-accuses"),
        (Act::Denial, _) => say!("said-denies"),
        (Act::Rebuttal, _) => say!("said-rebuts"),
        (Act::Criticism, _) => say!("said-criticises"),
        (Act::Demand, _) => say!("said-demands"),
        (Act::Promise, _) => say!("said-promises"),
        (Act::Offer, _) => say!("said-offers"),
        (Act::Prediction, _) => say!("said-predicts"),
        (Act::Warning, _) => say!("said-warns"),
        (Act::Threat, _) => say!("said-threatens"),
        (Act::Agreement, _) => say!("said-agrees"),
        (Act::Refusal, _) => say!("said-refuses"),
        (Act::Question, _) => say!("said-asks"),
        (Act::DeclinedToComment, Some(day)) => say!("said-declined-on", day = day),
        (Act::DeclinedToComment, None) => say!("said-declined"),
        (Act::NoEvidence, Some(day)) => say!("said-no-evidence-on", day = day),
        (Act::NoEvidence, None) => say!("said-no-evidence"),
        (Act::NoResponse, Some(day)) => say!("said-no-response-on", day = day),
        (Act::NoResponse, None) => say!("said-no-response"),
    }
}

/// What stands beside an excerpt because that repeats a disputed claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeLine {
    /// The sentence that disputes it.
    pub sentence: String,
    /// Whose, where that is another outlet's.
    pub outlet: Option<String>,
    /// The article's page.
    pub href: String,
}

/// What must stand beside a text that is shown of an article.
pub fn disputes_beside(text: &str, claims: &[DisputedClaim]) -> Vec<DisputeLine> {
    beside(text, claims).into_iter().map(DisputeLine::of).collect()
}

impl DisputeLine {
    fn of(dispute: &Dispute) -> Self {
        Self {
            sentence: dispute.sentence.clone(),
            outlet: dispute.outlet.clone(),
            href: format!("/article/{}", dispute.article),
        }
    }
}

/// The few statements that a front page shows of its lead: a claim with its denial where somebody
/// denies, else what most outlets report.
pub fn few(lines: &[Line], when: &When) -> Vec<SaidLine> {
    const FEW: usize = 3;
    let disputed = lines.iter().filter(|line| line.disputes().next().is_some());
    let first = disputed.max_by_key(|line| line.reports().count() + line.answers.len());
    let mut few = Vec::new();
    let Some(line) = first else { return few };
    let mut line = SaidLine::of(line, when);
    // A claim stands there with its answers or not at all.
    let mut answers = std::mem::take(&mut line.answers);
    answers.sort_by_key(|answer| !answer.disputes);
    few.push(line);
    few.extend(answers);
    few.truncate(FEW);
    few
}
