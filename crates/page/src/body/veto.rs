//! What is never the article, whatever the model says: captions, readers' comments, the page's
//! footer, cards that are one link, and the links under a heading such as "Related articles".

use super::{
    blocks::{Block, BlockKind},
    features::Claimed,
    page_map::PageMap,
};
use crate::{dom::Dom, words::identifier_words};

/// An element with more of the page's prose than this is the page itself, whatever its name.
const WHOLE_PAGE: f32 = 0.98;

/// A heading that is so like the title is the article's headline.
const OWN_HEADLINE: f32 = 0.6;

/// So many letters below its headline are an article by themselves.
const WHOLE_ARTICLE: usize = 600;

/// Class names and ids of places where readers write.
const COMMENTS: &[&str] = &[
    "comments",
    "comment",
    "commentlist",
    "disqus",
    "disqus-thread",
    "respond",
    "comments-area",
    "comment-list",
    "comments-section",
    "comments-container",
    "comments-wrapper",
    "comments-wrap",
    "entry-comments",
    "post-comments",
    "comment-wrap",
    "article-comments",
    "comment-thread",
    "comments-list",
    "comment-section",
    "commentlisting",
];

/// Headings of lists of other articles.
const OTHER_ARTICLES: &[&str] = &[
    "related articles",
    "related posts",
    "related stories",
    "related content",
    "related news",
    "related",
    "you may also like",
    "you might also like",
    "recommended",
    "recommended for you",
    "more stories",
    "more news",
    "more from",
    "read next",
    "read more",
    "up next",
    "most read",
    "most popular",
    "popular posts",
    "trending",
    "trending now",
    "latest news",
    "latest stories",
    "latest posts",
    "recent posts",
    "similar posts",
    "similar articles",
];

/// Takes back what was kept and is never the article.
pub(super) fn apply(dom: &Dom, map: &PageMap, blocks: &mut [Block]) {
    let banned = banned(dom, map);
    for block in blocks.iter_mut() {
        block.kept &= !banned.get(block.node).copied().unwrap_or(false);
    }
    drop_other_articles(blocks);
}

/// For every element whether nothing in it is the article's.
fn banned(dom: &Dom, map: &PageMap) -> Vec<bool> {
    let mut banned = vec![false; dom.len()];
    let all = map.holding(0).prose.max(1.0);
    for node in 1..dom.len() {
        let holding = map.holding(node);
        if holding.blocks == 0.0 {
            continue;
        }
        let above = banned.get(dom.parent(node)).copied().unwrap_or(false);
        let own = || match dom.name(node) {
            "figcaption" | "footer" => holding.prose < 0.3 * all,
            "a" => holding.prose < 0.1 * all,
            "html" | "body" | "main" => false,
            _ => {
                (holds_comments(dom.attr(node, "class")) || holds_comments(dom.attr(node, "id")))
                    && holding.prose < WHOLE_PAGE * all
                    && !dom.holds_headline(node)
            }
        };
        if let Some(slot) = banned.get_mut(node) {
            *slot = above || own();
        }
    }
    banned
}

fn holds_comments(identifier: Option<&str>) -> bool {
    // Most identifiers are seen to be none without taking them apart.
    let may = |name: &str| {
        name.as_bytes()
            .windows(5)
            .any(|part| matches!(part, b"ommen" | b"OMMEN" | b"isqus" | b"espon"))
    };
    identifier.filter(|identifier| may(identifier)).is_some_and(|identifier| {
        identifier
            .split_whitespace()
            .filter(|class| class.len() < 24 && may(class))
            .any(|class| COMMENTS.contains(&identifier_words(class).join("-").as_str()))
    })
}

/// Takes back what stands below another headline of the very form of the article's own: some
/// outlets put the next articles whole below each.
pub(super) fn drop_next_articles(dom: &Dom, claimed: &Claimed, blocks: &mut [Block]) {
    let form = |block: &Block| {
        let class = (block.kind == BlockKind::Heading(1)).then(|| dom.attr(block.node, "class"));
        let class = class.flatten().filter(|class| !class.trim().is_empty())?;
        let parent = dom.parent(block.node);
        Some((class, dom.name(parent), dom.attr(parent, "class")))
    };
    let own = blocks.iter().enumerate().find_map(|(index, block)| {
        let alike = claimed.title_likeness(index, block) >= OWN_HEADLINE;
        form(block).filter(|_| alike).map(|form| (index, form))
    });
    let Some((headline, own)) = own else { return };
    let Some((above, below)) = blocks.split_at_mut_checked(headline + 1) else { return };
    let Some(headline) = above.last() else { return };
    let next = below.iter().position(|block| {
        form(block) == Some(own)
            && block.text != headline.text
            && is_whole_article(dom, headline.node, block.node, below)
    });
    for block in next.and_then(|next| below.get_mut(next..)).unwrap_or_default() {
        block.kept = false;
    }
}

/// Whether what stands between two headlines lies with the first in an element that does not hold
/// the second, and is enough for an article: else the second heads a part of the same.
fn is_whole_article(dom: &Dom, first: usize, second: usize, blocks: &[Block]) -> bool {
    let holds_both = |node: &usize| second < dom.end(*node);
    let own = std::iter::once(first).chain(dom.ancestors(first)).take_while(|at| !holds_both(at));
    let own = own.last().map_or(0..0, |node| node..dom.end(node));
    let (mut within, mut beside) = (0, 0);
    for block in blocks.iter().filter(|block| block.kept && block.node < second) {
        if own.contains(&block.node) {
            within += block.letters;
        } else {
            beside += block.letters;
        }
    }
    within >= WHOLE_ARTICLE && beside * 10 <= within
}

/// The heading of a list of other articles, and the links that follow it.
fn drop_other_articles(blocks: &mut [Block]) {
    let mut listing = false;
    for block in blocks {
        if names_other_articles(block) {
            listing = true;
        } else if block.link_density() < 0.5 {
            listing = false;
        }
        block.kept &= !listing;
    }
}

fn names_other_articles(block: &Block) -> bool {
    if block.letters > 30
        || !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Loose | BlockKind::Paragraph)
    {
        return false;
    }
    let line = block.text.trim_end_matches([':', '.', '!', '…', ' ', '»', '?']).to_lowercase();
    OTHER_ARTICLES.contains(&line.as_str())
}

#[cfg(test)]
mod tests {
    use super::{super::blocks, *};

    fn kept(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        let mut blocks = blocks::collect(&dom);
        let map = PageMap::of(&dom, &blocks);
        apply(&dom, &map, &mut blocks);
        blocks.into_iter().filter(|block| block.kept).map(|block| block.text).collect()
    }

    const PROSE: &str = "<p>The council met on Monday, and it said that the bridge, closed since May, would open again.</p>";

    #[test]
    fn comments_captions_and_footers_go() {
        let html = format!(
            "{}<figure><figcaption>A bridge</figcaption></figure>\
             <div id=comments class=comments-area><ol><li><p>I disagree.</p></ol></div><footer>© us</footer>",
            PROSE.repeat(2)
        );
        assert_eq!(kept(&html).len(), 2);
        assert_eq!(kept(&format!("<body class=comments>{PROSE}</body>")).len(), 1);
    }

    #[test]
    fn the_next_article_below_goes_a_part_of_this_one_stays() {
        let kept = |html: String| {
            let dom = Dom::parse(&html);
            let mut blocks = blocks::collect(&dom);
            let claimed = Claimed::of(&dom, &blocks, Some("The bridge opens"), None);
            drop_next_articles(&dom, &claimed, &mut blocks);
            blocks.iter().filter(|block| block.kept).count()
        };
        let prose = PROSE.repeat(8);
        let headline = "<h1 class=head>The bridge opens</h1>";
        let below = |heading: &str| {
            kept(format!("<div>{headline}{prose}</div><div>{heading}{prose}</div>"))
        };
        assert_eq!(below("<h1 class=head>Another town's vote</h1>"), 9);
        assert_eq!(below("<h1 class=part>Another town's vote</h1>"), 18);
        // The same headline again, as in a bar that follows the reader.
        assert_eq!(below(headline), 18);
        let part = "<h1 class=head>What comes next</h1>";
        assert_eq!(kept(format!("<div>{headline}{prose}{part}{prose}</div>")), 18);
    }

    #[test]
    fn the_links_under_related_articles_go_what_follows_stays() {
        let html = format!(
            "{PROSE}<h3>Related articles:</h3><ul><li><a href=x>Another story</a></ul>{PROSE}"
        );
        assert_eq!(kept(&html).len(), 2);
    }
}
