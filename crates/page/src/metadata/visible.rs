//! What a reader sees: the headline, the byline, the dates; and microdata, which marks the same.

pub(crate) mod bylines;
pub(crate) mod calendar;
pub(crate) mod credits;
pub(crate) mod headline;

use crate::{
    dom::Dom,
    words::{Remembered, each_identifier_word, fold_within},
};

/// A paragraph of this many letters is prose rather than a byline.
const PROSE: usize = 140;

/// An element with fewer nodes than this holds no list of other articles.
const FEW: usize = 30;

/// How many nodes before the headline may hold its date and byline.
const BEFORE: usize = 60;

/// How many nodes after the headline are looked at for its date and byline.
const AFTER: usize = 400;

/// Where the byline and the date of an article stand: around its headline, before its prose.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Top {
    from: usize,
    headline: usize,
    until: usize,
}

impl Top {
    /// The place around the headline at a node; nothing where there is no headline.
    pub fn of(dom: &Dom, headline: Option<usize>) -> Self {
        let Some(headline) = headline else { return Self::default() };
        let start = dom.end(headline);
        let mut until = (start + AFTER).min(dom.len());
        let mut prose = 0;
        let mut node = start;
        while node < until {
            let long = matches!(dom.name(node), "p" | "blockquote")
                && dom.line(node).len() >= PROSE
                || dom.own_text(node).is_some_and(|text| text.trim().len() >= 2 * PROSE)
                    && !matches!(dom.name(dom.parent(node)), "style" | "script" | "noscript");
            if long {
                prose += 1;
                // The first may be the standfirst, which often stands above the byline.
                if prose == 2 {
                    until = node;
                    break;
                }
                node = dom.end(node);
            } else {
                node += 1;
            }
        }
        Self { from: headline.saturating_sub(BEFORE), headline, until }
    }

    /// The nodes after the headline.
    pub fn below(self) -> std::ops::Range<usize> {
        if self.until == 0 { 0..0 } else { self.headline + 1..self.until }
    }

    /// The headline's text; empty where there is none.
    pub fn headline(self, dom: &Dom) -> String {
        if self.until == 0 { String::new() } else { dom.line(self.headline) }
    }

    /// Whether a node stands there.
    pub fn holds(self, node: usize) -> bool {
        self.from <= node && node < self.until
    }

    /// The nodes within and after the headline, then those before it, nearest first.
    pub fn nodes(self) -> impl Iterator<Item = usize> {
        let after = self.below();
        let before = if self.until == 0 { 0..0 } else { self.from..self.headline };
        after.chain(before.rev())
    }
}

/// What a page's elements are called, and what that makes of the nodes within them; found in one
/// pass, since every fact is looked for among all of them.
pub(crate) struct View<'d> {
    pub dom: &'d Dom,
    flags: Vec<u32>,
}

/// The class or id has a word for a byline.
pub(crate) const BYLINE: u32 = 1;
/// The class or id has a word for an author.
pub(crate) const AUTHOR: u32 = 1 << 1;
/// The class or id has a word for a date.
pub(crate) const DATE: u32 = 1 << 2;
/// The class or id says that something was changed.
pub(crate) const UPDATED: u32 = 1 << 3;
/// The class or id says that something was published.
pub(crate) const PUBLISHED: u32 = 1 << 4;
/// The class or id names a place of comments or of other articles.
const OTHERS: u32 = 1 << 5;
/// The class or id speaks of comments.
const COMMENT: u32 = 1 << 6;
/// The node lies in the page's furniture, where other articles' bylines stand.
const IN_FURNITURE: u32 = 1 << 7;
/// The node lies in navigation, the page's foot, a figure, comments or other articles.
const IN_OTHERS: u32 = 1 << 8;
const IN_FIGURE: u32 = 1 << 9;
const IN_ARTICLE: u32 = 1 << 10;
const IN_COMMENT: u32 = 1 << 11;
const IN_ASIDE: u32 = 1 << 12;

impl<'d> View<'d> {
    /// Looks at every element once.
    pub fn of(dom: &'d Dom) -> Self {
        let mut flags: Vec<u32> = Vec::with_capacity(dom.len());
        // What each element makes of those that it holds.
        let mut hands_down: Vec<u32> = Vec::with_capacity(dom.len());
        let mut known = Remembered::new();
        flags.push(0);
        hands_down.push(0);
        for node in 1..dom.len() {
            let mut own = hands_down.get(dom.parent(node)).copied().unwrap_or(0);
            if dom.is_element(node) {
                let names = [dom.attr(node, "class"), dom.attr(node, "id")];
                for identifier in names.into_iter().flatten() {
                    own |= known.of(identifier, called);
                }
                hands_down.push(inherited(dom, node, own));
            } else {
                hands_down.push(0);
            }
            flags.push(own);
        }
        Self { dom, flags }
    }

    /// Whether an element has any of these names.
    pub fn is(&self, node: usize, names: u32) -> bool {
        self.flags.get(node).is_some_and(|flags| flags & names != 0)
    }

    /// Whether a node is part of the page's furniture, where other articles' bylines stand.
    pub fn in_furniture(&self, node: usize) -> bool {
        self.is(node, IN_FURNITURE)
    }

    /// Whether a node around the headline belongs to something else after all.
    pub fn in_others(&self, node: usize) -> bool {
        self.is(node, IN_OTHERS | IN_FIGURE)
    }

    /// Whether a node lies in a picture's frame.
    pub fn in_figure(&self, node: usize) -> bool {
        self.is(node, IN_FIGURE)
    }

    /// Whether a node lies in a reader's comment.
    pub fn in_comment(&self, node: usize) -> bool {
        self.is(node, IN_COMMENT)
    }

    /// Whether a node lies in a column beside the article.
    pub fn in_aside(&self, node: usize) -> bool {
        self.is(node, IN_ASIDE)
    }
}

/// What lying in the parent makes of a node.
fn inherited(dom: &Dom, parent: usize, above: u32) -> u32 {
    let mut flags =
        above & (IN_FURNITURE | IN_OTHERS | IN_FIGURE | IN_ARTICLE | IN_COMMENT | IN_ASIDE);
    if parent == 0 {
        return flags;
    }
    let (mut suspect, mut other) = (false, false);
    match dom.name(parent) {
        "html" | "body" | "main" => return flags,
        "article" => return flags | IN_ARTICLE,
        "figure" | "figcaption" => flags |= IN_FIGURE,
        "nav" => (suspect, other) = (true, true),
        "aside" => {
            suspect = true;
            // A few lines beside the headline of the same article are about it.
            let is_the_articles = flags & IN_ARTICLE != 0 && dom.end(parent) - parent < FEW;
            if !is_the_articles && !dom.holds_headline(parent) {
                flags |= IN_ASIDE;
            }
        }
        // The foot of an article is not the foot of the page.
        "footer" if flags & IN_ARTICLE == 0 => (suspect, other) = (true, true),
        _ => {}
    }
    if above & OTHERS != 0 {
        (suspect, other) = (true, true);
    }
    let comment = above & COMMENT != 0
        || dom.attr(parent, "itemtype").is_some_and(|kind| kind.ends_with("Comment"))
        || dom.attr(parent, "itemprop") == Some("comment");
    // What holds the headline holds the article.
    if (suspect || other || comment) && !dom.holds_headline(parent) {
        flags |= if suspect { IN_FURNITURE } else { 0 };
        flags |= if other { IN_OTHERS } else { 0 };
        flags |= if comment { IN_COMMENT } else { 0 };
    }
    flags
}

/// What a class or id says of its element.
fn called(identifier: &str) -> u32 {
    let mut flags = 0;
    for class in identifier.split_whitespace().take(40) {
        let mut counts = true;
        let mut others = 0;
        each_identifier_word(class, |word| {
            flags |= match word {
                "has" | "no" | "with" | "single" | "mode" => {
                    counts = false;
                    0
                }
                "byline" | "bylines" => BYLINE | DATE,
                "author" | "authors" | "contributor" | "writer" | "authorbox" => AUTHOR,
                "date" | "dateline" | "dates" | "timestamp" | "time" | "meta" | "datetime"
                | "dt" => DATE,
                "published" | "pubdate" | "publish" | "posted" => DATE | PUBLISHED,
                "publication" => PUBLISHED,
                "updated" | "modified" | "datemodified" | "changed" | "reviewed" => UPDATED,
                "comment" | "comments" => {
                    others = OTHERS;
                    COMMENT
                }
                "related" | "sidebar" | "recommended" | "trending" | "popular" | "teaser"
                | "teasers" | "newsletter" => {
                    others = OTHERS;
                    0
                }
                word if word.ends_with("authorname") => AUTHOR,
                _ => 0,
            };
        });
        if counts {
            flags |= others;
        }
    }
    flags
}

/// Whether an element marks a property in microdata.
fn marks(dom: &Dom, node: usize, property: &str) -> bool {
    dom.attr(node, "itemprop")
        .is_some_and(|marked| marked.split(' ').any(|one| one.eq_ignore_ascii_case(property)))
}

/// The text of a text node, folded, where it is no longer than a byline or a date needs.
fn short_text(dom: &Dom, node: usize, longest: usize) -> Option<String> {
    fold_within(dom.own_text(node)?, longest).filter(|text| !text.is_empty())
}
