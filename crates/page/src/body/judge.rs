//! Which blocks within the article's element are not the article.

use super::{
    blocks::{Block, BlockKind},
    candidates::worth,
};
use crate::words::likeness;

/// Headings after which, late on a page, nothing of the article follows.
const ENDINGS: &[&str] = &[
    "related articles",
    "related posts",
    "related stories",
    "related",
    "related content",
    "related news",
    "related reading",
    "related topics",
    "comments",
    "leave a comment",
    "leave a reply",
    "about the author",
    "about the authors",
    "about author",
    "you may also like",
    "you might also like",
    "you might also enjoy",
    "recommended",
    "recommended for you",
    "recommended reading",
    "more from",
    "more stories",
    "more news",
    "more on this story",
    "more on this topic",
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
    "latest articles",
    "share this",
    "share this article",
    "share this post",
    "share",
    "recent posts",
    "further reading",
    "see also",
    "join the conversation",
    "post a comment",
    "sign up for our newsletter",
    "subscribe to our newsletter",
    "newsletter",
    "explore more",
    "keep reading",
    "what to read next",
    "editors' picks",
    "editor's picks",
    "topics",
    "tags",
    "follow us",
    "stay connected",
    "more like this",
    "other articles",
    "similar posts",
    "similar articles",
    "next article",
    "previous article",
    "in this article",
    "table of contents",
    "contents",
    "on this page",
    "jump to",
];

/// Openings of short lines that are about the page, not the story.
const NOTES: &[&str] = &[
    "advertisement",
    "read more",
    "read also",
    "read next",
    "also read",
    "see also",
    "related:",
    "related story",
    "more:",
    "watch:",
    "listen:",
    "watch now",
    "subscribe",
    "sign up",
    "sign in",
    "log in",
    "share this",
    "share on",
    "click here to",
    "follow us",
    "follow @",
    "follow ",
    "photo:",
    "photo by",
    "image:",
    "image credit",
    "credit:",
    "getty images",
    "image source",
    "story continues below",
    "article continues below",
    "continue reading",
    "skip to",
    "skip advertisement",
    "posted in",
    "tagged",
    "filed under",
    "tags:",
    "categories:",
    "category:",
    "copyright",
    "©",
    "all rights reserved",
    "loading",
    "print this",
    "email this",
    "download our app",
    "download the app",
    "view comments",
    "leave a comment",
    "comments are closed",
    "this post may contain affiliate",
    "we may earn",
    "min read",
    "last updated",
    "updated:",
    "published:",
    "updated on",
    "published on",
    "getty",
    "recommended stories",
    "affiliate disclosure",
    "more from",
    "next:",
    "previous:",
    "the post ",
    "have a news tip",
    "got a tip",
    "back to top",
    "share",
    "save",
    "tweet",
    "pin it",
    "whatsapp",
    "copy link",
    "facebook",
    "twitter",
    "linkedin",
    "table of contents",
    "don't miss",
    "join our",
    "get the latest",
    "sign up for",
    "support our",
    "thank you for reading",
    "thanks for reading",
    "enjoyed this",
    "if you enjoyed",
];

fn opening(text: &str) -> String {
    text.chars()
        .take(60)
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == '’' { '\'' } else { letter })
        .collect()
}

fn is_ending(text: &str) -> bool {
    let line = opening(text);
    let line = line.trim_end_matches([':', '.', '!', '…', ' ', '»', '?']);
    ENDINGS.contains(&line)
        || line.starts_with("more from ")
        || line.starts_with("related articles")
        || (line.ends_with(" comments") && line.len() < 16)
}

fn is_note(block: &Block) -> bool {
    let line = opening(&block.text);
    let limit = if block.linked * 2 > block.letters { 200 } else { 70 };
    block.letters < limit
        && NOTES.iter().any(|note| line.starts_with(note) && (note.len() > 6 || line.len() < 40))
}

fn density(block: &Block) -> f64 {
    block.linked as f64 / block.letters.max(1) as f64
}

/// Marks the blocks that are not the article's as not kept.
pub(super) fn judge(blocks: &mut [Block], title: Option<&str>) {
    let all: f64 = blocks.iter().map(worth).sum();
    drop_before_headline(blocks, title, all);
    for block in blocks.iter_mut().filter(|block| block.kept) {
        let linked = density(block);
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let only_link = match block.kind {
            BlockKind::Paragraph | BlockKind::Quote => linked > 0.9 && block.letters < 160,
            BlockKind::Item => linked > 0.9 && block.letters < 90,
            BlockKind::Loose => linked > 0.5 || block.letters < 12,
            BlockKind::Row => linked > 0.7,
            BlockKind::Heading(_) | BlockKind::Preformatted => false,
        };
        if (only_link && !heading) || is_note(block) {
            block.kept = false;
        }
    }
    end_at_related(blocks, all);
    drop_link_lists(blocks);
    drop_empty_headings(blocks);
}

/// The headline itself and what stands before it are not the body.
fn drop_before_headline(blocks: &mut [Block], title: Option<&str>, all: f64) {
    let Some(title) = title else { return };
    let mut before = 0.0;
    let mut headline = None;
    for (index, block) in blocks.iter().enumerate() {
        if before > 0.25 * all {
            break;
        }
        let alike = likeness(&block.text, title) >= 0.8;
        if alike && (matches!(block.kind, BlockKind::Heading(1 | 2)) || index == 0) {
            headline = Some(index);
            break;
        }
        before += worth(block);
    }
    let Some(headline) = headline else { return };
    for block in blocks.iter_mut().take(headline + 1) {
        block.kept = false;
    }
}

/// Cuts at the heading that opens the related articles, the comments or the like.
fn end_at_related(blocks: &mut [Block], all: f64) {
    let mut before = 0.0;
    let mut cut = None;
    for (index, block) in blocks.iter().enumerate() {
        let like_heading = matches!(block.kind, BlockKind::Heading(_)) || block.letters < 40;
        if like_heading && is_ending(&block.text) && before >= 0.5 * all {
            cut = Some(index);
            break;
        }
        before += worth(block);
    }
    let Some(cut) = cut else { return };
    for block in blocks.iter_mut().skip(cut) {
        block.kept = false;
    }
}

/// Runs of items that are nothing but links are lists of other articles.
fn drop_link_lists(blocks: &mut [Block]) {
    let mut start = 0;
    while start < blocks.len() {
        let run =
            blocks.iter().skip(start).take_while(|block| block.kind == BlockKind::Item).count();
        if run == 0 {
            start += 1;
            continue;
        }
        let range = start..start + run;
        let items = blocks.get(range.clone()).unwrap_or(&[]);
        let letters: usize = items.iter().map(|block| block.letters).sum();
        let linked: usize = items.iter().map(|block| block.linked).sum();
        if linked * 10 > letters * 7 {
            for block in blocks.iter_mut().skip(start).take(run) {
                block.kept = false;
            }
        }
        start += run;
    }
}

/// A heading with nothing left under it goes too.
fn drop_empty_headings(blocks: &mut [Block]) {
    let mut below: Option<u8> = None;
    let mut dropped_between = false;
    for block in blocks.iter_mut().rev() {
        let BlockKind::Heading(level) = block.kind else {
            if block.kept {
                below = None;
                dropped_between = false;
            } else {
                dropped_between = true;
            }
            continue;
        };
        if !block.kept {
            continue;
        }
        let empty = match below {
            Some(next) => dropped_between && next <= level,
            None => false,
        };
        if empty || is_ending(&block.text) {
            block.kept = false;
        } else {
            below = Some(level);
            dropped_between = false;
        }
    }
    // Headings at the very end head nothing.
    for block in blocks.iter_mut().rev() {
        if !block.kept {
            continue;
        }
        if matches!(block.kind, BlockKind::Heading(_)) {
            block.kept = false;
        } else {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: BlockKind, text: &str, linked: usize) -> Block {
        Block {
            node: 1,
            kind,
            text: text.to_owned(),
            letters: text.chars().count(),
            linked,
            kept: true,
        }
    }

    #[test]
    fn headline_notes_and_related_articles_go() {
        let long = "The council met on Monday, and it said that the bridge, closed since May, would open again.";
        let mut blocks = vec![
            block(BlockKind::Heading(1), "The bridge opens", 0),
            block(BlockKind::Paragraph, long, 0),
            block(BlockKind::Paragraph, "Advertisement", 0),
            block(BlockKind::Heading(2), "What happened", 0),
            block(BlockKind::Paragraph, long, 0),
            block(BlockKind::Heading(2), "Related articles", 0),
            block(BlockKind::Paragraph, "Another story about something else entirely.", 0),
        ];
        judge(&mut blocks, Some("The bridge opens"));
        let kept: Vec<bool> = blocks.iter().map(|block| block.kept).collect();
        assert_eq!(kept, [false, true, false, true, true, false, false]);
    }

    #[test]
    fn lists_of_links_go_lists_of_words_stay() {
        let mut blocks = vec![
            block(BlockKind::Paragraph, "The council met on Monday, and it said much.", 0),
            block(BlockKind::Item, "Read our story", 14),
            block(BlockKind::Item, "Flour and water", 0),
            block(BlockKind::Item, "Salt", 0),
            block(BlockKind::Paragraph, "The council met on Monday, and it said much.", 0),
            block(BlockKind::Item, "Another of our stories here", 27),
        ];
        judge(&mut blocks, None);
        let kept: Vec<bool> = blocks.iter().map(|block| block.kept).collect();
        assert_eq!(kept, [true, false, true, true, true, false]);
    }
}
