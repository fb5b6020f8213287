//! Dateline, the binary: command line, settings, wiring, and nothing else.

mod cli;
mod commands;
mod failure;
mod feed_choice;
mod logs;
mod measure;
mod output;
mod overseen;
mod password;
mod progress;
mod serving;
mod settings;
mod terminal;
mod wiring;

use std::process::ExitCode;

use commands::{Gathered, Invocation};
use failure::Ended;
use settings::{Flags, Settings, SettingsError};

/// It gives memory back after a burst of polls, where the system's keeps it; its settings are in
/// `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // Clap itself prints help and version and ends with 0, and ends with 2 on wrong usage.
    let matches = cli::parse(std::env::args_os().collect()).unwrap_or_else(|error| error.exit());
    match run(&matches) {
        Ok(ended) => ended.into(),
        Err(error) => {
            output::remark(&format!("dateline: {error:#}"));
            failure::exit_code(&error)
        }
    }
}

fn run(matches: &clap::ArgMatches) -> anyhow::Result<Ended> {
    let (command, arguments) = cli::chosen(matches)?;
    let gathered = gather(&cli::flags::given(command.name, arguments));
    if let Ok(gathered) = &gathered {
        logs::start(&gathered.settings, command.log_level);
    }
    let work = (command.run)(Invocation { arguments: arguments.clone(), gathered });
    wiring::runtime()?.block_on(work)
}

fn gather(flags: &Flags) -> Result<Gathered, SettingsError> {
    let values = settings::gather(flags, &|name| std::env::var_os(name))?;
    let settings = Settings::from_values(&values)?;
    Ok(Gathered { values, settings })
}
