//! Fever's protocol, level 3, as reader apps speak it.
//!
//! One address takes everything: parameters of the query or the form select what is done and what
//! is answered, and several may stand together; the answer is the union (Reeder asks for groups,
//! feeds and items at once). Whatever happens, the answer says `api_version` and `auth`.

mod ask;
mod hot;
mod mark;
mod read;
#[cfg(test)]
mod tests;
pub mod total;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::{Map, Value, json};

use crate::caller::{Caller, Peer};
use crate::json::Json;
use crate::problem::Problem;
use crate::state::App;
use ask::Asked;

/// The level of the protocol.
const VERSION: i64 = 3;

/// Its addresses. Fever itself stood at `/fever/`; FreshRSS, whose users move here, has it at
/// `/api/fever.php`, and the Python client `freshrss-api` knows no other; old apps try `/fever.php`
/// and `index.php`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fever", any(answer))
        .route("/fever/", any(answer))
        .route("/fever/index.php", any(answer))
        .route("/fever/fever.php", any(answer))
        .route("/fever.php", any(answer))
        .route("/api/fever.php", any(answer))
        .route("/fever/{*unknown}", any(|| async { Problem::NotFound }))
}

async fn answer(State(app): State<App>, peer: Peer, asked: Asked) -> Result<Response, Problem> {
    let Some(key) = asked.key() else { return Ok(refusal(StatusCode::OK)) };
    let caller = match Caller::by_fever_key(&app, key, peer).await {
        Ok(caller) => caller,
        Err(Problem::Unknown) => return Ok(refusal(StatusCode::OK)),
        Err(Problem::TooMany(seconds)) => {
            let mut response = refusal(StatusCode::TOO_MANY_REQUESTS);
            if let Ok(seconds) = HeaderValue::try_from(seconds.to_string()) {
                response.headers_mut().insert(header::RETRY_AFTER, seconds);
            }
            return Ok(response);
        }
        Err(problem) => return Err(problem),
    };
    // What is done comes first, so that what is answered beside it is true.
    if let Some(what) = mark::Mark::of(&asked) {
        caller.writes()?;
        mark::mark(&app, &caller.user, what).await?;
    }
    if asked.get("unread_recently_read") == Some("1") {
        caller.writes()?;
        mark::unread_recently_read(&app, &caller.user).await?;
    }
    let mut said = opening(1);
    // Apps compare it with what they keep; what is asked of the store now is as of now.
    said.insert("last_refreshed_on_time".to_owned(), json!(app.now().as_second()));
    read::add(&app, &caller.user, &asked, &mut said).await?;
    Ok(Json(Value::Object(said)).into_response())
}

fn opening(auth: i64) -> Map<String, Value> {
    let mut said = Map::new();
    said.insert("api_version".to_owned(), json!(VERSION));
    said.insert("auth".to_owned(), json!(auth));
    said
}

fn refusal(status: StatusCode) -> Response {
    (status, Json(Value::Object(opening(0)))).into_response()
}
