//! `dateline user`: who has an account.

mod app_password;
mod invite;

use anyhow::{Result, anyhow, bail};
use clap::{Arg, ArgAction, Command};
use dateline_model::{Role, User};
use dateline_store::Store;

use super::{Arguments, Invocation};
use crate::cli::flags;
use crate::failure::{Ended, WrongUsage};
use crate::settings::Settings;
use crate::{output, password, terminal, wiring};

/// Names longer than this fit on no page.
const LONGEST_NAME: usize = 100;

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("List, add, invite and remove people with an account, and set passwords")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("list")
                .about("List who has an account")
                .arg(flags::json())
                .after_help("Example:\n  dateline user list"),
        )
        .subcommand(
            Command::new("add")
                .about("Add an account; its password is asked for")
                .arg(name())
                .arg(
                    Arg::new("admin")
                        .long("admin")
                        .action(ArgAction::SetTrue)
                        .help("Let them change what all share, such as how a feed's pages are read"),
                )
                .arg(password_stdin())
                .after_help(
                    "Examples:\n  dateline user add ada\n  pass dateline/ada | dateline user add ada --password-stdin",
                ),
        )
        .subcommand(
            Command::new("password")
                .about("Set a new password and end all sessions of that account")
                .arg(name())
                .arg(password_stdin())
                .after_help("Example:\n  dateline user password ada"),
        )
        .subcommand(
            Command::new("remove")
                .about("Remove an account with its subscriptions and marks")
                .arg(name())
                .after_help("Example:\n  dateline user remove ada"),
        )
        .subcommand(
            Command::new("role")
                .about("Make somebody an admin or a member")
                .arg(name())
                .arg(
                    Arg::new("role")
                        .value_name("ROLE")
                        .required(true)
                        .value_parser(["admin", "member"])
                        .help("What they are to be"),
                )
                .after_help("Example:\n  dateline user role ada admin"),
        )
        .subcommand(invite::define(Command::new("invite")))
        .subcommand(app_password::define(Command::new("app-password")).arg(name()))
        .after_help(
            "Examples:\n  dateline user list\n  dateline user add ada\n  dateline user password owner\n  dateline user app-password ada --write",
        )
}

fn name() -> Arg {
    Arg::new("name").value_name("NAME").required(true).help("The name they sign in with")
}

fn password_stdin() -> Arg {
    Arg::new("password-stdin")
        .long("password-stdin")
        .action(ArgAction::SetTrue)
        .help("Read the password from standard input, one line")
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let (settings, arguments) = invocation.parts()?;
    let Some((action, matches)) = arguments.0.subcommand() else {
        let needed = "list, add, password, remove, role, invite or app-password is needed";
        return Err(WrongUsage(needed.to_owned()).into());
    };
    let arguments = Arguments(matches.clone());
    let name = arguments.text("name").unwrap_or_default().trim().to_owned();
    match action {
        "list" => list(&settings, arguments.is_set("json")).await,
        "add" => add(&settings, &name, &arguments).await,
        "password" => set_password(&settings, &name, &arguments).await,
        "role" => set_role(&settings, &name, &arguments).await,
        "invite" => invite::run(&settings, &arguments).await,
        "app-password" => app_password::run(&settings, &name, &arguments).await,
        _ => remove(&settings, &name).await,
    }?;
    Ok(Ended::Well)
}

async fn list(settings: &Settings, as_json: bool) -> Result<()> {
    let users =
        wiring::with_store_to_read(settings, async |store| Ok(store.users().await?)).await?;
    if as_json {
        return output::json(&serde_json::json!({"users": users}));
    }
    let mut text = String::new();
    for user in &users {
        let password = if user.password_hash.is_some() { "" } else { ", no password yet" };
        let name = terminal::plain(&user.name);
        text.push_str(&format!("{:>4}  {name} ({}{password})\n", user.id, user.role.as_str()));
    }
    output::text(&text)
}

async fn add(settings: &Settings, name: &str, arguments: &Arguments) -> Result<()> {
    check_name(name)?;
    let role = if arguments.is_set("admin") { Role::Admin } else { Role::Member };
    let from_stdin = arguments.is_set("password-stdin");
    let now = settings.clock.now();
    wiring::with_store(settings, async |store| {
        // Nobody should choose a password for a name that cannot be had.
        if store.user_by_name(name).await?.is_some() {
            bail!("the name “{name}” is taken");
        }
        let hash = password::ask_new(from_stdin)?;
        Ok(store.create_user(name, role, Some(&hash), now).await?)
    })
    .await?;
    output::text(&format!("Added {name}.\n"))
}

async fn set_password(settings: &Settings, name: &str, arguments: &Arguments) -> Result<()> {
    let from_stdin = arguments.is_set("password-stdin");
    wiring::with_store(settings, async |store| {
        let user = named(store, name).await?;
        let hash = password::ask_new(from_stdin)?;
        Ok(store.set_password(user.id, &hash).await?)
    })
    .await?;
    output::text(&format!("{name} has a new password; all their sessions have ended.\n"))
}

async fn set_role(settings: &Settings, name: &str, arguments: &Arguments) -> Result<()> {
    let role = Role::from_stored(arguments.text("role").unwrap_or_default());
    wiring::with_store(settings, async |store| {
        let user = named(store, name).await?;
        Ok(store.set_role(user.id, role).await?)
    })
    .await?;
    let word = if role == Role::Admin { "an admin" } else { "a member" };
    output::text(&format!("{name} is {word} now.\n"))
}

async fn remove(settings: &Settings, name: &str) -> Result<()> {
    wiring::with_store(settings, async |store| {
        let user = named(store, name).await?;
        if user.id == store.owner().await?.id {
            bail!("“{name}” owns this instance and cannot be removed");
        }
        Ok(store.delete_user(user.id).await?)
    })
    .await?;
    output::text(&format!("Removed {name}.\n"))
}

async fn named(store: &Store, name: &str) -> Result<User> {
    let user = store.user_by_name(name).await?;
    user.ok_or_else(|| {
        anyhow!("there is no user “{name}”; “dateline user list” shows who there is")
    })
}

fn check_name(name: &str) -> Result<(), WrongUsage> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(WrongUsage(format!(
            "a name has 1 to {LONGEST_NAME} characters, and no control characters"
        )));
    }
    Ok(())
}
