//! The agency's page: JSON-LD, Open Graph, a lean body.

use super::{Leaf, head, parts};
use crate::html::escape;

pub(super) fn page(leaf: &Leaf<'_>) -> String {
    let (outlet, site) = (leaf.outlet, leaf.site);
    let more = head::open_graph(leaf, false) + &head::json_ld(leaf, false);
    let labels = parts::labels(&outlet.lang);
    let byline = if leaf.byline.is_empty() {
        String::new()
    } else {
        format!("<span class=\"byline\">{} {}</span> · ", labels.by, leaf.byline)
    };
    let updated = leaf.updated.as_ref().map_or_else(String::new, |at| {
        format!(
            " · <span class=\"updated\">{} <time datetime=\"{at}\">{at}</time></span>",
            labels.updated
        )
    });
    head::open(outlet, &leaf.headline, &site.canonical(leaf.article), &leaf.article.lang, &more)
        + &format!(
            "<body>\n<header><a href=\"/\"><strong>{name}</strong></a> {motto}</header>\n{nav}<main id=\"content\">\n<article>\n\
             <p class=\"kicker\">{section}</p>\n<h1>{headline}</h1>\n{deck}<p class=\"meta\">{byline}<time datetime=\"{published}\">{spoken}</time>{updated}</p>\n\
             {share}{figure}<div class=\"article-body\">\n{text}</div>\n</article>\n{related}</main>\n{newsletter}{cookies}{footer}</body>\n</html>\n",
            name = escape(&outlet.title),
            motto = escape(&outlet.motto),
            nav = parts::navigation(outlet),
            section = escape(&leaf.article.section),
            headline = leaf.headline,
            deck = leaf.deck_line("<p class=\"standfirst\">", "</p>"),
            published = leaf.published,
            spoken = leaf.spoken,
            share = parts::share(leaf),
            figure = parts::figure(leaf),
            text = leaf.text(""),
            related = parts::related(leaf),
            newsletter = parts::newsletter(outlet),
            cookies = parts::cookies(outlet),
            footer = parts::footer(outlet, site),
        )
}
