//! `dateline serve`: the newspaper runs.

use anyhow::Result;
use clap::Command;
use dateline_auth::token::SetupToken;
use dateline_desk::Desk;
use dateline_web::WebSettings;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;

use super::{Gathered, Invocation};
use crate::failure::Ended;
use crate::settings::Settings;
use crate::{measure, output, overseen, serving, wiring};

/// What it takes.
pub fn define(command: Command) -> Command {
    command.about("Poll, read, and show the newspaper (what dateline does without a command)").after_help(
        "Examples:\n  dateline\n  dateline serve --listen 0.0.0.0:8080\n  dateline serve --roles crawl,read --store postgres://news@db/dateline\n\nThe first signal to stop lets what is in hand finish, a second one ends at once.",
    )
}

/// Does it.
pub async fn run(invocation: Invocation) -> Result<Ended> {
    let Gathered { values, settings } = invocation.gathered?;
    let stop = serving::stop_signal()?;
    // Browsers that come while the store is being opened wait for it instead of being turned away.
    let listener = match settings.roles.web {
        true => {
            let address = settings.listen.as_deref().unwrap_or(&settings.default_listen);
            Some(serving::listen(address).await?)
        }
        false => None,
    };
    #[cfg(feature = "oidc")]
    let provider = wiring::oidc_settings(&settings)?;
    #[cfg(not(feature = "oidc"))]
    wiring::refuse_oidc(&settings)?;
    let recorder = measure::start()?;
    let store = wiring::open_store(&settings).await?;
    let desk = wiring::open_desk(&store, &settings).await?;
    let watching = measure::watch(recorder.clone(), store.clone());
    let pages = match listener {
        Some(listener) => {
            let token = SetupToken::of(&store).await?;
            welcome(&settings, &desk, &listener, &token).await?;
            let web = WebSettings {
                base_url: settings.base_url.clone(),
                metrics_public: settings.metrics_public,
                proxies: settings.proxies.clone(),
                proxy_header: settings.proxy_header.clone(),
                #[cfg(feature = "oidc")]
                oidc: provider,
                demo: false,
                public: settings.public.clone(),
                time_zone: TimeZone::system(),
                stop: Some(stop.clone()),
                admin: Some(overseen::instance(&settings, &values, &store)),
            };
            let programs =
                dateline_api::router(desk.clone(), wiring::api_settings(&settings, &stop));
            let of_hub = wiring::api_settings(&settings, &stop);
            tokio::spawn(dateline_api::tell_hub(desk.clone(), of_hub, stop.clone()));
            let pages = dateline_web::router(desk.clone(), web, token, Some(recorder));
            Some((listener, pages.merge(programs)))
        }
        None => {
            say(&settings, "ready, without web pages");
            None
        }
    };
    let result = serving::run(&desk, pages, stop).await;
    watching.abort();
    result.map(|()| Ended::Well)
}

/// What the terminal shows when the newspaper is ready: where it is, and at the first start what
/// lets its owner in.
async fn welcome(
    settings: &Settings,
    desk: &Desk,
    listener: &TcpListener,
    token: &SetupToken,
) -> Result<()> {
    let address = listener.local_addr()?;
    let url = serving::local_url(address);
    if let Some((start, speed)) = settings.clock.as_trial() {
        say(settings, &format!("a trial clock runs: from {start} on, {speed} times as fast"));
    }
    if !desk.store().anyone_has_password().await? {
        say(settings, &format!("welcome: open {url} on this machine and choose a password"));
        if !address.ip().is_loopback() || settings.base_url.is_some() {
            say(settings, &format!("from another machine, the setup token is {}", token.reveal()));
        }
    }
    say(settings, &format!("ready at {url}"));
    Ok(())
}

/// A line for the person who started it: as it is, or as a log where logs are for programs.
fn say(settings: &Settings, line: &str) {
    if settings.log_json {
        tracing::info!("{line}");
    } else {
        output::remark(&format!("dateline: {line}"));
    }
}
