//! What is known of the user, and lists that are empty here.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::answer::{self, Fault};
use super::ask::Asked;
use crate::state::App;

/// `user-info`: all strings, and no address of mail, which is nobody's business here.
pub async fn user_info(State(_): State<App>, asked: Asked) -> Result<Response, Fault> {
    let id = asked.reader.user().to_string();
    answer::json(&json!({
        "userId": id,
        "userName": asked.reader.name(),
        "userProfileId": id,
        "userEmail": "",
    }))
}

/// `preference/list`
pub async fn preferences(State(_): State<App>, _: Asked) -> Result<Response, Fault> {
    answer::json(&json!({ "prefs": [] }))
}

/// `preference/stream/list`
pub async fn stream_preferences(State(_): State<App>, _: Asked) -> Result<Response, Fault> {
    answer::json(&json!({ "streamprefs": {} }))
}

/// `friend/list`
pub async fn friends(State(_): State<App>, _: Asked) -> Result<Response, Fault> {
    answer::json(&json!({ "friends": [] }))
}
