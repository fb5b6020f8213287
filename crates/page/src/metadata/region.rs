//! Where an outlet writes, as far as its dates need it.

use url::Url;

/// Countries that write English and put the day before the month, as they end addresses.
const DAY_FIRST: &[&str] =
    &["uk", "ie", "au", "nz", "in", "za", "sg", "hk", "my", "ke", "ng", "gh", "pk", "lk", "mt"];

/// Whether the day stands before the month in the outlet's dates; absent where nothing says so.
pub(super) fn day_first(language: Option<&str>, url: Option<&Url>) -> Option<bool> {
    let ending = url.and_then(Url::host_str).and_then(|host| host.rsplit('.').next());
    if ending.is_some_and(|ending| DAY_FIRST.contains(&ending)) {
        return Some(true);
    }
    let tag = language?.to_ascii_lowercase();
    let (primary, region) = tag.split_once('-').unwrap_or((tag.as_str(), ""));
    match (primary, region) {
        ("en", "us") => Some(false),
        ("en", "") => None,
        // Canada writes both.
        ("en", "ca") => None,
        // Year first: a date with the year last is a foreign habit there.
        ("zh" | "ja" | "ko" | "hu" | "lt", _) => None,
        _ => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_by_language_and_country() {
        let at = |address: &str| Url::parse(address).expect("an address");
        assert_eq!(day_first(Some("en-US"), Some(&at("https://a.example"))), Some(false));
        assert_eq!(day_first(Some("en"), Some(&at("https://a.co.uk"))), Some(true));
        assert_eq!(day_first(Some("de"), None), Some(true));
        assert_eq!(day_first(Some("en"), None), None);
    }
}
