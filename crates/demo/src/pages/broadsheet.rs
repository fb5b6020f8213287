//! The broadsheet's page: a JSON-LD graph, Open Graph, boxes between the paragraphs, and a subscribe box where the
//! text is for subscribers.

use super::{Leaf, head, parts};
use crate::html::{self, escape};

pub(super) fn page(leaf: &Leaf<'_>) -> String {
    let (outlet, site) = (leaf.outlet, leaf.site);
    let more = head::open_graph(leaf, true) + &head::json_ld(leaf, true);
    let mut text = String::new();
    for (number, block) in leaf.shown.iter().enumerate() {
        text.push_str(&html::block(block, "story-text__paragraph", site));
        if number == 2 {
            text.push_str(&parts::newsletter(outlet));
        }
    }
    if leaf.article.paywalled {
        text.push_str(
            "<div class=\"subscribe-wall\"><h3>Subscribe to read on</h3><p>This article is for subscribers. The first month costs one crown.</p>\
             <a class=\"button\" href=\"/subscribe\">Subscribe</a> <a href=\"/login\">Log in</a></div>\n",
        );
    }
    let updated = leaf
        .updated
        .as_ref()
        .map_or_else(String::new, |at| format!(" (updated <time datetime=\"{at}\">{at}</time>)"));
    head::open(outlet, &leaf.headline, &site.canonical(leaf.article), &leaf.article.lang, &more)
        + &format!(
            "<body class=\"story\">\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"masthead\"><a href=\"/\">{name}</a><small>{motto}</small></header>\n\
             {nav}<main id=\"main\">\n<article class=\"story\">\n<div class=\"story-head\"><a class=\"label\" href=\"/?section={section}\">{section}</a>\n<h1 class=\"story-title\">{headline}</h1>\n\
             {deck}<div class=\"story-byline\">By <a rel=\"author\" href=\"/authors\">{byline}</a></div>\n<div class=\"story-date\"><time datetime=\"{published}\">{spoken}</time>{updated}</div></div>\n\
             {figure}{share}<div class=\"story-text\">\n{text}</div>\n{bio}</article>\n{related}{comments}</main>\n{cookies}{footer}</body>\n</html>\n",
            name = escape(&outlet.title),
            motto = escape(&outlet.motto),
            nav = parts::navigation(outlet),
            section = escape(&leaf.article.section),
            headline = leaf.headline,
            deck = leaf.deck_line("<p class=\"story-deck\">", "</p>"),
            byline = leaf.byline,
            published = leaf.published,
            spoken = leaf.spoken,
            figure = parts::figure(leaf),
            share = parts::share(leaf),
            bio = parts::biography(leaf),
            related = parts::related(leaf),
            comments = parts::comments(outlet),
            cookies = parts::cookies(outlet),
            footer = parts::footer(outlet, site),
        )
}
