//! What the names of elements say they are for, and how far above a block they stand.

use super::super::{blocks::Block, page_map::PageMap};
use crate::{dom::Dom, words::Remembered};

/// How many purposes there are.
const PURPOSES: usize = 12;

/// Further up than this is nowhere.
const FAR: u8 = 12;

/// Words of a class or id beyond this number of bytes are not looked at.
const LONGEST: usize = 300;

/// The purpose that a word in a class or id names.
fn purpose(word: &str) -> Option<usize> {
    Some(match word {
        "caption" | "captions" | "credit" | "credits" | "photographer" | "figcaption" => 0,
        "related" | "recommended" | "recommendation" | "recommendations" | "recirc"
        | "recirculation" | "more" | "popular" | "trending" | "mostread" | "latest" | "teaser"
        | "teasers" | "promo" | "promos" | "card" | "cards" | "outbrain" | "taboola"
        | "readmore" | "next" | "recent" | "relatedposts" | "yarpp" | "list" | "feed" => 1,
        "comment" | "comments" | "disqus" | "respond" | "reply" | "replies" | "discussion"
        | "commentlist" | "thread" => 2,
        "newsletter" | "newsletters" | "signup" | "subscribe" | "subscription" | "cta"
        | "paywall" | "piano" | "donate" | "donation" | "membership" | "mailchimp" | "login"
        | "register" => 3,
        "author" | "authors" | "byline" | "bylines" | "bio" | "contributor" | "writer"
        | "authorbox" => 4,
        "share" | "sharing" | "social" | "socials" | "follow" | "addtoany" | "sharedaddy"
        | "toolbar" | "tools" | "sharebar" | "actions" => 5,
        "nav" | "navbar" | "navigation" | "menu" | "breadcrumb" | "breadcrumbs" | "pagination"
        | "pager" | "footer" | "header" | "masthead" | "sidebar" | "rail" | "toc" | "dropdown" => 6,
        "ad" | "ads" | "advert" | "advertisement" | "sponsor" | "sponsored" | "promotion"
        | "affiliate" | "product" | "shop" | "deal" => 7,
        "meta" | "tags" | "tag" | "category" | "categories" | "date" | "time" | "timestamp"
        | "published" | "dateline" | "kicker" | "label" | "info" => 8,
        "body" | "content" | "text" | "entry" | "story" | "article" | "post" | "richtext"
        | "prose" | "paragraph" | "copy" | "articlebody" => 9,
        "gallery" | "slideshow" | "slide" | "image" | "photo" | "video" | "player" | "media"
        | "embed" | "carousel" | "lightbox" | "tweet" | "instagram" => 10,
        "note" | "disclaimer" | "disclosure" | "correction" | "footnote" | "footnotes"
        | "references" | "copyright" | "cookie" | "cookies" | "consent" | "modal" | "popup"
        | "hidden" | "sr" => 11,
        _ => return None,
    })
}

/// The purposes that the words of an identifier name, as bits.
fn purposes(identifier: &str) -> u16 {
    let mut found = 0;
    each_word(identifier, |word| found |= purpose(word).map_or(0, |at| 1 << at));
    found
}

/// How many steps above each element one for each purpose stands.
pub(super) struct Purposes(Vec<[u8; PURPOSES]>);

impl Purposes {
    /// Looks at every element that holds a block.
    pub fn of(dom: &Dom, map: &PageMap) -> Self {
        let mut steps = vec![[FAR; PURPOSES]; dom.len()];
        let mut known = Remembered::new();
        for node in 1..dom.len() {
            if map.holding(node).blocks == 0.0 {
                continue;
            }
            let above = steps.get(dom.parent(node)).copied().unwrap_or([FAR; PURPOSES]);
            let mut own = above.map(|steps| (steps + 1).min(FAR));
            if !matches!(dom.name(node), "html" | "body") {
                let names = [
                    dom.attr(node, "class"),
                    dom.attr(node, "id"),
                    dom.attr(node, "data-testid"),
                    dom.attr(node, "data-component"),
                ];
                let found = names
                    .into_iter()
                    .flatten()
                    .fold(0, |found, identifier| found | known.of(identifier, purposes));
                for (at, steps) in own.iter_mut().enumerate() {
                    if found & 1 << at != 0 {
                        *steps = 0;
                    }
                }
            }
            if let Some(slot) = steps.get_mut(node) {
                *slot = own;
            }
        }
        Self(steps)
    }

    /// Adds the block's numbers to a row.
    pub fn push(&self, block: &Block, out: &mut Vec<f32>) {
        let steps = self.0.get(block.node).copied().unwrap_or([FAR; PURPOSES]);
        out.extend(steps.map(f32::from));
    }
}

/// The words of an identifier in lower case: `js-relatedArticles_2` is js, related, articles.
fn each_word(identifier: &str, mut see: impl FnMut(&str)) {
    let mut word = [0u8; 16];
    let mut length = 0;
    let mut before_lower = false;
    for byte in identifier.bytes().take(LONGEST).chain(std::iter::once(b' ')) {
        let ends = !byte.is_ascii_alphabetic() || (byte.is_ascii_uppercase() && before_lower);
        if ends && length > 0 {
            if let Some(Ok(found)) = word.get(..length).map(std::str::from_utf8) {
                see(found);
            }
            length = 0;
        }
        if byte.is_ascii_alphabetic() {
            // What is longer than the longest known word is none of them.
            if let Some(letter) = word.get_mut(length) {
                *letter = byte.to_ascii_lowercase();
            }
            length += 1;
        }
        before_lower = byte.is_ascii_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_fall_into_words() {
        let mut words = Vec::new();
        each_word("js-relatedArticles_2 overwhelminglylongword", |word| {
            words.push(word.to_owned())
        });
        assert_eq!(words, ["js", "related", "articles"]);
    }

    #[test]
    fn steps_up_to_a_caption() {
        let dom = Dom::parse("<div class=photoCaption><div><p>A bridge</p></div></div>");
        let blocks = super::super::super::blocks::collect(&dom);
        let purposes = Purposes::of(&dom, &PageMap::of(&dom, &blocks));
        let mut row = Vec::new();
        purposes.push(&blocks[0], &mut row);
        assert_eq!((row[0], row[10], row[1]), (2.0, 2.0, f32::from(FAR)));
    }
}
