//! Which open elements the start or the end of another closes (HTML Living Standard, 13.2.6.4).

use super::{Builder, Phase};
use crate::dom::tag::Tag;

impl Builder<'_> {
    /// The innermost open element of which this holds, if no boundary stands above it.
    fn find(&self, is: impl Fn(Tag) -> bool, stops: impl Fn(Tag) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if is(open.tag) {
                return Some(at);
            }
            if stops(open.tag) {
                return None;
            }
        }
        None
    }

    pub(super) fn in_scope(&self, is: impl Fn(Tag) -> bool) -> Option<usize> {
        self.find(is, Tag::is_boundary)
    }

    fn close_paragraph(&mut self) {
        if self.paragraphs == 0 {
            return;
        }
        let stops = |tag: Tag| tag.is_boundary() || tag == Tag::Button;
        if let Some(at) = self.find(|tag| tag == Tag::P, stops) {
            self.pop_to(at);
        }
    }

    /// Closes an open item before the next one begins.
    fn close_item(&mut self, is: impl Fn(Tag) -> bool) {
        let stops = |tag: Tag| tag.is_special() && !matches!(tag, Tag::Address | Tag::Div | Tag::P);
        if let Some(at) = self.find(is, stops) {
            self.pop_to(at);
        }
    }

    /// Closes what the start of an element closes; whether the element may stand there at all.
    pub(super) fn make_room(&mut self, tag: Tag) -> bool {
        match tag {
            Tag::Li => self.close_item(|tag| tag == Tag::Li),
            Tag::Dd | Tag::Dt => self.close_item(|tag| matches!(tag, Tag::Dd | Tag::Dt)),
            _ => {}
        }
        if tag.ends_paragraph() {
            self.close_paragraph();
        }
        match tag {
            _ if tag.is_heading() && self.top().is_heading() => self.pop(),
            Tag::A => {
                let stops = |tag: Tag| tag.is_boundary() || tag.is_special();
                if let Some(at) = self.find(|tag| tag == Tag::A, stops) {
                    self.pop_to(at);
                }
            }
            Tag::Button => {
                if let Some(at) = self.in_scope(|tag| tag == Tag::Button) {
                    self.pop_to(at);
                }
            }
            Tag::Form => return self.find(|tag| tag == Tag::Form, |_| false).is_none(),
            Tag::Option | Tag::Optgroup => {
                if self.top() == Tag::Option {
                    self.pop();
                }
                if tag == Tag::Optgroup && self.top() == Tag::Optgroup {
                    self.pop();
                }
            }
            Tag::Rb | Tag::Rt | Tag::Rp | Tag::Rtc => {
                if matches!(self.top(), Tag::Rb | Tag::Rt | Tag::Rp | Tag::Rtc) {
                    self.pop();
                }
            }
            Tag::Tr | Tag::Td | Tag::Th => return self.make_row(tag),
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption | Tag::Colgroup | Tag::Col => {
                let Some(table) = self.find(|tag| tag == Tag::Table, |_| false) else {
                    return false;
                };
                let group = (tag == Tag::Col).then(|| table + 2).filter(|_| {
                    self.open.get(table + 1).is_some_and(|open| open.tag == Tag::Colgroup)
                });
                self.pop_to(group.unwrap_or(table + 1));
            }
            _ => {}
        }
        true
    }

    /// Brings the table to where a row or a cell may begin.
    fn make_row(&mut self, tag: Tag) -> bool {
        let Some(table) = self.find(|tag| tag == Tag::Table, |_| false) else { return false };
        let is_group = |tag: Tag| matches!(tag, Tag::Tbody | Tag::Thead | Tag::Tfoot);
        if self.open.get(table + 1).is_some_and(|open| is_group(open.tag)) {
            if tag != Tag::Tr && self.open.get(table + 2).is_some_and(|open| open.tag == Tag::Tr) {
                self.pop_to(table + 3);
                return true;
            }
            self.pop_to(table + 2);
        } else {
            self.pop_to(table + 1);
            self.enter(Tag::Tbody, None);
        }
        if tag != Tag::Tr {
            self.enter(Tag::Tr, None);
        }
        true
    }

    pub(super) fn end(&mut self, tag: Tag, name: &str) {
        match tag {
            Tag::Head => {
                if self.phase == Phase::Head {
                    self.end_head();
                }
                return;
            }
            Tag::Html | Tag::Body => return,
            _ => {}
        }
        let found = match tag {
            Tag::P => self.find(|tag| tag == Tag::P, |tag| tag.is_boundary() || tag == Tag::Button),
            Tag::Li => self.find(
                |tag| tag == Tag::Li,
                |tag| tag.is_boundary() || matches!(tag, Tag::Ol | Tag::Ul),
            ),
            _ if tag.is_heading() => self.in_scope(Tag::is_heading),
            Tag::Table => self.find(|other| other == tag, |_| false),
            Tag::Td
            | Tag::Th
            | Tag::Tr
            | Tag::Tbody
            | Tag::Thead
            | Tag::Tfoot
            | Tag::Caption
            | Tag::Colgroup => self.find(|other| other == tag, |other| other == Tag::Table),
            _ if tag.is_formatting() => {
                if let Some(at) = self.in_scope(|other| other == tag) {
                    let within = self.open.get(at + 1..).unwrap_or(&[]);
                    if within.iter().any(|open| open.tag.is_special()) {
                        if let Some(open) = self.open.get_mut(at) {
                            open.closing = true;
                        }
                    } else {
                        self.pop_to(at);
                    }
                }
                return;
            }
            Tag::Other => self.find_other(name),
            _ if tag.is_special() => self.in_scope(|other| other == tag),
            _ => self.find(|other| other == tag, Tag::is_special),
        };
        if let Some(at) = found {
            self.pop_to(at);
        }
    }

    fn find_other(&self, name: &str) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if open.tag == Tag::Other && self.dom.name(open.node as usize) == name {
                return Some(at);
            }
            if open.tag.is_special() {
                return None;
            }
        }
        None
    }
}
