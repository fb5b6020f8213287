//! The text of the feed and the text of the page made into one article. Pure.

use std::collections::HashSet;

use dateline_model::{
    Byline, Contributor, Origin, OutletHint, PageFacts, PageReading, ReadHow, ReadTask, TextSource,
    address,
};
use dateline_page::{Kind, LocalDate, Page, PageDate};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use url::Url;

use crate::cut;

const TITLE_CHARS: usize = 1_000;
const NAME_CHARS: usize = 200;
/// A page's text that has fewer words than this share of the feed's is a part of it.
const PAGE_MUST_HOLD: f64 = 0.8;
/// A page of fewer words is as good as none, where the feed gave a teaser.
const SHELL_WORDS: usize = 60;
/// So many words in a row are compared to tell whether two texts are one: of the shorter one's runs,
/// where there are so many at least, so large a share must be in both.
const RUN: usize = 4;
const LEAST_RUNS: usize = 40;
const SAME_TEXT: f64 = 0.2;
/// Of sections and keywords.
const TAG_CHARS: usize = 80;
const MANY: usize = 20;
/// A shared part of two paths so long is an article's slug or number, not a section.
const SLUG_CHARS: usize = 8;

/// So much of an article's HTML is kept, from a page as from a feed: a book is no article, and
/// everything that is done with one is done with all of it.
const HTML_BYTES: usize = 1_000_000;

/// What was read of an article at its outlet.
pub(crate) struct Read<'a> {
    /// Its pages as one.
    pub page: &'a Page,
    /// Where the first of them came from.
    pub url: &'a Url,
    /// How many they are.
    pub parts: u32,
    /// Why a further one is missing.
    pub missing: Option<&'a str>,
}

/// What is stored of an article after its page was read at `at`.
pub(crate) fn reconcile(task: &ReadTask, read: &Read<'_>, at: Timestamp) -> PageReading {
    let Read { page, url: final_url, .. } = *read;
    let choice = choose(page, task);
    let takes_page = choice == Choice::Page;
    let canonical = page.canonical.as_ref().filter(|url| address::is_web(url));
    let (html, text) = takes_page.then(|| body(page, final_url)).unzip();
    // A list's headline and dates are its own.
    let told = choice != Choice::Elsewhere;
    PageReading {
        at,
        canonical: canonical.map(Url::to_string),
        canonical_key: same_article(task, page, final_url).map(address::article_key),
        title: page.title.as_deref().filter(|_| told).map(|title| clean(title, TITLE_CHARS)),
        html,
        text,
        text_source: if takes_page { TextSource::Page } else { task.text_source },
        byline: if told { byline(page) } else { Byline::default() },
        dateline: page.dateline.as_ref().map(|line| clean(&line.place, NAME_CHARS)),
        language: page.language.as_deref().map(|tag| clean(tag, 35)),
        image: page.image.as_ref().filter(|url| told && address::is_web(url)).map(Url::to_string),
        first_appeared: page.first_appeared.as_ref().map(|origin| Origin {
            outlet: clean(&origin.outlet, NAME_CHARS),
            url: origin.url.as_ref().filter(|url| address::is_web(url)).map(Url::to_string),
        }),
        paywalled: page.paywalled,
        no_archive: page.noarchive,
        terms: Some(page.terms.clone()),
        outlet: outlet(task, page, final_url),
        published: page
            .date_published
            .filter(|_| told)
            .and_then(|date| sharper(date, task.published)),
        updated: page.date_modified.filter(|_| told).map(moment),
        note: note(task, read, choice),
        facts: if told { facts(page) } else { PageFacts::default() },
        before: None,
        how: ReadHow::default(),
        kept: Vec::new(),
        learnt: None,
    }
}

/// What is kept of a page's HTML and text.
fn body(page: &Page, base: &Url) -> (String, String) {
    let html = cut::no_nul(&page.html);
    if html.len() <= HTML_BYTES {
        return (html.into_owned(), cut::no_nul(&page.text).into_owned());
    }
    let html = dateline_markup::sanitize(cut::bytes(&html, HTML_BYTES), Some(base));
    let text = dateline_markup::plain_text(&html);
    (html, text)
}

fn facts(page: &Page) -> PageFacts {
    let offset = |local: Option<LocalDate>| local?.offset.map(|offset| offset.seconds());
    let mut tags: Vec<String> = Vec::new();
    for tag in page.tags.iter().map(|tag| clean(tag.trim(), TAG_CHARS)) {
        let known = tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
        if !tag.is_empty() && !known && tags.len() < MANY {
            tags.push(tag);
        }
    }
    PageFacts {
        section: page.section.as_deref().map(|section| clean(section.trim(), TAG_CHARS)),
        tags,
        published_offset: offset(page.published_local),
        updated_offset: offset(page.modified_local),
    }
}

/// A date without a time is taken at noon, so that it is the same day in most of the world.
fn moment(date: PageDate) -> Timestamp {
    match date {
        PageDate::Moment(moment) => moment,
        PageDate::Day(day) => day
            .to_zoned(TimeZone::UTC)
            .map(|midnight| midnight.timestamp())
            .and_then(|midnight| midnight.checked_add(SignedDuration::from_hours(12)))
            .unwrap_or(Timestamp::UNIX_EPOCH),
    }
}

/// The page's date, unless it is but a day and the feed tells the hour of that day.
fn sharper(date: PageDate, known: Option<Timestamp>) -> Option<Timestamp> {
    let noon = moment(date);
    let same_day =
        |known: Timestamp| known.duration_since(noon).abs() <= SignedDuration::from_hours(24);
    match date {
        PageDate::Day(_) if known.is_some_and(same_day) => None,
        _ => Some(noon),
    }
}

/// Which text is kept of an article, or why not the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Page,
    /// The page has no text.
    Empty,
    /// The page holds less than what is known.
    Less,
    /// Less than what was read of it before, since something stands before it now.
    LessThanBefore,
    /// The page is another text than the feed's, or a list.
    Elsewhere,
}

fn choose(page: &Page, task: &ReadTask) -> Choice {
    let known = task.text.split_whitespace().count();
    let stands_less = page.words * 2 < known;
    match task.text_source {
        _ if page.words == 0 => Choice::Empty,
        TextSource::None => Choice::Page,
        TextSource::Page if stands_less && (page.paywalled == Some(true) || !is_article(page)) => {
            Choice::LessThanBefore
        }
        TextSource::Page => Choice::Page,
        _ if page.kind == Kind::Index => Choice::Elsewhere,
        // A teaser is often the description and not the text: the page wins unless it is a shell.
        TextSource::FeedSummary if page.words >= known || page.words >= SHELL_WORDS => Choice::Page,
        TextSource::FeedFull if is_another_text(&page.text, &task.text) => Choice::Elsewhere,
        TextSource::FeedFull if page.words as f64 >= known as f64 * PAGE_MUST_HOLD => Choice::Page,
        _ => Choice::Less,
    }
}

fn is_article(page: &Page) -> bool {
    page.kind == Kind::Article
}

/// Whether hardly a run of words of the feed's whole text stands in the page's: a wall, a login, a
/// front page. Scripts without blanks are not judged.
fn is_another_text(page: &str, feed: &str) -> bool {
    let runs = |text: &str| -> HashSet<String> {
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase())
            .filter(|word| !word.is_empty())
            .collect();
        words.windows(RUN).map(|run| run.join(" ")).collect()
    };
    let (of_feed, of_page) = (runs(feed), runs(page));
    let fewer = of_feed.len().min(of_page.len());
    let shared = of_feed.intersection(&of_page).count();
    fewer >= LEAST_RUNS && (shared as f64) < fewer as f64 * SAME_TEXT
}

/// What is to be said on the article's page about where its text is from.
fn note(task: &ReadTask, read: &Read<'_>, choice: Choice) -> Option<String> {
    let page = read.page;
    let has_feeds = !task.text.trim().is_empty();
    let instead = match task.text_source {
        TextSource::Page => "this is what it said before",
        _ if has_feeds => "this is the feed’s own text",
        _ => "the feed gave none",
    };
    let walled = page.paywalled == Some(true);
    Some(match choice {
        Choice::Page if walled => {
            "The outlet marks this article as one for subscribers: what could be read may be only a \
             part of it."
                .to_owned()
        }
        Choice::Page => {
            let is_cut = page.html.len() > HTML_BYTES;
            let missing = read.missing.map(|why| in_part(read.parts, page.pages, why));
            let cut = || "This article is very long; only its beginning is kept.".to_owned();
            return missing.or_else(|| is_cut.then(cut));
        }
        Choice::Less if walled => {
            format!("The outlet asks for a subscription; {instead}.")
        }
        Choice::Empty if walled => {
            format!("The outlet asks for a subscription; {instead}.")
        }
        Choice::LessThanBefore if walled => {
            "The outlet asks for a subscription now; this is what the page said before.".to_owned()
        }
        Choice::Empty => match page.shell {
            Some(why) => format!("The page could not be read: {why}; {instead}."),
            None => format!("No text was found on the page; {instead}."),
        },
        Choice::Less => "The page held less text than the feed; this is the feed’s own text.".to_owned(),
        Choice::LessThanBefore => {
            "The page shows less than before; this is what it said then.".to_owned()
        }
        Choice::Elsewhere if page.kind == Kind::Index => {
            "The address leads to a list of articles; this is the feed’s own text.".to_owned()
        }
        Choice::Elsewhere => {
            "The page shows another text than the feed; this is the feed’s own text.".to_owned()
        }
    })
}

/// That not all pages of an article could be read.
fn in_part(parts: u32, pages: u32, why: &str) -> String {
    let read = match parts {
        1 => "Only the first page".to_owned(),
        parts => format!("Only the first {parts} pages"),
    };
    let of = if pages > parts { format!(" of {pages}") } else { String::new() };
    format!("{read}{of} of this article could be read: {why}.")
}

fn byline(page: &Page) -> Byline {
    let contributors = page.contributors.iter().map(|person| Contributor {
        name: clean(&person.name, NAME_CHARS),
        place: person.place.as_deref().map(|place| clean(place, NAME_CHARS)),
    });
    Byline {
        authors: page.authors.iter().map(|name| clean(name, NAME_CHARS)).take(50).collect(),
        contributors: contributors.take(50).collect(),
    }
}

/// The publisher: what the page calls its canonical place and its site first, then where it was
/// read, then what the feed said of its site.
fn outlet(task: &ReadTask, page: &Page, final_url: &Url) -> OutletHint {
    let site = page.site.as_deref().map(|name| clean(name, NAME_CHARS));
    let feed_site = task.feed_site.as_deref().and_then(|site| Url::parse(site).ok());
    // A canonical address on another domain is that of the original, not of this outlet; but where
    // the page stands on a bare address, it is all that names the outlet.
    let own_domain = final_url.host_str().and_then(address::registrable_domain);
    let canonical = page.canonical.clone().filter(|canonical| {
        let domain = canonical.host_str().and_then(address::registrable_domain);
        own_domain.is_none() || domain == own_domain
    });
    let channel = OutletHint::of_channel(feed_site.clone(), task.feed_title.as_deref());
    let foreign = canonical.as_ref().is_some_and(|url| !is_own(url, feed_site.as_ref()));
    if own_domain.is_none() && (foreign || canonical.is_none()) && channel.domain().is_some() {
        return OutletHint { name: site.or(channel.name), ..channel };
    }
    OutletHint::first_of(&[
        OutletHint { address: canonical, name: site.clone() },
        OutletHint { address: Some(final_url.clone()), name: site.clone() },
        channel,
        OutletHint { address: None, name: site },
    ])
}

/// Whether a canonical address stands on the domain that the feed calls its site.
fn is_own(canonical: &Url, feed_site: Option<&Url>) -> bool {
    let domain = |url: &Url| url.host_str().and_then(address::registrable_domain);
    feed_site.and_then(domain).is_none_or(|site| domain(canonical) == Some(site))
}

/// Another address under which this same article is known: the canonical one, or where redirects
/// led. Believed only on the article's own domain, so that no page can pass for another outlet's,
/// and only where the paths share a slug, so that a site whose pages all name one canonical
/// address does not become one article.
fn same_article<'a>(task: &ReadTask, page: &'a Page, final_url: &'a Url) -> Option<&'a Url> {
    if page.kind != Kind::Article {
        return None;
    }
    let known = Url::parse(&task.address).ok()?;
    let canonical = page
        .canonical
        .as_ref()
        .filter(|canonical| address::host_key(canonical) == address::host_key(final_url));
    let shares = |url: &Url| share_slug(url, &known) || share_slug(url, final_url);
    if let Some(canonical) = canonical
        && shares(canonical)
    {
        return Some(canonical);
    }
    // A redirect from a shortener shares nothing with its target; the target's own word does.
    let named_itself = canonical.is_some_and(|canonical| {
        address::article_address(canonical) == address::article_address(final_url)
    });
    let is_deep = final_url.path().len() > 1;
    (is_deep && (named_itself || share_slug(final_url, &known))).then_some(final_url)
}

fn share_slug(a: &Url, b: &Url) -> bool {
    let of = |url: &Url| -> Vec<String> {
        let segments = url.path_segments().into_iter().flatten();
        segments
            .map(|segment| segment.trim_end_matches(".html").trim_end_matches(".amp").to_owned())
            .filter(|segment| segment.len() >= SLUG_CHARS || is_number(segment))
            .collect()
    };
    let other = of(b);
    of(a).iter().any(|segment| other.contains(segment))
}

fn is_number(segment: &str) -> bool {
    segment.len() >= 5 && segment.bytes().all(|byte| byte.is_ascii_digit())
}

fn clean(text: &str, most: usize) -> String {
    cut::chars(&cut::no_nul(text), most)
}

#[cfg(test)]
mod tests;
