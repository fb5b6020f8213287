//! `/rules`: what is done by itself to what a search finds, with a look at what it would touch.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_desk::{Order, SearchAsk};
use dateline_model::{RuleAction, RuleId};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::search::{one_line, search_path};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::feed::capital;
use crate::views::found::FoundCard;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{lines, page, query_words};

/// How many articles of a preview are shown.
const PREVIEW: usize = 10;

/// How many rules somebody may have; each is compared with every article that comes.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "rules.html")]
struct Page {
    shell: Shell,
    rules: Vec<RuleView>,
    query: String,
    does: String,
    folder: String,
    folder_names: Vec<String>,
    days: String,
    preview: Option<Preview>,
}

struct RuleView {
    id: RuleId,
    does: String,
    sentence: String,
    href: String,
    about: String,
}

/// What a rule would touch.
struct Preview {
    sentence: String,
    notes: Vec<String>,
    total: String,
    href: String,
    articles: Vec<FoundCard>,
}

/// What is asked: a rule that is being thought of.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    does: String,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    days: String,
    applied: Option<u64>,
}

/// The form that makes a rule.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    q: String,
    does: String,
    #[serde(default)]
    folder: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    there: bool,
}

fn said(action: &RuleAction) -> String {
    match action {
        RuleAction::Mute => say!("search-does-mute"),
        RuleAction::Keep => say!("search-does-keep"),
        RuleAction::Read => say!("search-does-read"),
        RuleAction::Star => say!("search-does-star"),
        RuleAction::Folder(folder) => {
            say!("search-does-folder", folder = folder.replace('/', " › "))
        }
    }
}

/// `GET /rules`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(asked): Ask<Asked>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let when = app.when();
    let rules = store.rules(Some(reader.user.id)).await?.into_iter().map(|rule| {
        let parsed = app.desk.parse_search(&rule.query, false);
        let mut about = vec![say!("search-applied-to", n = rule.hits)];
        if rule.asked_at.is_some() {
            about.push(say!("search-rule-unfilled"));
        }
        if let Some(end) = rule.ends_at {
            let exact = when.tell(end).exact;
            about.push(match end <= when.now() {
                true => say!("search-rule-ended", when = exact),
                false => say!("search-rule-until", when = exact),
            });
        }
        RuleView {
            id: rule.id,
            does: said(&rule.action),
            sentence: query_words::sentence(&parsed.query, &app.settings.time_zone),
            href: search_path(&rule.query, Order::Newest),
            about: about.join(" · "),
        }
    });
    let rules = rules.collect();
    let query = one_line(&asked.q);
    let preview = match query.is_empty() {
        true => None,
        false => preview(&app, &reader, &query).await?,
    };
    let folders = store.folders(reader.user.id).await?;
    let notice = match asked.applied {
        Some(applied) => Notice::good(say!("search-rule-applied", n = applied)),
        None => None,
    };
    page(&Page {
        shell: Shell::of(&app, &reader, &say!("search-rules"), Place::Search)
            .await?
            .with_notice(notice),
        rules,
        query,
        does: asked.does,
        folder: asked.folder,
        folder_names: folders.into_iter().map(|(name, _)| name).filter(|n| !n.is_empty()).collect(),
        days: asked.days,
        preview,
    })
}

async fn preview(app: &App, reader: &Reader, query: &str) -> Result<Option<Preview>, PageError> {
    let found = app.desk.search(reader.user.id, SearchAsk::newest(query, PREVIEW)).await?;
    let when = app.when();
    Ok(found.map(|found| Preview {
        sentence: capital(&query_words::sentence(&found.parsed.query, &app.settings.time_zone)),
        notes: lines::told_all(&found.parsed.notes),
        total: say!("search-touched-now", n = found.total),
        href: search_path(query, Order::Newest),
        articles: found
            .articles
            .iter()
            .map(|article| FoundCard::of(article, &found.parsed.query, &when))
            .collect(),
    }))
}

fn action(form: &Wanted) -> Result<RuleAction, PageError> {
    let folder = one_line(&form.folder);
    let folder = folder.trim_matches('/').chars().take(200).collect::<String>();
    if form.does == "folder" && folder.is_empty() {
        return Err(PageError::Invalid(say!("search-folder-nameless")));
    }
    RuleAction::from_stored(&form.does, &folder)
        .ok_or_else(|| PageError::Invalid(say!("search-rule-does")))
}

fn ends_at(days: &str, now: Timestamp) -> Result<Option<Timestamp>, PageError> {
    let days = days.trim();
    if days.is_empty() {
        return Ok(None);
    }
    let days: i64 = days
        .parse()
        .ok()
        .filter(|days| (1..=3650).contains(days))
        .ok_or_else(|| PageError::Invalid(say!("search-rule-days")))?;
    Ok(now.checked_add(SignedDuration::from_hours(24 * days)).ok())
}

/// `POST /rules`
pub async fn add(
    State(app): State<App>,
    Signed { reader, form }: Signed<Wanted>,
) -> Result<Response, PageError> {
    let query = one_line(&form.q);
    if query.is_empty() {
        return Err(PageError::Invalid(say!("search-rule-needs-search")));
    }
    let (action, now) = (action(&form)?, app.now());
    let ends_at = ends_at(&form.days, now)?;
    let store = app.desk.store();
    if store.rules(Some(reader.user.id)).await?.len() >= MOST {
        return Err(PageError::Invalid(say!("search-rule-too-many")));
    }
    let rule = store.add_rule(reader.user.id, &query, &action, ends_at, now).await?;
    if !form.there {
        return Ok(see_other("/rules"));
    }
    let applied = app.desk.apply_rule(reader.user.id, rule).await?.unwrap_or_default();
    Ok(see_other(&format!("/rules?applied={applied}")))
}

/// `POST /rules/{rule}/apply`: to what is there.
pub async fn apply(
    State(app): State<App>,
    At(rule): At<RuleId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    let applied = app.desk.apply_rule(reader.user.id, rule).await?.ok_or(PageError::NotFound)?;
    Ok(see_other(&format!("/rules?applied={applied}")))
}

/// `POST /rules/{rule}/remove`
pub async fn remove(
    State(app): State<App>,
    At(rule): At<RuleId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().remove_rule(reader.user.id, rule).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/rules"))
}
