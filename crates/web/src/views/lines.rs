//! Lines that the crates below wrote in English, told in the reader's tongue.

use crate::say::tongue;

/// A line of the crates below; as it is where no other tongue knows it.
pub fn told(line: &str) -> String {
    dateline_words::told(tongue(), line).into_owned()
}

/// The same of several lines.
pub fn told_all(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| told(line)).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dateline_desk::RulePart;
    use dateline_feed::{FeedError, PageRuleError};
    use dateline_fetch::{FetchError, SizeLimit, refused_class};
    use dateline_words::is_known;

    fn fetch_errors() -> Vec<FetchError> {
        let host = || "a.example".to_owned();
        let why = || "connection refused".to_owned();
        let too_large = |what| FetchError::TooLarge { limit: 1024, what };
        let tls = |certificate| FetchError::Tls { host: host(), certificate, why: why() };
        let timeout = |connecting| FetchError::Timeout {
            host: host(),
            after: Duration::from_secs(20),
            connecting,
        };
        let robots = |unreadable| FetchError::Robots { host: host(), unreadable };
        vec![
            FetchError::Scheme { url: "ftp://a.example/".to_owned(), why: "its port is 0" },
            FetchError::Dns { host: host() },
            FetchError::Connect { host: host(), why: why() },
            tls(false),
            tls(true),
            timeout(false),
            timeout(true),
            too_large(SizeLimit::Wire),
            too_large(SizeLimit::Decoded),
            too_large(SizeLimit::Ratio),
            FetchError::TooManyRedirects { host: host(), limit: 10 },
            FetchError::RedirectLoop { host: host() },
            FetchError::BadRedirect { host: host() },
            FetchError::Decode { host: host(), encoding: "gzip".to_owned() },
            robots(None),
            robots(Some(why())),
            FetchError::HostPaused { host: host(), left: Duration::from_secs(90) },
            FetchError::HostBusy { host: host() },
            FetchError::Setup("no certificates".to_owned()),
        ]
    }

    fn refused_addresses() -> Vec<FetchError> {
        let addresses = [
            "0.0.0.0",
            "10.0.0.2",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "64:ff9b:1::1",
            "100::1",
        ];
        let refused = |text: &str| {
            let address = text.parse().unwrap();
            let class = refused_class(address)?;
            let error = |host: &str| FetchError::Address { host: host.to_owned(), address, class };
            Some([error(text), error("a.example")])
        };
        addresses.into_iter().filter_map(refused).flatten().collect()
    }

    fn feed_errors() -> Vec<FeedError> {
        vec![
            FeedError::Empty,
            FeedError::Html { title: None },
            FeedError::Html { title: Some("A page; more".to_owned()) },
            FeedError::NotAFeed { looks_like: "plain text".to_owned() },
            FeedError::TooDeep,
        ]
    }

    fn rule_errors() -> Vec<PageRuleError> {
        let selector = || "li.story > a".to_owned();
        let parts = [
            RulePart::Items,
            RulePart::Title,
            RulePart::Link,
            RulePart::Date,
            RulePart::Summary,
            RulePart::Image,
            RulePart::Author,
        ];
        let of_parts = parts.into_iter().flat_map(|part| {
            [
                PageRuleError::NotCss { part, at: 3, rest: selector() },
                PageRuleError::NotCss { part, at: 3, rest: String::new() },
                PageRuleError::TooLong { part },
            ]
        });
        let others = [
            PageRuleError::NoItems,
            PageRuleError::NothingMatches { selector: selector() },
            PageRuleError::NoLinks { items: 3 },
        ];
        of_parts.chain(others).collect()
    }

    #[test]
    fn errors_of_fetching_and_reading_are_known_lines() {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(fetch_errors().iter().map(ToString::to_string));
        lines.extend(refused_addresses().iter().map(ToString::to_string));
        lines.extend(feed_errors().iter().map(ToString::to_string));
        lines.extend(rule_errors().iter().map(ToString::to_string));
        lines.retain(|line| !is_known(line));
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }
}
