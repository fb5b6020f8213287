//! Dateline: page.
