//! What all handlers share.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue};
use dateline_desk::{Desk, ImportReport};
use dateline_model::UserId;
use jiff::Timestamp;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::WebSettings;
use crate::auth::doors::Doors;
use crate::auth::known_browser::KnownBrowsers;
use crate::errors::PageError;
use crate::holdings::Holdings;
use crate::kept_pages::KeptPages;
use crate::pages::admin::backups::Backups;
use crate::pages::admin::doctor::Visits;
use crate::pages::events::NewsStreams;
use crate::pages::move_in::Moves;
use crate::pages::progress::Streams;
use crate::pages::websub::Callbacks;
use crate::when::When;
use dateline_auth::governor::Governor;
use dateline_auth::local;
use dateline_auth::password::Hasher;
use dateline_auth::token::SetupToken;

/// How many reports of imports are remembered.
const IMPORTS: usize = 20;

/// The state of the web face. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    /// The desk, with the store and the clock.
    pub desk: Desk,
    /// The settings.
    pub settings: WebSettings,
    /// What the set-up page asks for from other machines.
    pub setup_token: SetupToken,
    /// What `/metrics` shows.
    pub metrics: Option<PrometheusHandle>,
    /// Hashes passwords.
    pub hasher: Hasher,
    /// Bounds what hubs may do.
    pub callbacks: Callbacks,
    /// Slows down guessing.
    pub governor: Governor,
    /// Browsers in which somebody signed in before.
    pub known_browsers: KnownBrowsers,
    /// The ways in besides a password.
    pub doors: Doors,
    /// The public pages that were made lately.
    pub public_pages: crate::public::Pages,
    /// How people's moves from other readers stand.
    pub moves: Moves,
    /// Pages that are kept until something changes.
    pub kept_pages: KeptPages,
    /// How much the present day brought, by user.
    pub holdings: Holdings,
    /// How the making of a backup stands.
    pub backups: Backups,
    /// What the doctor found last.
    pub doctor: Visits,
    /// Who listens to how far first polls are.
    pub streams: Streams,
    /// How many pages of each user listen to news.
    pub news_streams: NewsStreams,
    has_password: AtomicBool,
    imports: Mutex<VecDeque<(String, UserId, Arc<ImportReport>)>>,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// The state of a new web face.
    pub fn new(
        desk: Desk,
        settings: WebSettings,
        setup_token: SetupToken,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        let known_browsers = KnownBrowsers::new(&setup_token);
        let doors = Doors::of(&desk, &settings);
        Self(Arc::new(Shared {
            desk,
            settings,
            setup_token,
            metrics,
            hasher: Hasher::default(),
            callbacks: Callbacks::default(),
            governor: Governor::default(),
            known_browsers,
            doors,
            public_pages: crate::public::Pages::default(),
            moves: Moves::default(),
            kept_pages: KeptPages::default(),
            holdings: Holdings::default(),
            backups: Backups::default(),
            doctor: Visits::default(),
            streams: Streams::default(),
            news_streams: NewsStreams::default(),
            has_password: AtomicBool::new(false),
            imports: Mutex::default(),
        }))
    }

    /// The instance's present moment.
    pub fn now(&self) -> Timestamp {
        self.desk.clock().now()
    }

    /// Tells moments as seen from now.
    pub fn when(&self) -> When {
        When::new(self.now(), &self.settings.time_zone)
    }

    /// Whom failed tries are counted for.
    pub fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        self.settings.proxies.client_address(peer, headers)
    }

    /// Whether a person at this machine asks, and no proxy for somebody elsewhere.
    pub fn is_person_here(&self, peer: SocketAddr, headers: &HeaderMap) -> bool {
        !self.settings.proxies.lists(peer)
            && local::is_person_here(peer, headers, self.settings.base_url.as_ref())
    }

    /// Whether the instance is set up. Once it is, it stays so.
    pub async fn is_set_up(&self) -> Result<bool, PageError> {
        if self.has_password.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let has = self.desk.store().anyone_has_password().await?;
        self.has_password.store(has, Ordering::Relaxed);
        Ok(has)
    }

    /// A cookie of this site: not for scripts, and for https alone where the site is on https.
    pub fn set_cookie(
        &self,
        name: &str,
        value: &str,
        seconds: i64,
        same_site: &str,
    ) -> Result<HeaderValue, PageError> {
        let https = self.settings.base_url.as_ref().is_some_and(|url| url.scheme() == "https");
        let secure = if https { "; Secure" } else { "" };
        Ok(HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}"
        ))?)
    }

    /// Remembers what an import said, under a name that only its user may look up.
    pub fn remember_import(&self, name: String, user: UserId, report: ImportReport) {
        let mut imports = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
        imports.push_back((name, user, Arc::new(report)));
        if imports.len() > IMPORTS {
            imports.pop_front();
        }
    }

    /// What an import said; `None` after a restart, or when it is another user's.
    pub fn import_report(&self, name: &str, user: UserId) -> Option<Arc<ImportReport>> {
        let imports = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
        let found = imports.iter().find(|(known, whose, _)| known == name && *whose == user);
        found.map(|(_, _, report)| Arc::clone(report))
    }
}
