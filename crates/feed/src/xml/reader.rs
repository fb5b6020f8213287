//! Streams a repaired document and hands over its containers and their children.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::namespaces::{self, Ns};
use super::repair::Repaired;
use super::tree::{Attribute, Child, Node};
use crate::entities::Entities;

const DEEPEST: usize = 128;
const MOST_ATTRIBUTES: usize = 128;

/// Receives what the reader finds.
pub(crate) trait Receiver<'a> {
    /// Whether the element holds others that are worth handing over one by one.
    fn is_container(&self, node: &Node<'a>, depth: usize) -> bool;
    /// Whether white space directly in the element means nothing.
    fn is_entry(&self, node: &Node<'a>) -> bool;
    /// A container begins; it has no children yet.
    fn open(&mut self, node: &Node<'a>, namespaces: &str);
    /// A child of the innermost container is complete. False asks the reader to stop.
    fn child(&mut self, node: Node<'a>) -> bool;
    /// The innermost container ends.
    fn close(&mut self);
    /// Whether `next` cannot stand in `open`, the innermost of the elements that are being read,
    /// `unit` being the outermost: `open` then lacks its end tag.
    fn ends(&self, open: &Node<'a>, unit: &Node<'a>, next: &Node<'a>) -> bool;
}

struct Inherited {
    base: Option<Arc<Url>>,
    language: Option<Arc<str>>,
    declared: usize,
}

struct State<'a, 'r, R> {
    receiver: &'r mut R,
    entities: &'r Entities,
    containers: Vec<(&'a str, Inherited)>,
    open: Vec<(Node<'a>, usize)>,
    declarations: Vec<(&'a str, Option<Ns>, &'a str)>,
    root: Inherited,
    too_deep: usize,
    stopped: bool,
    stray_ends: usize,
    left_open: usize,
}

/// Streams `repaired` into `receiver`.
pub(crate) fn read<'a, R: Receiver<'a>>(
    repaired: &'a Repaired<'_>,
    base: Option<&Url>,
    receiver: &mut R,
    warnings: &mut Vec<String>,
) {
    let mut reader = Reader::from_str(&repaired.text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.check_comments = false;
    let root = Inherited { base: base.cloned().map(Arc::new), language: None, declared: 0 };
    let mut state = State {
        receiver,
        entities: &repaired.entities,
        containers: Vec::new(),
        open: Vec::new(),
        declarations: Vec::new(),
        root,
        too_deep: 0,
        stopped: false,
        stray_ends: 0,
        left_open: 0,
    };
    let text: &'a str = &repaired.text;
    while !state.stopped {
        let from = reader.buffer_position();
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                state.start(
                    written(text, reader.buffer_position(), 1, &tag),
                    tag.name().0.len(),
                    false,
                );
            }
            Ok(Event::Empty(tag)) => {
                state.start(
                    written(text, reader.buffer_position(), 2, &tag),
                    tag.name().0.len(),
                    true,
                );
            }
            Ok(Event::End(tag)) => state.end(tag.name().as_ref()),
            Ok(Event::Text(t)) => state.text(t.into_inner()),
            Ok(Event::CData(t)) => state.text(t.into_inner()),
            Ok(Event::GeneralRef(name)) => {
                let name = name.into_inner();
                state.text(match &*name {
                    "amp" => Cow::Borrowed("&"),
                    "lt" => Cow::Borrowed("<"),
                    "gt" => Cow::Borrowed(">"),
                    "quot" => Cow::Borrowed("\""),
                    "apos" => Cow::Borrowed("'"),
                    name => match repaired.entities.resolve(name) {
                        Some(value) => Cow::Owned(value.into_owned()),
                        None => Cow::Owned(format!("&{name};")),
                    },
                });
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                warnings.push(format!("byte {}: {error}", reader.error_position()));
                if reader.buffer_position() <= from {
                    break;
                }
            }
        }
    }
    state.left_open += state.open.len() + state.containers.len();
    state.unwind_to(0);
    while state.containers.pop().is_some() {
        state.receiver.close();
    }
    for (count, what) in [
        (state.stray_ends, "end tags match nothing"),
        (state.left_open, "elements are not closed"),
        (state.too_deep, "elements are nested too deeply and were flattened"),
    ] {
        if count > 0 {
            warnings.push(format!("{count} {what}"));
        }
    }
}

/// The inside of a tag as it stands in the document, which outlives the event that shows it.
fn written<'a>(text: &'a str, end: u64, closing: usize, tag: &BytesStart<'_>) -> &'a str {
    let end = usize::try_from(end).unwrap_or(usize::MAX).saturating_sub(closing);
    text.get(end.saturating_sub(tag.len())..end).unwrap_or_default()
}

impl<'a, R: Receiver<'a>> State<'a, '_, R> {
    fn start(&mut self, tag: &'a str, name_len: usize, empty: bool) {
        if self.open.len() >= DEEPEST || self.containers.len() >= DEEPEST {
            self.too_deep += usize::from(self.too_deep < usize::MAX);
            return;
        }
        let (node, declared) = self.element(tag, name_len);
        while let (Some((innermost, _)), Some((unit, _))) = (self.open.last(), self.open.first()) {
            if !self.receiver.ends(innermost, unit, &node) {
                break;
            }
            self.left_open += 1;
            self.close_one();
        }
        if self.open.is_empty() && self.receiver.is_container(&node, self.containers.len()) {
            let names = tag.get(name_len..).unwrap_or_default();
            self.receiver.open(&node, names);
            if empty {
                self.receiver.close();
                self.forget(declared);
            } else {
                let inherited = Inherited { base: node.base, language: node.language, declared };
                self.containers.push((node.raw, inherited));
            }
            return;
        }
        self.open.push((node, declared));
        if empty {
            self.close_one();
        }
    }

    fn element(&mut self, tag: &'a str, name_len: usize) -> (Node<'a>, usize) {
        let raw = tag.get(..name_len).unwrap_or_default();
        let mut attributes: Vec<Attribute<'a>> = Vec::new();
        let mut prefixed = Vec::new();
        let mut declared = 0;
        let mut base = None;
        let mut language = None;
        for attribute in Attributes::html(tag, name_len).with_checks(false).take(MOST_ATTRIBUTES) {
            let Ok(attribute) = attribute else { continue };
            let key = attribute.key.0;
            let value = match attribute.value {
                Cow::Borrowed(value) => self.entities.decode(value),
                Cow::Owned(value) => Cow::Owned(self.entities.decode(&value).into_owned()),
            };
            let (prefix, local) = split(key);
            if key == "xmlns" || prefix == Some("xmlns") {
                let ns = namespaces::by_uri(&value);
                self.declarations.push((if prefix.is_some() { local } else { "" }, ns, key));
                declared += 1;
                continue;
            }
            match (prefix, local) {
                (Some("xml"), "base") => base = Some(value.clone()),
                (Some("xml"), "lang") => language = Some(value.trim().to_owned()),
                _ => {}
            }
            if let Some(prefix) = prefix {
                prefixed.push((attributes.len(), prefix));
            }
            attributes.push(Attribute { ns: Ns::Core, name: lower(local), value });
        }
        // A prefix may be declared behind the attribute that uses it.
        for (index, prefix) in prefixed {
            let ns = self.namespace(prefix);
            attributes.get_mut(index).into_iter().for_each(|attribute| attribute.ns = ns);
        }
        let (prefix, local) = split(raw);
        self.adopt(prefix.unwrap_or_default(), local);
        let inherited = self.inherited();
        let node = Node {
            ns: self.namespace(prefix.unwrap_or_default()),
            name: lower(local),
            raw,
            attributes,
            base: base.and_then(|b| join(inherited.0.as_deref(), &b)).or(inherited.0),
            language: language.map(Arc::from).or(inherited.1),
            children: Vec::new(),
        };
        (node, declared)
    }

    /// A feed whose root is in a namespace of its own making means the usual vocabulary by it.
    fn adopt(&mut self, prefix: &str, local: &str) {
        let root = self.open.is_empty() && self.containers.is_empty();
        let known = ["rss", "feed", "channel"].iter().any(|n| local.eq_ignore_ascii_case(n));
        if root
            && known
            && let Some(found) = self.declarations.iter_mut().find(|(p, ..)| *p == prefix)
        {
            found.1.get_or_insert(Ns::Core);
        }
    }

    fn inherited(&self) -> (Option<Arc<Url>>, Option<Arc<str>>) {
        match (self.open.last(), self.containers.last()) {
            (Some((node, _)), _) => (node.base.clone(), node.language.clone()),
            (None, Some((_, i))) => (i.base.clone(), i.language.clone()),
            (None, None) => (self.root.base.clone(), self.root.language.clone()),
        }
    }

    fn namespace(&self, prefix: &str) -> Ns {
        match self.declarations.iter().rev().find(|(name, ..)| *name == prefix) {
            Some((_, Some(ns), _)) => *ns,
            // An unknown default namespace on a feed is a misspelt one.
            Some((_, None, _)) if prefix.is_empty() => Ns::Core,
            Some((_, None, _)) => Ns::Other,
            None if prefix.is_empty() => Ns::Core,
            None => namespaces::by_prefix(prefix).unwrap_or(Ns::Other),
        }
    }

    fn forget(&mut self, declared: usize) {
        self.declarations.truncate(self.declarations.len().saturating_sub(declared));
    }

    fn text(&mut self, text: Cow<'a, str>) {
        let outermost = self.open.len() == 1;
        let Some((node, _)) = self.open.last_mut() else { return };
        if outermost && self.receiver.is_entry(node) && text.trim_ascii_start().is_empty() {
            return;
        }
        match node.children.last_mut() {
            Some(Child::Text(Cow::Owned(before))) => before.push_str(&text),
            Some(Child::Text(before)) => {
                // More pieces follow where references cut a text up.
                let mut joined = String::with_capacity(2 * before.len() + text.len() + 64);
                joined.push_str(before);
                joined.push_str(&text);
                *before = Cow::Owned(joined);
            }
            _ if text.is_empty() => {}
            _ => node.children.push(Child::Text(text)),
        }
    }

    fn end(&mut self, name: &str) {
        let name = name.trim_end();
        let same = |raw: &str| raw.eq_ignore_ascii_case(name);
        if let Some(index) = self.open.iter().rposition(|(node, _)| same(node.raw)) {
            self.left_open += self.open.len() - index - 1;
            self.unwind_to(index);
        } else if let Some(index) = self.containers.iter().rposition(|(raw, _)| same(raw)) {
            self.left_open += self.open.len() + self.containers.len() - index - 1;
            self.unwind_to(0);
            while self.containers.len() > index {
                if let Some((_, inherited)) = self.containers.pop() {
                    self.forget(inherited.declared);
                    self.receiver.close();
                }
            }
        } else {
            self.stray_ends += 1;
        }
    }

    fn unwind_to(&mut self, length: usize) {
        while self.open.len() > length {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        let Some((node, declared)) = self.open.pop() else { return };
        self.forget(declared);
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(Child::Node(node)),
            None => self.stopped |= !self.receiver.child(node),
        }
    }
}

fn split(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((prefix, local)) if !prefix.is_empty() && !local.is_empty() => (Some(prefix), local),
        _ => (None, name),
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn join(base: Option<&Url>, reference: &str) -> Option<Arc<Url>> {
    let reference = reference.trim();
    let url = match base {
        Some(base) => base.join(reference),
        None => Url::parse(reference),
    };
    url.ok().filter(|u| !u.cannot_be_a_base()).map(Arc::new)
}
