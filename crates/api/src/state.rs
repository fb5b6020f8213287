//! What all handlers share.

use std::ops::Deref;
use std::sync::Arc;

use dateline_auth::governor::Governor;
use dateline_auth::password::Hasher;
use dateline_desk::Desk;
use dateline_store::Store;
use jiff::Timestamp;

use crate::ApiSettings;
use crate::fever::total::Totals;

/// The state of the faces for programs. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    /// The desk, with the store and the clock.
    pub desk: Desk,
    /// The settings.
    pub settings: ApiSettings,
    /// Slows down guessing.
    pub governor: Governor,
    /// Hashes passwords, a few at once.
    pub hasher: Hasher,
    /// What apps of Fever's protocol were last told of how much there is.
    pub fever_totals: Totals,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// The state of new faces.
    pub fn new(desk: Desk, settings: ApiSettings) -> Self {
        Self(Arc::new(Shared {
            desk,
            settings,
            governor: Governor::default(),
            hasher: Hasher::default(),
            fever_totals: Totals::default(),
        }))
    }

    /// The store.
    pub fn store(&self) -> &Store {
        self.desk.store()
    }

    /// The instance's present moment.
    pub fn now(&self) -> Timestamp {
        self.desk.clock().now()
    }
}
