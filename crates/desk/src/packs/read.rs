//! The files of packs, read: what a feed does not say of itself, its pack says.

use serde::Deserialize;

use super::{FeedList, Pack, PackFeed, Topic};

/// Why a file of packs cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum PacksError {
    /// It is not written as such a file is.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// A feed has no country, and its pack has none either.
    #[error("{url} has no country, nor has its pack")]
    NoCountry {
        /// The feed.
        url: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PacksFile {
    pack: Vec<WrittenPack>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPack {
    id: String,
    name: String,
    country: Option<String>,
    topic: Topic,
    language: String,
    list: String,
    feeds: Vec<WrittenFeed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFeed {
    outlet: String,
    section: Option<String>,
    url: String,
    language: Option<String>,
    country: Option<String>,
    topic: Option<Topic>,
    list: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListsFile {
    list: Vec<FeedList>,
}

/// Reads a file of packs.
pub(super) fn packs(file: &str) -> Result<Vec<Pack>, PacksError> {
    let file: PacksFile = toml::from_str(file)?;
    file.pack.into_iter().map(whole_pack).collect()
}

/// Reads the file of the lists that packs are made from.
pub(super) fn lists(file: &str) -> Result<Vec<FeedList>, PacksError> {
    let file: ListsFile = toml::from_str(file)?;
    Ok(file.list)
}

fn whole_pack(mut written: WrittenPack) -> Result<Pack, PacksError> {
    let feeds = std::mem::take(&mut written.feeds);
    let feeds = feeds.into_iter().map(|feed| whole_feed(feed, &written)).collect::<Result<_, _>>();
    let WrittenPack { id, name, country, topic, language, .. } = written;
    Ok(Pack { id, name, country, topic, language, feeds: feeds? })
}

fn whole_feed(feed: WrittenFeed, pack: &WrittenPack) -> Result<PackFeed, PacksError> {
    let Some(country) = feed.country.or_else(|| pack.country.clone()) else {
        return Err(PacksError::NoCountry { url: feed.url });
    };
    let title = match &feed.section {
        Some(section) => format!("{}: {section}", feed.outlet),
        None => feed.outlet.clone(),
    };
    Ok(PackFeed {
        url: feed.url,
        title,
        outlet: feed.outlet,
        language: feed.language.unwrap_or_else(|| pack.language.clone()),
        country,
        topic: feed.topic.unwrap_or(pack.topic),
        list: feed.list.unwrap_or_else(|| pack.list.clone()),
    })
}
