//! What a command prints: texts and JSON on standard output, remarks on standard error.

use std::io::{self, Write};

use anyhow::{Context, Result};
use serde::Serialize;

/// Prints text to standard output as it is. A reader that went away (`| head`) is no failure.
///
/// # Errors
/// When standard output cannot be written to, as when the disk is full.
pub fn text(text: &str) -> Result<()> {
    bytes(text.as_bytes()).map(|_| ())
}

/// Prints one JSON document and a line end.
///
/// # Errors
/// When standard output cannot be written to.
pub fn json<T: Serialize>(document: &T) -> Result<()> {
    json_line(document).map(|_| ())
}

/// Prints one JSON document of many, and says whether anyone still reads them.
///
/// # Errors
/// When standard output cannot be written to.
pub fn json_line<T: Serialize>(document: &T) -> Result<bool> {
    let mut line =
        serde_json::to_vec(document).context("the result could not be written as JSON")?;
    line.push(b'\n');
    bytes(&line)
}

fn bytes(bytes: &[u8]) -> Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("standard output could not be written to"),
    }
}

/// Prints a line to standard error, where nothing can be done if that fails.
pub fn remark(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// "1 feed", "2 feeds".
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
