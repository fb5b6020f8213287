//! `dateline inspect`: what Dateline makes of something, without storing anything.

mod kinds;
mod request;
mod stories;
mod stream;

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command};
use dateline_page::SiteRules;

use super::{Arguments, Invocation};
use crate::failure::{Ended, WrongUsage};
use crate::output;
use kinds::{Inspector, Kind};
use request::Request;

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Show what Dateline makes of a feed or a page, without storing anything")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(kind("feed", "A feed: its format, its entries, what is odd about it").arg(
            Arg::new("sanitized")
                .long("sanitized")
                .action(ArgAction::SetTrue)
                .help("Show HTML as it would be stored"),
        ))
        .subcommand(kind("page", "An article's page: its text, and what else it says").arg(
            Arg::new("rules")
                .long("rules")
                .value_name("FILE")
                .help("Read it by the rules for sites in this file, as “sites --export” writes them"),
        ))
        .subcommand(kind("dates", "A date, as feeds write it"))
        .subcommand(kind("discover", "The feeds that a page names, or that a document is"))
        .subcommand(kind("statements", "A plain text in UTF-8: who said what in it"))
        .subcommand(kind("stories", "Articles in order of arrival: which tell of one event (--jsonl only)"))
        .after_help(
            "Examples:\n  dateline inspect feed feed.xml\n  dateline inspect page --url https://news.example/a article.html.gz\n  dateline inspect page --rules site-rules.toml --url https://news.example/a article.html\n  dateline inspect feed --jsonl < requests.jsonl > results.jsonl\n\nEnds with 0 when every input was read, 1 when one could not be, 2 on wrong usage.",
        )
}

fn kind(name: &'static str, about: &'static str) -> Command {
    Command::new(name)
        .about(about)
        .arg(Arg::new("file").value_name("FILE").help("A file, also one in .gz; - is standard input"))
        .arg(Arg::new("url").long("url").value_name("URL").help("Where it was fetched from"))
        .arg(
            Arg::new("content-type")
                .long("content-type")
                .value_name("TYPE")
                .help("The content type that the server gave"),
        )
        .arg(
            Arg::new("jsonl")
                .long("jsonl")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["file", "url", "content-type"])
                .help("Read requests from standard input, a JSON object a line"),
        )
        .after_help(format!(
            "Examples:\n  dateline inspect {name} FILE\n  dateline inspect {name} --jsonl < requests.jsonl > results.jsonl"
        ))
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let Some((name, matches)) = invocation.arguments.subcommand() else {
        return Err(WrongUsage("what is to be inspected?".to_owned()).into());
    };
    let arguments = Arguments(ArgMatches::clone(matches));
    if name == "stories" {
        if !arguments.is_set("jsonl") {
            let wrong = "stories are found among many articles: use --jsonl".to_owned();
            return Err(WrongUsage(wrong).into());
        }
        return stories::run();
    }
    let kind = Kind::of(name)
        .ok_or_else(|| WrongUsage(format!("“{name}” is nothing that can be inspected")))?;
    let rules = arguments.text("rules").map(rules).transpose()?;
    let sanitized = arguments.is_set("sanitized");
    let inspector = Inspector { kind, sanitized, rules: rules.as_ref() };
    if arguments.is_set("jsonl") {
        return stream::run(inspector);
    }
    one(inspector, &arguments)
}

/// The rules for sites in a file.
fn rules(file: &str) -> Result<SiteRules> {
    let text = super::sites::read(file)?;
    SiteRules::parse(&text).map_err(|error| WrongUsage(format!("{file}: {error}")).into())
}

fn one(inspector: Inspector<'_>, arguments: &Arguments) -> Result<Ended> {
    let file = arguments.text("file").ok_or_else(|| {
        WrongUsage("a FILE is needed, - for standard input, or --jsonl with requests".to_owned())
    })?;
    let request = Request::of_file(
        inspector.kind,
        file,
        arguments.text("url"),
        arguments.text("content-type"),
    );
    let answer = inspector.answer(&request);
    output::json(&answer.document)?;
    Ok(if answer.is_ok { Ended::Well } else { Ended::WithProblems })
}
