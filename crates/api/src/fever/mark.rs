//! What is done: marks of an item, a feed or a group.

use dateline_model::{EntryId, FeedId, FolderId, ItemMark, ItemQuery, ItemScope, User};
use jiff::{SignedDuration, Timestamp};

use super::ask::Asked;
use crate::problem::Problem;
use crate::state::App;

/// What was read so shortly before counts as recently read.
const RECENTLY: SignedDuration = SignedDuration::from_mins(15);

/// How many items are marked unread together.
const RECENT_ITEMS: u32 = 1000;

/// What a request marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// An item.
    Item(EntryId, ItemMark),
    /// A feed read, up to a moment in seconds.
    Feed(FeedId, Option<i64>),
    /// A group read, up to a moment in seconds; 0 is all feeds, and -1 the sparks.
    Group(i64, Option<i64>),
}

impl Mark {
    /// The mark that is asked for; `None` where there is none, or one that makes no sense.
    pub fn of(asked: &Asked) -> Option<Self> {
        let id = asked.number("id")?;
        let before = asked.number("before").filter(|before| *before > 0);
        let how = match asked.get("as")? {
            "read" => ItemMark::Read,
            "unread" => ItemMark::Unread,
            "saved" => ItemMark::Star,
            "unsaved" => ItemMark::Unstar,
            _ => return None,
        };
        match (asked.get("mark")?, how) {
            ("item", how) => Some(Self::Item(EntryId(id), how)),
            ("feed", ItemMark::Read) => Some(Self::Feed(FeedId(id), before)),
            ("group", ItemMark::Read) => Some(Self::Group(id, before)),
            _ => None,
        }
    }
}

/// Marks.
pub async fn mark(app: &App, user: &User, what: Mark) -> Result<(), Problem> {
    let (store, now) = (app.store(), app.now());
    let (scope, before) = match what {
        Mark::Item(id, how) => {
            // A star that is given again stays: apps repeat what they are not sure has arrived, and
            // Miniflux, which toggles, takes the star away then.
            store.mark_items(user.id, &[id], &how, now).await?;
            return Ok(());
        }
        Mark::Feed(id, before) => (ItemScope::Feed(id), before),
        Mark::Group(0, before) => (ItemScope::All, before),
        Mark::Group(id, before) => {
            let folders = store.numbered_folders(user.id).await?;
            let folder = folders.into_iter().find(|folder| folder.id == FolderId(id));
            let Some(folder) = folder else { return Ok(()) };
            (ItemScope::Folder(folder.name), before)
        }
    };
    store.mark_items_read(user.id, scope, seen_until(before, now), now).await?;
    Ok(())
}

/// The moment up to which items were seen by the app: never later than now, so that nothing is
/// read before it came. What is too large for seconds counts as milliseconds or microseconds.
fn seen_until(before: Option<i64>, now: Timestamp) -> Timestamp {
    let moment = match before {
        Some(micros) if micros >= 100_000_000_000_000 => Timestamp::from_microsecond(micros),
        Some(millis) if millis >= 100_000_000_000 => Timestamp::from_millisecond(millis),
        Some(seconds) => Timestamp::from_second(seconds),
        None => Ok(now),
    };
    moment.map_or(now, |moment| moment.min(now))
}

/// Marks unread what was read in the last minutes: the undo of an app.
pub async fn unread_recently_read(app: &App, user: &User) -> Result<(), Problem> {
    let (store, now) = (app.store(), app.now());
    let from = now.checked_sub(RECENTLY).unwrap_or(Timestamp::MIN);
    let query = ItemQuery {
        read: Some(true),
        changed_from: Some(from),
        limit: RECENT_ITEMS,
        ..ItemQuery::default()
    };
    let items = store.items(user.id, query).await?.into_iter();
    let recent = items.filter(|item| item.read_at.is_some_and(|at| at >= from));
    let ids: Vec<EntryId> = recent.map(|item| item.id).collect();
    store.mark_items(user.id, &ids, &ItemMark::Unread, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_understood_by_its_size_and_never_lies_ahead() {
        let now: Timestamp = "2025-12-22T14:30:00Z".parse().unwrap();
        let earlier: Timestamp = "2025-12-22T12:00:00Z".parse().unwrap();
        assert_eq!(seen_until(Some(earlier.as_second()), now), earlier);
        assert_eq!(seen_until(Some(earlier.as_millisecond()), now), earlier);
        assert_eq!(seen_until(Some(earlier.as_microsecond()), now), earlier);
        assert_eq!(seen_until(Some(now.as_second() + 86_400), now), now);
        assert_eq!(seen_until(Some(i64::MAX), now), now);
        assert_eq!(seen_until(None, now), now);
    }
}
