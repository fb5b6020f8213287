//! Feeds for other readers, asked as readers ask.
