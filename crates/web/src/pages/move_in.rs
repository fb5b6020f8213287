//! `/feeds/move-in`: subscriptions, read and starred articles from another reader.

use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::response::Response;
use dateline_desk::{LeftOut, MoveError, MoveFrom, MoveReport, Skipped};
use dateline_model::UserId;

use super::opml::broken;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::say::{tongue, within};
use crate::security::csrf::{FIELD, holds};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::text::sentence;
use crate::views::{lines, page};

/// The largest form with files, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024 + 64 * 1024;

/// How many files may be given at once.
const MOST_FILES: usize = 20;

/// How many people's moves are remembered.
const MOVES: usize = 50;

#[derive(Template)]
#[template(path = "move_in.html")]
struct Page {
    shell: Shell,
    /// A move goes on.
    running: bool,
    /// What the last one did.
    done: Option<Done>,
    waiting: String,
}

/// What a move did, in words.
struct Done {
    lines: Vec<String>,
    notes: Vec<String>,
    feeds_skipped: Vec<Skipped>,
    left_out: Vec<LeftOut>,
    left_out_more: u64,
}

/// How somebody's move stands.
#[derive(Clone)]
enum Stand {
    Running,
    Done(Arc<MoveReport>),
    /// What is told of it; nothing where it broke off here.
    Failed(Option<String>),
}

/// The moves of this process, each user's last. What is known of them is forgotten at a restart;
/// what was taken over is not.
#[derive(Default)]
pub struct Moves(Mutex<Vec<(UserId, Stand)>>);

impl Moves {
    fn of(&self, user: UserId) -> Option<Stand> {
        let moves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        moves.iter().find(|(known, _)| *known == user).map(|(_, stand)| stand.clone())
    }

    /// `false` where one of this user's goes on.
    fn begin(&self, user: UserId) -> bool {
        let mut moves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if moves.iter().any(|(known, stand)| *known == user && matches!(stand, Stand::Running)) {
            return false;
        }
        moves.retain(|(known, _)| *known != user);
        if moves.len() >= MOVES
            && let Some(old) = moves.iter().position(|(_, stand)| !matches!(stand, Stand::Running))
        {
            moves.remove(old);
        }
        moves.push((user, Stand::Running));
        true
    }

    fn end(&self, user: UserId, stand: Stand) {
        let mut moves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (known, was) in moves.iter_mut() {
            if *known == user {
                *was = stand.clone();
            }
        }
    }
}

/// `GET /feeds/move-in`
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, PageError> {
    render(&app, &reader, None).await
}

async fn render(
    app: &App,
    reader: &Reader,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let stand = app.moves.of(reader.user.id);
    let waiting = app.desk.store().waiting_marks(reader.user.id).await?;
    let mut shell = Shell::of(app, reader, &say!("move-title"), Place::Feeds).await?;
    let running = matches!(stand, Some(Stand::Running));
    shell.refresh = running.then_some(3);
    let failed = match &stand {
        Some(Stand::Failed(why)) => Some(why.clone().unwrap_or_else(|| say!("move-broke-off"))),
        _ => None,
    };
    let notice = problem.or(failed).and_then(Notice::bad);
    page(&Page {
        running,
        done: match stand {
            Some(Stand::Done(report)) => Some(told(&report)),
            _ => None,
        },
        waiting: if waiting == 0 { String::new() } else { say!("shell-articles", n = waiting) },
        shell: shell.with_notice(notice),
    })
}

fn told(report: &MoveReport) -> Done {
    let mut lines = Vec::new();
    match (report.feeds, report.feeds_before) {
        (0, 0) => {}
        (added, 0) => lines.push(say!("move-added", n = added)),
        (added, before) => lines.push(say!("move-added-more", n = added, before = before)),
    }
    if report.starred > 0 {
        let kept = say!("shell-articles", n = report.kept);
        lines.push(say!("move-starred", n = report.starred, kept = kept));
    }
    if report.read + report.read_waiting > 0 {
        lines.push(say!("move-read", n = report.read, more = report.read_waiting));
    }
    if lines.is_empty() {
        lines.push(say!("move-nothing"));
    }
    Done {
        lines,
        notes: lines::told_all(&report.notes),
        feeds_skipped: report
            .feeds_skipped
            .iter()
            .map(|one| Skipped { why: lines::told(&one.why), ..one.clone() })
            .collect(),
        left_out: report
            .left_out
            .iter()
            .map(|one| LeftOut { why: lines::told(&one.why), ..one.clone() })
            .collect(),
        left_out_more: report.left_out_more,
    }
}

/// The form, as far as it is filled in.
#[derive(Default)]
struct Filled {
    kind: String,
    address: String,
    name: String,
    secret: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Filled {
    async fn read(app: &App, reader: &Reader, request: Request) -> Result<Self, PageError> {
        let mut form = Multipart::from_request(request, app)
            .await
            .map_err(|error| PageError::Invalid(sentence(&error)))?;
        let mut filled = Self::default();
        let mut trusted = false;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == FIELD {
                trusted = holds(&field.text().await.map_err(broken)?, &reader.csrf);
                continue;
            }
            if !trusted {
                return Err(PageError::FormExpired);
            }
            match name.as_str() {
                "kind" => filled.kind = field.text().await.map_err(broken)?,
                "address" => filled.address = field.text().await.map_err(broken)?,
                "name" => filled.name = field.text().await.map_err(broken)?,
                "secret" => filled.secret = field.text().await.map_err(broken)?,
                "files" => {
                    let file = field.file_name().unwrap_or("a file").to_owned();
                    let bytes = field.bytes().await.map_err(broken)?.to_vec();
                    // A field without a chosen file comes with nothing.
                    if !bytes.is_empty() && filled.files.len() < MOST_FILES {
                        filled.files.push((file, bytes));
                    }
                }
                _ => {}
            }
        }
        if trusted { Ok(filled) } else { Err(PageError::FormExpired) }
    }

    /// Where to move from, or what is missing.
    fn from(self) -> Result<MoveFrom, String> {
        let (address, name) = (self.address.trim().to_owned(), self.name.trim().to_owned());
        let secret = self.secret.trim().to_owned();
        match self.kind.as_str() {
            "files" if self.files.is_empty() => Err(say!("move-choose-files")),
            "files" => Ok(MoveFrom::Files(self.files)),
            _ if address.is_empty() => Err(say!("move-no-address")),
            "miniflux" if secret.is_empty() => Err(say!("move-needs-key")),
            "miniflux" => Ok(MoveFrom::Miniflux { address, key: secret }),
            "greader" if name.is_empty() || secret.is_empty() => Err(say!("move-needs-login")),
            "greader" => Ok(MoveFrom::GReader { address, name, password: secret }),
            _ => Err(say!("move-no-way")),
        }
    }
}

/// `POST /feeds/move-in`
pub async fn begin(
    State(app): State<App>,
    reader: Reader,
    request: Request,
) -> Result<Response, PageError> {
    let from = match Filled::read(&app, &reader, request).await?.from() {
        Ok(from) => from,
        Err(missing) => return render(&app, &reader, Some(missing)).await,
    };
    let user = reader.user.id;
    if !app.moves.begin(user) {
        return render(&app, &reader, Some(say!("move-already"))).await;
    }
    let tongue = tongue();
    // Another reader may take minutes to tell all that it holds.
    tokio::spawn(async move {
        let ended = tokio::spawn({
            let app = app.clone();
            async move { app.desk.move_in(user, from).await }
        });
        let stand = match ended.await {
            Ok(Ok(report)) => Stand::Done(Arc::new(report)),
            Ok(Err(MoveError::Desk(error))) => {
                tracing::error!(error = %error, "moving in broke off");
                Stand::Failed(None)
            }
            Ok(Err(error)) => Stand::Failed(Some(within(tongue, || faults::of_move(&error)))),
            Err(error) => {
                tracing::error!(error = %error, "moving in broke off");
                Stand::Failed(None)
            }
        };
        app.moves.end(user, stand);
    });
    Ok(see_other("/feeds/move-in"))
}
