//! `edit-tag` and `mark-all-as-read`.

use axum::extract::State;
use axum::response::Response;
use dateline_model::{EntryId, ItemMark, UserId};

use super::answer::{self, Fault};
use super::ask::Asked;
use super::ids::{self, StreamId};
use super::wanted::{Wanted, scope_of_label};
use crate::state::App;

/// How many items are marked between two looks at a list.
const SLICE: u32 = 1000;

/// What is done to items, gathered from what is added and what is removed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Edits {
    read: Option<bool>,
    starred: Option<bool>,
    labels: Vec<ItemMark>,
}

impl Edits {
    fn of<'a>(
        added: impl Iterator<Item = &'a str>,
        removed: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Fault> {
        let mut edits = Self::default();
        for (tag, adds) in added.map(|tag| (tag, true)).chain(removed.map(|tag| (tag, false))) {
            let stream = ids::stream(tag);
            let stream = stream.ok_or_else(|| Fault::bad(format!("“{tag}” is no tag")))?;
            match stream {
                StreamId::Read => set(&mut edits.read, adds)?,
                // Reeder and NetNewsWire mark an item unread by adding `kept-unread`, and take it
                // away when they mark one read.
                StreamId::Unread => set(&mut edits.read, !adds)?,
                StreamId::Starred => set(&mut edits.starred, adds)?,
                StreamId::Label(label) if adds => edits.labels.push(ItemMark::Label(label)),
                StreamId::Label(label) => edits.labels.push(ItemMark::Unlabel(label)),
                // Shared and liked is nothing here, and no reason to refuse the rest.
                StreamId::Nothing | StreamId::ReadingList => {}
                StreamId::Feed(_) | StreamId::FeedAt(_) => {
                    return Err(Fault::bad(format!("“{tag}” is no tag")));
                }
            }
        }
        Ok(edits)
    }

    fn marks(self) -> impl Iterator<Item = ItemMark> {
        let read = self.read.map(|read| if read { ItemMark::Read } else { ItemMark::Unread });
        let star = self.starred.map(|star| if star { ItemMark::Star } else { ItemMark::Unstar });
        read.into_iter().chain(star).chain(self.labels)
    }
}

fn set(option: &mut Option<bool>, value: bool) -> Result<(), Fault> {
    if option.is_some_and(|known| known != value) {
        return Err(Fault::bad("a tag is both added and removed"));
    }
    *option = Some(value);
    Ok(())
}

/// `edit-tag`: adds tags to items and removes others.
pub async fn edit_tag(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    asked.reader.writes()?;
    let named: Vec<&str> = asked.all("i").collect();
    if named.is_empty() {
        return Err(Fault::bad("no item is named; name some as “i”"));
    }
    let mut items: Vec<EntryId> = named.into_iter().filter_map(ids::item).collect();
    items.sort_unstable();
    items.dedup();
    let given = |value: &&str| !value.is_empty();
    let edits = Edits::of(asked.all("a").filter(given), asked.all("r").filter(given))?;
    for mark in edits.marks() {
        app.store().mark_items(asked.reader.user(), &items, &mark, app.now()).await?;
    }
    Ok(answer::ok())
}

/// `mark-all-as-read`: what came at the moment `ts` or before; what the app has not shown yet stays
/// unread.
pub async fn mark_all_as_read(State(app): State<App>, asked: Asked) -> Result<Response, Fault> {
    asked.reader.writes()?;
    let user = asked.reader.user();
    let until = asked.moment("ts")?.unwrap_or_else(|| app.now());
    let streams: Vec<&str> = asked.all("s").filter(|id| !id.is_empty()).collect();
    if streams.is_empty() {
        return Err(Fault::bad("no stream is named; name one as “s”"));
    }
    for id in streams {
        let wanted = stream(&app, user, id).await?;
        match wanted.whole_scope() {
            Some(scope) => {
                app.store().mark_items_read(user, scope.clone(), until, app.now()).await?;
            }
            None => mark_listed(&app, user, wanted.until(until).unread()).await?,
        }
    }
    Ok(answer::ok())
}

/// A stream; a bare name is a label's, as `t` has it in FreshRSS.
async fn stream(app: &App, user: UserId, id: &str) -> Result<Wanted, Fault> {
    if id.contains('/') {
        return Wanted::stream(app, user, id).await;
    }
    scope_of_label(app, user, id).await?;
    Wanted::stream(app, user, &ids::label(id)).await
}

/// Marks what a list holds, which gets shorter by it.
async fn mark_listed(app: &App, user: UserId, wanted: Wanted) -> Result<(), Fault> {
    loop {
        let refs = wanted.refs(app, user, SLICE).await?;
        let items: Vec<EntryId> = refs.into_iter().map(|item| item.id).collect();
        let marked = app.store().mark_items(user, &items, &ItemMark::Read, app.now()).await?;
        if items.len() < SLICE as usize || marked == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn edits(added: &[&str], removed: &[&str]) -> Result<Edits, Fault> {
        let id = |name: &&str| match *name {
            label if label.starts_with("label/") => format!("user/-/{label}"),
            state => ids::state(state),
        };
        let (added, removed): (Vec<_>, Vec<_>) =
            (added.iter().map(id).collect(), removed.iter().map(id).collect());
        Edits::of(added.iter().map(String::as_str), removed.iter().map(String::as_str))
    }

    #[test]
    fn read_is_told_in_two_ways() {
        assert_eq!(edits(&["read"], &["kept-unread"]).unwrap().read, Some(true));
        assert_eq!(edits(&["kept-unread"], &["read"]).unwrap().read, Some(false));
        assert!(edits(&["read"], &["read"]).is_err());
        assert!(edits(&["read", "kept-unread"], &[]).is_err());
    }

    #[test]
    fn what_is_nothing_here_does_not_keep_the_rest_from_being_done() {
        let edits = edits(&["broadcast", "starred", "label/x"], &["like", "label/y"]).unwrap();
        let marks: Vec<ItemMark> = edits.marks().collect();
        let expected = [ItemMark::Star, ItemMark::Label("x".into()), ItemMark::Unlabel("y".into())];
        assert_eq!(marks, expected);
    }
}
