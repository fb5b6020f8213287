//! Options of `search` may stand anywhere among its words, as those of the other commands may.
//! Clap alone cannot have it so: `-opinion` is a word of a search and looks like options.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};

/// The command whose words may begin with a hyphen.
const SEARCH: &str = "search";

/// An argument, as far as its place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A word.
    Word,
    /// An option that is whole.
    Option,
    /// An option whose value is the next argument.
    OptionBeforeValue,
}

/// The arguments with the options of `search` before its words and `--` between them, and those of
/// other commands as they are. The definition is one that was built.
pub fn options_first(definition: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let place = place_of_command(definition, &arguments);
    let found = place.filter(|place| arguments.get(*place).is_some_and(|name| name == SEARCH));
    let (Some(place), Some(search)) = (found, definition.find_subcommand(SEARCH)) else {
        return arguments;
    };
    let mut arguments = arguments.into_iter();
    let mut ordered: Vec<OsString> = arguments.by_ref().take(place + 1).collect();
    let mut words = vec![OsString::from("--")];
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            words.extend(arguments.by_ref());
            break;
        }
        match part(search, &argument) {
            Part::Word => words.push(argument),
            Part::Option => ordered.push(argument),
            Part::OptionBeforeValue => {
                ordered.push(argument);
                ordered.extend(arguments.next());
            }
        }
    }
    ordered.extend(words);
    ordered
}

/// Where the command's name stands; the program's own stands first.
fn place_of_command(definition: &Command, arguments: &[OsString]) -> Option<usize> {
    let mut places = arguments.iter().enumerate().skip(1);
    while let Some((place, argument)) = places.next() {
        match part(definition, argument) {
            Part::Word => return Some(place),
            Part::Option => {}
            Part::OptionBeforeValue => _ = places.next(),
        }
    }
    None
}

fn part(command: &Command, argument: &OsStr) -> Part {
    let text = argument.to_str().unwrap_or_default();
    if let Some(long) = text.strip_prefix("--") {
        let (name, value) = long.split_once('=').map_or((long, None), |(n, v)| (n, Some(v)));
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return Part::Word;
        }
        // One that is unknown is an option too: clap says so, and what was meant.
        let known = command.get_arguments().find(|arg| arg.get_long() == Some(name));
        return match known.is_some_and(wants_value) && value.is_none() {
            true => Part::OptionBeforeValue,
            false => Part::Option,
        };
    }
    let mut letters = text.strip_prefix('-').unwrap_or_default().chars();
    let short = letters.next();
    let known = command.get_arguments().find(|arg| short.is_some() && arg.get_short() == short);
    let value = letters.as_str();
    match known {
        Some(arg) if wants_value(arg) && value.is_empty() => Part::OptionBeforeValue,
        // Only a number is written together with its letter: “-news” is a word.
        Some(arg) if wants_value(arg) && value.bytes().all(|byte| byte.is_ascii_digit()) => {
            Part::Option
        }
        Some(_) if value.is_empty() => Part::Option,
        _ => Part::Word,
    }
}

fn wants_value(arg: &Arg) -> bool {
    arg.get_action().takes_values() && !arg.is_require_equals_set()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(line: &str) -> String {
        let mut definition = crate::cli::definition();
        definition.build();
        let arguments = line.split_whitespace().map(OsString::from).collect();
        let ordered = options_first(&definition, arguments);
        ordered.join(OsStr::new(" ")).into_string().unwrap()
    }

    #[test]
    fn options_of_a_search_stand_anywhere() {
        for (typed, expected) in [
            ("dateline search ferry --json", "dateline search --json -- ferry"),
            ("dateline search a -n 5 b --best", "dateline search -n 5 --best -- a b"),
            ("dateline search a -n5 --limit=7", "dateline search -n5 --limit=7 -- a"),
            ("dateline --data /x search a --user ida", "dateline --data /x search --user ida -- a"),
            ("dateline --data=search search a -h", "dateline --data=search search -h -- a"),
            ("dateline search a --oops", "dateline search --oops -- a"),
        ] {
            assert_eq!(ordered(typed), expected);
        }
    }

    #[test]
    fn words_may_begin_with_hyphens() {
        for words in ["ferry -opinion", "-news -hill", "-\"a b\" -title:x -5", "a - b --(a)"] {
            let line = format!("dateline search {words}");
            assert_eq!(ordered(&line), format!("dateline search -- {words}"));
        }
        assert_eq!(ordered("dateline search -- --json -n"), "dateline search -- --json -n");
    }

    #[test]
    fn other_commands_are_left_as_they_are() {
        for line in ["dateline", "dateline poll search --json", "dateline --data search front"] {
            assert_eq!(ordered(line), line);
        }
    }
}
