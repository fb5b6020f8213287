//! A starred item of another reader as an article of its user's own. Pure.

use dateline_model::{Byline, NewArticle, OutletHint, TextSource, UserId, address};
use url::Url;

use super::ItemAbroad;
use crate::{cut, entries};

const TITLE_CHARS: usize = 1_000;
/// Of longer texts the beginning is taken over.
pub const HTML_BYTES: usize = 1_000_000;
const NAME_CHARS: usize = 200;
const ADDRESS_BYTES: usize = 4_000;
const MANY: usize = 50;

/// Why a starred item cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// Nothing is known of it.
    #[error("it has neither an address nor a text")]
    Nothing,
    /// Its address is none of the web, or absurdly long.
    #[error("its address is none that can be opened")]
    Address,
}

/// The article that a starred item becomes, with the key of its address. Its text is what the other
/// reader said: where that is too little, the page is read.
pub fn article_of(item: &ItemAbroad, user: UserId) -> Result<NewArticle, NotKept> {
    let url = match item.address.as_deref() {
        Some(address) => Some(web_address(address).ok_or(NotKept::Address)?),
        None => None,
    };
    let html = cut::no_nul(item.html.as_deref().unwrap_or_default());
    let html = dateline_markup::sanitize(cut::bytes(&html, HTML_BYTES), url.as_ref());
    let text = dateline_markup::plain_text(&html);
    let has_text = !text.trim().is_empty();
    if url.is_none() && !has_text {
        return Err(NotKept::Nothing);
    }
    let is_whole = has_text && entries::is_whole(&text, true);
    let title = item.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let title = title.or_else(|| first_words(&text)).or_else(|| url.as_ref().map(Url::to_string));
    let key = match &url {
        Some(url) => address::article_key(url),
        None => {
            let title = title.as_deref().unwrap_or_default();
            address::digest(&["kept text", &user.to_string(), title, &text])
        }
    };
    let authors = item.authors.iter().map(|name| cut::chars(&one_line(name), NAME_CHARS));
    // Where no address tells whose it is, the feed's name is all that is known.
    let name = item.outlet.as_deref().filter(|_| url.is_none());
    Ok(NewArticle {
        key,
        host: url.as_ref().map(address::host_key).unwrap_or_default(),
        read_page: url.is_some() && !is_whole,
        outlet: OutletHint {
            name: name.map(|name| cut::chars(&one_line(name), NAME_CHARS)),
            address: url.clone(),
        },
        address: url.map(String::from),
        title: title.map(|title| cut::chars(&title, TITLE_CHARS)),
        html,
        text,
        text_source: match (has_text, is_whole) {
            (false, _) => TextSource::None,
            (true, true) => TextSource::FeedFull,
            (true, false) => TextSource::FeedSummary,
        },
        byline: Byline {
            authors: authors.filter(|name| !name.is_empty()).take(MANY).collect(),
            contributors: Vec::new(),
        },
        dateline: None,
        first_appeared: None,
        image: None,
        published: item.published,
        updated: None,
        language: None,
        own: false,
    })
}

/// An address that may be stored and linked, without a login that it may carry.
fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(&address::without_login(text.trim())).ok()?;
    (address::is_web(&url) && url.as_str().len() <= ADDRESS_BYTES).then_some(url)
}

fn one_line(text: &str) -> String {
    dateline_markup::one_line(&cut::no_nul(text))
}

/// A headline for a text that has none.
fn first_words(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    Some(cut::chars(line.trim(), 80))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDA: UserId = UserId(1);

    fn item(address: &str, html: &str) -> ItemAbroad {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ItemAbroad { address: some(address), html: some(html), ..ItemAbroad::default() }
    }

    #[test]
    fn what_came_along_is_kept_clean_and_read_where_it_is_little() {
        let short = article_of(&item("https://ida:x@a.example/n", "<p onclick=x>A</p>"), IDA);
        let short = short.unwrap();
        assert_eq!(short.address.as_deref(), Some("https://a.example/n"));
        assert_eq!(short.html, "<p>A</p>");
        assert!(short.read_page);
        let long = format!("<p>{}</p>", "word ".repeat(200));
        assert!(!article_of(&item("https://a.example/n", &long), IDA).unwrap().read_page);
    }

    #[test]
    fn what_cannot_be_kept_is_said() {
        assert_eq!(article_of(&item("", ""), IDA).unwrap_err(), NotKept::Nothing);
        let odd = article_of(&item("javascript:alert(1)", "<p>A</p>"), IDA);
        assert_eq!(odd.unwrap_err(), NotKept::Address);
        assert_eq!(article_of(&item("", "<p>A text</p>"), IDA).unwrap().title.unwrap(), "A text");
    }
}
