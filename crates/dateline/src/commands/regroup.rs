//! `dateline regroup`: forms the stories of a period anew and says what changes.

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, Command};
use dateline_desk::RegroupReport;
use jiff::{SignedDuration, Timestamp};

use super::Invocation;
use crate::cli::flags;
use crate::failure::Ended;
use crate::terminal;
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Form the stories of a period anew, and say what changes")
        .arg(
            Arg::new("since")
                .long("since")
                .value_name("WHEN")
                .default_value("14d")
                .help("From then on: days (14d), hours (36h), a date or a time (2025-12-29T12:00:00Z)"),
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Only say what would change"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline regroup --dry-run\n  dateline regroup --since 3d\n\nWhat users decided about stories is obeyed. A story keeps its number where most of it stays together, and the addresses of those that end lead on.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let since = moment(arguments.text("since").unwrap_or("14d"), settings.clock.now())?;
    let dry = arguments.is_set("dry-run");
    let report =
        wiring::with_desk(&settings, async |desk| Ok(desk.regroup(since, dry).await?)).await?;
    if arguments.is_set("json") {
        output::json(&report)?;
    } else {
        output::text(&words(&report, dry))?;
    }
    Ok(Ended::Well)
}

fn words(report: &RegroupReport, dry: bool) -> String {
    let mut text = format!(
        "{} in {}; {} after it.\n",
        output::count(report.articles as u64, "article", "articles"),
        output::count(report.stories_before as u64, "story", "stories"),
        report.stories_after
    );
    for moved in &report.moved {
        let to =
            if moved.is_new { "a new story".to_owned() } else { format!("story {}", moved.to) };
        text.push_str(&format!(
            "  #{} from story {} to {to}: {}\n",
            moved.article,
            moved.from,
            terminal::plain(&moved.title)
        ));
    }
    text.push_str(match (report.moved.is_empty(), dry) {
        (true, _) => "Nothing changes.\n",
        (false, true) => "Nothing was changed: this was a dry run.\n",
        (false, false) => "",
    });
    text
}

fn moment(text: &str, now: Timestamp) -> Result<Timestamp> {
    let ago = |number: &str, hours: i64| -> Option<Timestamp> {
        let number: i64 = number.parse().ok().filter(|number| (0..=100_000).contains(number))?;
        now.checked_sub(SignedDuration::from_hours(number * hours)).ok()
    };
    let found = if let Some(days) = text.strip_suffix('d') {
        ago(days, 24)
    } else if let Some(hours) = text.strip_suffix('h') {
        ago(hours, 1)
    } else {
        text.parse().ok().or_else(|| format!("{text}T00:00:00Z").parse().ok())
    };
    match found {
        Some(moment) => Ok(moment),
        None => bail!("--since {text}: write days (14d), hours (36h), a date or a time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_takes_days_hours_dates_and_times() {
        let now: Timestamp = "2025-12-29T12:00:00Z".parse().unwrap();
        let told = |text| moment(text, now).map(|at| at.to_string()).unwrap_or_default();
        assert_eq!(told("2d"), "2025-12-27T12:00:00Z");
        assert_eq!(told("36h"), "2025-12-28T00:00:00Z");
        assert_eq!(told("2025-12-24"), "2025-12-24T00:00:00Z");
        assert_eq!(told("2025-12-24T06:30:00Z"), "2025-12-24T06:30:00Z");
        for bad in ["", "d", "-1d", "yesterday", "99999999d"] {
            assert_eq!(told(bad), "", "{bad}");
        }
    }
}
