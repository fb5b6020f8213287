//! A selector of a rule, compiled, or told where it stops being CSS.

use dom_query::{Matcher, NodeRef, Selection};

use super::{LONGEST_SELECTOR, PageRuleError, RulePart};
use crate::dom;

pub(super) struct Selector {
    pub(super) text: String,
    /// The attribute to read, as named behind “@”.
    pub(super) attribute: Option<String>,
    matcher: Matcher,
}

impl Selector {
    pub(super) fn new(text: &str, part: RulePart) -> Result<Self, PageRuleError> {
        let text = text.trim();
        if text.chars().count() > LONGEST_SELECTOR {
            return Err(PageRuleError::TooLong { part });
        }
        let (css, attribute) = match text.rsplit_once('@') {
            Some((css, name)) if part != RulePart::Items && is_attribute(name.trim()) => {
                (css.trim(), Some(name.trim().to_owned()))
            }
            _ => (text, None),
        };
        // “@title” alone reads an attribute of the item itself.
        let css = if css.is_empty() && attribute.is_some() { "*" } else { css };
        match Matcher::new(css) {
            Ok(matcher) => Ok(Self { text: text.to_owned(), attribute, matcher }),
            Err(_) => Err(not_css(css, part)),
        }
    }

    /// The elements below `root`, in document order.
    pub(super) fn all<'d>(&self, root: NodeRef<'d>) -> Vec<NodeRef<'d>> {
        Selection::from(root).select_matcher(&self.matcher).nodes().to_vec()
    }

    /// The item itself where it matches, else the first element in it that does.
    pub(super) fn within<'d>(&self, item: NodeRef<'d>) -> Option<NodeRef<'d>> {
        dom::nearest(item, &self.matcher)
    }

    /// The same among the first `nodes` nodes of a place that is looked at many times.
    pub(super) fn within_first<'d>(&self, place: NodeRef<'d>, nodes: usize) -> Option<NodeRef<'d>> {
        dom::nearest_of(place, &self.matcher, nodes)
    }
}

fn is_attribute(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b))
}

/// The parser does not say where it stopped, so the longest beginning that it accepts is sought.
fn not_css(css: &str, part: RulePart) -> PageRuleError {
    let accepted = css.char_indices().map(|(at, c)| at + c.len_utf8()).rev().find(|end| {
        let beginning = css.get(..*end).unwrap_or_default();
        !beginning.ends_with(char::is_whitespace) && Matcher::new(beginning).is_ok()
    });
    let (good, rest) = css.split_at(accepted.unwrap_or(0));
    let skipped = rest.len() - rest.trim_start().len();
    let at = good.chars().count() + rest.get(..skipped).map_or(0, |s| s.chars().count()) + 1;
    PageRuleError::NotCss { part, at, rest: rest.trim().to_owned() }
}
