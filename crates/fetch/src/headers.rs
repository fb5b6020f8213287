//! The header fields of requests and answers.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AGE, CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG, EXPIRES, HeaderMap,
    HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LINK, RETRY_AFTER,
    USER_AGENT,
};

use crate::error::FetchError;
use crate::message::{Purpose, Request, RetryAfter, Validators};
use crate::settings::FetchSettings;

/// RFC 9111 1.2.2: the number to take for a delta-seconds that is too large.
const MOST_SECONDS: u64 = 1 << 31;

const FEED_TYPES: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
    application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1";
const PAGE_TYPES: &str = "text/html, application/xhtml+xml, */*;q=0.1";
const ROBOTS_TYPES: &str = "text/plain, */*;q=0.1";
const PICTURE_TYPES: &str = "image/jpeg, image/png, image/webp, image/gif, */*;q=0.1";
const ICON_TYPES: &str = "image/png, image/x-icon, image/jpeg;q=0.9, image/gif;q=0.8, */*;q=0.1";
const TERMS_TYPES: &str = "application/json, application/rsl+xml, application/xml;q=0.8, */*;q=0.1";
const ANY_TYPE: &str = "*/*";

/// The header fields of a request: what it accepts, who asks, and the validators as they were
/// received.
pub(crate) fn for_request(
    request: &Request,
    settings: &FetchSettings,
) -> Result<HeaderMap, FetchError> {
    let accept = match request.purpose {
        Purpose::Feed | Purpose::Discovery => FEED_TYPES,
        Purpose::Page => PAGE_TYPES,
        Purpose::Robots => ROBOTS_TYPES,
        Purpose::Picture => PICTURE_TYPES,
        Purpose::Icon => ICON_TYPES,
        Purpose::Terms => TERMS_TYPES,
        Purpose::Hub | Purpose::Alert | Purpose::Service => ANY_TYPE,
    };
    let subscribers = if request.purpose == Purpose::Feed { request.subscribers } else { 0 };
    let user_agent = user_agent(settings, subscribers)?;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br, zstd, deflate"));
    headers.insert(USER_AGENT, user_agent);
    let validators = &request.validators;
    for (name, value) in
        [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)]
    {
        if let Some(value) = value.as_deref().and_then(from_latin1) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

/// The `User-Agent` with the number of subscribers.
pub(crate) fn user_agent(
    settings: &FetchSettings,
    subscribers: u32,
) -> Result<HeaderValue, FetchError> {
    HeaderValue::from_str(&settings.user_agent_for(subscribers)).map_err(|_| {
        FetchError::Setup("the user agent has characters that a header cannot carry".into())
    })
}

/// The validators of an answer, byte for byte.
pub(crate) fn validators(headers: &HeaderMap) -> Validators {
    let raw = |name| headers.get(name).map(to_latin1).filter(|value| !value.is_empty());
    Validators { etag: raw(ETAG), last_modified: raw(LAST_MODIFIED) }
}

fn to_latin1(value: &HeaderValue) -> String {
    value.as_bytes().iter().copied().map(char::from).collect()
}

fn from_latin1(text: &str) -> Option<HeaderValue> {
    let bytes: Vec<u8> = text.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?;
    HeaderValue::from_bytes(&bytes).ok()
}

/// A value as text: UTF-8 where it is, else Latin-1.
pub(crate) fn text(value: &HeaderValue) -> String {
    std::str::from_utf8(value.as_bytes()).map_or_else(|_| to_latin1(value), str::to_owned)
}

pub(crate) fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(text)
}

/// All values of a list-valued field joined by commas (RFC 9110 5.3).
pub(crate) fn list_of(headers: &HeaderMap, name: HeaderName) -> String {
    headers.get_all(name).iter().map(text).collect::<Vec<_>>().join(",")
}

pub(crate) fn content_type(headers: &HeaderMap) -> Option<String> {
    text_of(headers, CONTENT_TYPE)
}

pub(crate) fn links(headers: &HeaderMap) -> Vec<String> {
    headers.get_all(LINK).iter().map(text).collect()
}

pub(crate) fn robots_tags(headers: &HeaderMap) -> Vec<String> {
    headers.get_all("x-robots-tag").iter().map(text).collect()
}

pub(crate) fn tdm_reservation(headers: &HeaderMap) -> Option<String> {
    headers.get("tdm-reservation").map(text)
}

pub(crate) fn expires(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(&text_of(headers, EXPIRES)?)
}

pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(&text_of(headers, DATE)?)
}

pub(crate) fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let value = text_of(headers, RETRY_AFTER)?;
    delta_seconds(&value).map(RetryAfter::Seconds).or_else(|| http_date(&value).map(RetryAfter::At))
}

/// `max-age` less `Age`; zero where the answer must not be reused unasked.
pub(crate) fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let mut max_age = None;
    for directive in list_of(headers, CACHE_CONTROL).split(',') {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-cache" | "no-store" => return Some(Duration::ZERO),
            "max-age" => max_age = max_age.or(delta_seconds(value.trim().trim_matches('"'))),
            _ => {}
        }
    }
    let age = text_of(headers, AGE).and_then(|age| delta_seconds(&age)).unwrap_or(0);
    max_age.map(|max_age| Duration::from_secs(max_age.saturating_sub(age)))
}

fn delta_seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(MOST_SECONDS).min(MOST_SECONDS))
}

/// RFC 9110 5.6.7 in its preferred form and in the two obsolete ones, which recipients must accept;
/// servers that name the wrong weekday are understood.
fn http_date(text: &str) -> Option<Timestamp> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    PARSER.parse_timestamp(text.trim()).ok().or_else(|| obsolete_date(text))
}

/// `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 850) or `Sun Nov  6 08:49:37 1994` (asctime), both always
/// in GMT.
fn obsolete_date(text: &str) -> Option<Timestamp> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let (format, date) = match words.as_slice() {
        [_, date, time, "GMT"] => ("%d-%b-%y %H:%M:%S", format!("{date} {time}")),
        [_, month, day, time, year] => {
            ("%b %d %H:%M:%S %Y", format!("{month} {day:0>2} {time} {year}"))
        }
        _ => return None,
    };
    let civil = DateTime::strptime(format, date).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let pair = |(name, value): &(HeaderName, &str)| {
            (name.clone(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn validators_survive_byte_for_byte() {
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, HeaderValue::from_bytes(b"W/\"\xff\xc3\xa4\"").unwrap());
        let kept = validators(&headers);
        assert_eq!(kept.last_modified, None);
        let value = from_latin1(&kept.etag.unwrap()).unwrap();
        assert_eq!(value.as_bytes(), b"W/\"\xff\xc3\xa4\"");
        assert_eq!(from_latin1("a\nb"), None);
        assert_eq!(from_latin1("\u{2014}"), None);
    }

    #[test]
    fn max_age_is_less_age_and_overruled() {
        let age = |control, age| max_age(&map(&[(CACHE_CONTROL, control), (AGE, age)]));
        assert_eq!(age("public, Max-Age=600", "100"), Some(Duration::from_secs(500)));
        assert_eq!(age("max-age=\"60\"", ""), Some(Duration::from_secs(60)));
        assert_eq!(age("max-age=60", "100"), Some(Duration::ZERO));
        assert_eq!(age("no-cache, max-age=60", ""), Some(Duration::ZERO));
        assert_eq!(age("s-maxage=60", ""), None);
        assert_eq!(age("max-age=-5", ""), None);
        let huge = age("max-age=99999999999999999999999", "");
        assert_eq!(huge, Some(Duration::from_secs(MOST_SECONDS)));
    }

    #[test]
    fn dates_have_three_forms() {
        let at = "1994-11-06T08:49:37Z".parse().ok();
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(http_date(text), at, "{text}");
        }
        let later = "2031-01-02T03:04:05Z".parse().ok();
        assert_eq!(http_date("Monday, 02-Jan-31 03:04:05 GMT"), later, "the weekday is wrong");
        for odd in ["Sun Nov 66 08:49:37 1994", "0", "", "a b c d e", "Sunday, 06-Nov-94 GMT"] {
            assert_eq!(http_date(odd), None, "{odd}");
        }
    }

    #[test]
    fn retry_after_has_two_forms() {
        let retry = |value| retry_after(&map(&[(RETRY_AFTER, value)]));
        assert_eq!(retry(" 120 "), Some(RetryAfter::Seconds(120)));
        let at = "2024-06-15T07:00:00Z".parse().unwrap();
        assert_eq!(retry("Sat, 15 Jun 2024 07:00:00 GMT"), Some(RetryAfter::At(at)));
        assert_eq!(retry("Mon, 15 Jun 2024 07:00:00 GMT"), Some(RetryAfter::At(at)));
        assert_eq!(retry("soon"), None);
    }
}
