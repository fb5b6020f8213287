//! Quotation marks of many languages, matched within paragraphs and across them.

/// Words in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// Where its opening mark begins, in bytes.
    pub start: usize,
    /// Where its closing mark ends; where there is none, the paragraph's end.
    pub end: usize,
    /// Whether its closing mark stands in the paragraph.
    pub closed: bool,
    /// Whether it goes on from the paragraph before, which left it open.
    pub goes_on: bool,
}

/// The marks that close what a mark opens.
fn closers(opener: char) -> &'static [char] {
    match opener {
        '“' => &['”', '"'],
        '„' | '‟' => &['“', '”', '"'],
        '«' => &['»'],
        '»' => &['«'],
        '"' => &['"', '”'],
        '”' => &['”'],
        '「' => &['」'],
        '『' => &['』'],
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '‹' => &['›'],
        '›' => &['‹'],
        // ``…'', as some wires send it.
        '`' => &['\''],
        _ => &[],
    }
}

/// Whether single marks are looked for: only where no double ones stand in the whole text, as
/// British papers print, for elsewhere they stand for quotations inside quotations.
fn is_single(sign: char) -> bool {
    matches!(sign, '‘' | '‚' | '‹' | '›')
}

/// The quotations of a text whose paragraphs are given, in their order.
pub fn quotations(text: &str, paragraphs: &[(usize, usize)]) -> Vec<Quotation> {
    let doubles = text.contains(['“', '„', '«', '"', '「', '»']) || text.contains("``");
    let mut found = Vec::new();
    let mut open_before: Option<char> = None;
    for &(start, end) in paragraphs {
        let paragraph = text.get(start..end).unwrap_or_default();
        open_before = in_paragraph(paragraph, start, doubles, open_before, &mut found);
    }
    found
}

fn in_paragraph(
    paragraph: &str,
    offset: usize,
    doubles: bool,
    open_before: Option<char>,
    found: &mut Vec<Quotation>,
) -> Option<char> {
    let mut open: Option<(usize, char)> = None;
    let mut before = '\n';
    let mut goes_on = false;
    let mut signs = paragraph.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let after = signs.peek().map_or(' ', |(_, sign)| *sign);
        match open {
            Some((start, opener)) => {
                if closers(opener).contains(&sign) && closes_here(opener, before, sign, after) {
                    let end = offset + at + sign.len_utf8();
                    found.push(Quotation { start: offset + start, end, closed: true, goes_on });
                    (open, goes_on) = (None, false);
                } else if sign == opener && matches!(sign, '“' | '„' | '«') {
                    // A second opening mark: the first was never closed.
                    open = Some((at, sign));
                }
            }
            None => {
                if opens_here(before, sign, after, doubles) {
                    goes_on = open_before == Some(sign)
                        && paragraph.get(..at).unwrap_or_default().trim().is_empty();
                    open = Some((at, sign));
                }
            }
        }
        before = sign;
    }
    let (start, opener) = open?;
    // An opening mark far inside a paragraph that nothing closes may be anything.
    found.push(Quotation {
        start: offset + start,
        end: offset + paragraph.trim_end().len(),
        closed: false,
        goes_on,
    });
    Some(opener)
}

fn opens_here(before: char, sign: char, after: char, doubles: bool) -> bool {
    if is_single(sign) {
        return !doubles
            && !before.is_alphanumeric()
            && (after.is_alphanumeric() || matches!(after, '[' | '…' | '.'));
    }
    match sign {
        '"' => !before.is_numeric() || after.is_alphabetic(),
        // A closing mark that nothing opened, or a Swedish or Finnish quotation.
        '”' => {
            before == '\n' || ((before.is_whitespace() || before == '(') && !after.is_whitespace())
        }
        '`' => after == '`',
        '»' | '«' => sign == '«' || (before.is_whitespace() && after.is_alphanumeric()),
        _ => !closers(sign).is_empty(),
    }
}

fn closes_here(opener: char, before: char, sign: char, after: char) -> bool {
    match (opener, sign) {
        ('‘' | '‚', _) => !after.is_alphanumeric() && (!before.is_whitespace()),
        // Inches and feet, as in 6'2", end no quotation that a letter follows.
        ('"', '"') => !(after.is_alphabetic() && before.is_whitespace()),
        ('„', '“') => true,
        ('`', _) => before == '\'',
        _ => true,
    }
}

#[cfg(test)]
mod tests;
