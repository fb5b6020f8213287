//! NewsFlash's library of Fever's protocol: all that it can ask.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use fever_api::FeverApi;
use fever_api::models::{Item, ItemStatus};

use crate::{Walk, check};

/// The library with the key of the walk's user.
pub fn client(it: &Walk) -> Result<FeverApi> {
    Ok(FeverApi::new(&it.url.join("fever/")?, &it.name, &it.secret))
}

pub async fn walk(it: &Walk) -> Result<()> {
    let (fever, http) = (client(it)?, &it.http);
    sign_in(it, &fever).await?;

    let groups = it.call("get_groups", fever.get_groups(http)).await?;
    let feeds = it.call("get_feeds", fever.get_feeds(http)).await?;
    check!(!groups.groups.is_empty() && !feeds.feeds.is_empty(), "{groups:?}");
    let known: BTreeSet<u64> = feeds.feeds.iter().map(|feed| feed.id).collect();
    for group in &groups.feeds_groups {
        check!(group.feed_ids.iter().all(|feed| known.contains(feed)), "{group:?}");
        check!(groups.groups.iter().any(|named| named.id == group.group_id), "{group:?}");
    }
    it.call("get_favicons", fever.get_favicons(http)).await?;

    let items = sync(it, &fever).await?;
    check!(items.iter().all(|item| known.contains(&item.feed_id)), "an item of no feed");
    marks(it, &fever, &items).await?;

    let links = it.call("get_links", fever.get_links(http)).await?;
    let paged = it.call("get_links_with", fever.get_links_with(0, 30, 1, http)).await?;
    check!(links.links.len() <= paged.links.len(), "a month has no fewer links than a week");
    let far = it.call("get_links_with", fever.get_links_with(0, 30, 1000, http)).await?;
    check!(far.links.is_empty(), "there is no page 1000");
    whole_feeds(it, &fever, &items, groups.groups.first().context("no group")?.id).await
}

async fn sign_in(it: &Walk, fever: &FeverApi) -> Result<()> {
    let http = &it.http;
    let signed_in = it.call("valid_credentials", fever.valid_credentials(http)).await?;
    check!(signed_in, "the key is right");
    let wrong = FeverApi::new(&it.url.join("fever/")?, &it.name, "wrong");
    let refused = it.call("valid_credentials", wrong.valid_credentials(http)).await?;
    check!(!refused, "the key is wrong");
    let version = it.call("get_api_version", fever.get_api_version(http)).await?;
    check!(version == 3, "{version}");
    Ok(())
}

/// All items, as apps fetch them: on from the greatest number that they have, until nothing comes.
async fn sync(it: &Walk, fever: &FeverApi) -> Result<Vec<Item>> {
    let http = &it.http;
    let mut all: Vec<Item> = Vec::new();
    let first = it.call("get_items", fever.get_items(http)).await?;
    loop {
        let last = all.last().map_or(0, |item| item.id);
        let some = it.call("get_items_since", fever.get_items_since(last, http)).await?.items;
        check!(some.len() <= 50, "{} items at once", some.len());
        if some.is_empty() {
            break;
        }
        all.extend(some);
    }
    check!(all.windows(2).all(|pair| pair[0].id < pair[1].id), "numbers grow");
    check!(all.len() as u64 == first.total_items, "{} of {}", all.len(), first.total_items);
    check!(first.items.first().map(|item| item.id) == all.first().map(|item| item.id), "");

    let mut down: Vec<u64> = Vec::new();
    loop {
        let last = down.last().copied().unwrap_or_default();
        let some = it.call("get_items_max", fever.get_items_max(last, http)).await?.items;
        if some.is_empty() {
            break;
        }
        down.extend(some.iter().map(|item| item.id));
    }
    let up: Vec<u64> = all.iter().rev().map(|item| item.id).collect();
    check!(down == up, "both ways give the same items");

    let some: Vec<u64> = up.iter().copied().take(50).collect();
    let found = it.call("get_items_with", fever.get_items_with(some.clone(), http)).await?.items;
    let found: Vec<u64> = found.iter().map(|item| item.id).collect();
    check!(found == some, "{found:?}");
    Ok(all)
}

async fn marks(it: &Walk, fever: &FeverApi, items: &[Item]) -> Result<()> {
    let http = &it.http;
    let unread = async || -> Result<Vec<u64>> {
        Ok(it.call("get_unread_items", fever.get_unread_items(http)).await?.unread_item_ids)
    };
    let saved = async || -> Result<Vec<u64>> {
        Ok(it.call("get_saved_items", fever.get_saved_items(http)).await?.saved_item_ids)
    };
    let mark = async |status: ItemStatus, id: u64| {
        it.call("mark_item", fever.mark_item(status, id, http)).await
    };
    check!(unread().await?.len() == items.len() && saved().await?.is_empty(), "all is new");
    let id = items.get(items.len() / 2).context("no items")?.id;
    mark(ItemStatus::Read, id).await?;
    check!(!unread().await?.contains(&id), "{id} is read");
    mark(ItemStatus::Unread, id).await?;
    check!(unread().await?.contains(&id), "{id} is unread again");
    // An app that is not sure whether its star arrived sends it again.
    for _ in 0..2 {
        mark(ItemStatus::Saved, id).await?;
        let ids = saved().await?;
        let item = it.call("get_items_with", fever.get_items_with(vec![id], http)).await?;
        // An article in two feeds is two items.
        check!(ids.contains(&id) && item.items[0].is_saved, "{ids:?}");
    }
    mark(ItemStatus::Unsaved, id).await?;
    check!(saved().await?.is_empty(), "{id} is not saved any more");
    Ok(())
}

async fn whole_feeds(it: &Walk, fever: &FeverApi, items: &[Item], group: u64) -> Result<()> {
    let http = &it.http;
    let unread = async || -> Result<Vec<u64>> {
        Ok(it.call("get_unread_items", fever.get_unread_items(http)).await?.unread_item_ids)
    };
    let feed = items.first().context("no items")?.feed_id;
    let of_feed = |ids: &[u64]| {
        let within = items.iter().filter(|item| item.feed_id == feed && ids.contains(&item.id));
        within.count()
    };
    let before = i64::MAX / 1_000_000_000;
    let feed_id = i64::try_from(feed)?;
    it.call("mark_feed", fever.mark_feed(ItemStatus::Read, feed_id, 1, http)).await?;
    check!(of_feed(&unread().await?) > 0, "nothing came before 1970");
    it.call("mark_feed", fever.mark_feed(ItemStatus::Read, feed_id, before, http)).await?;
    check!(of_feed(&unread().await?) == 0, "the feed is read");
    let left = unread().await?.len();
    let group = i64::try_from(group)?;
    it.call("mark_group", fever.mark_group(ItemStatus::Read, group, before, http)).await?;
    check!(unread().await?.len() < left || left == 0, "the group is read");
    it.call("mark_group", fever.mark_group(ItemStatus::Read, 0, before, http)).await?;
    check!(unread().await?.is_empty(), "all is read");
    Ok(())
}
