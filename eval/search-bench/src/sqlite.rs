//! SQLite's FTS5 over the same articles.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params_from_iter, types::Value};

use crate::articles::article;
use crate::queries::Asked;
use crate::report::{Line, memory};

pub fn write(folder: &Path, articles: u64, line: &mut Line) -> Connection {
    let path = folder.join("articles.sqlite");
    let mut connection = Connection::open(&path).expect("a database");
    let setup = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
        CREATE TABLE articles (id INTEGER PRIMARY KEY, outlet INTEGER, language TEXT, at INTEGER);
        CREATE VIRTUAL TABLE words USING fts5(title, text, content='', prefix='2 3',
            tokenize='porter unicode61 remove_diacritics 2');";
    connection.execute_batch(setup).expect("tables");
    let mut taken = Duration::ZERO;
    let mut next = 0;
    while next < articles {
        let end = articles.min(next + 5000);
        let documents: Vec<_> = (next..end).map(article).collect();
        let start = Instant::now();
        let transaction = connection.transaction().expect("a transaction");
        {
            let mut row = transaction
                .prepare_cached("INSERT INTO articles VALUES (?1, ?2, ?3, ?4)")
                .expect("a statement");
            let mut words = transaction
                .prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")
                .expect("a statement");
            for document in &documents {
                let outlet = document.outlet.as_ref().map(|outlet| outlet.id.0);
                let at = document.placed_at().as_second();
                row.execute((document.id.0, outlet, &document.language, at)).expect("a row");
                words.execute((document.id.0, &document.title, &document.text)).expect("words");
            }
        }
        transaction.commit().expect("to commit");
        taken += start.elapsed();
        next = end;
    }
    let start = Instant::now();
    connection.execute_batch("INSERT INTO words(words) VALUES ('optimize'); ANALYZE;").expect("to optimize");
    taken += start.elapsed();
    line.per_second = articles as f64 / taken.as_secs_f64();
    line.memory_writing = memory();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").ok();
    line.bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    connection
}

fn matched(asked: &Asked) -> String {
    let quoted = |word: &String| format!("\"{word}\"");
    let words: Vec<String> = asked.words.iter().map(quoted).collect();
    let mut text = if asked.is_phrase {
        format!("\"{}\"", asked.words.join(" "))
    } else {
        words.join(if asked.is_any { " OR " } else { " AND " })
    };
    if asked.is_typed {
        text.push('*');
    }
    match &asked.not {
        Some(not) => format!("({text}) NOT \"{not}\""),
        None => text,
    }
}

fn conditions(asked: &Asked) -> (String, Vec<Value>) {
    let mut sql = String::from("words MATCH ?1");
    let mut values: Vec<Value> = vec![matched(asked).into()];
    if let Some(language) = &asked.language {
        sql += &format!(" AND language = '{language}'");
    }
    if let Some(outlet) = asked.outlet {
        values.push((outlet as i64).into());
        sql += " AND outlet = ?2";
    }
    if let Some(since) = asked.since {
        values.push(since.into());
        sql += " AND at >= ?2";
    }
    (sql, values)
}

pub fn ask(connection: &Connection, typed: &[Asked], whole: &[Asked], cap: Duration, line: &mut Line) {
    let begun = Instant::now();
    for asked in typed.iter().take_while(|_| begun.elapsed() < cap) {
        let start = Instant::now();
        let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 10";
        let mut statement = connection.prepare_cached(sql).expect("a statement");
        let rows = statement.query_map([matched(asked)], |row| row.get::<_, i64>(0)).expect("rows");
        let found = rows.count() as u64;
        line.live.push((start.elapsed(), found, matched(asked)));
    }
    let begun = Instant::now();
    for asked in whole.iter().take_while(|_| begun.elapsed() < cap) {
        let start = Instant::now();
        let (sql, values) = conditions(asked);
        let counts = format!(
            "SELECT outlet, count(*) FROM words JOIN articles ON id = words.rowid WHERE {sql} GROUP BY outlet"
        );
        let mut statement = connection.prepare_cached(&counts).expect("a statement");
        let rows = statement
            .query_map(params_from_iter(&values), |row| row.get::<_, i64>(1))
            .expect("rows");
        let total: i64 = rows.map(|count| count.expect("a count")).sum();
        let newest = format!(
            "SELECT id FROM words JOIN articles ON id = words.rowid WHERE {sql} ORDER BY at DESC LIMIT 30"
        );
        let mut statement = connection.prepare_cached(&newest).expect("a statement");
        let rows = statement
            .query_map(params_from_iter(&values), |row| row.get::<_, i64>(0))
            .expect("rows");
        rows.count();
        line.full.push((start.elapsed(), total as u64, matched(asked)));
    }
    line.memory_asking = memory();
}
