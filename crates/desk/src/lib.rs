//! Dateline: desk.
