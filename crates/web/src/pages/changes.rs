//! `GET /article/{article}/changes`: what an article's publisher changed, in words.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{Article, ArticleId, Revision, RevisionId};
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::say::on_a_thread;
use crate::state::App;
use crate::views::card::headline;
use crate::views::page;
use crate::views::shell::{Place, Shell};
use crate::views::text;
use crate::when::{Moment, When};
use dateline_story::diff::{Block, Fate, Piece, compare, compare_line};

/// How many earlier texts are compared; more than these nobody reads.
const COMPARED: usize = 30;

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes {
    shell: Shell,
    id: ArticleId,
    title: String,
    outlet: Option<String>,
    language: Option<String>,
    edits: Vec<Edit>,
    /// Whether one earlier text is compared with the present one.
    since: bool,
    /// How many more there are than are shown.
    more: usize,
}

/// An edit: what was said before, and what changed.
struct Edit {
    revision: RevisionId,
    from: Moment,
    until: Moment,
    headline: Option<Vec<Piece>>,
    blocks: Vec<Block>,
    /// Whether the earlier text is kept.
    kept: bool,
    /// Whether others came after it.
    earlier: bool,
    /// "12 words gone, 30 new".
    amount: Option<String>,
}

/// Which earlier text is compared with the present one.
#[derive(Debug, Deserialize)]
pub struct Since {
    since: Option<RevisionId>,
}

/// Shows it.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    At(id): At<ArticleId>,
    Ask(Since { since }): Ask<Since>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let (article, ..) = store.article(reader.user.id, id).await?.ok_or(PageError::NotFound)?;
    let mut revisions = store.revisions(id).await?;
    if let Some(since) = since {
        revisions.retain(|revision| revision.id == since);
        if revisions.is_empty() {
            return Err(PageError::NotFound);
        }
    }
    let more = revisions.len().saturating_sub(COMPARED);
    revisions.truncate(COMPARED);
    let title = headline(&article.title);
    let (outlet, language) = (article.outlet.clone(), article.language.clone());
    let when = app.when();
    // Comparing long texts takes milliseconds, which async threads do not have.
    let edits = on_a_thread(move || edits(&article, revisions, &when)).await?;
    page(&Changes {
        shell: Shell::of(
            &app,
            &reader,
            &say!("changes-of", title = title.as_str()),
            Place::Elsewhere,
        )
        .await?,
        id,
        outlet: outlet.map(|outlet| outlet.name),
        language: text::language(language.as_deref()),
        since: since.is_some(),
        edits,
        more,
        title,
    })
}

/// Each earlier text beside the one that came after it, the latest first.
fn edits(article: &Article, revisions: Vec<Revision>, when: &When) -> Vec<Edit> {
    let mut later = (article.title.clone(), article.text.clone());
    let mut edits: Vec<Edit> = Vec::new();
    for revision in revisions {
        let edit = edit(&revision, &later, when);
        // What is not kept tells nothing of what came before it.
        if !revision.text.is_empty() {
            later.1 = revision.text;
        }
        later.0 = revision.title;
        edits.push(Edit { earlier: !edits.is_empty(), ..edit });
    }
    edits
}

fn edit(revision: &Revision, (title, text): &(String, String), when: &When) -> Edit {
    let changed = revision.title.trim() != title.trim();
    let kept = !revision.text.is_empty();
    let blocks = if kept { compare(&revision.text, text) } else { Vec::new() };
    Edit {
        revision: revision.id,
        from: when.tell(revision.from),
        until: when.tell(revision.until),
        headline: changed.then(|| compare_line(&revision.title, title)),
        amount: amount(&blocks),
        blocks,
        kept,
        earlier: false,
    }
}

/// How much of a text changed, in words.
pub fn amount(blocks: &[Block]) -> Option<String> {
    let words = |fate: Fate| -> usize {
        let pieces = blocks.iter().flat_map(|block| match block {
            Block::Changed(pieces) => pieces.as_slice(),
            Block::Unchanged(_) => &[],
        });
        pieces
            .filter(|piece| piece.fate == fate)
            .map(|piece| piece.text.split_whitespace().count())
            .sum()
    };
    let told = |n: usize| say!("changes-words", n = n);
    match (words(Fate::Gone), words(Fate::New)) {
        (0, 0) => None,
        (gone, 0) => Some(say!("changes-gone", gone = told(gone))),
        (0, new) => Some(say!("changes-new", new = told(new))),
        (gone, new) => Some(say!("changes-gone-and-new", gone = told(gone), new = told(new))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted_in_words() {
        let told = |old: &str, new: &str| amount(&compare(old, new));
        assert_eq!(told("A b c.", "A b c."), None);
        assert_eq!(told("A b c d e f.", "A b c d e f. G h.").as_deref(), Some("2 words new"));
        let old = "Three boats were lost at sea today";
        let new = "Four boats were lost at sea today";
        assert_eq!(told(old, new).as_deref(), Some("1 word gone, 1 word new"));
        assert_eq!(told("One.\n\nTwo three.", "One.").as_deref(), Some("2 words gone"));
    }
}
