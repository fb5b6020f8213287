//! What can be wrong with the settings.

use std::path::PathBuf;

use super::origin::Origin;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A value that its setting cannot take.
    #[error("{}: {why}", .origin.of_key(.key))]
    Value {
        /// The setting.
        key: &'static str,
        /// Where the value came from.
        origin: Origin,
        /// What is wrong.
        why: String,
    },
    /// A key in the settings file that no setting has.
    #[error("{}:{line}: there is no setting “{key}”{}", .path.display(), did_you_mean(.nearest))]
    UnknownKey {
        /// The settings file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The key as it is written, with its tables.
        key: String,
        /// The known key that is spelled most alike.
        nearest: Option<&'static str>,
    },
    /// A setting that cannot be in the settings file.
    #[error("{}:{line}: “{key}” says where this file is found, so it cannot be set in it", .path.display())]
    NotInFile {
        /// The settings file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The key.
        key: &'static str,
    },
    /// The settings file is not TOML.
    #[error("{}:{line}: {why}", .path.display())]
    Syntax {
        /// The settings file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What the parser said.
        why: String,
    },
    /// A file that was named cannot be read.
    #[error("{origin}: {} cannot be read: {why}", .path.display())]
    Unreadable {
        /// What named it.
        origin: Origin,
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// Both a variable and its `…_FILE` are set.
    #[error("environment variables {name} and {name}_FILE are both set: one is needed")]
    Twice {
        /// The variable.
        name: String,
    },
    /// No place for the data folder is known.
    #[error("no home folder is known: say where to keep the data with --data DIR")]
    NoHome,
}

fn did_you_mean(nearest: &Option<&'static str>) -> String {
    nearest.map(|key| format!("; did you mean “{key}”?")).unwrap_or_default()
}
