//! Whose search runs when: one of a user's at a time, about as many as there are cores, and none
//! for longer than anybody waits for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dateline_model::UserId;
use dateline_search::{Error, IsOver};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::keeper::blocking;
use crate::DeskError;

/// How long a search may take, the wait for its turn included: less than a page may.
const PATIENCE: Duration = Duration::from_secs(20);

/// The turns that searches take.
pub(super) struct Turns {
    places: Arc<Semaphore>,
    users: Mutex<HashMap<UserId, Arc<Semaphore>>>,
    patience: Duration,
}

/// Says that nobody waits any longer when whoever waited is gone.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Turns {
    /// As many at a time as the machine has cores.
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self::of(cores, PATIENCE)
    }

    fn of(places: usize, patience: Duration) -> Self {
        let places = Arc::new(Semaphore::new(places));
        Self { places, users: Mutex::new(HashMap::new()), patience }
    }

    /// Searches when it is the user's turn. The work is told when it is to give up: when it took
    /// too long, or nobody waits for it any longer.
    ///
    /// # Errors
    /// [`DeskError::TooSlow`] where the search was given up; otherwise what the work says.
    pub(super) async fn take<T: Send + 'static>(
        &self,
        user: UserId,
        work: impl FnOnce(IsOver) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, DeskError> {
        let end = Instant::now() + self.patience;
        let own = {
            let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
            users.entry(user).or_insert_with(|| Arc::new(Semaphore::new(1))).clone()
        };
        let both = async {
            // Whoever waits for a search of their own keeps no place from others.
            let own = own.acquire_owned().await.map_err(|_| DeskError::Broken)?;
            let place = self.places.clone().acquire_owned().await.map_err(|_| DeskError::Broken)?;
            Ok::<_, DeskError>((own, place))
        };
        let turn = timeout_at(end, both).await.map_err(|_| DeskError::TooSlow)??;
        let is_gone = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(is_gone.clone());
        let is_over = move || is_gone.load(Ordering::Relaxed) || Instant::now() >= end;
        let done = blocking(move || {
            // The turn ends when the work does, not when its user turns away.
            let _turn = turn;
            work(Arc::new(is_over))
        });
        match done.await? {
            Err(Error::GivenUp) => Err(DeskError::TooSlow),
            other => Ok(other?),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Works until it is to give up.
    fn endless(is_over: &IsOver) -> Result<(), Error> {
        while !is_over() {
            std::thread::yield_now();
        }
        Err(Error::GivenUp)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_user_has_one_search_and_all_have_a_few() {
        let turns = Arc::new(Turns::of(2, PATIENCE));
        let (most, running) = (Arc::new(Mutex::new((0, 0))), Arc::new(Mutex::new(HashMap::new())));
        let searches = (0..60).map(|n| {
            let (turns, most, running) = (turns.clone(), most.clone(), running.clone());
            let user = UserId(n % 5);
            tokio::spawn(async move {
                let work = move |_: IsOver| {
                    {
                        let mut running = running.lock().unwrap();
                        *running.entry(user).or_insert(0) += 1;
                        let mut most = most.lock().unwrap();
                        most.0 = most.0.max(running.values().sum::<i32>());
                        most.1 = most.1.max(*running.values().max().unwrap());
                    }
                    std::thread::yield_now();
                    *running.lock().unwrap().get_mut(&user).unwrap() -= 1;
                    Ok(())
                };
                turns.take(user, work).await.unwrap();
            })
        });
        for search in searches.collect::<Vec<_>>() {
            search.await.unwrap();
        }
        let (at_once, of_one) = *most.lock().unwrap();
        assert!(at_once <= 2, "{at_once}");
        assert_eq!(of_one, 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_search_ends_when_nobody_waits_for_it() {
        let turns = Arc::new(Turns::of(1, PATIENCE));
        let (started, starts) = mpsc::channel();
        let (ended, ends) = mpsc::channel();
        let room = turns.clone();
        let asked = tokio::spawn(async move {
            let work = move |is_over: IsOver| {
                started.send(()).unwrap();
                let result = endless(&is_over);
                ended.send(()).unwrap();
                result
            };
            room.take(UserId(1), work).await
        });
        tokio::task::block_in_place(|| starts.recv().unwrap());
        asked.abort();
        tokio::task::block_in_place(|| ends.recv().unwrap());
        assert_eq!(turns.take(UserId(1), |_| Ok(7)).await.unwrap(), 7, "the turn was given back");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_search_that_takes_too_long_is_given_up() {
        let turns = Turns::of(1, Duration::from_millis(1));
        let slow = turns.take(UserId(1), |is_over| endless(&is_over)).await;
        assert!(matches!(slow, Err(DeskError::TooSlow)), "{slow:?}");
        let held = turns.places.clone().acquire_owned().await.unwrap();
        let waiting = turns.take(UserId(2), |_| Ok(())).await;
        assert!(matches!(waiting, Err(DeskError::TooSlow)), "{waiting:?}");
        drop(held);
    }
}
