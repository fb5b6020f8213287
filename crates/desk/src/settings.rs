//! How the desk works, as settings give it.

use std::path::PathBuf;
use std::time::Duration;

use dateline_mail::MailSettings;
use jiff::tz::TimeZone;
use url::Url;

/// Which kinds of work a process does. The default is all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles {
    /// Polls feeds.
    pub crawl: bool,
    /// Reads the pages of articles.
    pub read: bool,
    /// Gives articles their stories; one process at a time does.
    pub story: bool,
    /// Keeps the search index up to date, and sends alerts.
    pub index: bool,
    /// Frees what dead processes held, prunes sessions, applies retention.
    pub janitor: bool,
}

impl Default for Roles {
    fn default() -> Self {
        Self { crawl: true, read: true, story: true, index: true, janitor: true }
    }
}

/// What is kept for how long. With neither, everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeepSettings {
    /// Days after which an article goes.
    pub days: Option<u32>,
    /// Megabytes (10^6 bytes) of texts that are kept at the most.
    pub megabytes: Option<u64>,
}

/// How the desk works.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskSettings {
    /// The time between two polls of a feed of which nothing is known yet.
    pub poll_interval: Duration,
    /// The least time between two polls of a feed, however much it brings.
    pub poll_floor: Duration,
    /// How many feeds, and how many pages, may be in hand at once; most of them wait for the turn
    /// of their host, since the fetcher has its own, lower limit of open requests.
    pub in_hand: usize,
    /// Threads for parsing feeds and pages; 0 means one a core.
    pub threads: usize,
    /// What is kept for how long.
    pub keep: KeepSettings,
    /// Which kinds of work this process does.
    pub roles: Roles,
    /// The address under which others reach this instance, for hubs to push to (WebSub). Hubs are
    /// only asked where the address is public, or on the list of what may be reached all the same.
    pub public_url: Option<Url>,
    /// Where the search index is kept; without it nothing can be searched.
    pub index: Option<PathBuf>,
    /// Where pictures are kept; without it a few are, in memory.
    pub blobs: Option<PathBuf>,
    /// Megabytes (10^6 bytes) that they may take; those seen least recently go first.
    pub blobs_megabytes: u64,
    /// The zone in which days begin, for searches and digests.
    pub zone: TimeZone,
    /// How mail is sent; without it there are no alerts by mail.
    pub mail: Option<MailSettings>,
    /// How long a stop waits for what is in hand before it is given back.
    pub grace: Duration,
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self {
            poll_interval: Duration::from_secs(3600),
            poll_floor: Duration::from_secs(15 * 60),
            in_hand: 256,
            threads: 0,
            keep: KeepSettings::default(),
            roles: Roles::default(),
            public_url: None,
            index: None,
            blobs: None,
            blobs_megabytes: 500,
            zone: TimeZone::UTC,
            mail: None,
            grace: Duration::from_secs(5),
        }
    }
}
