//! A headline for a message, which has none: its first line or sentence, cut at a word.

const LONGEST: usize = 120;
const SHORTEST_SENTENCE: usize = 20;

/// The first line of a text that holds a letter or digit, or its first sentence where the line is
/// long; `None` for a text without words.
pub(super) fn of_text(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.contains(char::is_alphanumeric))?;
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return Some(line);
    }
    Some(first_sentence(&line).map_or_else(|| cut_at_word(&line), str::to_owned))
}

fn first_sentence(line: &str) -> Option<&str> {
    for (count, (at, c)) in line.char_indices().enumerate() {
        if count > LONGEST {
            return None;
        }
        let wide = matches!(c, '。' | '！' | '？');
        if !(wide || matches!(c, '.' | '!' | '?' | '…')) || count < SHORTEST_SENTENCE {
            continue;
        }
        let end = at + c.len_utf8();
        let (sentence, rest) = (line.get(..end)?, line.get(end..)?);
        let next = rest.trim_start_matches(['"', '”', '»', '’', ')']);
        let ends = next.starts_with(' ') && !next.trim_start().starts_with(char::is_lowercase);
        if wide || ends && !(c == '.' && is_abbreviation(sentence)) {
            return line.get(..end + rest.len() - next.len());
        }
    }
    None
}

/// Whether a full stop follows an initial or a short word such as “St” or “U.S”.
fn is_abbreviation(sentence: &str) -> bool {
    let word = sentence.trim_end_matches('.').rsplit(' ').next().unwrap_or_default();
    let capital = word.starts_with(char::is_uppercase);
    word.contains('.') || capital && word.chars().count() <= 3
}

fn cut_at_word(line: &str) -> String {
    let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
    let cut = line.get(..end).unwrap_or(line);
    let whole = cut.rfind(' ').and_then(|at| cut.get(..at)).filter(|w| w.len() > cut.len() / 2);
    let whole = whole.unwrap_or(cut).trim_end_matches([',', ';', ':', ' ', '–', '—', '-']);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_stay_whole() {
        assert_eq!(
            of_text("\n⚓⚓\nA line. And more.\nnext").as_deref(),
            Some("A line. And more.")
        );
        assert_eq!(of_text("⚓\n!"), None);
    }

    #[test]
    fn long_lines_are_cut_behind_a_sentence() {
        let tail = "and so it went on ".repeat(10);
        let text = format!("The ferry of St. Ives, run by Dr. A. B. Lee, is late! So {tail}");
        assert_eq!(
            of_text(&text).as_deref(),
            Some("The ferry of St. Ives, run by Dr. A. B. Lee, is late!")
        );
        let text = format!("He said “the pier is closed today.” Then {tail}");
        assert_eq!(of_text(&text).as_deref(), Some("He said “the pier is closed today.”"));
    }

    #[test]
    fn or_at_a_word() {
        let cut = of_text(&"harbour ".repeat(40)).unwrap();
        assert!(cut.ends_with("harbour…") && cut.chars().count() <= LONGEST + 1, "{cut}");
        let cut = of_text(&"港".repeat(300)).unwrap();
        assert_eq!(cut.chars().count(), LONGEST + 1);
    }
}
