//! Where a store is.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Result, StoreError};

/// Where a store is. Its password, if it has one, never shows in `Debug` or `Display`.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A data folder with the file `dateline.db` in it.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database, with its password.
    Postgres(String),
}

impl Location {
    /// The location that a setting names: nothing or `sqlite` for SQLite in the data folder,
    /// `sqlite:FOLDER` for another folder, `postgres://…` or `postgresql://…` for a server.
    ///
    /// # Errors
    /// When it names anything else.
    pub fn from_setting(store: Option<&str>, data: &Path) -> Result<Self> {
        let setting = store.unwrap_or_default().trim();
        if setting.is_empty() || setting == "sqlite" {
            return Ok(Self::Sqlite(data.to_owned()));
        }
        if setting.starts_with("postgres://") || setting.starts_with("postgresql://") {
            return Ok(Self::Postgres(setting.to_owned()));
        }
        match setting.strip_prefix("sqlite:") {
            Some(folder) if !folder.is_empty() => Ok(Self::Sqlite(PathBuf::from(folder))),
            _ => Err(StoreError::Setting { setting: redacted(setting) }),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => write!(f, "{}", folder.join("dateline.db").display()),
            Self::Postgres(url) => f.write_str(&redacted(url)),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => f.debug_tuple("Sqlite").field(folder).finish(),
            Self::Postgres(url) => f.debug_tuple("Postgres").field(&redacted(url)).finish(),
        }
    }
}

/// An address without its password, also where it is malformed: rather too much is hidden than
/// too little.
pub(crate) fn redacted(url: &str) -> String {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let (place, query) = match rest.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (rest, None),
    };
    // A question mark inside an unencoded password would end the place too early.
    let (place, query) = match query {
        Some(query) if !place.contains('@') && query.contains('@') => (rest, None),
        _ => (place, query),
    };
    let place = match place.rsplit_once('@') {
        Some((login, host)) => match login.split_once(':') {
            Some((user, _)) => format!("{user}:…@{host}"),
            None => format!("{login}@{host}"),
        },
        None => place.to_owned(),
    };
    let query = query.map(|query| {
        let pairs: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, _)) if name.to_ascii_lowercase().contains("password") => {
                    format!("{name}=…")
                }
                _ => pair.to_owned(),
            })
            .collect();
        format!("?{}", pairs.join("&"))
    });
    format!("{scheme}{place}{}", query.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_name_an_engine() {
        let data = Path::new("/srv/news");
        let sqlite = Location::Sqlite(data.to_owned());
        assert_eq!(Location::from_setting(None, data).unwrap(), sqlite);
        assert_eq!(Location::from_setting(Some(" "), data).unwrap(), sqlite);
        let url = "postgresql://dateline@db/news";
        assert_eq!(
            Location::from_setting(Some(url), data).unwrap(),
            Location::Postgres(url.to_owned())
        );
        let error = Location::from_setting(Some("mysql://u:secret@db/x"), data).unwrap_err();
        assert!(error.to_string().contains("mysql://u:…@db/x"), "{error}");
    }

    #[test]
    fn a_password_never_shows() {
        for url in [
            "postgres://u:secret@db/x",
            "postgres://u:secret@/x?host=%2Frun",
            "postgres://u@db/x?password=secret&host=h",
            "postgres://u:se/secret@db/x",
            "postgres://u:se?secret@db/x",
            "postgres://u:p@secret@db/x",
        ] {
            let location = Location::Postgres(url.to_owned());
            let shown = format!("{location} {location:?}");
            assert!(!shown.contains("secret"), "{shown}");
            assert!(shown.contains("postgres://u"), "{shown}");
        }
    }
}
