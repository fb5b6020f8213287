//! Icons of outlets: looked for once a week at the most, behind robots.txt and in the host's turn,
//! and never while a page waits.

use std::sync::Arc;

use bytes::Bytes;
use dateline_blob::Key;
use dateline_fetch::{Purpose, Request};
use dateline_markup::scan::{Scanner, Token};
use dateline_model::{IconState, Outlet, UserId, address};
use dateline_picture::{Drawn, ICON_SIDES, PictureError};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::room::lock;
use super::{Picture, VERSION, shown};
use crate::desk::Inner;
use crate::{Desk, DeskError};

/// How long what was found, or not found, is believed.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Whoever looks for an icon has so long until another may: it may have died.
const CLAIMED_FOR: SignedDuration = SignedDuration::from_hours(1);

/// So many of the icons that a page names are tried, and then the one that every site may have.
const TRIED: usize = 3;

/// More outlets than this are not looked up at once; the others are when they are seen again.
const WAITING: usize = 64;

/// The side that is looked for: icons are shown small, and drawn for screens of two pixels a point.
const WANTED_SIDE: u32 = 64;

/// What is shown for an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Icon {
    /// Its own icon.
    Own(Picture),
    /// None; `soon` where one may be found within minutes.
    None {
        /// Whether it is being looked for.
        soon: bool,
    },
}

impl Desk {
    /// The icon of an outlet of which a user can read something, as a square of one of
    /// [`ICON_SIDES`]. Where it is time to look for one, that begins, and nobody waits for it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outlet_icon(&self, user: UserId, key: &str, side: u32) -> Result<Icon, DeskError> {
        let Some((outlet, state)) = self.inner.store.outlet_icon(user, key).await? else {
            return Ok(Icon::None { soon: false });
        };
        let Some(home) = home_of(&outlet) else { return Ok(Icon::None { soon: false }) };
        let is_found = state.is_some_and(|state| state.found);
        if is_found
            && let Ok(Some(file)) = self.inner.pictures.blobs.get(blob_key(&outlet, side)).await
            && let Some(picture) = shown(file)
        {
            self.look_if_due(&outlet, home, state);
            return Ok(Icon::Own(picture));
        }
        // Known to be found and not kept any more: it is looked for as if it never was.
        let state = state.filter(|state| !state.found);
        Ok(Icon::None { soon: self.look_if_due(&outlet, home, state) })
    }

    /// Begins to look for an icon where that is due; tells whether one is looked for.
    fn look_if_due(&self, outlet: &Outlet, home: Url, state: Option<IconState>) -> bool {
        let now = self.inner.clock.now();
        if state.is_some_and(|state| state.look_again_at > now) {
            return false;
        }
        {
            let mut waiting = lock(&self.inner.pictures.icons);
            if waiting.contains(&outlet.id) {
                return true;
            }
            if waiting.len() >= WAITING {
                return false;
            }
            waiting.insert(outlet.id);
        }
        let (desk, outlet) = (Arc::clone(&self.inner), outlet.clone());
        let anew = state.is_none();
        tokio::spawn(async move {
            let _place = desk.pictures.icons_at_once.acquire().await;
            if let Err(error) = look_for(&desk, &outlet, &home, anew).await {
                tracing::error!(error = %error, "an outlet's icon could not be looked for");
            }
            lock(&desk.pictures.icons).remove(&outlet.id);
        });
        true
    }
}

/// Looks for an icon, unless somebody else does. What is known to have been found and is not kept
/// any more is looked for even where it is believed still.
async fn look_for(desk: &Inner, outlet: &Outlet, home: &Url, anew: bool) -> Result<(), DeskError> {
    let now = desk.clock.now();
    let later = |by: SignedDuration| now.saturating_add(by).unwrap_or(Timestamp::MAX);
    if anew {
        let nothing = IconState { found: false, look_again_at: now };
        desk.store.save_icon(outlet.id, nothing, None, now).await?;
    }
    if !desk.store.claim_icon(outlet.id, now, later(CLAIMED_FOR)).await? {
        return Ok(());
    }
    let named = desk.store.icons_of_feeds(outlet.id).await?;
    let found = find(desk, home, &named).await;
    let problem = found.as_ref().err().cloned();
    let mut is_kept = false;
    for drawn in found.unwrap_or_default() {
        let key = blob_key(outlet, drawn.width);
        is_kept = desk.pictures.blobs.put(key, Bytes::from(drawn.file)).await.is_ok();
    }
    let state = IconState { found: is_kept, look_again_at: later(GOOD_FOR) };
    Ok(desk.store.save_icon(outlet.id, state, problem.as_deref(), desk.clock.now()).await?)
}

/// The icon of a site, in every size: the first that can be had of those that its home page names, of
/// the one that every site may have, and of those that its feeds name.
pub(super) async fn find(
    desk: &Inner,
    home: &Url,
    of_feeds: &[String],
) -> Result<Vec<Drawn>, String> {
    let mut problem = match find_on_site(desk, home).await {
        Ok(drawn) => return Ok(drawn),
        Err(problem) => problem,
    };
    let of_feeds = of_feeds.iter().filter_map(|icon| Url::parse(icon).ok());
    for icon in of_feeds.filter(address::is_web).take(TRIED) {
        match draw(desk, &icon).await {
            Ok(drawn) => return Ok(drawn),
            Err(why) => problem = why,
        }
    }
    Err(problem)
}

async fn find_on_site(desk: &Inner, home: &Url) -> Result<Vec<Drawn>, String> {
    let request = Request::new(home.clone(), Purpose::Discovery);
    let (mut candidates, base) = match desk.fetcher.get(request).await {
        Ok(answer) if answer.is_success() => {
            let page = dateline_markup::decode(&answer.body, answer.content_type.as_deref());
            (named_icons(&page.text, &answer.final_url), answer.final_url)
        }
        Ok(answer) => (Vec::new(), answer.final_url),
        Err(error) if !error.is_temporary() => return Err(error.to_string()),
        Err(_) => (Vec::new(), home.clone()),
    };
    candidates.truncate(TRIED);
    candidates.extend(base.join("/favicon.ico"));
    let mut problem = String::new();
    for candidate in candidates {
        match draw(desk, &candidate).await {
            Ok(drawn) => return Ok(drawn),
            Err(why) => problem = why,
        }
    }
    Err(problem)
}

async fn draw(desk: &Inner, address: &Url) -> Result<Vec<Drawn>, String> {
    let request = Request::new(address.clone(), Purpose::Icon);
    let answer = desk.fetcher.get(request).await.map_err(|error| error.to_string())?;
    if !answer.is_success() {
        return Err(format!("the server answered with the status {}", answer.status));
    }
    let body = answer.body.clone();
    // An icon of the most pixels that are taken, decoded and once more.
    let memory = 2 * 4 * 4096 * 4096;
    let drawn = desk.pictures.decode(memory, move || {
        ICON_SIDES.iter().map(|side| dateline_picture::icon(&body, *side)).collect()
    });
    drawn.await.map_err(|error: PictureError| error.to_string())
}

fn blob_key(outlet: &Outlet, side: u32) -> Key {
    Key::of(&["icon", VERSION, &side.to_string(), &outlet.key])
}

fn home_of(outlet: &Outlet) -> Option<Url> {
    Url::parse(outlet.home.as_deref()?).ok().filter(address::is_web)
}

/// The icons that a page names (HTML Living Standard, 4.6.7.8), the fittest first. Drawings in SVG
/// are left out, for they are not shown.
fn named_icons(html: &str, page: &Url) -> Vec<Url> {
    let mut base = page.clone();
    let mut named: Vec<(u32, Url)> = Vec::new();
    for token in Scanner::new(html) {
        let tag = match token {
            Token::Start(tag) => tag,
            Token::End(tag) if tag.name == "head" => break,
            _ => continue,
        };
        match &*tag.name {
            "base" => {
                if let Some(Ok(stated)) = tag.attribute("href").map(|href| page.join(href.trim())) {
                    base = stated;
                }
            }
            "body" => break,
            "link" => {
                let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
                let Some(usual) = usual_side(&rel) else { continue };
                let Some(href) = tag.attribute("href") else { continue };
                let Some(url) = base.join(href.trim()).ok().filter(address::is_web) else {
                    continue;
                };
                let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
                if kind.contains("svg") || url.path().to_ascii_lowercase().ends_with(".svg") {
                    continue;
                }
                let side = tag.attribute("sizes").and_then(|sizes| best_side(&sizes));
                named.push((unfitness(side.unwrap_or(usual)), url));
            }
            _ => {}
        }
    }
    named.sort_by_key(|(unfitness, _)| *unfitness);
    named.dedup_by(|one, other| one.1 == other.1);
    named.into_iter().map(|(_, url)| url).collect()
}

/// The side that an icon of this relation has where it says none.
fn usual_side(rel: &str) -> Option<u32> {
    let is = |wanted: &str| rel.split_ascii_whitespace().any(|relation| relation == wanted);
    if is("apple-touch-icon") || is("apple-touch-icon-precomposed") {
        return Some(180);
    }
    is("icon").then_some(32)
}

/// Of sides such as "16x16 32x32" the fittest.
fn best_side(sizes: &str) -> Option<u32> {
    let sides = sizes.split_ascii_whitespace().filter_map(|size| {
        let (side, _) = size.split_once(['x', 'X'])?;
        side.parse::<u32>().ok()
    });
    sides.min_by_key(|side| unfitness(*side))
}

/// How far a side is from what is wanted; one that has to be made larger is worse than any that is
/// made smaller.
fn unfitness(side: u32) -> u32 {
    match side.checked_sub(WANTED_SIDE) {
        Some(over) => over.min(9_999),
        None => 10_000 + (WANTED_SIDE - side),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(html: &str) -> Vec<String> {
        let page = Url::parse("https://news.example/home/").unwrap();
        named_icons(html, &page).into_iter().map(Url::into).collect()
    }

    #[test]
    fn the_fittest_icon_of_a_page_comes_first() {
        let html = "<head><link rel='shortcut icon' href=/favicon.ico>\
            <link rel=icon sizes='16x16 32x32' href=small.png>\
            <link rel=apple-touch-icon href=//cdn.example/touch.png>\
            <link rel=icon sizes=96x96 href=fit.png><link rel=icon sizes=512x512 href=huge.png>\
            <link rel=stylesheet href=x.css></head>";
        assert_eq!(
            named(html),
            [
                "https://news.example/home/fit.png",
                "https://cdn.example/touch.png",
                "https://news.example/home/huge.png",
                "https://news.example/favicon.ico",
                "https://news.example/home/small.png",
            ]
        );
    }

    #[test]
    fn drawings_scripts_and_what_stands_in_the_body_are_left_out() {
        let html = "<base href='https://other.example/'><link rel=icon type='image/svg+xml' href=a>\
            <link rel=icon href=/b.SVG?x><link rel=icon href='javascript:1'><link rel=icon>\
            <link rel=mask-icon href=c.png><link rel=icon sizes=any href=d.png></head>\
            <link rel=icon href=e.png>";
        assert_eq!(named(html), ["https://other.example/d.png"]);
        assert!(named("<body><link rel=icon href=x.png>").is_empty());
    }
}
