//! What the process that forms stories holds in memory.

use std::sync::Arc;

use dateline_model::{ArticleId, PlaceTask, PlacedArticle, StoryId};
use dateline_store::PlacementsSaved;
use dateline_story::copies::{Index, Signature};
use dateline_story::families::Families;
use dateline_story::{Arrival, Copy, Features, Window, WindowSettings, understand};
use jiff::{SignedDuration, Timestamp};

use super::{RELATED, announce, batch, kept, rulings};
use crate::DeskError;
use crate::desk::Inner;

/// How many articles are read back at a time.
const CHUNK: u32 = 5_000;
/// How often the window is tidied, by the instance's clock.
const TIDY: SignedDuration = SignedDuration::from_mins(30);

/// The window of the last days' articles, and the index of their texts.
pub(super) struct Holding {
    pub(super) window: Window,
    pub(super) texts: Index,
    pub(super) families: &'static Families,
    tidied: Timestamp,
}

impl Holding {
    /// A holding of nothing whose next story has this number.
    pub(super) fn empty(next: StoryId, now: Timestamp) -> Self {
        Self {
            window: Window::new(WindowSettings::default(), next),
            texts: Index::new(),
            families: Families::built_in(),
            tidied: now,
        }
    }

    /// Reads back what was decided, from what was kept of the articles' words.
    pub(super) async fn rebuild(desk: &Arc<Inner>) -> Result<Self, DeskError> {
        let now = desk.clock.now();
        let mut holding = Self::empty(desk.store.next_story().await?, now);
        let oldest = oldest(now);
        let mut after = None;
        loop {
            let chunk = desk.store.placed_articles(after, CHUNK).await?;
            let Some(last) = chunk.last() else { break };
            after = Some(last.article);
            let recent: Vec<PlacedArticle> =
                chunk.into_iter().filter(|placed| placed.at >= oldest).collect();
            holding = holding.take_back(desk, recent).await?;
        }
        rulings::heed_all(desk, &mut holding).await?;
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
        let mut holding = self;
        let back = desk.workshop.run(move || {
            for one in placed {
                let read =
                    kept::unpack(&one.features).or_else(|| anew.get(&one.article).map(words_of));
                let Some((features, signature)) = read else { continue };
                let copy = one.copy.map(|link| Copy {
                    of: link.of,
                    credited: link.credited,
                    shared: link.shared,
                });
                holding.texts.insert(one.article, one.at, &signature);
                holding.window.restore(one.article, one.at, features, one.story, copy);
            }
            holding
        });
        back.await.map_err(|_| DeskError::Broken)
    }

    /// Forgets what is old and splits what has become two, every now and then.
    pub(super) async fn tidy_when_due(
        &mut self,
        desk: &Arc<Inner>,
    ) -> Result<Option<PlacementsSaved>, DeskError> {
        let now = desk.clock.now();
        if now.duration_since(self.tidied) < TIDY && now >= self.tidied {
            return Ok(None);
        }
        self.tidied = now;
        let changes = self.window.tidy(now);
        self.texts.forget(oldest(now));
        desk.store.forget_features(oldest(now)).await?;
        if changes.is_empty() {
            return Ok(None);
        }
        let changes = changes.into_iter().map(|change| batch::told(change, None)).collect();
        let saved = desk.store.save_story_changes(&desk.worker, changes, Vec::new(), now).await?;
        Ok(Some(saved))
    }

    /// After a batch was stored: forgets what is gone, keeps which stories are nearest to those
    /// that changed, and tells of them.
    pub(super) async fn settle(
        &mut self,
        desk: &Arc<Inner>,
        stories: &[StoryId],
        gone: &[ArticleId],
    ) -> Result<(), DeskError> {
        for article in gone {
            self.window.remove(*article);
            self.texts.remove(*article);
        }
        let related: Vec<_> =
            stories.iter().map(|story| (*story, self.window.related(*story, RELATED))).collect();
        desk.store.save_related(&desk.worker, related).await?;
        announce(desk, stories);
        Ok(())
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
