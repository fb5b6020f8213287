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
use crate::views::page;
use crate::views::shell::{Notice, Place, Shell};
use crate::when::{count, grouped};

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
        RuleAction::Mute => "Hide".to_owned(),
        RuleAction::Keep => "Keep".to_owned(),
        RuleAction::Read => "Mark as read".to_owned(),
        RuleAction::Star => "Star".to_owned(),
        RuleAction::Folder(folder) => format!("Put into {}", folder.replace('/', " › ")),
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
        let mut about = format!(
            "applied to {}",
            count(i64::try_from(rule.hits).unwrap_or(i64::MAX), "article")
        );
        if rule.asked_at.is_some() {
            about.push_str(" · not all that is there was searched yet");
        }
        if let Some(end) = rule.ends_at {
            let ended = if end <= when.now() { "ended" } else { "until" };
            about.push_str(&format!(" · {ended} {}", when.tell(end).exact));
        }
        RuleView {
            id: rule.id,
            does: said(&rule.action),
            sentence: dateline_desk::query::sentence(&parsed.query),
            href: search_path(&rule.query, Order::Newest),
            about,
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
        Some(applied) => Notice::good(format!(
            "The rule was applied to {}.",
            count(i64::try_from(applied).unwrap_or(i64::MAX), "article")
        )),
        None => None,
    };
    page(&Page {
        shell: Shell::of(&app, &reader, "Rules", Place::Search).await?.with_notice(notice),
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
        sentence: capital(&dateline_desk::query::sentence(&found.parsed.query)),
        notes: found.parsed.notes.clone(),
        total: format!(
            "{} now",
            match found.total {
                1 => "1 article".to_owned(),
                total => format!("{} articles", grouped(total)),
            }
        ),
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
        return Err(PageError::Invalid("The folder has no name yet.".to_owned()));
    }
    RuleAction::from_stored(&form.does, &folder)
        .ok_or_else(|| PageError::Invalid("A rule does one of the things of the list.".to_owned()))
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
        .ok_or_else(|| PageError::Invalid("Days are a number from 1 to 3650.".to_owned()))?;
    Ok(now.checked_add(SignedDuration::from_hours(24 * days)).ok())
}

/// `POST /rules`
pub async fn add(
    State(app): State<App>,
    Signed { reader, form }: Signed<Wanted>,
) -> Result<Response, PageError> {
    let query = one_line(&form.q);
    if query.is_empty() {
        return Err(PageError::Invalid("A rule needs a search.".to_owned()));
    }
    let (action, now) = (action(&form)?, app.now());
    let ends_at = ends_at(&form.days, now)?;
    let store = app.desk.store();
    if store.rules(Some(reader.user.id)).await?.len() >= MOST {
        return Err(PageError::Invalid("There are too many rules already.".to_owned()));
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
