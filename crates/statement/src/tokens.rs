//! A text cut into words and signs, the way the tagger was taught them.

/// A word or a sign, by its place in the text in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The longest word in bytes that stays one token.
const LONGEST: usize = 120;

/// Written with a point that belongs to them, wherever they stand.
const WITH_POINT: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "prof", "st", "sen", "rep", "reps", "sens", "gov", "gen", "lt",
    "col", "maj", "capt", "sgt", "cmdr", "adm", "rev", "hon", "jr", "sr", "inc", "corp", "co",
    "ltd", "vs", "no", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "ca", "etc", "del",
    "calif", "fla", "mass", "conn", "pa", "ala", "ariz", "colo", "ill", "minn", "tenn", "tex",
    "va", "wash", "wis", "mich", "ind", "kan", "mo", "neb", "nev", "okla", "ore", "md", "ga", "ky",
    "la", "miss", "atty", "supt", "det", "mme", "hr", "fr", "bzw", "z.b", "d.h", "u.a", "usw",
];

/// Endings that are cut off as tokens of their own.
const ENDINGS: &[&str] =
    &["n't", "n’t", "'s", "’s", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m"];

/// Cuts a text into tokens. Blanks are in none of them; no token is empty, and all begin and end
/// on borders of characters.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    let mut signs = text.char_indices().peekable();
    while let Some((start, sign)) = signs.next() {
        if sign.is_whitespace() || is_invisible(sign) {
            continue;
        }
        let mut end = start + sign.len_utf8();
        if is_word(sign)
            || (matches!(sign, '$' | '€' | '£' | '#' | '@') && next_is_word(&mut signs))
        {
            let mut before = sign;
            while let Some(&(at, next)) = signs.peek() {
                let goes_on = end - start < LONGEST
                    && (is_word(next) || (joins(next) && joined(text, at, next, before)));
                if !goes_on {
                    break;
                }
                before = next;
                end = at + next.len_utf8();
                signs.next();
            }
            if let Some(&(at, '.')) = signs.peek()
                && keeps_point(text.get(start..end).unwrap_or_default())
            {
                end = at + 1;
                signs.next();
            }
            push_word(text, start, end, &mut found);
        } else {
            while let Some(&(at, next)) = signs.peek() {
                if next != sign
                    || !matches!(sign, '.' | '-' | '*' | '_' | '=' | '—')
                    || end - start >= LONGEST
                {
                    break;
                }
                end = at + next.len_utf8();
                signs.next();
            }
            found.push(Token { start, end });
        }
    }
    found
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '\u{301}' | '\u{308}')
}

fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

fn next_is_word(signs: &mut std::iter::Peekable<std::str::CharIndices<'_>>) -> bool {
    signs.peek().is_some_and(|(_, next)| is_word(*next))
}

fn joins(sign: char) -> bool {
    matches!(
        sign,
        '-' | '\'' | '’' | '.' | ',' | ':' | '/' | '&' | '\u{2010}' | '\u{2011}' | '\u{ad}'
    )
}

/// Whether a sign between two words makes them one.
fn joined(text: &str, at: usize, sign: char, before: char) -> bool {
    let rest = text.get(at + sign.len_utf8()..).unwrap_or_default();
    let Some(next) = rest.chars().next() else { return false };
    match sign {
        ',' | ':' => before.is_numeric() && next.is_numeric(),
        '.' => {
            let single = {
                let head = text.get(..at).unwrap_or_default();
                let mut back = head.chars().rev();
                back.next();
                !back.next().is_some_and(char::is_alphabetic)
            };
            (before.is_numeric() && next.is_numeric())
                || (single
                    && before.is_alphabetic()
                    && next.is_alphabetic()
                    && before.is_uppercase() == next.is_uppercase())
                || (next.is_lowercase() && before.is_lowercase())
        }
        _ => is_word(next) && is_word(before),
    }
}

fn keeps_point(word: &str) -> bool {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    let initial = second.is_none() && first.is_some_and(char::is_uppercase);
    if initial
        || (word.len() > 2
            && word.contains('.')
            && word.len() < 8
            && word.chars().all(|sign| sign.is_alphabetic() || sign == '.'))
    {
        return true;
    }
    word.len() <= 5
        && first.is_some_and(|sign| sign.is_uppercase() || word == "vs" || word == "etc")
        && {
            let lower = word.to_lowercase();
            WITH_POINT.contains(&&*lower) && !(lower == "no" || lower == "miss")
        }
}

fn push_word(text: &str, start: usize, end: usize, found: &mut Vec<Token>) {
    let word = text.get(start..end).unwrap_or_default();
    if word.contains(['\'', '’']) {
        for ending in ENDINGS {
            let Some(head) = strip_ending(word, ending) else { continue };
            if !head.is_empty() {
                found.push(Token { start, end: start + head.len() });
                found.push(Token { start: start + head.len(), end });
                return;
            }
        }
    }
    found.push(Token { start, end });
}

fn strip_ending<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    let cut = word.len().checked_sub(ending.len())?;
    let (head, tail) = (word.get(..cut)?, word.get(cut..)?);
    tail.eq_ignore_ascii_case(ending).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| &text[token.start..token.end]).collect()
    }

    #[test]
    fn words_are_cut_as_treebanks_cut_them() {
        assert_eq!(
            words("Mr. Lind didn’t pay $1,000."),
            ["Mr.", "Lind", "did", "n’t", "pay", "$1,000", "."]
        );
        assert_eq!(words("The U.S. plan—Lind’s"), ["The", "U.S.", "plan", "—", "Lind", "’s"]);
        assert_eq!(words("a 20-point plan..."), ["a", "20-point", "plan", "..."]);
    }

    #[test]
    fn blanks_and_invisible_signs_are_no_tokens() {
        assert_eq!(words(" \u{200b}a\u{a0}b\n"), ["a", "b"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }
}
