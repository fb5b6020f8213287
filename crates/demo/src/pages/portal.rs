//! The portal's page: meta tags only, many boxes, paragraphs split by advertisements.

use super::{Leaf, head, parts};
use crate::html::{self, escape};

pub(super) fn page(leaf: &Leaf<'_>) -> String {
    let (outlet, site) = (leaf.outlet, leaf.site);
    let more = head::open_graph(leaf, true);
    let [advertisement, also, most_read, start] = words(&outlet.lang);
    let mut text = String::new();
    for (number, block) in leaf.shown.iter().enumerate() {
        text.push_str(&html::block(block, "", site));
        if number == 1 {
            text.push_str(&format!(
                "<div class=\"ad-slot\" aria-hidden=\"true\"><span>{advertisement}</span></div>\n"
            ));
        }
        if number == 3 {
            text.push_str(&format!("<div class=\"read-also\"><strong>{also}</strong> <a href=\"/\">{most_read}</a></div>\n"));
        }
    }
    head::open(outlet, &leaf.headline, &site.canonical(leaf.article), &leaf.article.lang, &more)
        + &format!(
            "<body>\n{cookies}<header class=\"top\"><a class=\"brand\" href=\"/\">{name}</a><div class=\"ticker\">LIVE: {motto}</div></header>\n{nav}\
             <ul class=\"breadcrumbs\"><li><a href=\"/\">{start}</a></li><li>{section}</li></ul>\n<div class=\"grid wrap\">\n\
             <section class=\"content-main\">\n<h1>{headline}</h1>\n<div class=\"article-info\"><span class=\"author-name\">{byline}</span> <span class=\"date\">{spoken}</span></div>\n\
             {share}{figure}{deck}<div class=\"content-body\">\n{text}</div>\n<div class=\"tags\">{tags}</div>\n</section>\n\
             <div class=\"sidebar\">{related}{newsletter}</div>\n</div>\n{comments}{footer}\
             <script>window.dataLayer=window.dataLayer||[];</script>\n</body>\n</html>\n",
            cookies = parts::cookies(outlet),
            name = escape(&outlet.title),
            motto = escape(&outlet.motto),
            nav = parts::navigation(outlet),
            section = escape(&leaf.article.section),
            headline = leaf.headline,
            byline = leaf.byline,
            spoken = leaf.spoken,
            share = parts::share(leaf),
            figure = parts::figure(leaf),
            deck = leaf.deck_line("<p class=\"intro\"><b>", "</b></p>"),
            tags = leaf
                .article
                .tags
                .iter()
                .map(|tag| format!("<a href=\"#\">{}</a> ", escape(tag)))
                .collect::<String>(),
            related = parts::related(leaf),
            newsletter = parts::newsletter(outlet),
            comments = parts::comments(outlet),
            footer = parts::footer(outlet, site),
        )
}

fn words(lang: &str) -> [&'static str; 4] {
    match lang {
        "de" => {
            ["Anzeige", "Lesen Sie auch:", "Die meistgelesenen Artikel des Tages", "Startseite"]
        }
        _ => ["Advertisement", "Read also:", "Today’s ten most read stories", "Home"],
    }
}
