//! Which tables and columns a backup holds.

/// A table, with the columns that are its key first.
pub(super) struct Table {
    pub name: &'static str,
    pub keys: usize,
    pub columns: &'static [&'static str],
    /// Whether the engine numbers its rows.
    pub numbered: bool,
}

const fn table(name: &'static str, keys: usize, columns: &'static [&'static str]) -> Table {
    Table { name, keys, columns, numbered: false }
}

const fn numbered(name: &'static str, columns: &'static [&'static str]) -> Table {
    Table { name, keys: 1, columns, numbered: true }
}

/// All tables but those of workers, leases, sessions, invitations, what the search index has to learn, alerts sent
/// by hand, statements, which are found anew in the texts, pictures and icons, which are fetched again, subscriptions at hubs and deliveries, of pages that are kept for trying rules on, and the
/// counts that are made anew, those first that others refer to. A session or invitation that was ended since must
/// not come to life again with a backup; two instances must not tell a hub different things of one callback, and polls find its hub again; a delivery
/// waits for seconds only, and a poll finds what it brought; pages are fetched again in the course
/// of time.
pub(super) const TABLES: &[Table] = &[
    table("counters", 1, &["name", "value"]),
    numbered(
        "users",
        &[
            "id",
            "name",
            "name_folded",
            "role",
            "password_hash",
            "created_at",
            "spreads_read",
            "reading_choices",
        ],
    ),
    table("secrets", 1, &["name", "value"]),
    numbered("outlets", &["id", "key", "name", "home"]),
    numbered(
        "feeds",
        &[
            "id",
            "url",
            "title",
            "site_url",
            "icon",
            "format",
            "host",
            "bucket",
            "full_text",
            "page_rule",
            "chosen_seconds",
            "polls",
            "created_at",
            "status",
            "etag",
            "last_modified",
            "body_hash",
            "final_url",
            "moved_to",
            "moved_seen",
            "moved_since",
            "errors",
            "failing_since",
            "last_error",
            "last_warning",
            "last_result",
            "polled_at",
            "changed_at",
            "next_poll_at",
            "interval_seconds",
            "interval_reason",
            "adaptive_seconds",
            "gap_seconds",
            "unchanged_polls",
            "newest_published",
            "listing_hash",
            "fresh_seconds",
            "ttl_seconds",
            "skip_hours",
            "skip_days",
            "asked_at",
            "same_body_polls",
            "validators_proven",
            "body_bytes",
            "offered_url",
            "looked_at",
            "grouped",
        ],
    ),
    table("subscriptions", 2, &["user_id", "feed_id", "title", "folder", "created_at"]),
    numbered("folders", &["id", "user_id", "name", "kept"]),
    table(
        "articles",
        1,
        &[
            "id",
            "bucket",
            "host",
            "address",
            "canonical",
            "title",
            "words",
            "text_source",
            "text_feed",
            "text_since",
            "bytes",
            "page",
            "page_problem",
            "page_note",
            "page_read_at",
            "byline",
            "dateline",
            "language",
            "image",
            "first_appeared",
            "paywalled",
            "no_archive",
            "outlet_id",
            "published",
            "updated",
            "seen_at",
            "placed_at",
            "revisions",
            "story_id",
            "voice",
            "story_due",
            "copy_of",
            "copy_credited",
            "copy_shared",
            "section",
            "tags",
            "published_offset",
            "updated_offset",
            "read_version",
            "read_parts",
            "read_rules",
            "read_by",
            "terms",
            "unlisted",
            "unavailable_after",
        ],
    ),
    table(
        "stories",
        1,
        &[
            "id",
            "language",
            "lead_article",
            "image_article",
            "opened_at",
            "grown_at",
            "articles",
            "copies",
            "rank",
            "related",
            "merged_into",
        ],
    ),
    table("article_texts", 1, &["article_id", "html", "text"]),
    table("article_addresses", 1, &["key", "article_id"]),
    numbered("revisions", &["id", "article_id", "title", "text", "from_at", "until_at"]),
    table("article_features", 1, &["article_id", "features"]),
    numbered("story_log", &["id", "story_id", "event", "other_id", "article_id", "at", "because"]),
    table("story_rulings", 3, &["user_id", "a", "b", "kind", "at", "applied"]),
    table("story_marks", 2, &["user_id", "story_id", "mark", "at"]),
    table(
        "article_states",
        2,
        &["user_id", "article_id", "read_at", "starred_at", "spread_from", "changed_at"],
    ),
    table("article_labels", 3, &["user_id", "article_id", "label", "at"]),
    numbered(
        "app_passwords",
        &[
            "id",
            "user_id",
            "name",
            "may_write",
            "is_admin",
            "digest",
            "fever_digest",
            "created_at",
            "used_at",
        ],
    ),
    table("identities", 2, &["issuer", "subject", "user_id", "name", "created_at"]),
    numbered(
        "passkeys",
        &["id", "user_id", "credential", "name", "public_key", "counter", "created_at", "used_at"],
    ),
    table(
        "entries",
        1,
        &[
            "id",
            "feed_id",
            "article_id",
            "bucket",
            "key",
            "guid",
            "address",
            "title",
            "authors",
            "tags",
            "enclosures",
            "published",
            "updated",
            "seen_at",
            "content_hash",
            "html",
            "polled_before",
        ],
    ),
    table("reading_places", 2, &["user_id", "article_id", "place", "changed_at"]),
    numbered("markings", &["id", "user_id", "made_at"]),
    table("marked_articles", 2, &["marking_id", "article_id", "spread_from"]),
    table("playback", 3, &["user_id", "entry_id", "enclosure", "seconds"]),
    table("feed_parts", 2, &["feed_id", "url", "changed", "etag", "last_modified", "body_hash"]),
    table(
        "last_polls",
        2,
        &[
            "feed_id",
            "slot",
            "at",
            "http_status",
            "failed",
            "result",
            "new_entries",
            "changed_entries",
        ],
    ),
    table("hosts", 1, &["host", "paused_until", "reason"]),
    table("site_rules", 1, &["site", "rule", "changed_at"]),
    table("site_memory", 1, &["host", "memory", "learnt_at"]),
    table("forgotten_entries", 2, &["feed_id", "key"]),
    numbered(
        "jobs",
        &["id", "kind", "article_id", "host", "bucket", "due_at", "attempts", "last_error"],
    ),
    numbered(
        "kept_searches",
        &[
            "id",
            "user_id",
            "name",
            "query",
            "section",
            "feed_token",
            "created_at",
            "changed_at",
            "filled_at",
        ],
    ),
    numbered("search_matches", &["id", "search_id", "article_id", "matched_at"]),
    numbered(
        "alert_targets",
        &[
            "id",
            "user_id",
            "kind",
            "address",
            "secret",
            "created_at",
            "confirmed_at",
            "sent_at",
            "failing_since",
            "last_error",
            "name",
            "options",
        ],
    ),
    numbered("feeds_out", &["id", "user_id", "kind", "name", "token", "created_at", "read_at"]),
    table("pending_marks", 2, &["user_id", "key", "read_at", "starred_at", "created_at"]),
    table("search_alerts", 2, &["search_id", "target_id", "times"]),
    numbered(
        "alerts",
        &[
            "id",
            "user_id",
            "search_id",
            "target_id",
            "name",
            "state",
            "created_at",
            "due_at",
            "sent_at",
            "attempts",
            "last_error",
        ],
    ),
    table("alert_articles", 2, &["alert_id", "article_id"]),
    numbered(
        "rules",
        &["id", "user_id", "query", "action", "folder", "ends_at", "created_at", "asked_at"],
    ),
    numbered("speakers", &["id", "slug", "folded", "name", "roles"]),
    table(
        "statement_reports",
        3,
        &["user_id", "what", "key", "why", "kept", "reported_at", "for_all"],
    ),
    table("rule_hits", 3, &["user_id", "article_id", "rule_id", "effect", "folder", "at"]),
    table("public_paper", 1, &["id", "is_on", "name", "contact", "version", "tongue"]),
    table("public_feeds", 1, &["feed_id", "section"]),
    table("public_removals", 1, &["outlet_key", "at"]),
    table("publisher_terms", 1, &["site", "host", "terms", "closed", "asked_at", "ask_again_at"]),
    numbered("public_log", &["id", "at", "by_user", "event", "about"]),
];

/// Tables that backups once held and that are read over.
pub(super) const LEFT_OUT: [&str; 1] = ["push_subscriptions"];

/// Columns that tables of backups once had and that are read over.
pub(super) const COLUMNS_LEFT_OUT: [(&str, &str); 3] =
    [("stories", "title"), ("stories", "image"), ("stories", "voices")];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A column that a migration adds must be added here as well, or backups would lose it.
    #[test]
    fn every_column_but_leases_and_sessions_is_backed_up() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        crate::migrate::sqlite(&mut connection).unwrap();
        let sql = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'refinery%' \
            AND m.name NOT IN ('workers', 'sessions', 'invitations', 'leases', 'unread_counts', 'push_subscriptions', 'deliveries', 'kept_pages', 'search_due', 'alert_trials', 'statements', 'statement_answers', 'statements_due', 'story_ties_due', 'pictures', 'outlet_icons') AND c.name NOT IN ('lease_owner', 'lease_until')";
        let mut statement = connection.prepare(sql).unwrap();
        let pair = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let stored: BTreeSet<(String, String)> =
            statement.query_map([], pair).unwrap().map(Result::unwrap).collect();
        let backed_up: BTreeSet<(String, String)> = TABLES
            .iter()
            .flat_map(|table| {
                table.columns.iter().map(|column| (table.name.to_owned(), (*column).to_owned()))
            })
            .collect();
        assert!(stored.len() > 50);
        assert_eq!(stored, backed_up);
    }
}
