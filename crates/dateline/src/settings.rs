//! The settings: declared in a table, gathered from flags, environment and file, used as a value.

mod error;
mod file;
mod kind;
mod load;
mod origin;
mod page;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderName;
use dateline_auth::proxies::Proxies;
use dateline_clock::Clock;
use dateline_desk::MailSettings;
use dateline_fetch::FetchSettings;
use dateline_model::{PublicMode, PublicSettings};
use url::Url;

pub use error::SettingsError;
pub use kind::Kind;
pub use load::{Flags, Values, gather};
pub use origin::Origin;
pub use page::markdown;
pub use table::{Default as RowDefault, Row, TABLE, TakenBy};

/// What a process of `serve` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles {
    /// Serve pages.
    pub web: bool,
    /// Poll feeds.
    pub crawl: bool,
    /// Read articles' pages.
    pub read: bool,
    /// Give articles their stories.
    pub story: bool,
    /// Keep the search index, send alerts.
    pub index: bool,
    /// Tidy up.
    pub janitor: bool,
}

/// An OpenID provider, whether or not this binary can speak with one.
#[derive(Clone)]
#[cfg_attr(
    not(feature = "oidc"),
    expect(dead_code, reason = "settings are checked also where nothing asks for them")
)]
pub struct Oidc {
    /// What it calls itself.
    pub issuer: Url,
    /// What this instance is called there.
    pub client_id: Option<String>,
    /// Its password there.
    pub client_secret: Option<String>,
    /// What people call it.
    pub label: String,
    /// Whether it lets new people in.
    pub new_members: bool,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("issuer", &self.issuer.as_str()).finish_non_exhaustive()
    }
}

/// The settings in force, as the program uses them.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder.
    pub data: PathBuf,
    /// The address of a PostgreSQL database, where not SQLite.
    pub store: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// Whose subscriptions a command works on, where not the owner's.
    pub user: Option<String>,
    /// What `serve` does.
    pub roles: Roles,
    /// Where to listen; `None` where nothing was chosen.
    pub listen: Option<String>,
    /// Where to listen when nothing was chosen.
    pub default_listen: String,
    /// The address under which people reach this instance.
    pub base_url: Option<Url>,
    /// The hub that tells other readers of changes in feeds given out.
    pub out_hub: Option<Url>,
    /// Whether other machines may read the metrics.
    pub metrics_public: bool,
    /// What they say of the public newspaper.
    pub public: PublicSettings,
    /// The proxies before this instance.
    pub proxies: Proxies,
    /// The header in which they say who is signed in.
    pub proxy_header: Option<HeaderName>,
    /// The OpenID provider that people may sign in by.
    pub oidc: Option<Oidc>,
    /// The limits of fetching.
    pub fetch: FetchSettings,
    /// How long after its first poll a feed is polled again.
    pub poll_interval: Duration,
    /// The least time between two polls of a feed.
    pub poll_floor: Duration,
    /// How many threads parse and read; at least 1.
    pub threads: usize,
    /// The table of owners and agencies that is merged over the project's; relative to the data
    /// folder.
    pub families: Option<PathBuf>,
    /// For how many days articles are kept.
    pub keep_days: Option<u32>,
    /// How large the texts may grow.
    pub keep_megabytes: Option<u64>,
    /// Megabytes that pictures may take.
    pub pictures_megabytes: u64,
    /// How mail is sent.
    pub mail: Option<MailSettings>,
    /// How much is logged, where it was said.
    pub log_level: Option<String>,
    /// Whether logs are JSON.
    pub log_json: bool,
}

impl Settings {
    /// The settings that gathered values mean.
    ///
    /// # Errors
    /// When a value is not what its setting takes; [`gather`] has checked that already.
    pub fn from_values(values: &Values) -> Result<Self, SettingsError> {
        let read = Reader(values);
        let chosen =
            |key: &str| values.get(key).is_some_and(|value| value.origin != Origin::Default);
        let listen = read.text("web.listen").unwrap_or_default();
        let threads = match read.number("read.threads")?.unwrap_or_default() {
            0 => std::thread::available_parallelism().map_or(2, usize::from),
            threads => threads as usize,
        };
        Ok(Self {
            data: PathBuf::from(read.text("data").unwrap_or_default()),
            store: read.text("store"),
            clock: read.parsed("clock", Clock::parse)?.unwrap_or_default(),
            user: read.text("user"),
            roles: roles(&read.text("roles").unwrap_or_default()),
            listen: chosen("web.listen").then(|| listen.clone()),
            default_listen: listen,
            base_url: read.parsed("web.base_url", Url::parse)?,
            out_hub: read.parsed("out.hub", Url::parse)?,
            metrics_public: read.parsed("metrics.public", kind::parse_switch)?.unwrap_or(false),
            public: public(&read),
            proxies: read.parsed("auth.proxies", str::parse)?.unwrap_or_default(),
            proxy_header: read.parsed("auth.proxy_header", kind::parse_header)?,
            oidc: oidc(&read)?,
            fetch: fetch(&read)?,
            poll_interval: Duration::from_secs(60 * read.number("poll.interval")?.unwrap_or(60)),
            poll_floor: Duration::from_secs(60 * read.number("poll.min")?.unwrap_or(15)),
            threads,
            families: read.text("story.families").map(PathBuf::from),
            keep_days: read.number("keep.days")?.and_then(|days| u32::try_from(days).ok()),
            keep_megabytes: read.number("keep.megabytes")?,
            pictures_megabytes: read.number("pictures.cache_mb")?.unwrap_or(500),
            mail: mail(&read)?,
            log_level: read.text("log.level"),
            log_json: read.text("log.format").as_deref() == Some("json"),
        })
    }
}

fn fetch(read: &Reader<'_>) -> Result<FetchSettings, SettingsError> {
    const MIB: u64 = 1024 * 1024;
    let mut fetch = FetchSettings::default();
    fetch.allow = read.parsed("fetch.allow", str::parse)?.unwrap_or(fetch.allow);
    fetch.alerts_allow = read.parsed("alerts.allow", str::parse)?.unwrap_or(fetch.alerts_allow);
    fetch.robots_for_feeds =
        read.parsed("fetch.robots_for_feeds", kind::parse_switch)?.unwrap_or(false);
    let number = |key: &str, default: u64| Ok(read.number(key)?.unwrap_or(default));
    fetch.host_pause = Duration::from_millis(number("fetch.host_pause", 1000)?);
    fetch.per_host = number("fetch.per_host", 2)? as usize;
    fetch.at_once = number("fetch.at_once", 64)? as usize;
    fetch.total_timeout = Duration::from_secs(number("fetch.timeout", 30)?);
    fetch.connect_timeout = fetch.connect_timeout.min(fetch.total_timeout);
    fetch.wire_cap = number("fetch.wire_limit", 5)? * MIB;
    fetch.decoded_cap = number("fetch.decoded_limit", 25)? * MIB;
    fetch.user_agent = read.text("fetch.user_agent").unwrap_or(fetch.user_agent);
    Ok(fetch)
}

fn public(read: &Reader<'_>) -> PublicSettings {
    let mode = match read.text("public.newspaper").as_deref() {
        Some("on") => PublicMode::On,
        Some("off") => PublicMode::Off,
        _ => PublicMode::Admin,
    };
    PublicSettings { mode, contact: read.text("public.contact") }
}

fn mail(read: &Reader<'_>) -> Result<Option<MailSettings>, SettingsError> {
    let Some(server) = read.parsed("mail.server", Url::parse)? else { return Ok(None) };
    let (user, password) = (read.text("mail.user"), read.text("mail.password"));
    let from = read.text("mail.from").unwrap_or_default();
    Ok(Some(MailSettings { server, user, password, from }))
}

fn oidc(read: &Reader<'_>) -> Result<Option<Oidc>, SettingsError> {
    let Some(issuer) = read.parsed("oidc.issuer", Url::parse)? else { return Ok(None) };
    Ok(Some(Oidc {
        issuer,
        client_id: read.text("oidc.client_id"),
        client_secret: read.text("oidc.client_secret"),
        label: read.text("oidc.label").unwrap_or_default(),
        new_members: read.parsed("oidc.new_members", kind::parse_switch)?.unwrap_or(false),
    }))
}

fn roles(list: &str) -> Roles {
    let named = |role: &str| list.split(',').any(|word| word.trim() == role);
    Roles {
        web: named("web"),
        crawl: named("crawl"),
        read: named("read"),
        story: named("story"),
        index: named("index"),
        janitor: named("janitor"),
    }
}

struct Reader<'a>(&'a Values);

impl Reader<'_> {
    fn text(&self, key: &str) -> Option<String> {
        let value = self.0.get(key);
        debug_assert!(value.is_some(), "the table has no row {key}");
        value?.text.clone()
    }

    fn number(&self, key: &str) -> Result<Option<u64>, SettingsError> {
        self.parsed(key, |text| text.trim().parse::<u64>())
    }

    fn parsed<T, E: std::fmt::Display>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, SettingsError> {
        let Some(value) = self.0.get(key) else { return Ok(None) };
        let Some(text) = &value.text else { return Ok(None) };
        parse(text).map(Some).map_err(|error| SettingsError::Value {
            key: value.row.key,
            origin: value.origin.clone(),
            why: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&'static str, &str)]) -> Settings {
        let mut flags = Flags::new();
        flags.insert("data", "/nowhere/dateline".to_owned());
        flags.extend(pairs.iter().map(|(flag, value)| (*flag, (*value).to_owned())));
        let values = gather(&flags, &|_| None).unwrap();
        Settings::from_values(&values).unwrap()
    }

    #[test]
    fn without_any_setting_the_defaults_hold() {
        let settings = settings(&[]);
        assert_eq!(settings.fetch.host_pause, Duration::from_secs(1));
        assert_eq!(settings.fetch.wire_cap, 5 * 1024 * 1024);
        assert_eq!(settings.poll_interval, Duration::from_secs(3600));
        assert_eq!((settings.listen, settings.default_listen.as_str()), (None, "127.0.0.1:7878"));
        assert!(settings.roles.web && settings.roles.crawl && settings.roles.janitor);
        assert!(settings.threads > 0 && settings.keep_days.is_none());
        assert!(settings.fetch.allow.is_empty() && settings.clock.as_trial().is_none());
    }

    #[test]
    fn every_value_reaches_its_place() {
        let settings = settings(&[
            ("fetch-allow", "127.0.0.0/8"),
            ("alerts-allow", "nas.lan"),
            ("fetch-host-pause", "0"),
            ("fetch-timeout", "4"),
            ("roles", "web, janitor"),
            ("listen", "0.0.0.0:80"),
            ("metrics-public", "true"),
            ("auth-proxies", "10.0.0.0/8"),
            ("auth-proxy-header", "Remote-User"),
            ("read-threads", "3"),
            ("keep-days", "30"),
            ("clock", "2025-12-22T00:00:00Z*10"),
            ("log-format", "json"),
        ]);
        assert!(settings.fetch.allow.permits_address("127.0.0.1".parse().unwrap(), None));
        assert!(settings.fetch.alerts_allow.permits_name("nas.lan", 80));
        assert!(!settings.fetch.allow.permits_name("nas.lan", 80));
        assert_eq!(settings.fetch.host_pause, Duration::ZERO);
        assert_eq!(settings.fetch.connect_timeout, Duration::from_secs(4));
        let expected = Roles {
            web: true,
            crawl: false,
            read: false,
            story: false,
            index: false,
            janitor: true,
        };
        assert_eq!(settings.roles, expected);
        assert_eq!(settings.listen.as_deref(), Some("0.0.0.0:80"));
        assert!(settings.metrics_public && settings.log_json);
        assert!(settings.proxies.lists("10.0.0.1:1".parse().unwrap()));
        assert_eq!(settings.proxy_header.unwrap().as_str(), "remote-user");
        assert_eq!((settings.threads, settings.keep_days), (3, Some(30)));
        assert_eq!(settings.clock.as_trial().unwrap().1, 10.0);
    }
}
