//! The weblog's page: `hentry` classes, and a byline and a time in the text.

use super::{Leaf, head, parts};
use crate::html::escape;

pub(super) fn page(leaf: &Leaf<'_>) -> String {
    let (outlet, site) = (leaf.outlet, leaf.site);
    let mut more =
        format!("<meta property=\"og:site_name\" content=\"{}\">\n", escape(&outlet.title));
    if let Some(picture) = site.picture(leaf.article) {
        more.push_str(&format!("<meta property=\"og:image\" content=\"{picture}\">\n"));
    }
    head::open(outlet, &leaf.headline, &site.canonical(leaf.article), &leaf.article.lang, &more)
        + &format!(
            "<body class=\"single-post\">\n<header id=\"masthead\"><p class=\"site-title\"><a href=\"/\">{name}</a></p><p class=\"site-description\">{motto}</p></header>\n{nav}\
             <main class=\"site-main\">\n<article class=\"post hentry\">\n<header class=\"entry-header\"><h1 class=\"entry-title\">{headline}</h1>\n\
             <div class=\"entry-meta\">Posted on <time class=\"entry-date published\" datetime=\"{published}\">{spoken}</time> by <span class=\"author vcard\">{byline}</span></div></header>\n\
             <div class=\"entry-content\">\n{figure}{deck}{text}</div>\n\
             <footer class=\"entry-footer\">Filed under <a rel=\"tag\" href=\"#\">{section}</a></footer>\n</article>\n{bio}{share}{comments}</main>\n\
             {related}{newsletter}{cookies}{footer}</body>\n</html>\n",
            name = escape(&outlet.title),
            motto = escape(&outlet.motto),
            nav = parts::navigation(outlet),
            headline = leaf.headline,
            published = leaf.published,
            spoken = leaf.spoken,
            byline = leaf.byline,
            figure = parts::figure(leaf),
            deck = leaf.deck_line("<p class=\"excerpt\"><em>", "</em></p>"),
            text = leaf.text(""),
            section = escape(&leaf.article.section),
            bio = parts::biography(leaf),
            share = parts::share(leaf),
            comments = parts::comments(outlet),
            related = parts::related(leaf),
            newsletter = parts::newsletter(outlet),
            cookies = parts::cookies(outlet),
            footer = parts::footer(outlet, site),
        )
}
