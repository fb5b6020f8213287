//! Articles in the shape of news: how long they are, how often a word comes, how many tell of one
//! event, and how many are another's text. The same number always gives the same article.

use std::sync::LazyLock;

/// The words of a language, the commonest first; the first of them are English.
const VOCABULARY: u64 = 200_000;
const NAMES: u64 = 300_000;
const OUTLETS: u64 = 4000;
/// Formulas that reporters share, such as "according to a statement".
const PHRASES: u64 = 3000;
/// So many events are under way at one time.
const UNDER_WAY: usize = 3000;

const COMMON: &str = "the of and to in a is that for it was on with as be by at from his are this \
    an which or have had were not but they their has who will more been one about said up its out \
    after would when also than could year there other new two if all people he she we you first \
    last over some into only most police government president minister court company market say \
    told reported announced according under during before between against state country city week";

/// An invented article.
pub struct Invented {
    pub title: String,
    pub text: String,
    pub outlet: String,
}

/// What articles tell of.
pub struct Stream {
    plans: Vec<Plan>,
}

#[derive(Clone, Copy)]
struct Plan {
    event: u32,
    /// The article whose text it has, plus one.
    reprint_of: u32,
}

impl Stream {
    /// Plans so many articles: two in five stand alone, the others belong to events, a few of which
    /// have hundreds; every twentieth article of an event is a reprint.
    pub fn new(articles: usize) -> Self {
        let mut numbers = Numbers::new(1);
        let mut plans = Vec::with_capacity(articles);
        let mut events = 0_u32;
        let mut under_way: Vec<(u32, u32)> = Vec::with_capacity(UNDER_WAY);
        for number in 0..articles as u32 {
            let chance = numbers.below(100);
            // The greatest event under way has one in a hundred articles.
            let slot = (numbers.unit().powi(2) * UNDER_WAY as f64) as usize;
            if chance < 40 || (chance >= 48 && under_way.is_empty()) {
                plans.push(Plan { event: events, reprint_of: 0 });
                events += 1;
            } else if chance < 48 {
                plans.push(Plan { event: events, reprint_of: 0 });
                match under_way.get_mut(numbers.below(UNDER_WAY as u64) as usize) {
                    Some(place) => *place = (events, number),
                    None => under_way.push((events, number)),
                }
                events += 1;
            } else {
                let count = under_way.len();
                let Some((event, latest)) = under_way.get_mut(slot % count) else { continue };
                let reprint = numbers.below(20) == 0;
                plans.push(Plan {
                    event: *event,
                    reprint_of: if reprint { *latest + 1 } else { 0 },
                });
                if !reprint {
                    *latest = number;
                }
            }
        }
        Self { plans }
    }

    /// An article, by its place in the stream.
    pub fn article(&self, number: usize) -> Invented {
        let plan = self.plans.get(number).copied().unwrap_or(Plan { event: 0, reprint_of: 0 });
        let seed =
            if plan.reprint_of == 0 { number as u64 } else { u64::from(plan.reprint_of) - 1 };
        let mut writer = Writer::new(seed, u64::from(plan.event));
        let title = writer.title();
        let text = writer.text();
        let mut own = Numbers::new(number as u64 ^ 0x0a71_e500);
        let outlet = format!("outlet{}.example", own.skewed(OUTLETS));
        let text = match plan.reprint_of {
            0 => text,
            _ => format!(
                "{} (Northwire) - {text}\n\nReporting by {}.",
                name(own.below(NAMES)),
                outlet
            ),
        };
        Invented { title, text, outlet }
    }
}

/// Writes one article about one event.
struct Writer {
    numbers: Numbers,
    event: u64,
}

impl Writer {
    fn new(seed: u64, event: u64) -> Self {
        Self { numbers: Numbers::new(seed.wrapping_mul(2) ^ 0x5eed), event }
    }

    fn title(&mut self) -> String {
        let mut title = String::new();
        for place in 0..6 + self.numbers.below(5) {
            if place > 0 {
                title.push(' ');
            }
            match self.numbers.below(10) {
                0..=2 => title.push_str(&self.name_of_event()),
                3..=7 => title.push_str(self.word_of_event()),
                _ => title.push_str(word(self.numbers.skewed(VOCABULARY))),
            }
        }
        title
    }

    /// A quarter are teasers; the others have 450 words in the middle and some thousands at most.
    fn text(&mut self) -> String {
        let words = if self.numbers.below(4) == 0 {
            20 + self.numbers.below(40)
        } else {
            let bell = (0..6).map(|_| self.numbers.unit()).sum::<f64>() - 3.0;
            ((450.0 * (1.15 * bell).exp()) as u64).clamp(60, 6000)
        };
        let mut text = String::with_capacity(words as usize * 7);
        let (mut written, mut sentences) = (0, 0);
        while written < words {
            if !text.is_empty() {
                text.push_str(if sentences % 3 == 0 { "\n\n" } else { " " });
            }
            written += self.sentence(&mut text);
            sentences += 1;
        }
        text
    }

    /// Adds a sentence, and says how many words it has.
    fn sentence(&mut self, text: &mut String) -> u64 {
        let length = 9 + self.numbers.below(18);
        let mut written = 0;
        let quoted = self.numbers.below(6) == 0;
        if quoted {
            text.push('“');
        }
        while written < length {
            if written > 0 {
                text.push(' ');
            }
            written += match self.numbers.below(40) {
                0 => self.phrase(text),
                1..=2 => {
                    text.push_str(&self.name_of_event());
                    2
                }
                3 => {
                    let number = Numbers::new(self.event * 8 + self.numbers.below(8)).below(2000);
                    text.push_str(&number.to_string());
                    1
                }
                4 => {
                    text.push_str(&name(self.numbers.skewed(NAMES)));
                    2
                }
                5..=10 => {
                    text.push_str(self.word_of_event());
                    1
                }
                _ => {
                    text.push_str(word(self.numbers.skewed(VOCABULARY)));
                    1
                }
            };
        }
        text.push_str(if quoted { ".”" } else { "." });
        written
    }

    fn phrase(&mut self, text: &mut String) -> u64 {
        let mut words = Numbers::new(self.numbers.skewed(PHRASES) ^ 0x00f0_ca1e);
        let count = 3 + words.below(6);
        for place in 0..count {
            if place > 0 {
                text.push(' ');
            }
            text.push_str(word(words.skewed(20_000)));
        }
        count
    }

    /// One of the forty words that the event is about, some far oftener than others.
    fn word_of_event(&mut self) -> &'static str {
        let place = self.numbers.skewed(40);
        let mut of_event = Numbers::new(self.event * 64 + place);
        word(200 + of_event.skewed(VOCABULARY - 200))
    }

    fn name_of_event(&mut self) -> String {
        let place = self.numbers.skewed(8);
        let mut of_event = Numbers::new(self.event * 16 + place + 0x00a3_e000_0000);
        name(of_event.skewed(NAMES))
    }
}

/// The word of a rank.
fn word(rank: u64) -> &'static str {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let common = COMMON.split_whitespace().map(str::to_owned);
        let invented = (COMMON.split_whitespace().count() as u64..VOCABULARY).map(inflected);
        common.chain(invented).collect()
    });
    WORDS.get(rank as usize).map_or("", String::as_str)
}

fn inflected(rank: u64) -> String {
    let ending = match rank % 7 {
        0 => "s",
        1 => "ed",
        2 => "ing",
        _ => "",
    };
    syllables(rank) + ending
}

fn name(number: u64) -> String {
    let capital = |text: String| -> String {
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().collect::<String>() + letters.as_str()
        })
    };
    format!("{} {}", capital(syllables(number % 2000 + 100)), capital(syllables(number + 10_000)))
}

fn syllables(mut number: u64) -> String {
    const CONSONANTS: &[u8; 20] = b"bcdfghjklmnpqrstvwyz";
    const VOWELS: &[u8; 5] = b"aeiou";
    let mut word = String::new();
    loop {
        let (consonant, vowel) = (number % 20, number / 20 % 5);
        word.push(char::from(CONSONANTS[consonant as usize]));
        word.push(char::from(VOWELS[vowel as usize]));
        number /= 100;
        if number == 0 && word.len() >= 4 {
            return word;
        }
    }
}

/// A sequence of numbers that is the same for the same seed.
struct Numbers(u64);

impl Numbers {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x5851_f42d_4c95_7f2d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 2f64.powi(53)
    }

    /// Below `limit`, the number `n` as often as one in `n` by Zipf's law.
    fn skewed(&mut self, limit: u64) -> u64 {
        let rank = (self.unit() * ((limit + 1) as f64).ln()).exp() as u64;
        rank.clamp(1, limit) - 1
    }
}
