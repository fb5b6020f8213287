//! Paragraphs and sentences. A quotation is never cut, and what names its speaker stays with it.

use crate::quotations::Quotation;
use crate::tokens::Token;

/// The longest quotation in bytes that counts as one piece; a longer one is a mark that nothing closed.
const LONGEST_QUOTATION: usize = 6_000;

/// The most tokens of a sentence; what goes on longer is cut.
pub const LONGEST_SENTENCE: usize = 250;

/// The paragraphs of a text: what empty lines part, and lines that end like sentences.
pub fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let rest = text.get(end..).unwrap_or_default();
        let last = line.trim_end().chars().next_back();
        let next = rest.split('\n').next().unwrap_or_default();
        let finished = last
            .is_none_or(|sign| matches!(sign, '.' | '!' | '?' | ':' | '”' | '"' | '»' | '’' | ')'))
            || next.trim().is_empty()
            || !(60..120).contains(&line.len());
        if finished {
            if !text.get(start..end).unwrap_or_default().trim().is_empty() {
                found.push((start, end));
            }
            start = end;
        }
        at = end;
    }
    if !text.get(start..).unwrap_or_default().trim().is_empty() {
        found.push((start, text.len()));
    }
    found
}

/// What sentences are cut from.
pub struct Cutter<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// For each token, the number of the quotation that it stands in.
    pub quoted: &'a [Option<u32>],
    /// The quotations.
    pub quotations: &'a [Quotation],
    /// Whether a small word is a verb of saying.
    pub says: &'a dyn Fn(&str) -> bool,
    /// Whether a quotation with a point at its end is a sentence of its own in any case, since a comma
    /// behind the mark leads to whoever said it.
    pub comma_leads: bool,
}

impl Cutter<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .and_then(|token| self.text.get(token.start..token.end))
            .unwrap_or_default()
    }

    /// Whether the quotation that the token stands in, if any, is one that is kept whole.
    fn inside(&self, at: usize) -> Option<u32> {
        let number = self.quoted.get(at).copied().flatten()?;
        let quotation = self.quotations.get(number as usize)?;
        (quotation.end - quotation.start <= LONGEST_QUOTATION).then_some(number)
    }

    /// Cuts the tokens `from..to`, a paragraph's, into sentences.
    pub fn cut(&self, from: usize, to: usize, sentences: &mut Vec<(usize, usize)>) {
        let mut start = from;
        let mut at = from;
        while at < to {
            let next = at + 1;
            let here = self.inside(at);
            let goes_on = here.is_some() && self.inside(next) == here && next < to;
            let length = next - start;
            let too_long = length >= LONGEST_SENTENCE && !goes_on || length >= 4 * LONGEST_SENTENCE;
            if too_long || (!goes_on && next < to && self.ends(start, at, to)) {
                sentences.push((start, next));
                start = next;
            }
            at = next;
        }
        if start < to {
            sentences.push((start, to));
        }
    }

    /// Whether a sentence ends with the token at `at`.
    fn ends(&self, start: usize, at: usize, to: usize) -> bool {
        let word = self.word(at);
        let next = self.word(at + 1);
        let Some(first) = next.chars().next() else { return true };
        if let Some(number) = self.inside(at) {
            let Some(quotation) = self.quotations.get(number as usize) else { return false };
            if !quotation.closed {
                return true;
            }
            let inner = self.text.get(quotation.start..quotation.end).unwrap_or_default();
            // French sets a blank before the closing mark.
            let last =
                inner.chars().rev().skip(1).find(|sign| !sign.is_whitespace()).unwrap_or(' ');
            if !matches!(last, '.' | '!' | '?' | '…') || first.is_lowercase() {
                return false;
            }
            if !(first.is_uppercase() || first.is_numeric() || self.inside(at + 1).is_some()) {
                return false;
            }
            let whole = self.tokens.get(start).is_some_and(|token| token.start >= quotation.start);
            let point_ends = self.comma_leads && last == '.';
            return point_ends || !(whole && self.names_speaker(at + 1, to, last == '.'));
        }
        if matches!(word, ";" | "•") {
            return word == "•";
        }
        let closed =
            matches!(word, ")" | "]") && at > start && matches!(self.word(at - 1), "." | "!" | "?");
        if !closed && !matches!(word.chars().next(), Some('.' | '!' | '?' | '…')) {
            return false;
        }
        if word.len() > 1
            && word.starts_with('.')
            && !first.is_uppercase()
            && self.inside(at + 1).is_none()
        {
            return false;
        }
        !first.is_lowercase() && !matches!(first, ',' | ';' | ':' | ')' | ']' | '-')
    }

    /// Whether the words from `at` name who said the quotation before them: few words, a verb of
    /// saying among them, and then the sentence's end (`strict`) or what may follow.
    fn names_speaker(&self, at: usize, to: usize, strict: bool) -> bool {
        let limit = to.min(at + 9);
        for place in at..limit {
            let word = self.word(place);
            if self.inside(place).is_some() || matches!(word, "." | "!" | "?" | ":" | ";") {
                return false;
            }
            if (self.says)(&word.to_lowercase()) {
                let after = self.word(place + 1);
                let ends = place + 1 >= to || matches!(after, "." | ",");
                if strict {
                    return ends && place > at && place - at <= 4;
                }
                return place > at || ends || after.chars().next().is_some_and(char::is_alphabetic);
            }
        }
        false
    }
}
