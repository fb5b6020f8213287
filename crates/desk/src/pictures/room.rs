//! What pictures share: their blobs, who fetches which just now, and how many are decoded at once.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use dateline_blob::Blobs;
use dateline_model::OutletId;
use dateline_picture::PictureError;
use tokio::sync::{OwnedMutexGuard, Semaphore};

use crate::desk::Inner;
use crate::{Desk, DeskSettings};

/// Memory that pictures may take while they are decoded and drawn, in MB, counted by what their
/// headers say: one of the largest, or many of the usual ones.
const DECODING_MB: u32 = 340;

/// Without a folder blobs are kept in memory: enough for a page or two.
const IN_MEMORY: u64 = 16_000_000;

/// Room is made when so much came since the last time, beside every round of the janitor's.
const MAKE_ROOM_AFTER: u64 = 32_000_000;

/// The turns of so many pictures are remembered before those that nobody waits for are looked for.
const SWEEP_AT: usize = 256;

/// Pictures that are fetched or wait for it; those beyond are asked for again when the page is.
const IN_FLIGHT: usize = 256;

/// Icons that are looked for at once.
const ICONS_AT_ONCE: usize = 2;

#[derive(Debug)]
pub(crate) struct PictureRoom {
    pub(crate) blobs: Blobs,
    /// Bytes that blobs may take.
    most: u64,
    turns: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
    /// In MB.
    memory: Arc<Semaphore>,
    threads: Arc<Semaphore>,
    is_trimming: AtomicBool,
    /// Places for pictures that are fetched or wait for it.
    pub(super) in_flight: Arc<Semaphore>,
    /// Outlets whose icons are looked for just now or wait for it.
    pub(super) icons: Mutex<HashSet<OutletId>>,
    pub(super) icons_at_once: Semaphore,
}

impl PictureRoom {
    pub(crate) fn new(settings: &DeskSettings, threads: usize) -> Self {
        let folder: Option<PathBuf> = settings.blobs.clone();
        Self {
            blobs: folder.map_or_else(|| Blobs::memory(IN_MEMORY), Blobs::files),
            most: settings.blobs_megabytes.saturating_mul(1_000_000),
            turns: Mutex::default(),
            memory: Arc::new(Semaphore::new(DECODING_MB as usize)),
            // Half of the machine is left to those who read and to feeds.
            threads: Arc::new(Semaphore::new(threads.div_ceil(2).max(1))),
            is_trimming: AtomicBool::new(false),
            in_flight: Arc::new(Semaphore::new(IN_FLIGHT)),
            icons: Mutex::default(),
            icons_at_once: Semaphore::new(ICONS_AT_ONCE),
        }
    }

    /// Waits until nobody else is about the picture of this name.
    pub(crate) async fn turn_of(&self, name: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = lock(&self.turns);
            if turns.len() >= SWEEP_AT {
                turns.retain(|_, turn| turn.strong_count() > 0);
            }
            match turns.get(name).and_then(Weak::upgrade) {
                Some(turn) => turn,
                None => {
                    let turn = Arc::new(tokio::sync::Mutex::new(()));
                    turns.insert(name.to_owned(), Arc::downgrade(&turn));
                    turn
                }
            }
        };
        turn.lock_owned().await
    }

    /// Does work that decodes, apart from the threads that serve, when there is memory for it.
    pub(crate) async fn decode<T, F>(&self, memory: u64, work: F) -> Result<T, PictureError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, PictureError> + Send + 'static,
    {
        let megabytes = u32::try_from(memory / 1_000_000 + 1).unwrap_or(DECODING_MB);
        let memory = Arc::clone(&self.memory).acquire_many_owned(megabytes.min(DECODING_MB)).await;
        let thread = Arc::clone(&self.threads).acquire_owned().await;
        // Whoever waits may go away while the work goes on, so the permits go with the work. A
        // decoder that breaks off says that about the file, not about the process.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((memory, thread));
            done
        });
        done.await.unwrap_or(Err(PictureError::Damaged))
    }
}

impl Desk {
    /// Makes room for blobs where much came in a short time.
    pub(crate) fn make_room_soon(&self) {
        let room = &self.inner.pictures;
        let is_due = room.blobs.put_since_trim() > MAKE_ROOM_AFTER.min(room.most / 4);
        if is_due && !room.is_trimming.swap(true, Ordering::Relaxed) {
            let desk = Arc::clone(&self.inner);
            tokio::spawn(async move {
                trim(&desk).await;
                desk.pictures.is_trimming.store(false, Ordering::Relaxed);
            });
        }
    }
}

/// Removes the blobs that were used least recently, down to what the settings allow.
pub(crate) async fn trim(desk: &Inner) {
    match desk.pictures.blobs.trim(desk.pictures.most).await {
        Ok(trimmed) if trimmed.removed.blobs > 0 => tracing::info!(
            blob.removed = trimmed.removed.blobs,
            blob.bytes = trimmed.removed.bytes,
            "pictures that were not seen for longest made room"
        ),
        Ok(_) => {}
        Err(error) => tracing::error!(error = %error, "no room could be made for pictures"),
    }
}

/// What a panic elsewhere left behind is plain data.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
