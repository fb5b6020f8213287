//! Cutting what was typed into tokens.

/// A token of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    Open,
    Close,
    Or,
    Not,
    /// In quotation marks, without them.
    Phrase(&'t str),
    Word {
        text: &'t str,
        /// The text ends with it.
        is_last: bool,
    },
    /// `name:value`.
    Clause {
        name: &'t str,
        value: &'t str,
        is_quoted: bool,
        whole: &'t str,
    },
    /// `name:` before a parenthesis, which is the next token.
    ClauseOfGroup {
        name: &'t str,
        whole: &'t str,
    },
}

/// The tokens of a text.
pub(crate) fn tokens<'t>(text: &'t str, notes: &mut Vec<String>) -> Vec<Token<'t>> {
    let mut lexer = Lexer { text, at: 0, is_unclosed: false, tokens: Vec::new() };
    lexer.run();
    if lexer.is_unclosed {
        notes.push("A quotation mark is not closed; it was left out.".to_owned());
    }
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    is_unclosed: bool,
    tokens: Vec<Token<'t>>,
}

impl<'t> Lexer<'t> {
    fn run(&mut self) {
        while let Some(character) = self.rest().chars().next() {
            let length = character.len_utf8();
            match character {
                _ if character.is_whitespace() => self.at += length,
                '(' => self.push(Token::Open, length),
                ')' => self.push(Token::Close, length),
                '-' | '−' | '–' | '!' if self.is_negation(length) => {
                    self.push(Token::Not, length)
                }
                _ if is_quote(character) => self.quoted(),
                _ => self.word(),
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, token: Token<'t>, length: usize) {
        self.tokens.push(token);
        self.at += length;
    }

    /// A sign that something follows at once, and no second sign.
    fn is_negation(&self, length: usize) -> bool {
        let next = self.rest().get(length..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| next.is_alphanumeric() || next == '(' || is_quote(next))
    }

    fn quoted(&mut self) {
        match quotation(self.rest()) {
            Some((inner, length)) => self.push(Token::Phrase(inner), length),
            None => {
                self.is_unclosed = true;
                self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            }
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c);
        let length = rest.find(ends).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        match text {
            "OR" | "|" | "||" => return self.push(Token::Or, length),
            "AND" | "&" | "&&" => {
                self.at += length;
                return;
            }
            "NOT" => return self.push(Token::Not, length),
            _ => {}
        }
        let Some((name, value)) = text.split_once(':').filter(|(name, _)| is_name(name)) else {
            let is_last = length == rest.len();
            return self.push(Token::Word { text, is_last }, length);
        };
        let after = rest.get(length..).unwrap_or_default();
        if value.is_empty() && after.starts_with('(') {
            return self.push(Token::ClauseOfGroup { name, whole: text }, length);
        }
        if let Some((value, quoted)) = quotation(after).filter(|_| value.is_empty()) {
            let whole = rest.get(..length + quoted).unwrap_or_default();
            let clause = Token::Clause { name, value, is_quoted: true, whole };
            return self.push(clause, length + quoted);
        }
        self.push(Token::Clause { name, value, is_quoted: false, whole: text }, length);
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a character opens or closes a quotation.
pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '«' | '»')
}

/// What stands in quotation marks at the start of a text, and the length with them. Whatever mark
/// opens, any closes: they are typed in all mixtures.
fn quotation(text: &str) -> Option<(&str, usize)> {
    let opening = text.chars().next().filter(|character| is_quote(*character))?.len_utf8();
    let inner = text.get(opening..)?;
    let end = inner.find(is_quote)?;
    let closing = inner.get(end..)?.chars().next()?.len_utf8();
    Some((inner.get(..end)?, opening + end + closing))
}
