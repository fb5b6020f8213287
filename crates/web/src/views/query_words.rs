//! A query in words, in the reader's tongue: the parts in the order of `dateline_desk::query`'s own
//! sentence, whose English this is.

use dateline_desk::query::{Field, Has, How, Is, Node, Query, When};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::found::language;
use crate::say::{Tongue, list, tongue};
use crate::when::day_in_full;

/// What a query finds, in words, without a full stop at its end. Days are those of `zone`.
pub fn sentence(query: &Query, zone: &TimeZone) -> String {
    match &query.root {
        Node::All => say!("query-all"),
        node => say!("query-articles", clause = Words { zone }.clause(node, false)),
    }
}

struct Words<'a> {
    zone: &'a TimeZone,
}

impl Words<'_> {
    fn clause(&self, node: &Node, is_denied: bool) -> String {
        match node {
            Node::All => say!("query-any-kind"),
            Node::And(nodes) if is_denied => {
                let clauses: Vec<String> =
                    nodes.iter().map(|node| self.clause(node, false)).collect();
                say!("query-other-than", clause = clauses.join(" "))
            }
            Node::And(nodes) => self.all_of(nodes),
            Node::Or(nodes) => {
                let clauses: Vec<String> =
                    nodes.iter().map(|node| self.clause(node, is_denied)).collect();
                if is_denied { list(&clauses).unwrap_or_default() } else { either(clauses) }
            }
            Node::Not(node) => self.clause(node, !is_denied),
            Node::Text { field: Field::Anywhere, how, words } => {
                with(&quoted(*how, words), is_denied)
            }
            Node::Near { within, words } => {
                let words: Vec<String> =
                    words.iter().map(|words| quoted(How::Word, words)).collect();
                let words = list(&words).unwrap_or_default();
                with(&say!("query-near", n = *within, words = words), is_denied)
            }
            Node::When(when) if is_denied => say!("query-when-not", when = self.time(when)),
            Node::When(when) => self.time(when),
            other => attribute(other, is_denied),
        }
    }

    /// English keeps the words that a search makes of its days, such as “Monday”.
    fn time(&self, when: &When) -> String {
        if tongue() == Tongue::English {
            return when.said.clone();
        }
        let day = |at: Timestamp| day_in_full(at.to_zoned(self.zone.clone()).date());
        // A span ends where the next day begins.
        let last =
            |at: Timestamp| day(at.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(at));
        match (when.from, when.until) {
            (Some(from), Some(until)) if day(from) == last(until) => day(from),
            (Some(from), Some(until)) => {
                say!("query-between", from = day(from), until = last(until))
            }
            (Some(from), None) => say!("query-since", day = day(from)),
            (None, Some(until)) => say!("query-before", day = day(until)),
            (None, None) => when.said.clone(),
        }
    }

    /// Parts that must all hold: whose, whence and when first, then the words.
    fn all_of(&self, nodes: &[Node]) -> String {
        let is_words = |node: &&Node| {
            matches!(node, Node::Text { field: Field::Anywhere, .. } | Node::Near { .. })
        };
        let is_denied = |node: &&Node| matches!(node, Node::Not(_));
        let others = nodes.iter().filter(|node| !is_words(node) && !is_denied(node));
        let mut clauses: Vec<String> = others.map(|node| self.grouped(node)).collect();
        let words: Vec<String> = nodes
            .iter()
            .filter_map(|node| match node {
                Node::Text { field: Field::Anywhere, how, words } => Some(quoted(*how, words)),
                _ => None,
            })
            .collect();
        if let Some(words) = list(&words) {
            clauses.push(with(&words, false));
        }
        let near = nodes.iter().filter(|node| matches!(node, Node::Near { .. }));
        clauses.extend(near.map(|node| self.clause(node, false)));
        clauses.extend(nodes.iter().filter(is_denied).map(|node| self.clause(node, false)));
        clauses.join(" ")
    }

    fn grouped(&self, node: &Node) -> String {
        let said = self.clause(node, false);
        if matches!(node, Node::Or(_)) { say!("query-either", clause = said) } else { said }
    }
}

fn with(words: &str, is_denied: bool) -> String {
    if is_denied { say!("query-without", words = words) } else { say!("query-with", words = words) }
}

fn quoted(how: How, words: &str) -> String {
    match how {
        How::Phrase => say!("query-phrase", words = words),
        How::Prefix => say!("query-prefix", words = words),
        How::Word => say!("query-word", words = words),
    }
}

fn either(mut parts: Vec<String>) -> String {
    let Some(last) = parts.pop() else { return String::new() };
    if parts.is_empty() {
        return last;
    }
    say!("query-or", first = parts.join(", "), last = last)
}

fn attribute(node: &Node, is_denied: bool) -> String {
    match (node, is_denied) {
        (Node::Text { field, words, .. }, denied) => of_field(*field, words, denied),
        (Node::Outlet(id), false) => say!("query-outlet", number = id.to_string()),
        (Node::Outlet(id), true) => say!("query-not-outlet", number = id.to_string()),
        (Node::Feed(name), false) => say!("query-feed", name = name.as_str()),
        (Node::Feed(name), true) => say!("query-not-feed", name = name.as_str()),
        (Node::Folder(name), false) => say!("query-folder", name = name.as_str()),
        (Node::Folder(name), true) => say!("query-not-folder", name = name.as_str()),
        (Node::Language(code), false) => say!("query-language", language = language(code)),
        (Node::Language(code), true) => say!("query-not-language", language = language(code)),
        (Node::Is(is), false) => match is {
            Is::Unread => say!("query-unread"),
            Is::Read => say!("query-read"),
            Is::Starred => say!("query-starred"),
            Is::Copy => say!("query-copy"),
            Is::Paywalled => say!("query-paywalled"),
        },
        (Node::Is(is), true) => match is {
            Is::Unread => say!("query-not-unread"),
            Is::Read => say!("query-not-read"),
            Is::Starred => say!("query-not-starred"),
            Is::Copy => say!("query-not-copy"),
            Is::Paywalled => say!("query-not-paywalled"),
        },
        (Node::Has(Has::Image), false) => say!("query-image"),
        (Node::Has(Has::Image), true) => say!("query-no-image"),
        (Node::Has(Has::Revision), false) => say!("query-changed"),
        (Node::Has(Has::Revision), true) => say!("query-not-changed"),
        (Node::Story(id), false) => say!("query-story", number = id.to_string()),
        (Node::Story(id), true) => say!("query-not-story", number = id.to_string()),
        _ => String::new(),
    }
}

fn of_field(field: Field, words: &str, is_denied: bool) -> String {
    match (field, is_denied) {
        (Field::Title, false) => say!("query-title", words = words),
        (Field::Title, true) => say!("query-not-title", words = words),
        (Field::Outlet, false) => say!("query-of", name = words),
        (Field::Outlet, true) => say!("query-not-of", name = words),
        (Field::Author, false) => say!("query-by", name = words),
        (Field::Author, true) => say!("query-not-by", name = words),
        (Field::Place, false) => say!("query-from", place = words),
        (Field::Place, true) => say!("query-not-from", place = words),
        (Field::Said, false) => say!("query-said", name = words),
        (Field::Said, true) => say!("query-not-said", name = words),
        (Field::Anywhere, denied) => with(&quoted(How::Word, words), denied),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_desk::query::{Context, parse};

    fn context() -> Context {
        let now = "2025-12-22T14:30:00Z".parse().unwrap();
        Context { now, zone: TimeZone::UTC, is_typing: false }
    }

    #[test]
    fn english_is_as_the_search_itself_says_it() {
        for text in [
            "",
            "ferry",
            "ferry harbour -swimmers",
            "\"the old port\" OR boat*",
            "title:minister -title:ferry author:\"Jane Roe\" place:Kesten",
            "outlet:\"Harbour News\" feed:harbour -folder:World lang:de -lang:fr",
            "is:unread -is:starred -has:image has:revision",
            "after:2025-12-01 -date:2025-12 newer:3d",
            "-(ferry is:unread) -(a1 OR b1)",
            "ferry near:3 port",
        ] {
            let query = parse(text, &context()).query;
            let own = dateline_desk::query::sentence(&query);
            assert_eq!(sentence(&query, &TimeZone::UTC), own, "{text}");
        }
    }

    #[test]
    fn german_says_all_of_it() {
        let told = |text: &str| {
            let query = parse(text, &context()).query;
            crate::say::within(Tongue::German, || sentence(&query, &TimeZone::UTC))
        };
        assert_eq!(told("ferry -swimmers"), "Artikel mit „ferry“ ohne „swimmers“");
        assert_eq!(told("a1 OR b1"), "Artikel mit „a1“ oder mit „b1“");
        assert_eq!(told("date:2025-12"), "Artikel vom 1. Dezember 2025 bis 31. Dezember 2025");
        assert_eq!(told("lang:de is:unread"), "Artikel auf Deutsch (ungelesen)");
    }
}
