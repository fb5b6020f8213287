//! Stub of the store's API; its bodies follow.
#![allow(clippy::todo, unused_variables, missing_docs, reason = "first cut")]

use std::path::{Path, PathBuf};

use dateline_model::*;
use jiff::Timestamp;
use url::Url;

#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    Sqlite(PathBuf),
    Postgres(String),
}
impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("store")
    }
}
impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("store")
    }
}
impl Location {
    pub fn from_setting(store: Option<&str>, data: &Path) -> Result<Self> {
        todo!()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub readers: usize,
}
impl Default for Options {
    fn default() -> Self {
        Self { readers: 4 }
    }
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    #[error("the name is taken")]
    Taken,
    #[error("{0}")]
    Other(String),
}
pub type Result<T> = std::result::Result<T, StoreError>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFeed {
    pub url: Url,
    pub title: Option<String>,
    pub folder: String,
}
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    pub added: u64,
    pub already: u64,
    pub feeds: Vec<FeedId>,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    pub feeds: u64,
    pub entries: u64,
    pub articles: u64,
    pub unread: u64,
    pub outlets: u64,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadSaved {
    Stored,
    Merged(ArticleId),
    LeaseLost,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleOfUser {
    pub read: bool,
    pub starred: bool,
}
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BackupReport {
    pub rows: u64,
    pub bytes: u64,
}
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RestoreReport {
    pub rows: u64,
}

#[derive(Clone, Debug)]
pub struct Store;

impl Store {
    pub async fn open(location: &Location, options: Options) -> Result<Self> {
        todo!()
    }
    pub fn engine_name(&self) -> &'static str {
        todo!()
    }
    pub async fn close(&self) -> Result<()> {
        todo!()
    }
    pub async fn ping(&self) -> Result<()> {
        todo!()
    }
    // workers
    pub async fn register_worker(&self, wall: Timestamp) -> Result<WorkerId> {
        todo!()
    }
    pub async fn end_worker(&self, worker: &WorkerId) -> Result<()> {
        todo!()
    }
    pub async fn release_dead_leases(&self, wall: Timestamp) -> Result<u64> {
        todo!()
    }
    // users
    pub async fn owner(&self) -> Result<User> {
        todo!()
    }
    pub async fn user(&self, id: UserId) -> Result<Option<User>> {
        todo!()
    }
    pub async fn user_by_name(&self, name: &str) -> Result<Option<User>> {
        todo!()
    }
    pub async fn users(&self) -> Result<Vec<User>> {
        todo!()
    }
    pub async fn create_user(
        &self,
        name: &str,
        role: Role,
        password_hash: Option<&str>,
        now: Timestamp,
    ) -> Result<User> {
        todo!()
    }
    pub async fn rename_user(&self, id: UserId, name: &str) -> Result<bool> {
        todo!()
    }
    pub async fn set_password(&self, id: UserId, password_hash: &str) -> Result<bool> {
        todo!()
    }
    pub async fn delete_user(&self, id: UserId) -> Result<bool> {
        todo!()
    }
    pub async fn anyone_has_password(&self) -> Result<bool> {
        todo!()
    }
    pub async fn claim_owner(
        &self,
        name: &str,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<bool> {
        todo!()
    }
    // sessions
    pub async fn create_session(&self, session: NewSession) -> Result<()> {
        todo!()
    }
    pub async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<Session>> {
        todo!()
    }
    pub async fn end_session(&self, token_hash: &str) -> Result<bool> {
        todo!()
    }
    pub async fn prune_sessions(&self, now: Timestamp) -> Result<u64> {
        todo!()
    }
    pub async fn secret(&self, name: &str, fresh: &str) -> Result<String> {
        todo!()
    }
    // feeds
    pub async fn add_feed(&self, url: &Url, now: Timestamp) -> Result<(FeedId, bool)> {
        todo!()
    }
    pub async fn feed(&self, id: FeedId) -> Result<Option<Feed>> {
        todo!()
    }
    pub async fn feed_by_url(&self, url: &str) -> Result<Option<Feed>> {
        todo!()
    }
    pub async fn set_full_text(&self, feed: FeedId, choice: FullText) -> Result<bool> {
        todo!()
    }
    pub async fn all_feed_ids(&self, user: Option<UserId>) -> Result<Vec<FeedId>> {
        todo!()
    }
    pub async fn subscribe(
        &self,
        user: UserId,
        feed: FeedId,
        title: Option<&str>,
        folder: &str,
        now: Timestamp,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn update_subscription(
        &self,
        user: UserId,
        feed: FeedId,
        title: Option<Option<String>>,
        folder: Option<String>,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn unsubscribe(&self, user: UserId, feed: FeedId) -> Result<bool> {
        todo!()
    }
    pub async fn overview(&self, user: UserId) -> Result<Vec<FeedOverview>> {
        todo!()
    }
    pub async fn feed_overview(&self, user: UserId, feed: FeedId) -> Result<Option<FeedOverview>> {
        todo!()
    }
    pub async fn folders(&self, user: UserId) -> Result<Vec<(String, u64)>> {
        todo!()
    }
    pub async fn import(
        &self,
        user: UserId,
        feeds: Vec<ImportedFeed>,
        now: Timestamp,
    ) -> Result<Imported> {
        todo!()
    }
    // polling
    pub async fn claim_due_polls(
        &self,
        worker: &WorkerId,
        now: Timestamp,
        wall: Timestamp,
        limit: u32,
        skip_hosts: &[String],
    ) -> Result<Vec<PollTask>> {
        todo!()
    }
    pub async fn claim_polls(
        &self,
        worker: &WorkerId,
        feeds: &[FeedId],
        wall: Timestamp,
    ) -> Result<Vec<PollTask>> {
        todo!()
    }
    pub async fn request_polls(&self, feeds: &[FeedId], now: Timestamp) -> Result<u64> {
        todo!()
    }
    pub async fn save_poll(
        &self,
        worker: &WorkerId,
        poll: &Poll,
        wall: Timestamp,
    ) -> Result<PolledFeed> {
        todo!()
    }
    pub async fn release_polls(&self, worker: &WorkerId, feeds: &[FeedId]) -> Result<u64> {
        todo!()
    }
    pub async fn next_poll_at(&self) -> Result<Option<Timestamp>> {
        todo!()
    }
    pub async fn leased_polls(&self, feeds: &[FeedId]) -> Result<Vec<FeedId>> {
        todo!()
    }
    // reading
    pub async fn claim_reads(
        &self,
        worker: &WorkerId,
        now: Timestamp,
        wall: Timestamp,
        limit: u32,
        skip_hosts: &[String],
    ) -> Result<Vec<ReadTask>> {
        todo!()
    }
    pub async fn save_reading(
        &self,
        worker: &WorkerId,
        task: &ReadTask,
        outcome: &ReadOutcome,
        wall: Timestamp,
    ) -> Result<ReadSaved> {
        todo!()
    }
    pub async fn release_reads(&self, worker: &WorkerId, jobs: &[JobId]) -> Result<u64> {
        todo!()
    }
    pub async fn next_read_at(&self) -> Result<Option<Timestamp>> {
        todo!()
    }
    pub async fn pending_reads(&self) -> Result<u64> {
        todo!()
    }
    pub async fn due_reads(&self, now: Timestamp) -> Result<u64> {
        todo!()
    }
    pub async fn failed_jobs(&self, limit: u32) -> Result<Vec<Job>> {
        todo!()
    }
    pub async fn waiting_jobs(&self, limit: u32) -> Result<Vec<Job>> {
        todo!()
    }
    pub async fn retry_job(&self, job: JobId, now: Timestamp) -> Result<bool> {
        todo!()
    }
    pub async fn request_read(&self, article: ArticleId, now: Timestamp) -> Result<bool> {
        todo!()
    }
    // articles
    pub async fn front(&self, query: &FrontQuery) -> Result<Vec<ArticleSummary>> {
        todo!()
    }
    pub async fn article(
        &self,
        user: UserId,
        article: ArticleId,
    ) -> Result<Option<(Article, bool, bool)>> {
        todo!()
    }
    pub async fn revisions(&self, article: ArticleId) -> Result<Vec<Revision>> {
        todo!()
    }
    pub async fn entries_of_article(
        &self,
        article: ArticleId,
    ) -> Result<Vec<(Entry, Option<String>)>> {
        todo!()
    }
    pub async fn entries(&self, after: EntryId, limit: u32) -> Result<Vec<Entry>> {
        todo!()
    }
    pub async fn entries_of_feed(&self, feed: FeedId, limit: u32) -> Result<Vec<Entry>> {
        todo!()
    }
    pub async fn outlet_by_key(&self, key: &str) -> Result<Option<Outlet>> {
        todo!()
    }
    pub async fn counts(&self, user: UserId) -> Result<Counts> {
        todo!()
    }
    // state
    pub async fn set_read(
        &self,
        user: UserId,
        articles: &[ArticleId],
        read: bool,
        now: Timestamp,
    ) -> Result<u64> {
        todo!()
    }
    pub async fn set_starred(
        &self,
        user: UserId,
        article: ArticleId,
        starred: bool,
        now: Timestamp,
    ) -> Result<bool> {
        todo!()
    }
    pub async fn mark_all_read(
        &self,
        user: UserId,
        folder: Option<&str>,
        feed: Option<FeedId>,
        up_to: FrontPlace,
        now: Timestamp,
    ) -> Result<u64> {
        todo!()
    }
    // care
    pub async fn retention_preview(&self, retention: &Retention) -> Result<RetentionPreview> {
        todo!()
    }
    pub async fn retention_apply(&self, retention: &Retention) -> Result<RetentionPreview> {
        todo!()
    }
    pub async fn check(&self) -> Result<Vec<String>> {
        todo!()
    }
    pub async fn size_bytes(&self) -> Result<u64> {
        todo!()
    }
    pub async fn backup(&self, target: &Path) -> Result<BackupReport> {
        todo!()
    }
    pub async fn restore(&self, source: &Path) -> Result<RestoreReport> {
        todo!()
    }
}
