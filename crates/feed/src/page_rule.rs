//! Reads a plain page that has no feed as one, by rules that a person wrote or chose.

mod guess;
mod selector;
mod usual;
mod written;

use std::collections::HashSet;

use dom_query::NodeRef;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::dates::parse_date;
use crate::discover::title_of_page;
use crate::dom;
use crate::markup::absolute;
use crate::types::{Entry, Feed, Format, Link, Person};
use selector::Selector;
use usual::Usual;
pub use written::RuleLineError;

const MOST_ITEMS: usize = 500;
const LONGEST_SELECTOR: usize = 500;
const LONGEST_SUMMARY: usize = 100_000;
const LONGEST_TITLE: usize = 10_000;

/// How the items of a page are found: CSS selectors (Selectors Level 4), all but the first within
/// an item, where they may match the item itself too.
///
/// A selector may end in ` @name` to read that attribute instead of what is usual for the part:
/// `img @data-large`. A part without a selector, or with an empty one, is looked for where pages
/// usually have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageRule {
    /// The elements that each stand for one article.
    pub items: String,
    /// The headline; else the first heading, else the text of the link.
    pub title: Option<String>,
    /// The link to the article; else that around or in the headline, else the first one.
    pub link: Option<String>,
    /// When it was published: `datetime` or `content`, else the text; else the first `<time>`.
    pub date: Option<String>,
    /// A teaser, taken as HTML; none unless named.
    pub summary: Option<String>,
    /// A picture; else the first `<img>`.
    pub image: Option<String>,
    /// Who wrote it; none unless named.
    pub author: Option<String>,
}

/// A part of a [`PageRule`], to say which one is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are the members of the rule")]
pub enum RulePart {
    Items,
    Title,
    Link,
    Date,
    Summary,
    Image,
    Author,
}

impl std::fmt::Display for RulePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Items => "items",
            Self::Title => "title",
            Self::Link => "link",
            Self::Date => "date",
            Self::Summary => "summary",
            Self::Image => "image",
            Self::Author => "author",
        })
    }
}

/// Why a rule yields nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageRuleError {
    /// There is no selector for the items.
    #[error("the rule has no selector for the items")]
    NoItems,
    /// A selector cannot be read.
    #[error(
        "the selector for the {part} is not valid CSS{}",
        if rest.is_empty() { " at its end".to_owned() } else { format!(" at character {at}, “{rest}”") }
    )]
    NotCss {
        /// Which selector.
        part: RulePart,
        /// The position of the first character that cannot be understood, counted from 1.
        at: usize,
        /// The selector from there on.
        rest: String,
    },
    /// A selector is absurdly long.
    #[error("the selector for the {part} is longer than {LONGEST_SELECTOR} characters")]
    TooLong {
        /// Which selector.
        part: RulePart,
    },
    /// The selector for the items matches nothing on the page.
    #[error("the selector for the items, “{selector}”, matches nothing on the page")]
    NothingMatches {
        /// The selector.
        selector: String,
    },
    /// Items were found, but no link in any of them.
    #[error(
        "the selector for the items matches {items} times, but no link was found in any of them"
    )]
    NoLinks {
        /// How many items there are.
        items: usize,
    },
}

impl PageRule {
    /// What the rule makes of a page: a feed of [`Format::Page`] whose warnings tell the selectors
    /// that match nothing and the dates that cannot be read. `base` is the address of the page.
    ///
    /// # Errors
    ///
    /// [`PageRuleError`] where a selector is not valid CSS, or no item with a link is found.
    pub fn apply(&self, html: &str, base: &Url) -> Result<Feed, PageRuleError> {
        let selectors = Selectors::of(self)?;
        let mut warnings = Vec::new();
        let document = dom::parse(html, &mut warnings);
        let mut feed = self.read(&selectors, document.root(), base, &mut warnings)?;
        feed.title = title_of_page(html);
        feed.warnings = warnings;
        Ok(feed)
    }

    fn read(
        &self,
        selectors: &Selectors,
        root: NodeRef<'_>,
        base: &Url,
        warnings: &mut Vec<String>,
    ) -> Result<Feed, PageRuleError> {
        let base = dom::first(root, "base[href]")
            .and_then(|element| base.join(&dom::attribute(element, "href")?).ok())
            .unwrap_or_else(|| base.clone());
        let mut items = selectors.items.all(root);
        if items.is_empty() {
            return Err(PageRuleError::NothingMatches { selector: self.items.trim().to_owned() });
        }
        if items.len() > MOST_ITEMS {
            warnings.push(format!("items beyond the first {MOST_ITEMS} were left out"));
            items.truncate(MOST_ITEMS);
        }
        let mut counts = Counts::default();
        let mut seen = HashSet::new();
        let mut feed = Feed::new(Format::Page);
        for item in &items {
            let Some(entry) = selectors.entry(*item, &base, &mut counts) else { continue };
            if entry.link.clone().is_some_and(|link| seen.insert(link)) {
                feed.entries.push(entry);
            }
        }
        if feed.entries.is_empty() {
            return Err(PageRuleError::NoLinks { items: items.len() });
        }
        warnings.extend(selectors.warnings(&counts, items.len()));
        feed.link = Some(base.as_str().to_owned());
        feed.language = dom::first(root, "html[lang]")
            .and_then(|element| dom::attribute(element, "lang"))
            .map(|language| language.replace('_', "-"));
        let alternate = Some("alternate".into());
        feed.links.extend(feed.link.clone().map(|href| Link {
            href,
            rel: alternate,
            ..Link::default()
        }));
        Ok(feed)
    }

    /// Rules that fit the lists of links on a page, the likeliest list of articles first, at most
    /// five; each was tried and finds three items or more.
    pub fn guess(html: &str, base: &Url) -> Vec<Self> {
        guess::rules(html, base)
    }
}

struct Selectors {
    items: Selector,
    title: Option<Selector>,
    link: Option<Selector>,
    date: Option<Selector>,
    summary: Option<Selector>,
    image: Option<Selector>,
    author: Option<Selector>,
    usual: Usual,
}

/// How often the selectors found something.
#[derive(Default)]
struct Counts {
    title: usize,
    link: usize,
    date: usize,
    unread_dates: usize,
    unread_date: Option<String>,
    summary: usize,
    image: usize,
    author: usize,
    without_link: usize,
}

impl Selectors {
    fn of(rule: &PageRule) -> Result<Self, PageRuleError> {
        let optional = |text: &Option<String>, part| {
            let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
            text.map(|text| Selector::new(text, part)).transpose()
        };
        if rule.items.trim().is_empty() {
            return Err(PageRuleError::NoItems);
        }
        Ok(Self {
            items: Selector::new(&rule.items, RulePart::Items)?,
            title: optional(&rule.title, RulePart::Title)?,
            link: optional(&rule.link, RulePart::Link)?,
            date: optional(&rule.date, RulePart::Date)?,
            summary: optional(&rule.summary, RulePart::Summary)?,
            image: optional(&rule.image, RulePart::Image)?,
            author: optional(&rule.author, RulePart::Author)?,
            usual: Usual::new()?,
        })
    }

    fn entry(&self, item: NodeRef<'_>, base: &Url, counts: &mut Counts) -> Option<Entry> {
        let heading = match &self.title {
            Some(selector) => selector.within(item),
            None => self.usual.heading.within(item),
        };
        counts.title += usize::from(heading.is_some());
        let anchor = match &self.link {
            Some(selector) => selector.within(item),
            None => self.usual.link_of(item, heading),
        };
        counts.link += usize::from(anchor.is_some());
        let link = anchor.and_then(|anchor| match attribute_of(&self.link) {
            Some(name) => dom::address(anchor, name, base),
            None => dom::address(anchor, "href", base)
                .or_else(|| dom::address(self.usual.link.within(anchor)?, "href", base)),
        });
        let Some(link) = link else {
            counts.without_link += 1;
            return None;
        };
        let title = match (heading, attribute_of(&self.title)) {
            (Some(heading), Some(name)) => dom::attribute(heading, name),
            (Some(heading), None) => dom::line(heading),
            (None, _) => None,
        };
        let mut title = title.or_else(|| self.usual.text_of_link(anchor?));
        if let Some(title) = &mut title {
            title.truncate(title.floor_char_boundary(LONGEST_TITLE));
        }
        let mut entry = Entry {
            id: Some(link.clone()),
            title,
            link: Some(link.clone()),
            published: self.date(item, counts),
            summary: self.summary(item, base, counts),
            authors: self.author(item, counts).into_iter().collect(),
            ..Entry::default()
        };
        let rel = Some("alternate".into());
        entry.links.push(Link { href: link, rel, ..Link::default() });
        entry.thumbnails.extend(self.image(item, base, counts));
        Some(entry)
    }

    fn date(&self, item: NodeRef<'_>, counts: &mut Counts) -> Option<jiff::Timestamp> {
        let element = match &self.date {
            Some(selector) => selector.within(item),
            None => self.usual.time.within(item),
        }?;
        counts.date += 1;
        let written = match attribute_of(&self.date) {
            Some(name) => dom::attribute(element, name),
            None => dom::attribute(element, "datetime")
                .or_else(|| dom::attribute(element, "content"))
                .or_else(|| dom::line(element)),
        }?;
        let date = parse_date(&written);
        if date.is_none() {
            counts.unread_dates += 1;
            counts.unread_date.get_or_insert(written.chars().take(60).collect());
        }
        date
    }

    fn summary(&self, item: NodeRef<'_>, base: &Url, counts: &mut Counts) -> Option<String> {
        let selector = self.summary.as_ref()?;
        let element = selector.within(item)?;
        counts.summary += 1;
        if let Some(name) = &selector.attribute {
            return dom::attribute(element, name).map(|text| crate::markup::escape(&text));
        }
        let html = element.inner_html();
        let html = html.trim();
        let whole = !html.is_empty() && html.len() <= LONGEST_SUMMARY;
        whole.then(|| absolute(html.to_owned(), Some(base)))
    }

    fn image(&self, item: NodeRef<'_>, base: &Url, counts: &mut Counts) -> Option<String> {
        let element = match &self.image {
            Some(selector) => selector.within(item),
            None => self.usual.picture.within(item),
        }?;
        counts.image += 1;
        if let Some(name) = attribute_of(&self.image) {
            return dom::address(element, name, base);
        }
        let picture = self.usual.picture.within(element).unwrap_or(element);
        // The source of a picture that loads late is a placeholder.
        ["data-src", "data-lazy-src", "data-original", "src", "content"]
            .iter()
            .find_map(|name| dom::address(picture, name, base))
            .or_else(|| {
                let set = dom::attribute(picture, "srcset")?;
                dom::web_address(set.split([' ', ',']).next()?, base)
            })
            .or_else(|| dom::background(element, base))
    }

    fn author(&self, item: NodeRef<'_>, counts: &mut Counts) -> Option<Person> {
        let selector = self.author.as_ref()?;
        let element = selector.within(item)?;
        counts.author += 1;
        let name = match &selector.attribute {
            Some(name) => dom::attribute(element, name),
            None => dom::line(element),
        };
        let name = Some(name.filter(|name| name.len() <= 200)?);
        Some(Person { name, ..Person::default() })
    }

    fn warnings(&self, counts: &Counts, items: usize) -> Vec<String> {
        let named = [
            (&self.title, RulePart::Title, counts.title),
            (&self.link, RulePart::Link, counts.link),
            (&self.date, RulePart::Date, counts.date),
            (&self.summary, RulePart::Summary, counts.summary),
            (&self.image, RulePart::Image, counts.image),
            (&self.author, RulePart::Author, counts.author),
        ];
        let mut warnings: Vec<String> = named
            .iter()
            .filter_map(|(selector, part, found)| Some((selector.as_ref()?, part, *found)))
            .filter(|(_, _, found)| *found == 0)
            .map(|(selector, part, _)| {
                let text = &selector.text;
                format!(
                    "the selector for the {part}, “{text}”, matches nothing in the {items} items"
                )
            })
            .collect();
        if counts.without_link > 0 {
            warnings.push(format!("{} of {items} items hold no link", counts.without_link));
        }
        if let Some(date) = &counts.unread_date {
            warnings.push(format!(
                "{} of {} dates could not be read, such as “{date}”",
                counts.unread_dates, counts.date
            ));
        }
        warnings
    }
}

fn attribute_of(selector: &Option<Selector>) -> Option<&str> {
    selector.as_ref()?.attribute.as_deref()
}

#[cfg(test)]
mod tests;
