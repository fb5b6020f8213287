//! What is known of a page.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde_json::{Value, json};
use url::Url;

/// What the caller knows of a page before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageHints<'a> {
    /// Where the page was fetched from, after redirects.
    pub url: Option<&'a Url>,
    /// The server's header `Content-Type`.
    pub content_type: Option<&'a str>,
}

/// What sort of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One article.
    Article,
    /// A list of links to articles.
    Index,
    /// Neither: a player, a shell that needs scripts, an error page.
    Other,
}

impl Kind {
    /// The kind as `inspect` writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Index => "index",
            Self::Other => "other",
        }
    }
}

/// A day, or a moment where the page says as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageDate {
    /// A calendar day in the outlet's own reckoning.
    Day(Date),
    /// A moment.
    Moment(Timestamp),
}

impl fmt::Display for PageDate {
    /// `2025-12-29`, or RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(moment) => write!(f, "{moment}"),
        }
    }
}

/// Somebody who contributed to an article without writing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The person's name.
    pub name: String,
    /// From where the person reported.
    pub place: Option<String>,
}

/// The place and agency with which an agency's report opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The place as written, such as `KYIV`.
    pub place: String,
    /// The whole of it, such as `LONDON (AP)`.
    pub text: String,
}

/// The outlet where an article stood first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The outlet's name, or the host where it is not named.
    pub outlet: String,
    /// Where the article stood first.
    pub url: Option<Url>,
}

/// A page that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// What sort of page it is.
    pub kind: Kind,
    /// The headline without the outlet's name.
    pub title: Option<String>,
    /// Who wrote it; people, or an outlet where the byline names one.
    pub authors: Vec<String>,
    /// Who else reported for it.
    pub contributors: Vec<Contributor>,
    /// When it was published first.
    pub date_published: Option<PageDate>,
    /// When it was changed last.
    pub date_modified: Option<PageDate>,
    /// The language as a BCP 47 tag.
    pub language: Option<String>,
    /// The outlet's name.
    pub site: Option<String>,
    /// The address under which the outlet wants it known.
    pub canonical: Option<Url>,
    /// The picture that stands for it.
    pub image: Option<Url>,
    /// The dateline it opens with.
    pub dateline: Option<Dateline>,
    /// The article's own words: one block a line, an empty line between blocks.
    pub text: String,
    /// The article as sanitized HTML, addresses absolute.
    pub html: String,
    /// How many words `text` has.
    pub words: usize,
    /// The outlet that a reprint names as its origin.
    pub first_appeared: Option<Origin>,
    /// Whether most of the article is for subscribers; absent where the page does not say.
    pub paywalled: Option<bool>,
    /// Of how many pages the article consists, as far as this one says.
    pub pages: u32,
    /// What went wrong or is doubtful, in words for the person who runs Dateline.
    pub warnings: Vec<String>,
    /// The outlet's own summary.
    pub description: Option<String>,
    /// The section of the outlet.
    pub section: Option<String>,
    /// The outlet's keywords.
    pub tags: Vec<String>,
    /// Whether the page asks for no archived copy (`robots` with `noarchive`).
    pub noarchive: bool,
}

impl Page {
    /// The page as `dateline inspect page` prints it, without `id` and `ok`.
    pub fn to_inspect(&self) -> Value {
        let contributors: Vec<Value> = self
            .contributors
            .iter()
            .map(|person| json!({"name": person.name, "place": person.place}))
            .collect();
        json!({
            "kind": self.kind.as_str(),
            "title": self.title,
            "authors": self.authors,
            "contributors": contributors,
            "date_published": self.date_published.map(|date| date.to_string()),
            "date_modified": self.date_modified.map(|date| date.to_string()),
            "language": self.language,
            "site": self.site,
            "canonical": self.canonical.as_ref().map(Url::as_str),
            "image": self.image.as_ref().map(Url::as_str),
            "dateline": self.dateline.as_ref().map(|d| json!({"place": d.place, "text": d.text})),
            "text": self.text,
            "html": self.html,
            "words": self.words,
            "first_appeared": self.first_appeared.as_ref().map(|origin| {
                json!({"outlet": origin.outlet, "url": origin.url.as_ref().map(Url::as_str)})
            }),
            "paywalled": self.paywalled,
            "pages": self.pages,
            "warnings": self.warnings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_inspect_writes_them() {
        assert_eq!(PageDate::Day(jiff::civil::date(2025, 12, 29)).to_string(), "2025-12-29");
        let moment: Timestamp = "2025-12-29T10:00:00+02:00".parse().expect("a moment");
        assert_eq!(PageDate::Moment(moment).to_string(), "2025-12-29T08:00:00Z");
    }
}
