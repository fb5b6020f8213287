//! Keeping a search, and applying a rule to what is there.

use dateline_model::{KeptSearch, Rule, RuleId, SearchId, UserId};

use super::keeper::is_of;
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
        self.fill_of(user, search).await?;
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
            self.fill_of(user, search).await?;
        }
        Ok(changed)
    }

    async fn fill_of(&self, user: UserId, search: SearchId) -> Result<(), DeskError> {
        match self.inner.store.kept_search(user, search).await? {
            Some(search) => match self.fill(&search).await {
                // It is kept, and filled later.
                Err(DeskError::TooSlow) => Ok(()),
                other => other,
            },
            None => Ok(()),
        }
    }

    /// Notes what a search finds; from an index that is not whole it is filled once more later.
    async fn fill(&self, search: &KeptSearch) -> Result<(), DeskError> {
        let is_whole = self.is_index_whole().await?;
        let mut found = self.all_found(search.user, &search.query, BEGINS_WITH).await?;
        found.reverse();
        let (store, now) = (&self.inner.store, self.inner.clock.now());
        store.fill_search(search.id, search.changed_at, &found, now).await?;
        if is_whole {
            store.search_filled(search.id, search.changed_at, now).await?;
        }
        Ok(())
    }

    /// Whether the index holds all that it should.
    async fn is_index_whole(&self) -> Result<bool, DeskError> {
        let Some(index) = self.inner.search.index() else { return Ok(false) };
        Ok(is_of(&self.inner, index).await? && self.inner.store.pending_search().await? == 0)
    }

    /// Does what waited for a whole index, if it is whole.
    ///
    /// # Errors
    /// When store or index fail, or [`DeskError::TooSlow`] when something is to be tried again.
    pub(super) async fn catch_up(&self) -> Result<(), DeskError> {
        let store = &self.inner.store;
        let (unfilled, asked) = (store.unfilled_searches().await?, store.rules_asked().await?);
        if (unfilled.is_empty() && asked.is_empty()) || !self.is_index_whole().await? {
            return Ok(());
        }
        let mut outcome = Ok(());
        for search in &unfilled {
            match self.fill(search).await {
                // Others need not wait for what takes long.
                Err(DeskError::TooSlow) => outcome = Err(DeskError::TooSlow),
                other => other?,
            }
        }
        for rule in &asked {
            match self.apply_now(rule).await {
                Err(DeskError::TooSlow) => outcome = Err(DeskError::TooSlow),
                Err(error) => return Err(error),
                Ok(_) => store.set_rule_asked(rule.id, None).await?,
            }
        }
        outcome
    }

    async fn apply_now(&self, rule: &Rule) -> Result<u64, DeskError> {
        let found = self.all_found(rule.user, &rule.query, MOST_APPLIED).await?;
        let now = self.inner.clock.now();
        Ok(self.inner.store.apply_rule(rule.user, rule.id, &found, now).await?)
    }

    /// Applies a rule of a user's to what is there; gives to how many articles it was not applied
    /// before. While the index is not whole it is applied again later. `None` if there is no such rule.
    ///
    /// # Errors
    /// When store or index fail.
    pub async fn apply_rule(&self, user: UserId, rule: RuleId) -> Result<Option<u64>, DeskError> {
        let rules = self.inner.store.rules(Some(user)).await?;
        let Some(rule) = rules.into_iter().find(|known| known.id == rule) else {
            return Ok(None);
        };
        if !self.is_index_whole().await? {
            let now = self.inner.clock.now();
            self.inner.store.set_rule_asked(rule.id, Some(now)).await?;
        }
        Ok(Some(self.apply_now(&rule).await?))
    }
}
