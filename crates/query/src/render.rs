//! A query as text that parses to it.

use std::fmt::{Display, Formatter, Result};

use crate::query::{Field, Has, How, Is, Node, Query};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.root {
            Node::And(nodes) => join(f, nodes, " "),
            Node::Near { .. } | Node::Or(_) => Bare(&self.root).fmt(f),
            other => other.fmt(f),
        }
    }
}

/// A node whose parentheses are not needed: it is the whole query.
struct Bare<'a>(&'a Node);

impl Display for Bare<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            Node::Or(nodes) => join(f, nodes, " OR "),
            Node::Near { within, words } => {
                for words in words {
                    plain(f, words)?;
                    f.write_str(" ")?;
                }
                write!(f, "near:{within}")
            }
            other => other.fmt(f),
        }
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::All => Ok(()),
            Self::And(nodes) => {
                f.write_str("(")?;
                join(f, nodes, " ")?;
                f.write_str(")")
            }
            Self::Or(_) | Self::Near { .. } => write!(f, "({})", Bare(self)),
            Self::Not(node) => write!(f, "-{node}"),
            Self::Text { field, how, words } => {
                f.write_str(match field {
                    Field::Anywhere => "",
                    Field::Title => "title:",
                    Field::Outlet => "outlet:",
                    Field::Author => "author:",
                    Field::Place => "place:",
                    Field::Said => "said:",
                })?;
                match how {
                    How::Phrase => write!(f, "\"{words}\""),
                    How::Word | How::Prefix => f.write_str(words),
                }
            }
            Self::Outlet(id) => write!(f, "outlet:#{id}"),
            Self::Feed(said) => value(f, "feed", said),
            Self::Folder(said) => value(f, "folder", said),
            Self::Language(letters) => write!(f, "lang:{letters}"),
            Self::Is(is) => f.write_str(match is {
                Is::Unread => "is:unread",
                Is::Read => "is:read",
                Is::Starred => "is:starred",
                Is::Copy => "is:copy",
                Is::Paywalled => "is:paywalled",
            }),
            Self::Has(Has::Image) => f.write_str("has:image"),
            Self::Has(Has::Revision) => f.write_str("has:revision"),
            Self::Has(Has::Denial) => f.write_str("denied:yes"),
            Self::Has(Has::Accusation) => f.write_str("accused:yes"),
            Self::Has(Has::Silence) => f.write_str("declined:yes"),
            Self::Story(id) => write!(f, "story:{id}"),
            Self::When(when) => f.write_str(&when.clause),
        }
    }
}

fn join(f: &mut Formatter<'_>, nodes: &[Node], between: &str) -> Result {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        node.fmt(f)?;
    }
    Ok(())
}

fn plain(f: &mut Formatter<'_>, words: &str) -> Result {
    if words.contains(char::is_whitespace) { write!(f, "\"{words}\"") } else { f.write_str(words) }
}

fn value(f: &mut Formatter<'_>, name: &str, said: &str) -> Result {
    if said.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
        write!(f, "{name}:\"{said}\"")
    } else {
        write!(f, "{name}:{said}")
    }
}
