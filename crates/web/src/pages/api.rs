//! `/api/v1`: what other programs may ask, as JSON. It is described in `docs/api.md`.

use axum::extract::{FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::query::sentence;
use dateline_desk::{Counts, Cursor, Order, Results, SearchAsk};
use dateline_model::ArticleSummary;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::search::one_line;
use crate::auth::session::{Reader, current};
use crate::errors::{Cause, PageError};
use crate::state::App;
use crate::views::text;

/// How many articles are given where nothing is said, and at the most.
const ARTICLES: usize = 30;
const MOST: usize = 100;

/// How many stories stand with the first articles.
const STORIES: usize = 10;

/// How many characters of its text stand with an article.
const EXCERPT: usize = 300;

/// A JSON answer.
pub fn answer(value: &impl Serialize) -> Result<Response, PageError> {
    let body =
        serde_json::to_string(value).map_err(|error| PageError::BrokeOff(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// What went wrong, as RFC 9457 has it.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    /// For the log; nothing of it is told.
    cause: Option<String>,
}

impl Problem {
    fn bad(detail: &str) -> Self {
        let detail = detail.to_owned();
        Self {
            status: StatusCode::BAD_REQUEST,
            title: "The request makes no sense",
            detail,
            cause: None,
        }
    }
}

impl<E: Into<PageError>> From<E> for Problem {
    fn from(error: E) -> Self {
        let error = error.into();
        let (status, title, detail) = error.told();
        let cause = status.is_server_error().then(|| error.to_string());
        Self { status, title, detail, cause }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, kind, body.to_string()).into_response();
        if let Some(cause) = self.cause {
            response.extensions_mut().insert(Cause(cause));
        }
        response
    }
}

/// Whoever asks; without a session a problem and no page to sign in.
pub struct Caller(Reader);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match current(app, &parts.headers).await? {
            Some(reader) => Ok(Self(reader)),
            None => Err(Problem {
                status: StatusCode::UNAUTHORIZED,
                title: "Nobody is signed in",
                detail: "Send the cookie of a session.".to_owned(),
                cause: None,
            }),
        }
    }
}

/// What is asked of a search.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    order: Option<String>,
    after: Option<String>,
    limit: Option<String>,
    counts: Option<String>,
}

/// The parameters of a search, or what is wrong with them.
fn ask(asked: &Asked) -> Result<SearchAsk, Problem> {
    let order = match asked.order.as_deref() {
        None | Some("newest") => Order::Newest,
        Some("best") => Order::Best,
        Some(_) => return Err(Problem::bad("order is newest or best")),
    };
    let limit = match asked.limit.as_deref().map(str::parse) {
        None => ARTICLES,
        Some(Ok(limit)) if (1..=MOST).contains(&limit) => limit,
        Some(_) => return Err(Problem::bad("limit is a number from 1 to 100")),
    };
    let after = asked.after.as_deref().map(str::parse::<Cursor>).transpose();
    let after = after.map_err(|_| Problem::bad("after is the “next” of an earlier answer"))?;
    let counts = match asked.counts.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Problem::bad("counts is true or false")),
    };
    Ok(SearchAsk { text: one_line(&asked.q), order, after, limit, stories: STORIES, counts })
}

/// `GET /api/v1/search`
pub async fn search(
    State(app): State<App>,
    Caller(reader): Caller,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::bad("a parameter cannot be read"))?;
    let found = app.desk.search(reader.user.id, ask(&asked)?).await?;
    let Some(found) = found else {
        return Err(Problem {
            status: StatusCode::SERVICE_UNAVAILABLE,
            title: "There is no search index yet",
            detail: "It is being made; ask again in a moment.".to_owned(),
            cause: None,
        });
    };
    Ok(answer(&found_json(&app, &found).await?)?)
}

async fn found_json(app: &App, found: &Results) -> Result<Value, PageError> {
    let counts = match &found.counts {
        Some(counts) => counts_json(app, counts).await?,
        None => Value::Null,
    };
    let stories = found.stories.iter().map(|story| {
        json!({
            "id": story.card.id,
            "title": story.card.title,
            "articles": story.articles,
            "updated": story.card.grown_at.to_string(),
            "path": format!("/story/{}", story.card.id),
        })
    });
    Ok(json!({
        "query": found.parsed.query.to_string(),
        "sentence": sentence(&found.parsed.query),
        "notes": found.parsed.notes,
        "total": found.total,
        "stories": stories.collect::<Vec<_>>(),
        "articles": found.articles.iter().map(article_json).collect::<Vec<_>>(),
        "next": found.next.as_ref().map(ToString::to_string),
        "counts": counts,
        "instead": found.instead.as_ref().map(|instead| json!({
            "query": instead.text,
            "said": instead.said,
            "total": instead.total,
        })),
    }))
}

fn article_json(article: &ArticleSummary) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "url": article.address,
        "outlet": article.outlet.as_ref().map(|outlet| json!({
            "id": outlet.id,
            "key": outlet.key,
            "name": outlet.name,
        })),
        "authors": article.byline.authors,
        "place": article.dateline,
        "language": article.language,
        "published": article.published.map(|at| at.to_string()),
        "placed": article.placed_at.to_string(),
        "excerpt": text::excerpt(&article.text, &article.title, EXCERPT),
        "image": article.image,
        "paywalled": article.paywalled,
        "read": article.read,
        "starred": article.starred,
        "path": format!("/article/{}", article.id),
    })
}

async fn counts_json(app: &App, counts: &Counts) -> Result<Value, PageError> {
    let ids: Vec<_> = counts.outlets.iter().take(100).map(|(outlet, _)| *outlet).collect();
    let known = app.desk.store().outlets(&ids).await?;
    let outlets = counts.outlets.iter().filter_map(|(id, articles)| {
        let outlet = known.iter().find(|outlet| outlet.id == *id)?;
        Some(json!({ "id": id, "key": outlet.key, "name": outlet.name, "articles": articles }))
    });
    let named = |pairs: &[(String, u64)]| {
        let pairs =
            pairs.iter().map(|(name, articles)| json!({ "name": name, "articles": articles }));
        pairs.collect::<Vec<_>>()
    };
    let times = counts.times.iter().map(|bar| {
        json!({
            "from": bar.from.to_string(),
            "until": bar.until.to_string(),
            "articles": bar.articles,
        })
    });
    Ok(json!({
        "outlets": outlets.collect::<Vec<_>>(),
        "folders": named(&counts.folders),
        "languages": named(&counts.languages),
        "times": times.collect::<Vec<_>>(),
    }))
}

#[cfg(test)]
mod tests {
    use dateline_desk::DeskError;

    use super::*;

    #[test]
    fn a_search_that_takes_too_long_is_told_so_and_a_fault_only_logged() {
        let slow = Problem::from(DeskError::TooSlow).into_response();
        assert_eq!(slow.status(), StatusCode::SERVICE_UNAVAILABLE);
        let fault = Problem::from(PageError::BrokeOff("secret".to_owned()));
        assert_eq!(fault.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!fault.detail.contains("secret"));
        assert!(fault.into_response().extensions().get::<Cause>().unwrap().0.contains("secret"));
    }
}
