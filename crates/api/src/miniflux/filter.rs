//! Which entries are asked for: the filters, orders and pages of `/v1/entries`.

use dateline_model::{EntryId, FeedId, FolderId, ItemOrder, ItemPage, ItemQuery, ItemScope};
use jiff::{SignedDuration, Timestamp};

use super::ask::Query;
use super::fault::Fault;
use super::shelf::Shelf;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::state::App;

/// How many entries are on a page where a client does not say.
const USUAL: i64 = 100;

/// How many are on a page at the most. 0 is Miniflux's word for no limit.
const MOST: i64 = 10_000;

/// How many articles of a search are looked through.
const FOUND: usize = 1000;

/// Where entries are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// In all feeds.
    All,
    /// In a feed, as the address says.
    Feed(FeedId),
    /// In a category, as the address says.
    Category(FolderId),
}

/// The page that a query asks for; `None` where it is empty for certain.
pub async fn page(
    app: &App,
    caller: &Caller,
    shelf: &Shelf,
    query: &Query,
    within: Within,
) -> Result<Option<ItemPage>, Fault> {
    let Some(mut page) = read(query)? else { return Ok(None) };
    page.query.scope = scope(shelf, query, within)?;
    if let Some(text) = query.get("search") {
        if !app.desk.can_search() {
            return Err(Problem::NotYet("there is no search index yet").into());
        }
        page.among = Some(app.desk.all_found(caller.user.id, text, FOUND).await?);
    }
    Ok(Some(page))
}

/// A parameter counts over the address, as with Miniflux.
fn scope(shelf: &Shelf, query: &Query, within: Within) -> Result<ItemScope, Fault> {
    let feed = query.positive("feed_id").map(FeedId).or(match within {
        Within::Feed(feed) => Some(feed),
        _ => None,
    });
    let category = query.positive("category_id").map(FolderId).or(match within {
        Within::Category(category) => Some(category),
        _ => None,
    });
    let folder = match category {
        Some(id) => Some(shelf.folder(id).ok_or_else(|| Fault::bad("invalid category ID"))?),
        None => None,
    };
    match (feed, folder) {
        (Some(feed), _) if shelf.shape(feed).is_none() => Err(Fault::bad("invalid feed ID")),
        (Some(feed), Some(folder)) if !shelf.holds(&folder.name, feed) => {
            Err(Fault::bad("this feed is not in that category"))
        }
        (Some(feed), _) => Ok(ItemScope::Feed(feed)),
        (None, Some(folder)) => Ok(ItemScope::Folder(folder.name.clone())),
        (None, None) => Ok(ItemScope::All),
    }
}

fn read(query: &Query) -> Result<Option<ItemPage>, Fault> {
    let statuses = query.all("status");
    let known = |status: &&str| matches!(*status, "read" | "unread" | "removed");
    if let Some(other) = statuses.iter().find(|status| !known(status)) {
        return Err(Fault::bad(format!(
            "“{other}” is no status of an entry: it is read, unread or removed"
        )));
    }
    let read = match (statuses.contains(&"read"), statuses.contains(&"unread")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        // Nothing is ever removed from a user's feeds by hand.
        (false, false) if !statuses.is_empty() => return Ok(None),
        _ => None,
    };
    let oldest_first = match query.get("direction") {
        None | Some("asc") => true,
        Some("desc") => false,
        Some(other) => {
            return Err(Fault::bad(format!("“{other}” is no direction: it is asc or desc")));
        }
    };
    let limit = number(query, "limit")?.unwrap_or(USUAL);
    let limit = if limit == 0 { MOST } else { limit.min(MOST) };
    let offset = number(query, "offset")?.unwrap_or_default();
    Ok(Some(ItemPage {
        query: ItemQuery {
            scope: ItemScope::All,
            read,
            starred: query.flag("starred"),
            published_from: after(query, ["after", "published_after"], Timestamp::max),
            published_until: before(query, ["before", "published_before"]),
            changed_from: after(query, ["changed_after", "changed_after"], Timestamp::max),
            above: query.positive("after_entry_id").map(EntryId),
            below: query.positive("before_entry_id").map(EntryId),
            oldest_first,
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
            ..ItemQuery::default()
        },
        order: order(query)?,
        offset: u32::try_from(offset).unwrap_or(u32::MAX),
        changed_until: before(query, ["changed_before", "changed_before"]),
        among: None,
        tags: query.all("tags").into_iter().map(str::to_owned).collect(),
    }))
}

/// A number that may be 0 but not below; what is none counts as not said.
fn number(query: &Query, name: &str) -> Result<Option<i64>, Fault> {
    match query.get(name).and_then(|text| text.parse::<i64>().ok()) {
        Some(number) if number < 0 => Err(Fault::bad("offset and limit are not below 0")),
        number => Ok(number),
    }
}

/// A client that names no order has them by arrival. Miniflux has them by publication then; but a
/// client that turns pages by counting misses nothing only in an order into which nothing is
/// inserted.
fn order(query: &Query) -> Result<ItemOrder, Fault> {
    Ok(match query.get("order") {
        None | Some("id" | "created_at") => ItemOrder::Arrival,
        Some("published_at") => ItemOrder::Published,
        Some("changed_at") => ItemOrder::Changed,
        Some("title") => ItemOrder::Title,
        Some("author") => ItemOrder::Author,
        Some("category_title" | "category_id") => ItemOrder::Folder,
        Some("status") => ItemOrder::State,
        Some(other) => return Err(Fault::bad(format!("entries have no order by “{other}”"))),
    })
}

/// The least moment that is later than all of these parameters say, in seconds of Unix.
fn after(
    query: &Query,
    names: [&str; 2],
    of: fn(Timestamp, Timestamp) -> Timestamp,
) -> Option<Timestamp> {
    moments(query, names, SignedDuration::from_millis(1)).reduce(of)
}

/// The greatest moment that is earlier than all of these parameters say.
fn before(query: &Query, names: [&str; 2]) -> Option<Timestamp> {
    moments(query, names, SignedDuration::from_millis(-1)).reduce(Timestamp::min)
}

fn moments(
    query: &Query,
    names: [&str; 2],
    moved: SignedDuration,
) -> impl Iterator<Item = Timestamp> {
    let seconds = names.map(|name| query.positive(name)).into_iter().flatten();
    let moments =
        seconds.filter_map(move |at| Timestamp::from_second(at).ok()?.checked_add(moved).ok());
    moments.collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> ItemPage {
        read(&Query::read(query)).unwrap().unwrap()
    }

    fn second(at: i64) -> Timestamp {
        Timestamp::from_second(at).unwrap()
    }

    #[test]
    fn nothing_said_is_the_first_hundred() {
        let page = of("");
        assert_eq!((page.query.limit, page.offset, page.query.read), (100, 0, None));
        assert!(page.query.oldest_first && page.order == ItemOrder::Arrival);
    }

    #[test]
    fn two_statuses_are_both() {
        assert_eq!(of("status=read").query.read, Some(true));
        assert_eq!(of("status=unread").query.read, Some(false));
        assert_eq!(of("status=read&status=unread").query.read, None);
        assert_eq!(of("status=unread&status=removed").query.read, Some(false));
        assert_eq!(read(&Query::read("status=removed")).unwrap(), None);
        assert!(read(&Query::read("status=seen")).is_err());
    }

    #[test]
    fn moments_are_left_out_themselves() {
        let page = of("after=100&published_after=200&before=1000&published_before=900");
        let milli = SignedDuration::from_millis(1);
        assert_eq!(page.query.published_from, Some(second(200) + milli));
        assert_eq!(page.query.published_until, Some(second(900) - milli));
        let page = of("changed_after=100&changed_before=200&before=0");
        assert_eq!(page.query.changed_from, Some(second(100) + milli));
        assert_eq!(page.changed_until, Some(second(200) - milli));
        assert_eq!(page.query.published_until, None);
    }

    #[test]
    fn a_page_has_bounds() {
        assert_eq!(of("limit=0").query.limit, 10_000);
        assert_eq!(of("limit=99999999999").query.limit, 10_000);
        assert_eq!(of("offset=99999999999").offset, u32::MAX);
        assert!(read(&Query::read("limit=-1")).is_err());
        assert!(read(&Query::read("order=size")).is_err());
        assert!(read(&Query::read("direction=up")).is_err());
    }
}
