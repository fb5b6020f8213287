//! Quotation marks of several languages.

/// The marks that close what a mark opens.
fn closers(opener: char) -> &'static [char] {
    match opener {
        '“' => &['”'],
        '„' | '‟' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '"' => &['"'],
        '「' => &['」'],
        '『' => &['』'],
        '《' => &['》'],
        _ => &[],
    }
}

/// Whether a sign can open a quotation.
pub(crate) fn opens(sign: char) -> bool {
    !closers(sign).is_empty() || matches!(sign, '‘' | '‚' | '‹' | '\'')
}

/// Whether a sign can close one.
pub(crate) fn closes(sign: char) -> bool {
    matches!(sign, '”' | '“' | '»' | '«' | '"' | '」' | '』' | '’' | '›' | '\'')
}

/// Whether a text can hold a quotation mark; all but two of them are outside ASCII.
fn has_marks(text: &str) -> bool {
    text.bytes().any(|byte| !byte.is_ascii() || matches!(byte, b'"' | b'\''))
}

/// The quotations of a paragraph as the places of their marks, for those whose end stands in it
/// within so many bytes.
pub(crate) fn ranges(text: &str, longest: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if !has_marks(text) {
        return found;
    }
    let mut skip_to = 0;
    for (at, sign) in text.char_indices() {
        if at < skip_to || closers(sign).is_empty() {
            continue;
        }
        let inside = text.get(at + sign.len_utf8()..).unwrap_or_default();
        // Far behind the longest nothing is looked for.
        let near = inside.get(..inside.floor_char_boundary(longest + 4)).unwrap_or_default();
        let close = near.find(closers(sign)).filter(|length| *length <= longest);
        if let Some(length) = close {
            let close = at + sign.len_utf8() + length;
            found.push((at, close));
            skip_to = close + 1;
        }
    }
    found
}

/// Follows the quotations of a paragraph from sentence to sentence.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Reading {
    open: Option<char>,
}

impl Reading {
    /// Reads a sentence, and says whether every quotation that it touches stands in it whole.
    pub(crate) fn whole(&mut self, sentence: &str) -> bool {
        if !has_marks(sentence) {
            return self.open.is_none();
        }
        let was_open = self.open.is_some();
        let mut before = ' ';
        let mut signs = sentence.chars().peekable();
        while let Some(sign) = signs.next() {
            let after = signs.peek().copied().unwrap_or(' ');
            self.step(before, sign, after);
            before = sign;
        }
        !was_open && self.open.is_none()
    }

    fn step(&mut self, before: char, sign: char, after: char) {
        match self.open {
            Some(open @ ('‘' | '\'')) => {
                let mark = if open == '‘' { '’' } else { '\'' };
                if sign == mark && !after.is_alphanumeric() {
                    self.open = None;
                }
            }
            Some(open) => {
                if closers(open).contains(&sign) {
                    self.open = None;
                }
            }
            None => {
                let begins = !before.is_alphanumeric() && after.is_alphanumeric();
                if !closers(sign).is_empty() || (matches!(sign, '‘' | '\'') && begins) {
                    self.open = Some(sign);
                }
            }
        }
    }
}

/// A sentence with all that stands in quotation marks left out.
pub(crate) fn outside(sentence: &str) -> String {
    let mut reading = Reading::default();
    let mut kept = String::with_capacity(sentence.len());
    let mut before = ' ';
    let mut signs = sentence.chars().peekable();
    while let Some(sign) = signs.next() {
        let was_open = reading.open.is_some();
        reading.step(before, sign, signs.peek().copied().unwrap_or(' '));
        if !was_open && reading.open.is_none() {
            kept.push(sign);
        }
        before = sign;
    }
    kept
}
