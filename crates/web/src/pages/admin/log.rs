//! `/admin/log`: the last warnings and errors of this process.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Admin, Nav, by_wall, frame};
use crate::errors::PageError;
use crate::state::App;
use crate::views::page;
use crate::views::shell::Shell;
use crate::when::Moment;

#[derive(Template)]
#[template(path = "admin/log.html")]
struct Log {
    shell: Shell,
    nav: Nav,
    lines: Vec<Row>,
}

struct Row {
    at: Moment,
    is_error: bool,
    text: String,
}

/// `GET /admin/log`
pub async fn show(State(app): State<App>, admin: Admin) -> Result<Response, PageError> {
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    let lines = (instance.log)();
    page(&Log {
        shell: frame(&app, &admin, &say!("admin-log-title"), None).await?,
        nav: Nav::at("/admin/log"),
        lines: lines
            .into_iter()
            .map(|line| Row {
                at: by_wall(&app, &instance, line.at),
                is_error: line.is_error,
                text: line.text,
            })
            .collect(),
    })
}
