//! Every setting, declared once. Flags, environment variables, the settings file, the checks,
//! `--help`, `dateline settings` and `docs/settings.md` all come from [`TABLE`].

use super::kind::Kind;

/// A setting.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name in the settings file, a dot between table and key.
    pub key: &'static str,
    /// Its flag, without the dashes. The environment variable is `DATELINE_` and the flag in
    /// capitals.
    pub flag: &'static str,
    /// What stands for the value in `--help`.
    pub value: &'static str,
    /// What the value may be.
    pub kind: Kind,
    /// What holds where nothing was given.
    pub default: Default,
    /// What it does: a sentence without its full stop.
    pub help: &'static str,
    /// Which commands take the flag.
    pub taken_by: TakenBy,
    /// Whether it is never shown, and can be read from a file named by `…_FILE`.
    pub secret: bool,
    /// Whether the settings file may hold it.
    pub in_file: bool,
}

/// What holds where a setting was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Default {
    /// This value.
    Value(&'static str),
    /// Something that is worked out, or nothing: in words for the reference page.
    Words(&'static str),
}

/// Which commands take a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBy {
    /// All of them.
    All,
    /// These.
    Only(&'static [&'static str]),
}

impl Row {
    /// The environment variable.
    pub fn environment(&self) -> String {
        format!("DATELINE_{}", self.flag.replace('-', "_").to_uppercase())
    }

    /// Whether a command takes the flag.
    pub fn is_taken_by(&self, command: &str) -> bool {
        match self.taken_by {
            TakenBy::All => true,
            TakenBy::Only(commands) => commands.contains(&command),
        }
    }
}

/// The row of a key.
pub fn row(key: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.key == key)
}

const SERVING: TakenBy = TakenBy::Only(&["serve", "demo"]);
const FETCHING: TakenBy = TakenBy::Only(&["serve", "add", "import", "move-in", "poll", "demo"]);
const READING: TakenBy = TakenBy::Only(&["serve", "poll", "demo"]);
const TELLING: TakenBy =
    TakenBy::Only(&["serve", "poll", "front", "story", "regroup", "doctor", "demo"]);
const KEEPING: TakenBy = TakenBy::Only(&["serve", "keep"]);
const OF_A_USER: TakenBy = TakenBy::Only(&[
    "add", "import", "move-in", "export", "poll", "front", "feeds", "article", "story", "search",
    "sites",
]);

/// What most rows have in common.
const ROW: Row = Row {
    key: "",
    flag: "",
    value: "",
    kind: Kind::Text,
    default: Default::Words("not set"),
    help: "",
    taken_by: TakenBy::All,
    secret: false,
    in_file: true,
};

/// Every setting, in the order in which they are shown.
pub static TABLE: &[Row] = &[
    Row {
        key: "data",
        flag: "data",
        value: "DIR",
        kind: Kind::Path,
        default: Default::Words("`$XDG_DATA_HOME/dateline`, else `~/.local/share/dateline`"),
        help: "The data folder: the database and everything else that Dateline keeps",
        in_file: false,
        ..ROW
    },
    Row {
        key: "config",
        flag: "config",
        value: "FILE",
        kind: Kind::Path,
        default: Default::Words("`dateline.toml` in the data folder, where there is one"),
        help: "The settings file",
        in_file: false,
        ..ROW
    },
    Row {
        key: "store",
        flag: "store",
        value: "ADDRESS",
        kind: Kind::Database,
        default: Default::Words("SQLite, in the data folder"),
        help: "A PostgreSQL database to keep everything in. It may hold a password: better given by the environment than by the flag, which other users of the machine can see",
        secret: true,
        ..ROW
    },
    Row {
        key: "clock",
        flag: "clock",
        value: "START[*SPEED]",
        kind: Kind::Clock,
        default: Default::Words("the system's clock"),
        help: "A clock for trials, such as 2025-12-22T00:00:00Z*3600: what is stored, scheduled, ranked and shown goes by it",
        ..ROW
    },
    Row {
        key: "user",
        flag: "user",
        value: "NAME",
        default: Default::Words("the owner"),
        help: "Whose subscriptions a command works on",
        taken_by: OF_A_USER,
        ..ROW
    },
    Row {
        key: "roles",
        flag: "roles",
        value: "LIST",
        kind: Kind::Choices(&["web", "crawl", "read", "story", "index", "janitor"]),
        default: Default::Value("web,crawl,read,story,index,janitor"),
        help: "What this process does: serve pages, poll feeds, read articles, form stories, keep the search index and send alerts, tidy up",
        taken_by: TakenBy::Only(&["serve"]),
        ..ROW
    },
    Row {
        key: "web.listen",
        flag: "listen",
        value: "ADDRESS:PORT",
        kind: Kind::Listen,
        default: Default::Value("127.0.0.1:7878"),
        help: "Where the web pages are served",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "web.base_url",
        flag: "base-url",
        value: "URL",
        kind: Kind::Url,
        default: Default::Words("none: links are relative"),
        help: "The address under which people reach this instance, where a proxy stands before it; where that is a public one, hubs push what is new to it (WebSub)",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "out.hub",
        flag: "out-hub",
        value: "URL",
        kind: Kind::Url,
        default: Default::Words("none: other readers ask for feeds by themselves"),
        help: "The WebSub hub that tells other readers when a feed that this instance gives out has changed; it learns the addresses of such feeds, and needs `web.base_url`",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "metrics.public",
        flag: "metrics-public",
        value: "BOOL",
        kind: Kind::Switch,
        default: Default::Value("false"),
        help: "Whether /metrics answers other machines than this one",
        taken_by: TakenBy::Only(&["serve"]),
        ..ROW
    },
    Row {
        key: "public.newspaper",
        flag: "public-newspaper",
        value: "WORD",
        kind: Kind::Choice(&["off", "admin", "on"]),
        default: Default::Value("admin"),
        help: "Who decides whether this instance shows a public newspaper: `admin` leaves it to its admins, who switch it on in the browser; `on` shows one without that, `off` none. Which feeds stand in it is chosen in the browser (docs/public.md)",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "public.contact",
        flag: "public-contact",
        value: "TEXT",
        default: Default::Words(
            "what an admin typed in the browser; without any, no public newspaper is shown",
        ),
        help: "Where publishers write to who want to be removed from the public newspaper: an address of e-mail or of a web page, shown on every public page",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "auth.proxies",
        flag: "auth-proxies",
        value: "LIST",
        kind: Kind::Peers,
        default: Default::Words("none: only a proxy on this machine says who its client is"),
        help: "The proxies before this instance, such as 10.0.0.2,172.16.0.0/12: what they add to X-Forwarded-For is believed, and the header of auth.proxy_header",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "auth.proxy_header",
        flag: "auth-proxy-header",
        value: "NAME",
        kind: Kind::Header,
        help: "A header such as Remote-User in which the proxies of auth.proxies say who is signed in; from anybody else it is not looked at, and it makes no accounts",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "oidc.issuer",
        flag: "oidc-issuer",
        value: "URL",
        kind: Kind::Url,
        help: "An OpenID provider that people may sign in by, as it calls itself; needs web.base_url, and a Dateline built with the feature oidc",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "oidc.client_id",
        flag: "oidc-client-id",
        value: "TEXT",
        help: "What this instance is called there; its redirect address is the base URL with /login/oidc/callback",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "oidc.client_secret",
        flag: "oidc-client-secret",
        value: "TEXT",
        help: "Its password there, where it has one: better given by the environment or a file than by the flag, which other users of the machine can see",
        taken_by: SERVING,
        secret: true,
        ..ROW
    },
    Row {
        key: "oidc.label",
        flag: "oidc-label",
        value: "TEXT",
        default: Default::Value("your organisation"),
        help: "What people call the provider: it stands on the button, after “Sign in with”",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "oidc.new_members",
        flag: "oidc-new-members",
        value: "BOOL",
        kind: Kind::Switch,
        default: Default::Value("false"),
        help: "Whether whoever has an account at the provider gets a member’s account here at their first sign-in; otherwise only linked accounts and invitations let somebody in",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "fetch.allow",
        flag: "fetch-allow",
        value: "LIST",
        kind: Kind::Networks,
        default: Default::Words("none: only public addresses are opened"),
        help: "Hosts and networks that may be fetched from although they are not public, such as 127.0.0.0/8,nas.lan",
        ..ROW
    },
    Row {
        key: "fetch.robots_for_feeds",
        flag: "fetch-robots-for-feeds",
        value: "BOOL",
        kind: Kind::Switch,
        default: Default::Value("false"),
        help: "Whether robots.txt holds for the feeds that you add, too; it always does for pages and for what Dateline looks for by itself",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "fetch.host_pause",
        flag: "fetch-host-pause",
        value: "MS",
        kind: Kind::Number { min: 0, max: 600_000, of: "milliseconds" },
        default: Default::Value("1000"),
        help: "The least time between the starts of two requests to one host",
        ..ROW
    },
    Row {
        key: "fetch.per_host",
        flag: "fetch-per-host",
        value: "N",
        kind: Kind::Number { min: 1, max: 64, of: "requests" },
        default: Default::Value("2"),
        help: "How many requests run at once to one host",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "fetch.at_once",
        flag: "fetch-at-once",
        value: "N",
        kind: Kind::Number { min: 1, max: 4096, of: "requests" },
        default: Default::Value("64"),
        help: "How many requests for feeds run at once; pages of articles have half as many besides",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "fetch.timeout",
        flag: "fetch-timeout",
        value: "SECONDS",
        kind: Kind::Number { min: 1, max: 600, of: "seconds" },
        default: Default::Value("30"),
        help: "How long a fetch may take with all its redirects",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "fetch.wire_limit",
        flag: "fetch-wire-limit",
        value: "MIB",
        kind: Kind::Number { min: 1, max: 1024, of: "mebibytes" },
        default: Default::Value("5"),
        help: "The most that is taken of a document as it comes over the network",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "fetch.decoded_limit",
        flag: "fetch-decoded-limit",
        value: "MIB",
        kind: Kind::Number { min: 1, max: 1024, of: "mebibytes" },
        default: Default::Value("25"),
        help: "The most that is taken of a document once it is decompressed",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "fetch.user_agent",
        flag: "fetch-user-agent",
        value: "TEXT",
        default: Default::Words("Dateline with its version and a page about it"),
        help: "How Dateline introduces itself to servers; the word before the first slash is looked for in robots.txt",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "poll.interval",
        flag: "poll-interval",
        value: "MINUTES",
        kind: Kind::Number { min: 15, max: 10_080, of: "minutes" },
        default: Default::Value("60"),
        help: "How often a feed is polled until it is known how often it brings something",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "poll.min",
        flag: "poll-min",
        value: "MINUTES",
        kind: Kind::Number { min: 15, max: 1440, of: "minutes" },
        default: Default::Value("15"),
        help: "The least time between two polls of a feed, however much it brings",
        taken_by: FETCHING,
        ..ROW
    },
    Row {
        key: "read.threads",
        flag: "read-threads",
        value: "N",
        kind: Kind::Number { min: 0, max: 256, of: "threads" },
        default: Default::Value("0"),
        help: "How many threads parse feeds and read pages; 0 is one for each core",
        taken_by: READING,
        ..ROW
    },
    Row {
        key: "story.families",
        flag: "families",
        value: "FILE",
        kind: Kind::Path,
        default: Default::Words("`families.toml` in the data folder, where there is one"),
        help: "Which outlets are one voice: a table of owners and agencies that is merged over Dateline’s own; its path is taken from the data folder",
        taken_by: TELLING,
        ..ROW
    },
    Row {
        key: "keep.days",
        flag: "keep-days",
        value: "DAYS",
        kind: Kind::Number { min: 1, max: 36_500, of: "days" },
        default: Default::Words("not set: everything is kept"),
        help: "How long articles are kept; starred ones are always kept",
        taken_by: KEEPING,
        ..ROW
    },
    Row {
        key: "keep.megabytes",
        flag: "keep-megabytes",
        value: "MB",
        kind: Kind::Number { min: 10, max: 100_000_000, of: "megabytes" },
        default: Default::Words("not set: everything is kept"),
        help: "How large the store may grow before the oldest articles go; starred ones are always kept",
        taken_by: KEEPING,
        ..ROW
    },
    Row {
        key: "pictures.cache_mb",
        flag: "pictures-cache-mb",
        value: "MB",
        kind: Kind::Number { min: 10, max: 1_000_000, of: "megabytes" },
        default: Default::Value("500"),
        help: "How much room pictures of articles and icons of outlets may take in the data folder; those seen least recently go first, and are fetched again when somebody looks",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "alerts.allow",
        flag: "alerts-allow",
        value: "LIST",
        kind: Kind::Networks,
        default: Default::Words("none: alerts go to public addresses only"),
        help: "Hosts and networks that webhooks and ntfy alerts of any user may reach although they are not public, such as ntfy.lan",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "mail.server",
        flag: "mail-server",
        value: "URL",
        kind: Kind::MailServer,
        default: Default::Words("not set: alerts do not go by mail"),
        help: "The server that takes mail for alerts: smtps://host speaks TLS from the start, smtp://host changes to it before anything is said, smtp+plain://host never does",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "mail.user",
        flag: "mail-user",
        value: "NAME",
        help: "The name to sign in to the mail server with, where it asks for one",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "mail.password",
        flag: "mail-password",
        value: "TEXT",
        help: "The password that goes with it: better given by the environment or a file than by the flag, which other users of the machine can see",
        taken_by: SERVING,
        secret: true,
        ..ROW
    },
    Row {
        key: "mail.from",
        flag: "mail-from",
        value: "ADDRESS",
        default: Default::Value("Dateline <dateline@localhost>"),
        help: "Who the mail is from",
        taken_by: SERVING,
        ..ROW
    },
    Row {
        key: "log.level",
        flag: "log-level",
        value: "LEVEL",
        kind: Kind::LogFilter,
        default: Default::Words("`info` for `serve`, `warn` for the other commands"),
        help: "How much is logged, always to standard error",
        ..ROW
    },
    Row {
        key: "log.format",
        flag: "log-format",
        value: "FORMAT",
        kind: Kind::Choice(&["human", "json"]),
        default: Default::Value("human"),
        help: "How it is logged: lines for people, or a JSON object a line",
        ..ROW
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_and_flags_are_each_there_once() {
        let keys: HashSet<&str> = TABLE.iter().map(|row| row.key).collect();
        let flags: HashSet<&str> = TABLE.iter().map(|row| row.flag).collect();
        assert_eq!((keys.len(), flags.len()), (TABLE.len(), TABLE.len()));
    }

    #[test]
    fn what_a_setting_does_is_told_in_every_tongue() {
        for row in TABLE {
            assert!(dateline_words::is_known(row.help), "{}: {}", row.key, row.help);
            if let Default::Words(words) = row.default {
                // As the page of the settings shows it.
                let words = words.replace('`', "");
                assert!(dateline_words::is_known(&words), "{}: {words}", row.key);
            }
        }
    }

    #[test]
    fn every_default_passes_its_own_check() {
        for row in TABLE {
            if let Default::Value(value) = row.default {
                assert_eq!(row.kind.check(value), Ok(()), "{}", row.key);
            }
        }
    }

    #[test]
    fn environment_variables_follow_the_flags() {
        let name = |key| row(key).map(Row::environment).unwrap_or_default();
        assert_eq!(name("web.listen"), "DATELINE_LISTEN");
        assert_eq!(name("fetch.host_pause"), "DATELINE_FETCH_HOST_PAUSE");
    }
}
