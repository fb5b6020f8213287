//! `dateline settings`: what is in force and where it came from.

use anyhow::Result;
use clap::{Arg, ArgAction, Command};
use serde_json::{Value, json};

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::Ended;
use crate::output;
use crate::settings::{self, RowDefault, Values};
use crate::terminal::{self, Page};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Show every setting, its value and where that came from")
        .arg(flags::json())
        .arg(
            Arg::new("markdown")
                .long("markdown")
                .action(ArgAction::SetTrue)
                .conflicts_with("json")
                .help("Write the reference page of all settings instead"),
        )
        .after_help(
            "Examples:\n  dateline settings\n  dateline settings --json\n  dateline settings --markdown > settings.md",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let arguments = Arguments(invocation.arguments);
    if arguments.is_set("markdown") {
        output::text(&settings::markdown())?;
        return Ok(Ended::Well);
    }
    let values = invocation.gathered?.values;
    if arguments.is_set("json") {
        let all: Vec<Value> = values
            .iter()
            .map(|value| {
                let origin = value.origin.to_string();
                json!({"key": value.row.key, "value": value.shown(), "origin": origin})
            })
            .collect();
        output::json(&json!({"settings": all}))?;
    } else {
        output::text(&list(&values, Page::of_stdout()))?;
    }
    Ok(Ended::Well)
}

fn list(values: &Values, page: Page) -> String {
    let mut text = String::new();
    for value in values.iter() {
        let shown = match (value.shown(), value.row.default) {
            (Some(shown), _) => terminal::plain(shown),
            (None, RowDefault::Words(words)) => words.replace('`', ""),
            (None, RowDefault::Value(value)) => value.to_owned(),
        };
        let origin = page.dim(&format!("({})", value.origin));
        text.push_str(&format!("{:<20} {shown}  {origin}\n", value.row.key));
    }
    text
}
