//! `/admin/doctor`: what is or will be a problem, as `dateline doctor` finds it.

use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;

use super::{Admin, Card, Nav, by_wall, frame, mood};
use crate::admin::{Finding, FindingState};
use crate::errors::PageError;
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::Shell;
use crate::views::{lines, page};
use crate::when::Moment;

/// What was found last, and whether it is looked at this moment.
#[derive(Debug, Clone, Default)]
struct Looked {
    running: bool,
    last: Option<(Timestamp, Vec<Finding>)>,
}

/// See [`Looked`]. It is forgotten at a restart.
#[derive(Debug, Default)]
pub struct Visits(Mutex<Looked>);

impl Visits {
    fn stand(&self) -> Looked {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `false` where it is looked already.
    fn begin(&self) -> bool {
        let mut looked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !std::mem::replace(&mut looked.running, true)
    }

    fn end(&self, found: Option<(Timestamp, Vec<Finding>)>) {
        let mut looked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looked.running = false;
        if found.is_some() {
            looked.last = found;
        }
    }
}

#[derive(Template)]
#[template(path = "admin/doctor.html")]
struct Doctor {
    shell: Shell,
    nav: Nav,
    running: bool,
    at: Option<Moment>,
    findings: Vec<Row>,
}

struct Row {
    check: String,
    mood: &'static str,
    state: String,
    found: String,
    advice: Option<String>,
}

/// The doctor's word in a line.
pub fn card(app: &App) -> Card {
    let (line, bad) = match app.doctor.stand().last {
        None => (say!("admin-doctor-not-yet"), false),
        Some((_, findings)) => {
            let of = |state| findings.iter().filter(|one| one.state == state).count();
            let (problems, warnings) = (of(FindingState::Problem), of(FindingState::Warning));
            let line = say!("admin-card-doctor", problems = problems, warnings = warnings);
            (line, problems > 0)
        }
    };
    Card { href: "/admin/doctor", name: say!("admin-doctor"), lines: vec![line], bad }
}

/// `GET /admin/doctor`
pub async fn show(State(app): State<App>, admin: Admin) -> Result<Response, PageError> {
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    let Looked { running, last } = app.doctor.stand();
    let mut shell = frame(&app, &admin, &say!("admin-doctor-title"), None).await?;
    shell.refresh = running.then_some(2);
    let (at, findings) = match last {
        Some((at, findings)) => (Some(by_wall(&app, &instance, at)), findings),
        None => (None, Vec::new()),
    };
    page(&Doctor {
        shell,
        nav: Nav::at("/admin/doctor"),
        running,
        at,
        findings: findings
            .into_iter()
            .map(|one| Row {
                check: lines::told(one.check),
                mood: mood(one.state),
                state: match one.state {
                    FindingState::Fine => say!("admin-state-fine"),
                    FindingState::Warning => say!("admin-state-warning"),
                    FindingState::Problem => say!("admin-state-problem"),
                },
                found: lines::told(&one.found),
                advice: one.advice.as_deref().map(lines::told),
            })
            .collect(),
    })
}

/// `POST /admin/doctor`: looks through settings, folder, database and index. It may take a while, so
/// it is done beside the answer, once at a time.
pub async fn look(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    if app.doctor.begin() {
        tokio::spawn(async move {
            let found = tokio::spawn((instance.doctor)()).await;
            app.doctor.end(found.ok().map(|findings| ((instance.wall)(), findings)));
        });
    }
    Ok(see_other("/admin/doctor"))
}
