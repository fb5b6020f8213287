//! A sentence as a row of words in which each quotation of whole sentences is one piece.

use crate::article::{Layout, Sentence};
use crate::lexicon::Lexicon;
use crate::tags::Tag;

/// A word, or a quotation that stands for itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    /// Its first token.
    pub(crate) from: usize,
    /// The token after its last.
    pub(crate) to: usize,
    /// The number of the quotation, if it is one.
    pub(crate) quotation: Option<usize>,
    pub(crate) tag: Tag,
}

/// The items of a sentence.
pub(crate) struct Items<'l, 'a> {
    pub(crate) layout: &'l Layout<'a>,
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) all: Vec<Item>,
}

impl<'l, 'a> Items<'l, 'a> {
    pub(crate) fn of(layout: &'l Layout<'a>, lexicon: &'l Lexicon, sentence: Sentence) -> Self {
        let mut items =
            Self { layout, lexicon, all: Vec::with_capacity(sentence.to - sentence.from) };
        let mut at = sentence.from;
        while at < sentence.to {
            let quotation = layout.quoted.get(at).copied().flatten();
            if let Some(number) = quotation
                && (at == sentence.from
                    || layout.quoted.get(at - 1).copied().flatten() != quotation)
            {
                let mut to = at;
                while to < sentence.to && layout.quoted.get(to).copied().flatten() == quotation {
                    to += 1;
                }
                if items.stands_alone(number as usize, at, to, sentence) {
                    items.all.push(Item {
                        from: at,
                        to,
                        quotation: Some(number as usize),
                        tag: Tag::Punct,
                    });
                    at = to;
                    continue;
                }
            }
            if !is_mark(layout.word(at)) {
                items.all.push(Item { from: at, to: at + 1, quotation: None, tag: layout.tag(at) });
            }
            at += 1;
        }
        items
    }

    /// Whether a quotation is somebody's sentence rather than some words within the reporter's.
    fn stands_alone(&self, number: usize, from: usize, to: usize, sentence: Sentence) -> bool {
        let Some(quotation) = self.layout.quotations.get(number) else { return false };
        let inner = self.layout.text.get(quotation.start..quotation.end).unwrap_or_default();
        let signs = inner
            .trim_matches(|sign: char| is_mark_sign(sign) || sign == '\'' || sign.is_whitespace());
        let words = (from..to)
            .filter(|at| self.layout.word(*at).chars().any(char::is_alphanumeric))
            .count();
        let first = signs.chars().find(|sign| sign.is_alphanumeric());
        let upper =
            signs.starts_with(['…', '.', '[']) || first.is_some_and(|sign| !sign.is_lowercase());
        let ends =
            !quotation.closed || signs.ends_with([',', '.', '!', '?', '…', '—', '-', ';', ':']);
        let next = self.layout.word(to);
        // German and French set the comma behind the closing mark.
        let marks_outside = inner.starts_with(['„', '«', '»', '‚']) && next == ",";
        let ends =
            ends || (matches!(next, "." | "," | "!" | "?") && words >= 4) || marks_outside && upper;
        if from == sentence.from && signs.ends_with(',') && words > 1 && self.is_title(from, to) {
            // "“The Iron Claw,” he says, …" names a film.
            return false;
        }
        if from == sentence.from {
            return ends
                && (words > 1
                    || to >= sentence.to
                    || matches!(self.layout.word(to), ",")
                    || signs.ends_with(','))
                || (words >= 5 && upper && matches!(next, "," | "-" | "—" | "–"));
        }
        let before = from - 1;
        let word = self.layout.word(before);
        match word.chars().next() {
            Some(',' | ':' | '—' | '–' | '-' | '(' | ';') => {
                ((ends && (upper || words >= 4)) || (upper && words >= 4))
                    && !(self.is_title(from, to) && word == ",")
            }
            Some(_) if !word.chars().any(char::is_alphanumeric) => ends && upper,
            _ => {
                let joins = matches!(
                    self.layout.tag(before),
                    Tag::Dt
                        | Tag::PrpS
                        | Tag::In
                        | Tag::Jj
                        | Tag::Cc
                        | Tag::Pos
                        | Tag::To
                        | Tag::Md
                ) || matches!(
                    self.layout.lower(before),
                    "that"
                        | "as"
                        | "is"
                        | "was"
                        | "are"
                        | "be"
                        | "were"
                        | "'s"
                        | "called"
                        | "titled"
                        | "entitled"
                        | "named"
                ) || self.is_title(from, to);
                upper && ends && words >= 3 && !joins
            }
        }
    }

    /// Whether quoted words are written like a title: few, and all but small ones with a capital.
    fn is_title(&self, from: usize, to: usize) -> bool {
        let words = (from..to)
            .map(|at| self.layout.word(at))
            .filter(|word| word.chars().any(char::is_alphabetic));
        let (mut count, mut capitals) = (0, 0);
        for word in words {
            count += 1;
            capitals +=
                usize::from(word.len() <= 3 || word.chars().next().is_some_and(char::is_uppercase));
        }
        (2..9).contains(&count) && capitals == count
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Item> {
        self.all.get(at)
    }

    pub(crate) fn tag(&self, at: usize) -> Tag {
        self.all.get(at).map_or(Tag::Other, |item| item.tag)
    }

    pub(crate) fn quotation(&self, at: usize) -> Option<usize> {
        self.all.get(at).and_then(|item| item.quotation)
    }

    /// The word at `at` in small letters; nothing for quotations and outside the sentence.
    pub(crate) fn lower(&self, at: usize) -> &str {
        match self.all.get(at) {
            Some(item) if item.quotation.is_none() => self.layout.lower(item.from),
            _ => "",
        }
    }

    pub(crate) fn word(&self, at: usize) -> &'a str {
        match self.all.get(at) {
            Some(item) if item.quotation.is_none() => self.layout.word(item.from),
            _ => "",
        }
    }

    pub(crate) fn is_upper(&self, at: usize) -> bool {
        self.word(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is one of these small words.
    pub(crate) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(at))
    }

    pub(crate) fn is_comma(&self, at: usize) -> bool {
        self.lower(at) == ","
    }

    /// Whether it is a dash that parts clauses.
    pub(crate) fn is_dash(&self, at: usize) -> bool {
        if self.lower(at) == "-" {
            // "above- and below-ground" has no dash.
            let start = self.get(at).map_or((0, 0), |item| self.layout.bytes(item.from, item.to)).0;
            let before = self.layout.text.get(..start).and_then(|head| head.chars().next_back());
            return before.is_some_and(char::is_whitespace);
        }
        matches!(self.lower(at), "—" | "–" | "--" | "―" | "――" | "---")
    }

    /// Whether it is no word, or what ends a sentence.
    pub(crate) fn is_end(&self, at: usize) -> bool {
        at >= self.len() || matches!(self.lower(at).chars().next(), Some('.' | '!' | '?' | '…'))
    }

    /// The bytes of the items from `from` to before `to`, with marks of quotations that belong to them.
    pub(crate) fn bytes(&self, from: usize, to: usize) -> (usize, usize) {
        let (Some(first), Some(last)) =
            (self.all.get(from), to.checked_sub(1).and_then(|last| self.all.get(last)))
        else {
            return (0, 0);
        };
        let (mut start, mut end) = self.layout.bytes(first.from, last.to);
        if first.quotation.is_none()
            && let Some(quotation) = self.around(first.from)
            && self.layout.bytes(first.from - 1, first.from).0 <= quotation.0
            && quotation.0 <= start
        {
            start = quotation.0;
        }
        if last.quotation.is_none()
            && let Some(quotation) = self.around(last.to - 1)
            && let Some(rest) = self.layout.text.get(end..quotation.1)
            && !rest.chars().any(char::is_alphanumeric)
        {
            end = quotation.1;
        }
        (start, end.max(start))
    }

    fn around(&self, token: usize) -> Option<(usize, usize)> {
        let number = self.layout.quoted.get(token).copied().flatten()?;
        let quotation = self.layout.quotations.get(number as usize)?;
        (token > 0 || quotation.start == 0).then_some((quotation.start, quotation.end))
    }
}

/// Whether a token is a mark of quotation.
fn is_mark(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(is_mark_sign) && signs.next().is_none()
}

fn is_mark_sign(sign: char) -> bool {
    matches!(
        sign,
        '“' | '”'
            | '"'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '「'
            | '」'
            | '『'
            | '』'
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
    )
}
