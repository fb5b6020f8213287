//! Outlets: who published.

use serde::Serialize;
use url::Url;

use crate::{OutletId, address};

/// Who published an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlet {
    /// Its number.
    pub id: OutletId,
    /// What it is known by: its registrable domain, `name@t.me` for a Telegram channel, or its folded
    /// name where neither is known.
    pub key: String,
    /// Its name as it calls itself.
    pub name: String,
    /// Its home page.
    pub home: Option<String>,
}

/// What a feed or a page says about who published it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct OutletHint {
    /// An address of the outlet: a canonical address, a channel's link.
    pub address: Option<Url>,
    /// A name: `og:site_name`, a publisher in JSON-LD, a channel's title.
    pub name: Option<String>,
}

impl OutletHint {
    /// The key of the outlet: a registrable domain first, since names vary; a name where the only
    /// addresses are bare IP addresses or local names, which are never an outlet.
    pub fn key(&self) -> Option<String> {
        if let Some(channel) = self.telegram_channel() {
            return Some(format!("{}@t.me", channel.to_ascii_lowercase()));
        }
        self.domain().or_else(|| {
            let name = self.name.as_deref()?.trim();
            (!name.is_empty()).then(|| format!("name:{}", name.to_lowercase()))
        })
    }

    /// The name of the Telegram channel that the address is one of: many publish on that domain.
    pub fn telegram_channel(&self) -> Option<&str> {
        let address = self.address.as_ref().filter(|url| url.host_str() == Some("t.me"))?;
        let mut path = address.path_segments()?.filter(|part| !part.is_empty());
        path.find(|part| *part != "s")
    }

    /// The registrable domain of the address, if it has one, else of a name that is a domain
    /// ("Salon.com").
    pub fn domain(&self) -> Option<String> {
        let host = self.address.as_ref().and_then(Url::host_str);
        host.and_then(address::registrable_domain)
            .or_else(|| address::domain_of_name(self.name.as_deref()?))
    }

    /// The name to show: the given one, else the domain.
    pub fn display_name(&self) -> Option<String> {
        let given = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        given.map(str::to_owned).or_else(|| self.domain())
    }

    /// What a feed says of its outlet. Titles of feeds are often those of a section ("WSJ.com:
    /// Economy", "Finance & economics"): of one with a domain only what resembles it is a name.
    pub fn of_channel(address: Option<Url>, title: Option<&str>) -> Self {
        let mut hint = Self { address, name: title.map(str::to_owned) };
        let host = hint.address.as_ref().and_then(Url::host_str);
        if let Some(domain) = host.and_then(address::registrable_domain) {
            hint.name = title.and_then(|title| name_within(title, &domain));
        }
        hint
    }

    /// The first hint that names an outlet, completed by what the others know of the same one.
    pub fn first_of(hints: &[Self]) -> Self {
        let by_domain = hints.iter().find(|hint| hint.domain().is_some());
        let Some(chosen) = by_domain.or_else(|| hints.iter().find(|hint| hint.key().is_some()))
        else {
            return Self::default();
        };
        let mut chosen = chosen.clone();
        if chosen.name.is_none() {
            let domain = chosen.domain();
            let same = hints.iter().find(|hint| {
                hint.name.is_some() && (hint.domain() == domain || hint.domain().is_none())
            });
            chosen.name = same.and_then(|hint| hint.name.clone());
        }
        chosen
    }
}

/// What stands between an outlet's name and a section's in the titles of feeds.
const SEPARATORS: [&str; 8] = [": ", " > ", " | ", " - ", " – ", " — ", " » ", " :: "];

/// The part of a feed's title that resembles its domain, else the whole title if that does.
fn name_within(title: &str, domain: &str) -> Option<String> {
    let mut parts = vec![title];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let part = parts.into_iter().map(str::trim).find(|part| resembles(part, domain));
    part.or_else(|| Some(title.trim()).filter(|title| resembles(title, domain))).map(str::to_owned)
}

/// Letters of Latin script as domains spell them: "Aubré" as `aubre`, "Köln" as `koln`.
fn without_accents(text: &str) -> String {
    const PLAIN: [(&str, &str); 15] = [
        ("àáâãäåāă", "a"),
        ("çćč", "c"),
        ("ďđ", "d"),
        ("èéêëēęě", "e"),
        ("ğ", "g"),
        ("ìíîïīı", "i"),
        ("łľ", "l"),
        ("ñńň", "n"),
        ("òóôõöøōő", "o"),
        ("řŕ", "r"),
        ("śšşș", "s"),
        ("ťţț", "t"),
        ("ùúûüūůű", "u"),
        ("ýÿ", "y"),
        ("źżž", "z"),
    ];
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            _ => match PLAIN.iter().find(|(accented, _)| accented.contains(letter)) {
                Some((_, base)) => plain.push_str(base),
                None => plain.push(letter),
            },
        }
    }
    plain
}

/// Whether the first label of a domain can be put together from beginnings of the name's words, in
/// their order: "New York Times" makes `nytimes`, "Bay Tribune" makes `baytribune`.
fn resembles(name: &str, domain: &str) -> bool {
    let label: Vec<char> =
        domain.split('.').next().unwrap_or_default().chars().filter(|c| *c != '-').collect();
    let name = without_accents(&name.to_lowercase());
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // How much of the label the words so far can make.
    let mut reached = vec![false; label.len() + 1];
    reached[0] = true;
    for word in words.take(12) {
        for from in (0..label.len()).rev().filter(|from| reached[*from]).collect::<Vec<_>>() {
            let shared = word.chars().zip(&label[from..]).take_while(|(a, b)| a == *b).count();
            reached[from..=from + shared].fill(true);
        }
    }
    !label.is_empty() && reached[label.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(address: &str, name: &str) -> OutletHint {
        OutletHint {
            address: Url::parse(address).ok(),
            name: (!name.is_empty()).then(|| name.to_owned()),
        }
    }

    #[test]
    fn an_ip_address_is_never_an_outlet() {
        assert_eq!(hint("http://127.0.0.1:80/x", "").key(), None);
        assert_eq!(
            hint("http://127.0.0.1/x", "Bay Tribune").key().as_deref(),
            Some("name:bay tribune")
        );
    }

    #[test]
    fn each_channel_is_an_outlet_of_its_own() {
        let key = |address: &str| hint(address, "Pier Office").key();
        assert_eq!(key("https://t.me/PierOffice/12").as_deref(), Some("pieroffice@t.me"));
        assert_eq!(key("https://t.me/s/PierOffice"), key("https://t.me/pieroffice"));
        assert_eq!(key("https://t.me/").as_deref(), Some("t.me"));
    }

    #[test]
    fn a_name_that_is_a_domain_counts_as_one() {
        assert_eq!(hint("http://127.0.0.1/", "Salon.com").key().as_deref(), Some("salon.com"));
        assert_eq!(hint("", "Mr. Robot").key().as_deref(), Some("name:mr. robot"));
        assert_eq!(hint("", "Dr.Who").key().as_deref(), Some("name:dr.who"));
    }

    #[test]
    fn the_title_of_a_section_is_no_outlets_name() {
        let name = |address: &str, title: &str| {
            OutletHint::of_channel(Url::parse(address).ok(), Some(title)).display_name()
        };
        for (address, title, expected) in [
            ("https://www.nytimes.com/", "NYT > Business > Economy", "nytimes.com"),
            ("https://www.nytimes.com/", "The New York Times - World", "The New York Times"),
            ("https://wsj.com", "WSJ.com: Economy", "WSJ.com"),
            ("https://economist.com", "Finance & economics", "economist.com"),
            ("https://www.bay-tribune.example/", "Bay Tribune", "Bay Tribune"),
            ("https://gazette-aubre.example/", "Gazette d’Aubré", "Gazette d’Aubré"),
            ("http://127.0.0.1/", "Anything: at all", "Anything: at all"),
        ] {
            assert_eq!(name(address, title).as_deref(), Some(expected), "{title}");
        }
    }

    #[test]
    fn a_domain_wins_and_borrows_a_name_from_a_hint_that_does_not_contradict() {
        let chosen = OutletHint::first_of(&[
            hint("http://127.0.0.1/x", "Bay Tribune"),
            hint("https://www.baytribune.example/a", ""),
        ]);
        assert_eq!(chosen.key().as_deref(), Some("baytribune.example"));
        assert_eq!(chosen.display_name().as_deref(), Some("Bay Tribune"));
        let other = OutletHint::first_of(&[
            hint("https://a.example/", ""),
            hint("https://planet.example/", "Planet"),
        ]);
        assert_eq!(other.display_name().as_deref(), Some("a.example"));
    }
}
