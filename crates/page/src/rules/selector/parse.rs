//! The grammar of selectors.

use super::{Combinator, Complex, Compound, Relation, Test};

type Parsed<T> = Result<T, String>;

struct Letters<'t> {
    rest: &'t str,
}

/// Reads a list of selectors parted by commas.
pub(super) fn list(text: &str) -> Parsed<Vec<Complex>> {
    let mut letters = Letters { rest: text.trim() };
    if letters.rest.is_empty() {
        return Err("it is empty".to_owned());
    }
    let mut found = vec![complex(&mut letters)?];
    loop {
        letters.skip_blanks();
        match letters.peek() {
            None => return Ok(found),
            Some(',') => {
                letters.take();
                letters.skip_blanks();
                if letters.rest.is_empty() {
                    return Err("nothing stands after the comma".to_owned());
                }
                found.push(complex(&mut letters)?);
            }
            Some(other) => return Err(format!("“{other}” has no place here")),
        }
    }
}

fn complex(letters: &mut Letters<'_>) -> Parsed<Complex> {
    let mut chain = vec![(Combinator::Descendant, compound(letters)?)];
    loop {
        let blank = letters.skip_blanks();
        let combinator = match letters.peek() {
            None | Some(',') => return Ok(chain),
            Some('>') => Combinator::Child,
            Some('+') => Combinator::Next,
            Some('~') => Combinator::Later,
            Some(_) if blank => Combinator::Descendant,
            Some(other) => return Err(format!("“{other}” has no place here")),
        };
        if combinator != Combinator::Descendant {
            let sign = letters.take().unwrap_or(' ');
            letters.skip_blanks();
            if letters.rest.is_empty() {
                return Err(format!("nothing stands after “{sign}”"));
            }
        }
        chain.push((combinator, compound(letters)?));
    }
}

fn compound(letters: &mut Letters<'_>) -> Parsed<Compound> {
    let mut found = Compound::default();
    let before = letters.rest.len();
    if letters.peek() == Some('*') {
        letters.take();
    } else if let Some(name) = letters.name() {
        found.name = Some(name.to_ascii_lowercase());
    }
    loop {
        match letters.peek() {
            Some('#') => {
                letters.take();
                found.tests.push(Test::Id(letters.required('#')?));
            }
            Some('.') => {
                letters.take();
                found.tests.push(Test::Class(letters.required('.')?));
            }
            Some('[') => found.tests.push(attribute(letters)?),
            Some(':') => found.tests.push(pseudo(letters)?),
            _ => break,
        }
    }
    if letters.rest.len() == before {
        let sign = letters.peek().unwrap_or(' ');
        return Err(format!("“{sign}” has no place here"));
    }
    Ok(found)
}

fn attribute(letters: &mut Letters<'_>) -> Parsed<Test> {
    letters.take();
    letters.skip_blanks();
    let name = letters.required('[')?.to_ascii_lowercase();
    letters.skip_blanks();
    let open = || "“[” is never closed".to_owned();
    let relation = match letters.take().ok_or_else(open)? {
        ']' => {
            let relation = Relation::Present;
            return Ok(Test::Attribute { name, relation, value: String::new(), any_case: false });
        }
        '=' => Relation::Equals,
        sign => {
            let relation = match sign {
                '~' => Relation::Word,
                '^' => Relation::Starts,
                '$' => Relation::Ends,
                '*' => Relation::Contains,
                '|' => Relation::Dash,
                other => return Err(format!("“{other}” has no place here")),
            };
            if letters.take() != Some('=') {
                return Err(format!("“=” is missing after “{sign}”"));
            }
            relation
        }
    };
    letters.skip_blanks();
    let value = match letters.peek() {
        Some(quote @ ('"' | '\'')) => {
            letters.take();
            let (value, rest) = letters
                .rest
                .split_once(quote)
                .ok_or_else(|| format!("a text is never closed with {quote}"))?;
            letters.rest = rest;
            value.to_owned()
        }
        _ => letters.until_bracket(),
    };
    letters.skip_blanks();
    let any_case = matches!(letters.peek(), Some('i' | 'I'));
    if any_case {
        letters.take();
        letters.skip_blanks();
    }
    match letters.take() {
        Some(']') => Ok(Test::Attribute { name, relation, value, any_case }),
        _ => Err(open()),
    }
}

fn pseudo(letters: &mut Letters<'_>) -> Parsed<Test> {
    letters.take();
    if letters.peek() == Some(':') {
        return Err("pseudo-elements are not supported".to_owned());
    }
    let name = letters.required(':')?.to_ascii_lowercase();
    let argument = match letters.peek() {
        Some('(') => {
            letters.take();
            let (inside, rest) =
                letters.rest.split_once(')').ok_or_else(|| "“(” is never closed".to_owned())?;
            letters.rest = rest;
            Some(inside.trim())
        }
        _ => None,
    };
    let place = |offset, from_end| Test::Nth { step: 0, offset, from_end };
    match (name.as_str(), argument) {
        ("first-child", None) => Ok(place(1, false)),
        ("last-child", None) => Ok(place(1, true)),
        ("nth-child", Some(formula)) => nth(formula, false),
        ("nth-last-child", Some(formula)) => nth(formula, true),
        ("not", Some(inside)) => {
            let mut compounds = Vec::new();
            for one in inside.split(',') {
                let mut letters = Letters { rest: one.trim() };
                compounds.push(compound(&mut letters)?);
                if !letters.rest.is_empty() {
                    return Err("“:not()” takes no combinators".to_owned());
                }
            }
            Ok(Test::Not(compounds))
        }
        _ => Err(format!("“:{name}” is not supported")),
    }
}

/// `odd`, `even`, `3`, `2n`, `-n+3`, `2n + 1`.
fn nth(formula: &str, from_end: bool) -> Parsed<Test> {
    let squeezed: String = formula.to_ascii_lowercase().split_whitespace().collect();
    let wrong = || format!("“{formula}” is no place among siblings");
    let number = |text: &str| text.parse::<i64>().ok().filter(|number| number.abs() < 1_000_000);
    let (step, offset) = match squeezed.as_str() {
        "odd" => (2, 1),
        "even" => (2, 0),
        text => match text.split_once('n') {
            None => (0, number(text).ok_or_else(wrong)?),
            Some((step, offset)) => {
                let step = match step {
                    "" | "+" => 1,
                    "-" => -1,
                    step => number(step).ok_or_else(wrong)?,
                };
                let offset =
                    if offset.is_empty() { 0 } else { number(offset).ok_or_else(wrong)? };
                (step, offset)
            }
        },
    };
    Ok(Test::Nth { step, offset, from_end })
}

impl Letters<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.rest = self.rest.get(letter.len_utf8()..).unwrap_or("");
        Some(letter)
    }

    /// Whether there were any.
    fn skip_blanks(&mut self) -> bool {
        let trimmed = self.rest.trim_start();
        let skipped = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        skipped
    }

    /// A name (CSS Syntax Level 3, 4.3.11), with `\` before letters that are none of a name's.
    fn name(&mut self) -> Option<String> {
        let mut found = String::new();
        let mut left = self.rest.chars();
        let mut length = 0;
        while let Some(letter) = left.next() {
            if letter == '\\' {
                let escaped = left.next()?;
                found.push(escaped);
                length += 1 + escaped.len_utf8();
            } else if letter.is_alphabetic()
                || matches!(letter, '-' | '_')
                || letter.is_numeric() && !found.is_empty()
            {
                found.push(letter);
                length += letter.len_utf8();
            } else {
                break;
            }
        }
        if found.is_empty() {
            return None;
        }
        self.rest = self.rest.get(length..).unwrap_or("");
        Some(found)
    }

    fn required(&mut self, after: char) -> Parsed<String> {
        self.name().ok_or_else(|| format!("a name is missing after “{after}”"))
    }

    /// An attribute's value without quotes.
    fn until_bracket(&mut self) -> String {
        let end = self.rest.find([']', ' ']).unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at(end);
        self.rest = rest;
        value.to_owned()
    }
}
