//! `feeds-bench FOLDER [SECONDS [NAME]]`: every parser, or the one whose name starts with NAME,
//! reads every file in and below FOLDER, in turns, for SECONDS (5) each; a table tells the best
//! round of each, one thread.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline_feed::{Hints, parse};

struct Parser {
    name: &'static str,
    /// The number of entries; nothing where the parser refuses the document.
    read: fn(&[u8]) -> Option<usize>,
    best: Duration,
    spent: Duration,
    files: usize,
    entries: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: feeds-bench FOLDER [SECONDS]");
        std::process::exit(2);
    };
    let seconds = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(5.0);
    let mut paths = Vec::new();
    collect(Path::new(&folder), &mut paths);
    paths.sort();
    let feeds: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let bytes: usize = feeds.iter().map(Vec::len).sum();
    let only = arguments.next().unwrap_or_default();
    let mut parsers = vec![
        parser("quick-xml, bare", bare),
        parser("dateline", dateline),
        parser("feed-rs 3", feed_rs),
        parser("rss 2 + atom_syndication", rss_atom),
    ];
    parsers.retain(|parser| parser.name.starts_with(&only));
    // A parser that panics is no faster for it, but its message would drown the table.
    std::panic::set_hook(Box::new(|_| {}));
    while parsers.iter().any(|parser| parser.spent < Duration::from_secs_f64(seconds)) {
        for parser in &mut parsers {
            round(parser, &feeds);
        }
    }
    let ours = parsers.iter().find(|parser| parser.name == "dateline");
    let ours = ours.map_or(f64::NAN, |parser| parser.best.as_secs_f64());
    println!("{} files, {:.1} MB", feeds.len(), bytes as f64 / 1e6);
    println!("{:26} {:>10} {:>9} {:>9} {:>9}", "parser", "ms", "MB/s", "files", "entries");
    for parser in &parsers {
        let taken = parser.best.as_secs_f64();
        println!(
            "{:26} {:10.1} {:9.1} {:9} {:9}   {:.2} times dateline's time",
            parser.name,
            taken * 1e3,
            bytes as f64 / 1e6 / taken,
            parser.files,
            parser.entries,
            taken / ours
        );
    }
}

fn parser(name: &'static str, read: fn(&[u8]) -> Option<usize>) -> Parser {
    Parser { name, read, best: Duration::MAX, spent: Duration::ZERO, files: 0, entries: 0 }
}

fn round(parser: &mut Parser, feeds: &[Vec<u8>]) {
    let start = Instant::now();
    (parser.files, parser.entries) = (0, 0);
    for feed in feeds {
        let read = std::panic::catch_unwind(|| (parser.read)(black_box(feed)));
        if let Ok(Some(entries)) = read {
            parser.files += 1;
            parser.entries += entries;
        }
    }
    let taken = start.elapsed();
    parser.spent += taken;
    parser.best = parser.best.min(taken);
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "xml" || ending == "json") {
            files.push(path);
        }
    }
}

fn bare(bytes: &[u8]) -> Option<usize> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let mut items = 0;
    loop {
        match reader.read_event().ok()? {
            quick_xml::events::Event::Eof => return Some(items),
            quick_xml::events::Event::Start(tag) => {
                items += usize::from(matches!(tag.name().as_ref(), "item" | "entry"));
            }
            _ => {}
        }
    }
}

fn dateline(bytes: &[u8]) -> Option<usize> {
    parse(bytes, &Hints::default()).ok().map(|feed| black_box(feed).entries.len())
}

fn feed_rs(bytes: &[u8]) -> Option<usize> {
    feed_rs::parser::parse(bytes).ok().map(|feed| black_box(feed).entries.len())
}

fn rss_atom(bytes: &[u8]) -> Option<usize> {
    match rss::Channel::read_from(bytes) {
        Ok(channel) => Some(black_box(channel).items.len()),
        Err(_) => {
            atom_syndication::Feed::read_from(bytes).ok().map(|feed| black_box(feed).entries.len())
        }
    }
}
