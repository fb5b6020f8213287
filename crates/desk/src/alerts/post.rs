//! Alerts by HTTP: signed webhooks, and topics of ntfy.

use dateline_fetch::{FetchError, Response};
use dateline_model::AlertTask;
use jiff::SignedDuration;
use ring::hmac;
use serde_json::json;
use url::Url;

use super::message::Told;
use super::{Failed, LONGEST_WAIT};
use crate::desk::Inner;
use crate::hex;

/// The signature of a webhook's body: an HMAC-SHA256, in hex, of the timestamp, a full stop and the
/// body, under the target's secret. The timestamp, in seconds, lets the other side refuse what is
/// old.
pub(super) fn signature(secret: &str, timestamp: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut signed = format!("{timestamp}.").into_bytes();
    signed.extend_from_slice(body);
    format!("sha256={}", hex::of(hmac::sign(&key, &signed).as_ref()))
}

/// Posts the alert as JSON.
pub(super) async fn webhook(desk: &Inner, task: &AlertTask, told: &Told) -> Result<(), Failed> {
    let body = json!({
        "id": task.alert.id,
        "event": if task.alert.search.is_some() { "search.matched" } else { "test" },
        "search": { "id": task.alert.search, "name": told.name, "url": told.all },
        "articles": told.items,
        "more": told.more,
    });
    let body = body.to_string().into_bytes();
    // The real time: the other side compares it with its own.
    let timestamp = desk.clock.wall().as_second();
    let signature = signature(&task.target.secret, timestamp, &body);
    let headers = [
        ("content-type", "application/json"),
        ("x-dateline-delivery", &task.alert.id.to_string()),
        ("x-dateline-timestamp", &timestamp.to_string()),
        ("x-dateline-signature", &signature),
    ];
    let url = address(task)?;
    taken(desk, desk.fetcher.post_message(url, &headers, body).await)
}

/// Publishes the alert to a topic.
pub(super) async fn ntfy(desk: &Inner, task: &AlertTask, told: &Told) -> Result<(), Failed> {
    let mut url = address(task)?;
    let topic = url
        .path_segments()
        .and_then(|mut segments| segments.rfind(|segment| !segment.is_empty()))
        .map(str::to_owned)
        .ok_or_else(|| Failed::new("the address names no topic".to_owned(), false))?;
    url.set_path(url.path().trim_end_matches('/').trim_end_matches(&topic).to_owned().as_str());
    url.set_query(None);
    let message: Vec<String> = told
        .items
        .iter()
        .take(10)
        .map(|item| match &item.outlet {
            Some(outlet) => format!("{} ({outlet})", item.title),
            None => item.title.clone(),
        })
        .collect();
    let click = match told.items.as_slice() {
        [only] => only.here.clone().or_else(|| only.url.clone()),
        _ => told.all.clone(),
    };
    let mut body = json!({
        "topic": topic,
        "title": told.headline,
        "message": if message.is_empty() { told.text() } else { message.join("\n") },
    });
    if let (Some(click), Some(body)) = (click, body.as_object_mut()) {
        body.insert("click".to_owned(), click.into());
    }
    let authorization = format!("Bearer {}", task.target.secret);
    let mut headers = vec![("content-type", "application/json")];
    if !task.target.secret.is_empty() {
        headers.push(("authorization", &authorization));
    }
    let body = body.to_string().into_bytes();
    taken(desk, desk.fetcher.post_message(url, &headers, body).await)
}

fn address(task: &AlertTask) -> Result<Url, Failed> {
    Url::parse(&task.target.address)
        .map_err(|error| Failed::new(format!("its address cannot be used: {error}"), false))
}

pub(super) fn taken(desk: &Inner, answer: Result<Response, FetchError>) -> Result<(), Failed> {
    match answer {
        Ok(response) if (200..300).contains(&response.status) => Ok(()),
        // Gone means gone (RFC 9110 15.5.11); all else may be put right.
        Ok(response) => {
            let asked = response.retry_delay(desk.clock.wall());
            let asked = asked.and_then(|delay| SignedDuration::try_from(delay).ok());
            Err(Failed {
                why: format!("the server answered {}", response.status),
                again: response.status != 410,
                asked: asked.unwrap_or_default().clamp(SignedDuration::ZERO, LONGEST_WAIT),
            })
        }
        Err(FetchError::Address { address, class, .. }) => {
            let why = format!(
                "it leads to {address}, {class}; list it in alerts.allow to have alerts go there"
            );
            Err(Failed::new(why, false))
        }
        Err(error) => Err(Failed::new(error.to_string(), error.is_temporary())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2, with the timestamp in its place.
    #[test]
    fn the_signature_covers_the_timestamp_and_the_body() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"Jefe");
        let one = signature("Jefe", 7, b"what");
        let hex = one.strip_prefix("sha256=").unwrap();
        let tag: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        assert!(hmac::verify(&key, b"7.what", &tag).is_ok());
        assert_ne!(one, signature("Jefe", 8, b"what"));
        assert_ne!(one, signature("Jefe", 7, b"that"));
        assert_ne!(one, signature("Joe", 7, b"what"));
    }
}
