//! The small trees that the reader hands over: an entry, or one child of a channel.

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use super::namespaces::Ns;
use crate::urls::resolve;

/// An attribute; `name` is the lower-case local name.
#[derive(Debug, Clone)]
pub(crate) struct Attribute<'a> {
    pub(crate) ns: Ns,
    pub(crate) name: Cow<'a, str>,
    pub(crate) value: Cow<'a, str>,
}

/// What an element is, before it is read any further.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'n> {
    pub(crate) ns: Ns,
    /// Lower-case local name.
    pub(crate) name: &'n str,
    /// The name as written, prefix included.
    pub(crate) raw: &'n str,
}

impl Named<'_> {
    /// Whether the element belongs to the vocabulary of a feed format itself.
    pub(crate) fn is_core(&self) -> bool {
        matches!(self.ns, Ns::Core | Ns::Atom | Ns::AtomDraft)
    }
}

/// An element with what it inherits already worked out.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    pub(crate) ns: Ns,
    /// Lower-case local name.
    pub(crate) name: Cow<'a, str>,
    /// The name as written, prefix included.
    pub(crate) raw: &'a str,
    pub(crate) attributes: Vec<Attribute<'a>>,
    pub(crate) base: Option<Rc<Url>>,
    pub(crate) language: Option<Rc<str>>,
    pub(crate) children: Vec<Child<'a>>,
}

/// What stands inside an element.
#[derive(Debug, Clone)]
pub(crate) enum Child<'a> {
    Text(Cow<'a, str>),
    Node(Node<'a>),
}

/// The text without white space around it, which it mostly has not.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

impl<'a> Node<'a> {
    pub(crate) fn named(&self) -> Named<'_> {
        Named { ns: self.ns, name: &self.name, raw: self.raw }
    }

    /// Whether the element belongs to the vocabulary of a feed format itself.
    pub(crate) fn is_core(&self) -> bool {
        self.named().is_core()
    }

    /// An attribute without a prefix, by lower-case name; white space around it is cut.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|a| a.ns == Ns::Core && a.name == name)
            .map(|a| trimmed(&a.value))
            .filter(|value| !value.is_empty())
    }

    /// An attribute of another vocabulary.
    pub(crate) fn attribute_in(&self, ns: Ns, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|a| a.ns == ns && a.name == name)
            .map(|a| trimmed(&a.value))
            .filter(|value| !value.is_empty())
    }

    /// An attribute that holds an address, made absolute.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        resolve(self.base.as_deref(), self.attribute(name)?)
    }

    /// The text content as an address, made absolute.
    pub(crate) fn address_text(&self) -> Option<String> {
        resolve(self.base.as_deref(), &self.text())
    }

    /// The element children.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node<'a>> {
        self.children.iter().filter_map(|c| match c {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The first element child of this lower-case name, whatever its vocabulary.
    pub(crate) fn child(&self, name: &str) -> Option<&Node<'a>> {
        self.nodes().find(|n| n.name == name)
    }

    /// All text in the element and below, trimmed.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self.children.as_slice() {
            [] => return Cow::Borrowed(""),
            [Child::Text(text)] => return Cow::Borrowed(trimmed(text)),
            _ => {}
        }
        let mut out = String::new();
        self.push_text(&mut out);
        let trimmed = out.trim();
        Cow::Owned(if trimmed.len() == out.len() { out } else { trimmed.to_owned() })
    }

    /// The same, or nothing where it is empty.
    pub(crate) fn some_text(&self) -> Option<String> {
        Some(self.text()).filter(|t| !t.is_empty()).map(Cow::into_owned)
    }

    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Node(node) => node.push_text(out),
            }
        }
    }

    /// Whether elements stand among the text.
    pub(crate) fn has_nodes(&self) -> bool {
        self.nodes().next().is_some()
    }
}
