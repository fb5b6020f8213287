//! The nearest change to a search that found nothing.

use dateline_query::{Field, How, Node, Query};

use crate::counted::counted;
use crate::error::Error;
use crate::live::COUNTED;
use crate::plan::Planner;
use crate::request::Instead;
use crate::spelling::corrected_among;

/// So many changes are tried at the most.
const MOST: usize = 16;

/// A change: the query, what it changes, and how much: the least is tried first.
struct Change {
    query: Query,
    said: String,
    weight: u32,
}

/// The nearest change that finds something: a word spelt otherwise, one condition less, a phrase's
/// words in any order, or any of the words. Of two that change as much, the one that finds more.
/// `corrected` is what [`corrected`](crate::spelling::corrected) makes of the query.
pub fn instead(
    planner: &Planner<'_>,
    query: &Query,
    corrected: Option<(Query, String)>,
) -> Result<Option<Instead>, Error> {
    let mut best: Option<(u32, Instead)> = None;
    let mut changes = changes(query);
    if let Some((query, said)) = corrected {
        changes.push(Change { query, said, weight: 0 });
    } else if let Node::And(nodes) = &query.root {
        for at in 0..nodes.len().min(MOST) {
            let Some((node, said)) = corrected_among(planner, nodes, at)? else { continue };
            let query = Query { root: all_of(with(nodes, at, Some(node))) };
            changes.push(Change { query, said, weight: 0 });
        }
    }
    changes.sort_by_key(|change| change.weight);
    changes.truncate(MOST);
    for change in changes {
        if best.as_ref().is_some_and(|(weight, _)| *weight < change.weight) {
            break;
        }
        let (total, _) = counted(planner, planner.found(&change.query)?.as_ref(), COUNTED)?;
        if total > best.as_ref().map_or(0, |(_, best)| best.total) {
            let text = change.query.to_string();
            let found = Instead { query: change.query, text, said: change.said, total };
            best = Some((change.weight, found));
        }
    }
    Ok(best.map(|(_, instead)| instead))
}

fn changes(query: &Query) -> Vec<Change> {
    let alone = std::slice::from_ref(&query.root);
    let nodes = if let Node::And(nodes) = &query.root { nodes.as_slice() } else { alone };
    let mut changes = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let with = |node: Option<Node>| Query { root: all_of(with(nodes, at, node)) };
        if let Some(loose) = loosened(node) {
            let said = format!("the words of {node} in any order");
            changes.push(Change { query: with(Some(loose)), said, weight: 1 });
        }
        if nodes.len() > 1 {
            let said = format!("without {node}");
            changes.push(Change { query: with(None), said, weight: weight(node) });
        }
    }
    let words: Vec<Node> = nodes.iter().filter(|node| is_words(node)).cloned().collect();
    if words.len() > 2 {
        let others = nodes.iter().filter(|node| !is_words(node)).cloned();
        let root = all_of(std::iter::once(Node::Or(words)).chain(others).collect());
        changes.push(Change { query: Query { root }, said: "any of the words".into(), weight: 8 });
    }
    changes
}

/// The nodes with another one, or none, in the place of one of them.
fn with(nodes: &[Node], at: usize, node: Option<Node>) -> Vec<Node> {
    let mut changed = nodes.to_vec();
    changed.splice(at..=at, node).for_each(drop);
    changed
}

fn all_of(mut nodes: Vec<Node>) -> Node {
    if nodes.len() > 1 { Node::And(nodes) } else { nodes.pop().unwrap_or(Node::All) }
}

fn is_words(node: &Node) -> bool {
    matches!(node, Node::Text { field: Field::Anywhere, .. })
}

/// The words of a phrase or of words near each other, wherever they stand.
fn loosened(node: &Node) -> Option<Node> {
    let words: Vec<&str> = match node {
        Node::Text { field: Field::Anywhere | Field::Title, how: How::Phrase, words } => {
            words.split(' ').collect()
        }
        Node::Near { words, .. } => words.iter().map(String::as_str).collect(),
        _ => return None,
    };
    let field = if let Node::Text { field, .. } = node { *field } else { Field::Anywhere };
    let each =
        words.into_iter().map(|word| Node::Text { field, how: How::Word, words: word.to_owned() });
    let each: Vec<Node> = each.collect();
    (each.len() > 1).then_some(Node::And(each))
}

/// How much is lost without a condition: what an article is matters less than what it is about.
fn weight(node: &Node) -> u32 {
    match node {
        Node::Is(_) | Node::Has(_) => 2,
        Node::When(_) => 3,
        Node::Language(_) | Node::Feed(_) | Node::Folder(_) | Node::Story(_) => 4,
        Node::Outlet(_) => 5,
        Node::Text { field: Field::Outlet | Field::Author | Field::Place, .. } => 5,
        Node::Not(_) => 6,
        _ => 7,
    }
}
