//! `/alerts`: where alerts go, what was sent, and what could not be.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dateline_model::{AlertId, AlertState, TargetId, TargetKind};
use dateline_store::Trial;
use serde::Deserialize;
use url::Url;

use super::search::one_line;
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{lines, page};
use dateline_auth::random::random_hex;

/// How many alerts are shown, the latest.
const ALERTS: u32 = 50;

/// How many targets somebody may have.
const MOST: usize = 20;

#[derive(Template)]
#[template(path = "alerts.html")]
struct Page {
    shell: Shell,
    can_mail: bool,
    targets: Vec<TargetView>,
    alerts: Vec<AlertView>,
}

struct TargetView {
    id: TargetId,
    kind: String,
    address: String,
    /// What signs a webhook's bodies.
    secret: Option<String>,
    sent: String,
    /// Set for an address that is yet to be confirmed: the code, if a link brought it.
    code: Option<String>,
    problem: Option<String>,
}

struct AlertView {
    id: AlertId,
    name: String,
    href: Option<String>,
    told: String,
    problem: Option<String>,
    can_retry: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    done: Option<String>,
    target: Option<i64>,
    code: Option<String>,
}

/// The form of a new target.
#[derive(Debug, Deserialize)]
pub struct NewTarget {
    kind: String,
    address: String,
    #[serde(default)]
    token: String,
}

/// The form that confirms an address.
#[derive(Debug, Deserialize)]
pub struct Code {
    code: String,
}

/// What a kind of place is called.
pub(super) fn name_of(kind: TargetKind) -> String {
    let name = match kind {
        TargetKind::Wallabag => "Wallabag",
        TargetKind::Readeck => "Readeck",
        TargetKind::Linkding => "Linkding",
        TargetKind::Karakeep => "Karakeep",
        TargetKind::Template => return say!("search-webhook-template"),
        TargetKind::Mail => return say!("search-mail"),
        TargetKind::Webhook => return say!("search-webhook"),
        TargetKind::Ntfy => "ntfy",
    };
    name.to_owned()
}

/// An address as pages show it: the name, password or query of a web address may be the secret that
/// opens what stands there.
pub(super) fn shown_address(kind: TargetKind, address: &str) -> String {
    if kind == TargetKind::Mail {
        return address.to_owned();
    }
    let url = Url::parse(address).ok();
    url.map(|url| format!("{}{}", url.origin().ascii_serialization(), url.path()))
        .unwrap_or_default()
}

/// `GET /alerts`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(Done { done, target: asked, code }): Ask<Done>,
) -> Result<Response, PageError> {
    let (store, when) = (app.desk.store(), app.when());
    let mut targets = store.alert_targets(reader.user.id).await?;
    targets.retain(|target| !target.kind.saves());
    let mut alerts = store.alerts_of(reader.user.id, ALERTS).await?;
    alerts.retain(|alert| targets.iter().any(|target| target.id == alert.target));
    let alerts = alerts.into_iter().map(|alert| {
        let target = targets.iter().find(|target| target.id == alert.target);
        let to = target.map(|target| name_of(target.kind)).unwrap_or_default();
        let articles = say!("shell-articles", n = alert.articles);
        let told = match (alert.state, alert.sent_at, alert.due_at) {
            (AlertState::Sent, Some(at), _) => {
                say!("search-sent-at", when = when.tell(at).exact)
            }
            (AlertState::Failed, ..) => say!("search-given-up"),
            (_, _, Some(at)) if alert.attempts > 0 => {
                say!("search-tried", n = alert.attempts, when = when.tell(at).exact)
            }
            (_, _, Some(at)) => say!("search-to-be-sent", when = when.tell(at).exact),
            _ => say!("search-waits"),
        };
        AlertView {
            id: alert.id,
            name: if alert.name.is_empty() { say!("search-a-trial") } else { alert.name },
            href: alert.search.map(|search| format!("/searches/{search}")),
            told: format!("{to} · {articles} · {told}"),
            problem: alert.last_error.as_deref().map(lines::told),
            can_retry: alert.state == AlertState::Failed
                || (alert.state == AlertState::Waiting && alert.attempts > 0),
        }
    });
    let alerts = alerts.collect();
    let targets = targets.into_iter().map(|target| TargetView {
        id: target.id,
        kind: name_of(target.kind),
        code: target.confirmed_at.is_none().then(|| {
            let code = code.as_deref().filter(|_| asked == Some(target.id.0));
            one_line(code.unwrap_or_default())
        }),
        secret: (target.kind == TargetKind::Webhook).then_some(target.secret),
        sent: match target.sent_at {
            _ if target.confirmed_at.is_none() => say!("search-not-confirmed"),
            Some(at) => say!("search-last-reached", when = when.tell(at).exact),
            None => say!("search-not-reached"),
        },
        problem: target.failing_since.map(|since| {
            let why = lines::told(target.last_error.as_deref().unwrap_or_default());
            say!("search-fails-since", when = when.tell(since).exact, why = why)
        }),
        address: shown_address(target.kind, &target.address),
    });
    let notice = match done.as_deref() {
        Some("added") => Notice::good(say!("search-target-added")),
        Some("asked") => Notice::good(say!("search-target-asked")),
        Some("confirmed") => Notice::good(say!("search-target-confirmed")),
        Some("tried") => Notice::good(say!("search-target-tried")),
        Some("removed") => Notice::good(say!("search-target-removed")),
        _ => None,
    };
    page(&Page {
        targets: targets.collect(),
        alerts,
        can_mail: app.desk.can_mail(),
        shell: Shell::of(&app, &reader, &say!("search-alerts"), Place::Search)
            .await?
            .with_notice(notice),
    })
}

/// `POST /alerts/targets`
pub async fn add(
    State(app): State<App>,
    Signed { reader, form }: Signed<NewTarget>,
) -> Result<Response, PageError> {
    let invalid = PageError::Invalid;
    let kind =
        TargetKind::from_stored(&form.kind).ok_or_else(|| invalid(say!("search-target-kinds")))?;
    let store = app.desk.store();
    let places = store.alert_targets(reader.user.id).await?;
    if places.iter().filter(|target| !target.kind.saves()).count() >= MOST {
        return Err(invalid(say!("search-places-full")));
    }
    let address = one_line(&form.address);
    let (address, secret) = match kind {
        TargetKind::Mail if dateline_desk::is_address(&address) => (address, random_hex()?),
        TargetKind::Mail => return Err(invalid(say!("search-no-mail-address"))),
        TargetKind::Webhook => (web_address(&address)?, random_hex()?),
        TargetKind::Ntfy => {
            let url = web_address(&address)?;
            if Url::parse(&url).is_ok_and(|url| url.path().trim_matches('/').is_empty()) {
                return Err(invalid(say!("search-ntfy-topic")));
            }
            (url, one_line(&form.token))
        }
        // Where articles are saved is said on a page of its own.
        _ => return Err(invalid(say!("search-target-kinds"))),
    };
    let (user, now) = (reader.user.id, app.now());
    let target = store.add_alert_target(user, kind, &address, &secret, now).await?;
    if kind == TargetKind::Mail {
        opened(store.try_alert_target(user, target, now).await?)?;
        app.desk.ring_for_alerts();
        return Ok(see_other("/alerts?done=asked"));
    }
    Ok(see_other("/alerts?done=added"))
}

pub(super) fn opened(trial: Trial) -> Result<(), PageError> {
    match trial {
        Trial::Opened => Ok(()),
        Trial::Unknown => Err(PageError::NotFound),
        Trial::TooMany => Err(PageError::Invalid(say!("search-enough"))),
    }
}

/// `POST /alerts/targets/{target}/confirm`
pub async fn confirm(
    State(app): State<App>,
    At(target): At<TargetId>,
    Signed { reader, form }: Signed<Code>,
) -> Result<Response, PageError> {
    let (store, user) = (app.desk.store(), reader.user.id);
    if !store.alert_targets(user).await?.iter().any(|known| known.id == target) {
        return Err(PageError::NotFound);
    }
    let code = one_line(&form.code);
    if !store.confirm_alert_target(user, target, &code, app.now()).await? {
        return Err(PageError::Invalid(say!("search-wrong-code")));
    }
    Ok(see_other("/alerts?done=confirmed"))
}

pub(super) fn web_address(text: &str) -> Result<String, PageError> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
        .map(String::from)
        .ok_or_else(|| PageError::Invalid(say!("search-no-web-address")))
}

/// `POST /alerts/targets/{target}/try`
pub async fn try_it(
    State(app): State<App>,
    At(target): At<TargetId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    opened(app.desk.store().try_alert_target(reader.user.id, target, app.now()).await?)?;
    app.desk.ring_for_alerts();
    Ok(see_other("/alerts?done=tried"))
}

/// `POST /alerts/targets/{target}/remove`
pub async fn remove(
    State(app): State<App>,
    At(target): At<TargetId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    if !app.desk.store().remove_alert_target(reader.user.id, target).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/alerts?done=removed"))
}

/// `POST /alerts/{alert}/retry`
pub async fn retry(
    State(app): State<App>,
    At(alert): At<AlertId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    opened(app.desk.store().retry_alert(reader.user.id, alert, app.now()).await?)?;
    app.desk.ring_for_alerts();
    Ok(see_other("/alerts?done=tried"))
}
