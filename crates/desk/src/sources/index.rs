//! A sitemap index is followed to the parts that hold the newest articles.
//!
//! Only the first few parts are ever asked, in the order of [`sitemap::newest_first`], so that the
//! archive of a large site is left alone. A part whose `lastmod` is the one that the index gave
//! when it was last read has not changed and is not asked; any other is asked with its own
//! validators. An index inside an index is followed once.

use std::collections::{HashMap, VecDeque};

use dateline_feed::{Part, sitemap};
use dateline_fetch::{FetchError, Purpose, Request, Response, Validators};
use dateline_model::{Feed, FeedPart, address};
use url::Url;

use super::{More, is_of_site, parsed};
use crate::desk::Inner;

/// So many of the newest parts are looked at.
const NEWEST: usize = 5;
/// So many requests are made for them in one poll.
const REQUESTS: usize = 8;
/// So many bytes of them are read in one poll.
const BYTES: usize = 40 * 1024 * 1024;
/// An index may stand in an index, but no deeper.
const DEEPEST: u8 = 1;

/// Asks for the parts of an index that may have changed.
pub(super) async fn ask(desk: &Inner, feed: &Feed, parts: &[Part], index: &Url) -> More {
    let known = desk.store.feed_parts(feed.id).await.unwrap_or_default();
    let mut walk = Walk::new(desk, index.clone(), known);
    walk.queue(parts, 0);
    walk.run().await
}

/// Asks for those parts of an index that did not change itself whose changes it does not date.
pub(super) async fn ask_again(desk: &Inner, feed: &Feed) -> More {
    let known = desk.store.feed_parts(feed.id).await.unwrap_or_default();
    let Ok(index) = Url::parse(&feed.url) else { return More::default() };
    let part = |part: &FeedPart| Part { href: part.url.clone(), changed: part.changed.clone() };
    let parts: Vec<Part> = known.iter().map(part).collect();
    if parts.iter().all(|part| part.changed.is_some()) {
        return More::default();
    }
    let mut walk = Walk::new(desk, index, known);
    walk.queue(&parts, DEEPEST);
    walk.run().await
}

struct Walk<'a> {
    desk: &'a Inner,
    index: Url,
    known: HashMap<String, FeedPart>,
    waiting: VecDeque<(Part, u8)>,
    remembered: Vec<FeedPart>,
    requests: usize,
    bytes: usize,
    more: More,
}

impl<'a> Walk<'a> {
    fn new(desk: &'a Inner, index: Url, known: Vec<FeedPart>) -> Self {
        let known = known.into_iter().map(|part| (part.url.clone(), part)).collect();
        Self {
            desk,
            index,
            known,
            waiting: VecDeque::new(),
            remembered: Vec::new(),
            requests: 0,
            bytes: 0,
            more: More::default(),
        }
    }

    /// Queues the newest parts of the site itself.
    fn queue(&mut self, parts: &[Part], depth: u8) {
        let own: Vec<Part> = parts
            .iter()
            .filter(|part| {
                let url = Url::parse(&part.href);
                url.is_ok_and(|url| is_of_site(&url, &self.index))
            })
            .cloned()
            .collect();
        if own.is_empty() && !parts.is_empty() {
            let line = "the parts of this sitemap are on another site, which is not followed";
            self.more.problems.push(line.to_owned());
        }
        let newest = sitemap::newest_first(&own).into_iter().take(NEWEST);
        self.waiting.extend(newest.map(|part| (part.clone(), depth)));
    }

    async fn run(mut self) -> More {
        while let Some((part, depth)) = self.waiting.pop_front() {
            if self.remembered.iter().any(|known| known.url == part.href) {
                continue;
            }
            let known = self.known.get(&part.href).cloned();
            let dated = part.changed.is_some();
            if let Some(known) =
                known.clone().filter(|known| dated && known.changed == part.changed)
            {
                self.remembered.push(known);
                continue;
            }
            if self.requests >= REQUESTS || self.bytes >= BYTES {
                self.remembered.extend(known);
                continue;
            }
            if let Err(problem) = self.read(&part, known.clone(), depth).await {
                // It keeps its old date, so that it is asked again.
                self.remembered.extend(known);
                self.more.problems.push(problem);
            }
        }
        self.more.parts = Some(self.remembered);
        self.more
    }

    async fn read(
        &mut self,
        part: &Part,
        known: Option<FeedPart>,
        depth: u8,
    ) -> Result<(), String> {
        let response = self.get(part, known.as_ref()).await?;
        let mut now = FeedPart { url: part.href.clone(), ..FeedPart::default() };
        now.changed = part.changed.clone();
        if let (304, Some(known)) = (response.status, &known) {
            let etag = response.validators.etag.clone().or(known.etag.clone());
            let date = response.validators.last_modified.clone().or(known.last_modified.clone());
            now.etag = etag;
            now.last_modified = date;
            now.body_hash = known.body_hash.clone();
            self.remembered.push(now);
            return Ok(());
        }
        now.etag = response.validators.etag.clone();
        now.last_modified = response.validators.last_modified.clone();
        now.body_hash = Some(address::digest_bytes(&response.body));
        self.bytes += response.body.len();
        if now.body_hash == known.and_then(|known| known.body_hash) {
            self.remembered.push(now);
            return Ok(());
        }
        let document = parsed(self.desk, &response)
            .await
            .ok_or_else(|| format!("{} is no sitemap", name(&part.href)))?;
        if !document.parts.is_empty() {
            // Without validators it is sent whole again, which alone tells of its own parts.
            (now.etag, now.last_modified, now.body_hash) = (None, None, None);
            if depth < DEEPEST {
                self.queue(&document.parts, depth + 1);
            }
        }
        self.remembered.push(now);
        self.more.documents.push(document);
        Ok(())
    }

    async fn get(&mut self, part: &Part, known: Option<&FeedPart>) -> Result<Response, String> {
        let failed = |why: &dyn std::fmt::Display| {
            format!("the part {} could not be read: {why}", name(&part.href))
        };
        let url = Url::parse(&part.href).map_err(|error| failed(&error))?;
        let validators = known.map(|known| Validators {
            etag: known.etag.clone(),
            last_modified: known.last_modified.clone(),
        });
        let request = Request {
            validators: validators.unwrap_or_default(),
            ..Request::new(url, Purpose::Discovery)
        };
        self.requests += 1;
        let response = self.desk.fetcher.get(request).await.map_err(|error| {
            if matches!(error, FetchError::HostPaused { .. } | FetchError::HostBusy { .. }) {
                self.requests = REQUESTS;
            }
            failed(&error)
        })?;
        if matches!(response.status, 429 | 503) {
            self.requests = REQUESTS;
        }
        if !(response.is_success() || response.status == 304) {
            return Err(failed(&crate::schedule::describe_status(response.status)));
        }
        if !is_of_site(&response.final_url, &self.index) {
            return Err(failed(&"it leads to another site"));
        }
        Ok(response)
    }
}

/// The last piece of an address, for a line about it.
fn name(href: &str) -> &str {
    href.trim_end_matches('/').rsplit('/').next().unwrap_or(href)
}
