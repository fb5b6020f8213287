//! Where the value of a setting came from, for messages that name it.

use std::fmt;
use std::path::PathBuf;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag, without its dashes.
    Flag(&'static str),
    /// An environment variable.
    Environment(String),
    /// A line of the settings file.
    File {
        /// The settings file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// Nobody: the default.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Origin {
    /// The origin of a bad value, in front of what is wrong with it.
    pub(super) fn of_key(&self, key: &str) -> String {
        match self {
            Self::File { .. } => format!("{self}: {key}"),
            _ => self.to_string(),
        }
    }
}
