//! Articles of realistic length and vocabulary, each made from its number alone.

use dateline_model::{ArticleId, FeedId, OutletId, StoryId};
use dateline_query::{Document, Publisher, Reader, ReaderFeed};
use jiff::Timestamp;

pub const OUTLETS: u64 = 800;
const FEEDS_AN_OUTLET: u64 = 2;
const FOLDERS: u64 = 20;
/// 2026-01-01.
pub const NOW: i64 = 1_767_225_600;
const SPAN: i64 = 3 * 365 * 86_400;
/// Words after the function words, by Zipf's law.
const VOCABULARY: f64 = 300_000.0;
const NAMES: f64 = 40_000.0;

const FUNCTION_WORDS: [&str; 60] = [
    "the", "of", "to", "and", "a", "in", "that", "is", "for", "on", "it", "with", "as", "was",
    "he", "said", "by", "at", "be", "from", "are", "have", "has", "his", "an", "but", "not",
    "they", "were", "which", "their", "been", "who", "will", "had", "more", "its", "would",
    "about", "this", "or", "she", "we", "one", "her", "after", "also", "there", "when", "you",
    "up", "all", "can", "out", "than", "what", "new", "into", "other", "some",
];
const SYLLABLES: [&str; 40] = [
    "ba", "con", "de", "ex", "fi", "gra", "hu", "in", "jo", "ka", "len", "mi", "nor", "o", "per",
    "qua", "re", "sta", "ti", "u", "ver", "wi", "ya", "zo", "tra", "pol", "mar", "sen", "dro", "cli",
    "mon", "par", "ter", "vol", "sil", "bur", "cha", "fre", "gol", "hea",
];
const ENDINGS: [&str; 6] = ["", "", "s", "ed", "ing", "ment"];

/// Numbers by chance, the same each time (xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds must not give neighbouring numbers.
        let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed ^= mixed >> 29;
        Self(mixed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank from 0, by the law of Zipf and Mandelbrot: rank r has a share like 1 / (r + flat).
    fn rank(&mut self, count: f64, flat: f64) -> u64 {
        (flat * ((count + flat) / flat).powf(self.share()) - flat) as u64
    }
}

fn spelt(number: u64) -> String {
    let mut left = number;
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[(left % 40) as usize]);
        left /= 40;
        if left == 0 {
            return word;
        }
        left -= 1;
    }
}

fn content_word(rank: u64) -> String {
    let root = spelt(rank / 6 * 7 + 40);
    format!("{root}{}", ENDINGS[(rank % 6) as usize])
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

pub fn name(chance: &mut Chance) -> String {
    let rank = chance.rank(NAMES, 50.0);
    let first = capital(&spelt(rank % 900 * 3 + 1601));
    let last = capital(&spelt(rank * 11 + 64_001));
    format!("{first} {last}")
}

/// A word of a text: now and then a number, a compound or a word that stands nowhere else.
pub fn word(chance: &mut Chance) -> String {
    match chance.below(1000) {
        0..=429 => FUNCTION_WORDS[(chance.rank(60.0, 1.0).min(59)) as usize].to_owned(),
        430..=439 => (chance.below(100) * chance.below(100)).to_string(),
        440..=443 => format!("{}-{}", capital(&spelt(chance.below(40))), chance.below(40)),
        444..=445 => format!("{}{}", spelt(chance.next() % 1_000_000_000), chance.below(10)),
        446..=465 => name(chance),
        _ => content_word(chance.rank(VOCABULARY, 100.0)),
    }
}

pub fn words(chance: &mut Chance, count: u64) -> String {
    let mut text = String::with_capacity(count as usize * 7);
    let mut left_of_sentence = 0;
    for at in 0..count {
        let word = word(chance);
        if left_of_sentence == 0 {
            left_of_sentence = 8 + chance.below(25);
            if at > 0 {
                text.push_str(if chance.below(4) == 0 { ".\n\n" } else { ". " });
            }
            text.push_str(&capital(&word));
        } else {
            text.push(' ');
            text.push_str(&word);
        }
        left_of_sentence -= 1;
    }
    text
}

pub fn outlet_name(outlet: u64) -> String {
    format!("{} {}", capital(&spelt(outlet * 5 + 41)), ["Times", "Post", "News"][(outlet % 3) as usize])
}

/// The article of a number.
pub fn article(number: u64) -> Document {
    let mut chance = Chance::new(number);
    let outlet = 1 + chance.rank(OUTLETS as f64 - 1.0, 5.0);
    // Most are of middling length, a few very long.
    let length = (260.0 * (1.1 * (chance.share() + chance.share() + chance.share() - 1.5)).exp()
        * 1.5) as u64;
    let title_length = 6 + chance.below(8);
    let title = words(&mut chance, title_length);
    let text = words(&mut chance, length.max(20));
    let seen = NOW - SPAN + (number as i64 * 7919) % SPAN;
    let feed = (outlet - 1) * FEEDS_AN_OUTLET + 1 + chance.below(FEEDS_AN_OUTLET);
    let mut feeds = vec![FeedId(feed as i64)];
    if chance.below(12) == 0 {
        feeds.push(FeedId(1 + chance.below(OUTLETS * FEEDS_AN_OUTLET) as i64));
    }
    let at = Timestamp::from_second(seen).unwrap();
    Document {
        id: ArticleId(number as i64),
        title,
        text,
        outlet: Some(Publisher {
            id: OutletId(outlet as i64),
            key: format!("{}.example", spelt(outlet * 5 + 41)),
            name: outlet_name(outlet),
        }),
        authors: (0..chance.below(3)).map(|_| name(&mut chance)).collect(),
        place: (chance.below(3) == 0).then(|| capital(&spelt(chance.below(3000) + 1700))),
        language: Some(["en", "en", "en", "en", "en", "en", "de", "fr", "es", "pl"][chance.below(10) as usize].into()),
        published: Some(at),
        seen: at,
        feeds,
        story: Some(StoryId(1 + (number / 4) as i64)),
        is_copy: chance.below(6) == 0,
        has_image: chance.below(3) > 0,
        is_revised: chance.below(10) == 0,
        is_paywalled: chance.below(15) == 0,
    }
}

/// A reader of nearly all feeds.
pub fn reader() -> Reader {
    let feeds = OUTLETS * FEEDS_AN_OUTLET;
    Reader::new(
        (1..=feeds)
            .filter(|feed| feed % 50 != 0)
            .map(|feed| ReaderFeed {
                id: FeedId(feed as i64),
                title: format!("Feed {feed}"),
                folder: format!("Folder {}", feed % FOLDERS),
            })
            .collect(),
    )
}
