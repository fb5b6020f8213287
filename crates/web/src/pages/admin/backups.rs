//! `/admin/backups`: copies of everything in the data folder's `backups`.

use std::io::SeekFrom;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::{Admin, Card, Nav, by_wall, frame};
use crate::admin::Instance;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::{Notice, Shell};
use crate::views::size::bytes;
use crate::views::{lines, page};
use crate::when::Moment;

/// So many are listed.
const LISTED: usize = 200;

/// How much of a file is in memory while it is sent.
const PIECE: usize = 64 * 1024;

/// How the making of a backup stands. What is known of it is forgotten at a restart; the file is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Making {
    /// None was made since the start.
    #[default]
    Nothing,
    /// One is being made.
    Running,
    /// It was made.
    Done,
    /// It could not be made, and why.
    Failed(String),
}

/// See [`Making`].
#[derive(Debug, Default)]
pub struct Backups(Mutex<Making>);

impl Backups {
    fn stand(&self) -> Making {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `false` where one is being made.
    fn begin(&self) -> bool {
        let mut making = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *making == Making::Running {
            return false;
        }
        *making = Making::Running;
        true
    }

    fn end(&self, stand: Making) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = stand;
    }
}

#[derive(Template)]
#[template(path = "admin/backups.html")]
struct Page {
    shell: Shell,
    nav: Nav,
    running: bool,
    failed: Option<String>,
    /// "The last backup is 3 days old."
    age: String,
    old: bool,
    folder: String,
    files: Vec<FileRow>,
}

struct FileRow {
    name: String,
    size: String,
    made: Moment,
}

/// A backup in the folder.
struct Kept {
    name: String,
    bytes: u64,
    made: Timestamp,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

fn folder(instance: &Instance) -> PathBuf {
    instance.data.join("backups")
}

/// The backups that are there, the latest first.
fn kept(folder: &Path) -> Vec<Kept> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut kept: Vec<Kept> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok().filter(|name| is_ours(name))?;
            let meta = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let made = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            let made = Timestamp::from_second(i64::try_from(made.as_secs()).ok()?).ok()?;
            Some(Kept { name, bytes: meta.len(), made })
        })
        .collect();
    kept.sort_by(|a, b| (b.made, &b.name).cmp(&(a.made, &a.name)));
    kept
}

/// Only a name that this page gives leads to a file: no other folder, no hidden file.
fn is_ours(name: &str) -> bool {
    let middle = name.strip_prefix("dateline-").and_then(|rest| rest.strip_suffix(".backup"));
    middle.is_some_and(|middle| {
        !middle.is_empty()
            && middle.len() <= 60
            && middle.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// The backups in a few words.
pub fn card(app: &App) -> Card {
    let last = app.settings.admin.as_ref().and_then(|instance| {
        let made = kept(&folder(instance)).first()?.made;
        Some(by_wall(app, instance, made).words)
    });
    let bad = last.is_none();
    let line = last
        .map_or_else(|| say!("admin-backups-none"), |made| say!("admin-backups-last", made = made));
    Card { href: "/admin/backups", name: say!("admin-backups"), lines: vec![line], bad }
}

/// `GET /admin/backups`
pub async fn show(
    State(app): State<App>,
    admin: Admin,
    Ask(Done { done }): Ask<Done>,
) -> Result<Response, PageError> {
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    let stand = app.backups.stand();
    let notice = match (done.as_str(), &stand) {
        ("begun", Making::Done) => Notice::good(say!("admin-backup-made")),
        ("removed", _) => Notice::good(say!("admin-backup-removed")),
        ("running", Making::Running) => Notice::bad(say!("admin-backup-runs")),
        _ => None,
    };
    let place = folder(&instance);
    let found = {
        let place = place.clone();
        tokio::task::spawn_blocking(move || kept(&place)).await?
    };
    let last = found.first().map(|last| by_wall(&app, &instance, last.made));
    let week = 7 * 24;
    let old = found
        .first()
        .is_none_or(|last| (instance.wall)().duration_since(last.made).as_hours() > week);
    let mut shell = frame(&app, &admin, &say!("admin-backups-title"), notice).await?;
    let running = stand == Making::Running;
    shell.refresh = running.then_some(2);
    page(&Page {
        shell,
        nav: Nav::at("/admin/backups"),
        running,
        failed: match stand {
            Making::Failed(why) => Some(lines::told(&why)),
            _ => None,
        },
        age: last.map_or_else(
            || say!("admin-backups-none"),
            |last| say!("admin-backups-last", made = last.words),
        ),
        old,
        folder: place.display().to_string(),
        files: found
            .into_iter()
            .take(LISTED)
            .map(|one| FileRow {
                size: bytes(one.bytes),
                made: by_wall(&app, &instance, one.made),
                name: one.name,
            })
            .collect(),
    })
}

/// `POST /admin/backups`: makes one, while the instance runs on.
pub async fn make(
    State(app): State<App>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    if !app.backups.begin() {
        return Ok(see_other("/admin/backups?done=running"));
    }
    let now = (instance.wall)().to_zoned(TimeZone::UTC);
    let name = format!("dateline-{}.backup", now.strftime("%Y%m%d-%H%M%S"));
    let target = folder(&instance).join(name);
    tokio::spawn(async move {
        let stand = match write(&app, &target).await {
            Ok(()) => Making::Done,
            Err(error) => {
                tracing::error!(error, "the backup could not be made");
                Making::Failed(error)
            }
        };
        app.backups.end(stand);
    });
    Ok(see_other("/admin/backups?done=begun"))
}

async fn write(app: &App, target: &Path) -> Result<(), String> {
    let folder = target.parent().unwrap_or(target).to_owned();
    let made = tokio::task::spawn_blocking(move || private(&folder)).await;
    made.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    app.desk.store().backup(target).await.map_err(|error| error.to_string())?;
    Ok(())
}

/// Everybody's data is nobody else's business: the folder opens for its owner only.
fn private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// `GET /admin/backups/{name}`: the file in pieces; a download that broke off goes on where it stood
/// (RFC 9110, section 14).
pub async fn download(
    State(app): State<App>,
    admin: Admin,
    At(name): At<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    let path = is_ours(&name).then(|| folder(&instance).join(&name)).ok_or(PageError::NotFound)?;
    let mut file = File::open(&path).await.map_err(|_| PageError::NotFound)?;
    let all = file.metadata().await.map_err(|_| PageError::NotFound)?.len();
    let from = from(&headers).filter(|from| *from < all);
    if let Some(from) = from {
        file.seek(SeekFrom::Start(from)).await.map_err(|_| PageError::NotFound)?;
    }
    tracing::info!(by = %admin.0.user.id, name, "an admin downloads a backup");
    let pieces = stream::unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some((Ok(Bytes::from(piece)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let mut told = HeaderMap::new();
    let kind = HeaderValue::from_static("application/octet-stream");
    told.insert(header::CONTENT_TYPE, kind);
    told.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // It is compressed already.
    told.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"{name}\"");
    told.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition)?);
    told.insert(header::CONTENT_LENGTH, HeaderValue::from(all - from.unwrap_or_default()));
    let status = match from {
        Some(from) => {
            let range = format!("bytes {from}-{}/{all}", all - 1);
            told.insert(header::CONTENT_RANGE, HeaderValue::from_str(&range)?);
            StatusCode::PARTIAL_CONTENT
        }
        None => StatusCode::OK,
    };
    Ok((status, told, Body::from_stream(pieces)).into_response())
}

/// Where a download goes on: of all ranges only "from here to the end" is heeded.
fn from(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(header::RANGE)?.to_str().ok()?;
    // Without a validator of ours a condition can never hold.
    if headers.contains_key(header::IF_RANGE) {
        return None;
    }
    range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}

/// `POST /admin/backups/{name}/remove`
pub async fn remove(
    State(app): State<App>,
    At(name): At<String>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    Admin::of(reader)?;
    let instance = app.settings.admin.clone().ok_or(PageError::NotFound)?;
    let path = is_ours(&name).then(|| folder(&instance).join(&name)).ok_or(PageError::NotFound)?;
    tokio::fs::remove_file(&path).await.map_err(|_| PageError::NotFound)?;
    Ok(see_other("/admin/backups?done=removed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert!(is_ours("dateline-20260301-120000.backup"));
        for name in [
            "../dateline.db",
            "dateline-../../etc/passwd.backup",
            "dateline-.backup",
            "dateline-a.db.backup",
            ".dateline-x.backup.7.part",
            "dateline-a/b.backup",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }

    #[test]
    fn a_download_goes_on_only_from_a_place_to_the_end() {
        let at = |range: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, range.parse().unwrap());
            from(&headers)
        };
        assert_eq!(at("bytes=700-"), Some(700));
        for odd in
            ["bytes=1-2", "bytes=-5", "bytes=1-,4-", "items=1-", "bytes=99999999999999999999-"]
        {
            assert_eq!(at(odd), None, "{odd}");
        }
    }
}
