//! `PUT /v1/feeds/{feed}`: what a client changes of a feed.

use axum::extract::State;
use axum::http::StatusCode;
use dateline_desk::{AddError, Added};
use dateline_model::address::without_login;
use dateline_model::{FeedId, FolderId, FullText};
use dateline_store::FeedChange;
use serde::Deserialize;

use super::ask::{At, Sent, Writer};
use super::fault::Fault;
use super::feeds::{own, with_login};
use super::shelf::Shelf;
use crate::caller::Caller;
use crate::json::Json;
use crate::state::App;

/// The longest title of a user's own, in characters.
const TITLE: usize = 300;

/// A name and a password at a feed's server.
#[derive(Deserialize)]
pub struct Login {
    username: Option<String>,
    password: Option<String>,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Login {
    /// An address with this name and password in it, where they are given.
    pub fn within(&self, address: &str) -> String {
        let name = self.username.as_deref().filter(|name| !name.is_empty());
        let inside = name.and_then(|name| with_login(address, name, self.password.as_deref()));
        inside.unwrap_or_else(|| address.to_owned())
    }
}

/// What is changed. Clients that send the whole feed back send much that Dateline decides by
/// itself; that is not heard, and the answer says how it is.
#[derive(Debug, Deserialize)]
pub struct Changes {
    title: Option<String>,
    category_id: Option<FolderId>,
    feed_url: Option<String>,
    crawler: Option<bool>,
    #[serde(flatten)]
    login: Login,
}

/// `PUT /v1/feeds/{feed}`
pub async fn change(
    State(app): State<App>,
    Writer(caller): Writer,
    At(feed): At<FeedId>,
    Sent(changes): Sent<Changes>,
) -> Result<(StatusCode, Json), Fault> {
    let user = caller.user.id;
    let known = own(&app, &caller, feed).await?;
    let folder = match changes.category_id {
        None | Some(FolderId(0)) => None,
        Some(id) => {
            let shelf = Shelf::of(&app, user).await?;
            let folder = shelf.folder(id).ok_or_else(|| Fault::bad("invalid category ID"))?;
            Some(folder.name.clone())
        }
    };
    let title = changes.title.as_deref().map(|title| own_title(title, known.feed.title.as_deref()));
    let title = match title {
        Some(Err(())) => return Err(Fault::bad("a feed has a title")),
        Some(Ok(title)) => Some(title),
        None => None,
    };
    if title.is_some() || folder.is_some() {
        app.store().update_subscription(user, feed, title, folder).await?;
    }
    if let Some(always) = changes.crawler {
        read_pages(&app, &caller, feed, always).await?;
    }
    let feed = readdressed(&app, &caller, feed, &known.feed.url, &changes).await?;
    let shelf = Shelf::of(&app, user).await?;
    let shape = shelf.shape(feed).ok_or_else(Fault::not_found)?;
    Ok((StatusCode::CREATED, Json(shape)))
}

/// A title of the user's own; `None` where it is only the feed's, so that it changes with that.
fn own_title(typed: &str, its: Option<&str>) -> Result<Option<String>, ()> {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = words.chars().take(TITLE).collect();
    match title.is_empty() {
        true => Err(()),
        false if Some(title.as_str()) == its => Ok(None),
        false => Ok(Some(title)),
    }
}

/// Has the pages of a feed's articles read always, or only where that is needed. A feed is shared
/// by all who subscribe to it, so that this is for an admin to say, or for whoever has it alone;
/// from others it is not heard.
pub async fn read_pages(
    app: &App,
    caller: &Caller,
    feed: FeedId,
    always: bool,
) -> Result<(), Fault> {
    let Some(known) = app.store().feed(feed).await? else { return Ok(()) };
    let changes = (known.full_text == FullText::Always) != always;
    let alone = app.store().subscribers(feed).await? <= 1;
    if changes && (alone || caller.is_admin) {
        let choice = if always { FullText::Always } else { FullText::WhenNeeded };
        let change = FeedChange { full_text: Some(choice), ..FeedChange::default() };
        app.store().change_feed(feed, change).await?;
    }
    Ok(())
}

/// Gives a feed another address, or a name and a password at its server; gives the number of the
/// feed that the user has then, which may be another one.
async fn readdressed(
    app: &App,
    caller: &Caller,
    feed: FeedId,
    was: &str,
    changes: &Changes,
) -> Result<FeedId, Fault> {
    let shown = without_login(was);
    let wanted = changes.feed_url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    let is_same = wanted.is_none_or(|wanted| wanted == shown || wanted == was);
    let has_login = changes.login.username.as_deref().is_some_and(|name| !name.is_empty());
    if is_same && !has_login {
        return Ok(feed);
    }
    let address = changes.login.within(wanted.unwrap_or(&shown));
    match app.desk.readdress(caller.user.id, feed, &address).await? {
        Added::Subscribed { feed, .. } => Ok(feed),
        Added::Choice(_) => Err(Fault::bad("this page names several feeds")),
        Added::Offer(offer) => Err(AddError::NoFeedNamed { url: offer.url }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_only_repeats_the_feeds_is_none_of_the_users() {
        assert_eq!(own_title(" My  feed ", Some("Its")), Ok(Some("My feed".to_owned())));
        assert_eq!(own_title("Its", Some("Its")), Ok(None));
        assert_eq!(own_title(" \n", None), Err(()));
        assert_eq!(own_title(&"x".repeat(900), None).unwrap().unwrap().len(), TITLE);
    }

    #[test]
    fn a_password_goes_into_the_address_and_nowhere_else() {
        let login = Login { username: Some("ida".to_owned()), password: Some("p@ss".to_owned()) };
        assert_eq!(login.within("https://news.example/f"), "https://ida:p%40ss@news.example/f");
        assert!(!format!("{login:?}").contains("p@ss"));
        let none = Login { username: Some(String::new()), password: None };
        assert_eq!(none.within("news.example/f"), "news.example/f");
    }
}
