//! Feeds, categories, entries and users as Miniflux writes them.
//!
//! Fields that Dateline knows nothing of carry what Miniflux has for a new feed or user, since
//! clients take them for granted.

use dateline_model::address::{digest, without_login};
use dateline_model::{
    EntryId, Feed, FeedStatus, Folder, FullText, Item, Role, Subscription, User, UserId,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::links::item_link;
use crate::state::App;

/// How the feeds outside of folders are called: Miniflux has every feed in a category, and calls
/// the first one so.
pub const NO_FOLDER: &str = "All";

/// How many words are read in a minute.
const PACE: u32 = 265;

/// How many files of an entry have numbers of their own.
pub const ENCLOSURES: i64 = 100;

/// A moment in whole seconds, as feeds say when something was published.
pub fn moment(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// What a category is called.
pub fn title_of(folder: &Folder) -> &str {
    if folder.name.is_empty() { NO_FOLDER } else { &folder.name }
}

/// A category.
pub fn category(user: UserId, folder: &Folder) -> Value {
    json!({
        "id": folder.id,
        "user_id": user,
        "title": title_of(folder),
        "hide_globally": false,
    })
}

/// A category with how many feeds and unread entries it has.
pub fn counted_category(user: UserId, folder: &Folder) -> Value {
    let mut shaped = category(user, folder);
    shaped["feed_count"] = json!(folder.feeds);
    shaped["total_unread"] = json!(folder.unread);
    shaped
}

/// A feed. What signs in to it is never told.
pub fn feed(user: UserId, feed: &Feed, subscription: &Subscription, folder: &Folder) -> Value {
    let polling = &feed.polling;
    let url = without_login(&feed.url);
    let own = subscription.title.as_deref().filter(|title| !title.trim().is_empty());
    let checked = polling.polled_at.unwrap_or(feed.created_at);
    json!({
        "id": feed.id,
        "user_id": user,
        "feed_url": url,
        // Clients open it, so that it is never empty.
        "site_url": feed.site_url.as_deref().unwrap_or(&url),
        "title": own.or(feed.title.as_deref()).unwrap_or(&url),
        "description": "",
        // NewsFlash's client fails where one of the moments is null.
        "checked_at": moment(checked),
        "next_check_at": moment(polling.next_poll_at.unwrap_or(checked)),
        "etag_header": "",
        "last_modified_header": "",
        "parsing_error_message": polling.last_error.as_deref().unwrap_or_default(),
        "parsing_error_count": polling.errors,
        "scraper_rules": "",
        "rewrite_rules": "",
        "urlrewrite_rules": "",
        "crawler": feed.full_text == FullText::Always,
        "blocklist_rules": "",
        "keeplist_rules": "",
        "block_filter_entry_rules": "",
        "keep_filter_entry_rules": "",
        "user_agent": "",
        "cookie": "",
        "username": "",
        "password": "",
        "disabled": feed.polling.status == FeedStatus::Gone,
        "no_media_player": false,
        "ignore_http_cache": false,
        "allow_self_signed_certificates": false,
        "fetch_via_proxy": false,
        "hide_globally": false,
        "disable_http2": false,
        "apprise_service_urls": "",
        "webhook_url": "",
        "ntfy_enabled": false,
        "proxy_url": "",
        "category": category(user, folder),
        "icon": null,
    })
}

/// An entry with its feed.
pub fn entry(app: &App, user: UserId, item: &Item, feed: &Value, played: &[(u32, u64)]) -> Value {
    let status = if item.read_at.is_some() { "read" } else { "unread" };
    let files: Vec<Value> = (0_u32..)
        .zip(&item.enclosures)
        .map_while(|(index, _)| enclosure(user, item, index, played))
        .collect();
    let link = item_link(app, item);
    json!({
        "id": item.id,
        "user_id": user,
        "feed_id": item.feed,
        "status": status,
        "hash": digest(&[&item.guid]),
        "title": if item.title.is_empty() { &link } else { &item.title },
        "url": link,
        "comments_url": "",
        "published_at": moment(item.published.unwrap_or(item.seen_at)),
        "created_at": moment(item.seen_at),
        "changed_at": moment(item.changed_at),
        "content": item.html,
        "author": item.authors.join(", "),
        "share_code": "",
        "starred": item.starred_at.is_some(),
        "reading_time": reading_time(item),
        "enclosures": files,
        "feed": feed,
        "tags": item.tags,
    })
}

/// The minutes that an entry takes to read.
pub fn reading_time(item: &Item) -> u32 {
    item.words.div_ceil(PACE)
}

/// The number of a file: clients know it by a number alone, so it is made of the entry's number and
/// the file's place.
pub fn enclosure_id(entry: EntryId, index: u32) -> Option<i64> {
    let index = i64::from(index);
    let id = entry.0.checked_mul(ENCLOSURES)?.checked_add(index)?;
    (index < ENCLOSURES).then_some(id)
}

/// A file that comes with an entry, with how far it was played; `None` past the last that has a
/// number.
pub fn enclosure(user: UserId, item: &Item, index: u32, played: &[(u32, u64)]) -> Option<Value> {
    let file = item.enclosures.get(usize::try_from(index).ok()?)?;
    let seconds = played.iter().find(|(place, _)| *place == index).map_or(0, |(_, at)| *at);
    Some(json!({
        "id": enclosure_id(item.id, index)?,
        "user_id": user,
        "entry_id": item.id,
        "url": file.href,
        "mime_type": file.kind.as_deref().unwrap_or_default(),
        "size": file.length.unwrap_or_default().min(i64::MAX as u64),
        "media_progression": seconds,
    }))
}

/// A user.
pub fn user(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.name,
        "is_admin": user.role == Role::Admin,
        "theme": "system_serif",
        "language": "en_US",
        "timezone": "UTC",
        "entry_sorting_direction": "desc",
        "entry_sorting_order": "published_at",
        "stylesheet": "",
        "google_id": "",
        "openid_connect_id": "",
        "entries_per_page": 100,
        "keyboard_shortcuts": true,
        "show_reading_time": true,
        "entry_swipe": true,
        "gesture_nav": "tap",
        "last_login_at": null,
        "display_mode": "standalone",
        "default_reading_speed": PACE,
        "cjk_reading_speed": 500,
        "default_home_page": "unread",
        "categories_sorting_order": "alphabetical",
        "mark_read_on_view": true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_whole_seconds() {
        let at: Timestamp = "2025-12-22T14:30:00.123456Z".parse().unwrap();
        assert_eq!(moment(at), "2025-12-22T14:30:00Z");
    }

    #[test]
    fn files_have_numbers_of_their_own() {
        assert_eq!(enclosure_id(EntryId(7), 0), Some(700));
        assert_eq!(enclosure_id(EntryId(7), 99), Some(799));
        assert_eq!(enclosure_id(EntryId(7), 100), None);
        assert_eq!(enclosure_id(EntryId(i64::MAX), 1), None);
    }
}
