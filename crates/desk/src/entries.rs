//! From a feed as it was parsed to entries as they are stored: sanitized, absolute, cut to size.
//! Pure.

use std::cmp::Reverse;
use std::collections::HashSet;

use dateline_feed::{Entry, Feed, Format, Person};
use dateline_model::{
    Byline, Contributor, Enclosure, FullText, NewArticle, NewEntry, Origin, OutletHint,
    PollBrought, TextSource, address,
};
use jiff::Timestamp;
use url::Url;

use crate::{cut, sources};

const TITLE_CHARS: usize = 1_000;
const HTML_BYTES: usize = 1_000_000;
const NAME_CHARS: usize = 200;
const ADDRESS_BYTES: usize = 4_000;
const GUID_CHARS: usize = 1_000;
const MANY: usize = 50;
/// So many entries of a sitemap are kept of one poll.
const OF_A_SITEMAP: usize = 500;
/// A text of so many words stands for itself; fewer are taken for a teaser, unless the feed puts
/// them where whole texts belong.
const WHOLE_WORDS: usize = 200;
const WHOLE_WORDS_OF_CONTENT: usize = 80;

/// On what terms a feed's entries are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    /// Whether the pages of its articles are read.
    pub full_text: FullText,
    /// The feed's own address where a password is part of it. Its articles are then its own, never
    /// those of another feed that lists the same addresses, and nothing of them is asked without
    /// the password.
    pub private: Option<String>,
}

impl Terms {
    /// Those of a feed as it is kept.
    pub(crate) fn of(feed: &dateline_model::Feed) -> Self {
        let private = Url::parse(&feed.url).is_ok_and(|url| sources::is_private(&url));
        Self { full_text: feed.full_text, private: private.then(|| feed.url.clone()) }
    }
}

/// The name of an entry within its feed, as it is stored.
pub(crate) fn key_of(entry: &Entry) -> String {
    address::digest(&[&entry.key()])
}

/// What a parsed feed brings to the store.
pub(crate) fn brought(feed: &Feed, feed_url: &Url, terms: &Terms) -> PollBrought {
    let site = feed.link.as_deref().and_then(|link| web_address(link, feed_url));
    let title = feed.title_text().map(|title| cut::chars(&title, TITLE_CHARS));
    let channel = match feed.format {
        // Its title is its name, whatever the domain that it shares with all others.
        Format::Telegram => OutletHint { address: site.clone(), name: title.clone() },
        _ => OutletHint::of_channel(site.clone(), title.as_deref()),
    };
    let listed = Listing { feed, feed_url, terms, channel };
    let mut seen = HashSet::new();
    let mut entries: Vec<NewEntry> = newest(feed)
        .into_iter()
        .map(|entry| listed.entry(entry))
        .filter(|entry| seen.insert(entry.key.clone()))
        .collect();
    put_oldest_first(&mut entries);
    PollBrought {
        title,
        site_url: site.map(String::from),
        icon: feed.image.as_deref().and_then(|icon| web_address(icon, feed_url)).map(String::from),
        format: feed.format.as_str().to_owned(),
        entries,
    }
}

/// The entries of a feed; of a sitemap, which may list all that a site ever published, only the
/// newest.
fn newest(feed: &Feed) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = feed.entries.iter().collect();
    if feed.format == Format::Sitemap && entries.len() > OF_A_SITEMAP {
        entries.sort_by_key(|entry| Reverse(entry.published.or(entry.updated)));
        entries.truncate(OF_A_SITEMAP);
    }
    entries
}

/// Feeds list the newest first; ids are to grow with the dates, so the order is turned, and then
/// put right by the dates where every entry has one.
fn put_oldest_first(entries: &mut [NewEntry]) {
    entries.reverse();
    if entries.iter().all(|entry| entry.published.is_some()) {
        entries.sort_by_key(|entry| entry.published);
    }
}

/// A feed whose entries are being taken over.
struct Listing<'a> {
    feed: &'a Feed,
    feed_url: &'a Url,
    terms: &'a Terms,
    channel: OutletHint,
}

impl Listing<'_> {
    fn entry(&self, entry: &Entry) -> NewEntry {
        let guid = cut::chars(&cut::no_nul(&entry.key()), GUID_CHARS);
        let key = key_of(entry);
        let link = entry.link.as_deref().and_then(|link| web_address(link, self.feed_url));
        let title = entry.title_text().map(|title| cut::chars(&cut::no_nul(&title), TITLE_CHARS));
        let (html, text, text_source) = self.text(entry, link.as_ref());
        // Some formats know one date only (RSS 1.0's `dc:date`), which is then that of a change.
        let published = entry.published.or(entry.created).or(entry.updated);
        let authors =
            names(if entry.authors.is_empty() { &self.feed.authors } else { &entry.authors });
        let address = link.as_ref().map(|link| link.as_str().to_owned());
        let updated = entry.updated.filter(|updated| published.is_none_or(|at| *updated > at));
        let mut content_hash = content_hash(title.as_deref(), &html, address.as_deref(), updated);
        if entry.edited {
            // What was edited may be a picture, whose address says nothing.
            content_hash = address::digest(&[&content_hash, "edited"]);
        }
        let host = address::host_key(link.as_ref().unwrap_or(self.feed_url));
        let own = host == address::host_key(self.feed_url);
        let outlet = self.outlet(link.clone(), own);
        let said = dateline_page::read_entry(&html, &text, outlet.name.as_deref());
        let article = NewArticle {
            key: match (&self.terms.private, &link) {
                (Some(private), _) => address::article_key_in_feed(private, &key),
                (None, Some(link)) => address::article_key(link),
                (None, None) => address::article_key_in_feed(self.feed_url.as_str(), &key),
            },
            own,
            host,
            read_page: link.is_some() && self.needs_page(text_source),
            address: address.clone(),
            title: title.clone(),
            html: html.clone(),
            text,
            text_source,
            byline: Byline {
                authors: authors.clone(),
                contributors: contributors(said.contributors),
            },
            dateline: said.dateline.map(|line| cut::chars(&line.place, NAME_CHARS)),
            first_appeared: self
                .forwarded_from(entry)
                .or_else(|| said.first_appeared.map(|outlet| Origin { outlet, url: None })),
            image: self.image(entry).or_else(|| said.image.map(String::from)),
            published,
            updated,
            outlet,
            language: entry.language.clone().or_else(|| self.feed.language.clone()),
        };
        NewEntry {
            key,
            guid,
            address,
            title,
            html,
            authors,
            tags: entry
                .tags
                .iter()
                .take(MANY)
                .map(|tag| cut::chars(&cut::no_nul(tag), NAME_CHARS))
                .collect(),
            enclosures: self.enclosures(entry),
            published,
            updated,
            content_hash,
            article,
        }
    }

    /// The longest text that the entry holds: its sanitized HTML, its plain text, and whether it is
    /// taken for the whole article.
    fn text(&self, entry: &Entry, link: Option<&Url>) -> (String, String, TextSource) {
        let base = link.unwrap_or(self.feed_url);
        let content = entry.content.iter().max_by_key(|html| html.len());
        let (raw, is_content) = match (content, &entry.summary) {
            (Some(content), Some(summary)) if summary.len() > content.len() => (summary, false),
            (Some(content), _) => (content, true),
            (None, Some(summary)) => (summary, false),
            (None, None) => return (String::new(), String::new(), TextSource::None),
        };
        let html = dateline_markup::sanitize(cut::bytes(&cut::no_nul(raw), HTML_BYTES), Some(base));
        let text = dateline_markup::plain_text(&without_captions(&html));
        let source = if text.trim().is_empty() {
            TextSource::None
        } else if self.is_channel() || is_whole(&text, is_content) {
            TextSource::FeedFull
        } else {
            TextSource::FeedSummary
        };
        (html, text, source)
    }

    /// A message of a channel is whole, however short; its page would only show it again.
    fn is_channel(&self) -> bool {
        self.feed.format == Format::Telegram
    }

    /// Where a channel says that it has a message from.
    fn forwarded_from(&self, entry: &Entry) -> Option<Origin> {
        let outlet = entry.source_title.as_deref().filter(|_| self.is_channel())?;
        let via = entry.links.iter().find(|link| link.rel.as_deref() == Some("via"));
        let url = via.and_then(|link| web_address(&link.href, self.feed_url)).map(String::from);
        Some(Origin { outlet: cut::chars(&cut::no_nul(outlet), NAME_CHARS), url })
    }

    fn needs_page(&self, text_source: TextSource) -> bool {
        match self.terms.full_text {
            _ if self.is_channel() || self.terms.private.is_some() => false,
            FullText::Always => true,
            FullText::Never => false,
            FullText::WhenNeeded => text_source != TextSource::FeedFull,
        }
    }

    /// An aggregator lists the articles of others: then the article's own address says whose it is,
    /// and the channel says nothing.
    fn outlet(&self, link: Option<Url>, own: bool) -> OutletHint {
        if self.is_channel() {
            return self.channel.clone();
        }
        let by_address = OutletHint { address: link, name: None };
        let same_domain =
            by_address.domain().is_some_and(|domain| self.channel.domain() == Some(domain));
        if own || same_domain {
            OutletHint::first_of(&[by_address, self.channel.clone()])
        } else {
            by_address
        }
    }

    fn image(&self, entry: &Entry) -> Option<String> {
        let pictured = entry.enclosures.iter().filter(|enclosure| {
            enclosure.kind.as_deref().is_some_and(|kind| kind.starts_with("image/"))
        });
        let candidates = entry.thumbnails.iter().chain(pictured.map(|enclosure| &enclosure.href));
        candidates
            .filter_map(|candidate| web_address(candidate, self.feed_url))
            .map(String::from)
            .next()
    }

    fn enclosures(&self, entry: &Entry) -> Vec<Enclosure> {
        let absolute = entry.enclosures.iter().take(MANY).filter_map(|enclosure| {
            Some(Enclosure {
                href: web_address(&enclosure.href, self.feed_url)?.into(),
                kind: enclosure
                    .kind
                    .as_deref()
                    .map(|kind| cut::chars(&cut::no_nul(kind), NAME_CHARS)),
                length: enclosure.length,
            })
        });
        absolute.collect()
    }
}

/// Sanitized HTML without the captions of its pictures, which are no words of the article.
fn without_captions(html: &str) -> String {
    let mut pieces = html.split("<figcaption>");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept.push_str(piece.split_once("</figcaption>").map_or("", |(_, after)| after));
    }
    kept
}

/// Words with which teasers end.
const BROKEN_OFF: [&str; 6] =
    ["read more", "continue reading", "full story", "weiterlesen", "mehr lesen", "lire la suite"];

/// Whether a text is the article rather than a teaser of it.
pub(crate) fn is_whole(text: &str, is_content: bool) -> bool {
    let enough = if is_content { WHOLE_WORDS_OF_CONTENT } else { WHOLE_WORDS };
    text.split_whitespace().nth(enough).is_some() && !is_broken_off(text)
}

fn is_broken_off(text: &str) -> bool {
    let tail = text.trim_end().trim_end_matches([' ', ']', ')', '>', '»', '›', '→']);
    if tail.ends_with('…') || tail.ends_with("...") {
        return true;
    }
    let tail = tail.trim_end_matches(['.', ':']);
    let start = tail.floor_char_boundary(tail.len().saturating_sub(40));
    let last = tail[start..].to_lowercase();
    BROKEN_OFF.iter().any(|words| last.ends_with(words))
}

/// What counts as a change of an entry: not its dates of publication, which some feeds renew at
/// every request.
fn content_hash(
    title: Option<&str>,
    html: &str,
    address: Option<&str>,
    updated: Option<Timestamp>,
) -> String {
    let updated = updated.map(|moment| moment.to_string()).unwrap_or_default();
    address::digest(&[title.unwrap_or_default(), html, address.unwrap_or_default(), &updated])
}

fn contributors(named: Vec<dateline_page::Contributor>) -> Vec<Contributor> {
    let kept = named.into_iter().take(MANY).map(|person| Contributor {
        name: cut::chars(&person.name, NAME_CHARS),
        place: person.place.map(|place| cut::chars(&place, NAME_CHARS)),
    });
    kept.collect()
}

fn names(people: &[Person]) -> Vec<String> {
    let named = people.iter().filter_map(|person| person.name.as_deref());
    named
        .map(|name| cut::chars(&dateline_markup::one_line(&cut::no_nul(name)), NAME_CHARS))
        .filter(|name| !name.is_empty())
        .take(MANY)
        .collect()
}

/// An address that may be stored and linked: http(s), absolute, not absurdly long.
fn web_address(text: &str, base: &Url) -> Option<Url> {
    let url = base.join(text.trim()).ok()?;
    (address::is_web(&url) && url.as_str().len() <= ADDRESS_BYTES).then_some(url)
}

#[cfg(test)]
mod tests;
