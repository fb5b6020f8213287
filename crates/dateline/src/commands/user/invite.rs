//! `dateline user invite`: a link that lets one person in.

use anyhow::Result;
use clap::{Arg, ArgAction, Command};
use dateline_auth::random::random_hex;
use dateline_auth::session::hash_token;
use dateline_model::{NewInvitation, Role};
use jiff::{SignedDuration, Timestamp};

use super::Arguments;
use crate::settings::Settings;
use crate::{output, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command
        .about("Print the path of a page where one person can make an account, once")
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("WHOM")
                .default_value("")
                .hide_default_value(true)
                .help("Whom it is for, as admins see it in the list"),
        )
        .arg(
            Arg::new("admin")
                .long("admin")
                .action(ArgAction::SetTrue)
                .help("They will be an admin"),
        )
        .arg(
            Arg::new("days")
                .long("days")
                .value_name("DAYS")
                .default_value("7")
                .value_parser(clap::value_parser!(i64).range(1..=365))
                .help("For how many days it is open"),
        )
        .after_help("Example:\n  dateline user invite --for Zoë --days 2")
}

/// Does it.
pub async fn run(settings: &Settings, arguments: &Arguments) -> Result<()> {
    let now = settings.clock.now();
    let days = arguments.0.get_one::<i64>("days").copied().unwrap_or(7);
    let note = arguments.text("for").unwrap_or_default();
    let note: String = note.trim().chars().filter(|sign| !sign.is_control()).take(100).collect();
    let token = random_hex()?;
    let expires_at =
        now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
    wiring::with_store(settings, async |store| {
        let admins = store.users().await?.into_iter().filter(|user| user.role == Role::Admin);
        // There is always one; the first is the owner unless the owner gave that up.
        let admin = admins.map(|user| user.id).next().unwrap_or(store.owner().await?.id);
        let new = NewInvitation {
            token_hash: hash_token(&token),
            role: if arguments.is_set("admin") { Role::Admin } else { Role::Member },
            note,
            made_by: admin,
            created_at: now,
            expires_at,
        };
        Ok(store.invite(new).await?)
    })
    .await?;
    let path = format!("/invitation/{token}");
    let whole = settings.base_url.as_ref().and_then(|base| base.join(&path).ok());
    output::text(&format!("{}\n", whole.map_or(path, String::from)))
}
