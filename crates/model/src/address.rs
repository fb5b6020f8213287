//! Addresses: what people type, whom a host belongs to, and when two addresses are one article.

use url::{Host, Url};

/// How many buckets work is divided into; see [`bucket`].
pub const BUCKETS: u16 = 1024;

/// Query parameters that tell where a click came from and never what is shown.
const TRACKING: [&str; 18] = [
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "wickedid",
    "ns_campaign",
    "ns_mchannel",
    "xtor",
];

/// Why a text is no address of the web.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was given.
    #[error("no address was given")]
    Empty,
    /// A scheme that Dateline never opens.
    #[error("“{scheme}:” addresses cannot be read, only http and https")]
    Scheme {
        /// The scheme as it was typed.
        scheme: String,
    },
    /// Not an address at all.
    #[error("“{text}” is not a web address: {why}")]
    Malformed {
        /// What was typed, shortened to 200 characters.
        text: String,
        /// What the parser of addresses said.
        why: String,
    },
}

/// Reads an address as a person types or pastes it: a missing scheme becomes `https`, `feed:`
/// addresses lose their wrapper, and blanks around it are dropped.
///
/// # Errors
/// When nothing, another scheme than http(s), or no address was given.
pub fn parse_typed(text: &str) -> Result<Url, AddressError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    let bare = text.strip_prefix("feed:").map_or(text, |rest| rest.trim_start_matches("//"));
    let url = match Url::parse(bare) {
        Ok(url) if is_web(&url) => url,
        // "localhost:8080/feed" and "example.org:80" parse as schemes; people mean hosts.
        Ok(_) if looks_like_host_and_port(bare) => parse_or_say(&format!("https://{bare}"), text)?,
        Ok(url) => return Err(AddressError::Scheme { scheme: url.scheme().to_owned() }),
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            parse_or_say(&format!("https://{}", bare.trim_start_matches('/')), text)?
        }
        Err(error) => return Err(malformed(text, &error)),
    };
    Ok(url)
}

fn parse_or_say(candidate: &str, typed: &str) -> Result<Url, AddressError> {
    let url = Url::parse(candidate).map_err(|error| malformed(typed, &error))?;
    let host = url.host_str().unwrap_or_default();
    let plausible = host.contains('.') || host == "localhost" || host.contains(':');
    if plausible {
        Ok(url)
    } else {
        Err(AddressError::Malformed {
            text: typed.chars().take(200).collect(),
            why: "it names no host".to_owned(),
        })
    }
}

fn malformed(text: &str, error: &url::ParseError) -> AddressError {
    AddressError::Malformed { text: text.chars().take(200).collect(), why: error.to_string() }
}

fn looks_like_host_and_port(text: &str) -> bool {
    let Some((_, rest)) = text.split_once(':') else { return false };
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    !port.is_empty() && rest[port.len()..].chars().next().is_none_or(|next| next == '/')
}

/// An address for people and logs: without a name and password that it may carry. What is no
/// address stays as it is.
pub fn without_login(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) if !url.username().is_empty() || url.password().is_some() => {
            // Only addresses without a host refuse this, and those carry neither.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.into()
        }
        _ => address.to_owned(),
    }
}

/// Whether Dateline may open or link to it: http or https, with a host.
pub fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// The registrable domain of a host (`news.bbc.co.uk` → `bbc.co.uk`) by the Public Suffix List;
/// `None` for an IP address, for a bare name such as `localhost`, and for a public suffix itself.
pub fn registrable_domain(host: &str) -> Option<String> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if is_ip(&host) || !host.contains('.') {
        return None;
    }
    psl::domain_str(&host).map(str::to_owned)
}

/// The registrable domain that a name is, as in "Salon.com"; only for suffixes that the Public
/// Suffix List knows, so that "Dr.Who" is none.
pub fn domain_of_name(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase();
    let plausible = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    let known = psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known());
    if plausible && known { registrable_domain(&name) } else { None }
}

/// Whether a host is written as an IP address, with or without brackets.
pub fn is_ip(host: &str) -> bool {
    host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>().is_ok()
}

/// Whom politeness is owed to: the registrable domain, or else the host as it stands (an IP
/// address is its own key). Empty for an address without a host.
pub fn host_key(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(host)) => {
            registrable_domain(host).unwrap_or_else(|| host.to_ascii_lowercase())
        }
        Some(Host::Ipv4(ip)) => ip.to_string(),
        Some(Host::Ipv6(ip)) => ip.to_string(),
        None => String::new(),
    }
}

/// The site that an address stands on, as rules for sites name it: its host without `www.`. Empty
/// for an address without a host.
pub fn site_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

/// A site and the sites above it whose rules hold for it too, the nearest first:
/// `news.example.org`, `example.org`. A top-level domain is none, and an IP address has none above
/// it.
pub fn sites_above(site: &str) -> Vec<&str> {
    if is_ip(site) {
        return vec![site];
    }
    let mut sites = vec![site];
    let mut rest = site;
    while let Some((_, above)) = rest.split_once('.') {
        if !above.contains('.') {
            break;
        }
        sites.push(above);
        rest = above;
    }
    sites
}

/// The bucket of a host key, 0 to 1,023: XXH3-64 of its bytes, modulo [`BUCKETS`].
///
/// This is stored data. The function must never change.
pub fn bucket(host_key: &str) -> u16 {
    (xxhash_rust::xxh3::xxh3_64(host_key.as_bytes()) % u64::from(BUCKETS)) as u16
}

/// The address under which an article is known: no fragment, no tracking parameters, no scheme,
/// no `www.`, no slash at the end. For comparing only, not for opening.
pub fn article_address(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let kept: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{host}{port}{path}{query}")
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// The key of an article by its address: 128 bits of BLAKE3 over [`article_address`], in hex.
pub fn article_key(url: &Url) -> String {
    digest(&["address", &article_address(url)])
}

/// The key of an article that has no address of its own: it is known by its feed and its entry.
pub fn article_key_in_feed(feed_address: &str, entry_key: &str) -> String {
    digest(&["entry", feed_address, entry_key])
}

/// 128 bits of BLAKE3 over the parts, each closed by its length, as 32 hexadecimal digits.
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// 128 bits of BLAKE3 over a body, as 32 hexadecimal digits.
pub fn digest_bytes(body: &[u8]) -> String {
    blake3::hash(body).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_login("https://ann:secret@a.example/f?x"), "https://a.example/f?x");
        assert_eq!(without_login("https://a.example/f"), "https://a.example/f");
        assert_eq!(without_login("no address"), "no address");
    }

    #[test]
    fn typed_addresses_are_read_as_people_mean_them() {
        for (typed, read) in [
            (" example.org/feed ", "https://example.org/feed"),
            ("feed://example.org/rss", "https://example.org/rss"),
            ("feed:https://example.org/rss", "https://example.org/rss"),
            ("http://Example.org", "http://example.org/"),
            ("localhost:8080/feed", "https://localhost:8080/feed"),
            ("example.org:8443", "https://example.org:8443/"),
        ] {
            assert_eq!(parse_typed(typed).unwrap().as_str(), read, "{typed}");
        }
    }

    #[test]
    fn other_schemes_and_plain_words_are_refused_with_a_reason() {
        for (typed, reason) in [
            ("", "no address was given"),
            ("javascript:alert(1)", "“javascript:” addresses cannot be read"),
            ("file:///etc/passwd", "“file:” addresses cannot be read"),
            ("news", "“news” is not a web address: it names no host"),
            ("http://", "is not a web address: empty host"),
        ] {
            let error = parse_typed(typed).unwrap_err().to_string();
            assert!(error.contains(reason), "{typed}: {error}");
        }
    }

    #[test]
    fn an_ip_address_is_its_own_key_and_has_no_domain() {
        assert_eq!(host_key(&url("http://127.0.1.5:8099/x")), "127.0.1.5");
        assert_eq!(registrable_domain("127.0.1.5"), None);
        assert_eq!(registrable_domain("[::1]"), None);
        assert_eq!(host_key(&url("http://[::1]/")), "::1");
        assert_eq!(host_key(&url("https://news.bbc.co.uk/")), "bbc.co.uk");
        assert_eq!(registrable_domain("localhost"), None);
    }

    #[test]
    fn buckets_are_stored_data_and_never_change() {
        assert_eq!(bucket("bbc.co.uk"), 692);
        assert_eq!(bucket("127.0.0.1"), 652);
        assert_eq!(bucket(""), 194);
    }

    #[test]
    fn two_spellings_of_an_address_are_one_article() {
        let plain = article_key(&url("https://example.org/a?id=7"));
        for same in [
            "http://www.example.org/a?id=7#top",
            "https://example.org/a/?id=7&utm_source=feed",
            "https://example.org/a?fbclid=x&id=7",
        ] {
            assert_eq!(article_key(&url(same)), plain, "{same}");
        }
        assert_ne!(article_key(&url("https://example.org/a?id=8")), plain);
        assert_ne!(article_key(&url("https://example.org:8443/a?id=7")), plain);
    }

    #[test]
    fn a_site_is_its_host_and_has_sites_above_it() {
        let site = |text: &str| site_of(&Url::parse(text).unwrap());
        assert_eq!(site("https://www.Example.org:8080/a"), "example.org");
        assert_eq!(site("http://127.0.0.1:8000/a"), "127.0.0.1");
        assert_eq!(
            sites_above("a.b.example.org"),
            ["a.b.example.org", "b.example.org", "example.org"]
        );
        assert_eq!(sites_above("example.org"), ["example.org"]);
        assert_eq!(sites_above("127.0.0.1"), ["127.0.0.1"]);
        assert_eq!(sites_above("localhost"), ["localhost"]);
    }

    #[test]
    fn parts_of_a_digest_do_not_run_into_each_other() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
