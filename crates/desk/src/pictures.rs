//! Pictures of articles: fetched when somebody looks at them, drawn in few widths, kept as blobs.
//!
//! A picture is fetched once, by the one fetcher and without telling who looks, and decoded within
//! bounds. The widest drawing of it is kept, and from that the others are drawn; the original is
//! not. What fails is remembered with the moment when it is worth asking again.
//!
//! Whether somebody may see a picture is not decided here: the web face signs what it shows.

mod icons;
mod room;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use dateline_blob::{BlobError, Key, Usage};
use dateline_fetch::{FetchError, Purpose, Request, Response};
use dateline_model::{PictureFailure, PictureSize, PictureState, address};
use dateline_picture::{Drawn, Kind, PictureError, WIDEST, drawn_width, is_width};
use jiff::{SignedDuration, Timestamp};
use tokio::time::timeout;
use url::Url;

pub use icons::Icon;
pub(crate) use room::{PictureRoom, trim};

use crate::{Desk, DeskError};

/// A longer address is none of a picture's.
const LONGEST_ADDRESS: usize = 4000;

/// When it is worth asking again for what failed: soon where something was in the way, later each
/// time; after a day where there is nothing to be had.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24);
const GONE_FOR: SignedDuration = SignedDuration::from_hours(24);

/// So long a browser waits. It has few connections, and those that wait for slow outlets are none
/// to turn the page with; what comes later is kept for when the page is seen again.
const PATIENCE: Duration = Duration::from_secs(8);

/// How the files are drawn; a change draws them anew.
const VERSION: &str = "1";

/// A picture in a width, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub file: Bytes,
    /// Its media type.
    pub media_type: &'static str,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    /// There is nothing to be had, or it must not be shown.
    #[error("{0}")]
    Gone(String),
    /// Something is in the way.
    #[error("{0}")]
    Trouble(String),
    /// The store failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// The digest by which the store knows a picture.
pub fn picture_key(address: &str) -> String {
    Key::of(&["picture", address]).hex().chars().take(32).collect()
}

/// An address as a picture is asked for: of the web, without the name and password that it may
/// carry, and without a fragment.
pub fn picture_address(text: &str) -> Option<Url> {
    let text = text.trim();
    let mut url = Url::parse(text).ok().filter(|_| text.len() <= LONGEST_ADDRESS)?;
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    address::is_web(&url).then_some(url)
}

/// How much is kept of pictures and icons in this folder.
///
/// # Errors
/// When the folder cannot be read.
pub async fn pictures_kept_in(folder: &Path) -> Result<Usage, BlobError> {
    dateline_blob::Blobs::files(folder.to_owned()).usage().await
}

impl Desk {
    /// A picture in a width of the ladder, or in its own where that is less.
    ///
    /// # Errors
    /// Why there is none; see [`NoPicture`].
    pub async fn picture(&self, address: &Url, width: u32) -> Result<Picture, NoPicture> {
        if !is_width(width) {
            return Err(NoPicture::Gone("pictures are not drawn in this width".to_owned()));
        }
        if let Some(file) = self.kept(address, width).await {
            return Ok(file);
        }
        let Ok(place) = Arc::clone(&self.inner.pictures.in_flight).try_acquire_owned() else {
            return Err(NoPicture::Trouble("too many pictures are being fetched".to_owned()));
        };
        let (desk, address) = (self.clone(), address.clone());
        let making = tokio::spawn(async move {
            let made = desk.make(&address, width).await;
            drop(place);
            made
        });
        match timeout(PATIENCE, making).await {
            Ok(Ok(made)) => made,
            Ok(Err(_)) => Err(NoPicture::Trouble("it could not be drawn".to_owned())),
            Err(_) => Err(NoPicture::Trouble("it is still being fetched".to_owned())),
        }
    }

    async fn make(&self, address: &Url, width: u32) -> Result<Picture, NoPicture> {
        let name = picture_key(address.as_str());
        // Whoever comes second finds what the first one left.
        let _turn = self.inner.pictures.turn_of(&name).await;
        if let Some(file) = self.kept(address, width).await {
            return Ok(file);
        }
        let known = self.inner.store.picture(&name).await.map_err(DeskError::from)?;
        let now = self.inner.clock.now();
        if let Some(PictureState::Failed(failure)) = &known
            && failure.retry_at > now
        {
            return Err(told(failure));
        }
        if let Some(widest) = self.kept_file(address, WIDEST).await {
            match self.draw(widest, width).await {
                Ok((size, drawn)) => return Ok(self.keep(address, width, size, drawn).await),
                // What was kept and cannot be drawn from is fetched anew.
                Err(error) => {
                    tracing::debug!(error = %error, "a kept picture cannot be drawn from")
                }
            }
        }
        match self.fetch_and_draw(address, width).await {
            Ok((size, picture)) => {
                self.note(&name, PictureState::Known(size)).await?;
                Ok(picture)
            }
            Err(Failed { problem, gone }) => {
                let attempts = match known {
                    Some(PictureState::Failed(before)) => before.attempts.saturating_add(1),
                    _ => 1,
                };
                let retry_at = now.saturating_add(pause(gone, attempts)).unwrap_or(Timestamp::MAX);
                let failure = PictureFailure { problem, gone, attempts, retry_at };
                self.note(&name, PictureState::Failed(failure.clone())).await?;
                Err(told(&failure))
            }
        }
    }

    /// How much is kept of pictures and icons.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn blob_usage(&self) -> Result<Usage, BlobError> {
        self.inner.pictures.blobs.usage().await
    }

    async fn note(&self, name: &str, state: PictureState) -> Result<(), DeskError> {
        Ok(self.inner.store.save_picture(name, state, self.inner.clock.now()).await?)
    }

    /// A drawing that is kept: in this width, or the widest where the picture is no wider.
    async fn kept(&self, address: &Url, width: u32) -> Option<Picture> {
        if let Some(file) = self.kept_file(address, width).await {
            return shown(file);
        }
        let name = picture_key(address.as_str());
        let known = self.inner.store.picture_sizes(std::slice::from_ref(&name)).await.ok()?;
        let is_whole =
            known.get(&name).is_some_and(|size| drawn_width(size.width, width) == size.width);
        match is_whole {
            true => shown(self.kept_file(address, WIDEST).await?),
            false => None,
        }
    }

    async fn kept_file(&self, address: &Url, width: u32) -> Option<Bytes> {
        let found = self.inner.pictures.blobs.get(blob_key(address, width)).await;
        found.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "kept pictures cannot be looked for");
            None
        })
    }

    /// Keeps a drawing and gives it. A full disk keeps nobody from seeing it now.
    async fn keep(&self, address: &Url, width: u32, size: PictureSize, drawn: Drawn) -> Picture {
        let file = Bytes::from(drawn.file);
        // What is as wide as the picture itself is kept once, as the widest.
        let width = if drawn_width(size.width, width) == size.width { WIDEST } else { width };
        let kept = self.inner.pictures.blobs.put(blob_key(address, width), file.clone()).await;
        if let Err(error) = kept {
            tracing::warn!(error = %error, "a picture could not be kept");
        }
        self.make_room_soon();
        Picture { file, media_type: drawn.kind.media_type() }
    }

    async fn fetch_and_draw(
        &self,
        address: &Url,
        width: u32,
    ) -> Result<(PictureSize, Picture), Failed> {
        let request = Request::new(address.clone(), Purpose::Picture);
        let answer = self.inner.fetcher.get(request).await.map_err(|error| by_fetch(&error))?;
        let body = body_of(&answer)?;
        drop(answer);
        let look = dateline_picture::look(&body).map_err(by_picture)?;
        let both = self
            .inner
            .pictures
            .decode(look.memory, move || {
                let picture = dateline_picture::open(&body)?;
                drop(body);
                let (own_width, own_height) = picture.size();
                let size = PictureSize { width: own_width, height: own_height };
                let widest = picture.draw(WIDEST)?;
                let asked = match drawn_width(own_width, width) == widest.width {
                    true => None,
                    false => Some(picture.draw(width)?),
                };
                Ok((size, widest, asked))
            })
            .await
            .map_err(by_picture)?;
        let (size, widest, asked) = both;
        let widest = self.keep(address, WIDEST, size, widest).await;
        let picture = match asked {
            Some(drawn) => self.keep(address, width, size, drawn).await,
            None => widest,
        };
        Ok((size, picture))
    }

    /// Draws one width from a wider drawing.
    async fn draw(&self, from: Bytes, width: u32) -> Result<(PictureSize, Drawn), PictureError> {
        let look = dateline_picture::look(&from)?;
        self.inner
            .pictures
            .decode(look.memory, move || {
                let picture = dateline_picture::open(&from)?;
                let (own_width, own_height) = picture.size();
                Ok((PictureSize { width: own_width, height: own_height }, picture.draw(width)?))
            })
            .await
    }
}

fn blob_key(address: &Url, width: u32) -> Key {
    Key::of(&["picture", VERSION, &width.to_string(), address.as_str()])
}

/// What is kept says itself what it is: only what was drawn here is ever shown.
fn shown(file: Bytes) -> Option<Picture> {
    let media_type = Kind::of(&file)?.media_type();
    Some(Picture { file, media_type })
}

/// Why a picture could not be had.
struct Failed {
    problem: String,
    gone: bool,
}

fn by_fetch(error: &FetchError) -> Failed {
    Failed { problem: error.to_string(), gone: !error.is_temporary() }
}

fn by_picture(error: PictureError) -> Failed {
    Failed {
        problem: error.to_string(),
        gone: !matches!(error, PictureError::Drawn | PictureError::Damaged),
    }
}

fn body_of(answer: &Response) -> Result<Bytes, Failed> {
    match answer.status {
        200..300 => Ok(answer.body.clone()),
        status => Err(Failed {
            problem: format!("the server answered with the status {status}"),
            gone: matches!(status, 400..=407 | 410..=428 | 451),
        }),
    }
}

fn told(failure: &PictureFailure) -> NoPicture {
    match failure.gone {
        true => NoPicture::Gone(failure.problem.clone()),
        false => NoPicture::Trouble(failure.problem.clone()),
    }
}

fn pause(gone: bool, attempts: u32) -> SignedDuration {
    if gone {
        return GONE_FOR;
    }
    let times = 1i32.checked_shl(attempts.saturating_sub(1).min(16)).unwrap_or(i32::MAX);
    FIRST_PAUSE.checked_mul(times).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}
