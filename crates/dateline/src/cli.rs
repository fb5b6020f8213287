//! The command line: which commands there are, and the flags that the settings give them.

pub mod flags;
mod order;

use std::ffi::OsString;

use clap::{ArgMatches, Command};

use crate::commands;
use crate::failure::WrongUsage;

const ABOUT: &str = "A newspaper of your own, from the feeds you choose";

const LONG_ABOUT: &str = "\
Dateline polls the feeds you choose, reads the articles behind them, and shows them as a newspaper
of your own. Without a command it serves: it polls, reads, and shows the newspaper at
http://127.0.0.1:7878.";

const EXAMPLES: &str = "\
Examples:
  dateline                                  serve at http://127.0.0.1:7878
  dateline add https://news.example/        follow a site
  dateline import subscriptions.opml        follow what another reader exported
  dateline poll && dateline front           fetch the news and show them here
  dateline demo                             try it with an invented world, no network needed

Each command explains itself: dateline add --help";

/// The whole command line.
pub fn definition() -> Command {
    let root = Command::new("dateline")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .long_about(LONG_ABOUT)
        .after_help(EXAMPLES)
        .infer_subcommands(false)
        .subcommand_help_heading("Commands")
        .args(flags::for_all())
        .args(flags::for_command("serve"));
    commands::ALL.iter().fold(root, |root, command| {
        let definition = (command.define)(Command::new(command.name));
        root.subcommand(definition.args(flags::for_command(command.name)))
    })
}

/// The command line as it was typed, the program's name first.
///
/// # Errors
/// Clap's, which can print itself and end the process: wrong usage, but help and version too.
pub fn parse(arguments: Vec<OsString>) -> Result<ArgMatches, clap::Error> {
    let mut definition = definition();
    definition.build();
    let arguments = order::options_first(&definition, arguments);
    definition.try_get_matches_from(arguments)
}

/// The command that was asked for, `serve` where none was, and its arguments.
///
/// # Errors
/// When a flag of `serve` stands before another command, where it would silently do nothing.
pub fn chosen(matches: &ArgMatches) -> Result<(&'static commands::Entry, &ArgMatches), WrongUsage> {
    let (name, arguments) = matches.subcommand().unwrap_or(("serve", matches));
    let entry = commands::ALL.iter().find(|entry| entry.name == name);
    let entry = entry.ok_or_else(|| WrongUsage(format!("there is no command “{name}”")))?;
    if let Some(flag) = flags::lost_before_command(matches) {
        return Err(WrongUsage(format!("--{flag} is not for “{name}”, or has to stand after it")));
    }
    Ok((entry, arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_of(line: &str) -> Result<(&'static str, crate::settings::Flags), String> {
        let words = line.split_whitespace().map(OsString::from).collect();
        let matches = parse(words).map_err(|error| error.to_string())?;
        let (entry, arguments) = chosen(&matches).map_err(|error| error.to_string())?;
        Ok((entry.name, flags::given(entry.name, arguments)))
    }

    #[test]
    fn the_definition_is_sound() {
        definition().debug_assert();
    }

    #[test]
    fn no_command_means_serve_with_its_flags() {
        let (name, flags) = chosen_of("dateline --listen 127.0.0.1:1 --data /x").unwrap();
        assert_eq!(name, "serve");
        assert_eq!(flags["listen"], "127.0.0.1:1");
        assert_eq!(flags["data"], "/x");
    }

    #[test]
    fn flags_for_all_stand_before_or_after_the_command() {
        for line in ["dateline --data /x poll", "dateline poll --data /x"] {
            let (name, flags) = chosen_of(line).unwrap();
            assert_eq!((name, flags["data"].as_str()), ("poll", "/x"));
        }
        let (_, flags) = chosen_of("dateline user list --data /x").unwrap();
        assert_eq!(flags["data"], "/x");
    }

    #[test]
    fn a_flag_that_would_do_nothing_is_refused() {
        let error = chosen_of("dateline --listen 127.0.0.1:1 poll").unwrap_err();
        assert!(error.contains("--listen is not for “poll”"), "{error}");
        assert!(chosen_of("dateline feeds --listen 127.0.0.1:1").is_err());
    }

    #[test]
    fn a_switch_needs_no_value() {
        let (_, flags) = chosen_of("dateline serve --metrics-public").unwrap();
        assert_eq!(flags["metrics-public"], "true");
        let (_, flags) = chosen_of("dateline serve --metrics-public=false").unwrap();
        assert_eq!(flags["metrics-public"], "false");
    }

    #[test]
    fn every_help_has_an_example() {
        for command in definition().get_subcommands() {
            let help = command.clone().render_help().to_string();
            assert!(help.contains("Example"), "{}:\n{help}", command.get_name());
        }
    }
}
