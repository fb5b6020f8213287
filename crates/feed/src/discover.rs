//! Finds feeds: those that a web page, its headers or its site's `robots.txt` name, and those that
//! stand behind the address of a well-known service.

mod headers;
mod services;
mod site;
mod tags;

use std::collections::HashSet;

use url::Url;

use crate::entities::Entities;
pub use headers::{WebSubLinks, feeds_of_link_headers, web_sub_of_link_headers};
pub use services::{address_of_handle, source_of_address};
pub use site::{is_news_sitemap, sitemaps_of_robots, well_known};
use tags::{Tag, Tags};

const MOST_FOUND: usize = 100;
const LONGEST_TITLE: usize = 500;

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The absolute address, `http` or `https`.
    pub href: Url,
    /// The media type, as stated or, for a plain link, as its address suggests.
    pub kind: String,
    /// What the page calls the feed.
    pub title: Option<String>,
}

/// The feeds of a page, best first: `<link rel="alternate">` in document order, then links in the
/// text whose address looks like that of a feed, and those for comments after all others. Each is
/// told once, under whichever of its spellings comes first. `base` is
/// the address of the page; a `<base>` element is honoured.
pub fn feeds_of_page(html: &str, base: &Url) -> Vec<Found> {
    let mut page =
        Page { base: base.clone(), based: false, ranked: Vec::new(), seen: HashSet::new() };
    let mut tags = Tags::new(html);
    while let Some(tag) = tags.next() {
        match &*tag.name {
            "base" if !page.based => page.rebase(&tag),
            "link" => page.link(&tag),
            "a" if page.ranked.len() < MOST_FOUND => {
                let text = tags.text_ahead(LONGEST_TITLE);
                page.anchor(&tag, text);
            }
            _ => {}
        }
        if page.ranked.len() >= 2 * MOST_FOUND {
            break;
        }
    }
    if let Some(href) = services::source_of_page(html, base) {
        page.take(Rank::Alternate, href, "application/atom+xml".to_owned(), None);
    }
    page.ranked.sort_by_key(|(rank, _)| *rank);
    page.ranked.truncate(MOST_FOUND);
    page.ranked.into_iter().map(|(_, found)| found).collect()
}

/// How sure it is that something is the feed that a person wants; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Alternate,
    OwnAddress,
    OtherAddress,
    Comments,
}

struct Page {
    base: Url,
    based: bool,
    ranked: Vec<(Rank, Found)>,
    seen: HashSet<String>,
}

impl Page {
    fn rebase(&mut self, tag: &Tag<'_>) {
        let Some(href) = tag.attribute("href") else { return };
        if let Ok(base) = self.base.join(href.trim()) {
            self.base = base;
            self.based = true;
        }
    }

    fn link(&mut self, tag: &Tag<'_>) {
        let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let relations: Vec<&str> = rel.split_ascii_whitespace().collect();
        let alternate = relations.contains(&"alternate") && !relations.contains(&"stylesheet");
        if !alternate && !relations.contains(&"feed") {
            return;
        }
        let stated = tag.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
        let essence = stated.split(';').next().unwrap_or_default().trim().to_owned();
        if !(is_feed_type(&essence) || relations.contains(&"feed") && essence.is_empty()) {
            return;
        }
        let title = tag.attribute("title").map(|t| t.into_owned());
        let comments = title.as_deref().is_some_and(is_about_comments)
            || tag.attribute("href").is_some_and(|h| h.contains("/comments/"));
        let rank = if comments { Rank::Comments } else { Rank::Alternate };
        self.add(rank, tag, essence, title);
    }

    fn anchor(&mut self, tag: &Tag<'_>, words: &str) {
        let Some(url) = self.address(tag) else { return };
        let Some(kind) = kind_by_address(&url) else { return };
        let own = url.host_str() == self.base.host_str();
        let words = Entities::default().decode(words).into_owned();
        let rank = match own {
            _ if is_about_comments(&words) || url.path().contains("/comments/") => Rank::Comments,
            true => Rank::OwnAddress,
            false => Rank::OtherAddress,
        };
        self.add(rank, tag, kind.to_owned(), Some(words));
    }

    fn address(&self, tag: &Tag<'_>) -> Option<Url> {
        let href = tag.attribute("href")?;
        let href = href.trim();
        // The scheme of the feed readers of old.
        let href = match href.strip_prefix("feed:") {
            Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
            Some(rest) => rest.to_owned(),
            None => href.to_owned(),
        };
        let mut url = self.base.join(&href).ok().filter(|_| !href.is_empty())?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    fn add(&mut self, rank: Rank, tag: &Tag<'_>, kind: String, title: Option<String>) {
        if let Some(href) = self.address(tag) {
            self.take(rank, href, kind, title);
        }
    }

    fn take(&mut self, rank: Rank, href: Url, kind: String, title: Option<String>) {
        if self.seen.insert(spelling(&href)) {
            let title = title.map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "));
            let title = title.filter(|t| !t.is_empty());
            self.ranked.push((rank, Found { href, kind, title }));
        }
    }
}

/// What two spellings of one address share.
fn spelling(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{host}{port}{}{query}", url.path().trim_end_matches('/'))
}

/// The title of a web page as one line.
pub fn title_of_page(html: &str) -> Option<String> {
    let mut tags = Tags::new(html);
    while let Some(tag) = tags.next() {
        if tag.name == "title" {
            let title = Entities::default().decode(tags.text_ahead(LONGEST_TITLE)).into_owned();
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            return (!title.is_empty()).then_some(title);
        }
    }
    None
}

fn is_about_comments(title: &str) -> bool {
    let title = title.to_lowercase();
    ["comment", "kommentar", "commentaire", "comentario", "commenti"]
        .iter()
        .any(|w| title.contains(w))
}

fn is_feed_type(essence: &str) -> bool {
    matches!(
        essence,
        "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
            | "application/x-rss+xml"
            | "application/rss"
            | "application/atom"
            | "application/feed+json"
            | "application/json"
            | "application/xml"
            | "text/xml"
            | "text/rss+xml"
            | "text/atom+xml"
            | "text/rss"
            | "text/rdf"
    )
}

/// The media type that an address suggests; `None` where it does not look like a feed's.
fn kind_by_address(url: &Url) -> Option<&'static str> {
    let path = url.path().to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let query = url.query().unwrap_or_default().to_ascii_lowercase();
    let asks = |what: &str| query.split('&').any(|p| p == what);
    if last.ends_with(".atom") || matches!(last, "atom" | "atom.xml") || asks("feed=atom") {
        return Some("application/atom+xml");
    }
    if last == "feed.json" {
        return Some("application/feed+json");
    }
    if last.ends_with(".rdf") {
        return Some("application/rdf+xml");
    }
    let named = matches!(last, "rss" | "feed" | "feeds" | "rss.php" | "rss2" | "index.xml")
        || last.ends_with(".rss")
        || last.ends_with(".xml") && (last.contains("rss") || last.contains("feed"));
    let asked =
        ["feed=rss", "feed=rss2", "format=rss", "format=feed", "type=rss"].iter().any(|p| asks(p));
    (named || asked).then_some("application/rss+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<String> {
        let base = Url::parse("http://example.com/blog/").unwrap();
        feeds_of_page(html, &base).iter().map(|f| f.href.to_string()).collect()
    }

    #[test]
    fn links_in_the_head() {
        let html = "<HTML><!-- <link rel=alternate type=application/rss+xml href=no> -->
            <script>'<link rel=\"alternate\" type=\"application/rss+xml\" href=\"no2\">'</script>
            <LINK TITLE='a>b' Rel='home ALTERNATE' type='Application/RSS+XML; charset=x' href='a?x=1&amp;y'/>
            <link rel=alternate type=text/html href=no3><link rel='alternate stylesheet' type=text/xml href=no4>
            <link type=application/atom+xml href=c title='Comments on it' rel=alternate>
            <link rel=alternate type=application/feed+json href='//cdn.example.com/f.json'>";
        assert_eq!(
            found(html),
            [
                "http://example.com/blog/a?x=1&y",
                "http://cdn.example.com/f.json",
                "http://example.com/blog/c",
            ]
        );
    }

    #[test]
    fn base_and_plain_links() {
        let html = "<base href='/other/'><a href='http://else.example/feed'>x</a>
            <a href='rss.xml'>The <b>feed</b></a><a href='feed:index.rdf'></a><a href='page.html'>no</a>
            <a href='javascript:feed'>no</a><link rel=feed href=one><link rel=alternate type='' href=no>";
        assert_eq!(
            found(html),
            [
                "http://example.com/other/one",
                "http://example.com/other/rss.xml",
                "http://example.com/other/index.rdf",
                "http://else.example/feed",
            ]
        );
    }

    #[test]
    fn a_feed_is_told_once_and_comments_come_last() {
        let html = "<link rel=alternate type=application/rss+xml title='Comments on News' href=/comments/feed/>
            <link rel=alternate type=application/rss+xml title=News href=/feed/>
            <a href='http://www.example.com/feed'>RSS</a> <a href=/sport/feed>Sport</a>";
        assert_eq!(
            found(html),
            [
                "http://example.com/feed/",
                "http://example.com/sport/feed",
                "http://example.com/comments/feed/",
            ]
        );
    }

    #[test]
    fn the_page_of_a_video_tells_its_channel() {
        let page = Url::parse("https://www.youtube.com/watch?v=x").unwrap();
        let html =
            "<script>{\"channelId\":\"UCother\"}</script><meta itemprop=channelId content=UCpier1>";
        let feed = "https://www.youtube.com/feeds/videos.xml?channel_id=UCpier1";
        assert_eq!(feeds_of_page(html, &page)[0].href.as_str(), feed);
        let elsewhere = Url::parse("https://tube.example/watch?v=x").unwrap();
        assert!(feeds_of_page(html, &elsewhere).is_empty());
    }

    #[test]
    fn titles() {
        let base = Url::parse("http://example.com/").unwrap();
        let html = "<link rel=alternate type=text/xml title=' A &amp;\n B ' href=x><a href=/feed>News <i>now</a>";
        let titles: Vec<_> = feeds_of_page(html, &base).into_iter().map(|f| f.title).collect();
        assert_eq!(titles, [Some("A & B".to_owned()), Some("News".to_owned())]);
    }
}
