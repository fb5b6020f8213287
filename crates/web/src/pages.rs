//! One file for each page or group of forms; `router.rs` says which address leads to which.

pub mod about;
pub mod account;
pub mod article;
pub mod article_actions;
pub mod feed_actions;
pub mod feed_fixes;
pub mod feed_rule;
pub mod feed_settings;
pub mod feeds;
pub mod front;
pub mod health;
pub mod lists;
pub mod login;
pub mod opml;
pub mod setup;
pub mod stories;
pub mod story;
pub mod story_actions;
pub mod websub;
