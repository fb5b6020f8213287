//! The address guard: which addresses are public, checked for literal hosts before a request and
//! for names at the moment of the connection, so that a name whose answer changes cannot get past
//! it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::allow::AllowList;
use crate::error::FetchError;

/// The kind of a non-public address in words, or `None` for a public one.
///
/// Follows the IANA special-purpose registries (RFC 6890); IPv6 forms that carry an IPv4 address
/// are judged by it, and refused as a whole where the carried address could be steered.
pub fn refused_class(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(v4) => refused_v4(v4),
        IpAddr::V6(v6) => refused_v6(v6),
    }
}

fn refused_v4(v4: Ipv4Addr) -> Option<&'static str> {
    match v4.octets() {
        [0, ..] => Some("an address that means this machine"),
        [127, ..] => Some("an address of this machine"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [169, 254, ..] => Some("a link-local address"),
        [100, 64..=127, ..] => Some("a private address of an Internet provider"),
        [192, 0, 0, _] | [192, 88, 99, _] | [192, 31, 196, _] | [192, 52, 193, _] => {
            Some("an address for special purposes")
        }
        [192, 175, 48, _] => Some("an address for special purposes"),
        [198, 18..=19, ..] => Some("an address for benchmarks"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => {
            Some("an address for documentation")
        }
        [224..=239, ..] => Some("a multicast address"),
        [255, 255, 255, 255] => Some("the broadcast address"),
        [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

fn refused_v6(v6: Ipv6Addr) -> Option<&'static str> {
    if let Some(carried) = carried_v4(v6) {
        return refused_v4(carried);
    }
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("an address that means this machine"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("an address of this machine"),
        [0xfc00..=0xfdff, ..] => Some("a private address"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xfec0..=0xfeff, ..] => Some("a private address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        [0x64, 0xff9b, 1, ..] => Some("a private address"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("an address for documentation"),
        [0x2001, 2, 0, ..] => Some("an address for benchmarks"),
        // Teredo is 2001:0::/32 and lies within this block; nothing in it is a web server's
        // address.
        [0x2001, 0..=0x1ff, ..] => Some("an address for special purposes"),
        // Global unicast is 2000::/3; what is left outside it is not assigned.
        [0x2000..=0x3fff, ..] => None,
        _ => Some("a reserved address"),
    }
}

/// The IPv4 address inside a mapped, compatible, translated, NAT64 (RFC 6052) or 6to4 (RFC 3056)
/// address.
fn carried_v4(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

/// What the guard says about a URL before any connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passage {
    /// The host is a name that must lead to permitted addresses, or a permitted address.
    Guarded,
    /// The host is a name that is listed: whatever it leads to is permitted.
    Listed,
}

/// Checks scheme, port and literal address of a URL.
pub(crate) fn check_url(url: &Url, allow: &AllowList) -> Result<Passage, FetchError> {
    let refuse = |why| FetchError::Scheme { url: shown_url(url), why };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("only http and https are"));
    }
    let port = url.port_or_known_default().filter(|port| *port != 0);
    let port = port.ok_or_else(|| refuse("its port is 0"))?;
    let address: IpAddr = match url.host() {
        None => return Err(refuse("it has no host")),
        Some(Host::Domain(name)) if allow.permits_name(name, port) => return Ok(Passage::Listed),
        Some(Host::Domain(_)) => return Ok(Passage::Guarded),
        Some(Host::Ipv4(v4)) => v4.into(),
        Some(Host::Ipv6(v6)) => v6.into(),
    };
    match refused_class(address) {
        Some(class) if !allow.permits_address(address, Some(port)) => {
            Err(FetchError::Address { host: address.to_string(), address, class })
        }
        _ => Ok(Passage::Guarded),
    }
}

/// A URL for messages: without user name, password, query and fragment.
fn shown_url(url: &Url) -> String {
    let mut shown = url.clone();
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.set_fragment(None);
    shown.to_string()
}

/// Why a name led nowhere; carried through the HTTP client's error chain.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LookupError {
    #[error("the name could not be looked up")]
    Nowhere,
    #[error("{address} is {class}")]
    Refused { address: IpAddr, class: &'static str },
}

/// The system's resolver behind the guard.
pub(crate) struct GuardedResolver {
    /// `None` lets every address through: used for names that are listed.
    pub(crate) allow: Option<Arc<AllowList>>,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow = self.allow.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<SocketAddr> = found.map_err(|_| LookupError::Nowhere)?.collect();
            let passed = match allow {
                None => found,
                Some(allow) => keep_permitted(found, &allow)?,
            };
            if passed.is_empty() {
                return Err(LookupError::Nowhere.into());
            }
            Ok(Box::new(passed.into_iter()) as Addrs)
        })
    }
}

fn keep_permitted(
    found: Vec<SocketAddr>,
    allow: &AllowList,
) -> Result<Vec<SocketAddr>, LookupError> {
    let mut refused = None;
    let mut passed = Vec::with_capacity(found.len());
    for socket in found {
        let address = socket.ip();
        match refused_class(address) {
            Some(class) if !allow.permits_address(address, None) => {
                refused = refused.or(Some(LookupError::Refused { address, class }));
            }
            _ => passed.push(socket),
        }
    }
    match refused {
        Some(refused) if passed.is_empty() => Err(refused),
        _ => Ok(passed),
    }
}

#[cfg(test)]
mod tests;
