//! Runs of words that may be names, and what they are names of.

use super::words::{DAYS, FOREWORDS, GROUP_WORDS, INVERTING, OF_PLACES};
use super::{Gender, Sort};
use crate::article::Layout;
use crate::lexicon::Lexicon;
use crate::phrases::{DEGREES, MONTHS, PARTICLES};
use crate::tags::Tag;

/// Names longer than this in tokens are no names.
const LONGEST_NAME: usize = 8;

/// A run of words that may be a name, with the titles before it.
pub(crate) struct Run {
    pub(crate) title: (usize, usize),
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Whether it is an office's word, which is a name only where somebody is called so: "King".
    pub(crate) is_office: bool,
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
    // "Chris Lind" is a person, whichever.
    let first = layout.lower(run.from);
    let is_called = run.to - run.from > 1
        && (lexicon.is("female_names", first) || lexicon.is("male_names", first));
    if gender != Gender::Unknown || is_called || !title.is_empty() {
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
                } else if let Some(next) = joined_by_small_words(layout, at, to)
                    && next < sentence.to
                    && is_name_word(layout, next, sentence.from)
                {
                    to = next + 1;
                } else {
                    break;
                }
            }
            // "Kelly Lind MS": a degree is no surname.
            let mut last = to;
            while last > at + 1
                && DEGREES.contains(&layout.lower(last - 1))
                && !matches!(layout.lower(last - 1), "jr" | "jr." | "sr" | "sr.")
                && layout.word(last - 1).chars().filter(|sign| sign.is_uppercase()).count() > 1
            {
                last -= 1;
            }
            found.extend(run_of(layout, lexicon, sentence.from, at, last).map(|run| Run {
                from: before_possessive(layout, sentence.from, &run).unwrap_or(run.from),
                ..run
            }));
            at = to;
        }
    }
    found
}

/// Where a group's name begins that says whose it is: "Children's Health Defense".
fn before_possessive(layout: &Layout<'_>, floor: usize, run: &Run) -> Option<usize> {
    let first = run.from.checked_sub(2).filter(|first| *first >= floor)?;
    let whose = matches!(
        layout.lower(first),
        "children"
            | "women"
            | "men"
            | "people"
            | "veterans"
            | "teachers"
            | "nurses"
            | "workers"
            | "farmers"
            | "students"
            | "drivers"
            | "actors"
            | "writers"
            | "consumers"
            | "tenants"
    );
    let is_owner = layout.word(first).starts_with(char::is_uppercase)
        && layout.tag(first + 1) == Tag::Pos
        && run.title.0 == run.title.1
        && !run.is_office;
    // "the Kesten County Sheriff's Department".
    let office = matches!(layout.lower(run.from), "office" | "department");
    let mut start = first;
    while office && start > floor && is_name_word(layout, start - 1, floor) {
        start -= 1;
    }
    let holds = is_owner && (whose || office);
    holds.then_some(start)
}

/// Whether words are a surname alone, which several of a family may have: "Lind", "von Lind".
pub(crate) fn is_surname(words: &[Box<str>]) -> bool {
    const LEADING: &[&str] = &[
        "de", "van", "von", "bin", "del", "della", "der", "den", "du", "da", "di", "dos", "ibn",
        "ter",
    ];
    match words {
        [_] => true,
        [first, .., _] => LEADING.contains(&&**first) && words.len() <= 3,
        [] => false,
    }
}

/// Where a name may go on behind the small words at `at`: "of", "for", "and" or at most two particles.
fn joined_by_small_words(layout: &Layout<'_>, from: usize, at: usize) -> Option<usize> {
    let is_particle = |at: usize| PARTICLES.contains(&layout.lower(at));
    if is_particle(at) {
        return Some(at + 1 + usize::from(is_particle(at + 1)));
    }
    // "Johnson & Johnson", but not "Tom Lind & Ann Ahl".
    let several = layout.lower(at) == "&" && at - from > 1;
    let joins =
        matches!(layout.lower(at), "of" | "for" | "&") && joins_name(layout, from, at) && !several;
    // "the Department of the Treasury".
    let article = layout.lower(at) == "of" && layout.lower(at + 1) == "the";
    joins.then_some(at + 1 + usize::from(article))
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
                    | "association"
                    | "organization"
                    | "organisation"
                    | "society"
                    | "foundation"
                    | "agency"
                    | "union"
            )
        }
        "for" => matches!(
            layout.lower(at - 1),
            "center"
                | "centers"
                | "institute"
                | "council"
                | "committee"
                | "association"
                | "organization"
                | "organisation"
                | "alliance"
                | "coalition"
                | "foundation"
                | "society"
                | "agency"
                | "fund"
        ),
        _ => at > from,
    }
}

/// Whether a word tells party and place: "R-Texas".
fn is_party_tag(word: &str) -> bool {
    word.strip_prefix(['R', 'D', 'I'])
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|place| place.starts_with(char::is_uppercase))
}

fn is_name_word(layout: &Layout<'_>, at: usize, _start: usize) -> bool {
    let word = layout.word(at);
    let upper = word.chars().next().is_some_and(char::is_uppercase);
    let small = Lexicon::english().is("closed", layout.lower(at))
        && !matches!(layout.lower(at), "will" | "may" | "per" | "round" | "worth" | "past" | "one");
    // "Are Orion and Lauren Still Together?": in headlines all words have capitals.
    let small = small
        || is_party_tag(word)
        || DAYS.contains(&layout.lower(at))
        || matches!(
            layout.lower(at),
            "still" | "together" | "again" | "now" | "ever" | "never" | "really" | "just"
        );
    if !upper || small || matches!(layout.lower(at), "mr" | "i'm") {
        return false;
    }
    matches!(layout.tag(at), Tag::Nnp)
        || (matches!(layout.tag(at), Tag::Other | Tag::Nn | Tag::Jj | Tag::Nns)
            && layout.tag(at - usize::from(at > 0)) != Tag::Punct
            && at > 0)
}

/// Where a first name stands before the last word of a name whose first words are none: "Cardinal Anna
/// Lind", "Morrow College Dean Anna Lind".
fn first_name_within(
    layout: &Layout<'_>,
    lexicon: &Lexicon,
    from: usize,
    to: usize,
) -> Option<usize> {
    let is_first = |at: usize| {
        let word = layout.lower(at);
        lexicon.is("female_names", word) || lexicon.is("male_names", word)
    };
    let is_group = |at: usize| {
        GROUP_WORDS.contains(&layout.lower(at)) || lexicon.is("groups", layout.lower(at))
    };
    let first = to.checked_sub(2).filter(|first| *first > from)?;
    let fits = is_first(first)
        && !(from..first).any(is_first)
        // "J. Gilbert Lind".
        && !(from..first).all(|at| layout.word(at).len() <= 2)
        && !OF_PLACES.contains(&layout.lower(from))
        // "Northern Virginia Hospitals".
        && !matches!(
            layout.lower(first),
            "virginia" | "charlotte" | "austin" | "jordan" | "georgia" | "carolina" | "victoria" | "sydney"
        )
        && !is_group(to - 1)
        && layout.word(to - 1).chars().skip(1).any(char::is_lowercase);
    fits.then_some(first)
}

/// What somebody is whose name a comma parts from it: "Veldt's foreign minister, Ann Lind, said".
fn role_across(
    layout: &Layout<'_>,
    lexicon: &Lexicon,
    floor: usize,
    from: usize,
    to: usize,
) -> Option<(usize, usize)> {
    let last = from.checked_sub(2).filter(|last| *last > floor && layout.lower(last + 1) == ",")?;
    let closed = matches!(layout.lower(to), "," | "." | "who")
        && !(layout.lower(to) == "," && layout.tag(to + 1) == Tag::Cc);
    if !closed || !lexicon.is("roles", layout.lower(last)) || layout.tag(last) == Tag::Nns {
        return None;
    }
    let mut first = last;
    while first > floor
        && last - first < 7
        && matches!(layout.tag(first - 1), Tag::Nn | Tag::Nnp | Tag::Jj | Tag::Pos)
    {
        first -= 1;
    }
    let led = first > floor && matches!(layout.tag(first - 1), Tag::Dt | Tag::PrpS)
        || (first..last).any(|at| layout.tag(at) == Tag::Pos);
    led.then_some((first, last + 1))
}

/// Whether the noun at `at` parts a group's letters from a person's full name, and so is what they are
/// there: "HGSU steward Anna Lind".
fn is_between_names(
    layout: &Layout<'_>,
    lexicon: &Lexicon,
    floor: usize,
    at: usize,
    to: usize,
) -> bool {
    let Some(group) = at.checked_sub(1).filter(|group| *group >= floor) else { return false };
    let first = layout.lower(at + 1);
    layout.tag(at) == Tag::Nn
        && layout.word(at).starts_with(char::is_lowercase)
        && layout.word(group).chars().filter(|sign| sign.is_uppercase()).count() > 1
        && to - at > 2
        && (lexicon.is("female_names", first) || lexicon.is("male_names", first))
}

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
            // "Had Lind known", "Said Lind:".
            || from == floor && INVERTING.contains(&layout.lower(from))
            || MONTHS.contains(&layout.lower(from))
            // "the ambassador to the U.N. Anna Lind".
            || to - from > 2 && matches!(layout.lower(from), "u.n." | "u.s." | "u.k." | "eu" | "un")
                && !lexicon.is("groups", layout.lower(from + 1)))
    {
        from += 1;
    }
    let mut name = from;
    // "Belarusian State Border Committee": a group's name has no title in it.
    let last = layout.lower(to - 1);
    let is_group = lexicon.is("groups", last)
        && !matches!(last, "house" | "people" | "court" | "bank" | "force" | "forces")
        || matches!(last, "tv" | "news" | "times" | "radio" | "journal" | "institute" | "center");
    for at in from..to.saturating_sub(1) {
        if is_title(at) && !is_group {
            name = at + 1;
        }
    }
    while name < to && matches!(layout.lower(name), "former" | "then" | "ex") {
        name += 1;
    }
    if name < to && to - from == 1 && is_title(name) && layout.lower(name) != "justice" {
        let led = from > floor
            && matches!(layout.tag(from - 1), Tag::Dt | Tag::PrpS | Tag::Pos | Tag::Jj);
        return (!led).then_some(Run { title: (from, from), from, to, is_office: true });
    }
    if name >= to || (name == to - 1 && is_title(name) && layout.lower(name) != "justice") {
        return None;
    }
    if let Some(first) = first_name_within(layout, lexicon, name, to) {
        return Some(Run { title: (name.min(from), first), from: first, to, is_office: false });
    }
    // "Kremlin spokesman Dmitry Peskov": small words before the name are its title too.
    let mut title = from;
    if name == from {
        let role = from.checked_sub(1).filter(|before| {
            *before >= floor
                && (lexicon.is("roles", layout.lower(*before))
                    || is_between_names(layout, lexicon, floor, *before, to))
                && layout.tag(*before) != Tag::Nns
        });
        if let Some(role) = role {
            title = role;
            while title > floor
                && (matches!(layout.tag(title - 1), Tag::Nn | Tag::Nnp | Tag::Jj | Tag::Pos)
                    || layout.tag(title - 1) == Tag::Vbn && layout.lower(title - 1).ends_with("ed"))
                && from - title < 7
            {
                title -= 1;
            }
            return Some(Run { title: (title, from), from, to, is_office: false });
        }
        title = name;
        // "his wife, Melania Lind": whose relative or lawyer she is, is her role.
        let apart =
            from.checked_sub(3).filter(|owner| *owner >= floor && layout.lower(from - 1) == ",");
        if apart.is_some_and(|owner| matches!(layout.tag(owner), Tag::PrpS | Tag::Pos))
            && lexicon.is("roles", layout.lower(from - 2))
        {
            return Some(Run { title: (from - 2, from - 1), from, to, is_office: false });
        }
        if let Some(role) = role_across(layout, lexicon, floor, from, to) {
            return Some(Run { title: role, from, to, is_office: false });
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
    // "Secretary of State Anna Lind".
    let of = title.checked_sub(2).filter(|office| {
        *office >= floor
            && title < name
            && layout.lower(title - 1) == "of"
            && lexicon.is("roles", layout.lower(*office))
    });
    Some(Run { title: (of.unwrap_or(title), name), from: name, to, is_office: false })
}
