//! How fast pages are read: `DATELINE_PAGES=FOLDER cargo bench -p dateline-page` takes the .html
//! files of FOLDER; parsing alone of the page as it came is the limit.
//!
//! `eval/pages.sh` compares with other readers.

use dateline_page::{PageHints, parse_alone, read_html};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

/// So many bytes are read at most, to keep a round short.
const MOST_BYTES: usize = 32 * 1024 * 1024;

fn main() {
    divan::main();
}

/// The pages of the folder; without one, an invented page, so that the benchmark runs anywhere.
fn pages() -> Vec<String> {
    let Some(folder) = std::env::var_os("DATELINE_PAGES") else {
        let prose = "<p class=text>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>".repeat(40);
        let links = "<li><a href=/x>Another headline of another story</a></li>".repeat(200);
        return vec![format!(
            "<title>The bridge</title><ul>{links}</ul><article>{prose}</article>"
        )];
    };
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    paths.sort();
    let mut total = 0;
    let contents = paths.iter().filter_map(|path| std::fs::read(path).ok());
    contents
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .take_while(|page| {
            total += page.len();
            total <= MOST_BYTES
        })
        .collect()
}

fn each(bencher: Bencher<'_, '_>, read: impl Fn(&str) -> usize + Sync) {
    let pages = pages();
    bencher
        .counter(BytesCount::new(pages.iter().map(String::len).sum::<usize>()))
        .counter(ItemsCount::new(pages.len()))
        .bench(|| pages.iter().map(|page| read(black_box(page))).sum::<usize>());
}

#[divan::bench]
fn parsing_alone(bencher: Bencher<'_, '_>) {
    each(bencher, parse_alone);
}

#[divan::bench]
fn reading(bencher: Bencher<'_, '_>) {
    each(bencher, |page| read_html(page, &PageHints::default()).words);
}
