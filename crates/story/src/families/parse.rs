//! The form of a file of families.

use std::collections::HashMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Why a text is no file of families.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FamiliesError {
    /// It is not TOML.
    #[error("line {line} of the families is not TOML: {why}")]
    Toml {
        /// Counted from 1.
        line: usize,
        /// What the parser said.
        why: String,
    },
    /// A key that has no meaning there.
    #[error("line {line} of the families: “{key}” has no meaning here, known are {known}")]
    Unknown {
        /// Counted from 1.
        line: usize,
        /// The key with those above it.
        key: String,
        /// The keys that have one.
        known: &'static str,
    },
    /// A value of the wrong kind.
    #[error("line {line} of the families: “{key}” must be {expected}")]
    Kind {
        /// Counted from 1.
        line: usize,
        /// The key with those above it.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// An outlet that is no domain.
    #[error(
        "line {line} of the families: “{outlet}” in “{key}” is no outlet's key; write a domain such as example.org"
    )]
    Outlet {
        /// Counted from 1.
        line: usize,
        /// The key with those above it.
        key: String,
        /// What was written.
        outlet: String,
    },
    /// One outlet in two families.
    #[error("line {line} of the families: “{outlet}” in “{key}” stands in “{other}” already")]
    Twice {
        /// Counted from 1.
        line: usize,
        /// The key with those above it.
        key: String,
        /// The outlet.
        outlet: String,
        /// The key under which it stood before.
        other: String,
    },
}

/// What a file asks for.
#[derive(Debug)]
pub(super) enum Change {
    /// An outlet stands for itself.
    Alone(String),
    /// A family begins or grows.
    Family(FamilyChange),
}

/// What a file says of one family.
#[derive(Debug)]
pub(super) struct FamilyChange {
    pub(super) id: String,
    pub(super) agency: bool,
    pub(super) name: Option<String>,
    pub(super) outlets: Vec<String>,
    pub(super) without: Vec<String>,
    pub(super) credits: Vec<String>,
}

/// What a file asks for, families first, so that `alone` has the last word.
pub(super) fn changes(text: &str) -> Result<Vec<Change>, FamiliesError> {
    let table = DeTable::parse(text).map_err(|error| FamiliesError::Toml {
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        why: error.message().to_owned(),
    })?;
    let mut reader = Reader { text, places: HashMap::new() };
    let (mut changes, mut alone) = (Vec::new(), Vec::new());
    for (key, value) in table.get_ref() {
        let name: &str = key.get_ref();
        match name {
            "alone" => alone.extend(reader.outlets(name, value)?),
            "owner" | "agency" => {
                for (id, family) in reader.table(name, value)? {
                    changes.push(Change::Family(reader.family(name, id, family)?));
                }
            }
            other => return Err(reader.unknown(key, other.to_owned(), "owner, agency and alone")),
        }
    }
    changes.extend(alone.into_iter().map(Change::Alone));
    Ok(changes)
}

struct Reader<'t> {
    text: &'t str,
    /// Under which key each outlet was put.
    places: HashMap<String, String>,
}

impl Reader<'_> {
    fn family(
        &mut self,
        kind: &str,
        id: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<FamilyChange, FamiliesError> {
        let path = format!("{kind}.{}", id.get_ref());
        let mut family = FamilyChange {
            id: id.get_ref().to_string(),
            agency: kind == "agency",
            name: None,
            outlets: Vec::new(),
            without: Vec::new(),
            credits: Vec::new(),
        };
        for (key, value) in self.table(&path, value)? {
            let full = format!("{path}.{}", key.get_ref());
            let name: &str = key.get_ref();
            match name {
                "name" => family.name = Some(self.line(&full, value)?),
                "outlets" => {
                    family.outlets = self.outlets(&full, value)?;
                    self.note_places(&full, value, &family.outlets)?;
                }
                "without" => family.without = self.outlets(&full, value)?,
                "credits" if family.agency => family.credits = self.credits(&full, value)?,
                _ => {
                    let known = if family.agency {
                        "name, outlets, without and credits"
                    } else {
                        "name, outlets and without"
                    };
                    return Err(self.unknown(key, full, known));
                }
            }
        }
        Ok(family)
    }

    fn table<'v, 'i>(
        &self,
        key: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Result<&'v DeTable<'i>, FamiliesError> {
        value.get_ref().as_table().ok_or_else(|| self.kind(key, value, "a table"))
    }

    fn line(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, FamiliesError> {
        let line = value.get_ref().as_str().map(str::trim).filter(|line| !line.is_empty());
        line.map(str::to_owned).ok_or_else(|| self.kind(key, value, "a text"))
    }

    fn list<'v, 'i>(
        &self,
        key: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Result<&'v [Spanned<DeValue<'i>>], FamiliesError> {
        let array = value.get_ref().as_array();
        array.map(|array| &**array).ok_or_else(|| self.kind(key, value, "a list of texts"))
    }

    fn credits(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<String>, FamiliesError> {
        self.list(key, value)?.iter().map(|item| self.line(key, item)).collect()
    }

    fn outlets(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<String>, FamiliesError> {
        let mut outlets = Vec::new();
        for item in self.list(key, value)? {
            let written = self.line(key, item)?;
            let outlet = outlet_key(&written).ok_or_else(|| FamiliesError::Outlet {
                line: line_of(self.text, item.span().start),
                key: key.to_owned(),
                outlet: written.clone(),
            })?;
            outlets.push(outlet);
        }
        Ok(outlets)
    }

    fn note_places(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        outlets: &[String],
    ) -> Result<(), FamiliesError> {
        for (item, outlet) in self.list(key, value)?.iter().zip(outlets) {
            let other = self.places.insert(outlet.clone(), key.to_owned());
            if let Some(other) = other.filter(|other| other != key) {
                return Err(FamiliesError::Twice {
                    line: line_of(self.text, item.span().start),
                    key: key.to_owned(),
                    outlet: outlet.clone(),
                    other,
                });
            }
        }
        Ok(())
    }

    fn kind(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
    ) -> FamiliesError {
        FamiliesError::Kind {
            line: line_of(self.text, value.span().start),
            key: key.to_owned(),
            expected,
        }
    }

    fn unknown(
        &self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        full: String,
        known: &'static str,
    ) -> FamiliesError {
        FamiliesError::Unknown { line: line_of(self.text, key.span().start), key: full, known }
    }
}

/// An outlet's key as it was written: a domain in any case, with or without `www.`, or
/// `name:` and a name for an outlet without one.
fn outlet_key(written: &str) -> Option<String> {
    let key = written.trim().to_lowercase();
    if let Some(name) = key.strip_prefix("name:") {
        return (!name.trim().is_empty()).then_some(key);
    }
    let domain = key.strip_prefix("www.").unwrap_or(&key);
    let plausible = domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && domain.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '.' | '-'));
    plausible.then(|| domain.to_owned())
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
