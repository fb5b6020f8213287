//! What users decided about stories is obeyed, at once and after every restart.

use std::sync::Arc;

use dateline_model::{ArticleId, RulingKind, StoryId, StoryPage, StoryRuling, UserId};
use dateline_store::PlacementsSaved;
use dateline_story::Ruling;

use super::{batch, holding::Holding};
use crate::DeskError;
use crate::desk::{Desk, Inner};

/// A pair of articles of each side is enough to hold two stories apart; more of them keep the
/// stories apart when some of the articles are forgotten.
const PAIRS: usize = 12;

/// Tells the window all decisions. Those that are still to be obeyed change stories later. What a
/// decision that was obeyed before changes after all is stored at once, for the window has done it.
pub(super) async fn heed_all(desk: &Arc<Inner>, holding: &mut Holding) -> Result<(), DeskError> {
    let mut changes = Vec::new();
    for due in desk.store.rulings(false).await? {
        if due.applied {
            let done = holding.window.rule(as_ruling(&due.ruling));
            changes.extend(done.into_iter().map(|change| batch::told(change, None)));
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    let now = desk.clock.now();
    match desk.store.save_story_changes(&desk.worker, changes, Vec::new(), now).await? {
        PlacementsSaved::Stored { .. } => Ok(()),
        PlacementsSaved::LeaseLost => Err(DeskError::StoriesTaken),
    }
}

/// Obeys the decisions that are new; `None` where there are none.
pub(super) async fn obey_due(
    desk: &Arc<Inner>,
    holding: &mut Holding,
) -> Result<Option<PlacementsSaved>, DeskError> {
    let due: Vec<StoryRuling> =
        desk.store.rulings(true).await?.into_iter().map(|due| due.ruling).collect();
    if due.is_empty() {
        return Ok(None);
    }
    let changes = due
        .iter()
        .flat_map(|ruling| holding.window.rule(as_ruling(ruling)))
        .map(|change| batch::told(change, None))
        .collect();
    let now = desk.clock.now();
    let saved = desk.store.save_story_changes(&desk.worker, changes, due, now).await?;
    Ok(Some(saved))
}

pub(super) fn as_ruling(ruling: &StoryRuling) -> Ruling {
    match ruling.kind {
        RulingKind::Together => Ruling::Together(ruling.a, ruling.b),
        RulingKind::Apart => Ruling::Apart(ruling.a, ruling.b),
    }
}

/// All articles of a story that its user can see.
fn articles_of(page: &StoryPage) -> Vec<ArticleId> {
    let with_copies = page.members.iter().flat_map(|member| {
        std::iter::once(member.article.id).chain(member.copies.iter().map(|copy| copy.article.id))
    });
    with_copies.collect()
}

impl Desk {
    /// A user says that two stories are one; false if they cannot see both. It is obeyed by the
    /// process that forms stories, within moments.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn one_story(
        &self,
        user: UserId,
        one: StoryId,
        other: StoryId,
    ) -> Result<bool, DeskError> {
        let (store, now) = (&self.inner.store, self.inner.clock.now());
        let (Some(one), Some(other)) =
            (store.story(user, one).await?, store.story(user, other).await?)
        else {
            return Ok(false);
        };
        if one.card.id == other.card.id {
            return Ok(true);
        }
        let (a, b) = (one.card.lead.id, other.card.lead.id);
        let ruled = store.rule(user, RulingKind::Together, a, b, now).await?;
        self.inner.stories_bell.notify_one();
        Ok(ruled)
    }

    /// A user says that these articles of a story, with their copies, are another story; false if
    /// they cannot see the story, or if none or all of its articles would leave.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn two_stories(
        &self,
        user: UserId,
        story: StoryId,
        leave: &[ArticleId],
    ) -> Result<bool, DeskError> {
        let (store, now) = (&self.inner.store, self.inner.clock.now());
        let Some(page) = store.story(user, story).await? else { return Ok(false) };
        let is_leaving = |article: &ArticleId| {
            let member = page.members.iter().find(|member| {
                member.article.id == *article
                    || member.copies.iter().any(|copy| copy.article.id == *article)
            });
            member.is_some_and(|member| leave.contains(&member.article.id))
        };
        let (going, staying): (Vec<ArticleId>, Vec<ArticleId>) =
            articles_of(&page).into_iter().partition(is_leaving);
        let (Some(first), false) = (going.first(), staying.is_empty()) else { return Ok(false) };
        for stays in staying.iter().take(PAIRS) {
            for goes in going.iter().take(PAIRS) {
                store.rule(user, RulingKind::Apart, *goes, *stays, now).await?;
            }
        }
        for goes in going.iter().skip(1).take(PAIRS) {
            store.rule(user, RulingKind::Together, *first, *goes, now).await?;
        }
        self.inner.stories_bell.notify_one();
        Ok(true)
    }
}
