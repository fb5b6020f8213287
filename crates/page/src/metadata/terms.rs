//! What a publisher asks of those who show its page to others: the directives that robots know (in
//! `<meta>` and in `X-Robots-Tag`), the reservation of text and data mining (W3C TDMRep), and licence
//! terms for programs (RSL 1.0).

use dateline_model::PublisherTerms;
use jiff::{Timestamp, tz::TimeZone};

use super::dates;
use super::meta_tags::MetaTags;
use crate::dom::Dom;

/// Whose directives are obeyed: everybody's, and those for whom others show news with headlines and
/// excerpts, since publishers name them when they mean such a thing.
const NAMES: [&str; 5] = ["robots", "googlebot", "googlebot-news", "dateline", "*"];

/// Directives with a value: what stands before their colon is no robot's name.
const WITH_VALUE: [&str; 4] =
    ["max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"];

/// The media type of a file of licence terms (RSL 1.0).
const RSL: &str = "application/rsl+xml";

/// A longer address is none.
const LONGEST_ADDRESS: usize = 2_000;

/// What the page itself asks.
pub(crate) fn of_page(dom: &Dom, tags: &MetaTags) -> PublisherTerms {
    let named = NAMES.iter().flat_map(|name| tags.all(name));
    let mut terms = named.fold(PublisherTerms::default(), |all, value| all.and(directives(value)));
    terms.reserved |= tags.all("tdm-reservation").iter().any(|value| is_reserved(value));
    let is_rsl = |node: &usize| {
        dom.attr(*node, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case(RSL))
    };
    let is_licence = |node: &usize| {
        let rel = dom.attr(*node, "rel").unwrap_or_default();
        rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("license"))
    };
    let link = dom.named("link").filter(is_licence).find(is_rsl);
    terms.licence = link.and_then(|node| address(dom.attr(node, "href")?));
    terms
}

/// What an answer's headers ask: every `X-Robots-Tag`, the one `tdm-reservation`, every `Link`.
pub fn of_headers(robots: &[String], tdm: Option<&str>, links: &[String]) -> PublisherTerms {
    let told = robots.iter().filter_map(|value| for_us(value)).map(directives);
    let mut terms = told.fold(PublisherTerms::default(), PublisherTerms::and);
    terms.reserved = tdm.is_some_and(is_reserved);
    terms.licence = links.iter().find_map(|value| licence_link(value));
    terms
}

fn is_reserved(value: &str) -> bool {
    value.trim() == "1"
}

fn address(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty() && value.len() <= LONGEST_ADDRESS).then(|| value.to_owned())
}

/// The directives of a header that may begin with the name of whom they are for.
fn for_us(value: &str) -> Option<&str> {
    let Some((name, rest)) = value.split_once(':') else { return Some(value) };
    let name = name.trim().to_ascii_lowercase();
    if name.contains(',') || WITH_VALUE.contains(&name.as_str()) {
        return Some(value);
    }
    NAMES.contains(&name.as_str()).then_some(rest)
}

fn directives(value: &str) -> PublisherTerms {
    let mut terms = PublisherTerms::default();
    let mut waiting = value.split(',').peekable();
    while let Some(directive) = waiting.next() {
        let (name, number) = match directive.split_once(':') {
            Some((name, number)) => (name, Some(number.trim())),
            None => (directive, None),
        };
        let name = name.trim().to_ascii_lowercase();
        let asked = match (name.as_str(), number) {
            ("noindex" | "none", _) => PublisherTerms { unlisted: true, ..Default::default() },
            ("noarchive" | "nocache", _) => {
                PublisherTerms { no_archive: true, ..Default::default() }
            }
            ("nosnippet", _) => PublisherTerms { snippet: Some(0), ..Default::default() },
            ("max-snippet", Some(number)) => PublisherTerms {
                // Below nought nothing is asked; what is no number asks for something.
                snippet: match number.parse::<i64>() {
                    Ok(number) => u32::try_from(number).ok(),
                    Err(_) => Some(0),
                },
                ..Default::default()
            },
            ("unavailable_after", Some(date)) => {
                // "Friday, 25-Jun-10 15:00:00 UTC" has a comma of its own.
                let longer = waiting.peek().map(|rest| format!("{date},{rest}"));
                let is_longer = moment(date).is_none()
                    && longer.as_deref().is_some_and(|date| moment(date).is_some());
                let found =
                    if is_longer { longer.as_deref().and_then(moment) } else { moment(date) };
                if is_longer {
                    waiting.next();
                }
                match found {
                    Some(until) => PublisherTerms { until: Some(until), ..Default::default() },
                    // What cannot be read asks for something.
                    None => PublisherTerms { snippet: Some(0), ..Default::default() },
                }
            }
            _ => continue,
        };
        terms = terms.and(asked);
    }
    terms
}

/// A date as RFC 850 wrote it, "Friday, 25-Jun-10 15:00:00 UTC", in the form of RFC 5322.
fn without_weekday(date: &str) -> Option<String> {
    let (day, time) = date.split_once(", ")?.1.split_once(' ')?;
    let mut parts = day.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let century = if year.len() == 2 { "20" } else { "" };
    Some(format!("{day} {month} {century}{year} {}", time.replace("UTC", "GMT")))
}

/// The moment of a directive; of a day without a time its end.
fn moment(date: &str) -> Option<Timestamp> {
    let date = date.trim();
    let stamp = without_weekday(date).and_then(|date| dates::parse(&date));
    let stamp = stamp.or_else(|| dates::parse(date))?;
    if let Some(moment) = stamp.moment {
        return Some(moment);
    }
    let wall = stamp.clock.or_else(|| Some(stamp.day.tomorrow().ok()?.at(0, 0, 0, 0)))?;
    wall.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// The address in a `Link` header (RFC 8288) that names licence terms for programs.
fn licence_link(value: &str) -> Option<String> {
    // An address may hold a comma, and none of its kind a `<`.
    value.split('<').skip(1).find_map(|link| {
        let (target, params) = link.split_once('>')?;
        let (mut is_licence, mut is_rsl) = (false, false);
        for param in params.split(';') {
            let Some((name, value)) = param.trim().trim_end_matches(',').split_once('=') else {
                continue;
            };
            let value = value.trim().trim_matches('"').to_ascii_lowercase();
            match name.trim().to_ascii_lowercase().as_str() {
                "rel" => is_licence = value.split_whitespace().any(|word| word == "license"),
                "type" => is_rsl = value == RSL,
                _ => {}
            }
        }
        (is_licence && is_rsl).then(|| address(target)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_html(html: &str) -> PublisherTerms {
        let dom = Dom::parse(html);
        of_page(&dom, &MetaTags::of(&dom))
    }

    fn of_tags(tags: &[&str]) -> PublisherTerms {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        of_headers(&tags, None, &[])
    }

    #[test]
    fn directives_of_a_page_and_its_header_are_read_alike() {
        let page = of_html("<meta name=ROBOTS content='index, NoArchive, max-snippet:-1'>");
        assert_eq!((page.no_archive, page.snippet, page.unlisted), (true, None, false));
        let page = of_html(
            "<meta name=robots content='max-snippet: 80'><meta name=googlebot content=nosnippet>",
        );
        assert_eq!(page.snippet, Some(0), "the strictest of those for us");
        assert!(of_html("<meta name=robots content=none>").unlisted);
        assert_eq!(of_html("<meta name=robots content='max-snippet:many'>").snippet, Some(0));
        let header = of_tags(&["noindex", "max-snippet:120, max-image-preview:large"]);
        assert_eq!((header.unlisted, header.snippet), (true, Some(120)));
        assert!(of_tags(&["noarchive"]).no_archive);
        assert_eq!(of_tags(&["all"]), PublisherTerms::default());
    }

    #[test]
    fn directives_for_another_robot_are_not_ours() {
        assert_eq!(of_tags(&["otherbot: noindex, nosnippet"]), PublisherTerms::default());
        assert!(of_tags(&["otherbot: all", "Googlebot: noindex"]).unlisted);
        assert!(of_tags(&["unavailable_after: 25 Jun 2010 15:00:00 GMT, noindex"]).unlisted);
        assert!(of_tags(&["noarchive, max-snippet: 3"]).no_archive);
        assert_eq!(of_html("<meta name=otherbot content=noindex>"), PublisherTerms::default());
    }

    #[test]
    fn the_end_of_a_pages_time_is_read_in_every_form_that_is_in_use() {
        let until = |tag: &str| of_tags(&[tag]).until.map(|until| until.to_string());
        let at = Some("2010-06-25T15:00:00Z".to_owned());
        assert_eq!(until("unavailable_after: 25 Jun 2010 15:00:00 GMT"), at);
        assert_eq!(until("unavailable_after: 2010-06-25T15:00:00Z"), at);
        assert_eq!(until("unavailable_after: Friday, 25-Jun-10 15:00:00 UTC"), at);
        assert_eq!(until("googlebot: unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT"), at);
        let day = Some("2010-06-26T00:00:00Z".to_owned());
        assert_eq!(until("unavailable_after: 2010-06-25, noarchive"), day);
        let both = of_tags(&["unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT, noarchive"]);
        assert!(both.no_archive && both.until.is_some() && both.snippet.is_none());
        let unread = of_tags(&["unavailable_after: soon, noindex"]);
        assert_eq!((unread.snippet, unread.until, unread.unlisted), (Some(0), None, true));
    }

    #[test]
    fn a_reservation_of_text_and_data_mining_is_read() {
        assert!(of_html("<meta name=tdm-reservation content=1>").reserved);
        assert!(!of_html("<meta name=tdm-reservation content=0>").reserved);
        assert!(of_headers(&[], Some(" 1 "), &[]).reserved);
        assert!(!of_headers(&[], Some("0"), &[]).reserved);
    }

    #[test]
    fn licence_terms_for_programs_are_found_in_links() {
        let page = of_html("<link rel=license type='application/rsl+xml' href='/license.xml'>");
        assert_eq!(page.licence.as_deref(), Some("/license.xml"));
        let open =
            of_html("<link rel=license href='https://creativecommons.org/licenses/by/4.0/'>");
        assert_eq!(open.licence, None, "a licence for people is no such terms");
        let header = "</a,b>; rel=preload, <https://x.example/l.xml>; rel=\"license\"; type=\"application/rsl+xml\"";
        let told = of_headers(&[], None, &[header.to_owned()]);
        assert_eq!(told.licence.as_deref(), Some("https://x.example/l.xml"));
        assert_eq!(of_headers(&[], None, &["<".to_owned(), "<x>; rel".to_owned()]).licence, None);
    }
}
