//! A query in words.

use crate::query::{Field, Has, How, Is, Node, Query};
use crate::words::Language;

/// What a query finds, in words: “articles of Reuters since Monday with the phrase “…””. Without a
/// capital at its beginning and a full stop at its end.
pub fn sentence(query: &Query) -> String {
    match &query.root {
        Node::All => "all articles".to_owned(),
        node => format!("articles {}", clause(node, false)),
    }
}

fn clause(node: &Node, is_denied: bool) -> String {
    match node {
        Node::All => "of any kind".to_owned(),
        Node::And(nodes) if is_denied => {
            let clauses: Vec<String> = nodes.iter().map(|node| clause(node, false)).collect();
            format!("other than those {}", clauses.join(" "))
        }
        Node::And(nodes) => all_of(nodes),
        Node::Or(nodes) => {
            let clauses = nodes.iter().map(|node| clause(node, is_denied)).collect();
            joined(clauses, if is_denied { "and" } else { "or" })
        }
        Node::Not(node) => clause(node, !is_denied),
        Node::Text { field: Field::Anywhere, how, words } => {
            format!("{} {}", with(is_denied), quoted(*how, words))
        }
        Node::Near { within, words } => {
            let words = words.iter().map(|words| format!("“{words}”")).collect();
            let distance = format!("within {within} {} of each other", plural(*within, "word"));
            format!("{} {} {distance}", with(is_denied), joined(words, "and"))
        }
        Node::When(when) if is_denied => format!("not {}", when.said),
        Node::When(when) => when.said.clone(),
        other if is_denied => denied(&attribute(other)),
        other => attribute(other),
    }
}

fn denied(attribute: &str) -> String {
    for verb in ["that are ", "that were "] {
        if let Some(rest) = attribute.strip_prefix(verb) {
            return format!("{verb}not {rest}");
        }
    }
    match attribute.strip_prefix("with ") {
        Some(rest) => format!("without {rest}"),
        None => format!("not {attribute}"),
    }
}

/// Parts that must all hold: whose, whence and when first, then the words.
fn all_of(nodes: &[Node]) -> String {
    let is_words = |node: &&Node| {
        matches!(node, Node::Text { field: Field::Anywhere, .. } | Node::Near { .. })
    };
    let is_denied = |node: &&Node| matches!(node, Node::Not(_));
    let others = nodes.iter().filter(|node| !is_words(node) && !is_denied(node));
    let mut clauses: Vec<String> = others.map(grouped).collect();
    let words: Vec<String> = nodes
        .iter()
        .filter(is_words)
        .filter_map(|node| match node {
            Node::Text { how, words, .. } => Some(quoted(*how, words)),
            _ => None,
        })
        .collect();
    if !words.is_empty() {
        clauses.push(format!("with {}", joined(words, "and")));
    }
    let near = nodes.iter().filter(|node| matches!(node, Node::Near { .. }));
    clauses.extend(near.map(|node| clause(node, false)));
    clauses.extend(nodes.iter().filter(is_denied).map(|node| clause(node, false)));
    clauses.join(" ")
}

fn grouped(node: &Node) -> String {
    let said = clause(node, false);
    if matches!(node, Node::Or(_)) { format!("either {said}") } else { said }
}

fn attribute(node: &Node) -> String {
    match node {
        Node::Text { field, words, .. } => match field {
            Field::Title => format!("with “{words}” in the headline"),
            Field::Outlet => format!("of {words}"),
            Field::Author => format!("by {words}"),
            Field::Place => format!("from {words}"),
            Field::Said => format!("with words of {words}"),
            Field::Anywhere => format!("with “{words}”"),
        },
        Node::Outlet(id) => format!("of outlet {id}"),
        Node::Feed(said) => format!("in the feed “{said}”"),
        Node::Folder(said) => format!("in the folder “{said}”"),
        Node::Language(letters) => {
            let language = Language::of_tag(letters).unwrap_or_default();
            format!("in {}", language.name())
        }
        Node::Is(is) => match is {
            Is::Unread => "that are unread",
            Is::Read => "that are read",
            Is::Starred => "that are starred",
            Is::Copy => "that are copies of others",
            Is::Paywalled => "that are behind a paywall",
        }
        .to_owned(),
        Node::Has(Has::Image) => "with a picture".to_owned(),
        Node::Has(Has::Revision) => "that were changed".to_owned(),
        Node::Has(Has::Denial) => "with a denial".to_owned(),
        Node::Has(Has::Accusation) => "with an accusation".to_owned(),
        Node::Has(Has::Silence) => "with somebody who did not comment".to_owned(),
        Node::Story(id) => format!("of story {id}"),
        _ => String::new(),
    }
}

fn with(is_denied: bool) -> &'static str {
    if is_denied { "without" } else { "with" }
}

fn quoted(how: How, words: &str) -> String {
    match how {
        How::Phrase => format!("the phrase “{words}”"),
        How::Prefix => format!("“{words}…”"),
        How::Word => format!("“{words}”"),
    }
}

fn plural(count: u32, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn joined(mut parts: Vec<String>, conjunction: &str) -> String {
    let Some(last) = parts.pop() else { return String::new() };
    if parts.is_empty() { last } else { format!("{} {conjunction} {last}", parts.join(", ")) }
}
