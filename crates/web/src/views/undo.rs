//! The word on what was marked read in one go, with the button that takes it back.

use dateline_model::MarkingId;
use dateline_store::Marking;
use serde::Deserialize;

use super::list_scope::with_pair;
use super::shell::Notice;

/// What an address says of a marking that was just made or undone. Texts, because it is flattened
/// into what else an address says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Told {
    /// How many articles a marking made read.
    marked: Option<String>,
    /// What undoes it.
    undo: Option<String>,
    /// How many articles the undoing made unread again.
    undone: Option<String>,
}

fn number<T: std::str::FromStr>(text: &Option<String>) -> Option<T> {
    text.as_deref()?.parse().ok()
}

/// The button that takes a marking back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Where it is sent.
    pub action: String,
    /// The page to return to.
    pub back: String,
}

impl Told {
    /// What a page says; `back` is the page itself, without this.
    pub fn notice(&self, back: &str) -> Option<Notice> {
        if let Some(undone) = number::<u64>(&self.undone) {
            return Notice::good(say!("reading-undone", n = undone));
        }
        let marked = number::<u64>(&self.marked)?;
        let mut notice = Notice::good(say!("reading-marked", n = marked))?;
        notice.undo = number(&self.undo).map(|marking| Undo {
            action: format!("/markings/{}/undo", MarkingId(marking)),
            back: back.to_owned(),
        });
        Some(notice)
    }
}

/// The page to return to, told of a marking.
pub fn after_marking(back: &str, marking: Marking) -> String {
    let path = with_pair(back, "marked", &marking.articles.to_string());
    match marking.id {
        Some(id) => with_pair(&path, "undo", &id.to_string()),
        None => path,
    }
}
