//! Parts of speech, by a learned sum of features (an averaged perceptron, greedy from left to right).

use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::FxHasher;

use crate::lexicon::Lexicon;

/// What a word does in its sentence; the Penn Treebank's tags, some of them taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the Penn Treebank's, which documents them")]
pub enum Tag {
    Nn,
    Nns,
    Nnp,
    Prp,
    PrpS,
    Dt,
    Jj,
    Rb,
    Vb,
    Vbd,
    Vbg,
    Vbn,
    Vbp,
    Vbz,
    Md,
    In,
    To,
    Cc,
    Cd,
    Wh,
    Pos,
    Ex,
    Punct,
    Other,
}

/// How many tags there are.
pub const TAGS: usize = 24;

/// All tags, each at its number.
const ALL: [Tag; TAGS] = [
    Tag::Nn,
    Tag::Nns,
    Tag::Nnp,
    Tag::Prp,
    Tag::PrpS,
    Tag::Dt,
    Tag::Jj,
    Tag::Rb,
    Tag::Vb,
    Tag::Vbd,
    Tag::Vbg,
    Tag::Vbn,
    Tag::Vbp,
    Tag::Vbz,
    Tag::Md,
    Tag::In,
    Tag::To,
    Tag::Cc,
    Tag::Cd,
    Tag::Wh,
    Tag::Pos,
    Tag::Ex,
    Tag::Punct,
    Tag::Other,
];

impl Tag {
    /// The tag of that number.
    pub fn of_number(number: usize) -> Self {
        ALL.get(number).copied().unwrap_or(Self::Other)
    }

    /// The tag that the Penn Treebank's tag became.
    pub fn of_penn(penn: &str) -> Self {
        match penn {
            "NN" => Self::Nn,
            "NNS" => Self::Nns,
            "NNP" | "NNPS" => Self::Nnp,
            "PRP" => Self::Prp,
            "PRP$" => Self::PrpS,
            "DT" | "PDT" => Self::Dt,
            "JJ" | "JJR" | "JJS" => Self::Jj,
            "RB" | "RBR" | "RBS" | "RP" => Self::Rb,
            "VB" => Self::Vb,
            "VBD" => Self::Vbd,
            "VBG" => Self::Vbg,
            "VBN" => Self::Vbn,
            "VBP" => Self::Vbp,
            "VBZ" => Self::Vbz,
            "MD" => Self::Md,
            "IN" => Self::In,
            "TO" => Self::To,
            "CC" => Self::Cc,
            "CD" => Self::Cd,
            "WDT" | "WP" | "WP$" | "WRB" => Self::Wh,
            "POS" => Self::Pos,
            "EX" => Self::Ex,
            "," | "." | ":" | "``" | "''" | "-LRB-" | "-RRB-" | "HYPH" | "NFP" | "$" | "#" => {
                Self::Punct
            }
            _ => Self::Other,
        }
    }

    /// Whether it is a verb's form, auxiliaries among them.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// Whether it is a verb's form that carries a clause of its own.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbp | Self::Vbz | Self::Md)
    }

    /// Whether it is a noun or a name.
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp)
    }
}

const BITS: u32 = 17;

/// How many rows of weights there are; features share them by their hash.
pub const ROWS: usize = 1 << BITS;

/// How many features a word has.
pub const FEATURES: usize = 26;

static WEIGHTS: &[u8] = include_bytes!("../data/tags.bin");

/// Whether a tag is of a part of speech that has only the words it has.
fn is_closed(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Prp
            | Tag::PrpS
            | Tag::Dt
            | Tag::Md
            | Tag::In
            | Tag::To
            | Tag::Cc
            | Tag::Wh
            | Tag::Pos
            | Tag::Ex
    )
}

/// The rows of a word's features.
pub type Rows = [usize; FEATURES];

/// What a word says of itself wherever it stands.
#[derive(Debug, Clone, Default)]
pub struct Word {
    whole: u64,
    suffix3: u64,
    suffix4: u64,
    suffix2: u64,
    prefix: u64,
    shape: u64,
    class: u64,
    may_be_closed: bool,
}

fn hash(parts: &[u64]) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write_u64(*part);
    }
    hasher.finish()
}

fn hash_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Word {
    /// Describes a word, given also in small letters.
    pub fn of(word: &str, lower: &str) -> Self {
        let tail = |count: usize| {
            let at = lower.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
            lower.get(at..).unwrap_or_default()
        };
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let mut signs = word.chars();
        let first_upper = signs.next().is_some_and(char::is_uppercase);
        let all_upper = first_upper && word.chars().nth(1).is_some_and(char::is_uppercase);
        let hyphen = word.len() > 1 && word.contains('-');
        let letters = word.chars().any(char::is_alphabetic);
        let shape = u64::from(first_upper)
            | u64::from(all_upper) << 1
            | u64::from(has_digit) << 2
            | u64::from(hyphen) << 3
            | u64::from(letters) << 4;
        let whole = if has_digit && !letters { 7 } else { hash_of(lower) };
        let prefix = lower
            .char_indices()
            .nth(2)
            .map_or(lower, |(at, _)| lower.get(..at).unwrap_or_default());
        let lexicon = Lexicon::english();
        let class = lexicon.class(lower);
        let may_be_closed = lexicon.is("closed", lower);
        Self {
            whole,
            suffix3: hash_of(tail(3)),
            suffix4: hash_of(tail(4)),
            suffix2: hash_of(tail(2)),
            prefix: hash_of(prefix),
            shape,
            class,
            may_be_closed,
        }
    }
}

/// The rows of the features of the word at `at`, after two tags.
pub fn rows(words: &[Word], at: usize, before: (usize, usize)) -> Rows {
    let none = Word::default();
    let word = |place: Option<usize>| place.and_then(|place| words.get(place)).unwrap_or(&none);
    let here = word(Some(at));
    let (last, second) = (word(at.checked_sub(1)), word(at.checked_sub(2)));
    let (next, after) = (word(at.checked_add(1)), word(at.checked_add(2)));
    let (t1, t2) = (before.1 as u64, before.0 as u64);
    let features = [
        hash(&[1, here.whole]),
        hash(&[2, here.suffix3]),
        hash(&[3, here.suffix2, here.shape]),
        hash(&[4, here.prefix]),
        hash(&[5, here.shape, u64::from(at == 0)]),
        hash(&[6, t1]),
        hash(&[7, t1, t2]),
        hash(&[8, t1, here.whole]),
        hash(&[9, last.whole]),
        hash(&[10, second.whole]),
        hash(&[11, next.whole]),
        hash(&[12, next.suffix3, t1]),
        hash(&[13, after.whole]),
        hash(&[14, next.shape, here.shape]),
        hash(&[15, last.whole, here.suffix3]),
        hash(&[16, here.whole, next.whole]),
        hash(&[17, next.suffix2, here.suffix3]),
        hash(&[18, here.class, here.suffix2]),
        hash(&[19, here.class, t1, here.shape & 1]),
        hash(&[20, next.class, here.suffix2]),
        hash(&[22, here.suffix4]),
        hash(&[23, last.suffix3, here.suffix3]),
        hash(&[24, last.whole, next.whole]),
        hash(&[25, here.suffix3, here.shape, t1]),
        hash(&[26, last.shape, here.shape, next.shape, u64::from(at == 0)]),
        hash(&[21, last.class, here.class, next.shape & 1]),
    ];
    features.map(|feature| (feature.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize)
}

/// The best tag of a word by the sums of its features' weights.
pub fn best(word: &Word, sums: &[i32; TAGS]) -> usize {
    let fits = |tag: &usize| word.may_be_closed || !is_closed(Tag::of_number(*tag));
    (0..TAGS)
        .filter(fits)
        .max_by_key(|tag| (sums.get(*tag).copied().unwrap_or_default(), TAGS - tag))
        .unwrap_or(TAGS - 1)
}

/// Signs and words whose tag is settled.
pub fn settled(lower: &str) -> Option<Tag> {
    let mut signs = lower.chars();
    let (first, second) = (signs.next()?, signs.next());
    if !lower.chars().any(char::is_alphanumeric) {
        return Some(Tag::Punct);
    }
    if second.is_none() && first.is_ascii_digit() {
        return Some(Tag::Cd);
    }
    Some(match lower {
        "the" | "a" | "an" | "these" | "those" => Tag::Dt,
        "he" | "she" | "they" | "we" | "i" | "him" | "them" | "us" | "me" => Tag::Prp,
        "and" | "or" | "but" => Tag::Cc,
        "to" => Tag::To,
        "must" | "should" | "would" | "could" | "might" | "shall" | "cannot" => Tag::Md,
        "is" | "has" | "does" | "says" => Tag::Vbz,
        "was" | "were" | "did" => Tag::Vbd,
        "are" | "am" => Tag::Vbp,
        "been" => Tag::Vbn,
        "of" => Tag::In,
        _ => return None,
    })
}

/// Tags the words of a sentence; each is given as it stands and in small letters.
pub fn tag<'a>(sentence: impl Iterator<Item = (&'a str, &'a str)>, tags: &mut Vec<Tag>) {
    static ROWS_OF_WEIGHTS: LazyLock<Vec<[i8; TAGS]>> = LazyLock::new(|| {
        let mut rows: Vec<[i8; TAGS]> = WEIGHTS
            .chunks_exact(TAGS)
            .map(|chunk| {
                let mut row = [0; TAGS];
                for (weight, byte) in row.iter_mut().zip(chunk) {
                    *weight = i8::from_le_bytes([*byte]);
                }
                row
            })
            .collect();
        rows.resize(ROWS, [0; TAGS]);
        rows
    });
    let weights: &[[i8; TAGS]] = &ROWS_OF_WEIGHTS;
    let (words, fixed): (Vec<Word>, Vec<Option<Tag>>) =
        sentence.map(|(word, lower)| (Word::of(word, lower), settled(lower))).unzip();
    let mut before = (TAGS, TAGS);
    for (at, (word, fixed)) in words.iter().zip(&fixed).enumerate() {
        let tag = match fixed {
            Some(tag) => *tag,
            None => Tag::of_number(best(word, &sums(&rows(&words, at, before), weights))),
        };
        before = (before.1, tag as usize);
        tags.push(tag);
    }
}

fn sums(rows: &Rows, weights: &[[i8; TAGS]]) -> [i32; TAGS] {
    let mut sums = [0_i32; TAGS];
    for row in rows.iter().filter_map(|row| weights.get(*row)) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += i32::from(*weight);
        }
    }
    sums
}
