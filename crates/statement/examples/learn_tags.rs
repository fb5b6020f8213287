//! Learns `data/tags.bin` from CoNLL-U files: `learn_tags OUT FILE...`. Prints how many words are
//! tagged right by what other files teach, then learns from all.

use std::error::Error;

use dateline_statement::tags::{ROWS, Rows, TAGS, Tag, Word, best, rows, settled};
use dateline_statement::tokens::tokens;

/// A sentence: its words, their features and their tags.
struct Sentence {
    words: Vec<Word>,
    settled: Vec<Option<Tag>>,
    tags: Vec<usize>,
}

const ROUNDS: usize = 20;

/// In so many parts the files are cut to measure; each is tagged by what the others teach.
const FOLDS: usize = 10;

/// The tokens of a sentence as this crate cuts them, each with the tag of the last of the
/// treebank's tokens in it.
fn read(document: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for block in document.split("\n\n") {
        let Some(text) = block.lines().find_map(|line| line.strip_prefix("# text = ")) else {
            continue;
        };
        let mut gold = Vec::new();
        let mut at = 0;
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() < 5 || columns[0].contains(['-', '.']) {
                continue;
            }
            let Some(found) = text[at..].find(columns[1]) else { continue };
            let (start, end) = (at + found, at + found + columns[1].len());
            at = end;
            gold.push((start, end, Tag::of_penn(columns[4])));
        }
        let mut sentence = Sentence { words: vec![], settled: vec![], tags: vec![] };
        for token in tokens(text) {
            let tag =
                gold.iter().rev().find(|(start, end, _)| *start < token.end && *end > token.start);
            let word = &text[token.start..token.end];
            let lower = word.to_lowercase();
            sentence.words.push(Word::of(word, &lower));
            sentence.settled.push(settled(&lower));
            sentence.tags.push(tag.map_or(Tag::Other, |tag| tag.2) as usize);
        }
        sentences.push(sentence);
    }
    sentences
}

fn sums(rows: &Rows, weights: &[[i32; TAGS]]) -> [i32; TAGS] {
    std::array::from_fn(|tag| rows.iter().map(|row| weights[*row][tag]).sum())
}

fn tagged(sentence: &Sentence, weights: &[[i32; TAGS]], mut seen: impl FnMut(usize, usize)) {
    let mut before = (TAGS, TAGS);
    for at in 0..sentence.words.len() {
        let tag = match sentence.settled[at] {
            Some(tag) => tag as usize,
            None => best(&sentence.words[at], &sums(&rows(&sentence.words, at, before), weights)),
        };
        seen(at, tag);
        before = (before.1, tag);
    }
}

fn learn(sentences: &[&Sentence]) -> Vec<[i32; TAGS]> {
    let mut weights = vec![[0_i32; TAGS]; ROWS];
    let mut totals = vec![[0_i64; TAGS]; ROWS];
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = 12_345_u64;
    let mut step = 0_i64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(at, (random >> 33) as usize % (at + 1));
        }
        for sentence in order.iter().map(|at| sentences[*at]) {
            let mut before = (TAGS, TAGS);
            for at in 0..sentence.words.len() {
                let want = sentence.tags[at];
                let got = match sentence.settled[at] {
                    Some(tag) => tag as usize,
                    None => {
                        let rows = rows(&sentence.words, at, before);
                        let got = best(&sentence.words[at], &sums(&rows, &weights));
                        step += 1;
                        if got != want {
                            for row in rows {
                                weights[row][want] += 1;
                                weights[row][got] -= 1;
                                totals[row][want] += step;
                                totals[row][got] -= step;
                            }
                        }
                        got
                    }
                };
                before = (before.1, got);
            }
        }
    }
    for (row, total) in weights.iter_mut().zip(&totals) {
        for (weight, total) in row.iter_mut().zip(total) {
            *weight = ((i64::from(*weight) * step - total) * 64 / step) as i32;
        }
    }
    weights
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (out, files) = arguments.split_first().ok_or("learn_tags OUT FILE...")?;
    let mut documents = Vec::new();
    for file in files {
        documents.push(read(&std::fs::read_to_string(file)?));
    }
    let (mut right, mut all) = (0, 0);
    for fold in 0..FOLDS {
        let (held, taught): (Vec<_>, Vec<_>) =
            documents.iter().enumerate().partition(|(at, _)| at % FOLDS == fold);
        let weights =
            learn(&taught.iter().flat_map(|(_, document)| document.iter()).collect::<Vec<_>>());
        for sentence in held.iter().flat_map(|(_, document)| document.iter()) {
            tagged(sentence, &weights, |at, tag| {
                all += 1;
                right += usize::from(tag == sentence.tags[at]);
            });
        }
    }
    println!(
        "{right} of {all} words of files held back are tagged right: {:.4}",
        right as f64 / all as f64
    );
    let weights = learn(&documents.iter().flatten().collect::<Vec<_>>());
    let most = weights.iter().flatten().map(|weight| weight.abs()).max().unwrap_or(1).max(1);
    let bytes: Vec<u8> = weights
        .iter()
        .flatten()
        .map(|weight| ((*weight as f64 * 127.0 / most as f64).round() as i8).to_le_bytes()[0])
        .collect();
    std::fs::write(out, bytes)?;
    Ok(())
}
