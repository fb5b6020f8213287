//! What one client writes the others read.

use anyhow::{Context, Result};
use fever_api::models::ItemStatus;
use greader_api::models::{State, StreamQuery};
use greader_api::{AuthData, AuthInput, GReaderApi, GoogleAuthInput};
use miniflux_api::models::{EntryFilter, EntryID, EntryStatus};

use crate::{Walk, check, fever, miniflux};

pub async fn walk(it: &Walk) -> Result<()> {
    let (fever, miniflux, http) = (fever::client(it)?, miniflux::client(it), &it.http);
    let newest = it.call("fever get_items_max", fever.get_items_max(0, http)).await?.items;
    let number = newest.first().context("no items")?.id;
    let entry = EntryID(i64::try_from(number)?);
    let item = async || -> Result<(bool, bool)> {
        let found = fever.get_items_with(vec![number], http);
        let found = it.call("fever get_items_with", found).await?.items;
        let item = found.first().context("the item is gone")?;
        Ok((item.is_read, item.is_saved))
    };
    let one = it.call("miniflux get_entry", miniflux.get_entry(entry, http)).await?;
    check!(one.title == newest[0].title && one.url == newest[0].url, "{one:?}");

    let mark = async |status: ItemStatus| {
        it.call("fever mark_item", fever.mark_item(status, number, http)).await
    };
    mark(ItemStatus::Read).await?;
    mark(ItemStatus::Saved).await?;
    let one = it.call("miniflux get_entry", miniflux.get_entry(entry, http)).await?;
    check!(one.status == EntryStatus::Read && one.starred, "{one:?}");

    by_google_reader(it, number).await?;
    let one = it.call("miniflux get_entry", miniflux.get_entry(entry, http)).await?;
    check!(one.status == EntryStatus::Unread && one.starred, "{one:?}");
    check!(item().await? == (false, true), "Fever reads what Google Reader's app wrote");
    mark(ItemStatus::Read).await?;

    let unread = miniflux.update_entries_status(vec![entry], EntryStatus::Unread, http);
    it.call("miniflux update_entries_status", unread).await?;
    it.call("miniflux toggle_bookmark", miniflux.toggle_bookmark(entry, http)).await?;
    check!(item().await? == (false, false), "Fever reads what Miniflux wrote");

    let filter = EntryFilter::default().status(EntryStatus::Unread).limit(10_000);
    let unread = it.call("miniflux get_entries", miniflux.get_entries(&filter, http)).await?;
    let ids = it.call("fever get_unread_items", fever.get_unread_items(http)).await?;
    let mut listed: Vec<u64> = ids.unread_item_ids;
    let mut wanted = Vec::new();
    for entry in unread {
        wanted.push(u64::try_from(entry.id.0)?);
    }
    listed.sort_unstable();
    wanted.sort_unstable();
    check!(listed == wanted, "both list the same unread items");

    let category = it.call("miniflux create_category", miniflux.create_category("Both", http));
    let category = category.await?;
    let groups = it.call("fever get_groups", fever.get_groups(http)).await?;
    let group = groups.groups.iter().find(|group| group.title == "Both").context("no group")?;
    check!(i64::try_from(group.id)? == category.id.0, "a folder has one number");
    it.call("miniflux delete_category", miniflux.delete_category(category.id, http)).await
}

/// Google Reader's app finds an item read and starred, and marks it unread.
async fn by_google_reader(it: &Walk, number: u64) -> Result<()> {
    let http = &it.http;
    let api = GReaderApi::new(it.url.clone(), AuthData::Uninitialized);
    let input = AuthInput::Google(GoogleAuthInput {
        username: it.name.clone(),
        password: it.secret.clone(),
    });
    it.call("greader login", api.login(&input, http)).await?;
    let id = number.to_string();
    for state in [State::Read, State::Starred] {
        let query = StreamQuery {
            stream_id: Some(state.as_str()),
            amount: Some(1000),
            ..StreamQuery::default()
        };
        let refs = it.call("greader items_ids", api.items_ids(&query, http)).await?;
        let refs = refs.item_refs.unwrap_or_default();
        check!(refs.iter().any(|item| item.id == id), "{id} is not {}", state.as_str());
    }
    let read = [State::Read.as_str()];
    it.call("greader tag_edit", api.tag_edit(&[id.as_str()], &[], &read, http)).await?;
    Ok(())
}
