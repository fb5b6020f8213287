//! Texts of strangers on a terminal: made harmless, measured, wrapped.

use std::io::{self, IsTerminal};

use jiff::Timestamp;
use unicode_width::UnicodeWidthChar;

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// How standard output can be written to.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Columns of a line.
    pub width: usize,
    /// Whether emphasis can be shown.
    pub styled: bool,
}

impl Page {
    /// The page that standard output is: as wide as the terminal, 80 columns elsewhere.
    pub fn of_stdout() -> Self {
        let is_terminal = io::stdout().is_terminal();
        let width = if is_terminal {
            let (_, columns) = console::Term::stdout().size();
            usize::from(columns).clamp(30, WIDEST)
        } else {
            80
        };
        Self { width, styled: is_terminal && std::env::var_os("NO_COLOR").is_none() }
    }

    /// Bold, where emphasis can be shown.
    pub fn bold(self, text: &str) -> String {
        self.emphasis("1", text)
    }

    /// Dim, where emphasis can be shown.
    pub fn dim(self, text: &str) -> String {
        self.emphasis("2", text)
    }

    fn emphasis(self, code: &str, text: &str) -> String {
        if self.styled { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// A text on one line, without what could drive a terminal: feeds are written by strangers, and an
/// escape sequence in a headline could change the window's title or hide what follows.
pub fn plain(text: &str) -> String {
    let harmless = text.chars().map(|letter| if is_harmful(letter) { ' ' } else { letter });
    harmless.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters (C0, C1), and those that turn the direction of writing around.
fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

/// The beginning of a text that fits into so many columns, with a mark where it was cut.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns { text.to_owned() } else { ellipsis(text, columns) }
}

/// A text that goes on elsewhere: as much of it as fits into so many columns with the mark.
pub fn ellipsis(text: &str, columns: usize) -> String {
    let mut taken = 0;
    let mut kept = String::new();
    for letter in text.chars() {
        taken += letter.width().unwrap_or(0);
        if taken >= columns {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// A text in lines of at most so many columns; words that are longer than a line are broken.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split_whitespace() {
        let wide = width(word);
        if taken > 0 && taken + 1 + wide > columns {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        } else if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        for letter in word.chars() {
            let wide = letter.width().unwrap_or(0);
            if taken + wide > columns {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(letter);
            taken += wide;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// "just now", "5 min ago", "2 h ago", "3 days ago", then the date; "in 2 h" for what lies ahead.
pub fn ago(moment: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(moment).as_secs();
    let words = match seconds.abs() {
        0..60 => return "just now".to_owned(),
        short @ 60..3600 => format!("{} min", short / 60),
        hours @ 3600..86_400 => format!("{} h", hours / 3600),
        days @ 86_400..604_800 => match days / 86_400 {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        },
        _ => return moment.strftime("%-d %b %Y").to_string(),
    };
    if seconds < 0 { format!("in {words}") } else { format!("{words} ago") }
}

/// "812 bytes", "1.4 MB".
pub fn bytes(bytes: u64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let found = units.iter().find(|(_, size)| bytes as f64 >= *size);
    match found {
        Some((unit, size)) => format!("{:.1} {unit}", bytes as f64 / size),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_direction_marks_do_not_pass() {
        assert_eq!(plain("a\x1b]0;owned\x07 b\u{9b}31m\n c\u{202e}d"), "a ]0;owned b 31m c d");
    }

    #[test]
    fn lines_break_between_words_and_long_words_break() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("新聞記事", 4), ["新聞", "記事"]);
        assert!(wrap("  ", 4).is_empty());
    }

    #[test]
    fn what_is_cut_still_fits() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("a longer text", 9), "a longer…");
        assert_eq!(ellipsis("one, two", 20), "one, two…");
        assert!(width(&cut("新聞記事です", 5)) <= 5);
    }

    #[test]
    fn ages_are_told_as_people_do() {
        let now: Timestamp = "2025-12-29T12:00:00Z".parse().unwrap();
        let at = |text: &str| ago(text.parse().unwrap(), now);
        assert_eq!(at("2025-12-29T11:59:30Z"), "just now");
        assert_eq!(at("2025-12-29T09:50:00Z"), "2 h ago");
        assert_eq!(at("2025-12-28T09:00:00Z"), "1 day ago");
        assert_eq!(at("2025-11-02T09:00:00Z"), "2 Nov 2025");
        assert_eq!(at("2025-12-29T14:10:00Z"), "in 2 h");
    }

    #[test]
    fn sizes_have_a_unit() {
        assert_eq!(bytes(812), "812 bytes");
        assert_eq!(bytes(1_440_000), "1.4 MB");
    }
}
