//! What the sites of public articles ask of programs, in files of their own: asked once a day, for the
//! public newspaper alone.

use std::time::Duration;

use dateline_fetch::{Purpose, Request, Response, RobotsVerdict};
use dateline_model::{SiteTerms, address};
use jiff::SignedDuration;
use tokio::sync::watch;
use url::Url;

use crate::DeskError;
use crate::desk::Inner;

/// How often it is looked whether a site is to be asked, and whether something is over.
const ROUND: Duration = Duration::from_secs(60);
/// How long it rests where more sites wait.
const BREATH: Duration = Duration::from_secs(2);
/// What a site asks for is believed for so long, as its robots.txt is (RFC 9309 2.4).
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);
/// A site that gave no answer is asked again after so long; what it asked for before holds.
const AGAIN: SignedDuration = SignedDuration::from_mins(30);
/// So many sites are asked in a round, each in its host's turn.
const AT_ONCE: usize = 8;

/// Asks until it is told to stop.
pub(crate) async fn keep(desk: &Inner, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let asked = tokio::select! {
            _ = stop.changed() => break,
            asked = round(desk) => asked,
        };
        let wait = match asked {
            // There may be more.
            Ok(AT_ONCE) => BREATH,
            Ok(_) => ROUND,
            Err(error) => {
                tracing::error!(error = %error, "what sites ask for could not be asked");
                ROUND
            }
        };
        tokio::select! {
            _ = stop.changed() => break,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Asks the sites that are due and takes out what is over; gives how many sites were asked.
pub(crate) async fn round(desk: &Inner) -> Result<usize, DeskError> {
    desk.store.unlist_what_is_over(desk.clock.now()).await?;
    let sites = desk.store.sites_to_ask(desk.clock.now(), AT_ONCE).await?;
    for site in &sites {
        let known = desk.store.site_terms(site).await?.unwrap_or_default();
        let (terms, is_whole) = ask(desk, site, known).await;
        let now = desk.clock.now();
        let again = now.saturating_add(if is_whole { GOOD_FOR } else { AGAIN });
        let again = again.unwrap_or(jiff::Timestamp::MAX);
        desk.store.save_site_terms(site, &terms, now, again).await?;
    }
    Ok(sites.len())
}

/// What a site asks for now, and whether all of its files could be asked for; of one that could not,
/// what is known stays.
async fn ask(desk: &Inner, site: &Url, known: SiteTerms) -> (SiteTerms, bool) {
    let Ok(file) = site.join("/.well-known/tdmrep.json") else { return (known, true) };
    let mut terms = SiteTerms { licence: None, shut: false, ..known.clone() };
    match desk.fetcher.robots_allow(&file).await {
        Ok(RobotsVerdict::Allowed) => {}
        // Whoever keeps programs from what is written for them wants nothing made of it.
        Ok(RobotsVerdict::Forbidden) => terms.shut = true,
        Ok(RobotsVerdict::Unknown(_)) | Err(_) => return (known, false),
    }
    let mut is_whole = true;
    if !terms.shut {
        match file_of(desk, file).await {
            File::There(answer) => terms.mining = dateline_page::reservations(&answer.body),
            File::None => terms.mining = Vec::new(),
            File::Unknown => is_whole = false,
        }
    }
    let licence = desk.fetcher.licence_in_robots(site).await;
    match licence.and_then(|licence| site.join(&licence).ok()).filter(address::is_web) {
        None => terms.unlisted = Vec::new(),
        Some(licence) => {
            terms.licence = Some(licence.to_string());
            match file_of(desk, licence).await {
                File::There(answer) => {
                    let kind = answer.content_type.as_deref();
                    terms.unlisted = dateline_page::unlisted_by_licence(&answer.body, kind, site);
                }
                File::None => terms.unlisted = Vec::new(),
                File::Unknown => is_whole = false,
            }
        }
    }
    (terms, is_whole)
}

/// A file that a site may have.
enum File {
    There(Box<Response>),
    /// It has none, or gives it to nobody.
    None,
    /// That could not be found out.
    Unknown,
}

async fn file_of(desk: &Inner, address: Url) -> File {
    match desk.fetcher.get(Request::new(address, Purpose::Terms)).await {
        Ok(answer) if answer.is_success() => File::There(Box::new(answer)),
        Ok(answer) if matches!(answer.status, 400..=499) && answer.status != 429 => File::None,
        Ok(_) => File::Unknown,
        Err(error) if error.is_temporary() => File::Unknown,
        Err(_) => File::None,
    }
}

#[cfg(test)]
mod tests;
