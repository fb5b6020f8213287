//! The checks that need no store.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use super::Finding;
use crate::serving;
use crate::settings::Settings;
use crate::{terminal, wiring};

/// Below this a database soon has no room to work in.
const TIGHT: u64 = 1_000_000_000;
const TOO_TIGHT: u64 = 50_000_000;

/// A name service that takes longer than this is no help to polling.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the data folder can be used, and how much room it has.
pub fn folder(settings: &Settings) -> Vec<Finding> {
    let folder = &settings.data;
    let shown = folder.display();
    match fs::metadata(folder) {
        Ok(meta) if !meta.is_dir() => vec![Finding::problem(
            "data folder",
            format!("{shown} is a file"),
            "name a folder with --data DIR",
        )],
        Ok(meta) => {
            let mut findings = vec![writable(folder), room(folder)];
            findings.extend(readable_by_others(&meta));
            findings
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            vec![Finding::ok("data folder", format!("{shown} is not there yet and will be made"))]
        }
        Err(error) => vec![Finding::problem(
            "data folder",
            format!("{shown} cannot be looked at: {error}"),
            "make it readable for this user, or name another with --data DIR",
        )],
    }
}

/// Whether the instance's own table of owners and agencies can be used.
pub fn families(settings: &Settings) -> Option<Finding> {
    const CHECK: &str = "story.families";
    match wiring::families(settings) {
        Ok(None) => None,
        Ok(Some(families)) => {
            Some(Finding::ok(CHECK, format!("{} owners and agencies", families.len())))
        }
        Err(error) => {
            let advice = "correct the file, or take it away to go by Dateline’s own table";
            Some(Finding::problem(CHECK, format!("{error:#}"), advice))
        }
    }
}

fn writable(folder: &Path) -> Finding {
    let shown = folder.display();
    match tempfile::Builder::new().prefix(".doctor-").tempfile_in(folder) {
        Ok(_) => Finding::ok("data folder", format!("{shown} can be written to")),
        Err(error) => Finding::problem(
            "data folder",
            format!("{shown} cannot be written to: {error}"),
            "make it writable for this user, or name another with --data DIR",
        ),
    }
}

/// How many bytes are free where a folder lies; `None` where the system does not say.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return free(folder).ok();
    #[cfg(not(unix))]
    None
}

#[cfg(unix)]
fn free(folder: &Path) -> rustix::io::Result<u64> {
    rustix::fs::statvfs(folder).map(|stat| stat.f_bavail.saturating_mul(stat.f_frsize))
}

#[cfg(unix)]
fn room(folder: &Path) -> Finding {
    match free(folder) {
        Err(error) => Finding::warning(
            "disk",
            format!("its free space is not known: {error}"),
            "look yourself that there is room",
        ),
        Ok(free) if free < TOO_TIGHT => Finding::problem(
            "disk",
            format!("only {} are free", terminal::bytes(free)),
            "make room, or move the data folder",
        ),
        Ok(free) if free < TIGHT => Finding::warning(
            "disk",
            format!("only {} are free", terminal::bytes(free)),
            "make room before long, or set keep.megabytes",
        ),
        Ok(free) => Finding::ok("disk", format!("{} are free", terminal::bytes(free))),
    }
}

#[cfg(not(unix))]
fn room(_folder: &Path) -> Finding {
    Finding::ok("disk", "its free space is not looked at on this system")
}

#[cfg(unix)]
fn readable_by_others(meta: &fs::Metadata) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let open = meta.permissions().mode() & 0o007 != 0;
    open.then(|| {
        Finding::warning(
            "data folder",
            "every user of this machine can look into it",
            "chmod o= on it keeps reading habits and password hashes private",
        )
    })
}

#[cfg(not(unix))]
fn readable_by_others(_meta: &fs::Metadata) -> Option<Finding> {
    None
}

/// Whether the clock can be right.
pub fn clock(settings: &Settings) -> Finding {
    if let Some((start, speed)) = settings.clock.as_trial() {
        return Finding::warning(
            "clock",
            format!("a trial clock: from {start} on, {speed} times as fast"),
            "unset it (--clock, DATELINE_CLOCK, clock) unless this is a trial",
        );
    }
    let now = settings.clock.wall();
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
    if (2025..2100).contains(&year) {
        return Finding::ok("clock", format!("the system's: {}", now.strftime("%F %T UTC")));
    }
    Finding::problem(
        "clock",
        format!("the system's clock says {}", now.strftime("%F %T UTC")),
        "set it: certificates and the order of articles depend on it",
    )
}

/// Whether `fetch.allow` opens more than anyone can want.
pub fn allowed(settings: &Settings) -> Finding {
    let allow = &settings.fetch.allow;
    if allow.is_empty() {
        return Finding::ok("fetch.allow", "empty: only public addresses are fetched from");
    }
    let reaches = |address: [u8; 4]| allow.permits_address(IpAddr::from(address), None);
    // The address under which clouds hand out the credentials of a machine.
    if reaches([169, 254, 169, 254]) {
        return Finding::warning(
            "fetch.allow",
            format!("{allow} lets feeds lead to link-local addresses, cloud metadata among them"),
            "list only the hosts or networks that you need",
        );
    }
    let private = [[10, 0, 0, 1], [10, 200, 0, 1], [172, 16, 0, 1], [192, 168, 0, 1]];
    if private.iter().filter(|address| reaches(**address)).count() > 1 {
        return Finding::warning(
            "fetch.allow",
            format!("{allow} lets feeds lead to whole private networks"),
            "list only the hosts that you need",
        );
    }
    Finding::ok("fetch.allow", format!("{allow}"))
}

/// Whether the web pages can be served where the settings say.
pub async fn listening(settings: &Settings) -> Finding {
    let address = settings.listen.as_deref().unwrap_or(&settings.default_listen);
    match tokio::net::TcpListener::bind(address).await {
        Ok(listener) => {
            let url = listener.local_addr().map(serving::local_url).unwrap_or_default();
            Finding::ok("listening", format!("{url} is free"))
        }
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Finding::warning(
            "listening",
            format!("{address} is taken"),
            "fine if that is Dateline itself; else choose another with --listen",
        ),
        Err(error) => Finding::problem(
            "listening",
            format!("{address} cannot be listened on: {error}"),
            "choose another address with --listen",
        ),
    }
}

/// Whether names can be looked up. A machine without a network is none that is ill.
pub async fn names() -> Finding {
    let advice = "feeds can be polled only with a network and a name service";
    match tokio::time::timeout(PATIENCE, tokio::net::lookup_host("example.com:443")).await {
        Ok(Ok(_)) => Finding::ok("network", "names can be looked up"),
        Ok(Err(error)) => {
            Finding::warning("network", format!("names cannot be looked up: {error}"), advice)
        }
        Err(_) => Finding::warning("network", "the name service does not answer", advice),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;
    use crate::settings::{Flags, gather};

    fn settings(pairs: &[(&'static str, &str)]) -> Settings {
        let mut flags = Flags::new();
        flags.insert("data", "/nowhere/dateline".to_owned());
        flags.extend(pairs.iter().map(|(flag, value)| (*flag, (*value).to_owned())));
        Settings::from_values(&gather(&flags, &|_| None).unwrap()).unwrap()
    }

    #[test]
    fn a_wide_allow_list_is_warned_about() {
        let state = |list: &str| allowed(&settings(&[("fetch-allow", list)])).state;
        assert_eq!(state("0.0.0.0/0"), State::Warning);
        assert_eq!(state("169.254.0.0/16"), State::Warning);
        assert_eq!(state("10.0.0.0/8"), State::Warning);
        assert_eq!(state("nas.lan,192.168.0.7"), State::Ok);
        assert_eq!(allowed(&settings(&[])).state, State::Ok);
    }

    #[test]
    fn a_trial_clock_is_warned_about() {
        let finding = clock(&settings(&[("clock", "2025-12-22T00:00:00Z*60")]));
        assert_eq!(finding.state, State::Warning);
        assert!(finding.found.contains("60 times"), "{finding:?}");
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_problem_and_a_file_is() {
        assert_eq!(folder(&settings(&[]))[0].state, State::Ok);
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        assert_eq!(folder(&settings(&[("data", path)]))[0].state, State::Problem);
    }
}
