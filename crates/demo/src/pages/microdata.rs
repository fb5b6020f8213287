//! A page that says who, when and what in schema.org microdata.

use super::{Leaf, head, parts};
use crate::html::escape;

pub(super) fn page(leaf: &Leaf<'_>) -> String {
    let (outlet, site) = (leaf.outlet, leaf.site);
    let more = format!("<meta property=\"og:site_name\" content=\"{}\">\n", escape(&outlet.title));
    let labels = parts::labels(&outlet.lang);
    let authors: Vec<String> = leaf
        .article
        .authors
        .iter()
        .map(|name| {
            format!(
                "<span itemprop=\"author\" itemscope itemtype=\"https://schema.org/Person\"><span itemprop=\"name\">{}</span></span>",
                escape(name)
            )
        })
        .collect();
    let updated = leaf.updated.as_ref().map_or_else(String::new, |at| {
        format!(
            " <span>{}: <time itemprop=\"dateModified\" datetime=\"{at}\">{at}</time></span>",
            labels.updated
        )
    });
    head::open(outlet, &leaf.headline, &site.canonical(leaf.article), &leaf.article.lang, &more)
        + &format!(
            "<body>\n<div id=\"page\">\n<header><div class=\"logo\"><a href=\"/\">{name}</a></div><p>{motto}</p></header>\n{nav}\
             <div class=\"columns wrap\">\n<div class=\"left\">{share}</div>\n\
             <article itemscope itemtype=\"https://schema.org/NewsArticle\">\n\
             <h1 itemprop=\"headline\">{headline}</h1>\n{deck}\
             <p class=\"signature\">{by} {authors}, <time itemprop=\"datePublished\" datetime=\"{published}\">{spoken}</time>{updated}</p>\n\
             <div itemprop=\"publisher\" itemscope itemtype=\"https://schema.org/Organization\"><meta itemprop=\"name\" content=\"{name}\"></div>\n\
             {figure}<div itemprop=\"articleBody\">\n{text}</div>\n{bio}</article>\n\
             <div class=\"right\">{related}{newsletter}</div>\n</div>\n{comments}{cookies}{footer}</div>\n</body>\n</html>\n",
            name = escape(&outlet.title),
            motto = escape(&outlet.motto),
            nav = parts::navigation(outlet),
            share = parts::share(leaf),
            headline = leaf.headline,
            deck = leaf.deck_line("<p class=\"lead\" itemprop=\"description\">", "</p>"),
            by = labels.by,
            authors = authors.join(", "),
            published = leaf.published,
            spoken = leaf.spoken,
            figure = parts::figure(leaf).replace("<img ", "<img itemprop=\"image\" "),
            text = leaf.text(""),
            bio = parts::biography(leaf),
            related = parts::related(leaf),
            newsletter = parts::newsletter(outlet),
            comments = parts::comments(outlet),
            cookies = parts::cookies(outlet),
            footer = parts::footer(outlet, site),
        )
}
