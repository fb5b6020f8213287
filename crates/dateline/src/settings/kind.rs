//! What a setting's value may be, and the check of it.

use axum::http::HeaderName;
use dateline_auth::proxies::Proxies;
use dateline_clock::Clock;
use dateline_fetch::AllowList;
use tracing_subscriber::EnvFilter;
use url::Url;

/// What a setting's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text of one line.
    Text,
    /// A file or folder.
    Path,
    /// A whole number within bounds, both included, of something such as "milliseconds".
    Number {
        /// The least.
        min: u64,
        /// The most.
        max: u64,
        /// What is counted.
        of: &'static str,
    },
    /// `true` or `false`.
    Switch,
    /// Hosts, addresses and networks with commas between them.
    Networks,
    /// Addresses and networks with commas between them.
    Peers,
    /// The name of a header of HTTP.
    Header,
    /// A web address.
    Url,
    /// An engine of the store, and where it is.
    Database,
    /// A server that takes mail.
    MailServer,
    /// An address and a port to listen on.
    Listen,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// Some of these words, with commas between them.
    Choices(&'static [&'static str]),
    /// `START` or `START*SPEED`.
    Clock,
    /// A level, or levels for parts of the program.
    LogFilter,
}

impl Kind {
    /// Whether a value is of this kind.
    ///
    /// # Errors
    /// What is wrong with it, in words that go on after the place it came from.
    pub fn check(self, value: &str) -> Result<(), String> {
        if value.contains(['\n', '\r', '\0']) {
            return Err("it must be a single line".to_owned());
        }
        match self {
            Self::Text | Self::Path if value.trim().is_empty() => Err("it is empty".to_owned()),
            Self::Text | Self::Path => Ok(()),
            Self::Number { min, max, of } => match value.trim().parse::<u64>() {
                Ok(number) if (min..=max).contains(&number) => Ok(()),
                _ => Err(format!("“{value}” is not a whole number of {of} from {min} to {max}")),
            },
            Self::Switch => parse_switch(value).map(|_| ()),
            Self::Networks => value.parse::<AllowList>().map(|_| ()).map_err(|e| e.to_string()),
            Self::Peers => value.parse::<Proxies>().map(|_| ()).map_err(|e| e.to_string()),
            Self::Header => parse_header(value).map(|_| ()),
            Self::Url => check_url(value),
            Self::Database => check_database(value),
            Self::MailServer => check_mail_server(value),
            Self::Listen => check_listen(value),
            Self::Choice(words) => check_choice(value, words),
            Self::Choices(words) => {
                let chosen = value.split(',').map(str::trim).filter(|word| !word.is_empty());
                let chosen: Vec<&str> = chosen.collect();
                if chosen.is_empty() {
                    return Err(format!("it names none of {}", words.join(", ")));
                }
                chosen.into_iter().try_for_each(|word| check_choice(word, words))
            }
            Self::Clock => Clock::parse(value).map(|_| ()).map_err(|error| error.to_string()),
            Self::LogFilter => EnvFilter::builder()
                .parse(value)
                .map(|_| ())
                .map_err(|error| format!("“{value}” is not a level of logs: {error}")),
        }
    }

    /// What may be given, in words for the reference page.
    pub fn words(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Path => "path".to_owned(),
            Self::Number { min, max, of } => format!("{of}, {min} to {max}"),
            Self::Switch => "`true` or `false`".to_owned(),
            Self::Networks => "hosts, addresses and networks, with commas between".to_owned(),
            Self::Peers => "addresses and networks, with commas between".to_owned(),
            Self::Header => "name of a header".to_owned(),
            Self::Url => "web address".to_owned(),
            Self::Database => "`postgres://…`, `sqlite` or `sqlite:FOLDER`".to_owned(),
            Self::MailServer => "`smtps://…`, `smtp://…` or `smtp+plain://…`".to_owned(),
            Self::Listen => "address and port".to_owned(),
            Self::Choice(words) => in_ticks(words, " or "),
            Self::Choices(words) => format!("some of {}", in_ticks(words, ", ")),
            Self::Clock => "`START` or `START*SPEED`".to_owned(),
            Self::LogFilter => {
                "`error`, `warn`, `info`, `debug` or `trace`, also by part: `info,dateline_fetch=debug`"
                    .to_owned()
            }
        }
    }

    /// Whether a list in the settings file may stand for it.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Networks | Self::Peers | Self::Choices(_))
    }
}

/// Reads a switch.
///
/// # Errors
/// When it is neither on nor off.
pub fn parse_switch(value: &str) -> Result<bool, String> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err(format!("“{value}” is neither true nor false")),
    }
}

/// Reads the name of a header that says who somebody is. Those that every browser or proxy sends
/// say something else.
///
/// # Errors
/// When it is no name of a header, or one that can name nobody.
pub fn parse_header(value: &str) -> Result<HeaderName, String> {
    const OTHERS: [&str; 8] =
        ["authorization", "cookie", "forwarded", "from", "host", "origin", "referer", "user-agent"];
    let name: HeaderName =
        value.trim().parse().map_err(|_| format!("“{value}” is not the name of a header"))?;
    if OTHERS.contains(&name.as_str()) || name.as_str().starts_with("x-forwarded-for") {
        return Err(format!(
            "the header {name} does not name a user; proxies set one such as Remote-User"
        ));
    }
    Ok(name)
}

fn in_ticks(words: &[&str], between: &str) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(between)
}

fn check_choice(value: &str, words: &[&str]) -> Result<(), String> {
    if words.contains(&value.trim()) {
        return Ok(());
    }
    Err(format!("“{value}” is none of {}", words.join(", ")))
}

fn check_url(value: &str) -> Result<(), String> {
    let url = Url::parse(value).map_err(|error| format!("“{value}” is not an address: {error}"))?;
    if !dateline_model::address::is_web(&url) {
        return Err(format!("“{value}” is not an address that begins with http:// or https://"));
    }
    Ok(())
}

/// The message never repeats the value, which may hold a password.
fn check_database(value: &str) -> Result<(), String> {
    let starts = ["postgres://", "postgresql://", "sqlite:"];
    let named = starts.iter().any(|start| value.len() > start.len() && value.starts_with(start));
    if named || value == "sqlite" {
        return Ok(());
    }
    Err("it is not the address of a PostgreSQL database such as postgres://user:password@host/name"
        .to_owned())
}

fn check_mail_server(value: &str) -> Result<(), String> {
    let url = Url::parse(value).map_err(|error| format!("“{value}” is not an address: {error}"))?;
    let known = matches!(url.scheme(), "smtps" | "smtp" | "smtp+plain");
    // Name and password have settings of their own, which are not shown.
    if !known || url.host_str().is_none_or(str::is_empty) || !url.username().is_empty() {
        return Err(
            "it is not the address of a mail server such as smtps://mail.example.org".to_owned()
        );
    }
    Ok(())
}

fn check_listen(value: &str) -> Result<(), String> {
    let wrong = || format!("“{value}” is not an address and a port such as 127.0.0.1:7878");
    if value.parse::<std::net::SocketAddr>().is_ok() {
        return Ok(());
    }
    let (host, port) = value.rsplit_once(':').ok_or_else(wrong)?;
    let named = !host.is_empty() && !host.contains([':', '/', ' ', '[']);
    if named && port.parse::<u16>().is_ok() { Ok(()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_bounds() {
        let kind = Kind::Number { min: 15, max: 100, of: "minutes" };
        assert!(kind.check("15").is_ok() && kind.check(" 100 ").is_ok());
        for bad in ["14", "101", "-1", "1.5", "", "many"] {
            let error = kind.check(bad).unwrap_err();
            assert!(error.contains("minutes from 15 to 100"), "{error}");
        }
    }

    #[test]
    fn a_header_that_every_browser_sends_names_nobody() {
        assert_eq!(parse_header(" Remote-User").unwrap().as_str(), "remote-user");
        assert!(Kind::Header.check("X-Forwarded-User").is_ok());
        for bad in ["", "two words", "Cookie", "Host", "X-Forwarded-For", "a:b"] {
            assert!(Kind::Header.check(bad).is_err(), "{bad}");
        }
        assert!(Kind::Peers.check("10.0.0.0/8, ::1").is_ok());
        assert!(Kind::Peers.check("proxy.lan").is_err());
    }

    #[test]
    fn a_place_to_listen_has_a_port() {
        for good in ["127.0.0.1:7878", "[::1]:80", "0.0.0.0:0", "localhost:7878"] {
            assert!(Kind::Listen.check(good).is_ok(), "{good}");
        }
        for bad in ["127.0.0.1", ":80", "localhost:", "http://x:80", "::1:x", "a b:1"] {
            assert!(Kind::Listen.check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_database_is_refused_without_showing_its_password() {
        let error = Kind::Database.check("mysql://me:hunter2@host/db").unwrap_err();
        assert!(!error.contains("hunter2"), "{error}");
        for good in ["postgres://me@host/db", "postgres://me@/db?host=%2Frun", "sqlite:/srv/news"] {
            assert!(Kind::Database.check(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn words_of_a_list_are_checked_one_by_one() {
        let kind = Kind::Choices(&["web", "crawl"]);
        assert!(kind.check("web, crawl").is_ok());
        assert!(kind.check("web,story").unwrap_err().contains("“story” is none of web, crawl"));
        assert!(kind.check(" , ").is_err());
    }
}
