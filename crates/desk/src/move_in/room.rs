//! How much of what another reader holds has room here at once.

use super::ItemAbroad;

/// Items are held in memory until all are there.
const MOST_BYTES: usize = 256 << 20;

/// How many things that have no room are named one by one; the report names no more.
const NAMED: usize = 200;

/// The room that is left for items, and what had none.
pub struct Room {
    left: usize,
    pub over: Over,
}

/// What had no room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Over {
    /// The titles and addresses of the first of them.
    pub named: Vec<(String, String)>,
    /// How many more there are.
    pub more: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self::of(MOST_BYTES)
    }
}

impl Room {
    /// Room for so many bytes.
    fn of(bytes: usize) -> Self {
        Self { left: bytes, over: Over::default() }
    }

    /// Takes room for so many bytes if there is as much; if not, nothing has room from then on.
    pub fn has(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether there is room for an item, which then takes it; one without is noted.
    pub fn takes(&mut self, item: &ItemAbroad) -> bool {
        if self.has(weight(item)) {
            return true;
        }
        if self.over.named.len() < NAMED {
            let shown = |text: &Option<String>| {
                crate::cut::chars(text.as_deref().unwrap_or_default(), NAMED)
            };
            self.over.named.push((shown(&item.title), shown(&item.address)));
        } else {
            self.over.more += 1;
        }
        false
    }

    /// Whether nothing has room any more.
    pub fn is_full(&self) -> bool {
        self.left == 0
    }
}

fn weight(item: &ItemAbroad) -> usize {
    let ItemAbroad { guid, address, title, html, feed, outlet, authors, .. } = item;
    let texts = [guid, address, title, html, feed, outlet].into_iter().flatten().chain(authors);
    texts.map(String::len).sum::<usize>() + size_of::<ItemAbroad>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_named_and_nothing_comes_after_it() {
        let item = |title: &str, html: usize| ItemAbroad {
            title: Some(title.to_owned()),
            html: Some("x".repeat(html)),
            ..ItemAbroad::default()
        };
        let mut room = Room::of(2 * size_of::<ItemAbroad>() + 100);
        assert!(room.takes(&item("a", 50)));
        assert!(!room.is_full());
        assert!(!room.takes(&item("b", 60)));
        assert!(room.is_full());
        for _ in 0..NAMED {
            assert!(!room.takes(&item("c", 0)));
        }
        assert_eq!(room.over.named.len(), NAMED);
        assert_eq!((room.over.named[0].0.as_str(), room.over.more), ("b", 1));
    }
}
