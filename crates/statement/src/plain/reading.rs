//! From a text in a language that is read by a table to its statements.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Table;
use super::discourse::{Discourse, Who};
use super::people::{Gender, Meant, People};
use super::told::{Told, bare};
use crate::answers::{Points, Traits, tie};
use crate::article::{Layout, Sentence};
use crate::confidence;
use crate::find::MOST_STEMS;
use crate::items::Items;
use crate::lexicon::Lexicon;
use crate::statement::{Act, Gist, Kind, Span, Speaker, Statement};

/// Finds who said what in a language that is read by a table alone.
pub(crate) fn read(table: &Table, layout: &Layout<'_>, lexicon: &Lexicon) -> Vec<Statement> {
    let mut reading = Reading {
        table,
        layout,
        people: People::of(layout, table),
        discourse: Discourse::default(),
        statements: Vec::new(),
        traits: Vec::new(),
        known: Vec::new(),
        things: FxHashMap::default(),
        last: None,
    };
    for (number, sentence) in layout.sentences.iter().enumerate() {
        let items = Items::of(layout, lexicon, *sentence);
        if items.len() > 0 {
            reading.sentence(number, *sentence, &items);
        }
    }
    let Reading { mut statements, traits, known, people, .. } = reading;
    tie(&mut statements, &traits);
    tie_by_pointing(&mut statements, &traits, &known);
    for (statement, own) in statements.iter_mut().zip(&traits) {
        statement.gist = gist(own, &people);
    }
    statements
}

/// What other articles' statements are compared with.
fn gist(traits: &Traits, people: &People) -> Gist {
    let mut stems: Vec<String> = traits.stems.iter().map(|stem| stem.to_string()).collect();
    stems.sort_unstable();
    stems.truncate(MOST_STEMS);
    let named = traits.named.iter().filter_map(|person| people.get(*person));
    Gist {
        names: named.map(|person| person.name.clone()).collect(),
        stems,
        points_at_claim: traits.points == Points::AtClaim,
        ..Gist::default()
    }
}

/// Ties a denial that points back, as "bestritt das" and "ces accusations", to the accusation right
/// before it, or to the only one that others have made.
fn tie_by_pointing(statements: &mut [Statement], traits: &[Traits], known: &[usize]) {
    for at in 0..statements.len() {
        let (Some(denial), Some(own)) = (statements.get(at), traits.get(at)) else { return };
        if !denial.act.disputes() || denial.answers.is_some() || own.points != Points::AtClaim {
            continue;
        }
        let name =
            |statement: &Statement| statement.speaker.as_ref().map(|speaker| speaker.name.clone());
        let accusations: Vec<usize> = (0..at)
            .filter(|before| {
                statements.get(*before).is_some_and(|claim| {
                    claim.act == Act::Accusation && name(claim) != name(denial)
                })
            })
            .collect();
        let near = accusations.last().copied().filter(|claim| {
            traits.get(*claim).is_some_and(|traits| own.sentence - traits.sentence <= 1)
        });
        let only = match accusations.as_slice() {
            [one] if known.contains(&at) => Some(*one),
            _ => None,
        };
        if let Some(statement) = statements.get_mut(at) {
            statement.answers = near.or(only);
        }
    }
}

struct Reading<'l, 'a> {
    table: &'l Table,
    layout: &'l Layout<'a>,
    people: People,
    discourse: Discourse,
    statements: Vec<Statement>,
    traits: Vec<Traits>,
    /// The denials of claims that the text speaks of as known.
    known: Vec<usize>,
    /// What else speaks than people, by name.
    things: FxHashMap<String, usize>,
    /// The paragraph in which the last statement stands whose words may go on, and its place.
    last: Option<(usize, usize)>,
}

impl Reading<'_, '_> {
    fn sentence(&mut self, number: usize, sentence: Sentence, items: &Items<'_, '_>) {
        self.discourse.begin(self.table, &self.people, sentence, items);
        let found = self.table.statements(items);
        if found.is_empty() {
            self.go_on(number, sentence, items);
            return;
        }
        self.last = None;
        for told in found {
            self.take(number, items, &told);
            let at = self.statements.len() - 1;
            if told.sign != "event" && told.sign != "according" {
                self.last = Some((sentence.paragraph, at));
            }
        }
    }

    /// A sentence without a verb of saying: the last speaker's, where it is all quotation or in the
    /// mood of reports and in the same paragraph.
    fn go_on(&mut self, number: usize, sentence: Sentence, items: &Items<'_, '_>) {
        let Some((paragraph, at)) = self.last.take() else { return };
        let only_quotes = (0..items.len())
            .all(|at| items.quotation(at).is_some() || items.is_end(at) || items.is_comma(at));
        let Some(of) = self.statements.get(at).filter(|_| paragraph == sentence.paragraph) else {
            return;
        };
        if only_quotes && matches!(of.kind, Kind::Direct | Kind::Mixed) {
            let (start, end) = items.bytes(0, items.len());
            let end = start + self.layout.text.get(start..end).unwrap_or_default().trim_end().len();
            if let Some(statement) = self.statements.get_mut(at) {
                statement.content.push(span(start, end));
                statement.kind = self.layout.kind_of(&statement.content);
            }
            self.last = Some((paragraph, at));
            return;
        }
        if !only_quotes && !self.table.is_reported(items) {
            return;
        }
        let mut end = items.len();
        while end > 0 && items.is_end(end - 1) && items.quotation(end - 1).is_none() {
            end -= 1;
        }
        let ((start, stop), whole) = (items.bytes(0, end), items.bytes(0, items.len()));
        let content = vec![span(start, stop)];
        let mut signs = of.signs.clone();
        signs.retain(|sign| !sign.starts_with("by table") && *sign != "floating");
        signs.push(if only_quotes { "by table, quote after" } else { "by table, that" });
        if only_quotes {
            signs.push("floating");
        }
        let of = of.clone();
        self.traits.push(Traits {
            sentence: number,
            entity: self.traits.get(at).and_then(|traits| traits.entity),
            stems: self.stems(&content),
            ..Traits::default()
        });
        self.last = Some((paragraph, self.statements.len()));
        self.statements.push(Statement {
            cue: None,
            confidence: confidence::of(&signs),
            signs,
            kind: self.layout.kind_of(&content),
            act: if self.table.calls_false(self.layout.text, &[(start, stop)]) {
                Act::Rebuttal
            } else {
                Act::Assertion
            },
            content,
            sentence: span(whole.0, whole.1),
            answers: None,
            as_of: None,
            gist: Gist::default(),
            ..of
        });
    }

    fn take(&mut self, number: usize, items: &Items<'_, '_>, told: &Told) {
        let place = |(from, to): (usize, usize)| {
            let (start, end) = items.bytes(from, to);
            span(start, end)
        };
        let (from, to) = told.speaker;
        let mut mention = place(told.speaker);
        if to == from + 1 && self.table.gender_of_inversion(items.lower(from)).is_some() {
            // "a-t-elle": only the pronoun names anybody.
            let words = self.layout.text.get(mention.bytes()).unwrap_or_default();
            mention.start += words.rfind('-').map_or(0, |hyphen| hyphen + 1);
        }
        let (speaker, who, gender) = self.speaker(items, from, to, mention);
        let is_somebody = who.is_some();
        let entity = self.entity(who.as_ref());
        if let Some(who) = who {
            self.discourse.spoke(who, gender, from);
        }
        let mut signs = vec![match told.sign {
            "quote before" => "by table, quote before",
            "quote after" => "by table, quote after",
            "that" | "event" | "claim" => "by table, that",
            _ => "by table, according",
        }];
        if !is_somebody {
            signs.push(confidence::NOBODY);
        }
        let content: Vec<Span> =
            told.content.iter().map(|(start, end)| span(*start, *end)).collect();
        let points = if told.sign == "claim" || told.act == Act::Rebuttal {
            Points::AtClaim
        } else {
            Points::Nowhere
        };
        if told.sign == "claim" && self.is_of_known(&content) {
            self.known.push(self.statements.len());
        }
        self.traits.push(Traits {
            entity,
            named: self.named(items, told, entity),
            stems: self.stems(&content),
            points,
            sentence: number,
            ..Traits::default()
        });
        self.statements.push(Statement {
            speaker: Some(speaker),
            cue: Some(place(told.cue)),
            kind: if told.act.is_event() { Kind::Event } else { self.layout.kind_of(&content) },
            content,
            act: told.act,
            sentence: place((0, items.len())),
            confidence: confidence::of(&signs),
            signs,
            answers: None,
            as_of: None,
            gist: Gist::default(),
        });
    }

    /// Who is meant by the items `from..to`; nobody where it is a pronoun that may mean several.
    fn speaker(
        &self,
        items: &Items<'_, '_>,
        from: usize,
        to: usize,
        mention: Span,
    ) -> (Speaker, Option<Who>, Option<Gender>) {
        let words = self.layout.text.get(mention.bytes()).unwrap_or_default();
        let mut gender = self.table.gender_of_article(items.lower(from));
        let who = match self.people.meant(self.table, items, from, to) {
            Meant::Person(person) => Some(Who::Person(person)),
            Meant::Other(name) => Some(Who::Speaker(name)),
            Meant::Before { gender: meant, of_age } => {
                gender = meant;
                self.discourse.meant(meant, from, of_age)
            }
        };
        let person = match who {
            Some(Who::Person(person)) => self.people.get(person),
            _ => None,
        };
        let speaker = match (&who, person) {
            (_, Some(person)) => {
                gender = person.gender.or(gender);
                let is_full = person.name.contains(' ');
                Speaker {
                    mention,
                    name: person.name.clone(),
                    role: person.role.clone().filter(|_| is_full),
                    is_named: true,
                    is_person: true,
                }
            }
            (Some(Who::Speaker(name)), None) => Speaker {
                mention,
                is_named: self.is_name(name),
                name: name.clone(),
                role: None,
                is_person: false,
            },
            _ => Speaker {
                mention,
                name: words.to_owned(),
                role: None,
                is_named: false,
                is_person: false,
            },
        };
        (speaker, who, gender)
    }

    /// Whether the words of a thing are its name rather than what it is.
    fn is_name(&self, words: &str) -> bool {
        let mut parts = words.split(' ');
        let first = parts.next().unwrap_or_default();
        first.chars().next().is_some_and(char::is_uppercase)
            && !self.table.is_title(&first.to_lowercase())
    }

    /// The people of whom the statement's sentence speaks besides its speaker.
    fn named(&self, items: &Items<'_, '_>, told: &Told, speaker: Option<usize>) -> Vec<usize> {
        let (from, to) = told.speaker;
        let mut named: Vec<usize> = (0..items.len())
            .filter(|at| !(from..to).contains(at))
            .filter_map(|at| {
                self.people.at(items, at, self.table).or_else(|| {
                    let office = self.table.is_office(items.lower(at)) && at > 0;
                    // "dem Minister" is the one whom the text names as such.
                    office.then(|| self.people.holder(self.table, items.lower(at)))?
                })
            })
            .filter(|person| Some(*person) != speaker)
            .collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The number of whoever speaks: people first, then what else speaks.
    fn entity(&mut self, who: Option<&Who>) -> Option<usize> {
        match who? {
            Who::Person(person) => Some(*person),
            Who::Speaker(name) => {
                let next = self.people.len() + self.things.len();
                Some(*self.things.entry(name.clone()).or_insert(next))
            }
            Who::Thing => None,
        }
    }

    /// "die Vorwürfe", "ces accusations": claims that were spoken of before.
    fn is_of_known(&self, content: &[Span]) -> bool {
        content.first().and_then(|span| self.layout.text.get(span.bytes())).is_some_and(|words| {
            let mut words = words.split_whitespace().map(str::to_lowercase);
            let first = words.next().unwrap_or_default();
            self.table.is("known", &first)
        })
    }

    fn stems(&self, content: &[Span]) -> FxHashSet<Box<str>> {
        const STEM: usize = 6;
        let mut stems = FxHashSet::default();
        for words in content.iter().filter_map(|span| self.layout.text.get(span.bytes())) {
            for word in words.split(|sign: char| !sign.is_alphanumeric()) {
                let lower = word.to_lowercase();
                let plain = bare(&lower);
                if plain.chars().count() >= STEM && !self.table.is_closed(plain) {
                    stems.insert(plain.chars().take(STEM).collect::<String>().into_boxed_str());
                }
            }
        }
        stems
    }
}

fn span(start: usize, end: usize) -> Span {
    Span { start, end, start_char: 0, end_char: 0 }
}
