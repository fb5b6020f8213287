//! How sure a statement is: a learned sum over signs of how it was found.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::acts::is_of_claim;
use crate::frames::{Found, Frame};
use crate::items::Items;
use crate::lexicon::Form;
use crate::phrases::Way;
use crate::statement::Kind;
use crate::tags::Tag;

/// What tells how sure a statement is, each by the name that its weight goes by.
pub(crate) fn signs(
    found: &Found,
    items: &Items<'_, '_>,
    kind: Kind,
    words: &[&str],
) -> Vec<&'static str> {
    let mut signs = vec!["always"];
    let quoted = matches!(found.frame, Frame::QuoteBefore | Frame::QuoteAfter);
    let is_verb =
        !matches!(found.frame, Frame::According | Frame::Nominal | Frame::Colon | Frame::Silence);
    signs.push(match found.frame {
        Frame::QuoteBefore => "quote before",
        Frame::QuoteAfter => "quote after",
        Frame::That => "that",
        Frame::Bare => "bare clause",
        Frame::Before => "clause before",
        Frame::Around => "clause around",
        Frame::Whether => "question",
        Frame::To => "to",
        Frame::ObjectTo => "object to",
        Frame::Noun => "noun",
        Frame::Led => "led",
        Frame::Named => "named",
        Frame::Claim => "claim",
        Frame::Nominal => "nominal",
        Frame::According => "according",
        Frame::Silence => "silence",
        Frame::Colon => "colon",
    });
    signs.push(match (found.level, quoted) {
        (1, _) => "says",
        (2, true) => "mostly says, quoted",
        (2, false) => "mostly says",
        (_, true) => "stance, quoted",
        (_, false) => "stance",
    });
    if let Some(subject) = found.subject {
        signs.push(match subject.way {
            Way::Beside => "beside",
            Way::Apart => "apart",
            Way::Behind => "behind",
            Way::Relative => "relative",
            Way::Shared => "shared",
            Way::Participle => "participle",
            Way::Noun => "owner",
        });
        signs.push(speaker_sign(items, subject.head));
        if is_verb
            && matches!(found.form, Form::Base)
            && !items.is_upper(subject.head)
            && items.tag(subject.head) != Tag::Prp
        {
            signs.push("people in general");
        }
    }
    if is_verb && matches!(found.form, Form::Base) && !quoted {
        signs.push("base form");
    }
    if matches!(&*found.lemma, "say" | "tell" | "add" | "write") {
        signs.push("plain verb");
    }
    if is_of_claim(found, words) {
        signs.push("of a claim");
    }
    if found.group.progressive {
        signs.push("progressive");
    }
    if kind == Kind::Mixed {
        signs.push("mixed");
    }
    for (doubt, sign) in ["a doubt", "two doubts", "three doubts"].into_iter().enumerate() {
        if usize::from(found.doubts) > doubt {
            signs.push(sign);
        }
    }
    let words: usize = found.covered.iter().map(|(from, to)| to - from).sum();
    // "a claim that she called a lie" is as short as it is sure.
    if words < 4 && !quoted && found.frame != Frame::Claim {
        signs.push("few words");
    }
    signs
}

/// The sign of what nobody in particular is named for: a pronoun alone, a thing that cannot speak. It
/// is not shown, however sure the rest of it is.
pub(crate) const NOBODY: &str = "nobody named";

/// So sure is what is not shown at most.
const NOT_SHOWN: f32 = 0.45;

/// Whether the reporter's own words can be of whom the noun at `head` names: a name, a person by
/// role, a group, a document.
pub(crate) fn may_speak(items: &Items<'_, '_>, head: usize) -> bool {
    speaker_sign(items, head) != "other noun"
        || items.lexicon.is("sayers", items.lower(head))
        || is_of_calling(items.lower(head))
        || (items.is(head, &["%", "percent", "one", "another", "few"]))
}

/// Whether a noun ends as those for people by what they do.
fn is_of_calling(word: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "ist", "ician", "goer", "ologer", "woman", "women", "person", "maker", "holder", "surgeon",
        "keeper", "worker", "fighter", "owner",
    ];
    let one = word.strip_suffix('s').unwrap_or(word);
    one.len() > 5 && ENDINGS.iter().any(|ending| one.ends_with(ending))
}

fn speaker_sign(items: &Items<'_, '_>, head: usize) -> &'static str {
    let word = items.lower(head);
    if items.is(head, &["he", "she"]) {
        "he or she"
    } else if items.is(head, &["it", "they", "its", "their", "his", "her"]) {
        "it or they"
    } else if items.is(head, &["i", "we", "you", "who", "which", "that", "this", "those", "these"])
    {
        "no third person"
    } else if items.tag(head) == Tag::Nnp || (items.is_upper(head) && head > 0) {
        "name"
    } else if items.lexicon.is("roles", word) || items.lexicon.is("groups", word) {
        "role"
    } else if items.lexicon.is("documents", word) {
        "document"
    } else if items.is_nameable(head) {
        "nameable"
    } else {
        "other noun"
    }
}

/// The weights of the signs, learned by `eval/learn-statements.sh`; the file says from what.
static WEIGHTS: LazyLock<FxHashMap<&'static str, f32>> = LazyLock::new(|| {
    let lines =
        include_str!("../data/confidence.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (weight, sign) = line.split_once(' ')?;
            Some((sign.trim(), weight.parse().ok()?))
        })
        .collect()
});

/// A wrong word in somebody's mouth weighs as much as so many right ones that are kept back. What is
/// as likely wrong as that makes worth showing has the confidence ½.
const WRONG_WEIGHS: f32 = 3.0;

/// How sure what shows these signs is, from 0 to 1: the odds of its being just as the text has it,
/// against so many times the odds of its being wrong.
pub(crate) fn of(signs: &[&str]) -> f32 {
    let sum: f32 = signs.iter().filter_map(|sign| WEIGHTS.get(sign)).sum();
    let sure = 1.0 / (1.0 + WRONG_WEIGHS * (-sum).exp());
    if signs.contains(&NOBODY) { sure.min(NOT_SHOWN) } else { sure }
}
