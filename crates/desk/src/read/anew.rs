//! Pages that are kept, read anew by the rules of their site.

use std::sync::Arc;

use dateline_model::{ArticleId, KeptArticle, KeptPage, PageReading, address};
use dateline_page::Page;
use url::Url;

use super::gather::{Gathered, MOST_PAGES, Pages, Part, gather};
use super::problem::Problem;
use super::settle;
use super::understand::{SiteKnowledge, understand_kept};
use crate::DeskError;
use crate::desk::{Inner, News};

/// An article as its kept pages give it.
#[derive(Debug)]
pub(crate) struct Anew {
    pub article: KeptArticle,
    pub gathered: Gathered,
    pub page: Page,
}

/// The pages that are kept of an article.
struct Shelf<'a> {
    desk: &'a Inner,
    pages: &'a [KeptPage],
    site: Arc<SiteKnowledge>,
}

impl Shelf<'_> {
    async fn read(&self, kept: &KeptPage) -> Result<Part, Problem> {
        let (kept, site) = (kept.clone(), self.site.clone());
        let read = self.desk.workshop.run(move || understand_kept(&kept, &site)).await;
        read.ok().flatten().ok_or_else(|| Problem::lasting("it cannot be read"))
    }
}

impl Pages for Shelf<'_> {
    async fn get(&self, url: &Url) -> Result<Part, Problem> {
        let is_it = |page: &&KeptPage| Url::parse(&page.address).is_ok_and(|known| known == *url);
        match self.pages.iter().find(is_it) {
            Some(kept) => self.read(kept).await,
            None => Err(Problem::lasting("it is not kept")),
        }
    }
}

/// What the kept pages of an article give by the rules of its site, or by `rule` in their place;
/// nothing is stored. `None` where no pages are kept.
pub(crate) async fn read_anew(
    desk: &Inner,
    id: ArticleId,
    rule: Option<(&str, Option<&str>)>,
) -> Result<Option<(Anew, Arc<SiteKnowledge>)>, DeskError> {
    let Some(article) = desk.store.kept_article(id).await? else { return Ok(None) };
    let Some(first) = article.pages.first() else { return Ok(None) };
    let Ok(url) = Url::parse(&first.address) else { return Ok(None) };
    let notes = desk.store.site_notes(&address::site_of(&url)).await?;
    let mut site = SiteKnowledge::of(notes);
    if let Some((of, rule)) = rule {
        match site.clone().with_rule(of, rule) {
            Ok(ruled) => site = ruled,
            Err(problem) => tracing::warn!(problem, "a rule that cannot be read is not tried"),
        }
    }
    let site = Arc::new(site);
    let shelf = Shelf { desk, pages: &article.pages, site: site.clone() };
    let Ok(first) = shelf.read(first).await else { return Ok(None) };
    let gathered = gather(first, &shelf).await;
    let joined = desk.workshop.run(move || (gathered.article(), gathered)).await;
    let Ok((page, gathered)) = joined else { return Ok(None) };
    Ok(Some((Anew { article, gathered, page }, site)))
}

impl Anew {
    /// Whether a page is missing that the rules ask for and that is not kept.
    fn wants_more(&self) -> bool {
        self.gathered.missing.is_some() && self.gathered.pages.len() < MOST_PAGES
    }
}

/// Reads an article anew from its kept pages, and stores what they give. Where the rules lead to a
/// page that is not kept, the article is asked for again at its outlet, in its turn.
pub(crate) async fn store_anew(desk: &Inner, id: ArticleId) -> Result<bool, DeskError> {
    let Some((anew, site)) = read_anew(desk, id, None).await? else { return Ok(false) };
    let at = desk.clock.now();
    if anew.wants_more() {
        desk.store.request_read(id, at).await?;
        desk.reads_bell.notify_one();
        return Ok(true);
    }
    let settled = desk
        .workshop
        .run(move || settle(&anew.article.task, &anew.gathered, &anew.page, &site, at))
        .await;
    let Ok(reading) = settled else { return Ok(false) };
    // What the publisher asked in headers is not kept with a page, so that what is known holds.
    let reading = PageReading { terms: None, ..reading };
    let stored = desk.store.save_reading_anew(id, reading).await?;
    desk.stories_bell.notify_one();
    desk.announce(News::Read(id));
    Ok(stored)
}
