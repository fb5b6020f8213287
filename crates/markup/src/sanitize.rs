//! The allow-list that stands between other people's HTML and the reader.

mod media;
mod policy;
mod rewrite;
mod settled;

use url::Url;

pub use media::is_tracker;
pub(crate) use media::is_tracking_tag;

use crate::{Caps, capped, entities::escape, plain_text};

/// Rounds until nothing changes any more; real pages need two.
const MAX_ROUNDS: usize = 5;

/// HTML that may be stored and shown: only elements and attributes of an allow-list, addresses
/// absolute and of the schemes `http`, `https` and `mailto` (images also as `data:` of at most
/// 100 kB), every link `rel="noopener noreferrer nofollow"`. Embedded frames become plain links,
/// tracking pixels go. Brought within the default [`Caps`] first.
///
/// Sanitizing the result again, with any base, changes nothing.
pub fn sanitize(html: &str, base: Option<&Url>) -> String {
    let mut current = clean(html, base);
    for _ in 1..MAX_ROUNDS {
        let rewritten = rewrite::rewrite(&current, None);
        if rewritten == current && settled::is_settled(&current) {
            return current;
        }
        let next = allowed(&rewritten);
        if next == current {
            return current;
        }
        current = next;
    }
    // HTML that parses differently each time is somebody's trick: only its words are kept.
    plain_text(&current)
        .split("\n\n")
        .filter(|block| !block.trim().is_empty())
        .map(|block| format!("<p>{}</p>", escape(block).replace("&quot;", "\"")))
        .collect()
}

fn clean(html: &str, base: Option<&Url>) -> String {
    allowed(&rewrite::rewrite(html, base))
}

fn allowed(rewritten: &str) -> String {
    let capped = capped(rewritten, &Caps::default());
    policy::policy().clean(&capped.html).to_string()
}

#[cfg(test)]
mod tests;
