//! The desk: where feeds become entries, and entries articles.
//!
//! What is due is state in the store, never only a message in memory. The desk claims it under a
//! lease, does the work in bounded numbers, and stores each result in one transaction; a process
//! that dies in between leaves nothing half done, and its leases end with it.
//!
//! The way of a feed is one page to read: `poll.rs`. The way of an article's page is another:
//! `read.rs`. What they decide is decided by pure functions: `schedule.rs`, `entries.rs`,
//! `reconcile.rs`. What is known of an article then gives it its story: `stories.rs`.

mod add;
mod alerts;
mod ask;
mod clip;
mod crew;
mod cut;
mod desk;
mod entries;
mod error;
#[cfg(test)]
mod fixture;
mod health;
mod hex;
mod hosts;
mod janitor;
mod move_in;
mod offer;
mod opml;
mod packs;
mod pictures;
mod poll;
mod read;
mod reconcile;
mod run;
mod schedule;
mod search;
mod settings;
mod site_terms;
mod sites;
mod sources;
mod statements;
mod stories;
mod websub;
mod workshop;

pub use dateline_feed::{PageRule, RuleLineError, RulePart};

pub use dateline_blob::{BlobError, Usage as BlobUsage};
pub use dateline_mail::{MailSettings, is_address};
pub use dateline_picture::{ICON_SIDES, WIDTHS, drawn_width, is_width};
pub use dateline_query as query;
pub use dateline_search::{
    Bar, Counts, Cursor, Error as SearchError, INDEX_VERSION, Instead, Order, Step,
};

pub use add::{AddError, Added, Found, PageOffer, PreviewItem, RulePreview};
pub use alerts::{Template, TemplateError, parse_times};
pub use ask::{PollAsk, PollReport, Progress};
pub use clip::{Clip, ClipError};
pub use desk::{Desk, News};
pub use error::DeskError;
pub use health::{Ailment, ailment};
pub use move_in::{LeftOut, MoveError, MoveFrom, MoveReport};
pub use opml::{ImportError, ImportReport, Skipped};
pub use packs::{FeedList, Pack, PackFeed, Topic, pack, pack_lists, packs};
pub use pictures::{Icon, NoPicture, Picture, picture_address, picture_key, pictures_kept_in};
pub use search::{FoundStory, Live, Results, SearchAsk, SearchHealth, search_health};
pub use settings::{DeskSettings, KeepSettings, Roles};
pub use sites::{SiteError, SitePart, SiteReading, SiteRule, SiteTrial, SitesChanged};
pub use sources::rule_of_feed;
pub use stories::{RegroupReport, Regrouped};
pub use websub::{HubCall, HubCallMode};
