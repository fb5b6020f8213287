//! Outlets: who published.

use serde::Serialize;
use url::Url;

use crate::{OutletId, address};

/// Who published an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlet {
    /// Its number.
    pub id: OutletId,
    /// What it is known by: its registrable domain, `name@domain` for a channel on a platform where
    /// many publish, or its folded name where neither is known.
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
        if let Some(channel) = self.channel() {
            return Some(channel.key());
        }
        self.domain().or_else(|| {
            let name = self.name.as_deref()?.trim();
            (!name.is_empty()).then(|| format!("name:{}", name.to_lowercase()))
        })
    }

    /// The channel that the address is of, where many publish on its domain.
    pub fn channel(&self) -> Option<Channel<'_>> {
        Channel::of(self.address.as_ref()?)
    }

    /// The registrable domain of the address, if it has one, else of a name that is a domain
    /// ("Salon.com").
    pub fn domain(&self) -> Option<String> {
        let host = self.address.as_ref().and_then(Url::host_str);
        host.and_then(address::registrable_domain)
            .or_else(|| address::domain_of_name(self.name.as_deref()?))
    }

    /// The name to show: the given one, else the channel's or the domain.
    pub fn display_name(&self) -> Option<String> {
        let given = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let channel = || self.channel().map(|channel| channel.key());
        given.map(str::to_owned).or_else(channel).or_else(|| self.domain())
    }

    /// What a feed says of its outlet. Titles of feeds are often those of a section ("WSJ.com:
    /// Economy", "Finance & economics"): of one with a domain only what resembles it is a name.
    pub fn of_channel(address: Option<Url>, title: Option<&str>) -> Self {
        let mut hint = Self { address, name: title.map(str::to_owned) };
        if hint.channel().is_some() {
            return hint;
        }
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
        let domain = chosen.domain();
        // On a platform the address of a post often does not tell whose it is; another one may.
        let channel = hints.iter().find(|hint| hint.channel().is_some() && hint.domain() == domain);
        if let Some(channel) = channel {
            // What a page calls its site is the platform's name.
            let own = |name: &str| domain.as_ref().is_none_or(|domain| !resembles(name, domain));
            let named = hints
                .iter()
                .find(|hint| hint.name.as_deref().is_some_and(own) && hint.key() == channel.key());
            let name = named.and_then(|hint| hint.name.clone());
            return Self { address: channel.address.clone(), name };
        }
        let mut chosen = chosen.clone();
        if chosen.name.is_none() {
            let same = hints.iter().find(|hint| {
                hint.name.is_some() && (hint.domain() == domain || hint.domain().is_none())
            });
            chosen.name = same.and_then(|hint| hint.name.clone());
        }
        chosen
    }
}

/// A channel of a platform: who publishes there, where the domain is only the platform's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel<'a> {
    /// The registrable domain of the platform.
    pub domain: String,
    /// The channel's name there, as addresses spell it.
    pub name: &'a str,
    /// What stands before the name in the path of its page: `@`, `r/`, nothing.
    lead: &'static str,
}

/// Platforms on which the first parts of a path name a channel: the domain, and what stands before
/// the name.
const CHANNELS: [(&str, &[&str]); 4] = [
    ("youtube.com", &["channel", "c", "user"]),
    ("reddit.com", &["r", "user", "u"]),
    ("bsky.app", &["profile"]),
    ("t.me", &["s", ""]),
];

impl<'a> Channel<'a> {
    fn of(address: &'a Url) -> Option<Self> {
        let mut path = address.path_segments()?.filter(|part| !part.is_empty());
        let first = path.next()?;
        let domain = address::registrable_domain(address.host_str()?)?;
        // Mastodon, Medium, YouTube and many others put people and channels there.
        if let Some(name) = first.strip_prefix('@').filter(|name| !name.is_empty()) {
            return Some(Self { domain, name, lead: "@" });
        }
        let (_, leads) = CHANNELS.iter().find(|(known, _)| *known == domain)?;
        let lead = leads.iter().find(|lead| **lead == first);
        let lead = lead.or_else(|| leads.iter().find(|lead| lead.is_empty()))?;
        let name = if lead.is_empty() { first } else { path.next()? };
        Some(Self { domain, name, lead })
    }

    /// What its outlet is known by.
    pub fn key(&self) -> String {
        format!("{}@{}", self.name.to_lowercase(), self.domain)
    }

    /// The path of its own page.
    pub fn path(&self) -> String {
        match self.lead {
            "@" => format!("@{}", self.name),
            "" | "s" => self.name.to_owned(),
            lead => format!("{lead}/{}", self.name),
        }
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
        for (address, expected) in [
            ("https://www.youtube.com/channel/UCab_1", "ucab_1@youtube.com"),
            ("https://www.youtube.com/@PierOffice/videos", "pieroffice@youtube.com"),
            ("https://www.youtube.com/watch?v=1", "youtube.com"),
            ("https://old.reddit.com/r/Harbours/comments/1/fog", "harbours@reddit.com"),
            ("https://bsky.app/profile/pier.example/post/1", "pier.example@bsky.app"),
            ("https://social.example/@pier/112", "pier@social.example"),
            ("https://social.example/@/112", "social.example"),
            ("https://paper.example/r/2026", "paper.example"),
        ] {
            assert_eq!(key(address).as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn a_post_is_its_channels_where_only_the_feed_says_whose_it_is() {
        let channel = |id: &str, title: &str| {
            let address = Url::parse(&format!("https://www.youtube.com/channel/{id}")).ok();
            OutletHint::of_channel(address, Some(title))
        };
        let film = "https://www.youtube.com/watch?v=1";
        for (id, title) in [("UC1", "Pier Office"), ("UC2", "Harbour Films")] {
            let chosen = OutletHint::first_of(&[hint(film, "YouTube"), channel(id, title)]);
            let key = format!("{}@youtube.com", id.to_lowercase());
            assert_eq!((chosen.key(), chosen.display_name()), (Some(key), Some(title.to_owned())));
        }
        let medium = OutletHint::first_of(&[hint("https://medium.com/@ann/fog-1", "Medium")]);
        assert_eq!(medium.display_name().as_deref(), Some("ann@medium.com"));
        let elsewhere = hint("https://paper.example/a", "");
        let chosen = OutletHint::first_of(&[elsewhere, channel("UC1", "Pier Office")]);
        assert_eq!(chosen.display_name().as_deref(), Some("paper.example"));
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
