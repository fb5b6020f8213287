//! The settings file: TOML, a table for the part of a key before its dot.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::SettingsError;
use super::origin::Origin;
use super::table::{Row, TABLE, row};

/// What a settings file holds: the text of each value and its line, by key.
pub type FileValues = HashMap<&'static str, (String, usize)>;

/// Reads the text of a settings file.
///
/// # Errors
/// When it is not TOML, or holds a key that no setting has, or a value of the wrong type.
pub fn parse(path: &Path, text: &str) -> Result<FileValues, SettingsError> {
    let table = DeTable::parse(text).map_err(|error| SettingsError::Syntax {
        path: path.to_owned(),
        line: line_at(text, error.span().map_or(0, |span| span.start)),
        why: error.message().to_owned(),
    })?;
    let mut values = FileValues::new();
    Reader { path, text }.walk("", table.get_ref(), &mut values)?;
    Ok(values)
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn walk(
        &self,
        prefix: &str,
        table: &DeTable<'_>,
        values: &mut FileValues,
    ) -> Result<(), SettingsError> {
        for (name, value) in table {
            let line = line_at(self.text, name.span().start);
            let key = format!("{prefix}{}", name.get_ref());
            if let Some(row) = row(&key) {
                values.insert(row.key, (self.value_of(row, value, line)?, line));
                continue;
            }
            let is_group = TABLE.iter().any(|row| row.key.starts_with(&format!("{key}.")));
            match value.get_ref() {
                DeValue::Table(inner) if is_group => {
                    self.walk(&format!("{key}."), inner, values)?;
                }
                _ => {
                    let nearest = nearest_key(&key);
                    let path = self.path.to_owned();
                    return Err(SettingsError::UnknownKey { path, line, key, nearest });
                }
            }
        }
        Ok(())
    }

    fn value_of(
        &self,
        row: &'static Row,
        value: &Spanned<DeValue<'_>>,
        line: usize,
    ) -> Result<String, SettingsError> {
        if !row.in_file {
            let path = self.path.to_owned();
            return Err(SettingsError::NotInFile { path, line, key: row.key });
        }
        let text = match value.get_ref() {
            DeValue::Array(items) if row.kind.is_list() => {
                let words: Option<Vec<Cow<'_, str>>> =
                    items.iter().map(|item| scalar(item.get_ref())).collect();
                words.map(|words| words.join(","))
            }
            other => scalar(other).map(Cow::into_owned),
        };
        text.ok_or_else(|| SettingsError::Value {
            key: row.key,
            origin: Origin::File { path: self.path.to_owned(), line },
            why: format!("{} cannot be its value", with_article(value.get_ref().type_str())),
        })
    }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {kind}")
}

fn scalar<'a>(value: &'a DeValue<'_>) -> Option<Cow<'a, str>> {
    match value {
        DeValue::String(text) => Some(Cow::Borrowed(text)),
        DeValue::Boolean(on) => Some(Cow::Borrowed(if *on { "true" } else { "false" })),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| Cow::Owned(number.to_string())),
        DeValue::Datetime(moment) => Some(Cow::Owned(moment.to_string())),
        _ => None,
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn nearest_key(key: &str) -> Option<&'static str> {
    let known = TABLE.iter().filter(|row| row.in_file).map(|row| row.key);
    let (distance, nearest) =
        known.map(|candidate| (distance(key, candidate), candidate)).min_by_key(|pair| pair.0)?;
    // Half of the letters being others is no slip of the hand any more.
    (distance * 2 <= key.chars().count()).then_some(nearest)
}

/// The Levenshtein distance, in characters.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut above: Vec<usize> = (0..=two.len()).collect();
    for (row, letter) in one.chars().enumerate() {
        let mut left = row + 1;
        let mut current = vec![left];
        for (other, pair) in two.iter().zip(above.windows(2)) {
            let [diagonal, up] = *pair else { continue };
            left = (diagonal + usize::from(*other != letter)).min(up + 1).min(left + 1);
            current.push(left);
        }
        above = current;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<FileValues, String> {
        parse(Path::new("d.toml"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn tables_and_dots_are_the_same() {
        let values = parsed(
            "roles = [\"web\", \"crawl\"]\n[fetch]\nhost_pause = 0x10\nallow = [\"nas.lan\", \"10.0.0.0/8\"]\n",
        )
        .unwrap();
        assert_eq!(values["roles"], ("web,crawl".to_owned(), 1));
        assert_eq!(values["fetch.host_pause"], ("16".to_owned(), 3));
        assert_eq!(values["fetch.allow"], ("nas.lan,10.0.0.0/8".to_owned(), 4));
        let dotted = parsed("fetch.host_pause = 250\nmetrics.public = true").unwrap();
        assert_eq!(dotted["fetch.host_pause"].0, "250");
        assert_eq!(dotted["metrics.public"], ("true".to_owned(), 2));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_its_neighbour() {
        let error = parsed("\n[fetch]\nhost_puase = 5\n").unwrap_err();
        assert_eq!(
            error,
            "d.toml:3: there is no setting “fetch.host_puase”; did you mean “fetch.host_pause”?"
        );
        let error = parsed("zebra = 1").unwrap_err();
        assert_eq!(error, "d.toml:1: there is no setting “zebra”");
        assert!(parsed("[storage]\nkind = 1").unwrap_err().contains("“storage”"));
    }

    #[test]
    fn values_of_the_wrong_type_and_broken_files_say_where() {
        let error = parsed("\nweb.listen = 1.5").unwrap_err();
        assert_eq!(error, "d.toml:2: web.listen: a float cannot be its value");
        let error = parsed("fetch.per_host = [1]").unwrap_err();
        assert!(error.contains("fetch.per_host: an array cannot be its value"), "{error}");
        assert!(parsed("a = 1\nb = [").unwrap_err().starts_with("d.toml:2: "));
        assert!(parsed("data = \"/x\"").unwrap_err().contains("cannot be set in it"));
    }

    #[test]
    fn a_broken_line_with_a_password_is_not_repeated() {
        let error = parsed("store = \"postgres://me:hunter2@host/db\nx = 1").unwrap_err();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
