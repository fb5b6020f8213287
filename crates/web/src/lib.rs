//! Dateline: web.
