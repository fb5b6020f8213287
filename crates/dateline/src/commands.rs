//! The commands, one file each: what it takes, and what it does.

mod add;
mod article;
mod backup;
mod demo;
pub mod doctor;
mod export;
mod feeds;
mod front;
mod import;
mod inspect;
mod jobs;
mod keep;
mod move_in;
mod packs;
mod poll;
mod regroup;
mod reindex;
mod restore;
mod search;
mod serve;
mod settings;
mod sites;
mod statements;
mod story;
mod user;

use std::future::Future;
use std::pin::Pin;

use anyhow::Result;
use clap::{ArgMatches, Command};

use crate::failure::Ended;
use crate::settings::{Settings, SettingsError, Values};

/// A command.
pub struct Entry {
    /// What it is called by.
    pub name: &'static str,
    /// Adds what it takes, apart from the settings.
    pub define: fn(Command) -> Command,
    /// Does it.
    pub run: fn(Invocation) -> Work,
    /// How much it logs unless told.
    pub log_level: &'static str,
}

/// A command at work.
pub type Work = Pin<Box<dyn Future<Output = Result<Ended>>>>;

/// The settings, as gathered and as used.
pub struct Gathered {
    /// Each value with its origin.
    pub values: Values,
    /// What they mean.
    pub settings: Settings,
}

/// What a command was called with.
pub struct Invocation {
    /// Its own arguments.
    pub arguments: ArgMatches,
    /// The settings; a few commands work without sound ones.
    pub gathered: Result<Gathered, SettingsError>,
}

impl Invocation {
    /// The settings and the arguments.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn parts(self) -> Result<(Settings, Arguments)> {
        Ok((self.gathered?.settings, Arguments(self.arguments)))
    }
}

/// The arguments of a command.
pub struct Arguments(pub ArgMatches);

impl Arguments {
    /// Whether a switch was given.
    pub fn is_set(&self, name: &str) -> bool {
        self.0.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false)
    }

    /// The value of an argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.try_get_one::<String>(name).ok().flatten().map(String::as_str)
    }

    /// The values of an argument that can be repeated.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let values = self.0.try_get_many::<String>(name).ok().flatten();
        values.map(|values| values.cloned().collect()).unwrap_or_default()
    }

    /// A number, checked by its argument.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.0.try_get_one::<u32>(name).ok().flatten().copied()
    }
}

const fn quiet_one(
    name: &'static str,
    define: fn(Command) -> Command,
    run: fn(Invocation) -> Work,
) -> Entry {
    Entry { name, define, run, log_level: "warn" }
}

/// All commands, in the order of `--help`.
pub static ALL: &[Entry] = &[
    Entry {
        name: "serve",
        define: serve::define,
        run: |it| Box::pin(serve::run(it)),
        log_level: "info",
    },
    quiet_one("add", add::define, |it| Box::pin(add::run(it))),
    quiet_one("packs", packs::define, |it| Box::pin(packs::run(it))),
    quiet_one("import", import::define, |it| Box::pin(import::run(it))),
    quiet_one("move-in", move_in::define, |it| Box::pin(move_in::run(it))),
    quiet_one("export", export::define, |it| Box::pin(export::run(it))),
    quiet_one("poll", poll::define, |it| Box::pin(poll::run(it))),
    quiet_one("front", front::define, |it| Box::pin(front::run(it))),
    quiet_one("feeds", feeds::define, |it| Box::pin(feeds::run(it))),
    quiet_one("article", article::define, |it| Box::pin(article::run(it))),
    quiet_one("statements", statements::define, |it| Box::pin(statements::run(it))),
    quiet_one("story", story::define, |it| Box::pin(story::run(it))),
    quiet_one("search", search::define, |it| Box::pin(search::run(it))),
    quiet_one("reindex", reindex::define, |it| Box::pin(reindex::run(it))),
    quiet_one("regroup", regroup::define, |it| Box::pin(regroup::run(it))),
    quiet_one("sites", sites::define, |it| Box::pin(sites::run(it))),
    quiet_one("jobs", jobs::define, |it| Box::pin(jobs::run(it))),
    quiet_one("keep", keep::define, |it| Box::pin(keep::run(it))),
    quiet_one("inspect", inspect::define, |it| Box::pin(inspect::run(it))),
    quiet_one("user", user::define, |it| Box::pin(user::run(it))),
    quiet_one("settings", settings::define, |it| Box::pin(settings::run(it))),
    quiet_one("backup", backup::define, |it| Box::pin(backup::run(it))),
    quiet_one("restore", restore::define, |it| Box::pin(restore::run(it))),
    quiet_one("doctor", doctor::define, |it| Box::pin(doctor::run(it))),
    quiet_one("demo", demo::define, |it| Box::pin(demo::run(it))),
];
