//! The tasks that are in hand, bounded in number, with the host that each is about.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, timeout_at};

/// So many tasks of one host may be in hand; the others stay in the store, so that one host with
/// much to do does not take every place.
const PER_HOST: usize = 4;

/// A bounded set of running tasks.
pub(crate) struct Crew<T> {
    tasks: JoinSet<T>,
    in_hand: HashMap<Id, InHand>,
    by_host: HashMap<String, usize>,
    limit: usize,
}

struct InHand {
    number: i64,
    host: String,
}

impl<T: Send + 'static> Crew<T> {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            tasks: JoinSet::new(),
            in_hand: HashMap::new(),
            by_host: HashMap::new(),
            limit: limit.max(1),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// How many more tasks it takes.
    pub(crate) fn room(&self) -> usize {
        self.limit.saturating_sub(self.tasks.len())
    }

    /// The hosts of which no more tasks are wanted now.
    pub(crate) fn full_hosts(&self) -> Vec<String> {
        let full = self.by_host.iter().filter(|(_, count)| **count >= PER_HOST);
        full.map(|(host, _)| host.clone()).collect()
    }

    /// Starts a task that is known by `number` and about `host`.
    pub(crate) fn start(
        &mut self,
        number: i64,
        host: String,
        task: impl Future<Output = T> + Send + 'static,
    ) {
        *self.by_host.entry(host.clone()).or_default() += 1;
        // Boxed, so that a task that still waits for its host's turn is small.
        let id = self.tasks.spawn(Box::pin(task)).id();
        self.in_hand.insert(id, InHand { number, host });
    }

    /// The result of the next task that ends: `None` at once when none is in hand, and
    /// `Some(None)` for one that broke.
    pub(crate) async fn next(&mut self) -> Option<Option<T>> {
        let (id, result) = match self.tasks.join_next_with_id().await? {
            Ok((id, result)) => (id, Some(result)),
            Err(error) => (error.id(), None),
        };
        if let Some(InHand { host, .. }) = self.in_hand.remove(&id)
            && let Some(count) = self.by_host.get_mut(&host)
        {
            *count -= 1;
            if *count == 0 {
                self.by_host.remove(&host);
            }
        }
        Some(result)
    }

    /// Lets what is in hand end for so long, then stops the rest: the numbers of those stopped.
    pub(crate) async fn wind_up(&mut self, grace: Duration) -> Vec<i64> {
        let end = Instant::now() + grace;
        while let Ok(Some(_)) = timeout_at(end, self.next()).await {}
        let given_up = self.in_hand.values().map(|task| task.number).collect();
        self.tasks.shutdown().await;
        self.in_hand.clear();
        self.by_host.clear();
        given_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn counts_its_room_and_its_hosts() {
        let mut crew = Crew::new(5);
        for number in 0..4 {
            crew.start(number, "a.example".to_owned(), async move { number });
        }
        assert_eq!((crew.room(), crew.full_hosts()), (1, vec!["a.example".to_owned()]));
        assert!(crew.next().await.flatten().is_some());
        assert_eq!((crew.room(), crew.full_hosts()), (2, Vec::<String>::new()));
    }

    #[tokio::test]
    async fn a_task_that_panics_frees_its_place() {
        let mut crew: Crew<()> = Crew::new(1);
        crew.start(1, "a.example".to_owned(), async { panic!("on purpose") });
        assert_eq!(crew.next().await, Some(None));
        assert_eq!(crew.room(), 1);
    }

    #[tokio::test]
    async fn what_does_not_end_in_time_is_stopped_and_named() {
        let mut crew = Crew::new(2);
        crew.start(1, "a.example".to_owned(), async {});
        crew.start(2, "b.example".to_owned(), std::future::pending());
        assert_eq!(crew.wind_up(Duration::from_millis(50)).await, [2]);
        assert!(crew.is_empty());
    }
}
