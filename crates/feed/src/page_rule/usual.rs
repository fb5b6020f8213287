//! Where pages usually have the parts of an item.

use dom_query::NodeRef;

use super::{PageRuleError, RulePart, Selector};
use crate::dom;

pub(super) struct Usual {
    pub(super) heading: Selector,
    pub(super) link: Selector,
    pub(super) time: Selector,
    pub(super) picture: Selector,
}

impl Usual {
    /// The selectors are our own, so that the error never happens.
    pub(super) fn new() -> Result<Self, PageRuleError> {
        Ok(Self {
            heading: Selector::new("h1, h2, h3, h4, h5, h6, [role='heading']", RulePart::Title)?,
            link: Selector::new("a[href]", RulePart::Link)?,
            time: Selector::new("time", RulePart::Date)?,
            picture: Selector::new("img", RulePart::Image)?,
        })
    }

    /// The link of a headline, which may stand in it, around it, or beside it.
    pub(super) fn link_of<'d>(
        &self,
        item: NodeRef<'d>,
        heading: Option<NodeRef<'d>>,
    ) -> Option<NodeRef<'d>> {
        let is_link = |node: &NodeRef<'_>| node.has_name("a") && node.has_attr("href");
        if is_link(&item) {
            return Some(item);
        }
        let in_heading = heading.and_then(|heading| self.link.within(heading));
        let around = || {
            let above = heading?.ancestors(Some(8));
            above.into_iter().take_while(|node| node.id != item.id).find(is_link)
        };
        in_heading.or_else(around).or_else(|| self.link.within(item))
    }

    /// What a link says; where it is a picture, what the picture or its label says.
    pub(super) fn text_of_link(&self, anchor: NodeRef<'_>) -> Option<String> {
        dom::line(anchor)
            .or_else(|| dom::attribute(anchor, "title"))
            .or_else(|| dom::attribute(anchor, "aria-label"))
            .or_else(|| dom::attribute(self.picture.within(anchor)?, "alt"))
    }
}
