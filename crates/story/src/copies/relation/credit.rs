//! Whether an article credits another's outlet with its text.

use dateline_model::Origin;

use crate::{
    Arrival,
    families::{Credit, Families},
};

/// Phrases behind which a reprint names the outlet that it is from.
const PHRASES: &[&str] = &[
    "originally published by",
    "originally published in",
    "originally published on",
    "originally published at",
    "originally appeared in",
    "originally appeared on",
    "first published by",
    "first published in",
    "first published on",
    "first appeared in",
    "first appeared on",
    "appeared first on",
    "republished from",
    "republished with permission from",
    "reprinted from",
    "reprinted with permission from",
    "zuerst erschienen in",
    "zuerst erschienen auf",
    "erschien zuerst auf",
    "erschien zuerst in",
    "publié initialement sur",
    "publié à l'origine par",
    "publicado originalmente en",
    "publicado originalmente em",
];

/// How far behind a phrase the outlet's name may stand, in bytes.
const NAME_WITHIN: usize = 80;
/// A copyright line has at most so many bytes.
const LONGEST_CLAIM: usize = 120;

/// Whether `reprint` says, in a way that a reader can look up, that its text is from the outlet of
/// `source`.
pub(super) fn names(families: &Families, reprint: &Arrival<'_>, source: &Arrival<'_>) -> bool {
    let Some(outlet) = source.outlet.filter(|outlet| reprint.outlet != Some(*outlet)) else {
        return links(reprint, source);
    };
    let outlet = Outlet { families, key: outlet };
    links(reprint, source)
        || reprint.canonical.is_some_and(|canonical| is_at(canonical, outlet.key))
        || reprint.origin.is_some_and(|origin| outlet.is_origin(origin))
        || edges(reprint.text).any(|edge| outlet.is_named_behind_a_phrase(edge))
        || outlet.is_credited_agency(reprint)
}

/// Whether its canonical link or its origin leads to the very article, and the other's does not
/// lead elsewhere.
fn links(reprint: &Arrival<'_>, source: &Arrival<'_>) -> bool {
    let Some(address) = source.address.map(bare) else { return false };
    let own = reprint.address.map(bare);
    let origin = reprint.origin.and_then(|origin| origin.url.as_deref());
    reprint.canonical.into_iter().chain(origin).map(bare).any(|link| link == address)
        && own.is_some_and(|own| own != address)
}

/// An outlet whose text another may have.
#[derive(Clone, Copy)]
struct Outlet<'a> {
    families: &'a Families,
    /// Its registrable domain.
    key: &'a str,
}

impl Outlet<'_> {
    fn is_origin(self, origin: &Origin) -> bool {
        match &origin.url {
            Some(url) => is_at(url, self.key),
            None => self.is_called(&origin.outlet),
        }
    }

    /// Whether a name is that of its domain or of the agency that it is: "The Guardian" of
    /// theguardian.com, "Reuters" of reuters.com, "The Associated Press" of apnews.com.
    fn is_called(self, name: &str) -> bool {
        let letters = squashed(name);
        let label = squashed(self.key.split('.').next().unwrap_or_default());
        let bare = |name: &str| name.strip_prefix("the").unwrap_or(name).to_owned();
        (label.len() >= 2 && bare(&letters) == bare(&label))
            || letters == squashed(self.key)
            || self.is_agency(Credit { authors: &[name.to_owned()], ..Credit::default() })
    }

    /// Whether it is the outlet of the agency that is credited.
    fn is_agency(self, credit: Credit<'_>) -> bool {
        let family = self.families.family_of(self.key);
        self.families.is_agency(family) && self.families.agency_credited(&credit) == Some(family)
    }

    /// Whether a text has the agency's dateline, or ends with its copyright line.
    fn is_credited_agency(self, reprint: &Arrival<'_>) -> bool {
        let claims = edges(reprint.text).flat_map(str::lines).filter_map(claimed);
        let authors: Vec<String> = claims.map(str::to_owned).collect();
        let text = reprint.text;
        self.is_agency(Credit { authors: &[], text, ..Credit::default() })
            || self.is_agency(Credit { authors: &authors, ..Credit::default() })
    }

    /// Whether a block names it behind one of the phrases.
    fn is_named_behind_a_phrase(self, block: &str) -> bool {
        let folded = block.replace('’', "'");
        let lower = folded.to_lowercase();
        // Lower-casing may move letters; then the positions would lie.
        lower.len() == folded.len()
            && PHRASES.iter().any(|phrase| {
                lower.match_indices(phrase).any(|(at, _)| {
                    let rest = folded.get(at + phrase.len()..).unwrap_or_default();
                    self.is_first_in(within(rest, NAME_WITHIN))
                })
            })
    }

    /// Whether some of the first words, together, are its name.
    fn is_first_in(self, text: &str) -> bool {
        let text = text.trim_start_matches([':', ' ', '“', '"', '«', '„']);
        let stop = text.find([',', ';', '(', '”', '"', '|', '\n']).unwrap_or(text.len());
        let words: Vec<&str> = text.get(..stop).unwrap_or(text).split_whitespace().collect();
        (1..=words.len().min(7)).any(|count| {
            let name = words.get(..count).unwrap_or_default().join(" ");
            self.is_called(name.trim_end_matches('.'))
        })
    }
}

/// An address without what does not tell two articles apart.
fn bare(address: &str) -> &str {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.split(['#', '?']).next().unwrap_or(address);
    address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/')
}

/// Whether an address is of an outlet, whose key is its registrable domain.
fn is_at(address: &str, outlet: &str) -> bool {
    let host = bare(address).split(['/', ':']).next().unwrap_or_default();
    match host.len().checked_sub(outlet.len()) {
        Some(0) => host.eq_ignore_ascii_case(outlet),
        Some(more) => {
            let (before, tail) = host.split_at_checked(more).unwrap_or_default();
            before.ends_with('.') && tail.eq_ignore_ascii_case(outlet)
        }
        None => false,
    }
}

fn squashed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first two and the last four blocks of a text: in between, the phrases are prose.
fn edges(text: &str) -> impl Iterator<Item = &str> {
    let first = text.split("\n\n").take(2);
    first.chain(text.rsplit("\n\n").take(4)).filter(|block| block.len() < 500)
}

/// The beginning of a text, cut between characters.
fn within(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}

/// Who claims a text in a line such as "© 2025 AFP" or "Copyright 2025 Reuters. All rights
/// reserved."
fn claimed(line: &str) -> Option<&str> {
    if line.len() > LONGEST_CLAIM {
        return None;
    }
    let signs = ["©", "(c)", "(C)", "Copyright", "copyright", "COPYRIGHT"];
    let (at, sign) = signs.iter().filter_map(|sign| Some((line.rfind(sign)?, sign))).max()?;
    let rest = line.get(at + sign.len()..)?;
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || " ,-–".contains(c));
    let end = name.find(['.', ',', ';', '|']).unwrap_or(name.len());
    name.get(..end).map(str::trim).filter(|name| !name.is_empty())
}
