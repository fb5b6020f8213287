//! `dateline user app-password`: what programs sign in with.

use anyhow::{Result, bail};
use clap::{Arg, ArgAction, Command};
use dateline_auth::app_password::{self, digest, fever_digest, fever_key};
use dateline_model::{AppPasswordId, NewAppPassword, Role, Scopes};

use super::{Arguments, named};
use crate::cli::flags;
use crate::settings::Settings;
use crate::{output, terminal, wiring};

/// What it takes, beside the name of the user.
pub fn define(command: Command) -> Command {
    command
        .about("Make an app password and print it once; list and revoke them")
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("PROGRAM")
                .default_value("command line")
                .help("What the list calls it"),
        )
        .arg(
            Arg::new("write")
                .long("write")
                .action(ArgAction::SetTrue)
                .help("Let it mark, star and subscribe, too"),
        )
        .arg(
            Arg::new("admin")
                .long("admin")
                .action(ArgAction::SetTrue)
                .help("Let it do all that an admin may; for admins only"),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["write", "admin", "revoke"])
                .help("List them instead; their secrets are not kept"),
        )
        .arg(
            Arg::new("revoke")
                .long("revoke")
                .value_name("NUMBER")
                .value_parser(clap::value_parser!(i64))
                .conflicts_with_all(["write", "admin"])
                .help("Revoke one by its number in the list"),
        )
        .arg(flags::json())
        .after_help(
            "Examples:\n  dateline user app-password ada --write --for phone\n  dateline user app-password ada --list\n  dateline user app-password ada --revoke 3",
        )
}

/// Does it.
pub async fn run(settings: &Settings, name: &str, arguments: &Arguments) -> Result<()> {
    if arguments.is_set("list") {
        return list(settings, name, arguments.is_set("json")).await;
    }
    if let Some(number) = arguments.0.get_one::<i64>("revoke") {
        return revoke(settings, name, AppPasswordId(*number)).await;
    }
    make(settings, name, arguments).await
}

async fn make(settings: &Settings, name: &str, arguments: &Arguments) -> Result<()> {
    let admin = arguments.is_set("admin");
    let scopes = Scopes { write: admin || arguments.is_set("write"), admin };
    let called = arguments.text("for").unwrap_or_default().trim().to_owned();
    let now = settings.clock.now();
    if called.is_empty() || called.chars().count() > 80 || called.chars().any(char::is_control) {
        bail!("a program's name has 1 to 80 characters, and no control characters");
    }
    let secret = app_password::make()?;
    let made = wiring::with_store(settings, async |store| {
        let user = named(store, name).await?;
        if admin && user.role != Role::Admin {
            bail!("“{name}” is no admin");
        }
        let new = NewAppPassword {
            user: user.id,
            name: called,
            scopes,
            digest: digest(secret.reveal()),
            fever_digest: fever_digest(&fever_key(&user.name, secret.reveal())),
            created_at: now,
        };
        Ok(store.create_app_password(new).await?)
    })
    .await?;
    if arguments.is_set("json") {
        return output::json(&serde_json::json!({
            "app_password": made, "secret": secret.reveal(),
        }));
    }
    // Alone on its line, so that a script can take it as it is.
    output::text(&format!("{}\n", secret.reveal()))
}

async fn list(settings: &Settings, name: &str, as_json: bool) -> Result<()> {
    let made = wiring::with_store(settings, async |store| {
        Ok(store.app_passwords(named(store, name).await?.id).await?)
    })
    .await?;
    if as_json {
        return output::json(&serde_json::json!({"app_passwords": made}));
    }
    let mut text = String::new();
    for one in &made {
        let may = match (one.scopes.admin, one.scopes.write) {
            (true, _) => "admin",
            (false, true) => "reads and writes",
            (false, false) => "reads",
        };
        let used = match one.used_at {
            Some(at) => format!("last used {}", at.strftime("%Y-%m-%d")),
            None => "not used yet".to_owned(),
        };
        let called = terminal::plain(&one.name);
        text.push_str(&format!("{:>4}  {called} ({may}, {used})\n", one.id));
    }
    output::text(&text)
}

async fn revoke(settings: &Settings, name: &str, id: AppPasswordId) -> Result<()> {
    wiring::with_store(settings, async |store| {
        let user = named(store, name).await?;
        if !store.revoke_app_password(user.id, id).await? {
            bail!("“{name}” has no app password {id}; --list shows those there are");
        }
        Ok(())
    })
    .await?;
    output::text(&format!("Revoked app password {id}.\n"))
}
