//! Asking for a new password: on the terminal without showing it, or from standard input.

use std::io::{self, BufRead, IsTerminal};

use anyhow::{Context, Result, bail};
use dateline_auth::password::hash_password;

use crate::output;

/// Asks for a new password and gives its hash. Passwords are never arguments, which other users of
/// the machine could see.
///
/// # Errors
/// When nothing usable was typed, or the two times differ.
pub fn ask_new(from_stdin: bool) -> Result<String> {
    let password =
        if !from_stdin && io::stdin().is_terminal() { ask_twice()? } else { one_line()? };
    Ok(hash_password(&password)?)
}

/// Asks for a secret of another service.
///
/// # Errors
/// When nothing was typed.
pub fn ask_secret(prompt: &str, from_stdin: bool) -> Result<String> {
    if !from_stdin && io::stdin().is_terminal() {
        let secret = ask(prompt)?;
        if secret.is_empty() {
            bail!("no password or key was given");
        }
        return Ok(secret);
    }
    one_line()
}

fn ask_twice() -> Result<String> {
    let password = ask("New password: ")?;
    if password != ask("Once more: ")? {
        bail!("the two passwords differ; nothing was changed");
    }
    Ok(password)
}

fn ask(prompt: &str) -> Result<String> {
    let terminal = console::Term::stderr();
    terminal.write_str(prompt).context("the terminal cannot be written to")?;
    if !io::stderr().is_terminal() {
        output::remark("");
    }
    // This reads nothing where standard error is no terminal; then the line is read as it comes.
    if terminal.is_term() {
        return terminal.read_secure_line().context("the terminal cannot be read");
    }
    one_line()
}

fn one_line() -> Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("standard input cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("no password was given");
    }
    Ok(password.to_owned())
}
