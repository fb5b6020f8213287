//! Pages without a feed, followed by a rule: what rules would give, and subscribing by one.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline_feed::{Entry, PageRule, PageRuleError};
use dateline_fetch::Response;
use dateline_model::{FeedId, UserId};
use dateline_store::{NewPage, PageFollowed};
use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use super::look::open;
use super::{AddError, Added, Found, read_typed, shown};
use crate::desk::{Desk, Inner};
use crate::{cut, sources};

/// So many items of a preview are shown.
const SHOWN: usize = 10;
/// So many characters of their titles.
const TITLE_CHARS: usize = 200;
/// For so long a page is not asked again while somebody tries rules on it.
const KEPT_FOR: Duration = Duration::from_secs(10 * 60);
/// So many pages are kept for that.
const PAGES_KEPT: usize = 8;
/// A page of more bytes is not kept.
const LARGEST_KEPT: usize = 2 * 1024 * 1024;

/// A page that names no feed, and how it can be followed all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageOffer {
    /// Its address.
    pub url: String,
    /// The address by which it is followed, for whoever typed it and nobody else: where a login is
    /// needed, it is part of it.
    #[serde(skip)]
    pub followed_by: String,
    /// Its title.
    pub title: Option<String>,
    /// Rules that fit lists on it, the likeliest list of articles first.
    pub rules: Vec<RulePreview>,
    /// Sitemaps of its site, which list everything and not only news.
    pub sitemaps: Vec<Found>,
}

/// What a rule gives on a page as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulePreview {
    /// The rule in a line, as the command line takes it.
    pub rule: String,
    /// The rule.
    #[serde(skip)]
    pub selectors: PageRule,
    /// How many items it finds.
    pub found: usize,
    /// The first ten of them.
    pub items: Vec<PreviewItem>,
    /// Selectors that match nothing, dates that cannot be read.
    pub warnings: Vec<String>,
}

/// An item that a rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreviewItem {
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub link: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Its teaser as plain text.
    pub summary: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
}

/// Pages that somebody tries rules on, so that their sites are not asked at every try. What a login
/// opened is not among them: here nobody is asked for one.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<VecDeque<(Url, Instant, Response)>>);

impl Seen {
    pub(super) fn get(&self, url: &Url) -> Option<Response> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|(_, at, _)| at.elapsed() < KEPT_FOR);
        pages.iter().find(|(known, ..)| known == url).map(|(.., response)| response.clone())
    }

    /// Keeps a page that was asked for at one address under that or another one.
    fn keep(&self, asked: &Url, url: Url, response: &Response) {
        if sources::was_private(asked, response) || response.body.len() > LARGEST_KEPT {
            return;
        }
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|(known, ..)| *known != url);
        pages.push_back((url, Instant::now(), response.clone()));
        if pages.len() > PAGES_KEPT {
            pages.pop_front();
        }
    }
}

impl Desk {
    /// Rules that fit a page, with what each gives. Nothing is stored.
    ///
    /// # Errors
    /// When the page cannot be had.
    pub async fn offer_rules(&self, typed: &str) -> Result<PageOffer, AddError> {
        let (url, response) = self.page(typed).await?;
        self.offer(&url, &response, Vec::new()).await
    }

    /// What a rule gives on a page. Nothing is stored.
    ///
    /// # Errors
    /// [`AddError::Rule`] says what is wrong with the rule; others, why the page cannot be had.
    pub async fn preview_rule(
        &self,
        typed: &str,
        rule: &PageRule,
    ) -> Result<RulePreview, AddError> {
        let (_, response) = self.page(typed).await?;
        self.preview(&response, rule).await
    }

    /// Follows a page by a rule, and stores what it gives at once.
    ///
    /// # Errors
    /// As [`Desk::preview_rule`]; [`AddError::OtherRule`] and [`AddError::NoRule`] where others
    /// follow it by another one or by none.
    pub async fn add_page(
        &self,
        user: UserId,
        typed: &str,
        rule: &PageRule,
        folder: &str,
        title: Option<&str>,
    ) -> Result<Added, AddError> {
        let (url, response) = self.page(typed).await?;
        self.preview(&response, rule).await?;
        let Inner { store, clock, .. } = &*self.inner;
        let page = NewPage {
            url: url.clone(),
            rule: stored(rule)?,
            title: title.map(str::to_owned),
            folder: folder.to_owned(),
        };
        let (feed, new) = match store.follow_page(user, page, clock.now()).await? {
            PageFollowed::Followed { feed, new } => (feed, new),
            PageFollowed::Otherwise(stands) => return Err(otherwise(&url, stands.as_deref())),
        };
        let entries = self.take_in(feed, response).await?;
        self.subscribed(feed, title, &url, new, entries).await
    }

    /// Gives a feed another rule, or makes a feed that turned out to be a page one by a rule, and
    /// reads it at once.
    ///
    /// # Errors
    /// As [`Desk::preview_rule`]: a rule that finds nothing is not stored. As [`Desk::add_page`],
    /// where others read the feed; [`AddError::NotYours`] for a feed that is none of the user's.
    pub async fn set_rule(
        &self,
        user: UserId,
        feed: FeedId,
        rule: &PageRule,
    ) -> Result<RulePreview, AddError> {
        let Inner { store, clock, .. } = &*self.inner;
        let known = store.feed_overview(user, feed).await?.ok_or(AddError::NotYours)?.feed;
        let (url, response) = self.page(&known.url).await?;
        let preview = self.preview(&response, rule).await?;
        match store.set_page_rule(user, feed, &stored(rule)?, clock.now()).await? {
            Some(PageFollowed::Followed { .. }) => {}
            Some(PageFollowed::Otherwise(stands)) => {
                return Err(otherwise(&url, stands.as_deref()));
            }
            None => return Err(AddError::NotYours),
        }
        self.take_in(feed, response).await?;
        Ok(preview)
    }

    /// A page and the address that was typed for it, fetched unless that was done a moment ago.
    async fn page(&self, typed: &str) -> Result<(Url, Response), AddError> {
        let url = read_typed(typed)?;
        if let Some(response) = self.inner.seen.get(&url) {
            return Ok((url, response));
        }
        let response = open(&self.inner, &url).await?;
        self.inner.seen.keep(&url, url.clone(), &response);
        Ok((url, response))
    }

    pub(super) async fn offer(
        &self,
        asked: &Url,
        response: &Response,
        sitemaps: Vec<Found>,
    ) -> Result<PageOffer, AddError> {
        self.inner.seen.keep(asked, response.final_url.clone(), response);
        let url = shown(&response.final_url);
        let followed_by = match sources::was_private(asked, response) {
            true => asked.to_string(),
            false => url.clone(),
        };
        let page = response.clone();
        let read = self.inner.workshop.run(move || {
            let html = html(&page);
            let rules = PageRule::guess(&html, &page.final_url);
            let rules: Vec<RulePreview> = rules
                .iter()
                .filter_map(|rule| preview(&html, &page.final_url, rule).ok())
                .collect();
            (rules, dateline_feed::discover::title_of_page(&html))
        });
        let (rules, title) = read.await.unwrap_or_default();
        Ok(PageOffer { url, followed_by, title, rules, sitemaps })
    }

    async fn preview(&self, response: &Response, rule: &PageRule) -> Result<RulePreview, AddError> {
        let url = shown(&response.final_url);
        let (page, rule) = (response.clone(), rule.clone());
        let read =
            self.inner.workshop.run(move || preview(&html(&page), &page.final_url, &rule)).await;
        match read {
            Ok(Ok(preview)) => Ok(preview),
            Ok(Err(problem)) => Err(AddError::Rule { url, problem }),
            Err(broken) => {
                let problem = dateline_feed::FeedError::NotAFeed { looks_like: broken.to_string() };
                Err(AddError::NoFeed { url, problem })
            }
        }
    }
}

/// What others read at an address that somebody wants to follow by a rule.
fn otherwise(url: &Url, stands: Option<&str>) -> AddError {
    let url = shown(url);
    match stands {
        Some(rule) => {
            let rule =
                sources::rule_of(rule).map_or_else(|_| rule.to_owned(), |rule| rule.to_string());
            AddError::OtherRule { url, rule }
        }
        None => AddError::NoRule { url },
    }
}

/// A rule as the store keeps it.
fn stored(rule: &PageRule) -> Result<String, AddError> {
    serde_json::to_string(rule)
        .map_err(|_| AddError::Rule { url: String::new(), problem: PageRuleError::NoItems })
}

fn html(response: &Response) -> String {
    dateline_markup::decode(&response.body, response.content_type.as_deref()).text
}

fn preview(html: &str, base: &Url, rule: &PageRule) -> Result<RulePreview, PageRuleError> {
    let feed = rule.apply(html, base)?;
    Ok(RulePreview {
        rule: rule.to_string(),
        selectors: rule.clone(),
        found: feed.entries.len(),
        items: feed.entries.iter().take(SHOWN).map(PreviewItem::of).collect(),
        warnings: feed.warnings,
    })
}

impl PreviewItem {
    fn of(entry: &Entry) -> Self {
        let line = |text: &str| {
            Some(cut::chars(&dateline_markup::one_line(text), TITLE_CHARS))
                .filter(|line| !line.is_empty())
        };
        let summary = entry.summary.as_deref().map(dateline_markup::plain_text);
        Self {
            title: entry.title_text().as_deref().and_then(line),
            link: entry.link.clone().unwrap_or_default(),
            published: entry.published,
            summary: summary.as_deref().and_then(line),
            author: entry.authors.first().and_then(|author| author.name.clone()),
        }
    }
}
