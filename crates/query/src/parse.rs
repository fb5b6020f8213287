//! From what a person typed to a query.
//!
//! Nothing is an error. What cannot be read as syntax is read as words, and a note says so. Text,
//! depth and clauses are bounded, so that no text is slow.

mod clause;
mod dates;
mod lex;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::query::{Field, How, Node, Query};
use crate::words::{Pattern, pattern};
use clause::{Clause, clause};
use lex::{Token, tokens};

/// So many characters of a query are read.
const LONGEST: usize = 2000;
/// So many parts of a query are read.
const MOST: usize = 64;
/// Parentheses are read so deep.
const DEEPEST: usize = 16;

const TOO_DEEP: &str = "Parentheses stand too deep in each other; the deepest were left out.";

/// When, where and how somebody types.
#[derive(Debug, Clone)]
pub struct Context {
    /// The moment that `newer:3d` counts from.
    pub now: Timestamp,
    /// The reader's time zone: when days begin.
    pub zone: TimeZone,
    /// The reader is still typing: a last word that nothing follows may be the beginning of one.
    pub is_typing: bool,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The query.
    pub query: Query,
    /// What was not understood, a sentence each, for whoever typed it.
    pub notes: Vec<String>,
}

/// Reads a query.
pub fn parse(text: &str, context: &Context) -> Parsed {
    let mut parser =
        Parser { tokens: Vec::new(), at: 0, parts: 0, depth: 0, notes: Vec::new(), context };
    let text = parser.shortened(text);
    parser.tokens = tokens(text, &mut parser.notes);
    let mut nodes = Vec::new();
    while parser.peek().is_some() {
        nodes.extend(parser.group(Field::Anywhere));
        // A parenthesis that closes nothing.
        if parser.take().is_some() {
            parser.note("A closing parenthesis has no opening one and was left out.");
        }
    }
    let mut root = all_of(nodes);
    if shown_depth(&root) > DEEPEST {
        parser.note(TOO_DEEP);
        root = shallower(root, DEEPEST).unwrap_or(Node::All);
    }
    Parsed { query: Query { root }, notes: parser.notes }
}

struct Parser<'t, 'c> {
    tokens: Vec<Token<'t>>,
    at: usize,
    parts: usize,
    depth: usize,
    notes: Vec<String>,
    context: &'c Context,
}

impl<'t> Parser<'t, '_> {
    fn shortened(&mut self, text: &'t str) -> &'t str {
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => {
                self.note("The search is very long; only its beginning was read.");
                text.get(..end).unwrap_or_default()
            }
            None => text,
        }
    }

    fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) && self.notes.len() < 8 {
            self.notes.push(note);
        }
    }

    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at)
    }

    fn take(&mut self) -> Option<Token<'t>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// The parts up to a closing parenthesis or the end; it is not taken.
    fn group(&mut self, field: Field) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut near = None;
        while self.peek().is_some_and(|token| *token != Token::Close) {
            match self.peek() {
                Some(Token::Or) => {
                    self.at += 1;
                    self.either(&mut nodes, field, &mut near);
                }
                _ => nodes.extend(self.part(field, &mut near)),
            }
        }
        match near {
            Some(within) => self.brought_near(nodes, within),
            None => nodes,
        }
    }

    /// `OR` joins the part before with the one after.
    fn either(&mut self, nodes: &mut Vec<Node>, field: Field, near: &mut Option<u32>) {
        let follows = self.peek().is_some_and(|token| !matches!(token, Token::Close | Token::Or));
        if nodes.is_empty() || !follows {
            if self.peek() != Some(&Token::Or) {
                self.note("“OR” stands between two things; here it was left out.");
            }
            return;
        }
        let Some(after) = self.part(field, near) else { return };
        let Some(before) = nodes.pop() else { return };
        nodes.push(any_of(before, after));
    }

    /// One part, or nothing where it says nothing.
    fn part(&mut self, field: Field, near: &mut Option<u32>) -> Option<Node> {
        let token = self.take()?;
        if self.parts >= MOST {
            self.note(format!("A search has at most {MOST} parts; the rest was left out."));
            return None;
        }
        match token {
            Token::Not => {
                let node = self.negated(field, near)?;
                Some(match node {
                    Node::Not(inner) => *inner,
                    other => Node::Not(Box::new(other)),
                })
            }
            Token::Open => self.parenthesis(field),
            Token::Close | Token::Or => None,
            Token::Phrase(words) => self.text(field, How::Phrase, words),
            Token::Word { text, is_last } => self.word(field, text, is_last),
            Token::Clause { name, value, is_quoted, whole } => {
                self.clause(field, name, value, is_quoted, whole, near)
            }
            Token::ClauseOfGroup { name, whole } => match clause::field(name) {
                Some(field) => {
                    self.at += 1;
                    self.parenthesis(field)
                }
                None => {
                    self.note(format!("“{name}:” takes no parentheses and was read as a word."));
                    self.text(field, How::Word, whole)
                }
            },
        }
    }

    fn negated(&mut self, field: Field, near: &mut Option<u32>) -> Option<Node> {
        let node = match self.peek() {
            None | Some(Token::Close | Token::Or | Token::Not) => return None,
            Some(_) => self.part(field, near)?,
        };
        Some(node)
    }

    fn parenthesis(&mut self, field: Field) -> Option<Node> {
        if self.depth >= DEEPEST {
            self.note(TOO_DEEP);
            return None;
        }
        self.depth += 1;
        let nodes = self.group(field);
        self.depth -= 1;
        if self.take().is_none() && !self.context.is_typing {
            self.note("A parenthesis is not closed; it was taken to reach to the end.");
        }
        (!nodes.is_empty()).then(|| all_of(nodes))
    }

    fn word(&mut self, field: Field, text: &str, is_last: bool) -> Option<Node> {
        if text.contains('*') && text.chars().any(char::is_alphanumeric) {
            self.note("“*” is not needed: words are found in all their forms.");
        }
        let how = if self.context.is_typing && is_last { How::Prefix } else { How::Word };
        self.text(field, how, text)
    }

    fn text(&mut self, field: Field, how: How, words: &str) -> Option<Node> {
        if pattern(words, how) == Pattern::Nothing {
            let words = words.trim();
            if words.chars().any(|character| !"-+&|!?.,;:*".contains(character)) {
                self.note(format!("“{words}” has no letter or digit and was left out."));
            }
            return None;
        }
        self.parts += 1;
        let (how, words) = as_words(field, how, words);
        Some(Node::Text { field, how, words })
    }

    fn clause(
        &mut self,
        field: Field,
        name: &str,
        value: &str,
        is_quoted: bool,
        whole: &str,
        near: &mut Option<u32>,
    ) -> Option<Node> {
        match clause(name, value, is_quoted, self.context) {
            Clause::Node(node) => {
                self.parts += 1;
                Some(node)
            }
            Clause::Text(field, how) => self.text(field, how, value),
            Clause::Near(within) => {
                self.parts += 1;
                *near = Some(within);
                None
            }
            Clause::Empty => {
                if !self.context.is_typing {
                    self.note(format!("After “{name}:” something is missing; it was left out."));
                }
                None
            }
            Clause::NotUnderstood(hint) => {
                self.note(format!("“{whole}” was read as words: {hint}."));
                self.text(field, How::Word, whole)
            }
            Clause::Unknown => {
                if looks_meant(name, value) {
                    self.note(format!(
                        "“{name}:” means nothing here; “{whole}” was read as words."
                    ));
                }
                self.text(field, How::Word, whole)
            }
        }
    }

    /// The plain words of a group as words that stand near each other.
    fn brought_near(&mut self, nodes: Vec<Node>, within: u32) -> Vec<Node> {
        let is_plain = |node: &Node| matches!(node, Node::Text { field: Field::Anywhere, .. });
        let (plain, mut others): (Vec<Node>, Vec<Node>) = nodes.into_iter().partition(is_plain);
        if plain.len() < 2 {
            self.note("“near:” needs two words beside it; it was left out.");
            others.splice(0..0, plain);
            return others;
        }
        let words = plain.into_iter().filter_map(|node| match node {
            Node::Text { words, .. } => Some(words),
            _ => None,
        });
        others.insert(0, Node::Near { within, words: words.collect() });
        others
    }
}

// “Ukraine:now” or an address is no clause that somebody got wrong.
fn looks_meant(name: &str, value: &str) -> bool {
    name.chars().all(|character| character.is_ascii_lowercase())
        && !value.is_empty()
        && !value.starts_with('/')
}

/// Words without any sign that would be syntax where they stand alone; several are a phrase.
fn as_words(field: Field, how: How, words: &str) -> (How, String) {
    let is_syntax = |c: char| {
        lex::is_quote(c) || matches!(c, '(' | ')') || c == ':' && field == Field::Anywhere
    };
    let spaced = words.replace(is_syntax, " ");
    let mut words: String = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if how == How::Phrase || words.contains(' ') {
        return (How::Phrase, words);
    }
    let start = words.find(char::is_alphanumeric).unwrap_or(0);
    words.drain(..start);
    if matches!(words.as_str(), "OR" | "AND" | "NOT") {
        words.make_ascii_lowercase();
    }
    (how, words)
}

fn all_of(nodes: Vec<Node>) -> Node {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::And(inner) => flat.extend(inner),
            Node::All => {}
            other => flat.push(other),
        }
    }
    match flat.len() {
        0 => Node::All,
        1 => flat.pop().unwrap_or(Node::All),
        _ => Node::And(flat),
    }
}

fn any_of(before: Node, after: Node) -> Node {
    let mut flat = Vec::new();
    for node in [before, after] {
        match node {
            Node::Or(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    Node::Or(flat)
}

/// How deep parentheses stand at the most where a query is shown. It may be deeper than what was
/// typed: `a b OR (c d)` is shown as `a (b OR (c d))`.
fn shown_depth(node: &Node) -> usize {
    match node {
        Node::And(nodes) | Node::Or(nodes) => 1 + nodes.iter().map(shown_depth).max().unwrap_or(0),
        Node::Not(node) => shown_depth(node),
        Node::Near { .. } => 1,
        _ => 0,
    }
}

/// What is left of a node where parentheses may stand so deep.
fn shallower(node: Node, depth: usize) -> Option<Node> {
    match node {
        Node::And(_) | Node::Or(_) | Node::Near { .. } if depth == 0 => None,
        Node::And(nodes) => {
            let left = nodes.into_iter().filter_map(|node| shallower(node, depth - 1));
            Some(all_of(left.collect())).filter(|node| *node != Node::All)
        }
        Node::Or(nodes) => {
            nodes.into_iter().filter_map(|node| shallower(node, depth - 1)).reduce(any_of)
        }
        Node::Not(node) => shallower(*node, depth).map(|node| match node {
            Node::Not(inner) => *inner,
            other => Node::Not(Box::new(other)),
        }),
        other => Some(other),
    }
}

#[cfg(test)]
pub(crate) mod tests;
