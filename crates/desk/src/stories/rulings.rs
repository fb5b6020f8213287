//! What users decided about stories is obeyed, at once and after every restart.

use std::collections::HashSet;
use std::sync::Arc;

use dateline_model::{ArticleId, RulingKind, StoryChange, StoryId, StoryRuling, UserId};
use dateline_store::PlacementsSaved;
use dateline_story::Ruling;
use jiff::Timestamp;

use super::{batch, holding::Holding};
use crate::DeskError;
use crate::desk::{Desk, Inner};

/// A pair of articles of each side is enough to hold two stories apart; more of them keep the
/// stories apart when some of the articles are forgotten.
const PAIRS: usize = 12;

/// Tells the window all decisions. Those that are still to be obeyed change stories later. What a
/// decision that was obeyed before changes after all is stored at once, for the window has done it.
pub(super) async fn heed_all(desk: &Arc<Inner>, holding: Holding) -> Result<Holding, DeskError> {
    let all = desk.store.rulings(false).await?;
    let applied = all.into_iter().filter(|due| due.applied).map(|due| due.ruling).collect();
    let (holding, changes) = obey(desk, holding, applied).await?;
    if changes.is_empty() {
        return Ok(holding);
    }
    let now = desk.clock.now();
    match desk.store.save_story_changes(&desk.worker, changes, Vec::new(), now).await? {
        PlacementsSaved::Stored { .. } => Ok(holding),
        PlacementsSaved::LeaseLost => Err(DeskError::StoriesTaken),
    }
}

/// The decisions in force that were obeyed already.
pub(super) async fn applied(desk: &Inner) -> Result<Vec<Ruling>, DeskError> {
    let all = desk.store.rulings(false).await?.into_iter();
    Ok(all.filter(|due| due.applied).map(|due| as_ruling(&due.ruling)).collect())
}

/// Obeys the decisions that are new, together; nothing is saved where there are none.
pub(super) async fn obey_due(
    desk: &Arc<Inner>,
    holding: Holding,
) -> Result<(Holding, Option<PlacementsSaved>), DeskError> {
    let due: Vec<StoryRuling> =
        desk.store.rulings(true).await?.into_iter().map(|due| due.ruling).collect();
    if due.is_empty() {
        return Ok((holding, None));
    }
    let (holding, changes) = obey(desk, holding, due.clone()).await?;
    let now = desk.clock.now();
    let saved = desk.store.save_story_changes(&desk.worker, changes, due, now).await?;
    Ok((holding, Some(saved)))
}

async fn obey(
    desk: &Inner,
    holding: Holding,
    rulings: Vec<StoryRuling>,
) -> Result<(Holding, Vec<StoryChange>), DeskError> {
    let obey = move |holding: &mut Holding| {
        let rulings: Vec<Ruling> = rulings.iter().map(as_ruling).collect();
        let changes = holding.window.rule(&rulings).into_iter();
        changes.map(|change| batch::told(change, None)).collect()
    };
    holding.work(desk, obey).await
}

pub(super) fn as_ruling(ruling: &StoryRuling) -> Ruling {
    match ruling.kind {
        RulingKind::Together => Ruling::Together(ruling.a, ruling.b),
        RulingKind::Apart => Ruling::Apart(ruling.a, ruling.b),
    }
}

/// The articles, without those under which they are folded.
fn ids<C: FromIterator<ArticleId>>(folded: Vec<(ArticleId, ArticleId)>) -> C {
    folded.into_iter().map(|(article, _)| article).collect()
}

/// That some articles left the others. Both parts hold together by themselves, so that neither is
/// torn apart by what its articles are like.
fn parting(going: &[ArticleId], staying: &[ArticleId]) -> Vec<(RulingKind, ArticleId, ArticleId)> {
    let mut decisions = Vec::new();
    for stays in staying.iter().take(PAIRS) {
        for goes in going.iter().take(PAIRS) {
            decisions.push((RulingKind::Apart, *goes, *stays));
        }
    }
    for part in [going, staying] {
        if let Some((first, rest)) = part.split_first() {
            decisions.extend(rest.iter().map(|other| (RulingKind::Together, *first, *other)));
        }
    }
    decisions
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
            (store.lead_of(user, one).await?, store.lead_of(user, other).await?)
        else {
            return Ok(false);
        };
        let ((one, a), (other, b)) = (one, other);
        if one == other {
            return Ok(true);
        }
        let mut decisions = vec![(RulingKind::Together, a, b)];
        // What was said to be two before would keep the rest of them apart for ever.
        let one: HashSet<ArticleId> = ids(store.folded_articles(user, one).await?);
        let other: HashSet<ArticleId> = ids(store.folded_articles(user, other).await?);
        let parted = store.rulings(false).await?.into_iter().map(|due| due.ruling);
        let parted = parted.filter(|ruling| {
            let across = |a: &HashSet<ArticleId>, b: &HashSet<ArticleId>| {
                a.contains(&ruling.a) && b.contains(&ruling.b)
            };
            ruling.kind == RulingKind::Apart && (across(&one, &other) || across(&other, &one))
        });
        decisions.extend(parted.map(|ruling| (RulingKind::Together, ruling.a, ruling.b)));
        let ruled = store.rule_many(user, decisions, now).await?;
        self.inner.stories_bell.notify_one();
        Ok(ruled)
    }

    /// A user takes back what they decided at a moment about articles of a story; false if that was
    /// nothing. Stories stay as they are, but what comes later is no longer bound by it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn withdraw_ruling(
        &self,
        user: UserId,
        story: StoryId,
        at: Timestamp,
    ) -> Result<bool, DeskError> {
        let withdrawn = self.inner.store.withdraw_rulings(user, story, at).await?;
        self.inner.stories_bell.notify_one();
        Ok(withdrawn > 0)
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
        let articles = store.folded_articles(user, story).await?;
        let (going, staying): (Vec<_>, Vec<_>) =
            articles.into_iter().partition(|(_, head)| leave.contains(head));
        let (going, staying): (Vec<_>, Vec<_>) = (ids(going), ids(staying));
        if going.is_empty() || staying.is_empty() {
            return Ok(false);
        }
        let ruled = store.rule_many(user, parting(&going, &staying), now).await?;
        self.inner.stories_bell.notify_one();
        Ok(ruled)
    }
}
