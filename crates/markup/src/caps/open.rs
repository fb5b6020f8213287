//! The stack of open elements (HTML Living Standard, 13.2.4.2) as far as depth depends on it.

use std::borrow::Cow;

/// Formatting elements that a parser may have to open again in every block that follows.
const MAX_FORMATTING: usize = 48;

/// The elements that are open, outermost first.
#[derive(Default)]
pub(super) struct OpenElements<'a> {
    stack: Vec<Open<'a>>,
    formatting: Vec<Cow<'a, str>>,
    /// How many paragraphs are open: mostly none, and then nothing need be looked for.
    paragraphs: usize,
}

struct Open<'a> {
    name: Cow<'a, str>,
    formatting_before: usize,
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "image"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Elements that an end tag of something outside them does not close.
fn is_boundary(name: &str) -> bool {
    matches!(
        name,
        "applet"
            | "caption"
            | "table"
            | "td"
            | "th"
            | "marquee"
            | "object"
            | "template"
            | "select"
            | "foreignobject"
            | "desc"
            | "annotation-xml"
            | "mi"
            | "mo"
            | "mn"
            | "ms"
            | "mtext"
    )
}

fn is_inline(name: &str) -> bool {
    is_formatting(name)
        || matches!(
            name,
            "abbr"
                | "acronym"
                | "bdi"
                | "bdo"
                | "cite"
                | "data"
                | "del"
                | "dfn"
                | "ins"
                | "kbd"
                | "label"
                | "mark"
                | "q"
                | "rb"
                | "rp"
                | "rt"
                | "rtc"
                | "ruby"
                | "samp"
                | "span"
                | "sub"
                | "sup"
                | "time"
                | "var"
                | "picture"
                | "video"
                | "audio"
                | "canvas"
                | "map"
                | "option"
                | "optgroup"
                | "slot"
        )
        || name.contains('-')
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "table" | "caption" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th")
}

impl<'a> OpenElements<'a> {
    /// Notes a start tag; false where the element would lie deeper than `max_depth`.
    pub fn start(&mut self, name: Cow<'a, str>, max_depth: usize) -> bool {
        if is_void(&name) || matches!(&*name, "html" | "head" | "body") {
            return true;
        }
        self.close_implied(&name);
        if name == "a" {
            self.end_formatting("a");
        }
        if self.stack.len() + self.formatting.len().min(MAX_FORMATTING) >= max_depth
            || (is_formatting(&name) && self.formatting.len() >= MAX_FORMATTING)
        {
            return false;
        }
        let formatting_before = self.formatting.len();
        if is_formatting(&name) {
            self.formatting.push(name.clone());
        }
        self.paragraphs += usize::from(name == "p");
        self.stack.push(Open { name, formatting_before });
        true
    }

    /// Notes an end tag.
    pub fn end(&mut self, name: &str) {
        if is_formatting(name) {
            self.end_formatting(name);
            return;
        }
        let table_part = is_table_part(name);
        let plain = !is_inline(name) && name != "svg" && name != "math";
        for at in (0..self.stack.len()).rev() {
            let Some(open) = self.stack.get(at) else { return };
            if open.name == name {
                self.close_from(at);
                return;
            }
            let stops = if table_part {
                matches!(&*open.name, "table" | "template")
            } else if plain {
                is_boundary(&open.name) || (name == "p" && open.name == "button")
            } else {
                !is_inline(&open.name)
            };
            if stops {
                return;
            }
        }
    }

    /// Closes elements from position `at` on; formatting inside a table cell ends with the cell.
    fn close_from(&mut self, at: usize) {
        for open in self.stack.drain(at..).rev() {
            self.paragraphs -= usize::from(open.name == "p");
            if is_boundary(&open.name) {
                self.formatting.truncate(open.formatting_before);
            }
        }
    }

    /// Ends a formatting element without closing the blocks opened inside it, as parsers do.
    fn end_formatting(&mut self, name: &str) {
        if let Some(at) = self.formatting.iter().rposition(|open| open == name) {
            self.formatting.remove(at);
        }
        for at in (0..self.stack.len()).rev() {
            let Some(open) = self.stack.get(at) else { return };
            if open.name == name {
                self.stack.remove(at);
                return;
            }
            if is_boundary(&open.name) {
                return;
            }
        }
    }

    /// Closes what a start tag of this name closes by itself.
    fn close_implied(&mut self, name: &str) {
        let closes: &[&str] = match name {
            "li" => &["li"],
            "dd" | "dt" => &["dd", "dt"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot", "caption"],
            "option" => &["option"],
            "button" => &["button"],
            _ if self.paragraphs == 0 || is_inline(name) => return,
            _ => &["p"],
        };
        for at in (0..self.stack.len()).rev() {
            let Some(open) = self.stack.get(at) else { return };
            if closes.contains(&&*open.name) {
                self.close_from(at);
                return;
            }
            let stops = match name {
                "li" | "dd" | "dt" => {
                    !is_inline(&open.name) && !matches!(&*open.name, "div" | "p" | "address")
                }
                "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => open.name == "table",
                _ => is_boundary(&open.name) || open.name == "button",
            };
            if stops {
                return;
            }
        }
    }
}
