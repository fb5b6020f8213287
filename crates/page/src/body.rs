//! The article's own words: where they stand on the page, and what stands between them that is
//! not the article.

mod blocks;
mod candidates;
mod furniture;
mod judge;
mod names;
mod output;

use url::Url;

use crate::dom::Dom;

/// The words and the HTML of the article.
pub(crate) struct Body {
    pub text: String,
    pub html: String,
    /// Characters of the article that stand in links, as a share.
    pub link_density: f64,
    letters: usize,
    all: usize,
    /// The last lines of the container that were judged not to be the article, for what they say
    /// of contributors and origin.
    pub tail: Vec<String>,
}

/// A page that has this many letters of prose for each letter kept was read too strictly.
const TOO_STRICT: usize = 4;

/// Finds the article on a page whose headline is `title`.
pub(crate) fn read(dom: &Dom, title: Option<&str>, base: Option<&Url>) -> Body {
    let strict = attempt(dom, title, base, true);
    if strict.letters * TOO_STRICT > strict.all {
        return strict;
    }
    let lenient = attempt(dom, title, base, false);
    if lenient.letters > strict.letters * TOO_STRICT { lenient } else { strict }
}

fn attempt(dom: &Dom, title: Option<&str>, base: Option<&Url>, by_name: bool) -> Body {
    let furniture = furniture::marks(dom, by_name);
    let mut blocks = blocks::collect(dom, &furniture);
    let container = candidates::choose(dom, &blocks, title);
    blocks.retain(|block| container <= block.node && block.node < dom.end(container));
    let tail = blocks.iter().rev().take(12).map(|block| block.text.clone()).collect();
    judge::judge(&mut blocks, title);
    let letters: usize = blocks.iter().filter(|block| block.kept).map(|block| block.letters).sum();
    let linked: usize = blocks.iter().filter(|block| block.kept).map(|block| block.linked).sum();
    Body {
        text: output::text(&blocks),
        html: output::html(dom, container, &furniture, &blocks, base),
        link_density: if letters == 0 { 0.0 } else { linked as f64 / letters as f64 },
        letters,
        all: furniture.prose,
        tail,
    }
}
