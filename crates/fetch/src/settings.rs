//! The limits of outgoing requests.

use std::time::Duration;

use crate::allow::AllowList;

/// Limits and manners of the fetcher.
#[derive(Debug, Clone)]
pub struct FetchSettings {
    /// Hosts and networks that may be reached though they are not public.
    pub allow: AllowList,
    /// Hosts and networks that messages to where a user wants them may reach though they are not
    /// public; `allow` does not count for those, since any user can have any address told.
    pub alerts_allow: AllowList,
    /// Whether robots.txt holds for the feeds that users named, as it does for pages and for what
    /// is looked for; who names a feed asks for it, so that it does not by itself (RFC 9309 is about
    /// crawlers).
    pub robots_for_feeds: bool,
    /// The least time between the starts of two requests to one host.
    pub host_pause: Duration,
    /// How many requests run at once on one host; at least 1.
    pub per_host: usize,
    /// How many requests run at once in all; at least 1.
    pub at_once: usize,
    /// Time for name lookup, TCP and TLS together.
    pub connect_timeout: Duration,
    /// Time for one fetch with all its redirects, waiting for turns not counted.
    pub total_timeout: Duration,
    /// Most bytes of a body on the network.
    pub wire_cap: u64,
    /// Most bytes of a body after decompression.
    pub decoded_cap: u64,
    /// Most decoded bytes for each byte on the network, counted above 1 MiB decoded.
    pub ratio_cap: u64,
    /// Most redirects followed.
    pub max_redirects: usize,
    /// `Product/version (+https://page-about-us)`; the product is the name looked for in
    /// robots.txt.
    pub user_agent: String,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            allow: AllowList::default(),
            alerts_allow: AllowList::default(),
            robots_for_feeds: false,
            host_pause: Duration::from_secs(1),
            per_host: 2,
            at_once: 64,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            wire_cap: 5 * 1024 * 1024,
            decoded_cap: 25 * 1024 * 1024,
            ratio_cap: 100,
            max_redirects: 5,
            user_agent: concat!(
                "Dateline/",
                env!("CARGO_PKG_VERSION"),
                " (+https://dateline.example/about)"
            )
            .to_owned(),
        }
    }
}

impl FetchSettings {
    /// The name by which robots.txt files may address us: the user agent up to its first `/` or
    /// space.
    pub fn product(&self) -> &str {
        self.user_agent.split(['/', ' ']).next().unwrap_or("Dateline")
    }

    pub(crate) fn user_agent_for(&self, subscribers: u32) -> String {
        let readers = match subscribers {
            0 => return self.user_agent.clone(),
            1 => "1 subscriber".to_owned(),
            n => format!("{n} subscribers"),
        };
        match self.user_agent.strip_suffix(')') {
            Some(open) => format!("{open}; {readers})"),
            None => format!("{} ({readers})", self.user_agent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscribers_join_the_comment() {
        let settings =
            FetchSettings { user_agent: "X/1 (+https://x.example/)".into(), ..Default::default() };
        assert_eq!(settings.user_agent_for(0), "X/1 (+https://x.example/)");
        assert_eq!(settings.user_agent_for(3), "X/1 (+https://x.example/; 3 subscribers)");
        let bare = FetchSettings { user_agent: "X/1".into(), ..Default::default() };
        assert_eq!(bare.user_agent_for(1), "X/1 (1 subscriber)");
        assert_eq!(bare.product(), "X");
    }
}
