//! How fast feeds are read: `DATELINE_FEEDS=FOLDER cargo bench -p dateline-feed` parses every file
//! in and below FOLDER; the bare pass of the XML reader beside it is the limit.
//!
//! `eval/feeds.sh` compares with other parsers.

use std::path::{Path, PathBuf};

use dateline_feed::{Hints, parse};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

/// So many bytes are read at most, to keep a round short.
const MOST_BYTES: usize = 32 * 1024 * 1024;

const SMALL: &str = "<rss version='2.0'><channel><title>A feed</title><link>https://news.example/</link>\
    <item><title>One &amp; only</title><link>https://news.example/1</link><guid>1</guid>\
    <pubDate>Mon, 06 May 2024 07:08:09 GMT</pubDate><description>&lt;p&gt;Text&lt;/p&gt;</description></item>\
    </channel></rss>";

fn main() {
    divan::main();
}

/// The files of the folder; without one, a small feed, so that the benchmark runs anywhere.
fn feeds() -> Vec<Vec<u8>> {
    let Some(folder) = std::env::var_os("DATELINE_FEEDS") else {
        return vec![SMALL.as_bytes().to_vec()];
    };
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files);
    files.sort();
    let mut total = 0;
    let contents = files.iter().filter_map(|file| std::fs::read(file).ok());
    contents
        .take_while(|bytes| {
            total += bytes.len();
            total <= MOST_BYTES
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn size(feeds: &[Vec<u8>]) -> BytesCount {
    BytesCount::new(feeds.iter().map(Vec::len).sum::<usize>())
}

#[divan::bench(sample_count = 20)]
fn dateline(bencher: Bencher<'_, '_>) {
    let feeds = feeds();
    bencher.counter(size(&feeds)).bench_local(|| {
        let read = feeds.iter().filter_map(|bytes| parse(black_box(bytes), &Hints::default()).ok());
        read.map(|feed| feed.entries.len()).sum::<usize>()
    });
}

#[divan::bench(sample_count = 20)]
fn bare_xml(bencher: Bencher<'_, '_>) {
    let feeds = feeds();
    bencher.counter(size(&feeds)).bench_local(|| {
        let events = feeds.iter().map(|bytes| {
            let mut reader = quick_xml::Reader::from_reader(black_box(bytes.as_slice()));
            let mut events = 0usize;
            while let Ok(event) = reader.read_event() {
                if matches!(event, quick_xml::events::Event::Eof) {
                    break;
                }
                events += 1;
            }
            events
        });
        events.sum::<usize>()
    });
}
