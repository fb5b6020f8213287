//! The nearest change to a search that found nothing.

use dateline_query::{Field, How, Node, Query};

use crate::counted::counted;
use crate::error::Error;
use crate::live::COUNTED;
use crate::plan::Planner;
use crate::request::Instead;
use crate::spelling::{corrected, corrected_among};

/// So many changes are tried at the most.
const MOST: usize = 16;

/// Of at most so many conditions one is left out while another is spelt otherwise.
const MOST_PAIRED: usize = 5;

/// A change: the query, what it changes, and how much: the least is tried first.
struct Change {
    query: Query,
    said: String,
    weight: u32,
}

/// The nearest change that finds something: a word spelt otherwise, one condition less, a phrase's
/// words in any order, both a word spelt otherwise and one condition less, or any of the words. Of
/// two that change as much, the one that finds more. `corrected` is what
/// [`corrected`] makes of the query.
pub fn instead(
    planner: &Planner<'_>,
    query: &Query,
    corrected: Option<(Query, String)>,
) -> Result<Option<Instead>, Error> {
    let mut nearest = changes(query);
    match corrected {
        Some((query, said)) => nearest.push(Change { query, said, weight: 0 }),
        None => nearest.extend(respelled(planner, parts(query), None)?),
    }
    if let Some(found) = best(planner, nearest)? {
        return Ok(Some(found));
    }
    if let Some(found) = best(planner, respelled_with_less(planner, query)?)? {
        return Ok(Some(found));
    }
    best(planner, any_of_the_words(query).into_iter().collect())
}

/// The least of these changes that finds something.
fn best(planner: &Planner<'_>, mut changes: Vec<Change>) -> Result<Option<Instead>, Error> {
    let mut best: Option<(u32, Instead)> = None;
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

/// What all must hold of a query.
fn parts(query: &Query) -> &[Node] {
    match &query.root {
        Node::And(nodes) => nodes,
        root => std::slice::from_ref(root),
    }
}

/// Each word that is found elsewhere, but not with the others, spelt so that it is.
fn respelled(
    planner: &Planner<'_>,
    nodes: &[Node],
    left_out: Option<&Node>,
) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    for at in 0..nodes.len().min(MOST) {
        let Some((node, said)) = corrected_among(planner, nodes, at)? else { continue };
        let query = Query { root: all_of(with(nodes, at, Some(node))) };
        changes.push(match left_out {
            Some(left_out) => {
                let said = format!("{said}, without {left_out}");
                Change { query, said, weight: weight(left_out) }
            }
            None => Change { query, said, weight: 0 },
        });
    }
    Ok(changes)
}

/// Words spelt otherwise, and one condition less. What a word is read as depends on what it has to
/// stand with, so each of the shorter queries is corrected by itself.
fn respelled_with_less(planner: &Planner<'_>, query: &Query) -> Result<Vec<Change>, Error> {
    let nodes = parts(query);
    let mut changes = Vec::new();
    // Of many conditions too many pairs could be made, each of which goes through articles.
    if !(2..=MOST_PAIRED).contains(&nodes.len()) {
        return Ok(changes);
    }
    for (at, left_out) in nodes.iter().enumerate() {
        let rest = with(nodes, at, None);
        match corrected(planner, &Query { root: all_of(rest.clone()) })? {
            Some((query, said)) => {
                let said = format!("{said}, without {left_out}");
                changes.push(Change { query, said, weight: weight(left_out) });
            }
            None => changes.extend(respelled(planner, &rest, Some(left_out))?),
        }
    }
    Ok(changes)
}

fn changes(query: &Query) -> Vec<Change> {
    let nodes = parts(query);
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
    changes
}

fn any_of_the_words(query: &Query) -> Option<Change> {
    let (words, others): (Vec<Node>, Vec<Node>) = parts(query).iter().cloned().partition(is_words);
    if words.len() < 3 {
        return None;
    }
    let root = all_of(std::iter::once(Node::Or(words)).chain(others).collect());
    Some(Change { query: Query { root }, said: "any of the words".into(), weight: 0 })
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
        Node::Text {
            field: Field::Outlet | Field::Author | Field::Place | Field::Said, ..
        } => 5,
        Node::Not(_) => 6,
        _ => 7,
    }
}
