//! Streams a repaired document and hands over its containers and their children.

mod attributes;
mod plain;

use std::borrow::Cow;
use std::io::BufRead;
use std::mem::take;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::namespaces::{self, Ns};
use super::receiver::Receiver;
use super::repair::{Repaired, is_sound_end, is_sound_start};
use super::tree::{Attribute, Child, Named, Node};
use crate::entities::{Entities, of_xml};
use attributes::Attributes;

const DEEPEST: usize = 128;
const MOST_SPARE: usize = 64;

struct Inherited {
    base: Option<Rc<Url>>,
    language: Option<Rc<str>>,
    declared: usize,
}

struct State<'a, 'r, R> {
    receiver: &'r mut R,
    entities: &'r Entities,
    containers: Vec<(&'a str, Inherited)>,
    open: Vec<(Node<'a>, usize)>,
    declarations: Vec<(&'a str, Option<Ns>, &'a str)>,
    /// Emptied lists of children, used again since most elements are small and short-lived.
    spare: Vec<Vec<Child<'a>>>,
    spare_attributes: Vec<Vec<Attribute<'a>>>,
    root: Inherited,
    /// Whether the outermost open element is an entry.
    in_entry: bool,
    too_deep: usize,
    stopped: bool,
    stray_ends: usize,
    left_open: usize,
}

/// A text that was assumed to be sound needs repair.
#[derive(Debug)]
pub(crate) struct Unsound;

/// Streams `repaired` into `receiver`; what the receiver was told of an unsound text is worthless.
pub(crate) fn read<'a, R: Receiver<'a>>(
    repaired: &'a Repaired<'_>,
    base: Option<&Url>,
    receiver: &mut R,
    warnings: &mut Vec<String>,
) -> Result<(), Unsound> {
    let mut reader = Reader::from_str(&repaired.text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.check_comments = false;
    let root = Inherited { base: base.cloned().map(Rc::new), language: None, declared: 0 };
    let mut state = State {
        receiver,
        entities: &repaired.entities,
        containers: Vec::new(),
        open: Vec::new(),
        declarations: Vec::new(),
        spare: Vec::new(),
        spare_attributes: Vec::new(),
        root,
        in_entry: false,
        too_deep: 0,
        stopped: false,
        stray_ends: 0,
        left_open: 0,
    };
    let text: &'a str = &repaired.text;
    // Whether the reader stands behind a tag, a comment or a reference, and not within a text.
    let mut behind_markup = false;
    while !state.stopped {
        if behind_markup {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let taken = state.plain(text.get(from..).unwrap_or_default());
            reader.stream().consume(taken);
            if state.stopped {
                break;
            }
        }
        let from = reader.buffer_position();
        let event = reader.read_event();
        behind_markup = !matches!(event, Ok(Event::Text(_)) | Err(_));
        match event {
            Ok(Event::Start(tag)) => {
                let inside = written(text, reader.buffer_position(), 1, &tag);
                state.tag(inside, tag.name().0.len(), false, repaired.assumed)?;
            }
            Ok(Event::Empty(tag)) => {
                let inside = written(text, reader.buffer_position(), 2, &tag);
                state.tag(inside, tag.name().0.len(), true, repaired.assumed)?;
            }
            Ok(Event::End(tag)) => {
                if repaired.assumed && !is_sound_end(&tag) {
                    return Err(Unsound);
                }
                state.end(tag.name().as_ref());
            }
            Ok(Event::Text(t)) => state.text(t.into_inner()),
            Ok(Event::CData(t)) => state.text(t.into_inner()),
            Ok(Event::GeneralRef(name)) => {
                let name = name.into_inner();
                state.text(match of_xml(&name) {
                    Some(usual) => Cow::Borrowed(usual),
                    None => match repaired.entities.resolve(&name) {
                        Some(value) => Cow::Owned(value.into_owned()),
                        None => Cow::Owned(format!("&{name};")),
                    },
                });
            }
            Ok(Event::Eof) => break,
            Ok(Event::DocType(_)) | Err(_) if repaired.assumed => return Err(Unsound),
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
    Ok(())
}

/// The inside of a tag as it stands in the document, which outlives the event that shows it.
fn written<'a>(text: &'a str, end: u64, closing: usize, tag: &BytesStart<'_>) -> &'a str {
    let end = usize::try_from(end).unwrap_or(usize::MAX).saturating_sub(closing);
    text.get(end.saturating_sub(tag.len())..end).unwrap_or_default()
}

impl<'a, R: Receiver<'a>> State<'a, '_, R> {
    /// A start tag; `assumed` where nobody looked yet whether it is sound.
    #[inline]
    fn tag(
        &mut self,
        tag: &'a str,
        name_len: usize,
        empty: bool,
        assumed: bool,
    ) -> Result<(), Unsound> {
        if assumed && !is_sound_start(tag) {
            return Err(Unsound);
        }
        self.start(tag, name_len, empty);
        Ok(())
    }

    fn start(&mut self, tag: &'a str, name_len: usize, empty: bool) {
        if self.open.len() >= DEEPEST || self.containers.len() >= DEEPEST {
            self.too_deep += usize::from(self.too_deep < usize::MAX);
            return;
        }
        let raw = tag.get(..name_len).unwrap_or_default();
        let Attributes { list: attributes, base, language, declared } =
            self.attributes(tag, name_len);
        let (prefix, local) = split(raw);
        self.adopt(prefix.unwrap_or_default(), local);
        let ns = self.namespace(prefix.unwrap_or_default());
        let name = lower(local);
        let named = Named { ns, name: &name, raw };
        while let (Some((innermost, _)), Some((unit, _))) = (self.open.last(), self.open.first()) {
            if !self.receiver.ends(innermost, unit, named) {
                break;
            }
            self.left_open += 1;
            self.close_one();
        }
        let outermost = self.open.is_empty();
        let container = outermost && self.receiver.is_container(named, self.containers.len());
        if outermost {
            self.in_entry = !container && self.receiver.is_entry(named);
        }
        let inherited = self.inherited();
        let base = base.and_then(|b| join(inherited.0.as_deref(), &b)).or(inherited.0);
        let language = language.or(inherited.1);
        let children = self.spare.pop().unwrap_or_default();
        if container {
            let node = Node { ns, name, raw, attributes, base, language, children };
            self.open_container(node, declared, tag.get(name_len..).unwrap_or_default(), empty);
            return;
        }
        // Put together in its place: moving it there showed in profiles.
        self.open.push((Node { ns, name, raw, attributes, base, language, children }, declared));
        if self.in_entry
            && let [(entry, _)] = self.open.as_slice()
        {
            self.receiver.open_entry(entry);
        }
        if empty {
            self.close_one();
        }
    }

    fn open_container(&mut self, node: Node<'a>, declared: usize, names: &str, empty: bool) {
        self.receiver.open(&node, names);
        if empty {
            self.receiver.close();
            self.forget(declared);
        } else {
            let inherited = Inherited { base: node.base, language: node.language, declared };
            self.containers.push((node.raw, inherited));
        }
    }

    /// A feed whose root is in a namespace of its own making means the usual vocabulary by it.
    fn adopt(&mut self, prefix: &str, local: &str) {
        if !self.open.is_empty() || !self.containers.is_empty() {
            return;
        }
        let known = ["rss", "feed", "channel"].iter().any(|n| local.eq_ignore_ascii_case(n));
        if known && let Some(found) = self.declarations.iter_mut().find(|(p, ..)| *p == prefix) {
            found.1.get_or_insert(Ns::Core);
        }
    }

    fn inherited(&self) -> (Option<Rc<Url>>, Option<Rc<str>>) {
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
        if self.in_entry && self.open.len() == 1 {
            return;
        }
        let Some((node, _)) = self.open.last_mut() else { return };
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
        let name = name.trim_ascii_end();
        if self.open.last().is_some_and(|(node, _)| node.raw == name) {
            return self.close_one();
        }
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
        if self.in_entry && self.open.len() == 2 {
            return self.close_entry_child();
        }
        let Some((node, declared)) = self.open.pop() else { return };
        self.forget(declared);
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(Child::Node(node)),
            None => {
                self.stopped |= !self.receiver.child(&node);
                self.reuse(node.children, node.attributes);
            }
        }
    }

    /// Nearly all elements of a feed are such, so they are not moved about.
    fn close_entry_child(&mut self) {
        let Some((node, declared)) = self.open.last_mut() else { return };
        self.receiver.entry_child(node);
        let (children, attributes) = (take(&mut node.children), take(&mut node.attributes));
        let declared = *declared;
        self.open.truncate(1);
        self.forget(declared);
        self.reuse(children, attributes);
    }

    fn reuse(&mut self, mut children: Vec<Child<'a>>, mut attributes: Vec<Attribute<'a>>) {
        let fits = 1..=MOST_SPARE;
        while let Some(child) = children.pop() {
            if let Child::Node(node) = child {
                self.reuse(node.children, node.attributes);
            }
        }
        if self.spare.len() < MOST_SPARE && fits.contains(&children.capacity()) {
            self.spare.push(children);
        }
        if self.spare_attributes.len() < MOST_SPARE && fits.contains(&attributes.capacity()) {
            attributes.clear();
            self.spare_attributes.push(attributes);
        }
    }
}

fn split(name: &str) -> (Option<&str>, &str) {
    // Names are so short that looking at each byte beats a search.
    let colon = name.bytes().position(|b| b == b':');
    match colon.and_then(|at| Some((name.get(..at)?, name.get(at + 1..)?))) {
        Some((prefix, local)) if !prefix.is_empty() && !local.is_empty() => (Some(prefix), local),
        _ => (None, name),
    }
}

/// Names that are usually written with capitals, so that they need no memory of their own.
const CAPITALS: [(&str, &str); 12] = [
    ("pubDate", "pubdate"),
    ("isPermaLink", "ispermalink"),
    ("lastBuildDate", "lastbuilddate"),
    ("commentRss", "commentrss"),
    ("origLink", "origlink"),
    ("fileSize", "filesize"),
    ("isDefault", "isdefault"),
    ("updatePeriod", "updateperiod"),
    ("updateFrequency", "updatefrequency"),
    ("managingEditor", "managingeditor"),
    ("episodeType", "episodetype"),
    ("webMaster", "webmaster"),
];

fn lower(name: &str) -> Cow<'_, str> {
    if !name.bytes().any(|b| b.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    match CAPITALS.iter().find(|(written, _)| *written == name) {
        Some((_, lower)) => Cow::Borrowed(lower),
        None => Cow::Owned(name.to_ascii_lowercase()),
    }
}

fn join(base: Option<&Url>, reference: &str) -> Option<Rc<Url>> {
    let reference = reference.trim();
    let url = match base {
        Some(base) => base.join(reference),
        None => Url::parse(reference),
    };
    url.ok().filter(|u| !u.cannot_be_a_base()).map(Rc::new)
}
