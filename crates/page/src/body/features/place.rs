//! Where a block stands on the page and in the tree.

use std::collections::HashMap;

use super::{
    super::{
        blocks::{Block, BlockKind},
        page_map::{Holding, PageMap, worth},
    },
    claims::Claimed,
};
use crate::dom::Dom;

/// How many wider and wider holders of a block are looked at.
const HOLDERS: usize = 4;

/// The places of all blocks.
pub(super) struct Places<'p> {
    dom: &'p Dom,
    map: &'p PageMap,
    /// The block that shows the title, as far as one does.
    headline: Option<usize>,
    /// Letters and prose before each block, and in all.
    before: Vec<(f32, f32)>,
    all: Holding,
    flags: Vec<Flags>,
    longest: usize,
    count: usize,
    stories: Vec<Story>,
}

/// Which of several stories on a page a block may belong to.
#[derive(Clone, Copy, Default)]
struct Story {
    /// How many outermost `article` elements have begun, and -1 outside of them.
    article: f32,
    /// Whether that element also holds the headline.
    headlines: f32,
    /// Headings of the first level so far.
    headings: f32,
    /// Earlier blocks that begin with the same words.
    repeats: f32,
}

/// How many letters at the start make two blocks the same.
const SAME_START: usize = 60;

fn stories(dom: &Dom, blocks: &[Block], headline: Option<usize>) -> Vec<Story> {
    let headline = headline.and_then(|at| blocks.get(at)).map_or(0, |block| block.node);
    let (mut articles, mut headings) = (0.0, 0.0);
    let mut article = 0..0;
    let mut starts: HashMap<&str, f32> = HashMap::with_capacity(blocks.len());
    let mut found = Vec::with_capacity(blocks.len());
    for block in blocks {
        if !article.contains(&block.node) {
            let outermost = std::iter::once(block.node)
                .chain(dom.ancestors(block.node))
                .filter(|&node| dom.name(node) == "article")
                .last();
            article = outermost.map_or(0..0, |node| node..dom.end(node));
            articles += f32::from(u8::from(outermost.is_some()));
        }
        headings += f32::from(u8::from(block.kind == BlockKind::Heading(1)));
        let start = block.text.get(..block.text.floor_char_boundary(SAME_START)).unwrap_or("");
        let repeats = starts.entry(start).or_insert(-1.0);
        *repeats += 1.0;
        found.push(Story {
            article: if article.is_empty() { -1.0 } else { articles },
            headlines: f32::from(u8::from(article.contains(&headline))),
            headings,
            repeats: *repeats,
        });
    }
    found
}

/// What an element and those above it are, as bits.
type Flags = u32;

fn own_flags(dom: &Dom, node: usize) -> Flags {
    let by_name = match dom.name(node) {
        "article" => 1,
        "main" => 1 << 1,
        "aside" => 1 << 2,
        "nav" => 1 << 3,
        "footer" => 1 << 4,
        "header" => 1 << 5,
        "figure" => 1 << 6,
        "figcaption" => 1 << 7,
        "form" | "label" | "fieldset" | "dialog" => 1 << 8,
        "table" => 1 << 9,
        "ul" | "ol" => 1 << 10,
        "blockquote" => 1 << 11,
        "section" => 1 << 12,
        "a" => 1 << 13,
        "dl" | "details" => 1 << 14,
        _ => 0,
    };
    let mut flags = by_name;
    for (name, value) in dom.attributes(node) {
        flags |= match name {
            "aria-hidden" if value == "true" => 1 << 15,
            // React streams parts of a page hidden and moves them to their place by script.
            "hidden"
                if value != "until-found"
                    && !dom.attr(node, "id").is_some_and(|id| id.starts_with("S:")) =>
            {
                1 << 15
            }
            "style" if hides(value) => 1 << 15,
            "itemprop" if value.contains("articleBody") => 1 << 16,
            "itemprop" if value.contains("text") => 1 << 17,
            "role" => match value {
                "main" | "article" => 1 << 1,
                "navigation" | "menu" | "menubar" | "tablist" | "toolbar" => 1 << 3,
                "complementary" => 1 << 2,
                "contentinfo" => 1 << 4,
                "banner" => 1 << 5,
                "dialog" | "alertdialog" | "search" => 1 << 8,
                _ => 0,
            },
            _ => 0,
        };
    }
    flags
}

fn hides(style: &str) -> bool {
    let declares = |property: &str, wanted: &str| {
        style.split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(name, value)| {
                name.trim().eq_ignore_ascii_case(property)
                    && value
                        .trim()
                        .get(..wanted.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(wanted))
            })
        })
    };
    declares("display", "none") || declares("visibility", "hidden")
}

impl<'p> Places<'p> {
    /// Sums up what stands before each block.
    pub fn of(dom: &'p Dom, blocks: &[Block], map: &'p PageMap, claimed: &Claimed) -> Self {
        let mut flags = vec![0; dom.len()];
        for node in 1..dom.len() {
            let above = flags.get(dom.parent(node)).copied().unwrap_or(0);
            if map.holding(node).blocks == 0.0 {
                continue;
            }
            let own = own_flags(dom, node);
            if let Some(flag) = flags.get_mut(node) {
                *flag = above | own;
            }
        }
        let mut so_far = (0.0, 0.0);
        let before = blocks
            .iter()
            .map(|block| {
                let here = so_far;
                so_far = (so_far.0 + block.letters as f32, so_far.1 + worth(block));
                here
            })
            .collect();
        let headline = blocks
            .iter()
            .enumerate()
            .map(|(index, block)| {
                let heading = match block.kind {
                    BlockKind::Heading(1) => 0.3,
                    BlockKind::Heading(_) => 0.1,
                    _ => 0.0,
                };
                (index, claimed.title_likeness(index, block) + heading)
            })
            .filter(|(_, likeness)| *likeness >= 0.8)
            .reduce(|best, other| if other.1 > best.1 + 0.05 { other } else { best })
            .map(|(index, _)| index)
            .or_else(|| blocks.iter().position(|block| block.kind == BlockKind::Heading(1)));
        let longest = blocks
            .iter()
            .enumerate()
            .max_by(|a, b| worth(a.1).total_cmp(&worth(b.1)).then(b.0.cmp(&a.0)))
            .map_or(0, |(index, _)| index);
        Self {
            dom,
            map,
            headline,
            before,
            all: map.holding(0),
            flags,
            longest,
            count: blocks.len(),
            stories: stories(dom, blocks, headline),
        }
    }

    /// Adds the block's numbers to a row.
    pub fn push(&self, index: usize, block: &Block, out: &mut Vec<f32>) {
        let (letters, prose) = self.before.get(index).copied().unwrap_or_default();
        let flags = self.flags.get(block.node).copied().unwrap_or(0);
        let position = index as f32;
        let from_headline = self.headline.map_or(-999.0, |at| position - at as f32);
        let since_headline = self
            .headline
            .and_then(|at| self.before.get(at))
            .map_or(-1.0, |before| (prose - before.1) / self.all.prose.max(1.0));
        out.extend([
            position,
            position / self.count.max(1) as f32,
            (self.count - index) as f32,
            letters / self.all.letters.max(1.0),
            prose / self.all.prose.max(1.0),
            1.0 - (prose + worth(block)) / self.all.prose.max(1.0),
            from_headline,
            since_headline,
            position - self.longest as f32,
            f32::from(self.map.depth(block.node)),
            f32::from(self.map.depth(block.node)) - f32::from(self.map.depth(self.map.core)),
            f32::from(self.map.steps_to_core(self.dom, block.node)),
            tag_code(self.dom.name(block.node)),
            tag_code(self.dom.name(self.dom.parent(block.node))),
        ]);
        out.extend((0..18).map(|bit| f32::from(u8::from(flags & (1 << bit) != 0))));
        let story = self.stories.get(index).copied().unwrap_or_default();
        let begun = self.headline.and_then(|at| self.stories.get(at)).map_or(0.0, |s| s.headings);
        out.extend([
            story.article,
            story.headlines,
            story.headings,
            story.headings - begun,
            story.repeats,
        ]);
        self.push_holders(block, out);
    }

    /// The elements around the block, each holding more letters than the one before.
    fn push_holders(&self, block: &Block, out: &mut Vec<f32>) {
        let mut letters = block.letters as f32;
        let mut found = 0;
        for node in std::iter::once(block.node).chain(self.dom.ancestors(block.node)) {
            let holding = self.map.holding(node);
            if holding.letters <= letters {
                continue;
            }
            letters = holding.letters;
            out.extend([
                holding.letters,
                holding.linked / holding.letters,
                holding.prose / self.all.prose.max(1.0),
                holding.letters / holding.blocks.max(1.0),
                holding.paragraphs / holding.blocks.max(1.0),
                holding.blocks,
            ]);
            found += 1;
            if found == HOLDERS {
                return;
            }
        }
        out.extend(std::iter::repeat_n(-1.0, (HOLDERS - found) * 6));
    }
}

fn tag_code(name: &str) -> f32 {
    const NAMES: &[&str] = &[
        "p",
        "blockquote",
        "pre",
        "div",
        "section",
        "article",
        "main",
        "body",
        "span",
        "a",
        "td",
        "tr",
        "th",
        "dd",
        "dt",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "figure",
        "figcaption",
        "aside",
        "footer",
        "nav",
        "form",
        "label",
    ];
    NAMES.iter().position(|known| *known == name).map_or(-1.0, |at| at as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide() {
        assert!(hides("color:red; DISPLAY : none!important"));
        assert!(hides("visibility:hidden") && !hides("display:block"));
    }
}
