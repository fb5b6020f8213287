//! What `name:value` means.

use dateline_model::{OutletId, StoryId};

use super::Context;
use super::dates;
use crate::query::{Field, Has, How, Is, Node};
use crate::words::Language;

/// Words may stand so far from each other and still be near.
const FARTHEST: u32 = 50;

/// What a clause turned out to be.
pub(crate) enum Clause {
    Node(Node),
    /// Its value is words in a field.
    Text(Field, How),
    /// The words beside it are to stand so near.
    Near(u32),
    /// It has no value.
    Empty,
    /// Its name is known and its value is not: what it takes.
    NotUnderstood(&'static str),
    /// Its name is not known.
    Unknown,
}

/// The field of words that a name means.
pub(crate) fn field(name: &str) -> Option<Field> {
    match name.to_ascii_lowercase().as_str() {
        "title" | "intitle" => Some(Field::Title),
        "outlet" | "source" | "site" => Some(Field::Outlet),
        "author" | "by" => Some(Field::Author),
        "place" => Some(Field::Place),
        "said" | "says" => Some(Field::Said),
        _ => None,
    }
}

/// Reads a clause.
pub(crate) fn clause(name: &str, value: &str, is_quoted: bool, context: &Context) -> Clause {
    let name = name.to_ascii_lowercase();
    let value = value.trim();
    let is_known = field(&name).is_some()
        || matches!(
            name.as_str(),
            "feed"
                | "folder"
                | "lang"
                | "language"
                | "is"
                | "has"
                | "story"
                | "near"
                | "denied"
                | "accused"
                | "declined"
        )
        || dates::is_name(&name);
    if !is_known {
        return Clause::Unknown;
    }
    if value.is_empty() {
        return Clause::Empty;
    }
    if let Some(field) = field(&name) {
        let chosen = value.strip_prefix('#').filter(|_| field == Field::Outlet);
        if let Some(id) = chosen.and_then(|digits| digits.parse().ok()) {
            return Clause::Node(Node::Outlet(OutletId(id)));
        }
        return Clause::Text(field, if is_quoted { How::Phrase } else { How::Word });
    }
    let lower = value.to_lowercase();
    match name.as_str() {
        "feed" => Clause::Node(Node::Feed(value.to_owned())),
        "folder" => Clause::Node(Node::Folder(value.to_owned())),
        "lang" | "language" => match Language::named(value) {
            Some(language) => Clause::Node(Node::Language(language.as_str().to_owned())),
            None => {
                Clause::NotUnderstood("“lang:” takes a language, such as lang:de or lang:german")
            }
        },
        "is" => is(&lower),
        "has" => has(&lower),
        "denied" => yes_or_no(&lower, Has::Denial, "“denied:” takes yes or no"),
        "accused" => yes_or_no(&lower, Has::Accusation, "“accused:” takes yes or no"),
        "declined" => yes_or_no(&lower, Has::Silence, "“declined:” takes yes or no"),
        "story" => match value.parse::<i64>() {
            Ok(number) => Clause::Node(Node::Story(StoryId(number))),
            Err(_) => Clause::NotUnderstood("“story:” takes a story’s number"),
        },
        "near" => match value.parse::<u32>() {
            Ok(within) if within > 0 => Clause::Near(within.min(FARTHEST)),
            _ => Clause::NotUnderstood("“near:” takes a number of words, such as near:5"),
        },
        _ => match dates::when(&name, &lower, context) {
            Some(when) => Clause::Node(Node::When(when)),
            None => Clause::NotUnderstood(dates::hint(&name)),
        },
    }
}

fn is(value: &str) -> Clause {
    let is = match value {
        "unread" | "new" => Is::Unread,
        "read" => Is::Read,
        "starred" | "star" => Is::Starred,
        "copy" => Is::Copy,
        "paywalled" => Is::Paywalled,
        _ => {
            return Clause::NotUnderstood("“is:” takes unread, read, starred, copy or paywalled");
        }
    };
    Clause::Node(Node::Is(is))
}

fn yes_or_no(value: &str, has: Has, hint: &'static str) -> Clause {
    match value {
        "yes" | "true" => Clause::Node(Node::Has(has)),
        "no" | "false" => Clause::Node(Node::Not(Box::new(Node::Has(has)))),
        _ => Clause::NotUnderstood(hint),
    }
}

fn has(value: &str) -> Clause {
    match value {
        "image" | "picture" | "photo" => Clause::Node(Node::Has(Has::Image)),
        "revision" | "revisions" => Clause::Node(Node::Has(Has::Revision)),
        _ => Clause::NotUnderstood("“has:” takes image or revision"),
    }
}
