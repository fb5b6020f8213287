//! `/users`: who has an account, for admins.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dateline_model::{Role, User, UserHoldings, UserId};
use dateline_store::StoreError;
use serde::Deserialize;

use super::invitations::{self, InvitationView};
use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::security::csrf::{Nothing, Signed};
use crate::security::redirect::see_other;
use crate::state::App;
use crate::views::shell::{Notice, Place, Shell};
use crate::views::{page, page_with};
use crate::when::Moment;

#[derive(Template)]
#[template(path = "users.html")]
struct Users {
    shell: Shell,
    users: Vec<UserView>,
    invitations: Vec<InvitationView>,
}

struct UserView {
    id: UserId,
    name: String,
    is_admin: bool,
    is_reader: bool,
    /// Whether it may be removed: the owner stays, and nobody removes themselves.
    can_go: bool,
    /// What else there is to say of it.
    about: Option<String>,
    since: Moment,
}

#[derive(Template)]
#[template(path = "user_remove.html")]
struct Removal {
    shell: Shell,
    id: UserId,
    name: String,
    losses: Vec<String>,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// Another role.
#[derive(Debug, Deserialize)]
pub struct NewRole {
    role: String,
}

/// Others' accounts are an admin's business only; for anybody else there is no such page.
pub fn only_admins(reader: &Reader) -> Result<(), PageError> {
    if reader.user.role == Role::Admin { Ok(()) } else { Err(PageError::NotFound) }
}

/// The role of a form's word; nothing else is guessed.
pub fn role_of(word: &str) -> Result<Role, PageError> {
    match word {
        "admin" => Ok(Role::Admin),
        "member" => Ok(Role::Member),
        _ => Err(PageError::NotFound),
    }
}

/// `GET /users`
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Ask(Done { done }): Ask<Done>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let notice = match done.as_deref() {
        Some("role") => Notice::good(say!("people-done-role")),
        Some("removed") => Notice::good(say!("people-done-removed")),
        Some("revoked") => Notice::good(say!("people-done-revoked")),
        _ => None,
    };
    users(&app, &reader, StatusCode::OK, notice).await
}

/// `POST /users/{user}/role`
pub async fn set_role(
    State(app): State<App>,
    At(user): At<UserId>,
    Signed { reader, form }: Signed<NewRole>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let role = role_of(&form.role)?;
    match app.desk.store().set_role(user, role).await {
        Ok(true) if user == reader.user.id && role != Role::Admin => Ok(see_other("/account")),
        Ok(true) => Ok(see_other("/users?done=role")),
        Ok(false) => Err(PageError::NotFound),
        Err(StoreError::LastAdmin) => {
            let notice = Notice::bad(say!("people-last-admin"));
            users(&app, &reader, StatusCode::CONFLICT, notice).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /users/{user}/remove`
pub async fn ask_to_remove(
    State(app): State<App>,
    At(id): At<UserId>,
    reader: Reader,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    let user = app.desk.store().user(id).await?.ok_or(PageError::NotFound)?;
    let held = app.desk.store().user_holdings(id).await?;
    page(&Removal {
        shell: Shell::of(&app, &reader, &say!("people-remove-title"), Place::Account).await?,
        id,
        losses: losses(&held),
        name: user.name,
    })
}

/// `POST /users/{user}/remove`
pub async fn remove(
    State(app): State<App>,
    At(id): At<UserId>,
    Signed { reader, .. }: Signed<Nothing>,
) -> Result<Response, PageError> {
    only_admins(&reader)?;
    if id == reader.user.id {
        let notice = Notice::bad(say!("people-not-oneself"));
        return users(&app, &reader, StatusCode::CONFLICT, notice).await;
    }
    match app.desk.store().delete_user(id).await {
        Ok(true) => Ok(see_other("/users?done=removed")),
        Ok(false) => Err(PageError::NotFound),
        Err(StoreError::OwnerStays) => {
            let notice = Notice::bad(say!("people-owner-stays"));
            users(&app, &reader, StatusCode::CONFLICT, notice).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of all accounts and open invitations.
async fn users(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    notice: Option<Notice>,
) -> Result<Response, PageError> {
    let store = app.desk.store();
    let owner = store.owner().await?.id;
    let when = app.when();
    let view = |user: User| UserView {
        is_admin: user.role == Role::Admin,
        is_reader: user.id == reader.user.id,
        can_go: user.id != owner && user.id != reader.user.id,
        about: user.password_hash.is_none().then(|| say!("people-no-password")),
        since: when.tell(user.created_at),
        id: user.id,
        name: user.name,
    };
    let all = store.users().await?;
    let invitations = invitations::list(app, &all).await?;
    let users: Vec<UserView> = all.into_iter().map(view).collect();
    let shell =
        Shell::of(app, reader, &say!("people-title"), Place::Account).await?.with_notice(notice);
    page_with(status, &Users { shell, users, invitations })
}

/// What goes with an account, each in a line.
fn losses(held: &UserHoldings) -> Vec<String> {
    let mut lines = Vec::new();
    if held.feeds > 0 {
        let feeds = say!("people-lose-feeds", n = held.feeds);
        lines.push(match held.feeds_alone {
            0 => say!("people-lose-none", feeds = feeds),
            alone if alone == held.feeds => say!("people-lose-all", feeds = feeds),
            alone => say!("people-lose-some", feeds = feeds, n = alone),
        });
    }
    if held.starred > 0 {
        lines.push(say!("people-lose-starred", n = held.starred));
    }
    if held.searches > 0 {
        lines.push(say!("people-lose-searches", n = held.searches));
    }
    if held.app_passwords > 0 {
        lines.push(say!("people-lose-programs", n = held.app_passwords));
    }
    lines.push(say!("people-lose-rest"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_said_by_kind() {
        let held =
            UserHoldings { feeds: 3, feeds_alone: 1, starred: 2, searches: 0, app_passwords: 1 };
        let lines = losses(&held);
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(
            lines[0].starts_with("3 subscriptions; nobody else reads 1 of the feeds"),
            "{lines:?}"
        );
        assert_eq!(lines[1], "2 starred articles");
        let shared = losses(&UserHoldings { feeds: 2, ..UserHoldings::default() });
        assert!(shared[0].contains("stay"), "{shared:?}");
        assert_eq!(losses(&UserHoldings::default()).len(), 1);
    }
}
