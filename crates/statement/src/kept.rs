//! What is kept of an article's statements: what readers may be shown, and the answers that must
//! stand beside it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::statement::{Act, Gist, Kind, Span, Speaker, Statement};

/// The number of the rules by which statements are found; what was found by an older one is found
/// anew in the course of time.
pub const RULES: i64 = 4;

/// So much of a sentence or of a stretch of words is kept, in characters.
const LONGEST: usize = 1200;

/// Words that somebody said, as the article has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words, without the quotation marks around them.
    pub text: String,
    /// Whether the article has them in quotation marks; only then are they shown in such.
    pub quoted: bool,
}

/// Where the parts of a statement stand in its article's plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Spans {
    /// The sentence that carries it.
    pub sentence: Span,
    /// Where the speaker is named.
    pub speaker: Option<Span>,
    /// The words that say that it was said.
    pub cue: Option<Span>,
    /// What was said.
    pub content: Vec<Span>,
}

/// A statement as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Who; absent where the text names nobody.
    pub speaker: Option<Speaker>,
    /// How its words are given.
    pub kind: Kind,
    /// What was done by it.
    pub act: Act,
    /// The sentence that carries it, in the words of the article.
    pub sentence: String,
    /// What was said.
    pub words: Vec<Words>,
    /// Where it stands.
    pub spans: Spans,
    /// What it is about.
    pub gist: Gist,
    /// How sure it is. Below [`crate::SHOWN`] it is kept only because it may answer another: its
    /// sentence is shown beside that, and no speaker.
    pub confidence: f32,
    /// The day on which an event was so.
    pub as_of: Option<Date>,
    /// The place in the list of what it answers.
    pub answers: Option<usize>,
    /// What a report of it as wrong is known by: the same words of the same speaker in any article.
    pub fingerprint: String,
}

/// What is to be kept of what [`crate::find()`] found in `text`.
pub fn keep(text: &str, found: &[Statement]) -> Vec<Kept> {
    let is_kept = |statement: &Statement| {
        statement.is_shown()
            || statement.answers.and_then(|at| found.get(at)).is_some_and(Statement::is_shown)
    };
    let mut places = vec![None; found.len()];
    let mut kept = Vec::new();
    for (at, statement) in found.iter().enumerate() {
        if is_kept(statement) {
            if let Some(place) = places.get_mut(at) {
                *place = Some(kept.len());
            }
            kept.push(kept_of(text, statement));
        }
    }
    for statement in &mut kept {
        statement.answers = statement.answers.and_then(|at| places.get(at).copied().flatten());
    }
    kept
}

fn kept_of(text: &str, statement: &Statement) -> Kept {
    let name = statement.speaker.as_ref().map(|speaker| speaker.name.as_str());
    let sentence = cut(text.get(statement.sentence.bytes()).unwrap_or_default().trim());
    Kept {
        fingerprint: fingerprint(name, &sentence),
        speaker: statement.speaker.clone(),
        kind: statement.kind,
        act: statement.act,
        sentence,
        words: statement.content.iter().map(|span| words(text, span)).collect(),
        spans: Spans {
            sentence: statement.sentence,
            speaker: statement.speaker.as_ref().map(|speaker| speaker.mention),
            cue: statement.cue,
            content: statement.content.clone(),
        },
        gist: statement.gist.clone(),
        confidence: statement.confidence,
        as_of: statement.as_of,
        answers: statement.answers,
    }
}

/// What a statement is known by when it is reported: its speaker's name and its sentence, whatever
/// the blanks, capitals and marks.
pub fn fingerprint(speaker: Option<&str>, sentence: &str) -> String {
    let mut hash = blake3::Hasher::new();
    for part in [speaker.unwrap_or_default(), sentence] {
        let folded: String = part
            .chars()
            .filter(|sign| sign.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        hash.update(folded.as_bytes());
        hash.update(&[0]);
    }
    hash.finalize().to_hex().as_str().get(..32).unwrap_or_default().to_owned()
}

const OPENING: [char; 7] = ['“', '„', '«', '»', '"', '‘', '”'];
const CLOSING: [char; 7] = ['”', '“', '»', '«', '"', '’', '„'];

/// A stretch of what was said. It stands in quotation marks where they enclose all of it.
fn words(text: &str, span: &Span) -> Words {
    let stretch = text.get(span.bytes()).unwrap_or_default().trim();
    let inner = stretch.strip_prefix(OPENING).map(|rest| rest.trim());
    let around = text.get(..span.start).is_some_and(|before| before.ends_with(OPENING))
        && text.get(span.end..).is_some_and(|after| after.starts_with(CLOSING));
    let (stretch, quoted) = match inner {
        // A quotation that goes on in the next paragraph has no mark at its end.
        Some(inner)
            if !inner.trim_end_matches(CLOSING).contains(['“', '”', '"', '„', '«', '»']) =>
        {
            (inner.trim_end_matches(CLOSING).trim(), true)
        }
        _ => (stretch, around),
    };
    let stretch = if quoted { stretch.trim_end_matches(',') } else { stretch };
    Words { text: cut(stretch), quoted }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, find};

    const TEXT: &str = "HOLM — Mayor Anna Lind accused the port of hiding costs. “We have nothing \
        to hide,” the port’s director, Per Holm, said. Lind said that the town would not pay.";

    #[test]
    fn only_words_in_quotation_marks_are_quoted() {
        let found = find(&Article { text: TEXT, ..Article::default() });
        let kept = keep(TEXT, &found);
        assert!(kept.len() >= 2, "{kept:#?}");
        let quoted: Vec<&Words> =
            kept.iter().flat_map(|kept| &kept.words).filter(|words| words.quoted).collect();
        assert_eq!(quoted.len(), 1);
        assert_eq!(quoted[0].text, "We have nothing to hide");
    }

    #[test]
    fn what_is_unsure_is_kept_only_as_an_answer() {
        let mut found = find(&Article { text: TEXT, ..Article::default() });
        for statement in &mut found {
            statement.confidence = 0.2;
            statement.answers = None;
        }
        assert!(keep(TEXT, &found).is_empty());
        found[0].confidence = 0.9;
        found[1].answers = Some(0);
        let kept = keep(TEXT, &found);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[1].answers, Some(0));
    }

    #[test]
    fn a_fingerprint_is_of_words_and_speaker() {
        let one = fingerprint(Some("Anna Lind"), "We will pay, Lind said.");
        assert_eq!(one, fingerprint(Some("ANNA LIND"), "We  will pay – Lind said"));
        assert_ne!(one, fingerprint(Some("Per Holm"), "We will pay, Lind said."));
        assert_ne!(one, fingerprint(None, "Anna Lind We will pay, Lind said."));
    }
}
