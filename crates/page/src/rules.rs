//! A user's corrections for sites that read badly: which elements are the article, which are not,
//! where the title, the author, the date and the next page stand. Shared as a file in TOML or
//! JSON, one table a site.

mod apply;
mod selector;

use std::collections::BTreeMap;

use dateline_model::address;
use serde::{Deserialize, Serialize};

pub(crate) use apply::{Corrected, apply};
use selector::Selector;

/// So many selectors of one part are taken.
const MOST: usize = 40;

/// Why rules could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    /// The text is not what its format wants.
    #[error("the rules are not valid {format}: {why}")]
    Syntax {
        /// `TOML` or `JSON`.
        format: &'static str,
        /// What the parser said.
        why: String,
    },
    /// A table is named after something that is no site.
    #[error("“{site}” is no site: write a name such as example.org")]
    Site {
        /// The name as it stands in the file.
        site: String,
    },
    /// There are more selectors of a part than people write.
    #[error("{site}: there are more than {most} selectors under {field}")]
    TooMany {
        /// The site whose table it stands in.
        site: String,
        /// The field, such as `drop`.
        field: &'static str,
        /// So many are taken.
        most: usize,
    },
    /// A selector cannot be read.
    #[error("{site}: the selector “{selector}” under {field} cannot be read: {problem}")]
    Selector {
        /// The site whose table it stands in.
        site: String,
        /// The field, such as `drop`.
        field: &'static str,
        /// The selector as it stands in the file.
        selector: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// Rules for any number of sites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteRules {
    sites: BTreeMap<String, SiteRule>,
}

/// The rules for one site and its subdomains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteRule {
    domain: String,
    written: Written,
    keep: Vec<Selector>,
    drop: Vec<Selector>,
    title: Vec<Selector>,
    author: Vec<Selector>,
    date: Vec<Selector>,
    next: Vec<Selector>,
}

/// A site's table as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    keep: OneOrMany,
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    drop: OneOrMany,
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    title: OneOrMany,
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    author: OneOrMany,
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    date: OneOrMany,
    #[serde(default, skip_serializing_if = "OneOrMany::is_empty")]
    next: OneOrMany,
}

/// A selector, or a list of them of which the first that finds something counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Many(list) if list.is_empty())
    }

    fn list(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(list) => list,
        }
    }
}

impl SiteRules {
    /// Reads rules from TOML, or from JSON where the text begins with a brace.
    ///
    /// # Errors
    /// [`RulesError`], which names the site, the field and the selector at fault.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        let text = text.trim_start_matches('\u{feff}');
        let tables: BTreeMap<String, Written> = if text.trim_start().starts_with('{') {
            serde_json::from_str(text)
                .map_err(|error| RulesError::Syntax { format: "JSON", why: error.to_string() })?
        } else {
            toml::from_str(text).map_err(|error| RulesError::Syntax {
                format: "TOML",
                why: error.message().to_owned(),
            })?
        };
        let mut sites = BTreeMap::new();
        for (site, written) in tables {
            let domain = domain_of(&site).ok_or(RulesError::Site { site: site.clone() })?;
            let rule = SiteRule::of(&domain, written)?;
            sites.insert(domain, rule);
        }
        Ok(Self { sites })
    }

    /// The rules for a host: its own, or those of the nearest domain above it.
    pub fn of_host(&self, host: &str) -> Option<&SiteRule> {
        let host = host.to_ascii_lowercase();
        let mut at = host.trim_end_matches('.');
        loop {
            if let Some(rule) = self.sites.get(at) {
                return Some(rule);
            }
            at = at.split_once('.')?.1;
        }
    }

    /// The sites that have rules, in alphabetical order.
    pub fn sites(&self) -> impl Iterator<Item = &str> {
        self.sites.keys().map(String::as_str)
    }

    /// Takes over another file's rules; a site that both have gets the other's.
    pub fn extend(&mut self, other: Self) {
        self.sites.extend(other.sites);
    }

    /// The rules as JSON, which [`SiteRules::parse`] reads again.
    pub fn to_json(&self) -> serde_json::Value {
        self.sites
            .iter()
            .map(|(site, rule)| {
                (site.clone(), serde_json::to_value(&rule.written).unwrap_or_default())
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

impl SiteRule {
    fn of(site: &str, written: Written) -> Result<Self, RulesError> {
        let read = |field: &'static str, list: &OneOrMany| {
            if list.list().len() > MOST {
                return Err(RulesError::TooMany { site: site.to_owned(), field, most: MOST });
            }
            list.list()
                .iter()
                .map(|selector| {
                    Selector::parse(selector).map_err(|problem| RulesError::Selector {
                        site: site.to_owned(),
                        field,
                        selector: selector.clone(),
                        problem,
                    })
                })
                .collect::<Result<Vec<Selector>, RulesError>>()
        };
        Ok(Self {
            domain: site.to_owned(),
            keep: read("keep", &written.keep)?,
            drop: read("drop", &written.drop)?,
            title: read("title", &written.title)?,
            author: read("author", &written.author)?,
            date: read("date", &written.date)?,
            next: read("next", &written.next)?,
            written,
        })
    }

    /// The site that the rules are for.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

/// A site's name without scheme, `www.` and path; none where everybody's sites stand below it.
fn domain_of(site: &str) -> Option<String> {
    let bare = site.trim().to_ascii_lowercase();
    let bare = bare.split_once("://").map_or(bare.as_str(), |(_, rest)| rest);
    let bare = bare.split(['/', ':']).next().unwrap_or("");
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let is_plain =
        bare.contains('.') && !bare.starts_with('.') && bare.chars().all(plain) && bare.len() < 254;
    let is_of_somebody = || address::is_ip(bare) || address::registrable_domain(bare).is_some();
    (is_plain && is_of_somebody()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests;
