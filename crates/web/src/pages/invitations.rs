//! Invitations: an admin makes a link for one person, who chooses a name and a password there.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use dateline_auth::random::random_hex;
use dateline_auth::session::hash_token;
use dateline_model::{Invitation, InvitationId, NewInvitation, Role, User};
use dateline_store::StoreError;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::search::one_line;
use super::setup::problem_of;
use super::users::{only_admins, role_of};
use crate::auth::session::{self, Peer};
use crate::errors::PageError;
use crate::extract::At;
use crate::security::csrf::{Anonymous, Nothing, Signed, before_sign_in};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::{Place, Shell};
use crate::views::{page, page_with};
use crate::when::Moment;

/// For how many days an invitation may be open.
const DAYS: [i64; 3] = [1, 7, 30];

/// The longest note of whom one is for, in characters.
const LONGEST_NOTE: usize = 100;

/// An open invitation in a list.
pub struct InvitationView {
    /// Its number.
    pub id: InvitationId,
    /// Whom it is for; "Somebody" where that was not said.
    pub whom: String,
    /// Whether its guest will be an admin.
    pub admin: bool,
    /// Who made it.
    pub by: String,
    /// When it ends.
    pub ends: Moment,
}

/// The form of a new one.
#[derive(Debug, Deserialize)]
pub struct New {
    #[serde(default)]
    note: String,
    role: String,
    days: i64,
}

/// What a guest chooses. What they will be is not theirs to choose.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    name: String,
    password: String,
    again: String,
}

#[derive(Template)]
#[template(path = "invited.html")]
struct Invited {
    shell: Shell,
    whom: String,
    admin: bool,
    /// The link; without its host where no address of this instance is set.
    link: String,
    is_whole: bool,
    ends: Moment,
}

#[derive(Template)]
#[template(path = "invitation.html")]
struct Door {
    shell: Shell,
    csrf: String,
    action: String,
    admin: bool,
    name: String,
    problem: Option<String>,
    /// What people call the OpenID provider, where there is one.
    provider: Option<String>,
    token: String,
    /// Where the choice of a tongue returns to.
    tongue_next: String,
}

/// The open invitations, for the page of people.
pub async fn list(app: &App, users: &[User]) -> Result<Vec<InvitationView>, PageError> {
    let when = app.when();
    let open = app.desk.store().invitations(app.now()).await?;
    let view = |invitation: Invitation| InvitationView {
        id: invitation.id,
        whom: whom(&invitation.note),
        admin: invitation.role == Role::Admin,
        by: users
            .iter()
            .find(|user| user.id == invitation.made_by)
            .map(|user| user.name.clone())
            .unwrap_or_default(),
        ends: when.tell(invitation.expires_at),
    };
    Ok(open.into_iter().map(view).collect())
}

fn whom(note: &str) -> String {
    if note.is_empty() { say!("people-somebody") } else { note.to_owned() }
}

/// `POST /users/invitations`. The answer is the only place where the link is ever shown.
pub async fn invite(
    State(app): State<App>,
    Signed { reader, form }: Signed<New>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let role = role_of(&form.role)?;
    let days = DAYS.into_iter().find(|days| *days == form.days).ok_or(PageError::NotFound)?;
    let note: String = one_line(&form.note).chars().take(LONGEST_NOTE).collect();
    let token = random_hex()?;
    let now = app.now();
    let ends = now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
    app.desk
        .store()
        .invite(NewInvitation {
            token_hash: hash_token(&token),
            role,
            note: note.clone(),
            made_by: reader.user.id,
            created_at: now,
            expires_at: ends,
        })
        .await?;
    // The host of this very request is no address to give away: whoever asks can say any.
    let path = format!("/invitation/{token}");
    let whole = app.settings.base_url.as_ref().and_then(|base| base.join(&path).ok());
    page(&Invited {
        shell: Shell::of(&app, &reader, &say!("people-an-invitation"), Place::Account).await?,
        whom: whom(&note),
        admin: role == Role::Admin,
        is_whole: whole.is_some(),
        link: whole.map_or(path, String::from),
        ends: app.when().tell(ends),
    })
}

/// `POST /users/invitations/{invitation}/revoke`
pub async fn revoke(
    State(app): State<App>,
    At(invitation): At<InvitationId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    if !app.desk.store().revoke_invitation(invitation).await? {
        return Err(PageError::NotFound);
    }
    Ok(see_other("/users?done=revoked"))
}

/// The invitation of a link. Whether it never was, has ended, was used or taken back is nobody's
/// business who holds a link that opens nothing.
async fn open(app: &App, token: &str) -> Result<Invitation, PageError> {
    let found = app.desk.store().invitation(&hash_token(token), app.now()).await?;
    found.ok_or(PageError::NotInvited)
}

/// `GET /invitation/{token}`
pub async fn show(
    State(app): State<App>,
    At(token): At<String>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let invitation = open(&app, &token).await?;
    if session::current(&app, peer, &headers).await?.is_some() {
        return Err(PageError::Invalid(say!("people-invited-already")));
    }
    door(&app, &headers, StatusCode::OK, &token, &invitation, String::new(), None)
}

/// `POST /invitation/{token}`
pub async fn accept(
    State(app): State<App>,
    At(token): At<String>,
    headers: HeaderMap,
    Anonymous(chosen): Anonymous<Chosen>,
) -> Result<Response, PageError> {
    let invitation = open(&app, &token).await?;
    let refuse = |status: StatusCode, problem: String| {
        let name = chosen.name.clone();
        door(&app, &headers, status, &token, &invitation, name, Some(problem))
    };
    if let Some(problem) = problem_of(&chosen.name, &chosen.password, &chosen.again) {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, problem);
    }
    let hash = app.hasher.hash(chosen.password.clone()).await?;
    let token_hash = hash_token(&token);
    let store = app.desk.store();
    let made =
        store.accept_invitation(&token_hash, &chosen.name, Some(&hash), None, app.now()).await;
    let user = match made {
        Ok(Some(user)) => user,
        Ok(None) => return Err(PageError::NotInvited),
        Err(StoreError::Taken { .. }) => {
            let problem = say!("people-name-taken");
            return refuse(StatusCode::CONFLICT, problem);
        }
        Err(error) => return Err(error.into()),
    };
    let cookie = session::begin(&app, &user, &headers).await?;
    let mut response = see_other("/");
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

fn door(
    app: &App,
    headers: &HeaderMap,
    status: StatusCode,
    token: &str,
    invitation: &Invitation,
    name: String,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let (csrf, cookie) = before_sign_in(app, headers)?;
    let mut shell = Shell::bare(&say!("people-invited"));
    shell.demo = app.settings.demo;
    let admin = invitation.role == Role::Admin;
    let action = format!("/invitation/{}", crate::security::redirect::segment(token));
    let provider = app.doors.provider_label().map(str::to_owned);
    let token = token.to_owned();
    let tongue_next = action.clone();
    let page = Door { shell, csrf, action, admin, name, problem, provider, token, tongue_next };
    let mut response = page_with(status, &page)?;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
