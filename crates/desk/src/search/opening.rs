//! Taking the writing of the index over, and beginning it anew where it cannot go on.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dateline_model::ArticleId;
use dateline_search::{Error, Index, Writer};
use tokio::time::Instant;

use super::SearchRoom;

/// Files that were found sound are not looked through again for so long, whatever a search says:
/// not every failure comes of damage, and they may be large.
const TRUST: Duration = Duration::from_mins(10);

/// The index, to be written.
pub(super) struct Taken {
    pub writer: Writer,
    /// Whether it goes on where it ended; else it is begun anew.
    pub goes_on: bool,
    /// Articles that it holds more than once.
    pub doubled: Vec<ArticleId>,
}

/// Takes the writing of the index over; `None` if another process has it. It is begun anew where it
/// is not the one of that token, is of another version, or is damaged.
pub(super) fn take_over(room: &SearchRoom, token: &str) -> Result<Option<Taken>, Error> {
    let is_doubted = room.is_doubted.swap(false, Ordering::Relaxed);
    if let Some(index) = sound(room)? {
        let position = match index.position() {
            // What the system refuses says nothing of whose index it is.
            Err(error @ Error::Files(_)) => return Err(error),
            other => other.ok().flatten(),
        };
        match index.writer() {
            // Only who can write may throw away: another process may be at work on it.
            Err(Error::Busy) => {
                if is_doubted {
                    tell_writer(room, &index)?;
                }
                return Ok(None);
            }
            Err(error) if error.wants_rebuild() => made_anew(&error.to_string()),
            Err(error) => return Err(error),
            Ok(mut writer) if position.as_deref() == Some(token) => {
                let looks = writer.was_cut_off() || is_doubted;
                if !looks || room.is_trusted() {
                    return Ok(Some(Taken { writer, goes_on: true, doubled: Vec::new() }));
                }
                tracing::info!("the files of the search index are looked through");
                match index.damage()? {
                    Some(why) => made_anew(&why),
                    None => {
                        let doubled = index.doubled()?;
                        writer.looked_through();
                        room.found_sound();
                        return Ok(Some(Taken { writer, goes_on: true, doubled }));
                    }
                }
            }
            Ok(_other_stores) => {}
        }
    }
    let index = match room.reset() {
        Ok(Some(index)) => index,
        Ok(None) | Err(Error::Busy) => return Ok(None),
        Err(error) => return Err(error),
    };
    match index.writer() {
        Ok(writer) => Ok(Some(Taken { writer, goes_on: false, doubled: Vec::new() })),
        Err(Error::Busy) => Ok(None),
        Err(error) => Err(error),
    }
}

fn made_anew(why: &str) {
    tracing::warn!(why, "the search index is damaged and is made anew");
}

/// The index that is held, or else the one in the folder; `None` where it can only be begun anew.
fn sound(room: &SearchRoom) -> Result<Option<Index>, Error> {
    match room.index() {
        Some(index) if index.is_there() => return Ok(Some(index)),
        Some(_) => room.hold(None),
        None => {}
    }
    let Some(folder) = &room.folder else { return Ok(None) };
    match Index::open_existing(folder) {
        Ok(Some(index)) if index.is_there() => {
            room.hold(Some(index.clone()));
            Ok(Some(index))
        }
        Ok(_) => Ok(None),
        Err(error) if error.wants_rebuild() => {
            tracing::warn!(%error, "the search index is made anew");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Whoever writes may not have met the damage that a search of this process did.
fn tell_writer(room: &SearchRoom, index: &Index) -> Result<(), Error> {
    if room.is_trusted() {
        return Ok(());
    }
    match (index.damage()?, &room.folder) {
        (Some(why), Some(folder)) => Index::condemn(folder, &why),
        _ => {
            room.found_sound();
            Ok(())
        }
    }
}

impl SearchRoom {
    fn is_trusted(&self) -> bool {
        let sound = *self.was_sound.lock().unwrap_or_else(PoisonError::into_inner);
        sound.is_some_and(|sound| sound.elapsed() < TRUST)
    }

    fn found_sound(&self) {
        *self.was_sound.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}
