//! From the tokens of a page to its nodes, in one pass and within caps.
//!
//! The rules are those of the standard's tree construction (HTML Living Standard, 13.2.6) as far as
//! they matter to a reader: what an element's start closes, what an end tag closes, what a page
//! without `head` and `body` means. Two things are simpler, so that nodes stand in document order
//! from the start: what is misplaced in a table stays there, and a formatting element that is
//! closed across a block ends with that block.

mod rules;

use dateline_markup::scan::{Attribute, Scanner, Tag as TagToken, Token};

use super::{Attr, Dom, Node, tag::Tag};

/// How much a page may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Elements within elements; deeper ones are dropped, their text stays.
    pub depth: usize,
    /// Attributes of one element; further ones are dropped.
    pub attributes: usize,
    /// Elements in all; further ones are dropped, their text stays.
    pub elements: usize,
    /// Bytes of text and attributes in all; what follows is cut off.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 256, attributes: 64, elements: 60_000, bytes: 4 * 1024 * 1024 }
    }
}

/// Elements that are left out with all that is in them.
const LEFT_OUT: [Tag; 3] = [Tag::Svg, Tag::Noscript, Tag::Template];

/// How far the page has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Start,
    Head,
    AfterHead,
    Body,
}

struct Open {
    node: u32,
    tag: Tag,
    /// Its end tag was seen within a block that is still open.
    closing: bool,
}

struct Builder<'h> {
    html: &'h str,
    dom: Dom,
    open: Vec<Open>,
    phase: Phase,
    limits: Limits,
    elements: usize,
    bytes: usize,
    paragraphs: usize,
    /// What is left out now, and how deep in it the scan is.
    leaving: Option<(Tag, usize)>,
    skip_raw: bool,
    deep: bool,
    many_attributes: bool,
    many_elements: bool,
}

/// Builds the nodes of a page; what had to go is said in warnings.
pub(super) fn build(html: &str, limits: Limits) -> (Dom, Vec<String>) {
    let mut left_out = LEFT_OUT.to_vec();
    loop {
        let mut builder = Builder::new(html, limits);
        let cut = builder.run(&left_out);
        match builder.leaving {
            // An element that is never closed must not swallow the rest of the page.
            Some((tag, _)) if !cut && left_out.contains(&tag) => {
                left_out.retain(|&other| other != tag);
            }
            _ => return builder.finish(cut),
        }
    }
}

impl<'h> Builder<'h> {
    fn new(html: &'h str, limits: Limits) -> Self {
        let mut dom = Dom {
            nodes: Vec::with_capacity(html.len() / 48 + 8),
            attributes: Vec::with_capacity(html.len() / 64 + 8),
            text: String::with_capacity(html.len() + html.len() / 16),
            headlines: Vec::new(),
        };
        dom.text.push_str(html);
        dom.nodes.push(Node {
            tag: Tag::Document,
            parent: 0,
            end: 1,
            from: 0,
            to: 0,
            name: (0, 0),
        });
        Self {
            html,
            dom,
            open: Vec::with_capacity(64),
            phase: Phase::Start,
            limits,
            elements: 0,
            bytes: 0,
            paragraphs: 0,
            leaving: None,
            skip_raw: false,
            deep: false,
            many_attributes: false,
            many_elements: false,
        }
    }

    /// Reads all tokens; whether the page was longer than it may be.
    fn run(&mut self, left_out: &[Tag]) -> bool {
        for token in Scanner::new(self.html) {
            if let Some((leaving, depth)) = &mut self.leaving {
                match token {
                    Token::Start(found)
                        if found.name == leaving.name() && !found.raw.ends_with("/>") =>
                    {
                        *depth += 1;
                    }
                    Token::End(found) if found.name == leaving.name() => {
                        *depth -= 1;
                        if *depth == 0 {
                            self.leaving = None;
                        }
                    }
                    _ => {}
                }
                continue;
            }
            self.bytes += match &token {
                Token::Start(found) | Token::End(found) => found.raw.len(),
                Token::Text(piece) => piece.len(),
                Token::Raw(piece) if !self.skip_raw => piece.len(),
                _ => 0,
            };
            match token {
                // A tag that the end of the input cuts off is no tag.
                Token::Start(found) if found.raw.ends_with('>') => {
                    let tag = Tag::of(&found.name);
                    if left_out.contains(&tag) {
                        if !found.raw.ends_with("/>") {
                            self.leaving = Some((tag, 1));
                        }
                    } else {
                        self.start(tag, &found);
                    }
                }
                Token::End(found) if found.raw.ends_with('>') => {
                    self.end(Tag::of(&found.name), &found.name);
                }
                Token::Text(piece) => self.text(piece),
                Token::Raw(piece) => self.raw(piece),
                _ => {}
            }
            if self.bytes > self.limits.bytes {
                return true;
            }
        }
        false
    }

    fn finish(mut self, cut: bool) -> (Dom, Vec<String>) {
        self.need_body();
        self.pop_to(0);
        let end = self.next();
        if let Some(root) = self.dom.nodes.first_mut() {
            root.end = end;
        }
        self.dom.headlines = self.dom.named("h1").collect();
        let mut warnings = Vec::new();
        if cut {
            warnings.push(format!("html cut after {} bytes", self.limits.bytes));
        }
        if self.deep {
            warnings.push(format!(
                "elements nested more than {} deep were flattened",
                self.limits.depth
            ));
        }
        if self.many_attributes {
            warnings.push(format!(
                "attributes beyond {} an element were dropped",
                self.limits.attributes
            ));
        }
        if self.many_elements {
            warnings.push(format!("elements beyond {} were dropped", self.limits.elements));
        }
        (self.dom, warnings)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.dom.nodes.len()).unwrap_or(u32::MAX)
    }

    fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Document, |open| open.tag)
    }

    /// Where a piece of the page stands in the text, its references decoded behind the page's end.
    fn range(&mut self, piece: &str, decode: fn(&str) -> std::borrow::Cow<'_, str>) -> (u32, u32) {
        let (from, length) = if piece.contains('&') {
            let from = self.dom.text.len();
            self.dom.text.push_str(&decode(piece));
            (from, self.dom.text.len() - from)
        } else {
            self.place(piece)
        };
        let at = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        (at(from), at(from + length))
    }

    /// Where a piece stands, which mostly is a part of the page.
    fn place(&mut self, piece: &str) -> (usize, usize) {
        let from = piece.as_ptr().addr().wrapping_sub(self.html.as_ptr().addr());
        if from.checked_add(piece.len()).is_some_and(|end| end <= self.html.len()) {
            return (from, piece.len());
        }
        let from = self.dom.text.len();
        self.dom.text.push_str(piece);
        (from, piece.len())
    }

    fn push(&mut self, node: Node) -> u32 {
        let index = self.next();
        self.dom.nodes.push(node);
        index
    }

    fn parent(&self) -> u32 {
        self.open.last().map_or(0, |open| open.node)
    }

    /// Adds an element; its attributes are those of the token.
    fn add(&mut self, tag: Tag, token: Option<&TagToken<'_>>) -> u32 {
        let from = self.dom.attributes.len();
        let mut name = (0, 0);
        if let Some(token) = token {
            if tag == Tag::Other {
                let (at, length) = self.place(&token.name);
                name = (u32::try_from(at).unwrap_or(0), u16::try_from(length).unwrap_or(0));
            }
            let mut seen = 0;
            for attribute in token.attributes() {
                seen += 1;
                if seen > self.limits.attributes {
                    self.many_attributes = true;
                    break;
                }
                if !attribute.is_for_programs() {
                    self.attribute(&attribute);
                }
            }
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (from, to) = (place(from), place(self.dom.attributes.len()));
        let end = self.next() + 1;
        self.elements += 1;
        self.push(Node { tag, parent: self.parent(), end, from, to, name })
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) {
        let (from, to) = self.range(attribute.value, dateline_markup::scan::decode_attribute);
        let is_upper = attribute.name.bytes().any(|byte| byte.is_ascii_uppercase());
        let (at, length) = if is_upper {
            let name = attribute.name.to_ascii_lowercase();
            self.place(&name)
        } else {
            self.place(attribute.name)
        };
        let name = (u32::try_from(at).unwrap_or(0), u32::try_from(at + length).unwrap_or(0));
        let packed = super::tag::packed(self.dom.slice(name.0, name.1));
        self.dom.attributes.push(Attr { packed, name, from, to });
    }

    fn enter(&mut self, tag: Tag, token: Option<&TagToken<'_>>) {
        let node = self.add(tag, token);
        self.paragraphs += usize::from(tag == Tag::P);
        self.open.push(Open { node, tag, closing: false });
    }

    fn pop(&mut self) {
        let end = self.next();
        loop {
            let Some(open) = self.open.pop() else { return };
            self.paragraphs -= usize::from(open.tag == Tag::P);
            if let Some(node) = self.dom.nodes.get_mut(open.node as usize) {
                node.end = end;
            }
            if !self.open.last().is_some_and(|open| open.closing) {
                return;
            }
        }
    }

    /// Closes elements until so many are open.
    fn pop_to(&mut self, length: usize) {
        while self.open.len() > length {
            self.pop();
        }
    }

    fn need_head(&mut self) {
        if self.phase == Phase::Start {
            if self.open.is_empty() {
                self.enter(Tag::Html, None);
            }
            self.enter(Tag::Head, None);
            self.phase = Phase::Head;
        }
    }

    fn end_head(&mut self) {
        self.need_head();
        if self.phase == Phase::Head {
            self.pop_to(1);
            self.phase = Phase::AfterHead;
        }
    }

    fn need_body(&mut self) {
        if self.phase < Phase::Body {
            self.end_head();
            self.pop_to(1);
            self.enter(Tag::Body, None);
            self.phase = Phase::Body;
        }
    }

    fn start(&mut self, tag: Tag, token: &TagToken<'_>) {
        self.skip_raw = match tag {
            Tag::Script => !dateline_markup::scan::is_linked_data(token),
            Tag::Style | Tag::Iframe | Tag::Noembed | Tag::Noframes => true,
            _ => false,
        };
        match tag {
            Tag::Html => {
                if self.open.is_empty() && self.phase == Phase::Start {
                    self.enter(Tag::Html, Some(token));
                }
                return;
            }
            Tag::Head => {
                if self.phase == Phase::Start {
                    if self.open.is_empty() {
                        self.enter(Tag::Html, None);
                    }
                    self.enter(Tag::Head, Some(token));
                    self.phase = Phase::Head;
                }
                return;
            }
            Tag::Body => {
                if self.phase < Phase::Body {
                    self.end_head();
                    self.pop_to(1);
                    self.enter(Tag::Body, Some(token));
                    self.phase = Phase::Body;
                }
                return;
            }
            Tag::Script if self.skip_raw => return,
            Tag::Style | Tag::Noembed | Tag::Noframes => return,
            Tag::Frame | Tag::Frameset | Tag::Noscript | Tag::Plaintext | Tag::Template => return,
            _ => {}
        }
        if self.elements >= self.limits.elements {
            self.many_elements = true;
            return;
        }
        if self.phase < Phase::Body {
            if tag.is_of_head() {
                self.need_head();
            } else {
                self.need_body();
            }
        }
        if self.phase == Phase::Body && !self.make_room(tag) {
            return;
        }
        let is_empty = tag.is_void()
            || token.raw.ends_with("/>")
                && self.in_scope(|tag| matches!(tag, Tag::Math | Tag::Svg)).is_some();
        if is_empty {
            let tag = if tag == Tag::Image { Tag::Img } else { tag };
            self.add(tag, Some(token));
        } else if self.open.len() >= self.limits.depth {
            self.deep = true;
        } else {
            self.enter(tag, Some(token));
        }
    }

    fn text(&mut self, piece: &str) {
        if self.phase < Phase::Body {
            if piece.bytes().all(|byte| byte.is_ascii_whitespace()) {
                return;
            }
            self.need_body();
        }
        let (from, to) = self.range(piece, dateline_markup::scan::decode);
        self.add_text(from, to);
    }

    fn raw(&mut self, piece: &str) {
        if self.skip_raw {
            return;
        }
        let (from, to) = match self.top() {
            Tag::Title | Tag::Textarea => self.range(piece, dateline_markup::scan::decode),
            Tag::Script | Tag::Xmp => self.range(piece, |text| text.into()),
            // The element itself was dropped.
            _ => return,
        };
        self.add_text(from, to);
    }

    /// Adds text, to the text before it where nothing stands between them.
    fn add_text(&mut self, from: u32, to: u32) {
        let parent = self.parent();
        let last =
            self.dom.nodes.last().filter(|node| node.tag == Tag::Text && node.parent == parent);
        if let Some((begin, end)) = last.map(|last| (last.from, last.to)) {
            let (start, stop) =
                if end == from { (begin, to) } else { self.joined((begin, end), (from, to)) };
            if let Some(last) = self.dom.nodes.last_mut() {
                (last.from, last.to) = (start, stop);
            }
            return;
        }
        let end = self.next() + 1;
        self.push(Node { tag: Tag::Text, parent, end, from, to, name: (0, 0) });
    }

    /// Two pieces of text as one; what was joined before is not copied again.
    fn joined(&mut self, first: (u32, u32), second: (u32, u32)) -> (u32, u32) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut start = first.0;
        if first.1 != place(self.dom.text.len()) {
            start = place(self.dom.text.len());
            let copy = self.dom.slice(first.0, first.1).to_owned();
            self.dom.text.push_str(&copy);
        }
        let copy = self.dom.slice(second.0, second.1).to_owned();
        self.dom.text.push_str(&copy);
        (start, place(self.dom.text.len()))
    }
}

#[cfg(test)]
mod tests;
