//! PostgreSQL's full text search over the same articles.

use std::io::Write;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

use crate::articles::article;
use crate::queries::Asked;
use crate::report::Line;

pub fn write(address: &str, articles: u64, line: &mut Line) -> Client {
    let mut client = Client::connect(address, NoTls).expect("PostgreSQL");
    let setup = "SET maintenance_work_mem = '512MB'; SET work_mem = '64MB';
        CREATE TABLE articles (id BIGINT PRIMARY KEY, outlet BIGINT, language TEXT, at BIGINT, words TSVECTOR);
        CREATE TEMP TABLE coming (id BIGINT, outlet BIGINT, language TEXT, at BIGINT, title TEXT, text TEXT);";
    client.batch_execute(setup).expect("tables");
    let mut taken = Duration::ZERO;
    let mut next = 0;
    while next < articles {
        let end = articles.min(next + 5000);
        let documents: Vec<_> = (next..end).map(article).collect();
        let start = Instant::now();
        let mut copy = client.copy_in("COPY coming FROM STDIN").expect("to copy");
        for document in &documents {
            let outlet = document.outlet.as_ref().map_or(0, |outlet| outlet.id.0);
            let at = document.placed_at().as_second();
            let language = document.language.as_deref().unwrap_or_default();
            let text = document.text.replace('\n', " ");
            writeln!(copy, "{}\t{outlet}\t{language}\t{at}\t{}\t{text}", document.id.0, document.title.replace('\n', " "))
                .expect("to copy");
        }
        copy.finish().expect("to copy");
        let move_over = "INSERT INTO articles SELECT id, outlet, language, at,
                setweight(to_tsvector('english', title), 'A') || to_tsvector('english', text) FROM coming;
            TRUNCATE coming";
        client.batch_execute(move_over).expect("to insert");
        taken += start.elapsed();
        next = end;
    }
    let start = Instant::now();
    client
        .batch_execute("CREATE INDEX ON articles USING gin (words); ANALYZE articles;")
        .expect("an index");
    taken += start.elapsed();
    line.per_second = articles as f64 / taken.as_secs_f64();
    let size = client.query_one("SELECT pg_total_relation_size('articles')", &[]).expect("a size");
    line.bytes = size.get::<_, i64>(0) as u64;
    client
}

fn matched(asked: &Asked) -> String {
    let mut text = asked.words.join(if asked.is_phrase {
        " <-> "
    } else if asked.is_any {
        " | "
    } else {
        " & "
    });
    if asked.is_typed {
        text += ":*";
    }
    match &asked.not {
        Some(not) => format!("({text}) & !{not}"),
        None => text,
    }
}

pub fn ask(client: &mut Client, typed: &[Asked], whole: &[Asked], cap: Duration, line: &mut Line) {
    let begun = Instant::now();
    let sql = "SELECT id FROM articles, to_tsquery('english', $1) AS sought WHERE words @@ sought
        ORDER BY ts_rank(words, sought) DESC LIMIT 10";
    for asked in typed.iter().take_while(|_| begun.elapsed() < cap) {
        let start = Instant::now();
        let found = client.query(sql, &[&matched(asked)]).expect("rows").len() as u64;
        line.live.push((start.elapsed(), found, matched(asked)));
    }
    let begun = Instant::now();
    for asked in whole.iter().take_while(|_| begun.elapsed() < cap) {
        let start = Instant::now();
        let mut conditions = String::from("words @@ to_tsquery('english', $1)");
        if let Some(language) = &asked.language {
            conditions += &format!(" AND language = '{language}'");
        }
        if let Some(outlet) = asked.outlet {
            conditions += &format!(" AND outlet = {outlet}");
        }
        if let Some(since) = asked.since {
            conditions += &format!(" AND at >= {since}");
        }
        let sought = matched(asked);
        let counts =
            format!("SELECT outlet, count(*) FROM articles WHERE {conditions} GROUP BY outlet");
        let rows = client.query(&counts, &[&sought]).expect("rows");
        let total: i64 = rows.iter().map(|row| row.get::<_, i64>(1)).sum();
        let newest =
            format!("SELECT id FROM articles WHERE {conditions} ORDER BY at DESC LIMIT 30");
        client.query(&newest, &[&sought]).expect("rows");
        line.full.push((start.elapsed(), total as u64, sought));
    }
}
