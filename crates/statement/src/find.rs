//! From an article to its statements.

use jiff::civil::Weekday;

use crate::acts::{Said, act_of};
use crate::answers::{Points, Traits, tie};
use crate::article::{Article, Layout, Sentence};
use crate::confidence;
use crate::frames::{Found, Frame};
use crate::items::Items;
use crate::lexicon::Lexicon;
use crate::people::{People, Sort};
use crate::phrases::{SUBORDINATORS, Way};
use crate::plain::{self, Language};
use crate::resolve::Resolver;
use crate::statement::{Act, Gist, Kind, Span, Speaker, Statement};

/// Finds who said what in an article.
pub fn find(article: &Article<'_>) -> Vec<Statement> {
    let Some(language) = Language::of(article.language, article.text) else { return Vec::new() };
    let lexicon = Lexicon::english();
    let layout = Layout::of(article.text, lexicon, language);
    if let Some(table) = language.table() {
        let mut statements = plain::read(table, &layout, lexicon);
        date_events(article, &mut statements);
        crate::spans::count_chars(article.text, &mut statements);
        return statements;
    }
    let mut people = People::of(&layout, lexicon);
    if let Some(title) = article.title {
        people.learn_title(title, lexicon);
    }
    let mut reading = Reading {
        layout: &layout,
        resolver: Resolver::new(&layout, lexicon, &people),
        statements: Vec::new(),
        traits: Vec::new(),
        founds: Vec::new(),
        last: None,
    };
    for (number, sentence) in layout.sentences.iter().enumerate() {
        let items = Items::of(&layout, lexicon, *sentence);
        if items.len() > 0 {
            reading.read(number, *sentence, &items);
        }
    }
    let Reading { mut statements, traits, .. } = reading;
    tie(&mut statements, &traits);
    for (statement, traits) in statements.iter_mut().zip(&traits) {
        statement.gist = gist(traits, &people);
    }
    date_events(article, &mut statements);
    crate::spans::count_chars(article.text, &mut statements);
    statements
}

/// So many stems are kept of a statement.
pub(crate) const MOST_STEMS: usize = 40;

/// What other articles' statements are compared with.
fn gist(traits: &Traits, people: &People) -> Gist {
    let mut stems: Vec<String> = traits.stems.iter().map(|stem| stem.to_string()).collect();
    stems.sort_unstable();
    stems.truncate(MOST_STEMS);
    let named = traits.named.iter().filter_map(|entity| people.entity(*entity));
    Gist {
        party: traits.party.clone(),
        about: traits.about.clone(),
        names: named.map(|entity| entity.name.clone()).collect(),
        stems,
        points_at_claim: traits.points == Points::AtClaim,
    }
}

/// Gives events the day on which they were so.
fn date_events(article: &Article<'_>, statements: &mut [Statement]) {
    const DAYS: [(&str, Weekday); 22] = [
        ("Monday", Weekday::Monday),
        ("Tuesday", Weekday::Tuesday),
        ("Wednesday", Weekday::Wednesday),
        ("Thursday", Weekday::Thursday),
        ("Friday", Weekday::Friday),
        ("Saturday", Weekday::Saturday),
        ("Sunday", Weekday::Sunday),
        ("Montag", Weekday::Monday),
        ("Dienstag", Weekday::Tuesday),
        ("Mittwoch", Weekday::Wednesday),
        ("Donnerstag", Weekday::Thursday),
        ("Freitag", Weekday::Friday),
        ("Samstag", Weekday::Saturday),
        ("Sonnabend", Weekday::Saturday),
        ("Sonntag", Weekday::Sunday),
        ("lundi", Weekday::Monday),
        ("mardi", Weekday::Tuesday),
        ("mercredi", Weekday::Wednesday),
        ("jeudi", Weekday::Thursday),
        ("vendredi", Weekday::Friday),
        ("samedi", Weekday::Saturday),
        ("dimanche", Weekday::Sunday),
    ];
    let Some(date) = article.date else { return };
    for statement in statements.iter_mut().filter(|statement| statement.act.is_event()) {
        let sentence = article.text.get(statement.sentence.bytes()).unwrap_or_default();
        let named = DAYS.iter().filter(|(day, _)| sentence.contains(day)).collect::<Vec<_>>();
        let day = match named.as_slice() {
            // The day of that name before the article's, or the article's own.
            [(_, day)] if date.weekday() != *day => date.nth_weekday(-1, *day).unwrap_or(date),
            _ => date,
        };
        statement.as_of = Some(day);
    }
}

/// Who spoke last, so that a quotation alone in its sentence has a speaker.
#[derive(Debug, Clone, Copy)]
struct Last {
    paragraph: usize,
    statement: usize,
    /// Whether the words were quoted, and the sentence said so itself.
    is_quoted: bool,
}

/// An article being read sentence by sentence.
struct Reading<'l, 'a> {
    layout: &'l Layout<'a>,
    resolver: Resolver<'l, 'a>,
    statements: Vec<Statement>,
    traits: Vec<Traits>,
    /// How quoted statements were found, for when their quotations go on.
    founds: Vec<Option<Found>>,
    last: Option<Last>,
}

impl Reading<'_, '_> {
    fn read(&mut self, number: usize, sentence: Sentence, items: &Items<'_, '_>) {
        self.resolver.begin_sentence(number, items);
        let found = items.statements();
        let only_quotes = (0..items.len())
            .all(|at| items.quotation(at).is_some() || items.is_end(at) || items.is_comma(at));
        if found.is_empty() {
            if only_quotes || items.quotation(0).is_some() {
                self.floating(number, sentence, items, only_quotes);
            } else {
                self.last = None;
            }
            return;
        }
        let mut last: Option<Last> = None;
        let mut several = false;
        for found in found {
            let (statement, own) = self.statement(number, items, &found);
            if self.is_nobodys(&statement) {
                continue;
            }
            let is_quoted = matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter);
            let at = self.statements.len();
            // "“…,” Ann says, remembering how people said, “…”": whose quotation goes on, nobody knows.
            several |= is_quoted
                && last.is_some_and(|last| {
                    let before = self.statements.get(last.statement);
                    let name =
                        |one: &Statement| one.speaker.as_ref().map(|speaker| speaker.name.clone());
                    last.is_quoted && before.is_some_and(|before| name(before) != name(&statement))
                });
            self.statements.push(statement);
            self.traits.push(own);
            self.founds.push(is_quoted.then_some(found));
            // "“…,” said X, who said he had left. “…”": the quotation goes on with its like.
            if is_quoted || last.is_none_or(|last| !last.is_quoted) {
                last = Some(Last { paragraph: sentence.paragraph, statement: at, is_quoted });
            }
        }
        self.last = last.filter(|_| !several);
    }

    /// Whether it is said that nobody says so, which is no statement.
    fn is_nobodys(&self, statement: &Statement) -> bool {
        let mention = statement.speaker.as_ref().map(|speaker| speaker.mention.bytes());
        let words = mention.and_then(|mention| self.layout.text.get(mention)).unwrap_or_default();
        let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
        matches!(
            first.as_str(),
            "nobody"
                | "none"
                | "neither"
                | "no"
                | "no-one"
                | "few"
                | "fewer"
                | "nothing"
                | "hardly"
        ) && !statement.act.is_event()
    }

    /// A quotation that no verb of saying goes with is the last speaker's, if it follows at once.
    fn floating(
        &mut self,
        number: usize,
        sentence: Sentence,
        items: &Items<'_, '_>,
        only_quotes: bool,
    ) {
        let Some(last) = self.last else { return };
        let quotation = items.quotation(0).and_then(|number| self.layout.quotations.get(number));
        let goes_on = quotation.is_some_and(|quotation| quotation.goes_on);
        let same = last.paragraph == sentence.paragraph;
        let follows = last.paragraph + 1 == sentence.paragraph
            && (goes_on || (NEXT && only_quotes && last.is_quoted && self.fills(number)));
        let Some(of) = self.statements.get(last.statement).filter(|_| same || follows) else {
            self.last = None;
            return;
        };
        let quotes =
            (0..items.len()).take_while(|at| only_quotes || items.quotation(*at).is_some()).count();
        let (start, end) = items.bytes(0, quotes);
        let end = trimmed(self.layout.text, start, end);
        // A mark that stands alone quotes nothing.
        let words = self.layout.text.get(start..end).unwrap_or_default();
        if !words.contains(char::is_alphanumeric) {
            return;
        }
        self.last = Some(Last { paragraph: sentence.paragraph, ..last });
        if matches!(of.kind, Kind::Direct | Kind::Mixed) {
            self.go_on(last.statement, start, end);
        } else if of.speaker.is_some() {
            let of = of.clone();
            let whole = self.layout.bytes(sentence.from, sentence.to);
            let own = self.traits.get(last.statement).cloned().unwrap_or_default();
            self.last = Some(Last {
                paragraph: sentence.paragraph,
                statement: self.statements.len(),
                is_quoted: false,
            });
            self.founds.push(None);
            self.traits.push(Traits {
                sentence: number,
                entity: own.entity,
                party: own.party,
                ..Traits::default()
            });
            let mut signs = of.signs.clone();
            signs.push("floating");
            self.statements.push(Statement {
                cue: None,
                confidence: confidence::of(&signs),
                signs,
                content: vec![span(start, end)],
                kind: Kind::Direct,
                act: Act::Assertion,
                sentence: span(whole.0, whole.1),
                answers: None,
                as_of: None,
                gist: Gist::default(),
                ..of
            });
        }
    }

    /// More words of a statement; what is done by it is told by all of them, unless they are very
    /// many.
    fn go_on(&mut self, number: usize, start: usize, end: usize) {
        let Some(statement) = self.statements.get_mut(number) else { return };
        statement.content.push(span(start, end));
        let Some(Some(found)) = self.founds.get(number) else { return };
        if !is_read_whole(&statement.content) {
            return;
        }
        let content: Vec<(usize, usize)> =
            statement.content.iter().map(|span| (span.start, span.end)).collect();
        let said = Said::of(self.layout, &content, statement.kind == Kind::Direct);
        statement.act = act_of(found, &said, false);
        if let Some(own) = self.traits.get_mut(number) {
            self.resolver.traits(&said.words, &[(start, end)], own);
        }
    }

    /// Whether the sentence is all of its paragraph.
    fn fills(&self, number: usize) -> bool {
        let paragraph =
            |at: usize| self.layout.sentences.get(at).map(|sentence| sentence.paragraph);
        paragraph(number) != paragraph(number + 1)
            && number.checked_sub(1).is_none_or(|before| paragraph(before) != paragraph(number))
    }

    fn statement(
        &mut self,
        number: usize,
        items: &Items<'_, '_>,
        found: &Found,
    ) -> (Statement, Traits) {
        let content: Vec<Span> =
            found.content.iter().map(|(start, end)| span(*start, *end)).collect();
        let mut own = Traits { sentence: number, ..Traits::default() };
        let is_quoted = matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter);
        let mut is_somebody = true;
        let mut is_group = false;
        let speaker = found.subject.map(|subject| {
            let (start, end) = match subject.relative {
                Some(relative) => items.bytes(relative, relative + 1),
                None => items.bytes(subject.from, subject.to),
            };
            // In a transcript's line, "he" is not whose line it is.
            let is_line = found.frame == Frame::Colon && found.doubts > 0;
            // "when Lind decided to go": the sentence is not about Lind.
            let is_aside = found.level > 1
                && subject
                    .from
                    .checked_sub(1)
                    .is_some_and(|before| items.is(before, SUBORDINATORS));
            let meant = if is_line || is_aside {
                self.resolver.meant(number, items, &subject)
            } else {
                self.resolver.resolve(number, items, &subject)
            };
            is_somebody = !meant.is_open
                && !self.resolver.is_doubtful(items, &subject, &meant)
                && (is_quoted && found.level == 1 && &*found.lemma != "add"
                    || confidence::may_speak(items, subject.head))
                // "The review confirmed the call": what is done shows something and says nothing.
                && !(found.frame == Frame::Noun && items.lexicon.is("doings", items.lower(subject.head)));
            own.entity = meant.entity;
            own.party = self.resolver.party(&meant);
            is_group = matches!(meant.sort, Sort::Group | Sort::Place);
            Speaker {
                mention: span(start, end),
                name: meant.name,
                role: meant.role,
                is_named: meant.entity.is_some(),
                is_person: meant.entity.is_some_and(|entity| self.resolver.is_person(entity)),
            }
        });
        let (start, end) = items.bytes(found.cue.0, found.cue.1);
        let sentence = self
            .layout
            .sentences
            .get(number)
            .map_or((0, 0), |sentence| self.layout.bytes(sentence.from, sentence.to));
        let kind = if found.act.is_event() { Kind::Event } else { self.layout.kind_of(&content) };
        let said = Said::of(self.layout, &found.content, kind == Kind::Direct);
        let reason = found.subject.is_some_and(|subject| subject.way == Way::Participle)
            && self.statements.last().is_some_and(|last| {
                last.sentence.start == sentence.0
                    && last.speaker.as_ref().map(|last| &last.name)
                        == speaker.as_ref().map(|speaker| &speaker.name)
                    && matches!(last.act, Act::Refusal | Act::Denial | Act::Rebuttal)
            });
        let act = act_of(found, &said, reason);
        own.of_sentence = reason || found.frame == Frame::Claim;
        self.resolver.traits(&said.words, &found.content, &mut own);
        let mut signs = confidence::signs(found, items, kind, &said.words);
        // A club does not say "I have to be at the oven".
        let is_one = is_quoted && said.words.iter().any(|word| matches!(*word, "i" | "i'm" | "my"));
        if !is_somebody || is_group && is_one {
            signs.push(confidence::NOBODY);
        }
        let statement = Statement {
            speaker,
            cue: Some(span(start, end)),
            confidence: confidence::of(&signs),
            signs,
            content,
            kind,
            act,
            sentence: span(sentence.0, sentence.1),
            answers: None,
            as_of: None,
            gist: Gist::default(),
        };
        (statement, own)
    }
}

const NEXT: bool = true;

/// A statement that goes on is read again from its beginning with each quotation that is added, while
/// it has at most so many.
const READ_SPANS: usize = 40;
/// And while they are at most so many bytes together, about 2,000 words.
const READ_BYTES: usize = 12_000;

/// Whether all that is said is read again to tell what is done by it.
fn is_read_whole(content: &[Span]) -> bool {
    content.len() <= READ_SPANS
        && content.iter().map(|span| span.end.saturating_sub(span.start)).sum::<usize>()
            <= READ_BYTES
}

fn trimmed(text: &str, start: usize, end: usize) -> usize {
    start + text.get(start..end).unwrap_or_default().trim_end().len()
}

fn span(start: usize, end: usize) -> Span {
    Span { start, end, start_char: 0, end_char: 0 }
}

#[cfg(test)]
mod tests;
