//! The public newspaper: what anybody may see of what this instance holds.
//!
//! Only what a feed that an admin chose carries is public, less what its publisher does not want
//! listed and what was removed. Nothing here takes a user or reads an article's text: what comes out
//! is a headline, words that the outlet's own feed gave, and the way to the outlet.

mod articles;
mod excerpts;
mod lists;
mod paper;
mod site_terms;

use dateline_model::FeedId;

use crate::error::Result;
use crate::tx::{Tx, values};

/// That article `a` may be shown to anybody, but for the feeds that carry it: it is somebody's, it
/// leads to its outlet, neither its page nor its whole site asks to leave it out, and nobody removed its outlet.
const OPEN: &str = "a.outlet_id IS NOT NULL AND a.address IS NOT NULL AND a.unlisted = 0 \
    AND NOT EXISTS (SELECT 1 FROM publisher_terms t WHERE t.host = a.host AND t.closed = 1 \
    AND (a.address LIKE 'http://' || t.site || '/%' OR a.address LIKE 'https://' || t.site || '/%')) \
    AND NOT EXISTS (SELECT 1 FROM public_removals r WHERE r.outlet_key = a.host \
    OR r.outlet_key = (SELECT x.key FROM outlets x WHERE x.id = a.outlet_id))";

/// That a public feed carries article `a`.
const CARRIED: &str = "EXISTS (SELECT 1 FROM entries e \
    JOIN public_feeds p ON p.feed_id = e.feed_id WHERE e.article_id = a.id)";

/// The same within the section at this place.
fn carried_in(section: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM entries e JOIN public_feeds p ON p.feed_id = e.feed_id \
         WHERE e.article_id = a.id AND p.section = {section})"
    )
}

/// What a feed's login opened from now on is nobody else's.
pub(crate) fn close_feed(tx: &mut dyn Tx, feed: FeedId) -> Result<()> {
    if tx.execute("DELETE FROM public_feeds WHERE feed_id = ?1", &values![feed])? > 0 {
        paper::raise(tx)?;
    }
    Ok(())
}
