//! Which outlets are one voice: an owner's outlets, and those that run one agency's text.
//!
//! The table `data/families.toml` is the project's; an instance may have a file of its own, which
//! is merged over it with [`Families::merged`].

mod credit;
mod parse;
mod voices;

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

pub use credit::Credit;
pub use parse::FamiliesError;
pub use voices::{Spoken, Voice, voices};

const BUILT_IN: &str = include_str!("../data/families.toml");

/// The table of owners and agencies.
#[derive(Debug, Clone, Default)]
pub struct Families {
    families: BTreeMap<String, Family>,
    by_outlet: HashMap<String, String>,
    by_credit: HashMap<String, String>,
}

/// One owner or agency.
#[derive(Debug, Clone, Default, PartialEq)]
struct Family {
    name: String,
    agency: bool,
}

impl Families {
    /// The project's table.
    pub fn built_in() -> &'static Self {
        static TABLE: LazyLock<Families> =
            LazyLock::new(|| Families::default().merged(BUILT_IN).unwrap_or_default());
        &TABLE
    }

    /// This table with a file of the same form merged over it: its outlets, names and credits are
    /// added, an outlet that it names moves to its family, and those under `without` and `alone`
    /// stand for themselves.
    ///
    /// # Errors
    /// When the text is no such file; the error names the line and the key.
    pub fn merged(&self, text: &str) -> Result<Self, FamiliesError> {
        let mut merged = self.clone();
        for change in parse::changes(text)? {
            merged.apply(change);
        }
        Ok(merged)
    }

    fn apply(&mut self, change: parse::Change) {
        match change {
            parse::Change::Alone(outlet) => {
                self.by_outlet.remove(&outlet);
            }
            parse::Change::Family(change) => {
                let family = self.families.entry(change.id.clone()).or_default();
                family.agency = change.agency;
                if let Some(name) = change.name {
                    family.name = name;
                } else if family.name.is_empty() {
                    family.name.clone_from(&change.id);
                }
                for outlet in change.without {
                    if self.by_outlet.get(&outlet) == Some(&change.id) {
                        self.by_outlet.remove(&outlet);
                    }
                }
                self.by_outlet
                    .extend(change.outlets.into_iter().map(|outlet| (outlet, change.id.clone())));
                self.by_credit
                    .extend(change.credits.into_iter().map(|credit| (credit, change.id.clone())));
            }
        }
    }

    /// The family of an outlet, by the outlet's key: the id of an owner or agency ("news-corp"),
    /// or the key itself where the outlet stands for itself.
    pub fn family_of<'a>(&'a self, outlet_key: &'a str) -> &'a str {
        let mut domain = outlet_key;
        loop {
            if let Some(family) = self.by_outlet.get(domain) {
                return family;
            }
            match domain.split_once('.') {
                Some((_, rest)) if rest.contains('.') => domain = rest,
                _ => return outlet_key,
            }
        }
    }

    /// A family's name as people know it; of what is no family's id, the text itself.
    pub fn name_of<'a>(&'a self, family: &'a str) -> &'a str {
        self.families.get(family).map_or(family, |known| known.name.as_str())
    }

    /// Whether a family is an agency, whose texts others run.
    pub fn is_agency(&self, family: &str) -> bool {
        self.families.get(family).is_some_and(|known| known.agency)
    }

    /// A number that two tables share only where they say the same.
    pub fn fingerprint(&self) -> i64 {
        let mut lines: Vec<String> = Vec::new();
        let families = self.families.iter();
        lines.extend(families.map(|(id, it)| format!("{id}\t{}\t{}", it.name, it.agency)));
        lines.extend(self.by_outlet.iter().map(|(outlet, id)| format!("o\t{outlet}\t{id}")));
        lines.extend(self.by_credit.iter().map(|(credit, id)| format!("c\t{credit}\t{id}")));
        lines.sort_unstable();
        // FNV-1a: it is kept, so it must not change with a compiler or a library.
        let print = lines.join("\n").bytes().fold(0xcbf2_9ce4_8422_2325_u64, |print, byte| {
            (print ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        print.cast_signed()
    }

    /// How many owners and agencies the table has.
    pub fn len(&self) -> usize {
        self.families.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.families.is_empty()
    }

    /// Whose voice an article is: the agency's that it credits, else its outlet's family; empty
    /// where no outlet is known.
    pub fn voice_of<'a>(&'a self, credit: &Credit<'a>) -> &'a str {
        self.agency_credited(credit)
            .unwrap_or_else(|| credit.outlet.map_or("", |outlet| self.family_of(outlet)))
    }
}

#[cfg(test)]
mod tests;
