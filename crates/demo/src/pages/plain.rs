//! An old-fashioned page: nothing in the head, `div`s in the body, who and when only as words.

use super::{Leaf, head, parts};
use crate::html::escape;

pub(super) fn page(leaf: &Leaf<'_>) -> String {
    let (outlet, site) = (leaf.outlet, leaf.site);
    let labels = parts::labels(&outlet.lang);
    let more = format!("<meta property=\"og:site_name\" content=\"{}\">\n", escape(&outlet.title));
    let byline = if leaf.byline.is_empty() {
        String::new()
    } else {
        format!("{} {} | ", labels.by, leaf.byline)
    };
    head::open(outlet, &leaf.headline, &site.canonical(leaf.article), &leaf.article.lang, &more)
        + &format!(
            "<body bgcolor=\"#ffffff\">\n<div id=\"top\"><a href=\"/\"><b>{name}</b></a> <i>{motto}</i></div>\n\
             <div id=\"menu\">{nav}</div>\n<div id=\"inhalt\" class=\"wrap\">\n<h2 class=\"title\">{headline}</h2>\n{deck}\
             <div class=\"small\">{byline}{spoken}</div>\n{figure}<div class=\"txt\">\n{text}</div>\n<hr>\n{share}</div>\n\
             {related}{newsletter}{cookies}{footer}</body>\n</html>\n",
            name = escape(&outlet.title),
            motto = escape(&outlet.motto),
            nav = parts::navigation(outlet),
            headline = leaf.headline,
            deck = leaf.deck_line("<div class=\"teaser\"><b>", "</b></div>"),
            spoken = leaf.spoken,
            figure = parts::figure(leaf),
            text = leaf.text(""),
            share = parts::share(leaf),
            related = parts::related(leaf),
            newsletter = parts::newsletter(outlet),
            cookies = parts::cookies(outlet),
            footer = parts::footer(outlet, site),
        )
}
