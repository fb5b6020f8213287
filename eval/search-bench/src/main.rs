//! Measures Dateline's index beside SQLite FTS5 and PostgreSQL full text, on the same articles and
//! queries. See eval/search.sh.

mod articles;
mod dateline;
mod postgresql;
mod queries;
mod report;
mod sqlite;

use std::path::PathBuf;
use std::time::Duration;

use report::Line;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        arguments.next().map_or(default, |text| text.parse().expect("a number"))
    };
    let (articles, queries, cap) = (number(200_000), number(2000), number(60));
    let folder = PathBuf::from(arguments.next().expect("a folder"));
    let engines = arguments.next().unwrap_or_else(|| "dateline,sqlite,postgresql".to_owned());
    let cap = Duration::from_secs(cap);
    let typed = queries::typed(queries, articles);
    let whole = queries::whole(queries, articles);
    let mut holds = true;

    if engines.contains("dateline") {
        let mut line = Line { name: "dateline", ..Line::default() };
        let index = dateline::write(&folder.join("dateline"), articles, &mut line);
        dateline::ask(&index, &typed, &whole, &mut line);
        line.print(articles);
        holds = line.holds();
    }
    if engines.contains("sqlite") {
        let mut line = Line { name: "sqlite fts5", ..Line::default() };
        let connection = sqlite::write(&folder, articles, &mut line);
        sqlite::ask(&connection, &typed, &whole, cap, &mut line);
        line.print(articles);
    }
    if engines.contains("postgresql") {
        let address = std::env::var("DATELINE_TEST_POSTGRES").expect("tests/postgres.sh");
        let mut line = Line { name: "postgresql", ..Line::default() };
        let mut client = postgresql::write(&address, articles, &mut line);
        postgresql::ask(&mut client, &typed, &whole, cap, &mut line);
        line.print(articles);
    }
    if !holds {
        println!("the goals do not hold: as you type p50 5 ms and p99 25 ms, full p99 60 ms");
        std::process::exit(1);
    }
}
