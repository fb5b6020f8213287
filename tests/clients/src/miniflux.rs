//! NewsFlash's library of Miniflux's API: all that it can ask.

use std::collections::BTreeSet;

use anyhow::{Context, Result, anyhow, bail};
use miniflux_api::models::{
    CategoryID, Entry, EntryFilter, EntryID, EntryIdFilter, EntryImport, EntryModification,
    EntryStatus, FeedID, FeedModification, OrderBy, OrderDirection, UserModification,
};
use miniflux_api::{ApiError, MinifluxApi};

use crate::{Walk, check};

/// How many entries are asked for at once.
const PAGE: i64 = 100;

/// The library as it signs in with a name.
pub fn client(it: &Walk) -> MinifluxApi {
    MinifluxApi::new(&it.url, it.name.clone(), it.secret.clone())
}

pub async fn walk(it: &Walk) -> Result<()> {
    let (api, http) = (client(it), &it.http);
    sign_in(it, &api).await?;
    let all = sync(it, &api).await?;
    marks(it, &api, &all).await?;
    feeds(it, &api).await?;
    accounts(it, &api).await?;
    refusals(it, &api, &all).await?;
    it.call("flush_history", api.flush_history(http)).await?;
    let integrations = it.call("has_integrations", api.has_integrations(http)).await?;
    check!(!integrations, "none is set up");
    let opml = it.call("export_opml", api.export_opml(http)).await?;
    it.call("import_opml", api.import_opml(&opml, http)).await
}

async fn sign_in(it: &Walk, api: &MinifluxApi) -> Result<()> {
    let http = &it.http;
    it.call("healthcheck", api.healthcheck(http)).await?;
    it.call("get_version", api.get_version(http)).await?;
    let me = it.call("get_current_user", api.get_current_user(http)).await?;
    check!(me.username == it.name && me.is_admin, "{me:?}");
    let by_token = MinifluxApi::new_from_token(&it.url, it.secret.clone())?;
    let me = it.call("get_current_user", by_token.get_current_user(http)).await?;
    check!(me.username == it.name, "{me:?}");
    let wrong = MinifluxApi::new(&it.url, it.name.clone(), "wrong".to_owned());
    let refused = wrong.get_current_user(http).await;
    check!(refused.as_ref().is_err_and(ApiError::is_unauthorized), "{refused:?}");
    Ok(())
}

/// All entries, as apps fetch them: page by page, and by numbers.
async fn sync(it: &Walk, api: &MinifluxApi) -> Result<Vec<Entry>> {
    let http = &it.http;
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let offset = i64::try_from(all.len())?;
        let filter = EntryFilter::default().limit(PAGE).offset(offset);
        let batch = it.call("get_entry_batch", api.get_entry_batch(&filter, http)).await?;
        check!(batch.total > 0, "there are entries");
        if batch.entries.is_empty() {
            check!(batch.total == offset, "{} of {}", offset, batch.total);
            break;
        }
        all.extend(batch.entries);
    }
    let numbers: BTreeSet<EntryID> = all.iter().map(|entry| entry.id).collect();
    check!(numbers.len() == all.len(), "no entry comes twice");
    let filter = EntryIdFilter::default().status(EntryStatus::Unread);
    let ids = it.call("get_entry_ids", api.get_entry_ids(&filter, http)).await?;
    check!(ids.ids.iter().copied().collect::<BTreeSet<_>>() == numbers, "{}", ids.total);
    check!(ids.ids.is_sorted_by(|one, next| one > next), "the greatest first");

    let newest = EntryFilter::default()
        .order(OrderBy::PublishedAt)
        .direction(OrderDirection::Desc)
        .status(EntryStatus::Unread)
        .starred(false)
        .globally_visible(true)
        .limit(10);
    let newest = it.call("get_entries", api.get_entries(&newest, http)).await?;
    check!(newest.is_sorted_by(|one, next| one.published_at >= next.published_at), "by date");

    let one = newest.first().context("no entries")?;
    let alone = it.call("get_entry", api.get_entry(one.id, http)).await?;
    check!(alone == *one, "{alone:?}");
    let (feed, category) = (one.feed_id, one.feed.category.id);
    let alone = it.call("get_feed_entry", api.get_feed_entry(feed, one.id, http)).await?;
    check!(alone.id == one.id, "{alone:?}");
    let found = api.get_category_entry(category, one.id, http);
    it.call("get_category_entry", found).await?;
    let every = EntryFilter::default().limit(10_000);
    let of_feed = it.call("get_feed_entries", api.get_feed_entries(feed, &every, http)).await?;
    check!(of_feed.iter().all(|entry| entry.feed_id == feed), "entries of one feed");
    let batch = api.get_feed_entry_batch(feed, &every, http);
    let batch = it.call("get_feed_entry_batch", batch).await?;
    check!(batch.entries.len() == of_feed.len(), "{}", batch.total);
    let listed = api.get_category_entries(category, &every, http);
    let of_category = it.call("get_category_entries", listed).await?;
    check!(of_category.len() >= of_feed.len(), "{}", of_category.len());
    let both = every.clone().feed_id(feed);
    let batch = api.get_category_entry_batch(category, &both, http);
    let batch = it.call("get_category_entry_batch", batch).await?;
    check!(batch.entries.len() == of_feed.len(), "{}", batch.total);

    let found = EntryFilter::default().search("ferry").category_id(category);
    it.call("get_entries", api.get_entries(&found, http)).await?;
    let content = api.fetch_entry_content(one.id, true, http);
    let content = it.call("fetch_entry_content", content).await?;
    check!(content.content == one.content, "{content:?}");
    Ok(all)
}

async fn marks(it: &Walk, api: &MinifluxApi, all: &[Entry]) -> Result<()> {
    let http = &it.http;
    let ids: Vec<EntryID> = all.iter().take(20).map(|entry| entry.id).collect();
    let with = async |filter: EntryFilter| -> Result<Vec<EntryID>> {
        let filter = filter.limit(10_000);
        let entries = it.call("get_entries", api.get_entries(&filter, http)).await?;
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    };
    let status = async |status: EntryStatus| {
        let update = api.update_entries_status(ids.clone(), status, http);
        it.call("update_entries_status", update).await
    };
    status(EntryStatus::Read).await?;
    let read = with(EntryFilter::default().status(EntryStatus::Read)).await?;
    check!(ids.iter().all(|id| read.contains(id)), "{read:?}");
    status(EntryStatus::Unread).await?;
    let read = with(EntryFilter::default().status(EntryStatus::Read)).await?;
    check!(ids.iter().all(|id| !read.contains(id)), "{read:?}");

    let starred = async || with(EntryFilter::default().starred(true)).await;
    for _ in 0..2 {
        let update = api.update_entries_starred(ids.clone(), true, http);
        it.call("update_entries_starred", update).await?;
        let starred = starred().await?;
        check!(ids.iter().all(|id| starred.contains(id)), "{starred:?}");
    }
    it.call("toggle_bookmark", api.toggle_bookmark(ids[0], http)).await?;
    check!(!starred().await?.contains(&ids[0]), "the star is gone");
    it.call("toggle_bookmark", api.toggle_bookmark(ids[0], http)).await?;
    check!(starred().await?.contains(&ids[0]), "the star is back");
    let update = api.update_entries_starred(ids.clone(), false, http);
    it.call("update_entries_starred", update).await?;
    check!(starred().await?.is_empty(), "no star is left");
    Ok(())
}

async fn files(it: &Walk, api: &MinifluxApi, feed: FeedID) -> Result<()> {
    let http = &it.http;
    let every = EntryFilter::default();
    let entries = it.call("get_feed_entries", api.get_feed_entries(feed, &every, http)).await?;
    let file = entries.iter().find_map(|entry| entry.enclosures.first());
    let file = file.context("the feed brings no files")?;
    let update = api.update_enclosure_progression(file.id, 42, http);
    it.call("update_enclosure_progression", update).await?;
    let again = it.call("get_enclosure", api.get_enclosure(file.id, http)).await?;
    check!(again.media_progression == 42 && again.url == file.url, "{again:?}");
    Ok(())
}

/// A feed comes into a new category, is renamed, moved, read and left.
async fn feeds(it: &Walk, api: &MinifluxApi) -> Result<()> {
    let http = &it.http;
    let url = it.feed.as_ref().context("no address of a feed")?;
    let found = it.call("discover_subscription", api.discover_subscription(url.clone(), http));
    let found = found.await?;
    check!(found.iter().any(|one| one.url == url.as_str()), "{found:?}");
    let category = it.call("create_category", api.create_category("Sea", http)).await?;
    let feed = it.call("create_feed", api.create_feed(url, category.id, http)).await?;
    let twice = api.create_feed(url, category.id, http).await;
    check!(twice.is_err(), "it is subscribed to already");
    let one = it.call("get_feed", api.get_feed(feed, http)).await?;
    check!(one.category.id == category.id && one.feed_url == url.as_str(), "{one:?}");
    let changes = FeedModification {
        title: Some("Renamed".to_owned()),
        category_id: Some(first_category(it, api).await?),
        ..FeedModification::default()
    };
    let changed = it.call("update_feed", api.update_feed(feed, &changes, http)).await?;
    check!(changed.title == "Renamed" && changed.category.id != category.id, "{changed:?}");
    let changes =
        FeedModification { category_id: Some(category.id), ..FeedModification::default() };
    it.call("update_feed", api.update_feed(feed, &changes, http)).await?;
    let renamed = it.call("update_category", api.update_category(category.id, "Coast", http));
    let renamed = renamed.await?;
    check!(renamed.id == category.id && renamed.title == "Coast", "{renamed:?}");

    it.call("refresh_feed_synchronous", api.refresh_feed_synchronous(feed, http)).await?;
    it.call("refresh_category", api.refresh_category(category.id, http)).await?;
    it.call("refresh_all_feeds", api.refresh_all_feeds(http)).await?;
    let of = it.call("get_category_feeds", api.get_category_feeds(category.id, http)).await?;
    check!(of.len() == 1 && of[0].id == feed, "{of:?}");
    let listed = it.call("get_feeds", api.get_feeds(http)).await?;
    check!(listed.iter().any(|one| one.id == feed), "it is among all feeds");
    files(it, api, feed).await?;
    read(it, api, feed, category.id).await?;

    it.call("delete_feed", api.delete_feed(feed, http)).await?;
    let gone = api.get_feed(feed, http).await;
    check!(gone.as_ref().is_err_and(ApiError::is_not_found), "{gone:?}");
    it.call("delete_category", api.delete_category(category.id, http)).await?;
    let left = it.call("get_categories", api.get_categories(http)).await?;
    check!(left.iter().all(|one| one.id != category.id), "{left:?}");
    Ok(())
}

async fn first_category(it: &Walk, api: &MinifluxApi) -> Result<CategoryID> {
    let all = it.call("get_categories", api.get_categories(&it.http)).await?;
    all.first().map(|one| one.id).ok_or_else(|| anyhow!("there is always a category"))
}

async fn read(it: &Walk, api: &MinifluxApi, feed: FeedID, category: CategoryID) -> Result<()> {
    let http = &it.http;
    let unread = async || -> Result<i64> {
        let counted = api.get_categories_with_counts(http);
        let counted = it.call("get_categories_with_counts", counted).await?;
        let of = counted.iter().find(|one| one.id == category).context("the category is gone")?;
        check!(of.feed_count == Some(1), "{of:?}");
        of.total_unread.context("no count")
    };
    let counters = it.call("get_feed_counters", api.get_feed_counters(http)).await?;
    let count = counters.unreads.get(&feed).copied().unwrap_or_default();
    check!(count > 0, "{counters:?}");
    check!(unread().await? > 0, "the category has something to read");
    it.call("mark_feed_as_read", api.mark_feed_as_read(feed, http)).await?;
    let counters = it.call("get_feed_counters", api.get_feed_counters(http)).await?;
    check!(!counters.unreads.contains_key(&feed), "{counters:?}");
    it.call("mark_category_as_read", api.mark_category_as_read(category, http)).await?;
    check!(unread().await? == 0, "all of the category is read");
    let me = it.call("get_current_user", api.get_current_user(http)).await?;
    it.call("mark_user_as_read", api.mark_user_as_read(me.id, http)).await?;
    let filter = EntryFilter::default().status(EntryStatus::Unread);
    let left = it.call("get_entry_batch", api.get_entry_batch(&filter, http)).await?;
    check!(left.total == 0, "{} are unread", left.total);
    Ok(())
}

async fn accounts(it: &Walk, api: &MinifluxApi) -> Result<()> {
    let http = &it.http;
    let made = it.call("create_user", api.create_user("zoe", "correct horse", false, http));
    let made = made.await?;
    let by_id = it.call("get_user_by_id", api.get_user_by_id(made.id, http)).await?;
    let by_name = it.call("get_user_by_name", api.get_user_by_name("zoe", http)).await?;
    check!(by_id == made && by_name == made, "{by_id:?} {by_name:?}");
    let changes = UserModification { is_admin: Some(true), ..UserModification::default() };
    let changed = it.call("update_user", api.update_user(made.id, &changes, http)).await?;
    check!(changed.is_admin, "{changed:?}");
    let users = it.call("get_users", api.get_users(http)).await?;
    check!(users.len() == 2, "{users:?}");
    it.call("delete_user", api.delete_user(made.id, http)).await?;

    let key = it.call("create_api_key", api.create_api_key("a new app", http)).await?;
    let with_key = MinifluxApi::new_from_token(&it.url, key.token.clone())?;
    it.call("get_current_user", with_key.get_current_user(http)).await?;
    let keys = it.call("get_api_keys", api.get_api_keys(http)).await?;
    check!(keys.iter().any(|one| one.id == key.id), "{keys:?}");
    it.call("delete_api_key", api.delete_api_key(key.id, http)).await?;
    let revoked = with_key.get_current_user(http).await;
    check!(revoked.as_ref().is_err_and(ApiError::is_unauthorized), "{revoked:?}");
    Ok(())
}

/// What Dateline does not do is answered so that the library understands it.
async fn refusals(it: &Walk, api: &MinifluxApi, all: &[Entry]) -> Result<()> {
    let http = &it.http;
    let one = all.first().context("no entries")?;
    let changes = EntryModification::default().title("Another");
    let refused = |name: &'static str, error: Result<(), ApiError>, status: u16| {
        let Err(ApiError::Miniflux { status: code, error }) = error else {
            bail!("{name} was not refused in words");
        };
        check!(code.as_u16() == status && !error.error_message.is_empty(), "{name}: {code}");
        it.made(name);
        Ok(())
    };
    let rewritten = api.update_entry(one.id, &changes, http).await.map(drop);
    refused("update_entry", rewritten, 403)?;
    let import = EntryImport::new("https://example.org/article");
    let imported = api.import_feed_entry(one.feed_id, &import, http).await.map(drop);
    refused("import_feed_entry", imported, 403)?;
    refused("save_entry", api.save_entry(one.id, http).await, 400)?;
    let icon = api.get_feed_icon(one.feed_id, http).await.map(drop);
    refused("get_feed_icon", icon, 404)?;
    refused("get_icon", api.get_icon(1.into(), http).await.map(drop), 404)?;
    Ok(())
}
