//! What the process that forms stories holds in memory.

use std::sync::Arc;

use dateline_model::{ArticleId, PlaceTask, PlacedArticle, StoryId};
use dateline_store::PlacementsSaved;
use dateline_story::copies::{Index, Signature};
use dateline_story::families::Families;
use dateline_story::{Arrival, Features, Window, WindowSettings, understand};
use jiff::{SignedDuration, Timestamp};

use super::{RELATED, announce, batch, kept, rulings};
use crate::DeskError;
use crate::desk::Inner;

/// How many articles are read back at a time.
const CHUNK: u32 = 5_000;
/// Of stories of so many articles it is known how many the window does not hold.
const LARGE: u32 = 100;
/// How often the window is tidied, by the instance's clock.
const TIDY: SignedDuration = SignedDuration::from_mins(30);

/// The window of the last days' articles, and the index of their texts.
pub(super) struct Holding {
    pub(super) window: Window,
    pub(super) texts: Index,
    pub(super) families: Arc<Families>,
    tidied: Timestamp,
    /// The store's number for withdrawn decisions when the window was told of those in force.
    withdrawn: i64,
}

impl Holding {
    /// A holding of nothing whose next story has this number.
    pub(super) fn empty(next: StoryId, now: Timestamp, families: Arc<Families>) -> Self {
        Self {
            window: Window::new(WindowSettings::default(), next),
            texts: Index::new(),
            families,
            tidied: now,
            withdrawn: 0,
        }
    }

    /// Does what computes on a thread of the workshop. What fails there takes the holding along.
    pub(super) async fn work<T: Send + 'static>(
        mut self,
        desk: &Inner,
        work: impl FnOnce(&mut Self) -> T + Send + 'static,
    ) -> Result<(Self, T), DeskError> {
        let done = desk.workshop.run(move || {
            let done = work(&mut self);
            (self, done)
        });
        done.await.map_err(|_| DeskError::Broken)
    }

    /// Whether an article of this moment is one that the window holds.
    pub(super) fn reaches(&self, at: Timestamp) -> bool {
        at >= oldest(self.tidied)
    }

    /// Reads back what was decided, from what was kept of the articles' words.
    pub(super) async fn rebuild(desk: &Arc<Inner>) -> Result<Self, DeskError> {
        let now = desk.clock.now();
        let oldest = oldest(now);
        desk.store.heed_families(&desk.worker, oldest).await?;
        let families = desk.store.families().clone();
        let mut holding = Self::empty(desk.store.next_story().await?, now, families);
        // Read before the decisions are: one that is withdrawn in between is forgotten soon.
        holding.withdrawn = desk.store.rulings_withdrawn().await?;
        let mut after = None;
        loop {
            let chunk = desk.store.placed_articles(after, CHUNK).await?;
            let Some(last) = chunk.last() else { break };
            after = Some(last.article);
            let recent: Vec<PlacedArticle> =
                chunk.into_iter().filter(|placed| placed.at >= oldest).collect();
            holding = holding.take_back(desk, recent).await?;
        }
        let large = desk.store.large_stories(LARGE).await?;
        for (story, articles) in large {
            let articles = usize::try_from(articles).unwrap_or(usize::MAX);
            let held = holding.window.held_of(story);
            holding.window.remember_forgotten(story, articles.saturating_sub(held));
        }
        let holding = rulings::heed_all(desk, holding).await?;
        tracing::debug!(articles = holding.window.len(), "the window of stories is rebuilt");
        Ok(holding)
    }

    async fn take_back(
        self,
        desk: &Arc<Inner>,
        placed: Vec<PlacedArticle>,
    ) -> Result<Self, DeskError> {
        let unreadable: Vec<ArticleId> = placed
            .iter()
            .filter(|one| kept::unpack(&one.features).is_none())
            .map(|one| one.article)
            .collect();
        let anew = desk.store.articles_to_compare(&unreadable).await?;
        let back = self.work(desk, move |holding| {
            for one in placed {
                let read =
                    kept::unpack(&one.features).or_else(|| anew.get(&one.article).map(words_of));
                let Some((features, signature)) = read else { continue };
                holding.texts.insert(one.article, one.at, &signature);
                holding.window.restore(one.article, one.at, features, one.story);
            }
        });
        Ok(back.await?.0)
    }

    /// Has the window forget the decisions that users have withdrawn since.
    pub(super) async fn forget_withdrawn(mut self, desk: &Arc<Inner>) -> Result<Self, DeskError> {
        let withdrawn = desk.store.rulings_withdrawn().await?;
        if withdrawn != self.withdrawn {
            let applied = rulings::applied(desk).await?;
            self.window.rule_only(&applied);
            self.withdrawn = withdrawn;
        }
        Ok(self)
    }

    /// Forgets what is old and splits what has become two, every now and then.
    pub(super) async fn tidy_when_due(
        self,
        desk: &Arc<Inner>,
    ) -> Result<(Self, Option<PlacementsSaved>), DeskError> {
        let now = desk.clock.now();
        if now.duration_since(self.tidied) < TIDY && now >= self.tidied {
            return Ok((self, None));
        }
        let (holding, changes) = self
            .work(desk, move |holding| {
                holding.tidied = now;
                holding.texts.forget(oldest(now));
                holding.window.tidy(now)
            })
            .await?;
        desk.store.forget_features(oldest(now)).await?;
        if changes.is_empty() {
            return Ok((holding, None));
        }
        let changes = changes.into_iter().map(|change| batch::told(change, None)).collect();
        let saved = desk.store.save_story_changes(&desk.worker, changes, Vec::new(), now).await?;
        Ok((holding, Some(saved)))
    }

    /// After a batch was stored: forgets what is gone, keeps which stories are nearest to those
    /// that changed, and tells of them.
    pub(super) async fn settle(
        mut self,
        desk: &Arc<Inner>,
        stories: Vec<StoryId>,
        gone: &[ArticleId],
    ) -> Result<Self, DeskError> {
        for article in gone {
            self.window.remove(*article);
            self.texts.remove(*article);
        }
        announce(desk, &stories);
        let near = move |holding: &mut Self| {
            let near = |story| (story, holding.window.related(story, RELATED));
            stories.into_iter().map(near).collect()
        };
        let (holding, related) = self.work(desk, near).await?;
        desk.store.save_related(&desk.worker, related).await?;
        Ok(holding)
    }
}

/// Articles from before then are held no longer.
pub(super) fn oldest(now: Timestamp) -> Timestamp {
    let span = SignedDuration::from_secs(WindowSettings::default().forgotten_after);
    now.checked_sub(span).unwrap_or(Timestamp::MIN)
}

/// What the window and the index need of an article's words.
pub(super) fn words_of(task: &PlaceTask) -> (Features, Signature) {
    (understand(&arrival(task)), Signature::of(&task.text))
}

/// An article as the window is told of it.
pub(super) fn arrival(task: &PlaceTask) -> Arrival<'_> {
    Arrival {
        id: task.article,
        at: task.at,
        title: &task.title,
        text: &task.text,
        language: task.language.as_deref(),
        outlet: task.outlet.as_deref(),
        address: task.address.as_deref(),
        canonical: task.canonical.as_deref(),
        origin: task.origin.as_ref(),
        alone: task.alone,
    }
}
