//! The subscription list of the world (OPML 2.0).

use crate::html::escape;
use crate::serve::FeedAddress;

/// The feeds as OPML, one outline per folder.
pub(crate) fn write(feeds: &[FeedAddress]) -> String {
    let mut folders: Vec<&str> = feeds.iter().map(|feed| feed.folder.as_str()).collect();
    folders.sort_unstable();
    folders.dedup();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>The demo world</title></head>\n<body>\n",
    );
    for folder in folders {
        out.push_str(&format!("<outline text=\"{0}\" title=\"{0}\">\n", escape(folder)));
        for feed in feeds.iter().filter(|feed| feed.folder == folder) {
            out.push_str(&format!(
                "<outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{1}\" htmlUrl=\"{2}\"/>\n",
                escape(&feed.title),
                escape(&feed.url),
                escape(&feed.site),
            ));
        }
        out.push_str("</outline>\n");
    }
    out.push_str("</body>\n</opml>\n");
    out
}
