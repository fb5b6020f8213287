//! The words of Dateline as plain data: feeds, entries, articles, outlets, users and what is said
//! about them between the rooms of the house.
//!
//! Nothing here does I/O, reads a clock or knows of an engine. A type lives here when more than
//! one crate passes it on; what only one crate needs stays in that crate.

pub mod address;
mod app_password;
mod article;
mod entry;
mod feed;
mod folder;
mod ids;
mod item;
mod item_page;
mod job;
mod out;
mod outlet;
mod oversight;
mod people;
mod picture;
mod poll;
mod public;
mod push;
mod reading;
mod retention;
mod search;
mod statement;
mod statistics;
mod story;
mod user;

pub use app_password::{AppPassword, NewAppPassword, Scopes};
pub use article::{
    Article, ArticleSummary, Byline, Contributor, FrontFilter, FrontPlace, FrontQuery, Origin,
    PageFacts, PageState, PageVersion, ReadHow, Revision, TextSource,
};
pub use entry::{Enclosure, Entry, NewArticle, NewEntry};
pub use feed::{Feed, FeedChoices, FeedOverview, FeedStatus, FullText, PollingState, Subscription};
pub use folder::{Folder, clean_folder};
pub use ids::{
    AlertId, AppPasswordId, ArticleId, EntryId, FeedId, FeedOutId, FolderId, InvitationId, JobId,
    MarkingId, OutletId, PasskeyId, RevisionId, RuleId, SearchId, StatementId, StoryId, TargetId,
    UserId, WorkerId,
};
pub use item::{Item, ItemCount, ItemFeed, ItemMark, ItemQuery, ItemRef, ItemScope};
pub use item_page::{ItemOrder, ItemPage, StoryItem};
pub use job::{Job, JobKind, ReadTask};
pub use out::{FeedOut, KeptItem, MovedMark, MovedMarks, OutScope};
pub use outlet::{Channel, Outlet, OutletHint};
pub use oversight::{FeedClass, FeedOrder, FeedsAsked, OverseenFeed, Queue, QueueKind};
pub use people::{
    Identity, Invitation, NewInvitation, NewPasskey, OpenSession, Passkey, UserHoldings,
};
pub use picture::{IconState, PictureFailure, PictureSize, PictureState};
pub use poll::{
    FeedPart, FirstPolls, Poll, PollBrought, PollManners, PollNote, PollOutcome, PollTask,
    PolledFeed,
};
pub use public::{
    PublicArticle, PublicEvent, PublicFeed, PublicFront, PublicMode, PublicPaper, PublicSettings,
    PublicStory, PublicStoryPage, PublisherTerms, SiteTerms,
};
pub use push::{Delivered, Delivery, HostPause, HubMode, HubTask, NewHub, PushTarget};
pub use reading::{
    KeptArticle, KeptPage, PageReading, ReadFailure, ReadOutcome, SiteLearnt, SiteNotes,
    SiteRuleRow,
};
pub use retention::{Retention, RetentionPreview};
pub use search::{
    Alert, AlertState, AlertTarget, AlertTask, Carrier, KeptSearch, Rule, RuleAction, SearchAlert,
    SearchArticle, SearchDue, SearchMatch, TargetKind,
};
pub use statement::{Dispute, DisputedClaim};
pub use statistics::{FeedUse, Opened, OutletUse, Statistics};
pub use story::{
    ArticleStory, CopyLink, FrontPage, NewPlacement, PlaceTask, PlacedArticle, RelatedStory,
    RulingKind, Sighting, StoryCard, StoryChange, StoryCopy, StoryEvent, StoryFilter, StoryLogLine,
    StoryMark, StoryMember, StoryOutlet, StoryPage, StoryPlace, StoryQuery, StoryRuling,
    StoryStanding, StoryVoice, Unread,
};
pub use user::{NewSession, ReadingChoices, Role, Session, TongueTag, User};
