//! Keeping a search, and applying a rule to what is there.

use dateline_model::{RuleId, SearchId, UserId};

use crate::DeskError;
use crate::desk::Desk;

/// A kept search begins with so many of the articles that are there.
const BEGINS_WITH: usize = 1000;
/// A rule is applied to so many of the articles that are there, the newest.
const MOST_APPLIED: usize = 50_000;

impl Desk {
    /// Keeps a search: what it finds now is noted, and what it will find is as it comes.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn keep_search(
        &self,
        user: UserId,
        name: &str,
        query: &str,
    ) -> Result<SearchId, DeskError> {
        let now = self.inner.clock.now();
        let search = self.inner.store.keep_search(user, name, query, now).await?;
        self.fill(user, search, query).await?;
        Ok(search)
    }

    /// Changes a kept search; `false` if the user keeps no such search.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn change_search(
        &self,
        user: UserId,
        search: SearchId,
        name: &str,
        query: &str,
    ) -> Result<bool, DeskError> {
        let store = &self.inner.store;
        let Some(was) = store.kept_search(user, search).await? else { return Ok(false) };
        let now = self.inner.clock.now();
        let changed = store.change_search(user, search, name, query, now).await?;
        if changed && was.query != query {
            self.fill(user, search, query).await?;
        }
        Ok(changed)
    }

    async fn fill(&self, user: UserId, search: SearchId, query: &str) -> Result<(), DeskError> {
        let mut found = self.all_found(user, query, BEGINS_WITH).await?;
        found.reverse();
        let now = self.inner.clock.now();
        Ok(self.inner.store.fill_search(search, &found, now).await?)
    }

    /// Applies a rule of a user's to what is there; gives to how many articles it was not applied
    /// before. `None` if there is no such rule.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn apply_rule(&self, user: UserId, rule: RuleId) -> Result<Option<u64>, DeskError> {
        let rules = self.inner.store.rules(Some(user)).await?;
        let Some(rule) = rules.into_iter().find(|known| known.id == rule) else {
            return Ok(None);
        };
        let found = self.all_found(user, &rule.query, MOST_APPLIED).await?;
        let now = self.inner.clock.now();
        Ok(Some(self.inner.store.apply_rule(user, rule.id, &found, now).await?))
    }
}
