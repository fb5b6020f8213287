//! `/saving`: the places where a reader saves articles, and what was saved.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_desk::{Template as BodyTemplate, TemplateError};
use dateline_model::{AlertId, AlertState, ArticleId, TargetId, TargetKind};
use dateline_store::NewSaver;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::alerts::{name_of, opened, shown_address, web_address};
use super::search::one_line;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::faults;
use crate::views::page;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::text::sentence;

/// How many places somebody may have.
const MOST: usize = 10;

/// How many saved articles are shown, the latest.
const SAVED: u32 = 50;

/// Longer names and labels are none.
const LONGEST: usize = 200;

/// What a template for the body of a request may name.
const VALUES: &str =
    "{{url}}, {{title}}, {{outlet}}, {{authors}}, {{published}}, {{text}}, {{here}}, {{id}}";

#[derive(Template)]
#[template(path = "saving.html")]
struct Page {
    shell: Shell,
    places: Vec<PlaceView>,
    saved: Vec<Saved>,
}

struct PlaceView {
    id: TargetId,
    name: String,
    kind: String,
    address: String,
    about: Option<String>,
    sent: String,
    problem: Option<String>,
}

struct Saved {
    id: AlertId,
    title: String,
    told: String,
    problem: Option<String>,
    can_retry: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// The form of a new place. Which of the secrets is asked for depends on the service.
#[derive(Debug, Deserialize)]
pub struct NewPlace {
    kind: String,
    #[serde(default)]
    name: String,
    address: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    labels: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    body_kind: String,
    #[serde(default)]
    body: String,
}

/// The form that saves an article.
#[derive(Debug, Deserialize)]
pub struct Where {
    target: TargetId,
}

fn invalid(text: String) -> PageError {
    PageError::Invalid(text)
}

fn short(text: &str) -> String {
    one_line(text).chars().take(LONGEST).collect()
}

/// `GET /saving`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(Done { done }): Ask<Done>,
) -> Result<Response, PageError> {
    let (store, when) = (app.desk.store(), app.when());
    let mut targets = store.alert_targets(reader.user.id).await?;
    targets.retain(|target| target.kind.saves());
    let alerts = store.alerts_of(reader.user.id, 4 * SAVED).await?.into_iter();
    let saved = alerts.filter_map(|alert| {
        let target = targets.iter().find(|target| target.id == alert.target)?;
        let told = match (alert.state, alert.sent_at, alert.due_at) {
            (AlertState::Sent, Some(at), _) => {
                say!("saving-saved-at", when = when.tell(at).exact)
            }
            (AlertState::Failed, ..) => say!("search-given-up"),
            (_, _, Some(at)) if alert.attempts > 0 => {
                say!("saving-tried", when = when.tell(at).exact)
            }
            _ => say!("saving-on-its-way"),
        };
        Some(Saved {
            id: alert.id,
            title: if alert.name.is_empty() { say!("saving-untitled") } else { alert.name },
            told: format!("{} · {told}", target.name),
            problem: alert.last_error.as_ref().map(sentence),
            can_retry: alert.state == AlertState::Failed
                || (alert.state == AlertState::Waiting && alert.attempts > 0),
        })
    });
    let saved = saved.take(SAVED as usize).collect();
    let places = targets.iter().map(|target| PlaceView {
        id: target.id,
        name: target.name.clone(),
        kind: name_of(target.kind),
        address: shown_address(target.kind, &target.address),
        about: (target.kind != TargetKind::Template && !target.options.is_empty())
            .then(|| say!("saving-with", labels = target.options.as_str())),
        sent: match target.sent_at {
            Some(at) => say!("search-last-reached", when = when.tell(at).exact),
            None => say!("search-not-reached"),
        },
        problem: target.failing_since.map(|since| {
            let why = target.last_error.clone().unwrap_or_default();
            let since = when.tell(since).exact;
            say!("search-fails-since", when = since, why = sentence(&why))
        }),
    });
    let notice = match done.as_deref() {
        Some("added") => Notice::good(say!("saving-added")),
        Some("removed") => Notice::good(say!("saving-removed")),
        Some("retried") => Notice::good(say!("saving-retried")),
        _ => None,
    };
    page(&Page {
        places: places.collect(),
        saved,
        shell: Shell::of(&app, &reader, &say!("saving-title"), Place::Account)
            .await?
            .with_notice(notice),
    })
}

/// `POST /saving`
pub async fn add(
    State(app): State<App>,
    Signed { reader, form }: Signed<NewPlace>,
) -> Result<Response, PageError> {
    let kind = TargetKind::from_stored(&form.kind)
        .filter(|kind| kind.saves())
        .ok_or_else(|| invalid(say!("saving-no-service")))?;
    let store = app.desk.store();
    let places = store.alert_targets(reader.user.id).await?;
    if places.iter().filter(|target| target.kind.saves()).count() >= MOST {
        return Err(invalid(say!("search-places-full")));
    }
    let address = web_address(&one_line(&form.address))?;
    if kind != TargetKind::Template && has_login(&address) {
        return Err(invalid(say!("saving-no-login")));
    }
    let (secret, options) = match kind {
        TargetKind::Template => (one_line(&form.token), template(&form)?),
        TargetKind::Wallabag => (wallabag_login(&form)?, short(&form.labels)),
        _ => (token(&form)?, short(&form.labels)),
    };
    if secret.chars().any(|sign| !sign.is_ascii_graphic() && sign != ' ')
        && kind != TargetKind::Wallabag
    {
        return Err(invalid(say!("saving-odd-token")));
    }
    let name = match short(&form.name) {
        name if name.is_empty() => name_of(kind),
        name => name,
    };
    let saver = NewSaver { kind, name, address, secret, options };
    store.add_saver(reader.user.id, saver, app.now()).await?;
    Ok(see_other("/saving?done=added"))
}

/// Whether a web address names who opens it.
fn has_login(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

fn token(form: &NewPlace) -> Result<String, PageError> {
    let token = one_line(&form.token);
    if token.is_empty() {
        return Err(invalid(say!("saving-needs-token")));
    }
    Ok(token)
}

fn wallabag_login(form: &NewPlace) -> Result<String, PageError> {
    let parts = [
        ("client_id", &form.client_id),
        ("client_secret", &form.client_secret),
        ("username", &form.username),
        ("password", &form.password),
    ];
    if parts.iter().any(|(_, value)| value.trim().is_empty()) {
        return Err(invalid(say!("saving-wallabag")));
    }
    Ok(json!({
        "client_id": form.client_id.trim(),
        "client_secret": form.client_secret.trim(),
        "username": form.username.trim(),
        "password": form.password,
    })
    .to_string())
}

fn template(form: &NewPlace) -> Result<String, PageError> {
    let text = format!("{}\n{}", form.body_kind, form.body);
    let read: Result<BodyTemplate, TemplateError> = text.parse();
    read.map_err(|error| PageError::Invalid(faults::of_template(&error)))?;
    Ok(text)
}

/// `POST /saving/{target}/remove`
pub async fn remove(
    State(app): State<App>,
    At(target): At<TargetId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().remove_alert_target(reader.user.id, target).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/saving?done=removed"))
}

/// `POST /saving/{alert}/retry`
pub async fn retry(
    State(app): State<App>,
    At(alert): At<AlertId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    opened(app.desk.store().retry_alert(reader.user.id, alert, app.now()).await?)?;
    app.desk.ring_for_alerts();
    Ok(see_other("/saving?done=retried"))
}

/// `POST /article/{article}/save`
pub async fn save(
    State(app): State<App>,
    At(article): At<ArticleId>,
    Signed { reader, form }: Signed<Where>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    opened(store.save_article(reader.user.id, form.target, article, app.now()).await?)?;
    app.desk.ring_for_alerts();
    Ok(see_other(&format!("/article/{article}?saved=1")))
}

/// A place where the article of a page can be saved.
pub struct SaveButton {
    /// The place.
    pub target: TargetId,
    /// "Save to Readeck".
    pub words: String,
    /// What came of it before, and where that is told.
    pub note: Option<String>,
}

/// The places where a reader can save an article.
pub async fn buttons(
    app: &App,
    reader: &Reader,
    article: ArticleId,
) -> Result<Vec<SaveButton>, PageError> {
    let store = app.desk.store();
    let mut targets = store.alert_targets(reader.user.id).await?;
    targets.retain(|target| target.kind.saves());
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let states = store.savings_of_article(reader.user.id, article).await?;
    let buttons = targets.into_iter().map(|target| {
        let state = states.iter().find(|(known, _)| *known == target.id).map(|(_, state)| *state);
        SaveButton {
            target: target.id,
            words: match state {
                Some(AlertState::Sent) => {
                    say!("saving-save-again", name = target.name.as_str())
                }
                _ => say!("saving-save", name = target.name.as_str()),
            },
            note: match state {
                Some(AlertState::Sent) => Some(say!("saving-note-saved")),
                Some(AlertState::Waiting) => Some(say!("saving-on-its-way")),
                Some(AlertState::Failed) => Some(say!("saving-note-failed")),
                None => None,
            },
        }
    });
    Ok(buttons.collect())
}
