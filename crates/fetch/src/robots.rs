//! robots.txt (RFC 9309): what a site allows, remembered for a day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use texting_robots::Robot;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use url::Url;

use crate::message::Response;

/// RFC 9309 2.5: at least this much of a file must be read; more is not.
pub(crate) const PARSE_LIMIT: u64 = 500 * 1024;

/// RFC 9309 2.4: rules are not used for longer than a day.
const GOOD_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// How soon a file that could not be read is tried again.
const RETRY_IN: Duration = Duration::from_secs(10 * 60);

const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// Sites remembered at once.
const MOST_SITES: usize = 2048;

/// Each rule with a `$` becomes a compiled pattern; no honest file has this many.
const MOST_ANCHORS: usize = 500;

/// What a site's robots.txt says about a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RobotsVerdict {
    /// The page may be read.
    Allowed,
    /// The page must not be read.
    Forbidden,
    /// robots.txt could not be read, for the reason given; the page must not be read for now.
    Unknown(String),
}

/// The rules of one site and until when they hold.
#[derive(Debug)]
pub(crate) struct Known {
    rules: Rules,
    licence: Option<String>,
    pub(crate) until: Instant,
}

#[derive(Debug)]
enum Rules {
    AllowAll,
    Listed(Box<Robot>),
    Unreadable(String),
}

impl Known {
    /// Reads the answer to a request for robots.txt (RFC 9309 2.3.1).
    pub(crate) fn from_response(response: &Response, product: &str) -> Self {
        match response.status {
            200..300 => {
                let rules = parse(product, &response.body)
                    .map_or(Rules::AllowAll, |robot| Rules::Listed(Box::new(robot)));
                Self { rules, licence: licence(&response.body), until: Instant::now() + GOOD_FOR }
            }
            // The server asks for less traffic, which the rule for 4xx would answer with more.
            429 => Self::unreadable("the server asks for a pause".to_owned()),
            300..500 => {
                Self { rules: Rules::AllowAll, licence: None, until: Instant::now() + GOOD_FOR }
            }
            status => Self::unreadable(format!("the server answered with the error {status}")),
        }
    }

    pub(crate) fn unreadable(why: String) -> Self {
        Self { rules: Rules::Unreadable(why), licence: None, until: Instant::now() + RETRY_IN }
    }

    pub(crate) fn verdict(&self, url: &Url) -> RobotsVerdict {
        match &self.rules {
            Rules::AllowAll => RobotsVerdict::Allowed,
            Rules::Listed(robot) if robot.allowed(url.as_str()) => RobotsVerdict::Allowed,
            Rules::Listed(_) => RobotsVerdict::Forbidden,
            Rules::Unreadable(why) => RobotsVerdict::Unknown(why.clone()),
        }
    }

    /// Where the site's licence terms for programs stand.
    pub(crate) fn licence(&self) -> Option<&str> {
        self.licence.as_deref()
    }

    /// `Crawl-delay`, which no RFC defines, at most a minute.
    pub(crate) fn delay(&self) -> Option<Duration> {
        let Rules::Listed(robot) = &self.rules else { return None };
        let seconds = robot.delay.filter(|seconds| *seconds > 0.0)?;
        Some(Duration::from_secs_f32(seconds.min(LONGEST_DELAY.as_secs_f32())))
    }
}

/// The address in the first line `License:` (RSL 1.0, "RSL and robots.txt"), which stands outside of
/// all groups.
fn licence(text: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    let named = text.lines().find_map(|line| {
        let (name, value) = line.split('#').next()?.split_once(':')?;
        name.trim().eq_ignore_ascii_case("license").then(|| value.trim().to_owned())
    });
    named.filter(|address| !address.is_empty() && address.len() <= 2_000)
}

fn parse(product: &str, text: &[u8]) -> Option<Robot> {
    let anchors = text.iter().filter(|byte| **byte == b'$').count();
    let parsed = if anchors <= MOST_ANCHORS { Robot::new(product, text).ok() } else { None };
    let mut robot = parsed.or_else(|| {
        // Without the anchors nothing needs compiling, and the rules reach further rather than less
        // far.
        let plain: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'$').collect();
        Robot::new(product, &plain).ok()
    })?;
    robot.sitemaps = Vec::new();
    Some(robot)
}

/// The place of one site in the cache; holding its lock keeps others from asking the same.
pub(crate) type Site = Arc<tokio::sync::Mutex<Option<Known>>>;

#[derive(Debug, Default)]
pub(crate) struct RobotsCache {
    sites: Mutex<HashMap<String, Site>>,
}

impl RobotsCache {
    /// Locks the place of a URL's site.
    pub(crate) async fn site(&self, url: &Url) -> OwnedMutexGuard<Option<Known>> {
        let site = self.place(url.origin().ascii_serialization());
        site.lock_owned().await
    }

    fn place(&self, origin: String) -> Site {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.len() >= MOST_SITES && !sites.contains_key(&origin) {
            make_room(&mut sites);
        }
        Arc::clone(sites.entry(origin).or_default())
    }
}

/// Forgets half of the sites: first those whose rules run out soonest; one being asked stays.
fn make_room(sites: &mut HashMap<String, Site>) {
    let until = |site: &Site| match site.try_lock() {
        Ok(known) => known.as_ref().map(|known| known.until),
        Err(_) => Some(Instant::now() + GOOD_FOR),
    };
    let mut ends: Vec<Option<Instant>> = sites.values().map(until).collect();
    ends.sort_unstable();
    let Some(middle) = ends.get(ends.len() / 2).copied() else { return };
    sites.retain(|_, site| Arc::strong_count(site) > 1 || until(site) > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Known {
        let rules = parse("Dateline", text.as_bytes())
            .map_or(Rules::AllowAll, |robot| Rules::Listed(Box::new(robot)));
        Known { rules, licence: licence(text.as_bytes()), until: Instant::now() }
    }

    fn allowed(text: &str, path: &str) -> bool {
        let url = Url::parse(&format!("https://x.example{path}")).unwrap();
        known(text).verdict(&url) == RobotsVerdict::Allowed
    }

    #[test]
    fn the_longest_match_of_the_own_group_wins() {
        let text =
            "User-agent: *\nDisallow: /\n\nUser-Agent: dateline\nDisallow: /a\nAllow: /a/b\n";
        assert!(allowed(text, "/"));
        assert!(!allowed(text, "/a/c"));
        assert!(allowed(text, "/a/b/c"));
        assert!(!allowed("User-agent: *\nDisallow: /*.pdf$\n", "/x.pdf"));
        assert!(allowed("User-agent: *\nDisallow: /*.pdf$\n", "/x.pdf?y"));
        assert!(allowed("User-agent: *\nDisallow:\n", "/x"));
        assert!(allowed("<html>no robots here</html>", "/x"));
        assert!(allowed("", "/x"));
    }

    #[test]
    fn terms_of_a_licence_are_found_wherever_they_stand() {
        let text = "User-agent: *\nDisallow: /x\n\nlicense: https://x.example/l.xml # all\n";
        assert_eq!(known(text).licence(), Some("https://x.example/l.xml"));
        assert_eq!(known("User-agent: *\nDisallow: /license:\n").licence(), None);
        assert_eq!(known("License:\n").licence(), None);
    }

    #[test]
    fn crawl_delay_is_clamped() {
        let delay = |text: &str| known(&format!("User-agent: *\nCrawl-delay: {text}\n")).delay();
        assert_eq!(delay("2"), Some(Duration::from_secs(2)));
        assert_eq!(delay("86400"), Some(Duration::from_secs(60)));
        assert_eq!(delay("1e30"), Some(Duration::from_secs(60)));
        assert_eq!(delay("-3"), None);
        assert_eq!(delay("nan"), None);
    }

    #[test]
    fn a_file_full_of_anchors_is_read_without_them() {
        let mut text = "User-agent: *\nDisallow: /x$\n".to_owned();
        for n in 0..600 {
            text.push_str(&format!("Disallow: /{n}*y$\n"));
        }
        assert!(!allowed(&text, "/x"));
        assert!(!allowed(&text, "/xyz"));
        assert!(allowed(&text, "/z"));
    }

    #[tokio::test]
    async fn the_cache_stays_bounded() {
        let cache = RobotsCache::default();
        for n in 0..MOST_SITES * 3 {
            let url = Url::parse(&format!("https://x{n}.example/")).unwrap();
            *cache.site(&url).await = Some(known(""));
        }
        assert!(cache.sites.lock().unwrap().len() <= MOST_SITES);
    }
}
