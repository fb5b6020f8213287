//! The world together with the addresses that it is served at.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::Article;
use crate::outlet::Outlet;
use crate::world::World;

/// The world and each outlet's base address (`http://127.77.1.2:8088`, no slash at the end).
pub(crate) struct Site {
    pub world: Arc<World>,
    pub bases: BTreeMap<String, String>,
}

impl Site {
    pub fn base(&self, outlet: &str) -> &str {
        self.bases.get(outlet).map_or("", String::as_str)
    }

    /// Where the article can be fetched.
    pub fn link(&self, article: &Article) -> String {
        format!("{}{}", self.base(&article.outlet), self.world.path(article))
    }

    /// Where the `outlet/slug` can be fetched, if there is such an article.
    pub fn address(&self, id: &str) -> Option<String> {
        self.world.article(id).map(|article| self.link(article))
    }

    /// The article's canonical address under the outlet's public name, or that of the original.
    pub fn canonical(&self, article: &Article) -> String {
        let original = article.reprint_of.as_deref().filter(|_| article.canonical_to_original);
        let article = original.and_then(|id| self.world.article(id)).unwrap_or(article);
        let public = self.world.outlet(&article.outlet).map(Outlet::public).unwrap_or_default();
        format!("{public}{}", self.world.path(article))
    }

    pub fn picture(&self, article: &Article) -> Option<String> {
        article
            .picture
            .as_ref()
            .map(|_| format!("{}/media/{}.png", self.base(&article.outlet), article.slug))
    }

    pub fn feed(&self, outlet: &Outlet) -> String {
        format!("{}{}", self.base(&outlet.key), outlet.feed_path)
    }

    /// The articles of the outlet's feed, newest first: its own, or those that it carries.
    pub fn items<'a>(&'a self, outlet: &'a Outlet) -> Vec<&'a Article> {
        let now = self.world.now();
        let of = |article: &&Article| {
            article.outlet == outlet.key || outlet.carries.contains(&article.outlet)
        };
        self.world
            .articles()
            .iter()
            .filter(of)
            .filter(|article| article.published <= now)
            .take(30)
            .collect()
    }
}
