//! The rules for a site as a person writes them: CSS selectors for each part.

use dateline_page::SiteRules;
use serde_json::{Map, Value, json};

use super::SiteError;

/// What a selector of a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SitePart {
    /// The elements that are the article; all else is left out.
    Keep,
    /// Elements that are not the article.
    Drop,
    /// The headline.
    Title,
    /// One or several names.
    Author,
    /// The day of publication.
    Date,
    /// The link to the article's next page.
    Next,
}

impl SitePart {
    /// All of them, in the order in which files have them.
    pub const ALL: [Self; 6] =
        [Self::Keep, Self::Drop, Self::Title, Self::Author, Self::Date, Self::Next];

    /// Its name in files and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Title => "title",
            Self::Author => "author",
            Self::Date => "date",
            Self::Next => "next",
        }
    }
}

/// The rules for one site: selectors for each part, the first that finds something first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteRule {
    parts: Vec<(SitePart, Vec<String>)>,
}

impl SiteRule {
    /// The selectors of a part.
    pub fn part(&self, part: SitePart) -> &[String] {
        let found = self.parts.iter().find(|(known, _)| *known == part);
        found.map_or(&[], |(_, selectors)| selectors.as_slice())
    }

    /// Gives a part its selectors, one a line.
    pub fn set_part(&mut self, part: SitePart, lines: &str) {
        let selectors: Vec<String> = lines
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        self.parts.retain(|(known, _)| *known != part);
        if !selectors.is_empty() {
            self.parts.push((part, selectors));
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The rule as a file that can be taken over elsewhere.
    pub fn as_file(&self, site: &str) -> String {
        super::file::written(std::iter::once((site, self)))
    }

    /// From the JSON under which it is stored; what cannot be read says nothing.
    pub(crate) fn from_stored(stored: &str) -> Self {
        let fields: Map<String, Value> = serde_json::from_str(stored).unwrap_or_default();
        let mut rule = Self::default();
        for part in SitePart::ALL {
            let lines = match fields.get(part.name()) {
                Some(Value::String(one)) => one.clone(),
                Some(Value::Array(many)) => {
                    many.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
                }
                _ => continue,
            };
            rule.set_part(part, &lines);
        }
        rule
    }

    /// The JSON under which it is stored.
    pub(crate) fn to_stored(&self) -> Value {
        let fields = SitePart::ALL.into_iter().filter_map(|part| {
            let selectors = self.part(part);
            (!selectors.is_empty()).then(|| (part.name().to_owned(), json!(selectors)))
        });
        Value::Object(fields.collect())
    }

    /// The site's name as it is stored, and the rules, `None` where they say nothing.
    ///
    /// # Errors
    /// [`SiteError::Rules`] with what is wrong with the name or a selector.
    pub(crate) fn checked(&self, site: &str) -> Result<(String, Option<String>), SiteError> {
        let stored = self.to_stored();
        let table = json!({ site: stored.clone() }).to_string();
        let rules =
            SiteRules::parse(&table).map_err(|error| SiteError::Rules(error.to_string()))?;
        let name = rules.sites().next().unwrap_or_default().to_owned();
        Ok((name, (!self.is_empty()).then(|| stored.to_string())))
    }
}
