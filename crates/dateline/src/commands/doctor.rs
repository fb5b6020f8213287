//! `dateline doctor`: looks for what is or will be a problem.

mod checks;
mod store;

pub use checks::free_bytes;

use anyhow::Result;
use clap::Command;
use dateline_store::Store;
use dateline_web::admin::{Finding as Told, FindingState};
use serde::Serialize;
use serde_json::json;

use super::{Arguments, Gathered, Invocation};
use crate::cli::flags;
use crate::failure::Ended;
use crate::output;
use crate::settings::{Origin, Settings, SettingsError, Values};
use crate::terminal::{self, Page};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warning,
    Problem,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Finding {
    /// What was looked at.
    check: &'static str,
    /// How it is.
    state: State,
    /// What was found, in a line.
    found: String,
    /// What to do about it, in a line.
    advice: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, state: State::Ok, found: found.into(), advice: None }
    }

    fn warning(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { check, state: State::Warning, found: found.into(), advice: Some(advice.into()) }
    }

    fn problem(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { check, state: State::Problem, found: found.into(), advice: Some(advice.into()) }
    }
}

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Check settings, data folder, clock, network, database and search index")
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline doctor\n  dateline doctor --data /srv/dateline --json\n\nEnds with 1 when there is a problem; warnings are none.",
        )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let arguments = Arguments(invocation.arguments);
    let findings = look(invocation.gathered).await;
    let ill = findings.iter().any(|finding| finding.state == State::Problem);
    if arguments.is_set("json") {
        output::json(&json!({"ok": !ill, "checks": findings}))?;
    } else {
        let page = Page::of_stdout();
        output::text(&findings.iter().map(|finding| line(finding, page)).collect::<String>())?;
    }
    Ok(if ill { Ended::WithProblems } else { Ended::Well })
}

async fn look(gathered: Result<Gathered, SettingsError>) -> Vec<Finding> {
    let gathered = match gathered {
        Ok(gathered) => gathered,
        Err(error) => {
            let advice = "correct it; the other checks need sound settings";
            return vec![Finding::problem("settings", error.to_string(), advice)];
        }
    };
    let settings = &gathered.settings;
    let mut findings = general(&gathered.values, settings);
    findings.push(checks::listening(settings).await);
    findings.push(checks::names().await);
    findings.extend(store::look(settings).await);
    findings.push(store::pictures(settings).await);
    findings
}

/// The checks for the pages of an instance that runs: its own database, and not whether somebody
/// listens where it does itself.
pub async fn look_at_running(store: &Store, values: &Values, settings: &Settings) -> Vec<Told> {
    let mut findings = general(values, settings);
    findings.push(checks::names().await);
    findings.extend(store::look_at_running(store, settings).await);
    findings.push(store::pictures(settings).await);
    let told = |finding: Finding| Told {
        check: finding.check,
        state: match finding.state {
            State::Ok => FindingState::Fine,
            State::Warning => FindingState::Warning,
            State::Problem => FindingState::Problem,
        },
        found: finding.found,
        advice: finding.advice,
    };
    findings.into_iter().map(told).collect()
}

/// The checks that open nothing.
fn general(values: &Values, settings: &Settings) -> Vec<Finding> {
    let chosen = values.iter().filter(|value| value.origin != Origin::Default).count();
    let chosen = output::count(chosen as u64, "is set", "are set");
    let mut findings =
        vec![Finding::ok("settings", format!("sound; {chosen}, the rest are defaults"))];
    findings.extend(checks::folder(settings));
    findings.push(checks::clock(settings));
    findings.push(checks::allowed(settings));
    findings.extend(checks::families(settings));
    findings
}

fn line(finding: &Finding, page: Page) -> String {
    let state = match finding.state {
        State::Ok => page.dim("ok     "),
        State::Warning => page.bold("warning"),
        State::Problem => page.bold("PROBLEM"),
    };
    let advice = finding.advice.as_ref().map(|advice| format!(" → {advice}")).unwrap_or_default();
    let found = terminal::plain(&finding.found);
    format!("{state}  {}: {found}{advice}\n", finding.check)
}
