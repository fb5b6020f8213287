//! `dateline move-in`: subscriptions, read and starred articles from another reader.

use anyhow::{Context, Result};
use clap::{Arg, ArgAction, Command};
use dateline_desk::{MoveFrom, MoveReport};

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::{Ended, WrongUsage};
use crate::{output, password, terminal, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Move in from another reader: feeds with folders, read and starred articles")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("freshrss")
                .about("From FreshRSS, or another server with the Google Reader API")
                .arg(address())
                .arg(
                    Arg::new("name")
                        .long("name")
                        .value_name("NAME")
                        .required(true)
                        .help("Your name there"),
                )
                .arg(secret_stdin("Read the API password from standard input, one line"))
                .arg(flags::json())
                .after_help("Example:\n  dateline move-in freshrss https://rss.example.org --name ada"),
        )
        .subcommand(
            Command::new("miniflux")
                .about("From Miniflux; its settings make the API key")
                .arg(address())
                .arg(secret_stdin("Read the API key from standard input, one line"))
                .arg(flags::json())
                .after_help("Example:\n  pass miniflux | dateline move-in miniflux https://reader.example.org --secret-stdin"),
        )
        .subcommand(
            Command::new("files")
                .about("From files that a reader exported: OPML, and JSON with starred or saved articles")
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required(true)
                        .num_args(1..)
                        .action(ArgAction::Append)
                        .help("The files, archives unpacked"),
                )
                .arg(flags::json())
                .after_help("Example:\n  dateline move-in files subscriptions.opml starred.json"),
        )
        .after_help(
            "Examples:\n  dateline move-in freshrss https://rss.example.org --name ada\n  dateline move-in files feedly.opml saved.json\n\nWhat is here already stays as it is. Articles that are not here yet are marked when polls bring them; what was read longer than three months ago is not asked for.",
        )
}

fn address() -> Arg {
    Arg::new("address").value_name("URL").required(true).help("The address of the other reader")
}

fn secret_stdin(help: &'static str) -> Arg {
    Arg::new("secret-stdin").long("secret-stdin").action(ArgAction::SetTrue).help(help)
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let Some((action, matches)) = arguments.0.subcommand() else {
        return Err(WrongUsage("freshrss, miniflux or files is needed".to_owned()).into());
    };
    let arguments = Arguments(matches.clone());
    let from = source(action, &arguments)?;
    let report = wiring::with_desk(&settings, async |desk| {
        let user = wiring::user(desk.store(), &settings).await?;
        Ok(desk.move_in(user.id, from).await?)
    })
    .await?;
    if arguments.is_set("json") {
        output::json(&report)?;
    } else {
        output::text(&summary(&report))?;
    }
    Ok(Ended::Well)
}

fn source(action: &str, arguments: &Arguments) -> Result<MoveFrom> {
    let address = arguments.text("address").unwrap_or_default().to_owned();
    let from_stdin = arguments.is_set("secret-stdin");
    Ok(match action {
        "freshrss" => MoveFrom::GReader {
            address,
            name: arguments.text("name").unwrap_or_default().to_owned(),
            password: password::ask_secret("API password: ", from_stdin)?,
        },
        "miniflux" => {
            MoveFrom::Miniflux { address, key: password::ask_secret("API key: ", from_stdin)? }
        }
        _ => {
            let read = |name: String| -> Result<(String, Vec<u8>)> {
                let bytes =
                    std::fs::read(&name).with_context(|| format!("{name} cannot be read"))?;
                Ok((name, bytes))
            };
            let files = arguments.texts("file").into_iter().map(read).collect::<Result<Vec<_>>>();
            MoveFrom::Files(files?)
        }
    })
}

fn summary(report: &MoveReport) -> String {
    let feeds = output::count(report.feeds, "feed", "feeds");
    let mut text = format!("Added {feeds}");
    if report.feeds_before > 0 {
        text.push_str(&format!("; {} among yours already", report.feeds_before));
    }
    text.push_str(".\n");
    let starred = output::count(report.starred, "article", "articles");
    text.push_str(&format!(
        "Starred {starred}, {} of them kept because no feed of yours brings them now.\n",
        report.kept
    ));
    let read = output::count(report.read, "article", "articles");
    text.push_str(&format!(
        "Marked {read} as read; {} more will be when your feeds bring them.\n",
        report.read_waiting
    ));
    for note in &report.notes {
        text.push_str(&format!("  {}\n", terminal::plain(note)));
    }
    for one in &report.feeds_skipped {
        text.push_str(&line(&one.title, &one.url, &one.why));
    }
    for one in &report.left_out {
        text.push_str(&line(&one.title, &one.address, &one.why));
    }
    if report.left_out_more > 0 {
        text.push_str(&format!("  and {} more left out\n", report.left_out_more));
    }
    text
}

fn line(title: &str, address: &str, why: &str) -> String {
    let (title, address) = (terminal::plain(title), terminal::plain(address));
    let address = if address.is_empty() { String::new() } else { format!(" ({address})") };
    format!("  left out “{title}”{address}: {}\n", terminal::plain(why))
}
