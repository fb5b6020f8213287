//! The pages of one article brought together: a better version of the page, and those it goes on
//! with.

use std::future::Future;
use std::time::Duration;

use dateline_model::{KeptPage, PageVersion, address};
use dateline_page::{Kind, Page};
use tokio::time::Instant;
use url::Url;

use super::problem::Problem;

/// A page of fewer words may have a better version of itself.
const THIN: usize = 60;
/// So many pages of one article are read, the first one counted.
pub(super) const MOST_PAGES: usize = 10;
/// For so long: a host may ask for long pauses between two requests.
const MOST_TIME: Duration = Duration::from_secs(5 * 60);

/// A page as it was read from one address.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Where it came from, after redirects.
    pub url: Url,
    pub page: Page,
    /// The page as it may be kept; `None` where it must not be.
    pub kept: Option<KeptPage>,
}

/// Where pages come from: the outlet, or those that are kept.
pub(crate) trait Pages: Sync {
    fn get(&self, url: &Url) -> impl Future<Output = Result<Part, Problem>> + Send;
}

/// An article from all of its pages.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// Where the first page came from.
    pub url: Url,
    /// What was read, the first page first.
    pub pages: Vec<Page>,
    pub version: PageVersion,
    /// The pages as they may be kept, the first page first; none where one must not be.
    pub kept: Vec<KeptPage>,
    /// Why a further page is missing.
    pub missing: Option<Problem>,
}

impl Gathered {
    /// How many pages were joined.
    pub fn parts(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// The article that they make together.
    pub fn article(&self) -> Page {
        match self.pages.as_slice() {
            [one] => one.clone(),
            many => dateline_page::join(many.to_vec()),
        }
    }
}

/// Brings an article's pages together, beginning with the first one.
pub(crate) async fn gather(first: Part, pages: &impl Pages) -> Gathered {
    let mut gathered = Gathered {
        url: first.url.clone(),
        version: PageVersion::Page,
        missing: None,
        kept: Vec::new(),
        pages: Vec::new(),
    };
    let mut kept = vec![first.kept.clone()];
    let mut parts = vec![first];
    if let Some((version, better)) = better_version(&parts, pages).await {
        kept.push(better.kept.clone());
        gathered.version = version;
        if let Some(first) = parts.pop() {
            parts.push(Part { page: completed(better.page, first.page), ..better });
        }
    }
    follow(&mut parts, &mut kept, &mut gathered, pages).await;
    gathered.pages = parts.into_iter().map(|part| part.page).collect();
    // A page that is kept without the others would be another article.
    gathered.kept = kept.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default();
    gathered
}

/// The version for printing or in AMP, where it holds more than the page: because the page is thin,
/// or because the version for printing has in one what the page spreads over several.
async fn better_version(parts: &[Part], pages: &impl Pages) -> Option<(PageVersion, Part)> {
    let first = parts.first()?;
    let page = &first.page;
    let is_thin = page.shell.is_some() || (page.words < THIN && page.paywalled != Some(true));
    let of_print = page.print.as_ref().map(|url| (PageVersion::Print, url));
    let of_amp = page.amp.as_ref().map(|url| (PageVersion::Amp, url));
    let candidates = match (is_thin, &page.next) {
        (true, _) => [of_amp, of_print],
        (false, Some(_)) => [of_print, None],
        (false, None) => return None,
    };
    for (version, url) in candidates.into_iter().flatten() {
        if !is_of_host(url, &first.url) {
            continue;
        }
        let Ok(part) = pages.get(url).await else { continue };
        let least = if is_thin { THIN.max(page.words * 3 / 2) } else { page.words * 13 / 10 };
        let holds_more = part.page.kind == Kind::Article && part.page.words >= least;
        if holds_more && is_of_host(&part.url, &first.url) {
            return Some((version, part));
        }
    }
    None
}

/// A version's words with what the page itself says of the article; its address stays the page's.
fn completed(version: Page, page: Page) -> Page {
    // A shell for scripts is often titled by its program.
    let title = match page.shell {
        Some(_) => version.title.or(page.title),
        None => page.title.or(version.title),
    };
    Page {
        kind: version.kind,
        text: version.text,
        html: version.html,
        words: version.words,
        dateline: version.dateline,
        contributors: version.contributors,
        blocks: version.blocks,
        next: version.next,
        pages: version.pages,
        warnings: version.warnings,
        shell: None,
        title,
        authors: if page.authors.is_empty() { version.authors } else { page.authors },
        date_published: page.date_published.or(version.date_published),
        published_local: page.published_local.or(version.published_local),
        date_modified: page.date_modified.or(version.date_modified),
        modified_local: page.modified_local.or(version.modified_local),
        language: version.language.or(page.language),
        site: page.site.or(version.site),
        canonical: page.canonical.or(version.canonical),
        image: page.image.or(version.image),
        first_appeared: version.first_appeared.or(page.first_appeared),
        paywalled: page.paywalled.or(version.paywalled),
        description: page.description.or(version.description),
        section: page.section.or(version.section),
        tags: if page.tags.is_empty() { version.tags } else { page.tags },
        noarchive: page.noarchive || version.noarchive,
        terms: page.terms.and(version.terms),
        rules: version.rules.or(page.rules),
        print: None,
        amp: None,
    }
}

/// Fetches the pages that the article goes on with.
async fn follow(
    parts: &mut Vec<Part>,
    kept: &mut Vec<Option<KeptPage>>,
    gathered: &mut Gathered,
    pages: &impl Pages,
) {
    let began = Instant::now();
    let mut seen: Vec<Url> = parts.iter().map(|part| part.url.clone()).collect();
    seen.push(gathered.url.clone());
    while let Some(next) = parts.last().and_then(|part| part.page.next.clone()) {
        if seen.contains(&next) || !is_of_host(&next, &gathered.url) {
            break;
        }
        if parts.len() >= MOST_PAGES || began.elapsed() > MOST_TIME {
            gathered.missing = Some(Problem::lasting("there are more than are read"));
            break;
        }
        seen.push(next.clone());
        match pages.get(&next).await {
            Ok(part) if goes_on(&part, parts) => {
                seen.push(part.url.clone());
                kept.push(part.kept.clone());
                parts.push(part);
            }
            Ok(_) => break,
            Err(problem) => {
                gathered.missing = Some(problem);
                break;
            }
        }
    }
}

/// Whether a page is a part of the article: text that is none of an earlier page's, at its outlet.
fn goes_on(part: &Part, before: &[Part]) -> bool {
    let same_host = before.first().is_some_and(|first| is_of_host(&part.url, &first.url));
    let is_new = before.iter().all(|known| known.page.text != part.page.text);
    same_host && is_new && part.page.words > 0 && part.page.kind != Kind::Index
}

fn is_of_host(url: &Url, other: &Url) -> bool {
    address::is_web(url) && address::host_key(url) == address::host_key(other)
}

#[cfg(test)]
mod tests;
