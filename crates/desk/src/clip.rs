//! A user keeps a page or a text: it becomes an entry of their clippings.
//!
//! A page that is only named is the article of its address, as any feed's is, and is read as such:
//! nothing that its user says of it changes what others see. What its user brings the text of is
//! theirs alone, of the outlet that they name; it may stand behind a login, or say what nobody said.

use dateline_model::{Byline, NewArticle, NewEntry, OutletHint, TextSource, UserId, address};
use dateline_store::{Clipped, StoreError};
use jiff::Timestamp;
use url::Url;

use crate::desk::{Desk, Inner, News};
use crate::{DeskError, cut};

/// The longest title, name and text that are kept.
const TITLE_CHARS: usize = 300;
const NAME_CHARS: usize = 200;
const HTML_BYTES: usize = 1 << 20;

/// How many authors are kept.
const MANY: usize = 50;

/// What is to be kept.
#[derive(Debug, Clone, Default)]
pub struct Clip {
    /// Where it stands.
    pub address: Option<Url>,
    /// Its text as HTML, of which only what is safe is kept; without any text the page is read.
    pub html: Option<String>,
    /// Its text, plain, with empty lines between its paragraphs; where there is no HTML.
    pub text: Option<String>,
    /// Its headline; only of a text.
    pub title: Option<String>,
    /// Who published it, by name or by domain; only of a text.
    pub outlet: Option<String>,
    /// Who wrote it; only of a text.
    pub authors: Vec<String>,
    /// When it was published; only of a text.
    pub published: Option<Timestamp>,
    /// Its language; only of a text.
    pub language: Option<String>,
}

/// Why something cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    /// It is neither a page nor a text.
    #[error("there is neither an address nor a text to keep")]
    Nothing,
    /// It is not an address of the web.
    #[error("this is not an address of the web that can be opened")]
    NotWeb,
    /// The desk failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for ClipError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl Desk {
    /// Keeps a page or a text among a user's clippings. The same page, or a text of the same
    /// address or headline, is kept once; a text that differs becomes what it says now.
    ///
    /// # Errors
    /// When there is nothing to keep, or the store fails.
    pub async fn clip(&self, user: UserId, mut clip: Clip) -> Result<Clipped, ClipError> {
        let Inner { store, clock, workshop, .. } = &*self.inner;
        if clip.address.as_ref().is_some_and(|url| !address::is_web(url)) {
            return Err(ClipError::NotWeb);
        }
        // A page is kept for whoever comes upon it, and a password opens it to its user alone.
        let open = clip.address.as_ref().map(|url| address::without_login(url.as_str()));
        clip.address = open.and_then(|open| Url::parse(&open).ok());
        let feed = dateline_store::clippings_address(user);
        let outlet = match &clip.outlet {
            Some(named) => store.outlet_by_key(named.trim()).await?.map(|outlet| outlet.key),
            None => None,
        };
        let entry = workshop.run(move || entry_of(clip, &feed, outlet)).await;
        let entry = entry.map_err(|broken| DeskError::Threads(broken.to_string()))?;
        let clipped = store.clip(user, entry.ok_or(ClipError::Nothing)?, clock.now()).await?;
        self.inner.reads_bell.notify_one();
        self.inner.stories_bell.notify_one();
        self.inner.announce(News::Polled(clipped.feed));
        Ok(clipped)
    }
}

/// The entry of a clip; `None` where there is nothing to keep.
fn entry_of(clip: Clip, feed: &str, known_outlet: Option<String>) -> Option<NewEntry> {
    match (brought(&clip), clip.address.clone()) {
        (Some(brought), _) => Some(text_of(clip, brought, feed, known_outlet)),
        (None, Some(url)) => Some(page_of(url)),
        (None, None) => None,
    }
}

/// A page that is read as any feed's articles are.
fn page_of(url: Url) -> NewEntry {
    let key = address::digest(&["page", &address::article_key(&url)]);
    let article = NewArticle {
        key: address::article_key(&url),
        address: Some(url.to_string()),
        host: address::host_key(&url),
        title: None,
        html: String::new(),
        text: String::new(),
        text_source: TextSource::None,
        byline: Byline::default(),
        dateline: None,
        first_appeared: None,
        image: None,
        published: None,
        updated: None,
        outlet: OutletHint { address: Some(url.clone()), name: None },
        language: None,
        read_page: true,
        own: false,
    };
    entry(key, Some(url), article)
}

/// A text that is its user's alone: it has no key by which another feed could come upon it.
fn text_of(
    clip: Clip,
    (html, text): (String, String),
    feed: &str,
    known_outlet: Option<String>,
) -> NewEntry {
    let title = clip.title.as_deref().map(|title| short(title, TITLE_CHARS));
    let title = title.filter(|title| !title.is_empty()).or_else(|| first_line(&text));
    let place = clip.address.as_ref().map_or_else(String::new, address::article_key);
    let name = if place.is_empty() { title.as_deref().unwrap_or_default() } else { &place };
    let key = address::digest(&["text", name]);
    let article = NewArticle {
        key: address::article_key_in_feed(feed, &key),
        address: clip.address.as_ref().map(Url::to_string),
        host: clip.address.as_ref().map(address::host_key).unwrap_or_default(),
        title: title.clone(),
        html,
        text,
        text_source: TextSource::FeedFull,
        byline: Byline {
            authors: clip
                .authors
                .iter()
                .take(MANY)
                .map(|name| short(name, NAME_CHARS))
                .filter(|name| !name.is_empty())
                .collect(),
            contributors: Vec::new(),
        },
        dateline: None,
        first_appeared: None,
        image: None,
        published: clip.published,
        updated: None,
        outlet: outlet(clip.outlet.as_deref(), known_outlet, clip.address.as_ref()),
        language: clip.language.as_deref().map(|language| short(language, 35)),
        read_page: false,
        own: false,
    };
    entry(key, clip.address, article)
}

fn entry(key: String, url: Option<Url>, article: NewArticle) -> NewEntry {
    let address = url.map(String::from);
    let title = article.title.clone();
    let parts = [title.as_deref(), Some(article.html.as_str()), address.as_deref()];
    let content_hash = address::digest(&parts.map(Option::unwrap_or_default));
    NewEntry {
        guid: address.clone().unwrap_or_else(|| key.clone()),
        key,
        address,
        title,
        html: article.html.clone(),
        authors: article.byline.authors.clone(),
        tags: Vec::new(),
        enclosures: Vec::new(),
        published: article.published,
        updated: None,
        content_hash,
        article,
    }
}

/// The outlet that a user names, by its domain where that is known or can be told, else by its
/// name; where none is named, that of the address.
fn outlet(named: Option<&str>, known: Option<String>, url: Option<&Url>) -> OutletHint {
    let of_domain = |domain: &str| Url::parse(&format!("https://{domain}/")).ok();
    let named = named.map(|name| short(name, NAME_CHARS)).filter(|name| !name.is_empty());
    let Some(named) = named else {
        return OutletHint { address: url.cloned(), name: None };
    };
    let domain = known.or_else(|| address::domain_of_name(&named));
    match domain.and_then(|domain| of_domain(&domain)) {
        // What it calls itself is not for a reader to say.
        Some(home) => OutletHint { address: Some(home), name: None },
        None => OutletHint { address: None, name: Some(named) },
    }
}

fn short(text: &str, most: usize) -> String {
    let line = text.split(|sign: char| sign.is_whitespace() || sign.is_control());
    let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    cut::chars(&line, most)
}

fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(short(line, 120))
}

/// The text that was brought: HTML that may be shown, and its plain text; `None` without words.
fn brought(clip: &Clip) -> Option<(String, String)> {
    let plain = || clip.text.as_deref().map(paragraphs);
    let raw = clip.html.clone().or_else(plain)?;
    let base = clip.address.as_ref();
    let html = dateline_markup::sanitize(cut::bytes(&cut::no_nul(&raw), HTML_BYTES), base);
    let text = dateline_markup::plain_text(&html);
    (!text.trim().is_empty()).then_some((html, text))
}

/// Plain text as HTML: its paragraphs, and their lines.
fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let lines = escaped.replace("\r\n", "\n");
    let blocks = lines.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    blocks.map(|block| format!("<p>{}</p>", block.replace('\n', "<br>"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Option<Url> {
        Some(Url::parse(text).unwrap())
    }

    fn of(clip: Clip) -> NewEntry {
        entry_of(clip, "clippings:1", None).unwrap()
    }

    #[test]
    fn a_page_that_is_only_named_is_the_article_of_its_address() {
        let title = Some("Words in its mouth".to_owned());
        let page = of(Clip { address: url("https://a.example/x"), title, ..Clip::default() });
        assert_eq!(page.article.key, address::article_key(&url("https://a.example/x").unwrap()));
        assert!(page.article.read_page);
        assert_eq!((page.title, page.article.title), (None, None), "others would read it too");
    }

    #[test]
    fn a_text_is_its_users_alone() {
        let text = |feed: &str| {
            let text = Some("Said <b>here</b>.\n\nAnd there.".to_owned());
            let clip = Clip { address: url("https://a.example/x"), text, ..Clip::default() };
            entry_of(clip, feed, None).unwrap()
        };
        let (ida, tom) = (text("clippings:1"), text("clippings:2"));
        assert_ne!(ida.article.key, tom.article.key);
        assert_ne!(ida.article.key, address::article_key(&url("https://a.example/x").unwrap()));
        assert!(!ida.article.read_page);
        assert_eq!(ida.article.text.trim(), "Said <b>here</b>.\n\nAnd there.");
        assert_eq!(ida.title.as_deref(), Some("Said <b>here</b>."));
    }

    #[test]
    fn what_is_not_safe_is_not_kept() {
        let html = Some("<p onclick=x>A<script>b</script></p>".to_owned());
        let kept = of(Clip { html, ..Clip::default() });
        assert_eq!(kept.html, "<p>A</p>");
        assert!(entry_of(Clip::default(), "clippings:1", None).is_none());
        let html = Some("<script>b</script>".to_owned());
        let blank = Clip { html, ..Clip::default() };
        assert!(entry_of(blank, "clippings:1", None).is_none());
    }

    #[test]
    fn the_outlet_is_the_one_that_is_named() {
        let key = |named: Option<&str>, known: Option<&str>| {
            let at = url("https://archive.example.org/x");
            outlet(named, known.map(str::to_owned), at.as_ref()).key()
        };
        assert_eq!(key(None, None).as_deref(), Some("example.org"));
        assert_eq!(key(Some("Salon.com"), None).as_deref(), Some("salon.com"));
        assert_eq!(key(Some("The Times"), None).as_deref(), Some("name:the times"));
        assert_eq!(key(Some("salon.com"), Some("salon.com")).as_deref(), Some("salon.com"));
    }
}
