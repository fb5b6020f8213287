//! `GET /about`: what this is.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;
use crate::views::page;
use crate::views::shell::{Place, Shell};

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    shell: Shell,
    version: &'static str,
    time_zone: String,
}

/// Shows it.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, PageError> {
    page(&About {
        shell: Shell::of(&app, &reader, &say!("about-title"), Place::Elsewhere).await?,
        version: env!("CARGO_PKG_VERSION"),
        time_zone: app.now().to_zoned(app.settings.time_zone.clone()).strftime("%Z").to_string(),
    })
}
