//! Places that cannot be used, and servers that go away.

use dateline_store::{Location, Options, Store, StoreError};

use crate::kit::{Place, at, on_server, subscribed};

async fn refused(location: &Location) -> StoreError {
    Store::open(location, Options::default(), at(0)).await.unwrap_err()
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news");
    std::fs::write(&file, "text").unwrap();
    let error = refused(&Location::Sqlite(file.clone())).await;
    assert!(error.to_string().starts_with(&format!("{} cannot be made", file.display())));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let place = Place::sqlite();
    let Location::Sqlite(folder) = &place.location else { panic!("not SQLite") };
    std::fs::create_dir_all(folder).unwrap();
    let file = folder.join("dateline.db");
    std::fs::write(&file, "a long text that is no database at all".repeat(99)).unwrap();
    let error = refused(&place.location).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("a long text"));
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    place.open().await.close().await.unwrap();
    let Location::Sqlite(folder) = &place.location else { panic!("not SQLite") };
    let mode = std::fs::metadata(folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let host = folder.path().display().to_string().replace('/', "%2F");
    let url = format!("postgres://news:secret@/news?host={host}");
    let error = refused(&Location::Postgres(url)).await;
    let line = format!("{error} {error:?}");
    assert!(matches!(error, StoreError::Connect { .. }) && !line.contains("secret"), "{line}");
    for mode in ["require", "verify-full"] {
        let url = format!("postgres://news:secret@db.example/news?sslmode={mode}");
        let error = refused(&Location::Postgres(url)).await;
        let line = format!("{error} {error:?}");
        assert!(matches!(error, StoreError::Encryption { .. }), "{line}");
        assert!(!line.contains("secret"), "{line}");
    }
}

const NEWER: &str = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
    VALUES (9999, 'later', '2026-01-01T00:00:00Z', '1')";

#[tokio::test]
async fn a_newer_database_is_refused_on_sqlite() {
    let place = Place::sqlite();
    place.open().await.close().await.unwrap();
    let Location::Sqlite(folder) = &place.location else { panic!("not SQLite") };
    let connection = rusqlite::Connection::open(folder.join("dateline.db")).unwrap();
    connection.execute(NEWER, []).unwrap();
    let error = refused(&place.location).await;
    assert!(matches!(error, StoreError::Newer { found: 9999, .. }), "{error}");
}

#[tokio::test]
async fn a_newer_database_is_refused_on_postgres() {
    let Some(place) = Place::postgres() else { return };
    place.open().await.close().await.unwrap();
    let Location::Postgres(url) = &place.location else { panic!("not PostgreSQL") };
    on_server(url, NEWER);
    let error = refused(&place.location).await;
    assert!(matches!(error, StoreError::Newer { found: 9999, .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_made_again_and_leases_stay() {
    let Some(place) = Place::postgres() else { return };
    let Location::Postgres(url) = &place.location else { panic!("not PostgreSQL") };
    let (store, other) = (place.open().await, place.open().await);
    let worker = store.register_worker(at(0)).await.unwrap();
    let feed = subscribed(&store, "https://example.org/feed").await;
    store.claim_polls(&worker, &[feed], at(0)).await.unwrap();
    store.owner().await.unwrap();
    on_server(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    assert_eq!(store.owner().await.unwrap().name, "owner");
    assert_eq!(store.secret("key", "kept").await.unwrap(), "kept");
    assert_eq!(other.release_dead_leases(at(1)).await.unwrap(), 0, "its lock was taken again");
    assert_eq!(store.leased_polls(&[feed]).await.unwrap(), [feed]);
}

/// As on a full disk or in a folder that is read-only: no file can be made there, here because
/// something stands in its place.
#[tokio::test]
async fn what_cannot_be_written_can_be_read() {
    let place = Place::sqlite();
    let store = place.open().await;
    subscribed(&store, "https://example.org/feed").await;
    store.close().await.unwrap();
    let Location::Sqlite(folder) = &place.location else { panic!("not SQLite") };
    let lock = folder.join("migrate.lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    let error = refused(&place.location).await;
    assert!(error.is_no_room(), "{error}");

    let open = || Store::open_to_read(&place.location, Options::default(), at(0));
    let store = open().await.unwrap();
    assert!(store.unwritable().unwrap().contains("migrate.lock"));
    assert_eq!(store.overview(crate::kit::OWNER).await.unwrap().len(), 1);
    let error = store.register_worker(at(1)).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    store.close().await.unwrap();

    std::fs::remove_dir(&lock).unwrap();
    let store = open().await.unwrap();
    assert_eq!(store.unwritable(), None, "where it can be written it is");
    store.close().await.unwrap();
    let nowhere = Location::Sqlite(folder.join("migrate.lock"));
    let error = Store::open_to_read(&nowhere, Options::default(), at(0)).await.unwrap_err();
    assert!(error.to_string().contains("migrate.lock"), "what is no store is not read either");
}
