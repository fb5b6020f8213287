//! What only the program as a whole knows of itself, for the pages of its admins: the binary fills
//! it in.

use std::fmt;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;

/// A setting that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingLine {
    /// Its name in the settings file.
    pub key: &'static str,
    /// Its value as it may be shown, or in words what holds in its place. Secrets are not shown.
    pub value: String,
    /// Where the value came from: a flag, an environment variable, a line of the file.
    pub origin: String,
    /// Whether nobody chose it.
    pub is_default: bool,
    /// What it does.
    pub help: &'static str,
}

/// A line of the log that warns or tells of an error, without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// When, by the system's clock.
    pub at: Timestamp,
    /// Whether it is an error; else it is a warning.
    pub is_error: bool,
    /// What was logged.
    pub text: String,
}

/// How a check of the doctor's ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// Nothing is wrong.
    Fine,
    /// Something may become a problem.
    Warning,
    /// Something is wrong.
    Problem,
}

/// What a check of the doctor's found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How it is.
    pub state: FindingState,
    /// What was found, in a line.
    pub found: String,
    /// What to do about it, in a line.
    pub advice: Option<String>,
}

/// The findings of the doctor, when it has looked.
pub type Findings = Pin<Box<dyn Future<Output = Vec<Finding>> + Send>>;

/// Something the instance takes room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// What: "pictures".
    pub name: String,
    /// How many bytes.
    pub bytes: u64,
    /// How many of them there are, where they are counted.
    pub count: Option<u64>,
}

/// The program as a whole.
#[derive(Clone)]
pub struct Instance {
    /// The data folder.
    pub data: PathBuf,
    /// When this process started, by the system's clock.
    pub started: Timestamp,
    /// The present moment by the system's clock.
    pub wall: fn() -> Timestamp,
    /// All settings, in the order of their table.
    pub settings: Arc<[SettingLine]>,
    /// The last lines of the log that warn, the latest first.
    pub log: fn() -> Vec<LogLine>,
    /// How many bytes are free where a folder lies; `None` where the system does not say.
    pub free_bytes: fn(&Path) -> Option<u64>,
    /// Has the doctor look.
    pub doctor: Arc<dyn Fn() -> Findings + Send + Sync>,
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("data", &self.data).finish_non_exhaustive()
    }
}
