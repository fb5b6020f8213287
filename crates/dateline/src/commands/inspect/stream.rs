//! `--jsonl`: many requests, worked on by all cores, answered in their order.

use std::io::{self, BufRead};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};

use super::kinds::{Answer, Inspector};
use crate::failure::Ended;
use crate::output;

/// So many requests are in hand at once: enough that no core waits for the slowest one for long,
/// few enough that their answers fit into memory.
const IN_HAND: usize = 128;

/// Answers the requests of standard input on standard output.
///
/// # Errors
/// When either of them fails.
pub fn run(inspector: Inspector<'_>) -> Result<Ended> {
    let (sender, lines) = sync_channel(IN_HAND);
    let reader = thread::spawn(move || read_lines(&sender));
    let mut ended = Ended::Well;
    // An asker may wait for each answer before the next request, so what is there is answered
    // without waiting for more.
    while let Some(batch) = next_batch(&lines) {
        for answer in answer_all(inspector, &batch) {
            if !answer.is_ok {
                ended = Ended::WithProblems;
            }
            if !output::json_line(&answer.document)? {
                return Ok(ended);
            }
        }
    }
    if let Ok(read) = reader.join() {
        read.context("standard input cannot be read")?;
    }
    Ok(ended)
}

fn read_lines(sender: &SyncSender<String>) -> io::Result<()> {
    let mut input = io::stdin().lock();
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&line).trim().to_owned();
        if !line.is_empty() && sender.send(line).is_err() {
            return Ok(());
        }
    }
}

fn next_batch(lines: &Receiver<String>) -> Option<Vec<String>> {
    let mut batch = vec![lines.recv().ok()?];
    batch.extend(lines.try_iter().take(IN_HAND - 1));
    Some(batch)
}

fn answer_all(inspector: Inspector<'_>, batch: &[String]) -> Vec<Answer> {
    let threads = thread::available_parallelism().map_or(2, usize::from).min(batch.len());
    let next = AtomicUsize::new(0);
    let answers: Vec<Mutex<Option<Answer>>> = batch.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let (Some(line), Some(answer)) = (batch.get(place), answers.get(place)) else { return };
            let found = inspector.answer_line(line);
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let found = answers.into_iter().map(|a| a.into_inner().unwrap_or_else(PoisonError::into_inner));
    found.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::kinds::Kind;
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_requests_whatever_they_cost() {
        let batch: Vec<String> = (0..200)
            .map(|id| format!("{{\"id\": {id}, \"date\": \"Mon, 29 Dec 2025 12:00:00 GMT\"}}"))
            .collect();
        let inspector = Inspector { kind: Kind::Dates, sanitized: false, rules: None };
        let answers = answer_all(inspector, &batch);
        let ids: Vec<i64> = answers.iter().filter_map(|a| a.document["id"].as_i64()).collect();
        assert_eq!(ids, (0..200).collect::<Vec<i64>>());
        assert!(answers.iter().all(|a| a.is_ok && a.document["time"] == "2025-12-29T12:00:00Z"));
    }

    #[test]
    fn a_line_that_is_no_request_is_answered_too() {
        let batch = vec!["nonsense".to_owned(), "{\"id\": \"x\"}".to_owned()];
        let inspector = Inspector { kind: Kind::Feed, sanitized: false, rules: None };
        let answers = answer_all(inspector, &batch);
        assert!(answers.iter().all(|answer| !answer.is_ok));
        assert_eq!(answers[1].document["id"], "x");
        assert_eq!(answers[1].document["error"], "the request has no “path”");
    }
}
