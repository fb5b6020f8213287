//! What is known of a page.

use std::fmt;

use dateline_model::PublisherTerms;
use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use serde_json::{Value, json};
use url::Url;

use crate::{Shell, SiteMemory, SiteRules};

/// What the caller knows of a page before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageHints<'a> {
    /// Where the page was fetched from, after redirects.
    pub url: Option<&'a Url>,
    /// The server's header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// When it was fetched: a date that lies ahead of it is refused.
    pub fetched: Option<Timestamp>,
    /// The user's corrections for sites.
    pub rules: Option<&'a SiteRules>,
    /// What is known to repeat across the pages of this site.
    pub memory: Option<&'a SiteMemory>,
}

/// What sort of page it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// One article.
    Article,
    /// A list of links to articles.
    Index,
    /// Neither: a player, a shell that needs scripts, an error page.
    #[default]
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

/// A date on the outlet's own calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDate {
    /// The day that its readers were told, which may be another than the day in UTC.
    pub day: Date,
    /// How far the outlet's clocks were from UTC, where the page tells.
    pub offset: Option<Offset>,
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
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// The same on the outlet's own calendar.
    pub published_local: Option<LocalDate>,
    /// When it was changed last.
    pub date_modified: Option<PageDate>,
    /// The same on the outlet's own calendar.
    pub modified_local: Option<LocalDate>,
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
    /// What else its publisher asks of those who show it to others, as far as the page itself says.
    pub terms: PublisherTerms,
    /// Where the article goes on.
    pub next: Option<Url>,
    /// A version of the article to print.
    pub print: Option<Url>,
    /// A version of the article in AMP.
    pub amp: Option<Url>,
    /// Why the page holds no article though an article may stand behind it.
    pub shell: Option<Shell>,
    /// The site whose rules were applied.
    pub rules: Option<String>,
    /// The hashes of the article's blocks, those among them that were left out because they repeat
    /// on the site's pages; see [`SiteMemory`].
    pub blocks: Vec<u64>,
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
            "date_published": shown(self.date_published, self.published_local),
            "date_modified": shown(self.date_modified, self.modified_local),
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

/// A date as `inspect` writes it: on the outlet's own clock where the page tells how far that is
/// from UTC, as a day where only the outlet's day is known to differ, else in UTC.
fn shown(date: Option<PageDate>, local: Option<LocalDate>) -> Option<String> {
    let date = date?;
    let (PageDate::Moment(moment), Some(local)) = (date, local) else {
        return Some(date.to_string());
    };
    if let Some(offset) = local.offset {
        return Some(moment.display_with_offset(offset).to_string());
    }
    let utc = moment.to_zoned(TimeZone::UTC).date();
    Some(if utc == local.day { date.to_string() } else { local.day.to_string() })
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

    #[test]
    fn an_outlets_own_day() {
        let moment = "2025-12-30T03:00:00Z".parse().map(PageDate::Moment).ok();
        let day = jiff::civil::date(2025, 12, 29);
        let of = |offset| shown(moment, Some(LocalDate { day, offset }));
        let york = of(Some(Offset::constant(-5)));
        assert_eq!(york.as_deref(), Some("2025-12-29T22:00:00-05:00"));
        assert_eq!(of(None).as_deref(), Some("2025-12-29"));
        assert_eq!(shown(moment, None).as_deref(), Some("2025-12-30T03:00:00Z"));
    }
}
