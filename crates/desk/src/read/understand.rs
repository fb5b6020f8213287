//! From the bytes of a page to what it says, with what is known of its site. Pure.

use dateline_model::{KeptPage, PublisherTerms, SiteNotes, address};
use dateline_page::{Kind, Page, PageError, PageHints, SiteMemory, SiteRules};
use jiff::Timestamp;
use url::Url;

use super::gather::Part;
use super::lean::lean;

/// Raised when pages are read in another way: what then changes in a text is not its publisher's
/// doing.
const READER: &str = "2";

/// So many pages must have been seen before a site's memory is believed: one report of an agency
/// under three headlines would be a good part of fewer.
const ENOUGH_PAGES: u32 = 12;

/// A memory that takes more blocks of a page than these, and more than one in four, has learnt the
/// article itself: a reprint, or a text that stands on under new headlines.
const FEW_BLOCKS: usize = 3;

/// What is known of a site, ready to be used.
#[derive(Debug, Clone, Default)]
pub(crate) struct SiteKnowledge {
    pub rules: SiteRules,
    pub memory: Option<SiteMemory>,
    /// The rules as they are stored, by site.
    stored: Vec<(String, String)>,
}

impl SiteKnowledge {
    /// From what is stored; what cannot be read is left out.
    pub fn of(notes: SiteNotes) -> Self {
        let rules = rules_of(&notes.rules).unwrap_or_else(|problem| {
            tracing::warn!(problem, "rules for a site are not used");
            SiteRules::default()
        });
        let memory = notes.memory.as_deref().and_then(|memory| serde_json::from_str(memory).ok());
        Self { rules, memory, stored: notes.rules }
    }

    /// The same with other rules for one site, or none.
    pub fn with_rule(mut self, site: &str, rule: Option<&str>) -> Result<Self, String> {
        self.stored.retain(|(known, _)| known != site);
        self.stored.extend(rule.map(|rule| (site.to_owned(), rule.to_owned())));
        self.rules = rules_of(&self.stored)?;
        Ok(self)
    }

    /// A word that differs where another way of reading, or other rules, may give another text.
    pub fn reader(&self, rules: Option<&str>) -> String {
        let rule = rules.and_then(|site| self.stored.iter().find(|(known, _)| known == site));
        match rule {
            Some((site, rule)) => {
                let digest = address::digest(&[site, rule]);
                format!("{READER}-{}", digest.get(..16).unwrap_or(&digest))
            }
            None => READER.to_owned(),
        }
    }

    /// The memory, where it has seen enough to be believed.
    pub fn believed(&self) -> Option<&SiteMemory> {
        self.memory.as_ref().filter(|memory| memory.pages() >= ENOUGH_PAGES)
    }
}

fn rules_of(stored: &[(String, String)]) -> Result<SiteRules, String> {
    let mut all = SiteRules::default();
    for (site, rule) in stored {
        let rule: serde_json::Value =
            serde_json::from_str(rule).map_err(|error| format!("{site}: {error}"))?;
        let table = serde_json::json!({ site: rule }).to_string();
        all.extend(SiteRules::parse(&table).map_err(|error| error.to_string())?);
    }
    Ok(all)
}

/// A page as it came.
pub(crate) struct Came<'a> {
    pub url: &'a Url,
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
    pub at: Timestamp,
    /// Whether a login opened it; then it is kept for nobody.
    pub private: bool,
    /// What its publisher asks in headers and robots.txt.
    pub terms: PublisherTerms,
}

/// Reads a page that was fetched.
pub(crate) fn understand(came: &Came<'_>, site: &SiteKnowledge) -> Result<Part, PageError> {
    let hints = PageHints {
        url: Some(came.url),
        content_type: came.content_type,
        fetched: Some(came.at),
        rules: Some(&site.rules),
        memory: site.believed(),
    };
    let page = dateline_page::read(came.body, &hints)?;
    let page = match took_too_much(&page) {
        true => dateline_page::read(came.body, &PageHints { memory: None, ..hints })?,
        false => page,
    };
    let terms = page.terms.clone().and(came.terms.clone());
    let page = Page { noarchive: page.noarchive || terms.no_archive, terms, ..page };
    let may_be_kept = !came.private && !page.noarchive && page.shell.is_none();
    let kept = may_be_kept.then(|| KeptPage {
        address: came.url.to_string(),
        fetched_at: came.at,
        html: lean(&dateline_markup::decode(came.body, came.content_type).text),
    });
    Ok(Part { url: came.url.clone(), page, kept })
}

/// Reads a page that was kept.
pub(crate) fn understand_kept(kept: &KeptPage, site: &SiteKnowledge) -> Option<Part> {
    let url = Url::parse(&kept.address).ok()?;
    let hints = PageHints {
        url: Some(&url),
        content_type: None,
        fetched: Some(kept.fetched_at),
        rules: Some(&site.rules),
        memory: site.believed(),
    };
    let page = dateline_page::read_html(&kept.html, &hints);
    let page = match took_too_much(&page) {
        true => dateline_page::read_html(&kept.html, &PageHints { memory: None, ..hints }),
        false => page,
    };
    Some(Part { page, kept: Some(kept.clone()), url })
}

fn took_too_much(page: &Page) -> bool {
    let left = page.text.split("\n\n").filter(|block| !block.trim().is_empty()).count();
    let gone = page.blocks.len().saturating_sub(left);
    gone > FEW_BLOCKS && gone * 4 > page.blocks.len()
}

/// The memory of a site after a page of it, where the page teaches it anything.
pub(crate) fn learnt(memory: Option<&SiteMemory>, page: &Page) -> Option<SiteMemory> {
    if page.kind != Kind::Article || page.shell.is_some() {
        return None;
    }
    let mut after = memory.cloned().unwrap_or_default();
    after.fold(page);
    (memory != Some(&after)).then_some(after)
}

/// A text that was read before, as it would be read with what its site taught since; `None` where
/// that is no other.
pub(crate) fn as_read_today(text: &str, memory: &SiteMemory) -> Option<String> {
    let blocks: Vec<&str> = text.split("\n\n").collect();
    let own: Vec<&str> = blocks.iter().copied().filter(|block| !memory.repeats(block)).collect();
    (!own.is_empty() && own.len() < blocks.len()).then(|| own.join("\n\n"))
}

#[cfg(test)]
mod tests;
