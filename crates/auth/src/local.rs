//! Who asks: someone at this machine, or someone elsewhere.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};
use url::Url;

/// Headers that a reverse proxy adds. With any of them the peer is the proxy, not the person.
const FORWARDED: [&str; 7] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
    "via",
];

/// Whether a request comes straight from this machine: from loopback, through no proxy.
pub fn is_direct_from_loopback(peer: SocketAddr, headers: &HeaderMap) -> bool {
    let ip = peer.ip().to_canonical();
    ip.is_loopback() && !FORWARDED.iter().any(|name| headers.contains_key(*name))
}

/// Whether a request comes from this machine and was meant for it. Beside the peer its `Host`
/// counts: a page elsewhere can point its own name at 127.0.0.1 (DNS rebinding) and make a
/// person's browser ask for it, but it cannot make the browser say `localhost`.
pub fn is_from_here(peer: SocketAddr, headers: &HeaderMap) -> bool {
    is_direct_from_loopback(peer, headers) && names_this_machine(headers)
}

/// Whether a request comes from a person at this machine. An instance that is reached by a public
/// address has a proxy before it, and a proxy may say nothing of whom it forwards: then nobody
/// counts as being here.
pub fn is_person_here(peer: SocketAddr, headers: &HeaderMap, base_url: Option<&Url>) -> bool {
    let is_public = base_url.and_then(Url::host_str).is_some_and(|host| !is_this_machine(host));
    !is_public && is_from_here(peer, headers)
}

fn is_this_machine(host: &str) -> bool {
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}

fn names_this_machine(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let Some(host) = host.to_str().ok().and_then(bare_host) else { return false };
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

/// The host of `host:port`, in lower case.
fn bare_host(authority: &str) -> Option<String> {
    let url = Url::parse(&format!("http://{authority}/")).ok()?;
    let clean = url.username().is_empty() && url.password().is_none() && url.path() == "/";
    clean.then(|| url.host_str().map(str::to_ascii_lowercase)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxies::Proxies;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn here() -> SocketAddr {
        "127.0.0.1:50000".parse().unwrap()
    }

    #[test]
    fn a_person_at_this_machine_uses_a_name_that_cannot_be_taken() {
        for host in ["localhost:7878", "127.0.0.1:7878", "[::1]:7878", "LOCALHOST"] {
            assert!(is_person_here(here(), &headers(&[("host", host)]), None), "{host}");
        }
        for host in ["evil.example", "evil.example:7878", "localhost.evil.example", "x@localhost"] {
            assert!(!is_person_here(here(), &headers(&[("host", host)]), None), "{host}");
        }
        assert!(!is_person_here(here(), &headers(&[]), None));
    }

    #[test]
    fn nobody_is_here_where_a_proxy_stands_before_the_instance() {
        let public = Url::parse("https://news.example.org/").unwrap();
        for host in ["news.example.org", "127.0.0.1:7878", "localhost"] {
            let named = headers(&[("host", host)]);
            assert!(!is_person_here(here(), &named, Some(&public)), "{host}");
        }
        let local = Url::parse("http://localhost:7878/").unwrap();
        assert!(is_person_here(here(), &headers(&[("host", "localhost:7878")]), Some(&local)));
    }

    #[test]
    fn a_proxy_on_this_machine_is_not_a_person_at_it() {
        for name in ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"] {
            let through = headers(&[("host", "localhost"), (name, "127.0.0.1")]);
            assert!(!is_person_here(here(), &through, None), "{name}");
        }
        let elsewhere = "192.0.2.9:5000".parse().unwrap();
        assert!(!is_person_here(elsewhere, &headers(&[("host", "localhost")]), None));
        let mapped = "[::ffff:127.0.0.1]:5000".parse().unwrap();
        assert!(is_person_here(mapped, &headers(&[("host", "localhost")]), None));
    }

    #[test]
    fn only_a_proxy_here_may_name_the_client() {
        let named = headers(&[("x-forwarded-for", "203.0.113.1, 198.51.100.4")]);
        assert_eq!(Proxies::default().client_address(here(), &named).to_string(), "198.51.100.4");
        let elsewhere = "192.0.2.9:5000".parse().unwrap();
        assert_eq!(Proxies::default().client_address(elsewhere, &named).to_string(), "192.0.2.9");
    }
}
