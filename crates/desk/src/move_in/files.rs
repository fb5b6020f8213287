//! Files that readers export: OPML, and JSON of items as Google Reader gave it out and as Inoreader,
//! FreshRSS, Feedly and others still do.

use dateline_feed::opml;
use jiff::Timestamp;
use serde_json::Value;

use super::kept::HTML_BYTES;
use super::room::Room;
use super::{Abroad, FeedAbroad, ItemAbroad, MOST_ITEMS, MoveError};
use crate::cut;

/// Larger numbers are milliseconds, and still larger ones microseconds.
const LARGEST_SECONDS: i64 = 100_000_000_000;
const LARGEST_MILLIS: i64 = 100_000_000_000_000;

/// Reads all files. Those that hold only starred items seldom say so in the items themselves, but
/// in their name or id.
pub fn read(files: &[(String, Vec<u8>)]) -> Result<Abroad, MoveError> {
    let mut abroad = Abroad::default();
    for (name, bytes) in files {
        let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && **byte < 0x80);
        match start {
            Some(b'<') => read_opml(name, bytes, &mut abroad)?,
            Some(b'{' | b'[') => read_json(name, bytes, &mut abroad)?,
            Some(b'P') if bytes.starts_with(b"PK") => {
                let why = "it is an archive; unpack it and give the files that it holds".to_owned();
                return Err(MoveError::File { name: name.clone(), why });
            }
            _ => {
                let why = "it begins with neither".to_owned();
                return Err(MoveError::File { name: name.clone(), why });
            }
        }
    }
    // Where something has to stay behind, it is no star.
    abroad.items.sort_by_key(|item| !item.starred);
    if abroad.items.len() > MOST_ITEMS {
        abroad.items.truncate(MOST_ITEMS);
        let note = format!("Only {MOST_ITEMS} items were looked at, those that are starred first.");
        abroad.notes.push(note);
    }
    let mut room = Room::default();
    abroad.items.retain(|item| room.takes(item));
    abroad.over = room.over;
    Ok(abroad)
}

fn read_opml(name: &str, bytes: &[u8], abroad: &mut Abroad) -> Result<(), MoveError> {
    let read = opml::read(bytes).map_err(|why| MoveError::Opml { name: name.to_owned(), why })?;
    abroad.notes.extend(read.warnings);
    abroad.feeds.extend(read.outlines.into_iter().filter_map(|outline| {
        Some(FeedAbroad { address: outline.xml_url?, title: outline.title, folder: outline.folder })
    }));
    Ok(())
}

fn read_json(name: &str, bytes: &[u8], abroad: &mut Abroad) -> Result<(), MoveError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let strange = |why: String| MoveError::File { name: name.to_owned(), why };
    let value: Value = serde_json::from_slice(bytes).map_err(|error| strange(error.to_string()))?;
    let items = match &value {
        Value::Array(items) => items,
        other => ["items", "entries", "bookmarks"]
            .into_iter()
            .find_map(|key| other.get(key)?.as_array())
            .ok_or_else(|| strange("it holds no list of items".to_owned()))?,
    };
    let stream = value.get("id").and_then(Value::as_str).unwrap_or_default();
    let is_of_starred = [name, stream].iter().any(|said| {
        let said = said.to_lowercase();
        ["starred", "saved", "favorite", "favourite", "bookmark"]
            .iter()
            .any(|word| said.contains(word))
    });
    for item in items {
        let mut item = item_of(item);
        item.starred |= is_of_starred;
        abroad.items.push(item);
    }
    Ok(())
}

fn text(value: &Value, name: &str) -> Option<String> {
    let text = value.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An item as Google Reader had it, and as those have it that came after.
pub fn item_of(value: &Value) -> ItemAbroad {
    let origin = value.get("origin");
    let mut item = ItemAbroad {
        guid: text(value, "originId").or_else(|| text(value, "guid")),
        address: address(value),
        title: text(value, "title").map(|title| dateline_markup::one_line(&title)),
        html: content(value).map(|html| cut::bytes(html, HTML_BYTES).to_owned()),
        authors: text(value, "author").into_iter().collect(),
        published: value.get("published").and_then(moment),
        feed: origin.and_then(|origin| {
            text(origin, "feedUrl").or_else(|| {
                let stream = text(origin, "streamId")?;
                Some(stream.strip_prefix("feed/").map_or(stream.clone(), |rest| {
                    if rest.contains(':') { rest.to_owned() } else { stream.clone() }
                }))
            })
        }),
        outlet: origin.and_then(|origin| text(origin, "title")),
        // Feedly says that it is unread; the others that it is read.
        read: value.get("unread").and_then(Value::as_bool).is_some_and(|unread| !unread),
        starred: false,
        starred_at: value.get("actionTimestamp").and_then(moment),
    };
    for category in value.get("categories").and_then(Value::as_array).into_iter().flatten() {
        let id = category.as_str().or_else(|| category.get("id")?.as_str()).unwrap_or_default();
        item.read |= id.ends_with("/state/com.google/read");
        item.starred |= id.ends_with("/state/com.google/starred");
    }
    for tag in value.get("tags").and_then(Value::as_array).into_iter().flatten() {
        let id = tag.get("id").and_then(Value::as_str).unwrap_or_default();
        item.read |= id.ends_with("/tag/global.read");
        item.starred |= id.ends_with("/tag/global.saved");
    }
    item
}

/// Where it can be read.
fn address(value: &Value) -> Option<String> {
    let listed = |name: &str| {
        let all = value.get(name)?.as_array()?;
        all.iter().find_map(|link| text(link, "href"))
    };
    text(value, "canonicalUrl")
        .or_else(|| listed("canonical"))
        .or_else(|| listed("alternate"))
        .or_else(|| text(value, "url"))
        .or_else(|| text(value, "link"))
}

/// Its text as HTML.
fn content(value: &Value) -> Option<&str> {
    ["content", "summary"].into_iter().find_map(|name| {
        let value = value.get(name)?;
        let inner = value.get("content").and_then(Value::as_str).map(str::trim);
        inner.filter(|text| !text.is_empty()).or_else(|| value.as_str())
    })
}

/// A moment in seconds, milliseconds or microseconds, as a number or a text, or by RFC 3339.
fn moment(value: &Value) -> Option<Timestamp> {
    let number = match value {
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().map(|real| real as i64))?
        }
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(number) => number,
            Err(_) => return text.trim().parse().ok(),
        },
        _ => return None,
    };
    if number <= 0 {
        return None;
    }
    match number {
        ..LARGEST_SECONDS => Timestamp::from_second(number).ok(),
        LARGEST_SECONDS..LARGEST_MILLIS => Timestamp::from_millisecond(number).ok(),
        _ => Timestamp::from_microsecond(number).ok(),
    }
}
