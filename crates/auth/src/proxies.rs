//! The proxies before an instance: who may say where a request comes from, and for whom.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};
use dateline_fetch::AllowList;

/// The peers that are believed: those on this machine name the client, those that are listed may
/// name the user too.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    listed: AllowList,
}

/// A part of the list that is no address or network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an address or a network such as 10.0.0.0/8")]
pub struct ProxiesError(pub String);

impl FromStr for Proxies {
    type Err = ProxiesError;

    fn from_str(text: &str) -> Result<Self, ProxiesError> {
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            // A name says nothing of a peer, which comes with an address only.
            let is_address = part.parse::<IpAddr>().is_ok();
            let is_network = part.contains('/') && part.parse::<AllowList>().is_ok();
            if !is_address && !is_network {
                return Err(ProxiesError(part.to_owned()));
            }
        }
        let listed = text.parse().map_err(|_| ProxiesError(text.to_owned()))?;
        Ok(Self { listed })
    }
}

impl Proxies {
    /// Whether none is listed.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Whether a peer is a listed proxy.
    pub fn lists(&self, peer: SocketAddr) -> bool {
        self.listed.permits_address(peer.ip(), None)
    }

    /// Whom failed sign-ins are counted for: the peer itself, or where that is a proxy the last
    /// address in `X-Forwarded-For` that is not a listed proxy. What stands before it may have been
    /// written by anybody.
    pub fn client_address(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.ip().to_canonical();
        if !client.is_loopback() && !self.lists(peer) {
            return client;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let named = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
        for address in named {
            let Ok(address) = address.trim().parse::<IpAddr>() else { return client };
            client = address.to_canonical();
            if !self.listed.permits_address(client, None) {
                return client;
            }
        }
        client
    }

    /// The name of the user that a listed proxy vouches for. From any other peer, twice in one
    /// request or empty, the header says nothing.
    pub fn user_name(
        &self,
        peer: SocketAddr,
        headers: &HeaderMap,
        header: &HeaderName,
    ) -> Option<String> {
        if !self.lists(peer) {
            return None;
        }
        let mut values = headers.get_all(header).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        let name = std::str::from_utf8(value.as_bytes()).ok()?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn peer(ip: &str) -> SocketAddr {
        SocketAddr::new(ip.parse().unwrap(), 5000)
    }

    #[test]
    fn only_addresses_and_networks_are_listed() {
        let proxies: Proxies = "10.0.0.0/8, ::1, 192.0.2.1".parse().unwrap();
        for known in ["10.9.8.7", "::1", "192.0.2.1", "::ffff:10.0.0.1"] {
            assert!(proxies.lists(peer(known)), "{known}");
        }
        assert!(!proxies.lists(peer("192.0.2.2")));
        assert!("".parse::<Proxies>().unwrap().is_empty());
        for bad in ["proxy.lan", "10.0.0.0/33", "10.0.0.1:80", "10.0.0.0/8,x"] {
            assert!(bad.parse::<Proxies>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_client_is_the_last_address_that_is_no_proxy() {
        let proxies: Proxies = "10.0.0.0/8".parse().unwrap();
        let client = |ip: &str, named: &[&str]| {
            let lines: Vec<_> = named.iter().map(|line| ("x-forwarded-for", *line)).collect();
            proxies.client_address(peer(ip), &headers(&lines)).to_string()
        };
        assert_eq!(client("10.0.0.1", &["198.51.100.4"]), "198.51.100.4");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 198.51.100.4, 10.0.0.2"]), "198.51.100.4");
        assert_eq!(client("127.0.0.1", &["6.6.6.6", "198.51.100.4"]), "198.51.100.4");
        assert_eq!(client("10.0.0.1", &["6.6.6.6, unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("192.0.2.9", &["198.51.100.4"]), "192.0.2.9");
    }

    #[test]
    fn only_a_listed_proxy_names_the_user() {
        let proxies: Proxies = "10.0.0.0/8".parse().unwrap();
        let header = HeaderName::from_static("remote-user");
        let name = |ip: &str, pairs: &[(&'static str, &str)]| {
            proxies.user_name(peer(ip), &headers(pairs), &header)
        };
        assert_eq!(name("10.0.0.1", &[("remote-user", " zoë ")]).as_deref(), Some("zoë"));
        assert_eq!(name("127.0.0.1", &[("remote-user", "zoë")]), None);
        assert_eq!(name("192.0.2.9", &[("remote-user", "zoë")]), None);
        assert_eq!(name("10.0.0.1", &[("remote-user", "")]), None);
        assert_eq!(name("10.0.0.1", &[("remote-user", "a"), ("remote-user", "b")]), None);
    }
}
