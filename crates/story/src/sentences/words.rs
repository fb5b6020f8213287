//! Words of any script, as far as summaries and developments need them.

use xxhash_rust::xxh3::xxh3_64;

/// A word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    /// In bytes from the beginning.
    pub(crate) start: usize,
    /// It is of a script without blanks, and `text` is two of its signs.
    pub(crate) pair: bool,
}

impl Word<'_> {
    /// It begins with a capital letter.
    pub(crate) fn is_large(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// It is a number, in digits.
    pub(crate) fn is_number(&self) -> bool {
        self.text.chars().next().is_some_and(|sign| sign.is_ascii_digit())
    }
}

/// Whether a sign is of a script that puts no blanks between words.
pub(crate) fn unspaced(sign: char) -> bool {
    matches!(sign, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && sign.is_alphanumeric()
}

/// The words of a text; of scripts without blanks every pair of neighbouring signs.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            // Most of most texts is ASCII, which need not be decoded.
            match text.as_bytes().get(at)? {
                byte if byte.is_ascii_alphanumeric() => {
                    let start = at;
                    at += word_length(text.get(at..)?);
                    let word = text.get(start..at).unwrap_or_default();
                    return Some(Word { text: word, start, pair: false });
                }
                byte if byte.is_ascii() => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let rest = text.get(at..)?;
            let sign = rest.chars().next()?;
            if unspaced(sign) {
                let start = at;
                at += sign.len_utf8();
                let next = text.get(at..).and_then(|rest| rest.chars().next());
                if let Some(next) = next.filter(|next| unspaced(*next)) {
                    let pair = text.get(start..at + next.len_utf8()).unwrap_or_default();
                    return Some(Word { text: pair, start, pair: true });
                }
            } else if sign.is_alphanumeric() {
                let start = at;
                at += word_length(rest);
                let word = text.get(start..at).unwrap_or_default();
                return Some(Word { text: word, start, pair: false });
            } else {
                at += sign.len_utf8();
            }
        }
    })
}

/// How long the word is that a text begins with. Apostrophes, hyphens and, between digits, points
/// and commas belong to it.
fn word_length(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let Some(stop) = text.as_bytes().get(plain) else { return plain };
    let next = text.as_bytes().get(plain + 1);
    // A point or blank that is not followed by more of the word ends it, which is nearly every
    // word's case.
    let goes_on = matches!(stop, b'\'' | b'-' | b'.' | b',')
        && next.is_some_and(|next| next.is_ascii_alphanumeric() || !next.is_ascii());
    if plain > 0 && stop.is_ascii() && !goes_on {
        return plain;
    }
    let mut end = 0;
    let mut before = ' ';
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map_or(' ', |(_, next)| *next);
        let inside = match sign {
            '\'' | '’' | '-' => before.is_alphanumeric() && next.is_alphanumeric(),
            '.' | ',' => before.is_ascii_digit() && next.is_ascii_digit(),
            _ => sign.is_alphanumeric() && !unspaced(sign),
        };
        if !inside {
            break;
        }
        end = at + sign.len_utf8();
        before = sign;
    }
    end
}

/// A word in lower case with one kind of apostrophe.
pub(crate) fn lower_into(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
    } else {
        out.extend(
            word.chars()
                .map(|sign| if sign == '’' { '\'' } else { sign })
                .flat_map(char::to_lowercase),
        );
    }
}

/// A word in lower case without its possessive and most endings of English.
pub(crate) fn stem(lower: &str) -> &str {
    let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('\'')).unwrap_or(lower);
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(rest) = bare.strip_suffix(ending)
            && rest.chars().count() >= 4
            && !rest.ends_with('s')
        {
            return rest;
        }
    }
    bare
}

/// A number that stands for a word.
pub(crate) fn key(word: &str) -> u64 {
    xxh3_64(word.as_bytes())
}
