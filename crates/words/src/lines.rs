//! Lines that crates wrote in English, told in other tongues.
//!
//! What a poll brought, why a server gave nothing, why a story stands where it stands: the crates
//! below say these in English lines, which are logged, printed and stored as they are. Each kind of
//! line is a message of the rooms whose names begin with `lines`, and its English is the line
//! itself. A line that is of one of these kinds is said by its message; any other stays as it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::FluentArgs;
use fluent_syntax::ast::Entry;

use crate::book::{files, say};
use crate::tongue::Tongue;

/// Signs that stand for what differs from line to line, while the lines are taken apart.
const GAPS: [(&str, char, Holds); 7] = [
    ("a", '\u{f0000}', Holds::Text),
    ("b", '\u{f0001}', Holds::Text),
    ("c", '\u{f0002}', Holds::Text),
    ("d", '\u{f0003}', Holds::Text),
    ("line", '\u{f0004}', Holds::Line),
    ("more", '\u{f0005}', Holds::Line),
    ("known", '\u{f0006}', Holds::KnownLine),
];

/// How many lines stand in one another: "every 60 min, because …".
const DEPTH: u32 = 4;

/// What stands between lines that were joined into one.
const JOINT: &str = "; ";

/// What a gap may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A number or somebody's words.
    Text,
    /// A line of its own, or any other text.
    Line,
    /// A line that is known.
    KnownLine,
}

#[derive(Debug, Clone, Copy)]
struct Gap {
    name: &'static str,
    holds: Holds,
}

/// What a line says between its gaps, and which gap follows each piece.
struct Kind {
    key: String,
    pieces: Vec<(String, Option<Gap>)>,
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let rooms = files(Tongue::English).iter().filter(|(room, _)| room.starts_with("lines"));
    rooms.flat_map(|(_, text)| keys(text)).map(Kind::of).collect()
});

fn keys(text: &str) -> Vec<String> {
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let message = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.body.iter().filter_map(message).collect()
}

impl Kind {
    fn of(key: String) -> Self {
        let mut args = FluentArgs::new();
        for (name, sign, _) in GAPS {
            args.set(name, sign.to_string());
        }
        let english = say(Tongue::English, &key, &args);
        let mut pieces = Vec::new();
        let mut rest = english.as_str();
        while let Some(at) = rest.find(|sign| GAPS.iter().any(|(_, gap, _)| *gap == sign)) {
            let (before, after) = rest.split_at(at);
            let mut signs = after.chars();
            let sign = signs.next();
            let gap = GAPS.iter().find(|(_, gap, _)| Some(*gap) == sign);
            let gap = gap.map(|&(name, _, holds)| Gap { name, holds });
            pieces.push((before.to_owned(), gap));
            rest = signs.as_str();
        }
        pieces.push((rest.to_owned(), None));
        Self { key, pieces }
    }

    /// What fills the gaps, where the line is of this kind.
    fn fits<'a>(&self, line: &'a str) -> Option<Vec<(Gap, &'a str)>> {
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

/// A line in a tongue; as it is where it is of no kind that is known, and in English.
#[must_use]
pub fn told(tongue: Tongue, line: &str) -> Cow<'_, str> {
    match tongue {
        Tongue::English => Cow::Borrowed(line),
        _ => known(tongue, line, DEPTH).unwrap_or(Cow::Borrowed(line)),
    }
}

/// Whether a line is of a kind that other tongues have a message for.
#[must_use]
pub fn is_known(line: &str) -> bool {
    known(Tongue::Pseudo, line, DEPTH).is_some()
}

/// The keys of the lines that [`told`] looks for: no code names them.
pub fn line_keys() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.key.as_str())
}

fn known(tongue: Tongue, line: &str, depth: u32) -> Option<Cow<'_, str>> {
    alone(tongue, line, depth, false)
        .or_else(|| joined(tongue, line, depth))
        .or_else(|| alone(tongue, line, depth, true))
}

/// The line as one; what fills it holds several only where that is `allowed`.
fn alone(tongue: Tongue, line: &str, depth: u32, allowed: bool) -> Option<Cow<'_, str>> {
    let depth = depth.checked_sub(1)?;
    KINDS.iter().find_map(|kind| {
        let gaps = kind.fits(line)?;
        if !allowed && gaps.iter().any(|(_, filling)| filling.contains(JOINT)) {
            return None;
        }
        let mut args = FluentArgs::new();
        for (gap, filling) in gaps {
            let inner = match gap.holds {
                Holds::Text => None,
                Holds::Line => known(tongue, filling, depth),
                Holds::KnownLine => Some(known(tongue, filling, depth)?),
            };
            match (inner, filling.parse::<u32>()) {
                (Some(inner), _) => args.set(gap.name, inner),
                (None, Ok(number)) => args.set(gap.name, number),
                (None, Err(_)) => args.set(gap.name, filling),
            }
        }
        Some(Cow::Owned(say(tongue, &kind.key, &args)))
    })
}

/// Several lines in one, some of which are known.
fn joined(tongue: Tongue, line: &str, depth: u32) -> Option<Cow<'_, str>> {
    let mut told = Vec::new();
    let mut is_known = false;
    let mut rest = line;
    while !rest.is_empty() {
        // A line may hold the joint itself, so the longest that is known counts.
        let ends = rest.rmatch_indices(JOINT).map(|(at, _)| at);
        let ends = ends.filter(|_| rest.len() < line.len() || line.contains(JOINT));
        let whole = (rest.len() < line.len()).then_some(rest.len());
        let first = whole
            .into_iter()
            .chain(ends)
            .find_map(|end| Some((end, alone(tongue, rest.get(..end)?, depth, false)?)));
        let end = match first {
            Some((end, one)) => {
                is_known = true;
                told.push(one);
                end
            }
            None => {
                let end = rest.find(JOINT).unwrap_or(rest.len());
                told.push(Cow::Borrowed(rest.get(..end)?));
                end
            }
        };
        rest = rest.get(end + JOINT.len()..).unwrap_or_default();
    }
    is_known.then(|| Cow::Owned(told.join(JOINT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(line: &str) -> Cow<'_, str> {
        told(Tongue::German, line)
    }

    #[test]
    fn lines_are_told_in_german_and_stay_in_english() {
        for (line, told_in_german) in [
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
                "a.example war nicht erreichbar: Verbindung abgelehnt",
            ),
            ("1200 independent publishers", "1.200 unabhängige Verlage"),
            ("what nobody foresaw", "what nobody foresaw"),
            ("", ""),
            (" new entries", " new entries"),
        ] {
            assert_eq!(german(line), told_in_german, "{line}");
            assert_eq!(told(Tongue::English, line), line);
        }
    }

    #[test]
    fn lines_stand_in_one_another() {
        assert_eq!(
            german("https://a.example/feed: this is not a feed: it looks like plain text"),
            "https://a.example/feed: das ist kein Feed: Es sieht aus wie reiner Text"
        );
        assert_eq!(
            german(
                "the name nas.lan leads to 10.0.0.2, a private address; list it in fetch.allow to permit it"
            ),
            "der Name nas.lan führt zu 10.0.0.2, eine private Adresse; wer sie erlauben will, nennt sie in fetch.allow"
        );
        assert!(!is_known("Ferry: all hands safe"), "a headline is no line");
    }

    #[test]
    fn several_lines_in_one_are_told_each() {
        assert_eq!(
            german(
                "some bytes are not valid UTF-8; they were read as windows-1252; 3 elements are not \
                 closed; nobody knows this; some bytes are not valid EUC-JP"
            ),
            "manche Bytes sind kein gültiges UTF-8; sie wurden als windows-1252 gelesen; 3 Elemente \
             sind nicht geschlossen; nobody knows this; manche Bytes sind kein gültiges EUC-JP"
        );
        assert_eq!(german("a; b; c"), "a; b; c");
        assert_eq!(german("; ; "), "; ; ");
    }

    /// Each kind is found by its own English, not by a more general one that stands before it.
    #[test]
    fn every_kind_is_known_by_its_own_line() {
        let mut faults = Vec::new();
        for kind in KINDS.iter() {
            let mut args = FluentArgs::new();
            for (name, _, holds) in GAPS {
                args.set(name, if holds == Holds::KnownLine { "a private address" } else { "Ωx" });
            }
            let line = say(Tongue::English, &kind.key, &args);
            let found = KINDS.iter().find(|other| {
                let inner_known = |(gap, filling): &(Gap, &str)| {
                    gap.holds != Holds::KnownLine || is_known(filling)
                };
                other.fits(&line).is_some_and(|gaps| gaps.iter().all(inner_known))
            });
            let found = found.map(|other| other.key.as_str());
            let same = |key: &str| {
                say(Tongue::German, key, &args) == say(Tongue::German, &kind.key, &args)
            };
            if !found.is_some_and(|key| key == kind.key || same(key)) {
                faults.push(format!("{}: {found:?}", kind.key));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
