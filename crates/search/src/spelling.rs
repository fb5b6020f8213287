//! Typing errors.

use dateline_query::words::{Pattern, pattern};
use dateline_query::{Field, How, Node, Query};
use rustc_hash::FxHashMap;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::error::Error;
use crate::plan::Planner;

/// Shorter words are too near to others.
const LEAST: usize = 4;
/// Words from this length on may have two errors.
const TWO: usize = 8;
/// So many words with an error's distance are looked at in each part of the index.
const MOST_LOOKED_AT: usize = 5_000;

/// So many of the nearest words are tried: others' articles have words that the reader's have not.
const MOST_TRIED: usize = 16;

/// The query with each word that no article of the reader's has replaced by the most frequent one that differs
/// from it by a letter or two, and what was changed; `None` where nothing can be.
pub fn corrected(planner: &Planner<'_>, query: &Query) -> Result<Option<(Query, String)>, Error> {
    let mut changes = Vec::new();
    let root = node(planner, &query.root, &mut changes)?;
    Ok((!changes.is_empty()).then(|| (Query { root }, changes.join(", "))))
}

fn node(planner: &Planner<'_>, asked: &Node, changes: &mut Vec<String>) -> Result<Node, Error> {
    Ok(match asked {
        Node::And(nodes) => Node::And(each(planner, nodes, changes)?),
        Node::Or(nodes) => Node::Or(each(planner, nodes, changes)?),
        Node::Text { field, how: how @ (How::Word | How::Prefix), words } => {
            match nearest(planner, *field, *how, words)? {
                Some(nearest) => {
                    changes.push(format!("“{nearest}” for “{words}”"));
                    Node::Text { field: *field, how: How::Word, words: nearest }
                }
                None => asked.clone(),
            }
        }
        other => other.clone(),
    })
}

fn each(
    planner: &Planner<'_>,
    nodes: &[Node],
    changes: &mut Vec<String>,
) -> Result<Vec<Node>, Error> {
    nodes.iter().map(|asked| node(planner, asked, changes)).collect()
}

fn nearest(
    planner: &Planner<'_>,
    field: Field,
    how: How,
    words: &str,
) -> Result<Option<String>, Error> {
    let written = match pattern(words, how) {
        Pattern::Word { exact, .. } | Pattern::Prefix(exact) => exact,
        Pattern::Nothing | Pattern::Phrase(_) => return Ok(None),
    };
    let letters = written.chars().count();
    let asked = Node::Text { field, how, words: words.to_owned() };
    if letters < LEAST || planner.finds(&asked)? {
        return Ok(None);
    }
    let most = if letters >= TWO { 2 } else { 1 };
    for distance in 1..=most {
        if let Some(found) = within(planner, field, &written, distance, false)? {
            return Ok(Some(found));
        }
    }
    if how == How::Prefix {
        return within(planner, field, &written, 1, true);
    }
    Ok(None)
}

/// The most frequent word at a distance of those that the reader finds; one that begins alike is
/// preferred, since few err there.
fn within(
    planner: &Planner<'_>,
    field: Field,
    written: &str,
    distance: u8,
    is_beginning: bool,
) -> Result<Option<String>, Error> {
    let indexed = planner.field(field);
    let term = Term::from_field_text(indexed, written);
    let fuzzy = if is_beginning {
        FuzzyTermQuery::new_prefix(term, distance, true)
    } else {
        FuzzyTermQuery::new(term, distance, true)
    };
    let mut frequencies: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
    for segment in planner.searcher.segment_readers() {
        planner.go_on()?;
        let index = segment.inverted_index(indexed)?;
        let found = index.terms().search(fuzzy.automaton()?).into_stream();
        let mut stream = found.map_err(|error| Error::Broken(error.to_string()))?;
        let mut left = MOST_LOOKED_AT;
        while left > 0 && stream.advance() {
            // Stems are no words.
            if stream.key().first().is_some_and(|first| *first > 1) {
                *frequencies.entry(stream.key().to_vec()).or_default() +=
                    u64::from(stream.value().doc_freq);
            }
            left -= 1;
        }
    }
    let first = written.chars().next();
    let words = frequencies.into_iter().filter_map(|(word, frequency)| {
        let word = String::from_utf8(word).ok()?;
        Some((word.chars().next() == first, frequency, word))
    });
    let mut words: Vec<(bool, u64, String)> = words.collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    for (.., word) in words.into_iter().take(MOST_TRIED) {
        let found = Node::Text { field, how: How::Word, words: word.clone() };
        if planner.finds(&found)? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}
