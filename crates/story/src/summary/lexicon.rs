//! The words by which sentences and headlines are judged, from `data/cues.toml`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::sentences::words::{Word, lower_into, unspaced, words};

/// The most words between the two parts of a pattern.
const GAP: usize = 6;

/// A sentence with more of these words is none that could be understood: it counts as a claim that
/// nothing answers.
const MOST_HITS: usize = 64;

/// How far behind a denial the accusation stands that it denies, in bytes.
const NEAR: usize = 40;

#[derive(Debug, Default, Deserialize)]
struct File {
    accuses: Vec<String>,
    accusation_nouns: Vec<String>,
    denies: Vec<String>,
    doubts: Vec<String>,
    silent: Vec<String>,
    boilerplate: Vec<String>,
    page_titles: Vec<String>,
    leaning: Vec<String>,
    leaning_starts: Vec<String>,
    empty: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Accuses,
    Noun,
    Denies,
    Doubts,
    Silent,
}

#[derive(Debug)]
enum Part {
    Word(String),
    Beginning(String),
    Gap,
}

#[derive(Debug)]
struct Pattern {
    class: Class,
    parts: Vec<Part>,
}

/// All of them, ready to be looked up.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// By the first two bytes of the first word.
    patterns: FxHashMap<[u8; 2], Vec<Pattern>>,
    wide: Vec<(Class, String)>,
    boilerplate: Vec<String>,
    page_titles: Vec<String>,
    leaning: FxHashSet<String>,
    leaning_starts: Vec<String>,
    empty: FxHashSet<String>,
}

/// What a sentence does to what others say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// It accuses or claims, and holds no denial of that itself.
    pub(super) claims: bool,
    /// It denies, or says that something is untrue or unproven.
    pub(super) rebuts: bool,
    /// It says that somebody did not answer.
    pub(super) silent: bool,
}

impl Lexicon {
    /// The project's lexicon.
    pub(crate) fn get() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
            let file: File =
                toml::from_str(include_str!("../../data/cues.toml")).unwrap_or_default();
            Lexicon::of(file)
        });
        &LEXICON
    }

    fn of(file: File) -> Self {
        let mut lexicon = Self {
            boilerplate: file.boilerplate,
            page_titles: file.page_titles,
            leaning: file.leaning.into_iter().collect(),
            leaning_starts: file.leaning_starts,
            empty: file.empty.into_iter().collect(),
            ..Self::default()
        };
        for (class, patterns) in [
            (Class::Accuses, file.accuses),
            (Class::Noun, file.accusation_nouns),
            (Class::Denies, file.denies),
            (Class::Doubts, file.doubts),
            (Class::Silent, file.silent),
        ] {
            patterns.into_iter().for_each(|pattern| lexicon.add(class, pattern));
        }
        lexicon
    }

    fn add(&mut self, class: Class, pattern: String) {
        if pattern.chars().next().is_some_and(unspaced) {
            self.wide.push((class, pattern));
            return;
        }
        let parts: Vec<Part> = pattern
            .split(' ')
            .map(|word| match word.strip_suffix('*') {
                _ if word == "~" => Part::Gap,
                Some(beginning) => Part::Beginning(beginning.to_owned()),
                None => Part::Word(word.to_owned()),
            })
            .collect();
        if let Some(head) = head(&pattern) {
            self.patterns.entry(head).or_default().push(Pattern { class, parts });
        }
    }

    /// What a sentence or a headline does.
    pub(super) fn said(&self, sentence: &str) -> Said {
        let mut hits: Vec<(Class, usize)> = Vec::new();
        let (mut spaced, mut wide) = (Vec::new(), false);
        for word in words(sentence) {
            wide |= word.pair;
            if !word.pair {
                spaced.push(word);
            }
        }
        for (index, word) in spaced.iter().enumerate() {
            let Some(patterns) = head(word.text).and_then(|head| self.patterns.get(&head)) else {
                continue;
            };
            let rest = spaced.get(index..).unwrap_or_default();
            let met = patterns.iter().filter(|pattern| matches(&pattern.parts, rest));
            hits.extend(met.map(|pattern| (pattern.class, word.start)));
        }
        if wide {
            for (class, pattern) in &self.wide {
                hits.extend(sentence.rfind(pattern.as_str()).map(|at| (*class, at)));
            }
        }
        judge(&hits)
    }

    /// Whether a sentence is a page's furniture rather than news.
    pub(super) fn is_boilerplate(&self, sentence: &str) -> bool {
        let lower = sentence.to_lowercase();
        self.boilerplate.iter().any(|cue| lower.contains(cue.as_str()))
    }

    /// Whether a headline tells of a page or asks, rather than tells of an event.
    pub(super) fn is_page_title(&self, title: &str) -> bool {
        let lower = title.trim().to_lowercase();
        let asks = lower.ends_with(['?', '？', '؟']) || lower.starts_with('¿');
        asks || self.page_titles.iter().any(|cue| {
            // Those that end with a blank are what a headline begins with.
            if cue.ends_with(' ') {
                lower.starts_with(cue.as_str())
            } else {
                lower.contains(cue.as_str())
            }
        })
    }

    /// Whether a sentence leans on the one before it.
    pub(super) fn leans(&self, sentence: &str) -> bool {
        let trimmed = sentence.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        if trimmed.chars().next().is_some_and(unspaced) {
            return self.leaning_starts.iter().any(|start| trimmed.starts_with(start.as_str()));
        }
        let mut lower = String::new();
        words(trimmed).next().is_none_or(|first| {
            lower_into(first.text, &mut lower);
            self.leaning.contains(&lower)
        })
    }

    /// Whether a word in lower case tells nothing of an event.
    pub(crate) fn is_empty_word(&self, lower: &str) -> bool {
        self.empty.contains(lower)
    }
}

/// An accusation is answered in its own sentence where a denial by somebody follows it, or where
/// it is only what a denial denies.
fn judge(hits: &[(Class, usize)]) -> Said {
    if hits.len() > MOST_HITS {
        return Said { claims: true, rebuts: false, silent: false };
    }
    let last = |class| hits.iter().filter(|hit| hit.0 == class).map(|hit| hit.1).max();
    let denials: Vec<usize> =
        hits.iter().filter(|hit| hit.0 == Class::Denies).map(|hit| hit.1).collect();
    let refuting = |class| matches!(class, Class::Denies | Class::Doubts);
    let denied = |at: usize| {
        hits.iter().any(|(class, before)| refuting(*class) && *before < at && at - before <= NEAR)
    };
    let only_denied = |at: usize| hits.contains(&(Class::Noun, at)) && denied(at);
    let claim = hits
        .iter()
        .filter(|(class, at)| *class == Class::Accuses && !only_denied(*at))
        .map(|hit| hit.1)
        .max();
    let answered = match (claim, last(Class::Denies)) {
        (Some(claim), Some(denial)) => denial > claim,
        _ => false,
    };
    Said {
        claims: claim.is_some() && !answered,
        rebuts: !denials.is_empty() || last(Class::Doubts).is_some(),
        silent: last(Class::Silent).is_some(),
    }
}

/// The first two bytes of a word in lower case.
fn head(word: &str) -> Option<[u8; 2]> {
    let first = word.chars().next()?;
    if first.is_ascii() {
        let second = *word.as_bytes().get(1)?;
        return Some([first.to_ascii_lowercase() as u8, second.to_ascii_lowercase()]);
    }
    let mut bytes = [0; 4];
    let small = first.to_lowercase().next()?;
    small.encode_utf8(&mut bytes).as_bytes().first_chunk::<2>().copied()
}

fn matches(parts: &[Part], words: &[Word<'_>]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return true };
    let further = words.get(1..).unwrap_or_default();
    match (first, words.first()) {
        (Part::Gap, _) => (0..=GAP).any(|skip| {
            words.get(skip..).is_some_and(|words| !words.is_empty() && matches(rest, words))
        }),
        (_, None) => false,
        (Part::Word(text), Some(word)) => is_word(word.text, text) && matches(rest, further),
        (Part::Beginning(text), Some(word)) => begins(word.text, text) && matches(rest, further),
    }
}

fn is_word(word: &str, lower: &str) -> bool {
    if word.is_ascii() { word.eq_ignore_ascii_case(lower) } else { lowered(word) == lower }
}

fn begins(word: &str, lower: &str) -> bool {
    if word.is_ascii() {
        word.get(..lower.len()).is_some_and(|start| start.eq_ignore_ascii_case(lower))
    } else {
        lowered(word).starts_with(lower)
    }
}

fn lowered(word: &str) -> String {
    let mut lower = String::new();
    lower_into(word, &mut lower);
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_parses() {
        let file: Result<File, _> = toml::from_str(include_str!("../../data/cues.toml"));
        let lexicon = Lexicon::of(file.expect("it parses"));
        assert!(lexicon.patterns.len() > 20 && lexicon.wide.len() > 10);
    }

    #[test]
    fn accusations_denials_and_silence() {
        let said = |text| Lexicon::get().said(text);
        for text in [
            "The union accused the port of hiding leaks.",
            "Die Gewerkschaft warf dem Hafen Vertuschung vor.",
            "Le syndicat accuse le port de mentir.",
            "工会指责港口隐瞒。",
            "The minister denied knowing of it and accused the port of fraud.",
            "Moscow accused Kyiv of fabricating the report.",
        ] {
            assert!(said(text).claims, "{text}");
        }
        for text in [
            "The port denied the allegations.",
            "The union accused the port of hiding leaks, which it denies.",
            "Der Hafen wies die Vorwürfe zurück.",
            "Le port a démenti.",
            "港口否认。",
            "The inspectors found that the port did not hide anything.",
        ] {
            let said = said(text);
            assert!(said.rebuts && !said.claims, "{text}: {said:?}");
        }
        assert!(said("The port declined to comment on Monday.").silent);
        assert_eq!(said("The ferry left the port at noon."), Said::default());
    }

    #[test]
    fn sentences_that_lean_and_headlines_of_pages() {
        let lexicon = Lexicon::get();
        for text in [
            "He left.",
            "But the port stayed.",
            "Doch es kam anders.",
            "“They lied.”",
            "しかし雨だ。",
        ] {
            assert!(lexicon.leans(text), "{text}");
        }
        assert!(!lexicon.leans("Officials left the port."));
        for title in ["Did the port lie?", "Port fire: live updates", "How the port burned"] {
            assert!(lexicon.is_page_title(title), "{title}");
        }
        assert!(!lexicon.is_page_title("Port burns for a second day"));
        assert!(lexicon.is_boilerplate("Sign up for our newsletter."));
    }
}
