//! Rules for sites that read badly: tried on the pages that are kept, set, and shared as a file.

mod file;
mod typed;

use dateline_model::{ArticleId, SiteRuleRow, UserId};
use dateline_page::{Page, SiteRules};
use dateline_store::RuleChange;
use serde::Serialize;

use crate::desk::{Desk, Inner};
use crate::{DeskError, read};

pub use typed::{SitePart, SiteRule};

/// A file of rules may have so many bytes and sites.
const LARGEST_FILE: usize = 1 << 20;
const MOST_SITES: usize = 2_000;

/// Rules are tried on so many articles, the latest of their site.
const MOST_TRIED: usize = 8;

/// Why rules for a site could not be tried or set.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A name, a selector or a file that cannot be read; in words for who wrote it.
    #[error("{0}")]
    Rules(String),
    /// The file is larger than any that people write.
    #[error("the file is larger than rules for sites ever are")]
    TooLarge,
    /// Something failed here.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<dateline_store::StoreError> for SiteError {
    fn from(error: dateline_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// What an article's pages say when they are read in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteReading {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published, as the page tells.
    pub published: Option<String>,
    /// The text, an empty line between blocks.
    pub text: String,
    /// How many words it has.
    pub words: usize,
    /// How many pages were joined.
    pub parts: u32,
    /// Where it goes on.
    pub next: Option<String>,
}

/// What rules do to an article whose pages are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteTrial {
    /// The article.
    pub article: ArticleId,
    /// Where its page is.
    pub address: String,
    /// What it says by the rules in force.
    pub now: SiteReading,
    /// What it would say.
    pub then: SiteReading,
    /// What the rules did not find.
    pub warnings: Vec<String>,
}

/// What came of rules that were set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SitesChanged {
    /// The sites whose rules changed.
    pub sites: Vec<String>,
    /// How many articles were read anew from their kept pages.
    pub articles: usize,
}

impl SiteReading {
    fn of(page: &Page, parts: u32) -> Self {
        Self {
            title: page.title.clone(),
            authors: page.authors.clone(),
            published: page.date_published.map(|date| date.to_string()),
            text: page.text.clone(),
            words: page.words,
            parts,
            next: page.next.as_ref().map(ToString::to_string),
        }
    }
}

impl Desk {
    /// The rules for sites, by their names.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn site_rules(&self) -> Result<Vec<(SiteRuleRow, SiteRule)>, SiteError> {
        let rows = self.inner.store.site_rules().await?;
        Ok(rows.into_iter().map(|row| (row.clone(), SiteRule::from_stored(&row.rule))).collect())
    }

    /// What rules for a site do to its articles whose pages are kept and which the user may see: the
    /// latest eight, the latest first. Nothing is stored.
    ///
    /// # Errors
    /// [`SiteError::Rules`] says what is wrong with the site's name or a selector.
    pub async fn try_site_rule(
        &self,
        user: UserId,
        site: &str,
        rule: &SiteRule,
    ) -> Result<Vec<SiteTrial>, SiteError> {
        let (site, rule) = rule.checked(site)?;
        let desk = &*self.inner;
        let mut trials = Vec::new();
        for id in desk.store.kept_articles(&site, Some(user), MOST_TRIED).await? {
            let Some((now, _)) = read::read_anew(desk, id, None).await? else { continue };
            let tried = Some((site.as_str(), rule.as_deref()));
            let Some((then, _)) = read::read_anew(desk, id, tried).await? else { continue };
            let warnings = then.page.warnings.clone();
            trials.push(SiteTrial {
                article: id,
                address: then.article.task.address.clone(),
                now: SiteReading::of(&now.page, now.gathered.parts()),
                then: SiteReading::of(&then.page, then.gathered.parts()),
                warnings: warnings
                    .into_iter()
                    .filter(|line| line.starts_with("the rules"))
                    .collect(),
            });
        }
        Ok(trials)
    }

    /// Sets the rules for a site, for everybody, or removes them where the rule is empty. Its kept
    /// pages are to be read anew by [`Desk::read_sites_anew`].
    ///
    /// # Errors
    /// As [`Desk::try_site_rule`].
    pub async fn set_site_rule(
        &self,
        site: &str,
        rule: &SiteRule,
    ) -> Result<SitesChanged, SiteError> {
        let (site, rule) = rule.checked(site)?;
        let Inner { store, clock, .. } = &*self.inner;
        let change = RuleChange { site: site.clone(), rule };
        store.change_site_rules(vec![change], clock.now()).await?;
        Ok(SitesChanged { sites: vec![site], articles: 0 })
    }

    /// Takes the rules of a file over, in TOML or JSON; a site that has rules already gets those of
    /// the file. The kept pages of its sites are to be read anew by [`Desk::read_sites_anew`].
    ///
    /// # Errors
    /// [`SiteError::Rules`] says what is wrong with the file; then nothing of it is taken over.
    pub async fn import_site_rules(&self, text: &str) -> Result<SitesChanged, SiteError> {
        if text.len() > LARGEST_FILE {
            return Err(SiteError::TooLarge);
        }
        let rules = SiteRules::parse(text).map_err(|error| SiteError::Rules(error.to_string()))?;
        let changes: Vec<RuleChange> = file::changes(&rules);
        if changes.len() > MOST_SITES {
            return Err(SiteError::TooLarge);
        }
        let sites = changes.iter().map(|change| change.site.clone()).collect();
        self.inner.store.change_site_rules(changes, self.inner.clock.now()).await?;
        Ok(SitesChanged { sites, articles: 0 })
    }

    /// The rules for all sites, or for one, as a file that can be taken over elsewhere.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn export_site_rules(&self, site: Option<&str>) -> Result<String, SiteError> {
        let mut rules = self.site_rules().await?;
        rules.retain(|(row, _)| site.is_none_or(|site| row.site == site));
        Ok(file::written(rules.iter().map(|(row, rule)| (row.site.as_str(), rule))))
    }

    /// Reads the articles of sites anew whose pages are kept, by the rules as they are now; what
    /// then changes is no revision of their publishers'. Gives how many were read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_sites_anew(&self, sites: &[String]) -> Result<usize, SiteError> {
        let mut read = 0;
        for site in sites {
            for id in self.inner.store.kept_articles(site, None, usize::MAX).await? {
                read += usize::from(read::store_anew(&self.inner, id).await?);
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
