//! Runs of words that may be names, and what they are names of.

use super::{Gender, Sort};
use crate::article::Layout;
use crate::lexicon::Lexicon;
use crate::phrases::{DEGREES, MONTHS};
use crate::tags::Tag;

/// Names longer than this in tokens are no names.
const LONGEST_NAME: usize = 8;

/// A run of words that may be a name, with the titles before it.
pub(crate) struct Run {
    pub(crate) title: (usize, usize),
    pub(crate) from: usize,
    pub(crate) to: usize,
}

pub(crate) fn gender_of_title(layout: &Layout<'_>, lexicon: &Lexicon, run: &Run) -> Gender {
    let title: Vec<&str> = (run.title.0..run.title.1).map(|at| layout.lower(at)).collect();
    gender(lexicon, &title, "", 1)
}

pub(crate) fn gender(lexicon: &Lexicon, title: &[&str], first: &str, words: usize) -> Gender {
    let plain = |word: &&str| word.trim_end_matches('.').to_owned();
    for word in title.iter().map(plain) {
        if lexicon.is("female", &word) {
            return Gender::Female;
        }
        if lexicon.is("male", &word) {
            return Gender::Male;
        }
    }
    let (female, male) = (lexicon.is("female_names", first), lexicon.is("male_names", first));
    match (words > 1, female, male) {
        (true, true, false) => Gender::Female,
        (true, false, true) => Gender::Male,
        _ => Gender::Unknown,
    }
}

const GROUP_WORDS: &[&str] = &[
    "inc.",
    "corp.",
    "inc",
    "corp",
    "ltd",
    "llc",
    "co.",
    "association",
    "institute",
    "times",
    "post",
    "journal",
    "news",
    "press",
    "states",
    "nations",
    "club",
    "fund",
    "trust",
    "center",
    "centre",
    "office",
    "service",
    "services",
    "house",
    "party",
    "states",
    "street",
    "league",
    "society",
    "project",
    "network",
    "radio",
    "television",
    "tv",
    "magazine",
    "review",
];

pub(crate) fn sort(
    lexicon: &Lexicon,
    layout: &Layout<'_>,
    run: &Run,
    title: &[&str],
    gender: Gender,
) -> Sort {
    let last = layout.lower(run.to - 1);
    let (start, end) = layout.bytes(run.from, run.to);
    let whole = layout.text.get(start..end).unwrap_or_default().to_lowercase();
    if lexicon.country(&whole).is_some() {
        return Sort::Place;
    }
    let group = (run.from..run.to).any(|at| {
        let word = layout.lower(at);
        GROUP_WORDS.contains(&word) || (lexicon.is("groups", word) && word != "house")
    });
    // "Stability AI", but not "Kelly Lind MS".
    let short = layout.word(run.to - 1);
    let is_short = run.to - run.from > 1
        && (2..=4).contains(&short.len())
        && short.bytes().all(|sign| sign.is_ascii_uppercase())
        && !DEGREES.contains(&last)
        && !matches!(short, "II" | "III" | "IV" | "JR" | "SR");
    if group
        || is_short
        || (run.to - run.from == 1
            && layout.word(run.from).len() > 1
            && layout.word(run.from).chars().all(char::is_uppercase))
    {
        return Sort::Group;
    }
    if gender != Gender::Unknown || !title.is_empty() {
        return Sort::Person;
    }
    Sort::Unknown
}

/// The runs of words that may be names.
pub(crate) fn runs(layout: &Layout<'_>, lexicon: &Lexicon) -> Vec<Run> {
    let mut found = Vec::new();
    for sentence in &layout.sentences {
        let mut at = sentence.from;
        while at < sentence.to {
            if !is_name_word(layout, at, sentence.from) {
                at += 1;
                continue;
            }
            let mut to = at + 1;
            while to < sentence.to && to - at < LONGEST_NAME {
                if is_name_word(layout, to, sentence.from) {
                    to += 1;
                } else if matches!(
                    layout.lower(to),
                    "of" | "for"
                        | "de"
                        | "van"
                        | "von"
                        | "bin"
                        | "al"
                        | "del"
                        | "la"
                        | "der"
                        | "du"
                        | "da"
                        | "di"
                        | "dos"
                        | "ben"
                        | "el"
                        | "ibn"
                        | "and"
                        | "&"
                ) && joins_name(layout, at, to)
                    && is_name_word(layout, to + 1, sentence.from)
                    && to + 1 < sentence.to
                {
                    to += 2;
                } else {
                    break;
                }
            }
            found.extend(run_of(layout, lexicon, sentence.from, at, to));
            at = to;
        }
    }
    found
}

/// Whether "of" and the like stand inside a name: particles always, "of" after an office's word.
fn joins_name(layout: &Layout<'_>, from: usize, at: usize) -> bool {
    match layout.lower(at) {
        "of" => {
            let before = layout.lower(at - 1);
            matches!(
                before,
                "department"
                    | "university"
                    | "bank"
                    | "house"
                    | "ministry"
                    | "bureau"
                    | "board"
                    | "institute"
                    | "council"
                    | "academy"
                    | "chamber"
                    | "office"
                    | "league"
                    | "federation"
                    | "joint"
            )
        }
        "for" => matches!(
            layout.lower(at - 1),
            "center" | "centers" | "institute" | "council" | "committee"
        ),
        "and" => false,
        _ => at > from,
    }
}

fn is_name_word(layout: &Layout<'_>, at: usize, _start: usize) -> bool {
    let word = layout.word(at);
    let upper = word.chars().next().is_some_and(char::is_uppercase);
    let small = Lexicon::english().is("closed", layout.lower(at))
        && !matches!(layout.lower(at), "will" | "may" | "per" | "round" | "worth" | "past" | "one");
    if !upper || small || matches!(layout.lower(at), "mr" | "i'm") {
        return false;
    }
    matches!(layout.tag(at), Tag::Nnp)
        || (matches!(layout.tag(at), Tag::Other | Tag::Nn | Tag::Jj | Tag::Nns)
            && layout.tag(at - usize::from(at > 0)) != Tag::Punct
            && at > 0)
}

/// Words before a name that may have a capital without being of it.
const FOREWORDS: &[&str] = &[
    "sorry",
    "update",
    "correction",
    "note",
    "thanks",
    "thank",
    "dear",
    "hello",
    "hi",
    "hey",
    "yes",
    "no",
    "oh",
    "ok",
    "okay",
    "well",
    "please",
    "sadly",
    "luckily",
    "maybe",
    "perhaps",
    "meanwhile",
    "lately",
    "recently",
    "earlier",
    "later",
    "today",
    "yesterday",
    "tonight",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "why",
    "how",
    "what",
    "watch",
    "read",
    "photo",
    "related",
    "updated",
    "breaking",
    "exclusive",
    "try",
    "get",
    "see",
    "meet",
    "buy",
    "shop",
    "find",
    "use",
    "visit",
    "check",
    "follow",
    "call",
    "ask",
    "tell",
    "add",
    "let",
    "go",
    "make",
    "take",
    "learn",
    "join",
    "click",
    "opinion",
    "analysis",
    "video",
    "credit",
    "image",
    "source",
];

/// Parts titles and roles from the name that they stand before.
fn run_of(
    layout: &Layout<'_>,
    lexicon: &Lexicon,
    floor: usize,
    from: usize,
    to: usize,
) -> Option<Run> {
    let is_title = |at: usize| {
        let word = layout.lower(at);
        let plain = word.trim_end_matches('.');
        lexicon.is("roles", plain)
            || lexicon.is("female", plain)
            || lexicon.is("male", plain)
            || matches!(
                plain,
                "dr" | "prof"
                    | "sen"
                    | "rep"
                    | "gov"
                    | "gen"
                    | "lt"
                    | "col"
                    | "maj"
                    | "capt"
                    | "sgt"
                    | "rev"
                    | "former"
                    | "vice"
                    | "first"
                    | "judge"
                    | "justice"
                    | "secretary"
                    | "sir"
                    | "st"
                    | "cpl"
                    | "adm"
                    | "attorney"
                    | "press"
                    | "reps"
                    | "sens"
                    | "atty"
                    | "supt"
                    | "ceo"
                    | "then-president"
                    | "state"
                    | "leader"
                    | "speaker"
                    | "whip"
            )
    };
    // "Sorry Lind", "In November Lind": what stands before the name is none of it.
    let mut from = from;
    while from + 1 < to
        && (FOREWORDS.contains(&layout.lower(from))
            || MONTHS.contains(&layout.lower(from))
            // "the ambassador to the U.N. Anna Lind".
            || to - from > 2 && matches!(layout.lower(from), "u.n." | "u.s." | "u.k." | "eu" | "un"))
    {
        from += 1;
    }
    let mut name = from;
    for at in from..to.saturating_sub(1) {
        if is_title(at) {
            name = at + 1;
        }
    }
    while name < to && matches!(layout.lower(name), "former" | "then" | "ex") {
        name += 1;
    }
    if name >= to || (name == to - 1 && is_title(name) && layout.lower(name) != "justice") {
        return None;
    }
    // "Kremlin spokesman Dmitry Peskov": small words before the name are its title too.
    let mut title = from;
    if name == from {
        let role = from.checked_sub(1).filter(|before| {
            *before >= floor
                && lexicon.is("roles", layout.lower(*before))
                && layout.tag(*before) != Tag::Nns
        });
        if let Some(role) = role {
            title = role;
            while title > floor
                && matches!(
                    layout.tag(title - 1),
                    Tag::Nn | Tag::Nnp | Tag::Jj | Tag::Pos | Tag::Vbn
                )
                && from - title < 7
            {
                title -= 1;
            }
            return Some(Run { title: (title, from), from, to });
        }
        title = name;
        // "his wife, Melania Lind": whose relative or lawyer she is, is her role.
        let apart =
            from.checked_sub(3).filter(|owner| *owner >= floor && layout.lower(from - 1) == ",");
        if apart.is_some_and(|owner| matches!(layout.tag(owner), Tag::PrpS | Tag::Pos))
            && lexicon.is("roles", layout.lower(from - 2))
        {
            return Some(Run { title: (from - 2, from - 1), from, to });
        }
    } else {
        while title > floor
            && matches!(layout.tag(title - 1), Tag::Nn | Tag::Jj | Tag::Pos)
            && name - title < 7
            && layout.tag(title - 1) != Tag::Pos
        {
            title -= 1;
        }
    }
    Some(Run { title: (title, name), from: name, to })
}
