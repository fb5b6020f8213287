//! How a command ends.

use std::process::ExitCode;

/// Used wrongly: ends with 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongUsage(pub String);

/// How a command ended that did not break off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Well: 0.
    Well,
    /// It has printed what it found, and something of it is wrong: 1.
    WithProblems,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Well => Self::SUCCESS,
            Ended::WithProblems => Self::FAILURE,
        }
    }
}

/// The exit code of a failure: 2 for wrong usage, which bad settings are too, else 1.
pub fn exit_code(error: &anyhow::Error) -> ExitCode {
    let usage = error.is::<WrongUsage>() || error.is::<crate::settings::SettingsError>();
    ExitCode::from(if usage { 2 } else { 1 })
}
