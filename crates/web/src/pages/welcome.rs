//! The front page while there is nothing to lay out: what to begin with, how far the first polls are,
//! or that none of them went well.

use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::state::App;
use crate::views::feed::FeedRow;
use crate::views::packs::{Chooser, Wanted};
use crate::views::page;
use crate::views::shell::{Place, Shell};
use crate::views::under_way::{UnderWay, told};

/// So many feeds that failed are told with the reason.
const LISTED: usize = 8;

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome {
    shell: Shell,
    stand: Stand,
    under_way: Option<UnderWay>,
    typed: String,
    folder: String,
    folder_names: Vec<String>,
}

/// How a reader without articles stands.
enum Stand {
    /// No feed is followed.
    Nothing(Box<Chooser>),
    /// Feeds are asked for the first time.
    Fetching,
    /// Feeds were read and brought nothing yet.
    Fetched(String),
    /// No feed could be read.
    Failed(Failed),
}

struct Failed {
    text: String,
    first: Vec<FeedRow>,
    more: usize,
}

/// Shows it.
pub async fn show(app: &App, reader: &Reader, headers: &HeaderMap) -> Result<Response, PageError> {
    let store = app.desk.store();
    let polls = store.first_polls(reader.user.id).await?;
    let mut shell = Shell::of(app, reader, &say!("shell-front-page"), Place::Front).await?;
    let under_way = UnderWay::of(&polls);
    let stand = if polls.feeds == 0 {
        Stand::Nothing(Box::new(Chooser::of(&Wanted::default(), headers)))
    } else if under_way.is_some() {
        Stand::Fetching
    } else if polls.failing == polls.feeds {
        Stand::Failed(failed(app, reader, told(&polls)).await?)
    } else {
        // Articles get their stories and pages a moment after they came.
        shell.refresh = Some(3);
        Stand::Fetched(told(&polls))
    };
    page(&Welcome {
        shell,
        stand,
        under_way,
        typed: String::new(),
        folder: String::new(),
        folder_names: Vec::new(),
    })
}

async fn failed(app: &App, reader: &Reader, text: String) -> Result<Failed, PageError> {
    let overview = app.desk.store().overview(reader.user.id).await?;
    let when = app.when();
    let first = overview.iter().take(LISTED).map(|one| FeedRow::of(one, &when)).collect();
    Ok(Failed { text, first, more: overview.len().saturating_sub(LISTED) })
}
