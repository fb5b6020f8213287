//! Dateline: feed.
