//! `pages-bench FOLDER [SECONDS]`: reads every .html file of FOLDER in turns, for SECONDS (10)
//! each, one thread: Dateline's parser alone on the page as it came, another parser alone, and
//! Dateline reading the whole article; a table tells the best round of each.

use std::hint::black_box;
use std::time::Duration;

use dateline_page::{PageHints, parse_alone, read_html};
use url::Url;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// What the pages are scaled to, so that sets of other sizes compare.
const PAGE_BYTES: f64 = 173_000.0;

struct Reader {
    name: &'static str,
    read: fn(&str, &Url) -> usize,
    best: Duration,
    spent: Duration,
}

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or_else(|| std::io::Error::other("no folder given"))?;
    let seconds = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(10.0);
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    paths.sort();
    let pages: Vec<String> = paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let bytes: usize = pages.iter().map(String::len).sum();
    let url = Url::parse("https://news.example/2023/11/story").map_err(std::io::Error::other)?;
    let mut readers = [
        reader("parsing alone", |html, _| parse_alone(html)),
        reader("dom_query, parsing alone", |html, _| dom_query::Document::from(html).tree.len()),
        reader("dateline", |html, url| {
            let hints = PageHints { url: Some(url), ..PageHints::default() };
            read_html(html, &hints).words
        }),
    ];
    while readers.iter().any(|reader| reader.spent < Duration::from_secs_f64(seconds)) {
        for reader in &mut readers {
            let start = on_cpu()?;
            for page in &pages {
                black_box((reader.read)(black_box(page), &url));
            }
            let taken = on_cpu()?.saturating_sub(start);
            reader.spent += taken;
            reader.best = reader.best.min(taken);
        }
    }
    println!("{} pages of {:.0} KB", pages.len(), bytes as f64 / 1e3 / pages.len() as f64);
    println!("{:26} {:>9} {:>22}", "reader", "pages/s", "pages/s at 173 KB");
    for reader in &readers {
        let rate = pages.len() as f64 / reader.best.as_secs_f64();
        let scaled = bytes as f64 / PAGE_BYTES / reader.best.as_secs_f64();
        println!("{:26} {rate:9.0} {scaled:22.0}", reader.name);
    }
    Ok(())
}

/// How long this thread has run: what else the machine does must not count.
fn on_cpu() -> std::io::Result<Duration> {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = spent.split(' ').next().and_then(|number| number.parse().ok());
    Ok(Duration::from_nanos(nanoseconds.unwrap_or(0)))
}

fn reader(name: &'static str, read: fn(&str, &Url) -> usize) -> Reader {
    Reader { name, read, best: Duration::MAX, spent: Duration::ZERO }
}
