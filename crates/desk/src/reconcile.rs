//! The text of the feed and the text of the page made into one article. Pure.

use dateline_model::{
    Byline, Contributor, Origin, OutletHint, PageReading, ReadTask, TextSource, address,
};
use dateline_page::{Kind, Page, PageDate};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use url::Url;

use crate::cut;

const TITLE_CHARS: usize = 1_000;
const NAME_CHARS: usize = 200;
/// A page's text that has fewer words than this share of the feed's is a part of it.
const PAGE_MUST_HOLD: f64 = 0.8;
/// A shared part of two paths so long is an article's slug or number, not a section.
const SLUG_CHARS: usize = 8;

/// What is stored of an article after its page was read from `final_url` at `at`.
pub(crate) fn reconcile(
    task: &ReadTask,
    page: &Page,
    final_url: &Url,
    at: Timestamp,
) -> PageReading {
    let takes_page = is_better(page, task);
    let canonical = page.canonical.as_ref().filter(|url| address::is_web(url));
    PageReading {
        at,
        canonical: canonical.map(Url::to_string),
        canonical_key: same_article(task, page, final_url).map(address::article_key),
        title: page.title.as_deref().map(|title| clean(title, TITLE_CHARS)),
        html: takes_page.then(|| cut::no_nul(&page.html).into_owned()),
        text: takes_page.then(|| cut::no_nul(&page.text).into_owned()),
        text_source: if takes_page { TextSource::Page } else { task.text_source },
        byline: byline(page),
        dateline: page.dateline.as_ref().map(|line| clean(&line.place, NAME_CHARS)),
        language: page.language.as_deref().map(|tag| clean(tag, 35)),
        image: page.image.as_ref().filter(|url| address::is_web(url)).map(Url::to_string),
        first_appeared: page.first_appeared.as_ref().map(|origin| Origin {
            outlet: clean(&origin.outlet, NAME_CHARS),
            url: origin.url.as_ref().filter(|url| address::is_web(url)).map(Url::to_string),
        }),
        paywalled: page.paywalled,
        no_archive: page.noarchive,
        outlet: outlet(task, page, final_url),
        published: page.date_published.and_then(|date| sharper(date, task.published)),
        updated: page.date_modified.map(moment),
        note: note(task, page, takes_page),
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

fn is_better(page: &Page, task: &ReadTask) -> bool {
    let known = task.text.split_whitespace().count();
    match task.text_source {
        _ if page.words == 0 => false,
        TextSource::None => true,
        // A teaser is often the description and not the text: the page wins unless it is a shell.
        TextSource::FeedSummary => page.words >= known || page.words >= 60,
        TextSource::FeedFull => page.words as f64 >= known as f64 * PAGE_MUST_HOLD,
        TextSource::Page => true,
    }
}

fn note(task: &ReadTask, page: &Page, takes_page: bool) -> Option<String> {
    let has_text = takes_page || !task.text.trim().is_empty();
    if page.paywalled == Some(true) {
        let note = "The outlet asks for a subscription: only a part of the text could be read.";
        return Some(note.to_owned());
    }
    match (takes_page, page.words, has_text) {
        (true, ..) => None,
        (false, 0, true) => {
            Some("The page shows no text without scripts; this is the feed's own text.".to_owned())
        }
        (false, 0, false) => {
            Some("The page shows no text without scripts, and the feed gave none.".to_owned())
        }
        (false, _, _) => {
            Some("The page held less text than the feed; this is the feed's own text.".to_owned())
        }
    }
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
