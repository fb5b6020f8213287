//! Gathering the settings: flags over environment over settings file over defaults.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::error::SettingsError;
use super::file::{self, FileValues};
use super::origin::Origin;
use super::table::{Default, Row, TABLE};

/// A setting with its value.
#[derive(Debug, Clone)]
pub struct Value {
    /// The setting.
    pub row: &'static Row,
    /// The value as it was written; `None` where the default is worked out elsewhere or is
    /// "nothing".
    pub text: Option<String>,
    /// Where it came from.
    pub origin: Origin,
}

impl Value {
    /// The value as it may be shown: secrets are not.
    pub fn shown(&self) -> Option<&str> {
        if self.row.secret {
            self.text.as_deref().map(|_| "(hidden)")
        } else {
            self.text.as_deref()
        }
    }
}

/// All settings in the order of the table.
#[derive(Debug, Clone)]
pub struct Values(Vec<Value>);

impl Values {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|value| value.row.key == key)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.0.iter()
    }
}

/// The flags that were given, by their name without dashes.
pub type Flags = HashMap<&'static str, String>;

/// Reads an environment variable.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Gathers and checks all settings.
///
/// # Errors
/// At the first value that cannot be used.
pub fn gather(flags: &Flags, environment: Environment<'_>) -> Result<Values, SettingsError> {
    let outside = Outside { flags, environment };
    let mut data = outside.value("data")?;
    if data.text.is_none() {
        data.text = Some(text_of(&default_data(environment)?)?);
    }
    let mut config = outside.value("config")?;
    let (path, file) = read_file(&config, data.text.as_deref().unwrap_or_default())?;
    config.text = Some(text_of(&path)?);
    let rest = TABLE.iter().filter(|row| row.in_file).map(|row| {
        let value = outside.value_of(row)?.or_else(|| from_file(row, &path, &file));
        checked(value.unwrap_or_else(|| from_default(row)))
    });
    let mut values = vec![data, config];
    for value in rest {
        values.push(value?);
    }
    Ok(Values(values))
}

struct Outside<'a> {
    flags: &'a Flags,
    environment: Environment<'a>,
}

impl Outside<'_> {
    /// A setting that cannot be in the settings file.
    fn value(&self, key: &str) -> Result<Value, SettingsError> {
        let row = super::table::row(key).ok_or(SettingsError::NoHome)?;
        checked(self.value_of(row)?.unwrap_or_else(|| from_default(row)))
    }

    fn value_of(&self, row: &'static Row) -> Result<Option<Value>, SettingsError> {
        if let Some(text) = self.flags.get(row.flag) {
            let origin = Origin::Flag(row.flag);
            return Ok(Some(Value { row, text: Some(text.clone()), origin }));
        }
        let name = row.environment();
        let file_name = format!("{name}_FILE");
        let named_file = if row.secret { self.variable(row, &file_name)? } else { None };
        let Some(text) = self.variable(row, &name)? else {
            return named_file.map(|path| secret_file(row, &file_name, &path)).transpose();
        };
        if named_file.is_some() {
            return Err(SettingsError::Twice { name });
        }
        Ok(Some(Value { row, text: Some(text), origin: Origin::Environment(name) }))
    }

    /// An environment variable; an empty one counts as not set, as most service managers mean it.
    fn variable(&self, row: &'static Row, name: &str) -> Result<Option<String>, SettingsError> {
        let Some(text) = (self.environment)(name).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        text.into_string().map(Some).map_err(|_| SettingsError::Value {
            key: row.key,
            origin: Origin::Environment(name.to_owned()),
            why: "it is not UTF-8".to_owned(),
        })
    }
}

fn secret_file(row: &'static Row, name: &str, path: &str) -> Result<Value, SettingsError> {
    let origin = Origin::Environment(name.to_owned());
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Value { row, text: Some(text.trim().to_owned()), origin }),
        Err(error) => Err(unreadable(origin, Path::new(path), &error)),
    }
}

fn from_file(row: &'static Row, path: &Path, file: &FileValues) -> Option<Value> {
    let (text, line) = file.get(row.key)?;
    let origin = Origin::File { path: path.to_owned(), line: *line };
    Some(Value { row, text: Some(text.clone()), origin })
}

fn from_default(row: &'static Row) -> Value {
    let text = match row.default {
        Default::Value(text) => Some(text.to_owned()),
        Default::Words(_) => None,
    };
    Value { row, text, origin: Origin::Default }
}

fn checked(value: Value) -> Result<Value, SettingsError> {
    let Some(text) = &value.text else { return Ok(value) };
    match value.row.kind.check(text) {
        Ok(()) => Ok(value),
        Err(why) => Err(SettingsError::Value { key: value.row.key, origin: value.origin, why }),
    }
}

/// The settings file's path and what it holds: nothing where no file was named and none is there.
fn read_file(config: &Value, data: &str) -> Result<(PathBuf, FileValues), SettingsError> {
    let path = match &config.text {
        Some(named) => PathBuf::from(named),
        None => Path::new(data).join("dateline.toml"),
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => file::parse(&path, &text).map(|values| (path, values)),
        Err(error) if config.text.is_none() && is_absent(&error) => Ok((path, FileValues::new())),
        Err(error) => Err(unreadable(config.origin.clone(), &path, &error)),
    }
}

/// A data "folder" that is a file holds no settings file either; opening the store says so.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unreadable(origin: Origin, path: &Path, error: &io::Error) -> SettingsError {
    let origin = if origin == Origin::Default { Origin::Flag("config") } else { origin };
    SettingsError::Unreadable { origin, path: path.to_owned(), why: error.to_string() }
}

fn default_data(environment: Environment<'_>) -> Result<PathBuf, SettingsError> {
    let folder = |name: &str| {
        let path = PathBuf::from(environment(name)?);
        // The XDG base directory specification has relative paths ignored.
        path.is_absolute().then_some(path)
    };
    let base = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    base.map(|base| base.join("dateline")).ok_or(SettingsError::NoHome)
}

fn text_of(path: &Path) -> Result<String, SettingsError> {
    path.to_str().map(str::to_owned).ok_or(SettingsError::NoHome)
}

#[cfg(test)]
mod tests;
