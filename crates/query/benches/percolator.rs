//! What a thousand kept searches cost an article.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline_model::{ArticleId, FeedId};
use dateline_query::{Context, Document, Percolator, Reader, ReaderFeed, Reading, Standing, parse};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn main() {
    divan::main();
}

/// Words by their numbers, the first ones far oftener than the last, as in any text.
struct Words(u64);

impl Words {
    fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn word(&mut self) -> String {
        let share = (self.number() % 1_000_000) as f64 / 1e6;
        // The inverse of Zipf's law over 50,000 words.
        of_rank(50_000f64.powf(share) as u64)
    }

    /// One of those that stand in nearly every article.
    fn common(&mut self) -> String {
        of_rank(self.number() % 4)
    }

    /// One that stands in next to none.
    fn rare(&mut self) -> String {
        of_rank(50_000 + self.number() % 1_000_000)
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

fn of_rank(rank: u64) -> String {
    let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"];
    let mut left = rank + 10;
    let mut word = String::new();
    while left > 0 {
        word.push_str(syllables.get((left % 10) as usize).copied().unwrap_or_default());
        left /= 10;
    }
    word
}

fn document(words: &mut Words) -> Document {
    Document {
        id: ArticleId(1),
        title: words.words(10),
        text: words.words(600),
        outlet: None,
        authors: Vec::new(),
        place: None,
        language: Some("en".to_owned()),
        published: None,
        seen: Timestamp::UNIX_EPOCH,
        feeds: vec![FeedId(1)],
        story: None,
        is_copy: false,
        has_image: false,
        is_revised: false,
        is_paywalled: false,
        said: Vec::new(),
        acts: Default::default(),
    }
}

/// Searches that nearly every article must be compared with, of each kind that there is.
const HARD: [&str; 8] = [
    "is:unread lang:de",
    "-a -b -c",
    "a b c",
    "\"a b\"",
    "a b near:5",
    "many",
    "folder:News -a",
    "newer:3d -has:image -is:copy",
];

/// The same search a thousand times, each with words of its own, of one user with many feeds.
fn hard(words: &mut Words, kind: &str) -> Percolator<usize> {
    let context = Context { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, is_typing: false };
    let feeds = (1..=300).map(|id| ReaderFeed {
        id: FeedId(id),
        title: format!("Feed {id}"),
        folder: if id % 3 == 0 { "News".to_owned() } else { String::new() },
    });
    let reader = Arc::new(Reader::new(feeds.collect()));
    let mut percolator = Percolator::new();
    for key in 0..1000 {
        let mut common = || words.common();
        let (a, b, c) = (common(), common(), common());
        let text = match kind {
            "many" => (0..64).map(|_| words.rare()).collect::<Vec<_>>().join(" OR "),
            kind => kind
                .split(' ')
                .map(|word| {
                    let bare = word.trim_matches(|sign| sign == '-' || sign == '"');
                    let chosen = match bare {
                        "a" => &a,
                        "b" => &b,
                        "c" => &c,
                        _ => return word.to_owned(),
                    };
                    word.replace(bare, chosen)
                })
                .collect::<Vec<_>>()
                .join(" "),
        };
        percolator.insert(key, parse(&text, &context).query, Some(reader.clone()));
    }
    percolator
}

fn percolator(words: &mut Words, count: usize) -> Percolator<usize> {
    let context = Context { now: Timestamp::UNIX_EPOCH, zone: TimeZone::UTC, is_typing: false };
    let mut percolator = Percolator::new();
    for key in 0..count {
        let (a, b, c) = (words.word(), words.word(), words.word());
        let text = match key % 6 {
            0 => format!("{a} {b}"),
            1 => format!("\"{a} {b}\" OR {c}"),
            2 => format!("title:{a} -{b}"),
            3 => format!("{a} ({b} OR {c}) lang:en"),
            4 => format!("{a} {b} near:5"),
            _ => format!("-{a} is:copy"),
        };
        percolator.insert(key, parse(&text, &context).query, None);
    }
    percolator
}

#[divan::bench(args = [1, 1000, 10_000])]
fn an_article_of_600_words(bencher: divan::Bencher<'_, '_>, queries: usize) {
    let mut words = Words(88_172_645_463_325_252);
    let percolator = percolator(&mut words, queries);
    compare(bencher, &mut words, &percolator);
}

#[divan::bench(args = HARD)]
fn an_article_and_a_thousand_searches_that_all_ask(
    bencher: divan::Bencher<'_, '_>,
    kind: &'static str,
) {
    let mut words = Words(88_172_645_463_325_252);
    let percolator = hard(&mut words, kind);
    compare(bencher, &mut words, &percolator);
}

fn compare(bencher: divan::Bencher<'_, '_>, words: &mut Words, percolator: &Percolator<usize>) {
    let documents: Vec<Document> = (0..100).map(|_| document(words)).collect();
    let next = AtomicUsize::new(0);
    bencher.bench(|| {
        let at = next.fetch_add(1, Ordering::Relaxed) % documents.len();
        let document = documents.get(at)?;
        let reading = Reading::of(document);
        Some(percolator.matching(&reading, |_| Standing::default()).len())
    });
}
