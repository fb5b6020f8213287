//! The outlets' pages.

mod broadsheet;
mod front;
mod head;
mod microdata;
mod parts;
mod plain;
mod portal;
mod weblog;
mod wire;

pub(crate) use front::{home, missing};

use crate::article::{Article, Block};
use crate::html::{self, escape};
use crate::outlet::{Outlet, Template};
use crate::site::Site;
use crate::times;

/// An article and what its templates need of it, escaped.
struct Leaf<'a> {
    outlet: &'a Outlet,
    article: &'a Article,
    site: &'a Site,
    headline: String,
    deck: String,
    byline: String,
    published: String,
    spoken: String,
    updated: Option<String>,
    /// The blocks that a reader without a subscription sees.
    shown: &'a [Block],
}

impl Leaf<'_> {
    fn text(&self, class: &str) -> String {
        html::blocks(self.shown, class, self.site)
    }

    fn deck_line(&self, open: &str, close: &str) -> String {
        if self.deck.is_empty() { String::new() } else { format!("{open}{}{close}\n", self.deck) }
    }
}

/// The article's page.
pub(crate) fn article(outlet: &Outlet, article: &Article, site: &Site) -> String {
    let world = &site.world;
    let body = world.body(article);
    let updated = world.updated(article);
    let leaf = Leaf {
        outlet,
        article,
        site,
        headline: escape(world.headline(article)),
        deck: article.deck.as_deref().map(escape).unwrap_or_default(),
        byline: escape(&html::names(&article.authors, &article.lang)),
        published: times::rfc3339(article.published, outlet.offset_hours),
        spoken: times::spoken(article.published, outlet.offset_hours, &outlet.lang),
        updated: (updated != article.published)
            .then(|| times::rfc3339(updated, outlet.offset_hours)),
        shown: if article.paywalled { body.get(..1).unwrap_or(body) } else { body },
    };
    match outlet.template {
        Template::Wire => wire::page(&leaf),
        Template::Broadsheet => broadsheet::page(&leaf),
        Template::Microdata => microdata::page(&leaf),
        Template::Portal => portal::page(&leaf),
        Template::Weblog => weblog::page(&leaf),
        Template::Plain => plain::page(&leaf),
    }
}
