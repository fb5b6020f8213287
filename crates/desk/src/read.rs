//! An article's page is read: fetched with the pages it goes on with, extracted, reconciled with the
//! feed, stored.

mod anew;
mod gather;
mod lean;
mod live;
#[cfg(test)]
pub(crate) mod outlet;
mod problem;
mod understand;

use std::sync::Arc;

use dateline_model::{
    ArticleId, PageReading, ReadHow, ReadOutcome, ReadTask, SiteLearnt, TextSource, address,
};
use dateline_page::{Page, Shell, SiteMemory};
use dateline_store::ReadSaved;
use jiff::Timestamp;
use tokio::sync::{Mutex, MutexGuard};
use url::Url;

use crate::desk::{Inner, News};
use crate::reconcile::{Read, reconcile};
use crate::{DeskError, hosts};
use gather::{Gathered, gather};
use live::Live;
use problem::Problem;

use understand::SiteKnowledge;

pub(crate) use anew::{read_anew, store_anew};

/// From so many pages on, a site's memory learns from one article in four only: it knows the site.
const LEARNT_ENOUGH: u32 = 48;

/// How a reading ended, for those who count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadEnd {
    Read(ArticleId),
    Failed,
    LeaseLost,
}

/// Reads the page of a claimed article and stores what came of it, in one transaction.
pub(crate) async fn read_article(desk: &Inner, task: ReadTask) -> Result<ReadEnd, DeskError> {
    let read = article(desk, &task).await;
    let at = desk.clock.now();
    // What a site taught is written before the next page of it adds to that.
    let mut _taught = None;
    let outcome = match read {
        Ok((reading, learning)) => {
            _taught = learning;
            ReadOutcome::Read(Box::new(reading))
        }
        Err(Failed::Page(problem)) => ReadOutcome::Failed(problem.settle(task.attempts, at)),
        Err(Failed::Desk(error)) => return Err(error),
    };
    let is_ok = matches!(outcome, ReadOutcome::Read(_));
    // Both go into the same batch of writes, in this order.
    let (held, saved) = tokio::join!(
        hosts::hold(desk, &task.host, &task.address),
        desk.store.save_reading(&desk.worker, &task, outcome)
    );
    held?;
    let saved = saved?;
    desk.stories_bell.notify_one();
    let result = if is_ok { "read" } else { "failed" };
    metrics::counter!("dateline_pages_total", "result" => result).increment(1);
    Ok(match (saved, is_ok) {
        (ReadSaved::LeaseLost, _) => ReadEnd::LeaseLost,
        (_, false) => ReadEnd::Failed,
        (saved, true) => {
            let article = match saved {
                ReadSaved::Merged(into) => into,
                _ => task.article,
            };
            desk.announce(News::Read(article));
            ReadEnd::Read(article)
        }
    })
}

/// What kept an article from being read: its page, or ourselves.
enum Failed {
    Page(Problem),
    Desk(DeskError),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Page(problem)
    }
}

async fn article<'a>(
    desk: &'a Inner,
    task: &ReadTask,
) -> Result<(PageReading, Option<MutexGuard<'a, ()>>), Failed> {
    let url = Url::parse(&task.address)
        .map_err(|error| Problem::lasting(format!("its address cannot be read: {error}")))?;
    let response = live::fetch(desk, url).await?;
    let site = address::site_of(&response.final_url);
    let notes = desk.store.site_notes(&site).await;
    let notes = notes.map_err(|error| Failed::Desk(error.into()))?;
    let live = Live { desk, site: Arc::new(SiteKnowledge::of(notes)) };
    let first = live.understand(response).await?;
    if let Some(why) = stands_before(&first.page) {
        return Err(Problem::lasting(why).into());
    }
    let gathered = gather(first, &live).await;
    let (known, at, task) = (live.site.clone(), desk.clock.now(), task.clone());
    let (learning, memory) = learn(desk, &site, &known, &task).await?;
    let settled = desk.workshop.run(move || {
        let page = gathered.article();
        let taught = memory.and_then(|memory| learnt(memory.as_ref(), &page, site));
        PageReading { learnt: taught, ..settle(&task, &gathered, &page, &known, at) }
    });
    let reading = settled.await.map_err(|broken| Problem::passing(broken.to_string()))?;
    Ok((reading, learning))
}

/// The memory of a site as it is now, for a page that is to teach it something; `None` for one that
/// is not. Nobody else here may add to it before what this page teaches is stored.
async fn learn<'a>(
    desk: &'a Inner,
    site: &str,
    known: &SiteKnowledge,
    task: &ReadTask,
) -> Result<(Option<MutexGuard<'a, ()>>, Option<Option<SiteMemory>>), Failed> {
    let seen = known.memory.as_ref().map_or(0, SiteMemory::pages);
    // An article whose headline changes must not count for many.
    if task.was_read || (seen > LEARNT_ENOUGH && task.article.0 % 4 != 0) {
        return Ok((None, None));
    }
    let learning = desk.learning.of(site).await;
    let notes = desk.store.site_notes(site).await;
    let notes = notes.map_err(|error| Failed::Desk(error.into()))?;
    Ok((Some(learning), Some(SiteKnowledge::of(notes).memory)))
}

/// Why a page tells nothing of the article: something stands before it. A page that needs scripts
/// still says what it is about.
fn stands_before(page: &Page) -> Option<&'static str> {
    page.shell.filter(|shell| *shell != Shell::Scripts).map(Shell::as_str)
}

/// What is stored of an article after its pages were read.
fn settle(
    task: &ReadTask,
    gathered: &Gathered,
    page: &Page,
    site: &SiteKnowledge,
    at: Timestamp,
) -> PageReading {
    let missing = gathered.missing.as_ref().map(|problem| problem.line.as_str());
    let read = Read { page, url: &gathered.url, parts: gathered.parts(), missing };
    let reading = reconcile(task, &read, at);
    let known = task.was_read && task.text_source == TextSource::Page;
    let before = known.then_some(site.believed()).flatten();
    PageReading {
        before: before.and_then(|memory| understand::as_read_today(&task.text, memory)),
        how: ReadHow {
            version: gathered.version,
            parts: gathered.parts(),
            rules: page.rules.clone(),
            by: Some(site.reader(page.rules.as_deref())),
        },
        kept: gathered.kept.clone(),
        ..reading
    }
}

/// What the site's pages taught after this one, where it taught anything.
fn learnt(memory: Option<&SiteMemory>, page: &Page, host: String) -> Option<SiteLearnt> {
    let memory = understand::learnt(memory, page)?;
    Some(SiteLearnt { host, memory: serde_json::to_string(&memory).ok()? })
}

/// Who may add to what is known of which sites; sites share places.
#[derive(Debug)]
pub(crate) struct Learning([Mutex<()>; 64]);

impl Default for Learning {
    fn default() -> Self {
        Self([(); 64].map(|()| Mutex::const_new(())))
    }
}

impl Learning {
    async fn of(&self, site: &str) -> MutexGuard<'_, ()> {
        let [first, ..] = &self.0;
        let place = usize::from(address::bucket(site)) % self.0.len();
        self.0.get(place).unwrap_or(first).lock().await
    }
}

#[cfg(test)]
mod tests;
