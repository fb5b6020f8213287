//! What can go wrong between a URL and its bytes, in words for the feeds page.

use std::net::IpAddr;
use std::time::Duration;

/// Which of the size limits an answer broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeLimit {
    /// The bytes as they came over the network.
    Wire,
    /// The bytes after decompression.
    Decoded,
    /// The growth by decompression, counted only above 1 MiB of decoded bytes.
    Ratio,
}

/// Why a fetch gave no answer. Each message is one line that the reader of the feeds page
/// understands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The host is, or its name leads to, an address outside the public Internet.
    #[error("{}; list it in fetch.allow to permit it", refused_address(.host, .address, .class))]
    Address {
        /// The host as the URL writes it (a name, or the address itself).
        host: String,
        /// The address that was refused.
        address: IpAddr,
        /// The kind of address in words, such as "a private address".
        class: &'static str,
    },
    /// The URL has a scheme other than http and https, or no host, or port 0.
    #[error("{url} is not a web address that can be fetched: {why}")]
    Scheme {
        /// The URL without user name and password.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The name has no address, or the name service did not answer.
    #[error("the name {host} could not be looked up")]
    Dns {
        /// The name.
        host: String,
    },
    /// No connection could be made.
    #[error("{host} could not be reached: {why}")]
    Connect {
        /// The host.
        host: String,
        /// The cause, such as "connection refused".
        why: String,
    },
    /// The encrypted connection could not be set up.
    #[error("{}", tls_words(.certificate, .why))]
    Tls {
        /// The host.
        host: String,
        /// Whether the server's certificate is the cause.
        certificate: bool,
        /// The cause, such as "expired".
        why: String,
    },
    /// The time allowed is over; waiting for the host's turn is not counted.
    #[error("{}", timeout_words(.host, *.after, *.connecting))]
    Timeout {
        /// The host that was asked last.
        host: String,
        /// The time allowed.
        after: Duration,
        /// Whether it passed before there was a connection.
        connecting: bool,
    },
    /// The answer is larger than allowed.
    #[error("{}", too_large(*.what, *.limit))]
    TooLarge {
        /// The limit: bytes, or for [`SizeLimit::Ratio`] decoded bytes for each wire byte.
        limit: u64,
        /// Which limit.
        what: SizeLimit,
    },
    /// More redirects than allowed.
    #[error("{host} redirects more than {limit} times")]
    TooManyRedirects {
        /// The host of the last redirect.
        host: String,
        /// The number allowed.
        limit: usize,
    },
    /// The redirects come back to a URL of the same chain.
    #[error("the redirects of {host} lead in a circle")]
    RedirectLoop {
        /// The host of the last redirect.
        host: String,
    },
    /// A redirect without a usable target.
    #[error("{host} redirects to an address that cannot be read")]
    BadRedirect {
        /// The host of the redirect.
        host: String,
    },
    /// The body is not what its `Content-Encoding` says, or it ends too early.
    #[error("the answer of {host} is damaged: its {encoding} compression cannot be undone")]
    Decode {
        /// The host.
        host: String,
        /// The encoding's name.
        encoding: String,
    },
    /// The site's robots.txt forbids the page, or could not be read.
    #[error("{}", robots_words(.host, .unreadable.as_deref()))]
    Robots {
        /// The host.
        host: String,
        /// Why robots.txt could not be read (RFC 9309 2.3.1.4); `None` when it forbids the page.
        unreadable: Option<String>,
    },
    /// The host asked for a pause longer than a request waits.
    #[error("{host} asked for a pause; {} s are left", .left.as_secs())]
    HostPaused {
        /// The host.
        host: String,
        /// What is left of the pause.
        left: Duration,
    },
    /// Another process of this instance is asking the host, and one at a time may.
    #[error("another process is asking {host} just now; try it again in a minute")]
    HostBusy {
        /// The host.
        host: String,
    },
    /// The server does not speak HTTP as RFC 9110 wants it, or broke off.
    #[error("{host} {why}")]
    Protocol {
        /// The host.
        host: String,
        /// What it did, as the predicate of a sentence.
        why: String,
    },
    /// The client itself could not be set up.
    #[error("the fetcher could not be started: {0}")]
    Setup(String),
}

impl FetchError {
    /// Whether the same request may well succeed later without anybody changing the URL or the
    /// settings.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout { .. }
            | Self::HostPaused { .. }
            | Self::HostBusy { .. }
            | Self::Decode { .. }
            | Self::Protocol { .. } => true,
            Self::Robots { unreadable, .. } => unreadable.is_some(),
            Self::Address { .. }
            | Self::Scheme { .. }
            | Self::TooLarge { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. }
            | Self::Setup(_) => false,
        }
    }

    /// A short constant word for metrics and logs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Address { .. } => "address",
            Self::Scheme { .. } => "scheme",
            Self::Dns { .. } => "dns",
            Self::Connect { .. } => "connect",
            Self::Tls { .. } => "tls",
            Self::Timeout { .. } => "timeout",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyRedirects { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. } => "redirect",
            Self::Decode { .. } => "decode",
            Self::Robots { .. } => "robots",
            Self::HostPaused { .. } => "host_paused",
            Self::HostBusy { .. } => "host_busy",
            Self::Protocol { .. } => "protocol",
            Self::Setup(_) => "setup",
        }
    }
}

fn refused_address(host: &str, address: &IpAddr, class: &str) -> String {
    let spelled = address.to_string();
    if host.trim_matches(['[', ']']) == spelled {
        format!("{spelled} is {class}")
    } else {
        format!("the name {host} leads to {spelled}, {class}")
    }
}

fn tls_words(certificate: &bool, why: &str) -> String {
    if *certificate {
        format!("the server's certificate is not valid: {why}")
    } else {
        format!("no encrypted connection could be made: {why}")
    }
}

fn timeout_words(host: &str, after: Duration, connecting: bool) -> String {
    let missed = if connecting { "took no connection" } else { "gave no complete answer" };
    format!("{host} {missed} within {} s", after.as_secs_f64().ceil())
}

fn too_large(what: SizeLimit, limit: u64) -> String {
    match what {
        SizeLimit::Wire => format!("the answer is larger than {}", bytes_words(limit)),
        SizeLimit::Decoded => {
            format!("the answer is larger than {} when unpacked", bytes_words(limit))
        }
        SizeLimit::Ratio => {
            format!("the answer grows more than {limit} times when unpacked, which no feed does")
        }
    }
}

fn bytes_words(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else if bytes >= 1024 && bytes.is_multiple_of(1024) {
        format!("{} KiB", bytes / 1024)
    } else {
        format!("{bytes} bytes")
    }
}

fn robots_words(host: &str, unreadable: Option<&str>) -> String {
    match unreadable {
        Some(why) => format!("{host} could not be asked for its robots.txt: {why}"),
        None => format!("the robots.txt of {host} does not allow this page to be read"),
    }
}
