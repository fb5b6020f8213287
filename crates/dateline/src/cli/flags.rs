//! The flags of the settings, made from their table, and those that several commands share.

use clap::{Arg, ArgAction, ArgMatches};

use crate::settings::{Flags, Row, RowDefault, TABLE};

const HEADING: &str = "Settings (also by environment and dateline.toml: see “dateline settings”)";

/// The flags that every command takes.
pub fn for_all() -> Vec<Arg> {
    let rows = TABLE.iter().filter(|row| is_for_all(row));
    rows.map(|row| flag(row).global(true)).collect()
}

/// The flags of the settings that a command takes and others do not.
pub fn for_command(command: &str) -> Vec<Arg> {
    let rows = TABLE.iter().filter(|row| !is_for_all(row) && row.is_taken_by(command));
    rows.map(flag).collect()
}

/// The settings that were given as flags of a command.
pub fn given(command: &str, matches: &ArgMatches) -> Flags {
    let rows = TABLE.iter().filter(|row| row.is_taken_by(command));
    rows.filter_map(|row| {
        let text = matches.try_get_one::<String>(row.flag).ok().flatten()?;
        Some((row.flag, text.clone()))
    })
    .collect()
}

/// A flag of `serve` that was given before the name of another command.
pub fn lost_before_command(root: &ArgMatches) -> Option<&'static str> {
    root.subcommand()?;
    let given = |row: &&Row| root.try_get_one::<String>(row.flag).ok().flatten().is_some();
    let lost =
        TABLE.iter().filter(|row| !is_for_all(row) && row.is_taken_by("serve")).find(given)?;
    Some(lost.flag)
}

/// `--json`.
pub fn json() -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help("Print one JSON document for programs")
}

/// `--quiet`.
pub fn quiet() -> Arg {
    Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("Show no progress")
}

fn is_for_all(row: &Row) -> bool {
    row.taken_by == crate::settings::TakenBy::All
}

/// The settings that `-h` shows; `--help` shows all.
const IN_SHORT_HELP: [&str; 4] = ["data", "user", "listen", "fetch-allow"];

fn flag(row: &'static Row) -> Arg {
    let default = match row.default {
        RowDefault::Value(value) => format!("[default: {value}]"),
        RowDefault::Words(words) => format!("[default: {}]", words.replace('`', "")),
    };
    let environment = row.environment();
    let help = format!("{} {default} [env: {environment}]", row.help);
    let arg = Arg::new(row.flag)
        .long(row.flag)
        .value_name(row.value)
        .help(help)
        .help_heading(HEADING)
        .hide_short_help(!IN_SHORT_HELP.contains(&row.flag))
        .display_order(TABLE.iter().take_while(|other| other.key != row.key).count())
        .action(ArgAction::Set);
    if row.kind == crate::settings::Kind::Switch {
        return arg.num_args(0..=1).require_equals(true).default_missing_value("true");
    }
    arg.allow_hyphen_values(false)
}
