//! Articles that their reader saves elsewhere: at Wallabag, Readeck, Linkding or Karakeep, by the
//! APIs that those have, or by a POST of the reader's own making.
//!
//! All of them take an address that they know already for the same bookmark, so that sending one
//! twice does no harm.

use dateline_fetch::{FetchError, Response};
use dateline_model::{AlertTarget, AlertTask, ArticleSummary, TargetKind};
use serde_json::{Value, json};
use url::Url;

use super::template::Template;
use super::{Failed, post};
use crate::desk::Inner;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Saves the articles of a task, one after the other.
pub(super) async fn save(desk: &Inner, task: &AlertTask) -> Result<(), Failed> {
    if task.articles.is_empty() {
        let why = "the article is gone, or a rule has muted it";
        return Err(Failed::new(why.to_owned(), false));
    }
    for article in &task.articles {
        one(desk, &task.target, article).await?;
    }
    Ok(())
}

async fn one(desk: &Inner, target: &AlertTarget, article: &ArticleSummary) -> Result<(), Failed> {
    if target.kind == TargetKind::Template {
        return by_template(desk, target, article).await;
    }
    let Some(url) = article.address.as_deref() else {
        return Err(Failed::new("the article has no address to save".to_owned(), false));
    };
    let (title, labels) = (article.title.as_str(), labels(&target.options));
    match target.kind {
        TargetKind::Wallabag => {
            let token = wallabag_token(desk, target).await?;
            let body = json!({ "url": url, "title": title, "tags": labels.join(",") });
            let authorization = format!("Bearer {token}");
            send(desk, target, "api/entries.json", &authorization, &body).await?;
        }
        TargetKind::Readeck => {
            let body = json!({ "url": url, "title": title, "labels": labels });
            let authorization = format!("Bearer {}", target.secret);
            send(desk, target, "api/bookmarks", &authorization, &body).await?;
        }
        TargetKind::Linkding => {
            let body = json!({ "url": url, "title": title, "tag_names": labels });
            let authorization = format!("Token {}", target.secret);
            // Without the slash at its end the server redirects, and the body is lost.
            send(desk, target, "api/bookmarks/", &authorization, &body).await?;
        }
        _ => karakeep(desk, target, (url, title), &labels).await?,
    }
    Ok(())
}

/// Labels as a person writes them, with commas between them.
fn labels(written: &str) -> Vec<&str> {
    written.split(',').map(str::trim).filter(|label| !label.is_empty()).collect()
}

/// Karakeep takes a bookmark first and then its tags.
async fn karakeep(
    desk: &Inner,
    target: &AlertTarget,
    (url, title): (&str, &str),
    labels: &[&str],
) -> Result<(), Failed> {
    let authorization = format!("Bearer {}", target.secret);
    let body = json!({ "type": "link", "url": url, "title": title });
    let answer = send(desk, target, "api/v1/bookmarks", &authorization, &body).await?;
    if labels.is_empty() {
        return Ok(());
    }
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let Some(id) = told.get("id").and_then(Value::as_str).filter(|id| is_word(id)) else {
        let why = "the server does not say under which id it saved the article";
        return Err(Failed::new(why.to_owned(), false));
    };
    let tags: Vec<Value> = labels.iter().map(|label| json!({ "tagName": label })).collect();
    let path = format!("api/v1/bookmarks/{id}/tags");
    send(desk, target, &path, &authorization, &json!({ "tags": tags })).await.map(|_| ())
}

/// An id that can stand in a path as it is.
fn is_word(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Wallabag gives a token for an hour to a client and its user (OAuth 2, RFC 6749 4.3).
async fn wallabag_token(desk: &Inner, target: &AlertTarget) -> Result<String, Failed> {
    let login: Value = serde_json::from_str(&target.secret).unwrap_or_default();
    let part = |name: &str| login.get(name).and_then(Value::as_str).unwrap_or_default();
    let names = ["client_id", "client_secret", "username", "password"];
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "password")
        .extend_pairs(names.map(|name| (name, part(name))))
        .finish();
    let url = below(&target.address, "oauth/v2/token")?;
    let headers = [("content-type", FORM), ("accept", JSON)];
    let answer = desk.fetcher.post_message(url, &headers, form.into_bytes()).await;
    // A wrong password is a bad request there (RFC 6749 5.2).
    let answer = taken(desk, answer)?;
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let token = told.get("access_token").and_then(Value::as_str).unwrap_or_default();
    let is_sound = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    if is_sound {
        return Ok(token.to_owned());
    }
    Err(Failed::new("the server gave no access token".to_owned(), false))
}

async fn by_template(
    desk: &Inner,
    target: &AlertTarget,
    article: &ArticleSummary,
) -> Result<(), Failed> {
    let template: Template = target
        .options
        .parse()
        .map_err(|error: super::template::TemplateError| Failed::new(error.to_string(), false))?;
    let id = article.id.to_string();
    let here = desk.settings.public_url.as_ref();
    let here = here.and_then(|base| base.join(&format!("article/{id}")).ok());
    let published = article.published.unwrap_or(article.seen_at).to_string();
    let authors = article.byline.authors.join(", ");
    let body = template.render(&|name| match name {
        "url" => article.address.clone().unwrap_or_default(),
        "title" => article.title.clone(),
        "outlet" => article.outlet.as_ref().map(|outlet| outlet.name.clone()).unwrap_or_default(),
        "authors" => authors.clone(),
        "published" => published.clone(),
        "text" => article.text.clone(),
        "here" => here.as_ref().map(ToString::to_string).unwrap_or_default(),
        _ => id.clone(),
    });
    let mut headers = vec![("content-type", template.media_type())];
    if !target.secret.is_empty() {
        headers.push(("authorization", target.secret.as_str()));
    }
    let url = below(&target.address, "")?;
    let answer = desk.fetcher.post_message(url, &headers, body.into_bytes()).await;
    taken(desk, answer).map(|_| ())
}

async fn send(
    desk: &Inner,
    target: &AlertTarget,
    path: &str,
    authorization: &str,
    body: &Value,
) -> Result<Response, Failed> {
    let url = below(&target.address, path)?;
    let headers = [("content-type", JSON), ("accept", JSON), ("authorization", authorization)];
    let answer = desk.fetcher.post_message(url, &headers, body.to_string().into_bytes()).await;
    taken(desk, answer)
}

/// An endpoint below the address of a server, which may itself stand below a path.
fn below(address: &str, path: &str) -> Result<Url, Failed> {
    let whole = match path {
        "" => address.to_owned(),
        path => format!("{}/{path}", address.trim_end_matches('/')),
    };
    Url::parse(&whole)
        .map_err(|error| Failed::new(format!("its address cannot be used: {error}"), false))
}

/// What no other try puts right is given up at once, with what its user can do.
fn taken(desk: &Inner, answer: Result<Response, FetchError>) -> Result<Response, Failed> {
    let why = match &answer {
        Ok(response) => match response.status {
            200..300 => return answer.map_err(|error| Failed::new(error.to_string(), false)),
            400 | 422 => "the server finds the request or the login wrong",
            401 | 403 => "the server does not accept the login or token",
            404 | 405 | 410 => "there is no such service at this address",
            _ => return Err(failed(desk, answer)),
        },
        Err(FetchError::Address { address, class, .. }) => &format!(
            "it leads to {address}, {class}; list it in alerts.allow to have articles saved there"
        ),
        Err(_) => return Err(failed(desk, answer)),
    };
    let status = answer.map(|response| format!(" (it answered {})", response.status));
    Err(Failed::new(format!("{why}{}", status.unwrap_or_default()), false))
}

fn failed(desk: &Inner, answer: Result<Response, FetchError>) -> Failed {
    let none = || Failed::new("the server did not take it".to_owned(), true);
    post::taken(desk, answer).err().unwrap_or_else(none)
}
