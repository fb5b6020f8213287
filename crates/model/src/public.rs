//! The public newspaper: what of an article may be shown to anybody, and what is shown.
//!
//! No type here can hold an article's text: only its headline, a few words that its outlet's own feed
//! gave, and the way to the outlet.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{ArticleId, FeedId, Outlet, StoryId};

/// What a publisher asks of those who show its article to others: robots' directives of the page and
/// of its header, a reservation of text and data mining, and licence terms for programs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PublisherTerms {
    /// At most so many characters of the text may stand beside the link (`max-snippet`; 0 for
    /// `nosnippet`); `None` where nothing is asked.
    pub snippet: Option<u32>,
    /// It is not to be listed (`noindex`).
    pub unlisted: bool,
    /// No copy of it is to be kept (`noarchive`).
    pub no_archive: bool,
    /// Text and data mining is reserved (TDMRep).
    pub reserved: bool,
    /// Where the licence terms for programs stand (RSL).
    pub licence: Option<String>,
    /// From then on it is not to be listed (`unavailable_after`).
    pub until: Option<Timestamp>,
}

impl PublisherTerms {
    /// Both together: whatever asks for more holds.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let snippet = match (self.snippet, other.snippet) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        let until = match (self.until, other.until) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self {
            snippet,
            until,
            unlisted: self.unlisted || other.unlisted,
            no_archive: self.no_archive || other.no_archive,
            reserved: self.reserved || other.reserved,
            licence: self.licence.or(other.licence),
        }
    }

    /// How many characters of its text may be shown, where nobody shows more than `most`. Terms of a
    /// licence and a reservation leave the headline and the link.
    pub fn shown(&self, most: usize) -> usize {
        if self.reserved || self.licence.is_some() {
            return 0;
        }
        let asked = self.snippet.map(|asked| usize::try_from(asked).unwrap_or(usize::MAX));
        asked.unwrap_or(most).min(most)
    }
}

/// What a site asks of those who show its articles to others, in files of its own that speak of all
/// its pages: the reservations of text and data mining in `/.well-known/tdmrep.json` (W3C TDMRep, "TDM
/// File on the Origin Server"), and the licence terms that its robots.txt names (RSL 1.0).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteTerms {
    /// Patterns of paths, each with whether text and data mining is reserved there; the first that
    /// fits decides.
    pub mining: Vec<(String, bool)>,
    /// Patterns of the paths that licence terms keep out of lists and searches.
    pub unlisted: Vec<String>,
    /// Where the licence terms stand.
    pub licence: Option<String>,
    /// robots.txt keeps programs from reading those files, so that what they ask cannot be known.
    pub shut: bool,
}

impl SiteTerms {
    /// What is asked for the article at this address of the site.
    pub fn of(&self, address: &Url) -> PublisherTerms {
        let path = match address.query() {
            Some(query) => format!("{}?{query}", address.path()),
            None => address.path().to_owned(),
        };
        let fits = |pattern: &str| path_fits(pattern, &path);
        let mining = self.mining.iter().find(|(pattern, _)| fits(pattern));
        PublisherTerms {
            reserved: self.shut || mining.is_some_and(|(_, reserved)| *reserved),
            unlisted: self.unlisted.iter().any(|pattern| fits(pattern)),
            licence: self.licence.clone(),
            ..PublisherTerms::default()
        }
    }

    /// Whether no page of the site is to be listed.
    pub fn lists_nothing(&self) -> bool {
        self.unlisted.iter().any(|pattern| matches!(pattern.as_str(), "/" | "/*"))
    }
}

/// Whether a path begins as a pattern says, in which `*` stands for any characters and a `$` at its
/// end for the end of the path (RFC 9309 2.2.3).
fn path_fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !whole || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    true
}

/// The public newspaper of an instance, as its admins set it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicPaper {
    /// Whether an admin switched it on.
    pub on: bool,
    /// What it is called.
    pub name: String,
    /// Where publishers write to: an address of e-mail or of the web.
    pub contact: String,
    /// The tag of the language of its own words.
    pub tongue: String,
    /// Raised with every change, of what is shown too.
    pub version: i64,
    /// Its sections in the order of their names.
    pub sections: Vec<String>,
}

impl PublicPaper {
    /// What it is called where no admin named it.
    const NAME: &'static str = "Dateline";

    /// The newspaper as it is shown by these settings; `on` is whether it is. Without an address that
    /// publishers can write to it is not.
    #[must_use]
    pub fn shown(mut self, settings: &PublicSettings) -> Self {
        if let Some(contact) = &settings.contact {
            self.contact.clone_from(contact);
        }
        if self.name.trim().is_empty() {
            Self::NAME.clone_into(&mut self.name);
        }
        let wanted = match settings.mode {
            PublicMode::Off => false,
            PublicMode::Admin => self.on,
            PublicMode::On => true,
        };
        self.on = wanted && !self.contact.trim().is_empty();
        self
    }
}

/// Who decides whether there is a public newspaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublicMode {
    /// There is none, whatever an admin chose.
    Off,
    /// There is one once an admin switched it on in the browser.
    #[default]
    Admin,
    /// There is one.
    On,
}

/// What settings say of the public newspaper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicSettings {
    /// Who decides whether there is one.
    pub mode: PublicMode,
    /// Whom publishers write to, in place of what an admin typed.
    pub contact: Option<String>,
}

/// A feed that an admin made public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFeed {
    /// The feed.
    pub feed: FeedId,
    /// The section that its articles stand in.
    pub section: String,
}

/// What an admin did about the public newspaper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicEvent {
    /// When.
    pub at: Timestamp,
    /// Who; `None` where that account is gone.
    pub by: Option<String>,
    /// What: `on`, `off`, `chosen`, `removed`, `returned`.
    pub event: String,
    /// What it was about: an outlet's key, how many feeds.
    pub about: String,
}

/// An article as anybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicArticle {
    /// Its number.
    pub id: ArticleId,
    /// Its story.
    pub story: Option<StoryId>,
    /// Its headline, never empty.
    pub title: String,
    /// The first words that its outlet's own feed gave, as many as its publisher allows, at most
    /// 300 characters; empty where none are.
    pub excerpt: String,
    /// Who published it.
    pub outlet: Outlet,
    /// Where it is read at its outlet.
    pub address: String,
    /// The address that its outlet calls the canonical one; the same where it names none.
    pub canonical: String,
    /// The moment it is ordered by.
    pub placed_at: Timestamp,
    /// Its language, as it says.
    pub language: Option<String>,
    /// Whose text it has.
    pub copy_of: Option<ArticleId>,
    /// Whether a text, a credit or a link says that it is a copy.
    pub copy_credited: bool,
}

/// A story as anybody may see it: what is not public of it counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicStory {
    /// Its number.
    pub id: StoryId,
    /// The article that stands for it.
    pub lead: PublicArticle,
    /// How many articles of it there are, copies not counted.
    pub articles: u32,
    /// How many of them have another one's text.
    pub copies: u32,
    /// The outlets with articles of their own, the lead's first.
    pub outlets: Vec<Outlet>,
    /// When its earliest article came.
    pub opened_at: Timestamp,
    /// When its latest article came.
    pub grown_at: Timestamp,
}

/// A story with all its articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicStoryPage {
    /// The story.
    pub story: PublicStory,
    /// Its articles, the latest first, each with those that have its text.
    pub members: Vec<(PublicArticle, Vec<PublicArticle>)>,
}

/// The front page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicFront {
    /// The highest stories.
    pub stories: Vec<PublicStory>,
    /// The highest stories of each section.
    pub sections: Vec<(String, Vec<PublicStory>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_terms_the_stricter_holds() {
        let page = PublisherTerms { snippet: Some(50), ..PublisherTerms::default() };
        let header =
            PublisherTerms { snippet: Some(120), unlisted: true, ..PublisherTerms::default() };
        let both = page.clone().and(header);
        assert_eq!((both.snippet, both.unlisted), (Some(50), true));
        assert_eq!(page.and(PublisherTerms::default()).snippet, Some(50));
    }

    #[test]
    fn nothing_is_shown_without_an_address_for_publishers() {
        let stored = PublicPaper { on: true, ..PublicPaper::default() };
        assert!(!stored.clone().shown(&PublicSettings::default()).on);
        let contact = Some("desk@a.example".to_owned());
        let with = |mode| PublicSettings { mode, contact: contact.clone() };
        assert!(stored.clone().shown(&with(PublicMode::Admin)).on);
        assert!(!stored.shown(&with(PublicMode::Off)).on);
        assert!(!PublicPaper::default().shown(&with(PublicMode::Admin)).on, "off by default");
        assert!(PublicPaper::default().shown(&with(PublicMode::On)).on);
    }

    #[test]
    fn a_reservation_or_a_licence_leaves_headline_and_link() {
        assert_eq!(PublisherTerms::default().shown(300), 300);
        let told = |snippet| PublisherTerms { snippet, ..PublisherTerms::default() }.shown(300);
        assert_eq!((told(Some(0)), told(Some(20)), told(Some(9_000))), (0, 20, 300));
        let reserved = PublisherTerms { reserved: true, ..PublisherTerms::default() };
        assert_eq!(reserved.shown(300), 0);
        let licence = Some("https://a.example/license.xml".to_owned());
        assert_eq!(PublisherTerms { licence, ..PublisherTerms::default() }.shown(300), 0);
    }

    #[test]
    fn a_sites_first_pattern_that_fits_decides_about_mining() {
        let terms = SiteTerms {
            mining: vec![("/open/".to_owned(), false), ("/".to_owned(), true)],
            ..SiteTerms::default()
        };
        let reserved = |address: &str| terms.of(&Url::parse(address).unwrap()).reserved;
        assert!(reserved("https://x.example/news/1"));
        assert!(!reserved("https://x.example/open/1"));
        assert!(!SiteTerms::default().of(&Url::parse("https://x.example/").unwrap()).reserved);
        let shut = SiteTerms { shut: true, ..SiteTerms::default() };
        assert!(shut.of(&Url::parse("https://x.example/open/1").unwrap()).reserved);
    }

    #[test]
    fn licence_terms_may_keep_a_part_of_a_site_out_of_lists() {
        let terms =
            SiteTerms { unlisted: vec!["/paid/*.html$".to_owned()], ..SiteTerms::default() };
        let unlisted = |path: &str| {
            terms.of(&Url::parse("https://x.example").unwrap().join(path).unwrap()).unlisted
        };
        assert!(unlisted("/paid/1.html") && !unlisted("/paid/1.html?x") && !unlisted("/1.html"));
        assert!(!terms.lists_nothing());
        let all = SiteTerms { unlisted: vec!["/*".to_owned()], ..SiteTerms::default() };
        assert!(all.lists_nothing());
    }

    #[test]
    fn patterns_of_paths_fit_as_robots_know_them() {
        for (pattern, path, fits) in [
            ("/", "/a", true),
            ("/a", "/abc", true),
            ("/a$", "/abc", false),
            ("/a$", "/a", true),
            ("/*/c", "/a/b/c/d", true),
            ("/*/c$", "/a/b/c/d", false),
            ("/*x*y", "/ay-x", false),
            ("*", "/a", true),
            ("/é", "/", false),
            ("", "/a", true),
        ] {
            assert_eq!(path_fits(pattern, path), fits, "{pattern} {path}");
        }
    }
}
