//! Packs of sources by country and topic, from which a new reader can start.
//!
//! The files stand in `data/packs`; `docs/packs.md` says what their keys mean, and what is taken in.

mod read;

use std::sync::LazyLock;

use dateline_feed::opml::Outline;
use dateline_model::UserId;
use serde::{Deserialize, Serialize};

use crate::{Desk, DeskError, ImportReport};

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    let files =
        [include_str!("../data/packs/countries.toml"), include_str!("../data/packs/topics.toml")];
    files.iter().flat_map(|file| read::packs(file).unwrap_or_default()).collect()
});

static LISTS: LazyLock<Vec<FeedList>> =
    LazyLock::new(|| read::lists(include_str!("../data/packs/lists.toml")).unwrap_or_default());

/// What a pack or a feed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the word that it is written with")]
pub enum Topic {
    News,
    World,
    Business,
    Technology,
    Ai,
    Science,
    Climate,
    Security,
    Privacy,
    Linux,
    Apple,
    Games,
    Sport,
    Football,
    #[serde(rename = "formula-1")]
    FormulaOne,
    Cycling,
    Film,
    Music,
    Health,
    Defence,
    Culture,
    Design,
    Web,
}

/// Sources that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pack {
    /// What it is asked for by: lower-case letters, digits and hyphens, such as `ch-fr`.
    pub id: String,
    /// What people call it, in English. It is the folder that its feeds are put in.
    pub name: String,
    /// The country that it is of (ISO 3166-1, two letters); none where it is of many.
    pub country: Option<String>,
    /// What it is about.
    pub topic: Topic,
    /// The language of most of its feeds (BCP 47).
    pub language: String,
    /// Its feeds, the best known outlets first.
    pub feeds: Vec<PackFeed>,
}

/// A feed of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackFeed {
    /// Its address, https.
    pub url: String,
    /// The outlet, and its section where the feed is only that: "NPR: Politics".
    pub title: String,
    /// Who publishes it.
    pub outlet: String,
    /// Its language (BCP 47).
    pub language: String,
    /// Where its outlet is at home (ISO 3166-1, two letters).
    pub country: String,
    /// What it is about.
    pub topic: Topic,
    /// The id of the [`FeedList`] that its address comes from.
    pub list: String,
}

/// An openly licensed list of feeds that packs were made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedList {
    /// What a feed names it by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its repository on GitHub, as owner/name.
    pub repository: String,
    /// The file of the repository that was read.
    pub file: String,
    /// The commit at which it was read.
    pub commit: String,
    /// Its licence (SPDX).
    pub license: String,
    /// The files of the repository that put it under this licence.
    pub licensed_by: String,
}

/// All packs: first those of countries, then those of topics. They are read when first asked for.
pub fn packs() -> &'static [Pack] {
    &PACKS
}

/// The pack of an id, however it is capitalized.
pub fn pack(id: &str) -> Option<&'static Pack> {
    packs().iter().find(|pack| pack.id.eq_ignore_ascii_case(id.trim()))
}

/// The lists that the packs were made from.
pub fn pack_lists() -> &'static [FeedList] {
    &LISTS
}

impl Topic {
    /// The word that the files, the command line and JSON have for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::World => "world",
            Self::Business => "business",
            Self::Technology => "technology",
            Self::Ai => "ai",
            Self::Science => "science",
            Self::Climate => "climate",
            Self::Security => "security",
            Self::Privacy => "privacy",
            Self::Linux => "linux",
            Self::Apple => "apple",
            Self::Games => "games",
            Self::Sport => "sport",
            Self::Football => "football",
            Self::FormulaOne => "formula-1",
            Self::Cycling => "cycling",
            Self::Film => "film",
            Self::Music => "music",
            Self::Health => "health",
            Self::Defence => "defence",
            Self::Culture => "culture",
            Self::Design => "design",
            Self::Web => "web",
        }
    }
}

impl Pack {
    /// The languages of its feeds, its own first.
    pub fn languages(&self) -> Vec<&str> {
        let mut languages = vec![self.language.as_str()];
        for feed in &self.feeds {
            if !languages.contains(&feed.language.as_str()) {
                languages.push(&feed.language);
            }
        }
        languages
    }
}

impl Desk {
    /// Subscribes a user to all feeds of a pack, in a folder of its name; they are due at once.
    /// What the user follows already stays where it is. Nothing is asked of any outlet here.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_pack(&self, user: UserId, pack: &Pack) -> Result<ImportReport, DeskError> {
        self.add_packs(user, &[(pack, &pack.name)]).await
    }

    /// The same for several packs, each with the name of the folder that its feeds are put in. A
    /// feed that stands in two of them is followed once, in the folder of the first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_packs(
        &self,
        user: UserId,
        packs: &[(&Pack, &str)],
    ) -> Result<ImportReport, DeskError> {
        let outlines = packs.iter().flat_map(|(pack, folder)| {
            pack.feeds.iter().map(|feed| Outline {
                title: Some(feed.title.clone()),
                xml_url: Some(feed.url.clone()),
                folder: vec![(*folder).to_owned()],
                ..Outline::default()
            })
        });
        self.take_over(user, outlines.collect(), Vec::new()).await
    }
}

#[cfg(test)]
mod tests;
