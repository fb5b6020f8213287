//! Putting the rooms together: settings to store, store to desk.

use std::fs::DirBuilder;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use dateline_api::ApiSettings;
use dateline_desk::{Desk, DeskSettings, KeepSettings};
use dateline_fetch::Fetcher;
use dateline_model::User;
use dateline_store::{Location, Options, Store};
use dateline_story::families::Families;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::settings::Settings;

/// Blocking calls are name lookups and files; parsing has threads of its own. Threads are started
/// when they are needed, and there are more than requests at once, so that name servers which do
/// not answer delay only who asked them.
const BLOCKING_THREADS: usize = 192;

/// The asynchronous runtime: a worker for each core and a small pool for what blocks.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, usize::from))
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_keep_alive(Duration::from_secs(10))
        .enable_all()
        .build()
        .context("the threads of the program could not be started")
}

/// Where the store is.
///
/// # Errors
/// When the setting names no store.
pub fn location(settings: &Settings) -> Result<Location> {
    Ok(Location::from_setting(settings.store.as_deref(), &settings.data)?)
}

/// Opens the store, making the data folder where there is none yet.
///
/// # Errors
/// When the folder cannot be made or the store cannot be opened.
pub async fn open_store(settings: &Settings) -> Result<Store> {
    let location = location(settings)?;
    if let Location::Sqlite(folder) = &location {
        make_folder(folder)?;
    }
    let families = families(settings)?;
    let store = Store::open(&location, Options::default(), settings.clock.now()).await;
    let store = store.with_context(|| format!("the store at {location} cannot be opened"))?;
    Ok(match families {
        Some(families) => store.with_families(families),
        None => store,
    })
}

/// Opens the store for a command that only reads: where nothing can be written, for reading alone,
/// which it says.
async fn open_to_read(settings: &Settings) -> Result<Store> {
    let location = location(settings)?;
    if let Location::Sqlite(folder) = &location
        && !folder.exists()
    {
        make_folder(folder)?;
    }
    let families = families(settings)?;
    let store = Store::open_to_read(&location, Options::default(), settings.clock.now()).await;
    let store = store.with_context(|| format!("the store at {location} cannot be opened"))?;
    if let Some(why) = store.unwritable() {
        crate::output::remark(&format!("dateline: the store is only read: {why}"));
    }
    Ok(match families {
        Some(families) => store.with_families(families),
        None => store,
    })
}

/// The project's table of owners and agencies with the instance's own file merged over it; `None`
/// where it has none.
///
/// # Errors
/// When the file cannot be read or is no such table.
pub fn families(settings: &Settings) -> Result<Option<Families>> {
    let usual = Path::new("families.toml");
    let file = settings.data.join(settings.families.as_deref().unwrap_or(usual));
    if settings.families.is_none() && !file.exists() {
        return Ok(None);
    }
    let named = || format!("the table of owners and agencies {}", file.display());
    let text =
        std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", named()))?;
    let merged = Families::built_in().merged(&text);
    Ok(Some(merged.with_context(|| format!("{} cannot be used", named()))?))
}

/// What people read and their password hashes are nobody else's business: the folder is made for
/// its owner only.
fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))
}

/// Where the search index is.
pub fn index_folder(settings: &Settings) -> PathBuf {
    settings.data.join("search")
}

/// A desk on a store.
///
/// # Errors
/// When the fetcher or the desk cannot be set up.
pub async fn open_desk(store: &Store, settings: &Settings) -> Result<Desk> {
    let fetcher = Fetcher::new(settings.fetch.clone())?;
    let roles = settings.roles;
    let desk_settings = DeskSettings {
        poll_interval: settings.poll_interval,
        poll_floor: settings.poll_floor,
        threads: settings.threads,
        public_url: settings.base_url.clone(),
        index: Some(index_folder(settings)),
        blobs: Some(settings.data.join("blobs")),
        blobs_megabytes: settings.pictures_megabytes,
        zone: jiff::tz::TimeZone::system(),
        mail: settings.mail.clone(),
        keep: KeepSettings { days: settings.keep_days, megabytes: settings.keep_megabytes },
        roles: dateline_desk::Roles {
            crawl: roles.crawl,
            read: roles.read,
            story: roles.story,
            index: roles.index,
            janitor: roles.janitor,
        },
        ..DeskSettings::default()
    };
    Ok(Desk::new(store.clone(), fetcher, settings.clock.clone(), desk_settings).await?)
}

/// Opens the store for the time of some work.
///
/// # Errors
/// When the store cannot be opened or closed, or the work fails.
pub async fn with_store<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&Store) -> Result<T>,
) -> Result<T> {
    closing(open_store(settings).await?, work).await
}

/// The same for work that only reads, which can be done on a full disk and in a folder that is
/// read-only, too.
///
/// # Errors
/// When the store cannot be opened or closed, or the work fails.
pub async fn with_store_to_read<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&Store) -> Result<T>,
) -> Result<T> {
    closing(open_to_read(settings).await?, work).await
}

async fn closing<T>(store: Store, work: impl AsyncFnOnce(&Store) -> Result<T>) -> Result<T> {
    let result = work(&store).await;
    let closed = store.close().await.context("the store could not be closed");
    let value = result?;
    closed?;
    Ok(value)
}

/// Opens store and desk for the time of some work. An interrupt ends the work, and what this
/// process had taken on is free for others at once.
///
/// # Errors
/// When store or desk cannot be opened or closed, the work fails or is interrupted.
pub async fn with_desk<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&Desk) -> Result<T>,
) -> Result<T> {
    with_store(settings, async |store| at_desk(store, settings, work).await).await
}

/// The same for work that only reads; see [`with_store_to_read`].
///
/// # Errors
/// When store or desk cannot be opened or closed, the work fails or is interrupted.
pub async fn with_desk_to_read<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&Desk) -> Result<T>,
) -> Result<T> {
    with_store_to_read(settings, async |store| at_desk(store, settings, work).await).await
}

async fn at_desk<T>(
    store: &Store,
    settings: &Settings,
    work: impl AsyncFnOnce(&Desk) -> Result<T>,
) -> Result<T> {
    let desk = open_desk(store, settings).await?;
    let result = tokio::select! {
        result = work(&desk) => result,
        _ = tokio::signal::ctrl_c() => Err(anyhow!("interrupted; what was done so far is kept")),
    };
    let finished = desk.finish().await.context("the leases could not be given back");
    let value = result?;
    finished?;
    Ok(value)
}

/// The user whose subscriptions a command works on.
///
/// # Errors
/// When nobody has the name that was given.
pub async fn user(store: &Store, settings: &Settings) -> Result<User> {
    let Some(name) = &settings.user else { return Ok(store.owner().await?) };
    let user = store.user_by_name(name).await?;
    user.ok_or_else(|| {
        anyhow!("there is no user “{name}”; “dateline user list” shows who there is")
    })
}

/// How the faces for programs present themselves.
pub fn api_settings(settings: &Settings, stop: &watch::Receiver<bool>) -> ApiSettings {
    ApiSettings {
        base_url: settings.base_url.clone(),
        hub: settings.out_hub.clone(),
        public: settings.public.clone(),
        proxies: settings.proxies.clone(),
        proxy_signs_in: settings.proxy_header.is_some(),
        stop: Some(stop.clone()),
    }
}

/// The OpenID provider that people may sign in by.
///
/// # Errors
/// When it is set by halves.
#[cfg(feature = "oidc")]
pub fn oidc_settings(settings: &Settings) -> Result<Option<dateline_auth::oidc::OidcSettings>> {
    let Some(oidc) = settings.oidc.clone() else { return Ok(None) };
    let client_id = oidc.client_id.context("oidc.issuer needs oidc.client_id as well")?;
    if settings.base_url.is_none() {
        return Err(anyhow!(
            "oidc.issuer needs web.base_url: the provider sends people back there"
        ));
    }
    Ok(Some(dateline_auth::oidc::OidcSettings {
        issuer: oidc.issuer,
        client_id,
        client_secret: oidc.client_secret,
        label: oidc.label,
        new_members: oidc.new_members,
    }))
}

/// Whoever sets a provider must not believe that people can sign in by it.
///
/// # Errors
/// When one is set.
#[cfg(not(feature = "oidc"))]
pub fn refuse_oidc(settings: &Settings) -> Result<()> {
    match &settings.oidc {
        None => Ok(()),
        Some(_) => {
            Err(anyhow!("oidc.issuer is set, but this Dateline was built without the feature oidc"))
        }
    }
}
