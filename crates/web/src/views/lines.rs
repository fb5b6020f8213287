//! Lines that the desk wrote in English and keeps, told in the reader's tongue.
//!
//! What a poll brought, why a feed is polled when it is, why a story stands where it stands: the
//! crates below say these in English lines, which are stored as they are. Each kind of line is a
//! message whose English is the line itself; a line that is like one of them is said by it, and any
//! other stays as it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use dateline_words::{Args, Tongue, key, say};

use crate::say::{filled, tongue};

/// The lines, the more particular ones first.
const LINES: &[&str] = &[
    key!("line-nothing-new"),
    key!("line-nothing-304"),
    key!("line-nothing-same"),
    key!("line-read"),
    key!("line-new-one"),
    key!("line-changed-one"),
    key!("line-new-and-changed"),
    key!("line-new"),
    key!("line-changed"),
    key!("line-every"),
    key!("line-waiting-min"),
    key!("line-waiting-hours"),
    key!("line-waiting-days"),
    key!("line-as-chosen"),
    key!("line-hub"),
    key!("line-brought-nothing"),
    key!("line-server-asks"),
    key!("line-feed-asks"),
    key!("line-sends-whole"),
    key!("line-telegram"),
    key!("line-least"),
    key!("line-new-here"),
    key!("line-usual"),
    key!("line-brings-about"),
    key!("line-nothing-lately"),
    key!("line-judging"),
    key!("line-left-alone"),
    key!("line-gone"),
    key!("line-locked"),
    key!("line-s400"),
    key!("line-s401"),
    key!("line-s402"),
    key!("line-s403"),
    key!("line-s404"),
    key!("line-s410"),
    key!("line-s429"),
    key!("line-s451"),
    key!("line-s503"),
    key!("line-s5xx"),
    key!("line-s3xx"),
    key!("line-snone"),
    key!("line-sodd"),
    key!("line-robots"),
    key!("line-no-robots"),
    key!("line-no-connection"),
    key!("line-no-answer"),
    key!("line-unreachable"),
    key!("line-no-name"),
    key!("line-certificate"),
    key!("line-no-tls"),
    key!("line-empty"),
    key!("line-is-page"),
    key!("line-is-page-named"),
    key!("line-no-feed"),
    key!("line-unclosed"),
    key!("line-not-in"),
    key!("line-bad-bytes"),
    key!("line-muted"),
    key!("line-follow"),
    key!("line-follow-what"),
    key!("line-voice"),
    key!("line-voices"),
    key!("line-copy"),
    key!("line-copies"),
    key!("line-picture"),
    key!("line-long"),
    key!("line-all-lately"),
    key!("line-some-lately"),
    key!("line-again"),
    key!("line-agains"),
    key!("line-newest-now"),
    key!("line-newest-minutes"),
    key!("line-newest-hours"),
    key!("line-newest-days"),
    key!("line-family-texts"),
    key!("line-family"),
    key!("line-together"),
    key!("line-two-events"),
    key!("line-note-quote"),
    key!("line-note-closing"),
    key!("line-note-deep"),
    key!("line-note-long"),
    key!("line-note-or"),
    key!("line-note-most"),
    key!("line-note-parentheses"),
    key!("line-note-open"),
    key!("line-note-star"),
    key!("line-note-no-letter"),
    key!("line-note-missing"),
    key!("line-note-as-words"),
    key!("line-note-means-nothing"),
    key!("line-note-near"),
    key!("line-min"),
    key!("line-hours"),
    key!("line-days"),
];

/// Signs that stand for what differs from line to line, while the lines are taken apart.
const GAPS: [(&str, char); 2] = [("a", '\u{f0000}'), ("b", '\u{f0001}')];

/// How many lines stand in one another: "every 60 min, because …".
const DEPTH: u32 = 3;

/// What a line says between its gaps, and which gap follows each piece.
struct Pattern {
    key: &'static str,
    pieces: Vec<(String, Option<&'static str>)>,
}

static PATTERNS: LazyLock<Vec<Pattern>> =
    LazyLock::new(|| LINES.iter().map(|key| Pattern::of(key)).collect());

impl Pattern {
    fn of(key: &'static str) -> Self {
        let mut args = Args::new();
        for (name, sign) in GAPS {
            args.set(name, sign.to_string());
        }
        let english = say(Tongue::English, key, &args);
        let mut pieces = Vec::new();
        let mut rest = english.as_str();
        while let Some(at) = rest.find(|sign| GAPS.iter().any(|(_, gap)| *gap == sign)) {
            let (before, after) = rest.split_at(at);
            let mut signs = after.chars();
            let sign = signs.next();
            let gap = GAPS.iter().find(|(_, gap)| Some(*gap) == sign).map(|(name, _)| *name);
            pieces.push((before.to_owned(), gap));
            rest = signs.as_str();
        }
        pieces.push((rest.to_owned(), None));
        Self { key, pieces }
    }

    /// What fills the gaps, where the line is of this kind.
    fn fits<'a>(&self, line: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let mut found = Vec::new();
        let mut pieces = self.pieces.iter();
        let (first, gap) = pieces.next()?;
        let mut gap = *gap;
        let mut rest = line.strip_prefix(first.as_str())?;
        for (piece, next) in pieces {
            let at = match (next, piece.as_str()) {
                (None, "") => rest.len(),
                (None, last) => rest.strip_suffix(last)?.len(),
                (Some(_), between) => rest.find(between)?,
            };
            let (filling, after) = rest.split_at_checked(at)?;
            if filling.is_empty() {
                return None;
            }
            found.push((gap?, filling));
            rest = after.get(piece.len()..)?;
            gap = *next;
        }
        rest.is_empty().then_some(found)
    }
}

/// A line of the crates below, in the reader's tongue.
pub fn told(line: &str) -> String {
    match tongue() {
        Tongue::English => line.to_owned(),
        _ => in_tongue(line, DEPTH).into_owned(),
    }
}

/// The same of several lines.
pub fn told_all(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| told(line)).collect()
}

fn in_tongue(line: &str, depth: u32) -> Cow<'_, str> {
    let found = PATTERNS.iter().find_map(|pattern| Some((pattern.key, pattern.fits(line)?)));
    let Some((key, gaps)) = found.filter(|_| depth > 0) else { return Cow::Borrowed(line) };
    let mut args = Args::new();
    for (name, filling) in gaps {
        match filling.parse::<u32>() {
            Ok(number) => args.set(name, number),
            Err(_) => args.set(name, in_tongue(filling, depth - 1)),
        }
    }
    Cow::Owned(filled(key, &args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::within;

    #[test]
    fn lines_of_the_desk_are_told_in_german() {
        for (line, german) in [
            ("nothing new (304)", "nichts Neues (304)"),
            ("6 new entries", "6 neue Einträge"),
            ("6 new and 2 changed entries", "6 neue und 2 geänderte Einträge"),
            ("every 60 min, because it is new here", "alle 60 Min., weil er hier neu ist"),
            (
                "every 4 h, because it brings something about every 9 h",
                "alle 4 Std., weil er etwa alle 9 Std. etwas bringt",
            ),
            (
                "it is gone for good, says the server (410)",
                "laut Server gibt es das nicht mehr (410)",
            ),
            (
                "a.example could not be reached: connection refused",
                "a.example war nicht erreichbar: connection refused",
            ),
            ("1200 independent publishers", "1.200 unabhängige Verlage"),
            ("what nobody foresaw", "what nobody foresaw"),
            ("", ""),
            (" new entries", " new entries"),
        ] {
            assert_eq!(within(Tongue::German, || told(line)), german, "{line}");
            assert_eq!(told(line), line, "English stays as it was written");
        }
    }

    #[test]
    fn lines_that_are_written_now_are_known() {
        let brought = |new_entries, changed_entries| {
            dateline_model::PolledFeed { new_entries, changed_entries, ..Default::default() }
                .in_words()
        };
        for line in [brought(0, 0), brought(1, 0), brought(3, 0), brought(0, 1), brought(2, 5)] {
            let pseudo = within(Tongue::Pseudo, || told(&line));
            assert!(pseudo.starts_with('⟦'), "{line}");
        }
    }
}
