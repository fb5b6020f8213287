//! Texts cut into sentences, without a letter lost.

mod abbreviations;
pub(crate) mod quotes;
pub(crate) mod words;

use abbreviations::Point;

/// The longest quotation, in bytes, that is kept in one piece.
const LONGEST_QUOTATION: usize = 400;

/// The longest word that is looked at, with the signs before it, in bytes.
const LONGEST_WORD: usize = 200;

/// How far into a paragraph a dateline reaches at the most, in bytes.
const DATELINE: usize = 80;

/// Cuts a plain text into its sentences. Each piece carries the blanks after it, so that all of
/// them joined are the text. A paragraph's dateline ("RIGA (Reuters) - ") is a piece of its own,
/// and a quotation of ordinary length is never cut. The language, as an article says it, decides
/// only what is ambiguous.
pub fn split<'a>(text: &'a str, language: Option<&str>) -> Vec<&'a str> {
    let ordinals = language.is_some_and(|language| {
        let code = language.split(['-', '_']).next().unwrap_or_default();
        matches!(&*code.to_ascii_lowercase(), "de" | "da" | "no" | "nb" | "nn" | "fi" | "cs" | "hu")
    });
    let mut pieces = Vec::new();
    for paragraph in paragraphs(text) {
        let (head, body) = paragraph.split_at(dateline_end(paragraph));
        if !head.is_empty() {
            pieces.push(head);
        }
        split_paragraph(body, ordinals, &mut pieces);
    }
    pieces
}

/// The paragraphs of a text, each with the empty lines after it.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (paragraph, left) = rest.split_at(paragraph_end(rest));
        rest = left;
        Some(paragraph)
    })
}

fn paragraph_end(text: &str) -> usize {
    let begins = text.len() - text.trim_start().len();
    let mut searched = begins;
    while let Some(at) = text.get(searched..).and_then(|rest| rest.find('\n')) {
        let line_end = searched + at;
        let after = text.get(line_end..).unwrap_or_default();
        let blanks = after.len() - after.trim_start().len();
        let gap = after.get(..blanks).unwrap_or_default();
        if gap.bytes().filter(|byte| *byte == b'\n').count() > 1 {
            return line_end + blanks;
        }
        searched = line_end + blanks.max(1);
    }
    text.len()
}

/// Where a paragraph's dateline ends; 0 where it has none.
fn dateline_end(paragraph: &str) -> usize {
    let mut limit = DATELINE.min(paragraph.len());
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = paragraph.get(..limit).unwrap_or_default();
    if !head.contains(['-', '–', '—', '―']) {
        return 0;
    }
    let dash = [" - ", " – ", " — ", "— ", " ― ", " -- ", "-- "]
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| (at, at + dash.len())))
        .min();
    let Some((at, end)) = dash else { return 0 };
    let line = head.get(..at).unwrap_or_default().trim();
    let place = line.split(['(', ',']).next().unwrap_or_default().trim();
    let letters = place.chars().filter(|sign| sign.is_alphabetic());
    let shouted = letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase);
    let agency = line.ends_with(')')
        && line.contains('(')
        && place.chars().next().is_some_and(char::is_uppercase);
    let short = place.split_whitespace().count() <= 4 && !place.contains(['!', '?', ':', '“', '"']);
    if (shouted || agency) && short { end } else { 0 }
}

fn split_paragraph<'a>(text: &'a str, ordinals: bool, pieces: &mut Vec<&'a str>) {
    let quotations = quotes::ranges(text, LONGEST_QUOTATION);
    let mut quotations = quotations.iter().peekable();
    let mut start = 0;
    let mut at = 0;
    while let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) {
        // Letters and blanks neither end a sentence nor begin a quotation.
        if sign.is_ascii_alphanumeric() || matches!(sign, ' ' | ',') {
            at += 1;
            continue;
        }
        while quotations.next_if(|(_, close)| *close < at).is_some() {}
        if let Some((_, close)) = quotations.next_if(|(open, _)| *open == at) {
            at = *close;
            continue;
        }
        let next = at + sign.len_utf8();
        let ends = if is_point(sign) || quotes::closes(sign) {
            sentence_end(text, at, ordinals)
        } else if sign == '\n' {
            line_end(text, at)
        } else {
            None
        };
        match ends {
            Some(end) => {
                pieces.extend(text.get(start..end).filter(|piece| !piece.is_empty()));
                (start, at) = (end, end);
            }
            // What was asked of the whole run need not be asked of each of its signs.
            None if is_point(sign) => at = run_end(text, next, is_point),
            None if sign == '\n' => at = run_end(text, next, char::is_whitespace),
            None => at = next,
        }
    }
    pieces.extend(text.get(start..).filter(|piece| !piece.is_empty()));
}

/// Where a run of such signs ends that goes on at `at`.
fn run_end(text: &str, at: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|sign| !belongs(sign)).unwrap_or(rest.len())
}

fn is_point(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '…') || is_wide_point(sign)
}

fn is_wide_point(sign: char) -> bool {
    matches!(sign, '。' | '！' | '？' | '｡' | '．' | '।' | '؟' | '۔')
}

/// Where the sentence ends, blanks included, if it ends with the sign at `at`.
fn sentence_end(text: &str, at: usize, ordinals: bool) -> Option<usize> {
    let mut signs = text.get(at..)?.char_indices();
    let (_, first) = signs.next()?;
    let quoted = quotes::closes(first);
    let before = text.get(..at)?.trim_end().chars().next_back();
    if quoted && !before.is_some_and(is_point) {
        return None;
    }
    let (mut wide, mut closed, mut points) = (is_wide_point(first), quoted, u32::from(!quoted));
    if quoted {
        wide = before.is_some_and(is_wide_point);
    }
    let mut end = at + first.len_utf8();
    for (offset, sign) in signs {
        if is_point(sign) {
            points += 1;
            wide |= is_wide_point(sign);
        } else if quotes::closes(sign) || matches!(sign, ')' | ']' | '）' | '』' | '」') {
            closed = true;
        } else {
            break;
        }
        end = at + offset + sign.len_utf8();
    }
    let rest = text.get(end..)?;
    let following = rest.trim_start();
    let blanks = rest.len() - following.len();
    let Some(next) = following.chars().next() else { return Some(text.len()) };
    if wide {
        let goes_on = closed && blanks == 0 && !quotes::opens(next);
        return (!goes_on).then_some(end + blanks);
    }
    if blanks == 0 || !may_begin(next) {
        return None;
    }
    let stays = match first {
        '.' if points == 1 => {
            let word = last_word(text.get(..at)?);
            match abbreviations::of(word, first_word(following), ordinals) {
                Point::Abbreviates => true,
                Point::Ends => false,
            }
        }
        _ => closed && abbreviations::speech_follows(following),
    };
    (!stays).then_some(end + blanks)
}

fn may_begin(sign: char) -> bool {
    (sign.is_alphanumeric() && !sign.is_lowercase())
        || quotes::opens(sign)
        || matches!(sign, '(' | '[' | '¿' | '¡' | '$' | '€' | '£' | '•' | '@' | '#')
}

/// A line's end ends a sentence where a list goes on or the line was finished.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let following = rest.trim_start();
    let next = following.chars().next()?;
    let item = following.starts_with("- ") || following.starts_with("* ");
    let last = text.get(..at)?.trim_end().chars().next_back()?;
    let finished = is_point(last) || last == ':' || quotes::closes(last);
    (item || next == '•' || finished).then_some(at + rest.len() - following.len())
}

fn last_word(text: &str) -> &str {
    let begins = |sign: char| sign.is_whitespace() || matches!(sign, '(' | '[' | '/' | '—' | '–');
    let word = text.rsplit(begins).next().unwrap_or_default();
    word.trim_start_matches(quotes::opens)
}

fn first_word(text: &str) -> &str {
    // A word that begins farther off begins no sentence.
    let text = text.get(..text.floor_char_boundary(LONGEST_WORD)).unwrap_or_default();
    let text = text.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '\'' && sign != '’')
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
