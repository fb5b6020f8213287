//! How fast statements are found: `DATELINE_ARTICLES=FILE cargo bench -p dateline-statement` reads the
//! articles of a file of requests (JSON Lines with "text"); without one, an invented article.

use dateline_statement::{Article, find};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

/// So many articles are read at most, to keep a round short.
const MOST: usize = 300;

const INVENTED: &str = "LINDHOLM — Mayor Anna Lind accused the port authority on Monday of hiding the costs of \
    its new pier, a claim its director denied.\n\n“We have nothing to hide,” the director, Per Holm, told reporters. \
    “Every bill is public.” He said the pier would open in May, and added that the town had agreed to pay.\n\n\
    The ministry declined to comment on the accusation. According to a report of the auditors, the costs have \
    doubled since 2019. Lind said that the town would not pay “a single coin” more.\n\n";

/// Texts of 10 kB that no paper prints, by what is odd about them, each with its language.
const ODD: [(&str, &str, &str); 9] = [
    ("quotation marks that nothing closes", "en", "“Go, said Lind “"),
    ("only verbs of saying", "en", "said says told denied "),
    ("names without end", "en", "Anna Lind Per Holm "),
    ("commas", "en", "Lind, who, said, "),
    ("sentences of one word", "en", "No. He. \"It\". "),
    ("one word", "en", "said"),
    ("denials of accusations", "de", "Lind warf Holm vor, zu lügen. Holm bestritt das. "),
    ("offices and pronouns", "de", "Der Minister, die Ministerin sagte er, sie habe "),
    ("offices and owners", "fr", "le président du maire de l'élu a dit que "),
];

fn main() {
    divan::main();
}

fn articles() -> Vec<String> {
    let Some(file) = std::env::var_os("DATELINE_ARTICLES") else {
        return (0..50).map(|_| INVENTED.repeat(8)).collect();
    };
    let Ok(lines) = std::fs::read_to_string(file) else { return Vec::new() };
    let requests =
        lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    requests.filter_map(|request| request["text"].as_str().map(str::to_owned)).take(MOST).collect()
}

#[divan::bench(sample_count = 10)]
fn articles_a_second(bencher: Bencher<'_, '_>) {
    let articles = articles();
    bencher.counter(ItemsCount::new(articles.len())).bench_local(|| {
        for text in &articles {
            black_box(find(&Article { text: black_box(text), ..Article::default() }));
        }
    });
}

/// A text of 10 kB: the whole program lets none take 50 ms.
#[divan::bench(args = 0..ODD.len(), sample_count = 10)]
fn odd_text_of_10_kb(bencher: Bencher<'_, '_>, number: usize) {
    let Some((_, language, piece)) = ODD.get(number) else { return };
    let text = piece.repeat(10_000 / piece.len());
    let article = Article { text: &text, language: Some(language), ..Article::default() };
    bencher.bench_local(|| black_box(find(black_box(&article))));
}
