//! The list of places that may be reached although they are not on the public Internet.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::Host;

/// Hosts, addresses and networks that the address guard lets through.
///
/// Written as a comma-separated list of host names (`nas.lan`, `nas.lan:8080`), addresses
/// (`127.0.0.1`, `127.0.0.1:8080`, `[::1]:8080`) and networks in CIDR form (`10.0.0.0/8`,
/// `fd00::/8`). A name lets through whatever address that very name leads to; an address or network
/// lets through every name that leads into it. An address with a port counts only for URLs that
/// write the address itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowList {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Name { name: String, port: Option<u16> },
    Address { address: IpAddr, port: Option<u16> },
    Network { base: IpAddr, prefix: u8 },
}

/// A part of an allow list that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{part}' is not a host name, an address or a network such as 10.0.0.0/8: {why}")]
pub struct AllowListError {
    /// The part between the commas.
    pub part: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl AllowList {
    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether this name may lead to any address when asked at this port.
    pub fn permits_name(&self, name: &str, port: u16) -> bool {
        let name = name.trim_end_matches('.');
        self.entries.iter().any(|entry| match entry {
            Entry::Name { name: listed, port: only } => {
                listed.eq_ignore_ascii_case(name) && only.is_none_or(|only| only == port)
            }
            _ => false,
        })
    }

    /// Whether this address may be reached; `port` is `None` for one that a name led to.
    pub fn permits_address(&self, address: IpAddr, port: Option<u16>) -> bool {
        let address = address.to_canonical();
        self.entries.iter().any(|entry| match entry {
            Entry::Name { .. } => false,
            Entry::Address { address: listed, port: None } => *listed == address,
            Entry::Address { address: listed, port: only } => *listed == address && *only == port,
            Entry::Network { base, prefix } => contains(*base, *prefix, address),
        })
    }

    pub(crate) fn has_names(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry, Entry::Name { .. }))
    }
}

impl FromStr for AllowList {
    type Err = AllowListError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entries = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| parse_entry(part).map_err(|why| AllowListError { part: part.into(), why }))
            .collect::<Result<_, _>>()?;
        Ok(Self { entries })
    }
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, entry) in self.entries.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match entry {
                Entry::Name { name, port: None } => f.write_str(name)?,
                Entry::Name { name, port: Some(port) } => write!(f, "{name}:{port}")?,
                Entry::Address { address, port: None } => write!(f, "{address}")?,
                Entry::Address { address: IpAddr::V4(v4), port: Some(port) } => {
                    write!(f, "{v4}:{port}")?;
                }
                Entry::Address { address: IpAddr::V6(v6), port: Some(port) } => {
                    write!(f, "[{v6}]:{port}")?;
                }
                Entry::Network { base, prefix } => write!(f, "{base}/{prefix}")?,
            }
        }
        Ok(())
    }
}

fn parse_entry(part: &str) -> Result<Entry, &'static str> {
    if let Some((base, prefix)) = part.split_once('/') {
        return parse_network(base, prefix);
    }
    if let Ok(address) = part.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        return Ok(Entry::Address { address: address.to_canonical(), port: None });
    }
    let (host, port) = match part.rsplit_once(':') {
        None => (part, None),
        Some((host, port)) => {
            let port = port.parse::<u16>().ok().filter(|port| *port != 0);
            (host, Some(port.ok_or("its port is not a number from 1 to 65535")?))
        }
    };
    if host.contains('*') {
        return Err("wildcards are not understood");
    }
    match Host::parse(host).map_err(|_| "it cannot be read as a host")? {
        Host::Domain(name) if name.is_empty() => Err("it has no host"),
        Host::Domain(name) => Ok(Entry::Name { name: name.trim_end_matches('.').to_owned(), port }),
        Host::Ipv4(v4) => Ok(Entry::Address { address: v4.into(), port }),
        Host::Ipv6(v6) => Ok(Entry::Address { address: IpAddr::V6(v6).to_canonical(), port }),
    }
}

fn parse_network(base: &str, prefix: &str) -> Result<Entry, &'static str> {
    let base = base.trim_start_matches('[').trim_end_matches(']');
    let base: IpAddr = base.parse().map_err(|_| "the part before '/' is not an address")?;
    let prefix: u8 = prefix.parse().map_err(|_| "the part after '/' is not a number of bits")?;
    if prefix > if base.is_ipv4() { 32 } else { 128 } {
        return Err("the number after '/' is larger than the address is long");
    }
    Ok(Entry::Network { base, prefix })
}

fn contains(base: IpAddr, prefix: u8, address: IpAddr) -> bool {
    match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            base.to_bits() & mask == address.to_bits() & mask
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            base.to_bits() & mask == address.to_bits() & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> AllowList {
        text.parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn reads_and_writes_every_form() {
        let text = "nas.lan, nas.lan:8080, 127.0.0.1, 127.0.0.1:80, [::1]:81, 10.0.0.0/8, fd00::/8";
        assert_eq!(list(text).to_string(), text);
        assert_eq!(list(" , ").to_string(), "");
        assert_eq!(list("[::1]"), list("::1"));
        assert_eq!(list("NAS.lan."), list("nas.lan"));
    }

    #[test]
    fn names_match_whole_and_by_port() {
        let allow = list("nas.lan:8080,localhost");
        assert!(allow.permits_name("localhost", 1) && allow.permits_name("LOCALHOST.", 99));
        assert!(allow.permits_name("nas.lan", 8080));
        assert!(!allow.permits_name("nas.lan", 80));
        assert!(!allow.permits_name("x.nas.lan", 8080));
        assert!(!allow.permits_address(ip("127.0.0.1"), None));
    }

    #[test]
    fn networks_and_addresses_match_by_bits() {
        let allow = list("10.1.0.0/16, 192.168.7.7, fd00::/8, 127.0.0.1:80");
        assert!(allow.permits_address(ip("10.1.255.255"), None));
        assert!(!allow.permits_address(ip("10.2.0.0"), None));
        assert!(allow.permits_address(ip("::ffff:10.1.2.3"), None));
        assert!(allow.permits_address(ip("192.168.7.7"), Some(5)));
        assert!(!allow.permits_address(ip("192.168.7.8"), Some(5)));
        assert!(allow.permits_address(ip("fdff::1"), None));
        assert!(!allow.permits_address(ip("fe80::1"), None));
        assert!(allow.permits_address(ip("127.0.0.1"), Some(80)));
        assert!(!allow.permits_address(ip("127.0.0.1"), Some(81)));
        assert!(!allow.permits_address(ip("127.0.0.1"), None));
        assert!(list("0.0.0.0/0").permits_address(ip("127.0.0.1"), None));
        assert!(!list("0.0.0.0/0").permits_address(ip("::1"), None));
    }

    #[test]
    fn errors_name_the_bad_part() {
        for bad in ["10.0.0.0/33", "10.0.0.0/x", "nas/8", "a b", "x:0", "x:99999", "*.lan", ":80"] {
            let error = format!("good.example,{bad}").parse::<AllowList>().unwrap_err();
            assert_eq!(error.part, bad);
            assert!(error.to_string().contains(bad), "{error}");
        }
    }
}
