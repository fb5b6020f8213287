//! `/admin/storage`: what takes how much room.

use std::path::{Path, PathBuf};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_store::Location;

use super::{Admin, Nav, frame};
use crate::errors::PageError;
use crate::state::App;
use crate::views::shell::Shell;
use crate::views::size::bytes;
use crate::views::{lines, page};
use crate::when::grouped;

/// Below this a database soon has no room to work in.
pub const TIGHT: u64 = 1_000_000_000;

/// Deeper folders and more files than these are not counted.
const DEPTH: usize = 8;
const FILES: usize = 200_000;

#[derive(Template)]
#[template(path = "admin/storage.html")]
struct Storage {
    shell: Shell,
    nav: Nav,
    free: Option<String>,
    tight: bool,
    rooms: Vec<RoomRow>,
    rows: Vec<(String, String)>,
    keep: Vec<(String, String)>,
}

struct RoomRow {
    name: String,
    /// The name is a folder's own.
    is_folder: bool,
    about: String,
    size: String,
}

/// `GET /admin/storage`
pub async fn show(State(app): State<App>, admin: Admin) -> Result<Response, PageError> {
    let store = app.desk.store();
    let instance = app.settings.admin.clone();
    let data = instance.as_ref().map(|one| one.data.clone());
    let mut rooms = vec![RoomRow {
        name: say!("admin-room-database"),
        is_folder: false,
        about: say!("admin-room-database-about", engine = store.engine_name()),
        size: bytes(store.size_bytes().await?),
    }];
    let database = match store.location() {
        Location::Sqlite(folder) => Some(folder.clone()),
        Location::Postgres(_) => None,
    };
    let folders = data.clone();
    let sizes =
        tokio::task::spawn_blocking(move || folders.map(|data| sizes(&data, database.as_deref())));
    if let Some(sizes) = sizes.await? {
        rooms.extend(sizes.into_iter().map(|(place, size)| RoomRow {
            name: place.name(),
            is_folder: matches!(place, Place::Other(_)),
            about: place.about(),
            size: bytes(size),
        }));
    }
    let free = instance.as_ref().and_then(|one| (one.free_bytes)(&one.data));
    let kept = |key: &str| {
        let settings = instance.as_ref().map(|one| one.settings.as_ref()).unwrap_or_default();
        settings
            .iter()
            .find(|line| line.key == key)
            .map(|line| (key.to_owned(), lines::told(&line.value)))
    };
    let rows = store.table_rows().await?;
    page(&Storage {
        shell: frame(&app, &admin, &say!("admin-storage-title"), None).await?,
        nav: Nav::at("/admin/storage"),
        free: free.map(bytes),
        tight: free.is_some_and(|free| free < TIGHT),
        rooms,
        rows: rows.into_iter().map(|(name, count)| (name.to_owned(), grouped(count))).collect(),
        keep: ["keep.days", "keep.megabytes", "pictures.cache_mb"]
            .into_iter()
            .filter_map(kept)
            .collect(),
    })
}

/// A folder of the data folder that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Search,
    Backups,
    /// Pictures and icons.
    Pictures,
    /// Any other folder, by its name.
    Other(String),
}

impl Place {
    fn of(name: &str) -> Self {
        match name {
            "search" => Self::Search,
            "backups" => Self::Backups,
            "blobs" => Self::Pictures,
            other => Self::Other(other.to_owned()),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Search => say!("admin-room-index"),
            Self::Backups => say!("admin-room-backups"),
            Self::Pictures => say!("admin-room-pictures"),
            Self::Other(name) => name.clone(),
        }
    }

    fn about(&self) -> String {
        match self {
            Self::Search => say!("admin-room-index-about"),
            Self::Backups => say!("admin-room-backups-about"),
            Self::Pictures => say!("admin-room-pictures-about"),
            Self::Other(_) => say!("admin-room-other-about"),
        }
    }
}

/// What each folder of the data folder takes, the database's own files left out.
fn sizes(data: &Path, database: Option<&Path>) -> Vec<(Place, u64)> {
    let Ok(entries) = std::fs::read_dir(data) else { return Vec::new() };
    let mut left = FILES;
    let mut sizes: Vec<(Place, u64)> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| database != Some(&entry.path()))
        // Processes show there that they live; it holds nothing.
        .filter(|entry| entry.file_name() != "workers")
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (Place::of(&name), size_of(entry.path(), DEPTH, &mut left))
        })
        .collect();
    sizes.sort();
    sizes
}

fn size_of(folder: PathBuf, depth: usize, left: &mut usize) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let mut size = 0;
    for entry in entries.filter_map(Result::ok) {
        if *left == 0 {
            return size;
        }
        *left -= 1;
        // A link's own size, not what it leads to.
        let Ok(meta) = entry.metadata() else { continue };
        size += match meta.is_dir() {
            true if depth > 0 => size_of(entry.path(), depth - 1, left),
            true => 0,
            false => meta.len(),
        };
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_measured_with_all_that_is_in_them() {
        let data = tempfile::tempdir().unwrap();
        let deep = data.path().join("search/a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("c"), [0; 700]).unwrap();
        std::fs::write(data.path().join("search/d"), [0; 30]).unwrap();
        std::fs::write(data.path().join("dateline.db"), [0; 9]).unwrap();
        std::fs::create_dir(data.path().join("pictures")).unwrap();
        std::fs::create_dir(data.path().join("blobs")).unwrap();
        std::fs::write(data.path().join("blobs/e"), [0; 5]).unwrap();
        let found = sizes(data.path(), None);
        let other = Place::Other("pictures".to_owned());
        assert_eq!(found, [(Place::Search, 730), (Place::Pictures, 5), (other, 0)]);
        assert!(sizes(&data.path().join("nowhere"), None).is_empty());
    }
}
