//! Searches of a user: while they type, and whole.

use std::collections::HashSet;
use std::sync::Arc;

use dateline_model::{ArticleId, ArticleSummary, StoryCard, StoryId, UserId};
use dateline_query::{Context, Parsed, Query, Reader, ReaderFeed, parse};
use dateline_search::{Counts, Cursor, Ids, Instead, LiveRequest, Order, Personal, Request};
use dateline_store::Marked;

use super::keeper::blocking;
use crate::DeskError;
use crate::desk::{Desk, Inner};

/// So many marks of a user are known to a search, the latest.
const MOST_MARKS: u32 = 200_000;

/// What is asked of the search page.
#[derive(Debug, Clone)]
pub struct SearchAsk {
    /// What was typed.
    pub text: String,
    /// In which order.
    pub order: Order,
    /// From where on.
    pub after: Option<Cursor>,
    /// How many articles at the most.
    pub limit: usize,
    /// How many stories at the most, on the first page.
    pub stories: usize,
    /// Whether to count by outlet, folder, language and time.
    pub counts: bool,
}

impl SearchAsk {
    /// The newest articles that a text finds.
    pub fn newest(text: &str, limit: usize) -> Self {
        Self {
            text: text.to_owned(),
            order: Order::Newest,
            after: None,
            limit,
            stories: 0,
            counts: false,
        }
    }
}

/// A story with how many of its articles a search finds.
#[derive(Debug, Clone)]
pub struct FoundStory {
    /// The story.
    pub card: StoryCard,
    /// How many of its articles match.
    pub articles: u64,
}

/// What a search finds.
#[derive(Debug)]
pub struct Results {
    /// How the text was read.
    pub parsed: Parsed,
    /// How many articles there are in all.
    pub total: u64,
    /// The stories.
    pub stories: Vec<FoundStory>,
    /// The articles, in the order that was asked for.
    pub articles: Vec<ArticleSummary>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// What was counted.
    pub counts: Option<Counts>,
    /// The nearest search that finds something, where this one finds nothing.
    pub instead: Option<Instead>,
}

/// What is found while somebody types.
#[derive(Debug)]
pub struct Live {
    /// How the text was read.
    pub parsed: Parsed,
    /// How many articles there are.
    pub total: u64,
    /// Whether there may be more than `total`.
    pub is_least: bool,
    /// The stories.
    pub stories: Vec<FoundStory>,
    /// The articles.
    pub articles: Vec<ArticleSummary>,
    /// What was searched instead, where typos were forgiven.
    pub read_as: Option<Query>,
    /// The nearest search that finds something.
    pub instead: Option<Instead>,
}

impl Live {
    /// The query that the results are of.
    pub fn query(&self) -> &Query {
        self.read_as.as_ref().unwrap_or(&self.parsed.query)
    }
}

impl Desk {
    /// Reads a search as it was typed; nothing is an error.
    pub fn parse_search(&self, text: &str, is_typing: bool) -> Parsed {
        let zone = self.inner.settings.zone.clone();
        parse(text, &Context { now: self.inner.clock.now(), zone, is_typing })
    }

    /// Whether there is an index to search in.
    pub fn can_search(&self) -> bool {
        self.inner.search.index().is_some()
    }

    /// What a text finds while it is being typed; `None` without an index.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn live_search(
        &self,
        user: UserId,
        text: &str,
        stories: usize,
        articles: usize,
    ) -> Result<Option<Live>, DeskError> {
        let Some(index) = self.inner.search.ready().await else { return Ok(None) };
        let mut parsed = self.parse_search(text, true);
        parsed.notes.extend(self.inner.search.behind());
        let reader = self.inner.reader(user).await?;
        let (personal, hidden) = self.inner.marks(user, &parsed.query).await?;
        let now = self.inner.clock.now();
        let query = parsed.query.clone();
        let live = self.inner.search.take(user, move |is_over| {
            index.until(is_over).live(&LiveRequest {
                query: &query,
                reader: Some(&*reader),
                personal,
                hidden,
                stories,
                articles,
                now,
            })
        });
        let live = live.await?;
        let hits: Vec<ArticleId> = live.articles.iter().map(|hit| hit.article).collect();
        let groups: Vec<(StoryId, u64)> =
            live.stories.iter().map(|group| (group.story, group.articles)).collect();
        Ok(Some(Live {
            parsed,
            total: live.total,
            is_least: live.is_least,
            stories: self.inner.cards(user, &groups).await?,
            articles: self.inner.store.summaries(user, &hits).await?,
            read_as: live.read_as,
            instead: live.instead,
        }))
    }

    /// What a search finds; `None` without an index.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn search(&self, user: UserId, ask: SearchAsk) -> Result<Option<Results>, DeskError> {
        let Some(index) = self.inner.search.ready().await else { return Ok(None) };
        let mut parsed = self.parse_search(&ask.text, false);
        parsed.notes.extend(self.inner.search.behind());
        let reader = self.inner.reader(user).await?;
        let (personal, hidden) = self.inner.marks(user, &parsed.query).await?;
        let now = self.inner.clock.now();
        let zone = self.inner.settings.zone.clone();
        let query = parsed.query.clone();
        let answer = self.inner.search.take(user, move |is_over| {
            let mut request = Request::new(&query, Some(&*reader), now);
            request.personal = personal;
            request.hidden = hidden;
            request.order = ask.order;
            request.stories = if ask.after.is_none() { ask.stories } else { 0 };
            request.after = ask.after;
            request.limit = ask.limit;
            request.counts = ask.counts.then_some(zone);
            index.until(is_over).search(&request)
        });
        let answer = answer.await?;
        let hits: Vec<ArticleId> = answer.hits.iter().map(|hit| hit.article).collect();
        let groups: Vec<(StoryId, u64)> =
            answer.stories.iter().map(|group| (group.story, group.articles)).collect();
        Ok(Some(Results {
            parsed,
            total: answer.total,
            stories: self.inner.cards(user, &groups).await?,
            articles: self.inner.store.summaries(user, &hits).await?,
            next: answer.next,
            counts: answer.counts,
            instead: answer.instead,
        }))
    }

    /// The numbers of the articles that a search finds, the newest first, so many at the most.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn all_found(
        &self,
        user: UserId,
        text: &str,
        most: usize,
    ) -> Result<Vec<ArticleId>, DeskError> {
        let Some(index) = self.inner.search.ready().await else { return Ok(Vec::new()) };
        let query = self.parse_search(text, false).query;
        let reader = self.inner.reader(user).await?;
        let (personal, _) = self.inner.marks(user, &query).await?;
        let now = self.inner.clock.now();
        let found = self.inner.search.take(user, move |is_over| {
            let mut request = Request::new(&query, Some(&*reader), now);
            request.personal = personal;
            // One page of all: each page goes through everything that is found.
            request.limit = most;
            let answer = index.until(is_over).search(&request)?;
            Ok(answer.hits.iter().map(|hit| hit.article).collect())
        });
        found.await
    }
}

impl Inner {
    /// What a user may find.
    pub(crate) async fn reader(&self, user: UserId) -> Result<Arc<Reader>, DeskError> {
        let feeds = self.store.reader_feeds(Some(user)).await?;
        let feeds =
            feeds.into_iter().map(|(_, id, title, folder)| ReaderFeed { id, title, folder });
        Ok(Arc::new(Reader::new(feeds.collect())))
    }

    /// What a user has read and starred, as far as the query asks for it, and what they muted.
    async fn marks(
        &self,
        user: UserId,
        query: &Query,
    ) -> Result<(Personal, Option<Ids>), DeskError> {
        let mut personal = Personal::default();
        if query.is_personal() {
            personal.read = self.marked(user, Marked::Read).await?;
            personal.starred = self.marked(user, Marked::Starred).await?;
        }
        Ok((personal, self.marked(user, Marked::Muted).await?))
    }

    async fn marked(&self, user: UserId, mark: Marked) -> Result<Option<Ids>, DeskError> {
        let ids = self.store.marked_articles(user, mark, MOST_MARKS).await?;
        if ids.is_empty() {
            return Ok(None);
        }
        // There may be very many.
        let ids: HashSet<ArticleId> = blocking(move || ids.into_iter().collect()).await?;
        Ok(Some(Arc::new(move |id| ids.contains(&id))))
    }

    async fn cards(
        &self,
        user: UserId,
        groups: &[(StoryId, u64)],
    ) -> Result<Vec<FoundStory>, DeskError> {
        let ids: Vec<StoryId> = groups.iter().map(|(story, _)| *story).collect();
        let cards = self.store.story_cards(user, &ids).await?;
        let count = |card: &StoryCard| {
            groups.iter().find(|(story, _)| *story == card.id).map_or(1, |(_, count)| *count)
        };
        Ok(cards.into_iter().map(|card| FoundStory { articles: count(&card), card }).collect())
    }
}
