//! Values in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::{Key, Trimmed, Usage};

/// A bounded map with the order of use.
#[derive(Debug)]
pub(crate) struct Memory {
    most: u64,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    values: HashMap<Key, (Bytes, u64)>,
    bytes: u64,
    /// Grows with every use.
    uses: u64,
}

impl Memory {
    pub(crate) fn new(most: u64) -> Self {
        Self { most, held: Mutex::default() }
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Bytes> {
        let mut held = self.held();
        held.uses += 1;
        let now = held.uses;
        let (value, used) = held.values.get_mut(key)?;
        *used = now;
        Some(value.clone())
    }

    pub(crate) fn put(&self, key: Key, value: Bytes) {
        let mut held = self.held();
        held.forget(&key);
        held.uses += 1;
        held.bytes += value.len() as u64;
        let used = held.uses;
        held.values.insert(key, (value, used));
        held.shrink(self.most);
    }

    pub(crate) fn remove(&self, key: &Key) {
        self.held().forget(key);
    }

    pub(crate) fn usage(&self) -> Usage {
        self.held().usage()
    }

    pub(crate) fn trim(&self, most: u64) -> Trimmed {
        let mut held = self.held();
        let before = held.usage();
        held.shrink(most);
        let left = held.usage();
        let removed = Usage { blobs: before.blobs - left.blobs, bytes: before.bytes - left.bytes };
        Trimmed { removed, left }
    }

    /// What a panic elsewhere left behind is plain data.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn usage(&self) -> Usage {
        Usage { blobs: self.values.len() as u64, bytes: self.bytes }
    }

    fn forget(&mut self, key: &Key) {
        if let Some((value, _)) = self.values.remove(key) {
            self.bytes -= value.len() as u64;
        }
    }

    fn shrink(&mut self, most: u64) {
        if self.bytes <= most {
            return;
        }
        let mut by_use: Vec<(u64, Key)> =
            self.values.iter().map(|(key, (_, used))| (*used, *key)).collect();
        by_use.sort_unstable();
        for (_, key) in by_use {
            if self.bytes <= most {
                return;
            }
            self.forget(&key);
        }
    }
}
