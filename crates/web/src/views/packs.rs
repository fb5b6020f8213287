//! Packs of sources, ready for a template: which of them are shown, in which groups and order.

use std::collections::BTreeSet;

use axum::http::{HeaderMap, header};
use dateline_desk::{FeedList, Pack, Topic, pack_lists, packs};

use crate::say;
use crate::views::languages::foreign;
use crate::views::pack_names;

/// So many outlets stand for a pack.
const EXAMPLES: usize = 4;

/// More fields than a form can have are not looked at.
const FIELDS: usize = 300;

/// What somebody wants to see of the packs, and which they chose so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words of a pack's or an outlet's name.
    pub q: String,
    /// A country; empty for all.
    pub country: String,
    /// Topics; none for all.
    pub topics: Vec<String>,
    /// The ids of the packs that are chosen.
    pub chosen: Vec<String>,
}

/// A pack as a line to choose.
pub struct PackCard {
    /// What it is asked for by.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// "18 feeds".
    pub feeds: String,
    /// The languages of its feeds.
    pub languages: String,
    /// The first outlets, with commas between.
    pub examples: String,
    /// The lists that its addresses come from, with their licences.
    pub lists: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Packs under a heading.
pub struct PackGroup {
    /// The heading.
    pub title: String,
    /// The packs.
    pub packs: Vec<PackCard>,
}

/// A choice of the filter.
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The part of a page on which packs are chosen.
pub struct Chooser {
    /// The words typed.
    pub q: String,
    /// The countries that there are packs of.
    pub countries: Vec<Choice>,
    /// The topics that there are packs about.
    pub topics: Vec<Choice>,
    /// The packs to choose from.
    pub groups: Vec<PackGroup>,
    /// Whether only some are shown.
    pub narrowed: bool,
    /// "87 packs with 1,262 feeds".
    pub all: String,
}

impl Wanted {
    /// What a form or an address says. What makes no sense is left out.
    pub fn of(pairs: &[(String, String)]) -> Self {
        let mut wanted = Self::default();
        for (name, value) in pairs.iter().take(FIELDS) {
            let value = value.trim();
            match name.as_str() {
                "q" => wanted.q = value.chars().take(100).collect(),
                "country" => wanted.country = value.chars().take(2).collect(),
                "topic" => wanted.topics.push(value.to_owned()),
                "pack" if !wanted.chosen.iter().any(|known| known == value) => {
                    wanted.chosen.push(value.to_owned());
                }
                _ => {}
            }
        }
        wanted.chosen.retain(|id| packs().iter().any(|pack| pack.id == *id));
        wanted.topics.retain(|topic| packs().iter().any(|pack| pack.topic.as_str() == topic));
        wanted
    }

    /// The packs that are chosen, in their order.
    pub fn packs(&self) -> Vec<&'static Pack> {
        packs().iter().filter(|pack| self.chosen.contains(&pack.id)).collect()
    }

    /// The same as the query of an address.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        if !self.country.is_empty() {
            query.append_pair("country", &self.country);
        }
        query.extend_pairs(self.topics.iter().map(|topic| ("topic", topic)));
        query.extend_pairs(self.chosen.iter().map(|pack| ("pack", pack)));
        query.finish()
    }

    fn is_narrow(&self) -> bool {
        !(self.q.is_empty() && self.country.is_empty() && self.topics.is_empty())
    }

    /// Country and topics widen each other, since packs of countries are all of general news; words
    /// narrow what they leave.
    fn takes(&self, pack: &Pack) -> bool {
        let any = self.country.is_empty() && self.topics.is_empty();
        let of_country = !self.country.is_empty()
            && pack.country.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(&self.country));
        let of_topic = self.topics.iter().any(|topic| topic == pack.topic.as_str());
        (any || of_country || of_topic) && self.is_named_in(pack)
    }

    fn is_named_in(&self, pack: &Pack) -> bool {
        let words = self.q.to_lowercase();
        let named = |text: &str| text.to_lowercase().contains(&words);
        words.is_empty()
            || named(&pack.name)
            || named(&pack_names::pack(pack))
            || pack.feeds.iter().any(|feed| named(&feed.outlet))
    }
}

impl Chooser {
    /// The packs that are wanted; those in the reader's languages first.
    pub fn of(wanted: &Wanted, headers: &HeaderMap) -> Self {
        let countries: BTreeSet<(String, String)> = packs()
            .iter()
            .filter_map(|pack| pack.country.as_deref())
            .map(|code| (pack_names::country(code), code.to_owned()))
            .collect();
        let mut topics: Vec<Topic> = packs().iter().map(|pack| pack.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let feeds: BTreeSet<&str> =
            packs().iter().flat_map(|pack| &pack.feeds).map(|feed| feed.url.as_str()).collect();
        Self {
            q: wanted.q.clone(),
            countries: countries
                .into_iter()
                .map(|(name, value)| Choice { chosen: value == wanted.country, name, value })
                .collect(),
            topics: topics
                .into_iter()
                .map(|topic| Choice {
                    value: topic.as_str().to_owned(),
                    name: pack_names::topic(topic),
                    chosen: wanted.topics.iter().any(|chosen| chosen == topic.as_str()),
                })
                .collect(),
            groups: if wanted.is_narrow() {
                narrowed(wanted)
            } else {
                everything(wanted, &Locale::wanted(headers))
            },
            narrowed: wanted.is_narrow(),
            all: say!("packs-all", packs = packs().len(), feeds = feeds.len()),
        }
    }

    /// Whether topics are chosen.
    pub fn has_topics(&self) -> bool {
        self.topics.iter().any(|topic| topic.chosen)
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn group(title: String, packs: Vec<&Pack>, wanted: &Wanted) -> Option<PackGroup> {
    let packs: Vec<PackCard> = packs.into_iter().map(|pack| PackCard::of(pack, wanted)).collect();
    (!packs.is_empty()).then_some(PackGroup { title, packs })
}

/// What is chosen stays in sight, whatever is looked for.
fn narrowed(wanted: &Wanted) -> Vec<PackGroup> {
    let found: Vec<&Pack> = packs().iter().filter(|pack| wanted.takes(pack)).collect();
    let chosen = wanted.packs().into_iter().filter(|pack| !wanted.takes(pack)).collect();
    let title = say!("packs-found", n = found.len());
    [group(say!("packs-chosen"), chosen, wanted), group(title, found, wanted)]
        .into_iter()
        .flatten()
        .collect()
}

fn everything(wanted: &Wanted, locales: &[Locale]) -> Vec<PackGroup> {
    let place = |pack: &Pack| locales.iter().position(|locale| locale.speaks(&pack.language));
    let (of_countries, about): (Vec<&Pack>, Vec<&Pack>) =
        packs().iter().partition(|pack| pack.country.is_some() && pack.topic == Topic::News);
    let (mut near, far): (Vec<&Pack>, Vec<&Pack>) =
        of_countries.into_iter().partition(|pack| place(pack).is_some());
    near.sort_by_key(|pack| {
        let at_home = locales.iter().any(|locale| locale.is_of(pack));
        (!at_home, place(pack))
    });
    let by_name = |mut packs: Vec<&'static Pack>| {
        packs.sort_by_cached_key(|pack| pack_names::pack(pack).to_lowercase());
        packs
    };
    [
        group(say!("packs-in-your-language"), near, wanted),
        group(say!("packs-topics"), about, wanted),
        group(say!("packs-countries"), by_name(far), wanted),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl PackCard {
    fn of(pack: &Pack, wanted: &Wanted) -> Self {
        let mut outlets: Vec<&str> = Vec::new();
        for feed in &pack.feeds {
            if !outlets.contains(&feed.outlet.as_str()) && outlets.len() < EXAMPLES {
                outlets.push(&feed.outlet);
            }
        }
        let lists: Vec<String> =
            lists_of(pack).map(|list| format!("{} ({})", list.name, list.license)).collect();
        Self {
            id: pack.id.clone(),
            name: pack_names::pack(pack),
            feeds: say!("packs-feeds", n = pack.feeds.len()),
            languages: languages(pack),
            examples: outlets.join(", "),
            lists: lists.join(", "),
            chosen: wanted.chosen.contains(&pack.id),
        }
    }
}

/// The lists that the addresses of a pack come from.
pub fn lists_of(pack: &Pack) -> impl Iterator<Item = &'static FeedList> {
    pack_lists().iter().filter(|list| pack.feeds.iter().any(|feed| feed.list == list.id))
}

/// The names of a pack's languages, its own first.
pub fn languages(pack: &Pack) -> String {
    let mut names: Vec<String> = Vec::new();
    for tag in pack.languages() {
        let name = language(tag);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// The name of a language, also of the one of these pages.
pub fn language(tag: &str) -> String {
    foreign(tag).unwrap_or_else(|| match tag.split('-').next() {
        Some("de") => say!("language-de"),
        Some("en") => say!("language-en"),
        _ => tag.to_owned(),
    })
}

/// A language that a reader wants, perhaps as it is spoken in a country.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Locale {
    language: String,
    country: Option<String>,
}

impl Locale {
    /// Those of the page and of `Accept-Language` (RFC 9110, section 12.5.4), the most wanted first.
    fn wanted(headers: &HeaderMap) -> Vec<Self> {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let mut ranked: Vec<(u32, &str)> = Vec::new();
        for part in asked.unwrap_or_default().split(',').take(20) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q="));
            let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok());
            let weight = (weight.unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0) as u32;
            if weight > 0 && !tag.is_empty() && tag != "*" {
                ranked.push((weight, tag));
            }
        }
        // A stable sort keeps the order of those that are wanted alike.
        ranked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let mut locales: Vec<Self> = Vec::new();
        let tags = ranked.into_iter().map(|(_, tag)| tag);
        for locale in std::iter::once(say::tongue().tag()).chain(tags).map(Self::of_tag) {
            if !locales.contains(&locale) {
                locales.push(locale);
            }
        }
        locales
    }

    fn of_tag(tag: &str) -> Self {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let country = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
        Self { language, country }
    }

    fn speaks(&self, tag: &str) -> bool {
        tag.split('-').next().is_some_and(|primary| primary == self.language)
    }

    fn is_of(&self, pack: &Pack) -> bool {
        self.speaks(&pack.language) && self.country.is_some() && self.country == pack.country
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        headers
    }

    fn ids(groups: &[PackGroup], at: usize) -> Vec<&str> {
        groups[at].packs.iter().map(|pack| pack.id.as_str()).collect()
    }

    fn wanted(pairs: &[(&str, &str)]) -> Wanted {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Wanted::of(&pairs.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_readers_country_and_languages_come_first() {
        let chooser = Chooser::of(&Wanted::default(), &headers("fr;q=0.5, de-CH, *;q=0.1"));
        let first = ids(&chooser.groups, 0);
        assert_eq!(first[0], "ch-de");
        let at = |id: &str| first.iter().position(|known| *known == id);
        assert!(at("de") < at("fr") && at("fr").is_some(), "{first:?}");
        assert!(at("gb").is_some() && at("jp").is_none(), "the page itself is in English");
        let all: usize = chooser.groups.iter().map(|group| group.packs.len()).sum();
        assert_eq!((all, chooser.groups.len()), (packs().len(), 3), "each stands once");
    }

    #[test]
    fn a_country_and_topics_are_shown_together_and_words_narrow_them() {
        let both = wanted(&[("country", "CH"), ("topic", "science"), ("topic", "no such")]);
        let groups = Chooser::of(&both, &HeaderMap::new()).groups;
        assert_eq!(ids(&groups, 0), ["ch-de", "ch-fr", "ch-it", "science"]);
        let narrow = wanted(&[("country", "CH"), ("q", "FRENCH")]);
        assert_eq!(ids(&Chooser::of(&narrow, &HeaderMap::new()).groups, 0), ["ch-fr"]);
        let nothing = wanted(&[("q", "no outlet is called that")]);
        assert!(Chooser::of(&nothing, &HeaderMap::new()).is_empty());
    }

    #[test]
    fn what_is_chosen_stays_in_sight_and_goes_along() {
        let both = wanted(&[("pack", "fr"), ("pack", "fr"), ("pack", "<x>"), ("country", "JP")]);
        assert_eq!(both.chosen, ["fr"]);
        let groups = Chooser::of(&both, &HeaderMap::new()).groups;
        assert_eq!((ids(&groups, 0), groups[0].packs[0].chosen), (vec!["fr"], true));
        assert!(ids(&groups, 1).contains(&"jp"));
        assert_eq!(both.query(), "country=JP&pack=fr");
    }

    #[test]
    fn an_outlet_leads_to_its_pack() {
        let outlet = &packs()[0].feeds[0].outlet;
        let found = Chooser::of(&wanted(&[("q", outlet)]), &HeaderMap::new());
        assert!(ids(&found.groups, 0).contains(&packs()[0].id.as_str()));
    }
}
