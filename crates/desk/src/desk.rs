//! The desk as others hold it.

use std::sync::{Arc, OnceLock};

use dateline_clock::Clock;
use dateline_fetch::Fetcher;
use dateline_mail::Mailer;
use dateline_model::{ArticleId, FeedId, StoryId, WorkerId};
use dateline_store::Store;
use tokio::sync::{Notify, Semaphore, broadcast};

use crate::add::Seen;
use crate::hosts::{self, StoredTurns};
use crate::pictures::PictureRoom;
use crate::read::Learning;
use crate::search::SearchRoom;
use crate::workshop::Workshop;
use crate::{DeskError, DeskSettings};

/// How many hints a slow listener may lag behind before it misses some.
const NEWS_KEPT: usize = 256;

/// How many feeds or pages may be understood and stored at once for each thread of the workshop: a
/// body taken apart is several times its size, and more of them than are worked on only take memory.
const OPEN_FOR_EACH_THREAD: usize = 4;

/// Something has happened at this process's desk. Only a hint: the truth is in the store, and
/// another process's work is not told here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A poll of this feed was stored.
    Polled(FeedId),
    /// The page of this article was read.
    Read(ArticleId),
    /// This story has changed.
    Placed(StoryId),
}

/// Where the work is done. Cheap to clone; clones are the same desk.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) fetcher: Fetcher,
    pub(crate) clock: Clock,
    pub(crate) settings: DeskSettings,
    pub(crate) workshop: Workshop,
    /// Permits for feeds that are taken apart at the same time, from parsing until they are stored.
    pub(crate) open_feeds: Semaphore,
    /// The same for pages, so that large pages keep no feed waiting.
    pub(crate) open_pages: Semaphore,
    /// The name under which this process holds leases.
    pub(crate) worker: WorkerId,
    /// Rung when feeds may have become due before their time.
    pub(crate) polls_bell: Notify,
    /// Rung when pages are to be read.
    pub(crate) reads_bell: Notify,
    /// Rung when articles may have become due to be given their story.
    pub(crate) stories_bell: Notify,
    /// Rung when articles' words may be new.
    pub(crate) statements_bell: Notify,
    /// Rung when hubs are to be asked.
    pub(crate) hubs_bell: Notify,
    /// Rung when a hub delivered something.
    pub(crate) deliveries_bell: Notify,
    /// The index that is searched.
    pub(crate) search: SearchRoom,
    /// Rung when alerts may have become due.
    pub(crate) alerts_bell: Notify,
    /// What sends mail, once there was one to be sent.
    pub(crate) mailer: OnceLock<Mailer>,
    /// Pages that somebody tries rules on.
    pub(crate) seen: Seen,
    /// What pictures share.
    pub(crate) pictures: PictureRoom,
    /// Who adds to what is known of a site.
    pub(crate) learning: Learning,
    news: broadcast::Sender<News>,
}

impl Desk {
    /// A desk on a store; registers this process there and frees what dead processes held.
    ///
    /// # Errors
    /// When the store fails or no threads can be started.
    pub async fn new(
        store: Store,
        fetcher: Fetcher,
        clock: Clock,
        settings: DeskSettings,
    ) -> Result<Self, DeskError> {
        let workshop = Workshop::new(settings.threads)?;
        let search = SearchRoom::open(settings.index.clone());
        let worker = match store.unwritable() {
            // It can claim nothing, and so needs nobody to know it.
            Some(_) => WorkerId(String::new()),
            None => {
                let worker = store.register_worker(clock.wall()).await?;
                store.release_dead_leases(clock.wall()).await?;
                worker
            }
        };
        let turns = StoredTurns::new(store.clone(), clock.clone(), worker.clone());
        fetcher.share_turns(Arc::new(turns));
        let (news, _) = broadcast::channel(NEWS_KEPT);
        let [open_feeds, open_pages] =
            [(); 2].map(|()| Semaphore::new(workshop.threads() * OPEN_FOR_EACH_THREAD));
        let pictures = PictureRoom::new(&settings, workshop.threads());
        let inner = Inner {
            store,
            fetcher,
            clock,
            settings,
            workshop,
            open_feeds,
            open_pages,
            worker,
            polls_bell: Notify::new(),
            reads_bell: Notify::new(),
            stories_bell: Notify::new(),
            statements_bell: Notify::new(),
            hubs_bell: Notify::new(),
            deliveries_bell: Notify::new(),
            search,
            alerts_bell: Notify::new(),
            mailer: OnceLock::new(),
            seen: Seen::default(),
            pictures,
            learning: Learning::default(),
            news,
        };
        hosts::heed(&inner).await?;
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The store that it works on.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// What opens its outgoing connections, for who else needs some: behind the same guard.
    pub fn fetcher(&self) -> &Fetcher {
        &self.inner.fetcher
    }

    /// The clock that it works by.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What happens at this desk from now on.
    pub fn news(&self) -> broadcast::Receiver<News> {
        self.inner.news.subscribe()
    }

    /// Makes feeds due at once, whatever their state; the desk that runs, in this process or
    /// another, takes them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn poll_soon(&self, feeds: &[FeedId]) -> Result<(), DeskError> {
        self.inner.store.request_polls(feeds, self.inner.clock.now()).await?;
        self.inner.polls_bell.notify_one();
        Ok(())
    }

    /// Makes an article's page due to be read again; false where it has no address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_soon(&self, article: ArticleId) -> Result<bool, DeskError> {
        let due = self.inner.store.request_read(article, self.inner.clock.now()).await?;
        self.inner.reads_bell.notify_one();
        Ok(due)
    }

    /// Gives every lease back and signs this process off.
    ///
    /// # Errors
    /// When the store fails; the leases then end with the process.
    pub async fn finish(&self) -> Result<(), DeskError> {
        if self.inner.store.unwritable().is_none() {
            self.inner.store.end_worker(&self.inner.worker).await?;
        }
        Ok(())
    }
}

impl Inner {
    /// Tells whoever listens; nobody has to.
    pub(crate) fn announce(&self, news: News) {
        self.search.bell.notify_one();
        self.statements_bell.notify_one();
        let _ = self.news.send(news);
    }
}
