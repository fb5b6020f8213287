//! Dateline's own index.

use std::path::Path;
use std::time::Instant;

use dateline_query::{Context, parse};
use dateline_search::{Index, LiveRequest, Order, Personal, Request};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::articles::{NOW, article, reader};
use crate::queries::Asked;
use crate::report::{Line, memory, processor};

pub fn write(folder: &Path, articles: u64, line: &mut Line) -> Index {
    let index = Index::open(folder).expect("an index");
    let done = index.position().expect("a position").and_then(|done| done.parse().ok());
    let mut next: u64 = done.unwrap_or(0);
    let start = Instant::now();
    let first = next;
    let mut making = std::time::Duration::ZERO;
    if next < articles {
        let mut writer = index.writer().expect("a writer");
        while next < articles {
            let end = articles.min(next + 5000);
            let made = Instant::now();
            let documents = (next..end).map(article).collect();
            making += made.elapsed();
            writer.write(documents, &[]).expect("to write");
            writer.commit(&end.to_string()).expect("to commit");
            next = end;
        }
        line.memory_writing = memory();
        writer.finish().expect("merges");
    }
    let taken = (start.elapsed() - making).as_secs_f64();
    line.per_second = (articles - first) as f64 / taken;
    line.bytes = index.bytes().expect("a size");
    index
}

pub fn ask(index: &Index, typed: &[Asked], whole: &[Asked], line: &mut Line) {
    let reader = reader();
    let now = Timestamp::from_second(NOW).unwrap();
    let context = |is_typing| Context { now, zone: TimeZone::UTC, is_typing };
    for round in 0..2 {
        line.live.clear();
        line.full.clear();
        line.live_cost.clear();
        line.full_cost.clear();
        for asked in typed {
            let (start, cost) = (Instant::now(), processor());
            let parsed = parse(&asked.text(), &context(true));
            let live = index
                .live(&LiveRequest {
                    query: &parsed.query,
                    reader: Some(&reader),
                    personal: Personal::default(),
                    hidden: None,
                    stories: 4,
                    articles: 8,
                    now,
                })
                .expect("an answer");
            line.live.push((start.elapsed(), live.total, asked.text()));
            line.live_cost.push((processor() - cost, live.total, asked.text()));
        }
        for (number, asked) in whole.iter().enumerate() {
            let (start, cost) = (Instant::now(), processor());
            let parsed = parse(&asked.text(), &context(false));
            let answer = index
                .search(&Request {
                    order: if number % 2 == 0 { Order::Newest } else { Order::Best },
                    stories: 5,
                    counts: Some(TimeZone::UTC),
                    ..Request::new(&parsed.query, Some(&reader), now)
                })
                .expect("an answer");
            line.full.push((start.elapsed(), answer.total, asked.text()));
            line.full_cost.push((processor() - cost, answer.total, asked.text()));
        }
        if round == 0 {
            line.memory_asking = memory();
        }
    }
    line.memory_asking = memory();
}
