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
const MOST_TRIED: usize = 48;

/// The query with each word that no article of the reader's has replaced by the likeliest one that
/// differs from it by a letter or two, and what was changed; `None` where nothing can be. Words
/// that stand together with the rest of the query are preferred to all others.
pub fn corrected(planner: &Planner<'_>, query: &Query) -> Result<Option<(Query, String)>, Error> {
    let mut changes = Vec::new();
    let root = node(planner, &query.root, &[], &mut changes)?;
    Ok((!changes.is_empty()).then(|| (Query { root }, changes.join(", "))))
}

/// The `at`th of nodes replaced by the likeliest word that differs from it by a letter and stands
/// together with all others, and what was changed. It is for a word that the reader's articles
/// have, so that it may well be meant: this is a thing to offer, not to do.
pub fn corrected_among(
    planner: &Planner<'_>,
    nodes: &[Node],
    at: usize,
) -> Result<Option<(Node, String)>, Error> {
    let Some(asked @ Node::Text { field, how: how @ (How::Word | How::Prefix), words }) =
        nodes.get(at)
    else {
        return Ok(None);
    };
    let Some(written) = long_enough(*how, words) else { return Ok(None) };
    let others: Vec<Node> = others(nodes, at).cloned().collect();
    if others.is_empty() || !planner.finds(asked)? || !planner.finds(&Node::And(others.clone()))? {
        return Ok(None);
    }
    let mut near = near(planner, *field, &written, Reach::Word(1))?;
    near.retain(|near| *near != written);
    let found = first_found(planner, *field, &near, &others)?;
    Ok(found.map(|nearest| (word(*field, nearest), said(nearest, words))))
}

/// With the nodes that a corrected word has to stand together with, so far as that can be.
fn node(
    planner: &Planner<'_>,
    asked: &Node,
    together: &[Node],
    changes: &mut Vec<String>,
) -> Result<Node, Error> {
    Ok(match asked {
        Node::And(nodes) => Node::And(each(planner, nodes, together, changes)?),
        Node::Or(nodes) => {
            let nodes = nodes.iter().map(|asked| node(planner, asked, together, changes));
            Node::Or(nodes.collect::<Result<_, _>>()?)
        }
        Node::Text { field, how: how @ (How::Word | How::Prefix), words } => {
            match nearest(planner, *field, *how, words, together)? {
                Some(nearest) => {
                    changes.push(said(&nearest, words));
                    word(*field, &nearest)
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
    together: &[Node],
    changes: &mut Vec<String>,
) -> Result<Vec<Node>, Error> {
    let mut nodes = nodes.to_vec();
    // A word that is still to be corrected would keep every other from being found.
    let mut finds =
        nodes.iter().map(|asked| planner.finds(asked)).collect::<Result<Vec<bool>, Error>>()?;
    for at in 0..nodes.len() {
        let others = nodes.iter().zip(&finds).enumerate();
        let others = others.filter(|(other, (_, finds))| *other != at && **finds);
        let others = others.map(|(_, (node, _))| node.clone());
        let together: Vec<Node> = together.iter().cloned().chain(others).collect();
        let before = changes.len();
        if let (Some(asked), Some(finds)) = (nodes.get_mut(at), finds.get_mut(at)) {
            *asked = node(planner, asked, &together, changes)?;
            *finds |= changes.len() > before;
        }
    }
    Ok(nodes)
}

fn others(nodes: &[Node], at: usize) -> impl Iterator<Item = &Node> {
    nodes.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, node)| node)
}

fn word(field: Field, word: &str) -> Node {
    Node::Text { field, how: How::Word, words: word.to_owned() }
}

fn said(nearest: &str, words: &str) -> String {
    format!("“{nearest}” for “{words}”")
}

/// The term of one word that is not too near to too many others.
fn long_enough(how: How, words: &str) -> Option<String> {
    let (Pattern::Word { exact, .. } | Pattern::Prefix(exact)) = pattern(words, how) else {
        return None;
    };
    (exact.chars().count() >= LEAST).then_some(exact)
}

/// The likeliest word that the reader finds together with those nodes, or else at all.
fn nearest(
    planner: &Planner<'_>,
    field: Field,
    how: How,
    words: &str,
    together: &[Node],
) -> Result<Option<String>, Error> {
    let Some(written) = long_enough(how, words) else { return Ok(None) };
    if planner.finds(&Node::Text { field, how, words: words.to_owned() })? {
        return Ok(None);
    }
    let mut reaches = vec![Reach::Word(1)];
    if written.chars().count() >= TWO {
        reaches.push(Reach::Word(2));
    }
    if how == How::Prefix {
        reaches.push(Reach::Beginning);
    }
    let mut alone = None;
    for reach in reaches {
        let near = near(planner, field, &written, reach)?;
        if let Some(found) = first_found(planner, field, &near, together)? {
            return Ok(Some(found.to_owned()));
        }
        if alone.is_none() && !together.is_empty() {
            alone = first_found(planner, field, &near, &[])?.map(str::to_owned);
        }
    }
    Ok(alone)
}

/// How far from what is written a word may be.
#[derive(Debug, Clone, Copy)]
enum Reach {
    /// So many letters are wrong, missing, too many, or in each other's place.
    Word(u8),
    /// It begins with what is written, but for one letter.
    Beginning,
}

/// The words within reach, the likeliest first.
fn near(
    planner: &Planner<'_>,
    field: Field,
    written: &str,
    reach: Reach,
) -> Result<Vec<String>, Error> {
    let indexed = planner.field(field);
    let term = Term::from_field_text(indexed, written);
    let fuzzy = match reach {
        Reach::Word(distance) => FuzzyTermQuery::new(term, distance, true),
        Reach::Beginning => FuzzyTermQuery::new_prefix(term, 1, true),
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
    let words = frequencies.into_iter().filter_map(|(word, frequency)| {
        let word = String::from_utf8(word).ok()?;
        Some((likeness(written, &word), frequency, word))
    });
    let mut words: Vec<((bool, bool), u64, String)> = words.collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    Ok(words.into_iter().map(|(.., word)| word).take(MOST_TRIED).collect())
}

/// How like what is written a word is among those of one distance. The same letters in another
/// order are the likeliest: a word has few pairs to swap, but any letter may be wrong in as many
/// ways as there are letters. And few err in the first one.
fn likeness(written: &str, word: &str) -> (bool, bool) {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    (sorted(written) == sorted(word), written.chars().next() == word.chars().next())
}

/// The first of some words that the reader finds together with all those nodes. It is looked for
/// by halves, since each question goes through articles.
fn first_found<'a>(
    planner: &Planner<'_>,
    field: Field,
    words: &'a [String],
    together: &[Node],
) -> Result<Option<&'a str>, Error> {
    let finds = |words: &[String]| {
        let any = Node::Or(words.iter().map(|candidate| word(field, candidate)).collect());
        planner.finds(&Node::And(together.iter().cloned().chain([any]).collect()))
    };
    let mut left = words;
    if left.is_empty() || !finds(left)? {
        return Ok(None);
    }
    while left.len() > 1 {
        let (first, second) = left.split_at(left.len() / 2);
        left = if finds(first)? { first } else { second };
    }
    Ok(left.first().map(String::as_str))
}
