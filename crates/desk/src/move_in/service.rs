//! Asking another reader over its API.

use dateline_fetch::{FetchError, Fetcher, Response};
use dateline_model::address::parse_typed;
use serde_json::Value;
use std::time::Duration;
use url::Url;

use super::MoveError;

/// How often a request is tried that the other side was too busy for, and how long is waited.
const TRIES: usize = 4;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A reader's API, and what lets us in.
pub struct Service<'a> {
    pub fetcher: &'a Fetcher,
    /// What the paths of the API are appended to; ends without a slash.
    pub base: String,
    /// What is said of it to people: the address without a login.
    pub shown: String,
    /// What is expected there.
    pub kind: &'static str,
    /// The header that lets us in.
    pub header: Option<(&'static str, String)>,
}

impl<'a> Service<'a> {
    /// The service at a typed address.
    pub fn at(fetcher: &'a Fetcher, typed: &str, kind: &'static str) -> Result<Self, MoveError> {
        let mut url = parse_typed(typed)?;
        // A login belongs into its own fields and never into a log.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_query(None);
        url.set_fragment(None);
        let base = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { fetcher, shown: base.clone(), base, kind, header: None })
    }

    /// What a path answers, whatever its status: with a form by POST, without one by GET.
    pub async fn ask(
        &self,
        path: &str,
        query: &[(&str, &str)],
        form: Option<&[(&str, &str)]>,
    ) -> Result<Response, MoveError> {
        let strange = |why: &str| self.strange(why.to_owned());
        let mut url = Url::parse(&format!("{}/{path}", self.base))
            .map_err(|error| strange(&error.to_string()))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut headers = vec![("accept", "application/json")];
        if let Some((name, value)) = &self.header {
            headers.push((name, value.as_str()));
        }
        let body = form.map(|form| {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
            let encoded =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
            encoded.into_bytes()
        });
        for _ in 1..TRIES {
            let answer = self.fetcher.ask_service(url.clone(), &headers, body.clone()).await;
            let wait = match &answer {
                Ok(response) if matches!(response.status, 429 | 502..=504) => {
                    let at = response.date.unwrap_or_default();
                    response.retry_delay(at).unwrap_or(Duration::from_secs(5))
                }
                Err(FetchError::HostBusy { .. }) => Duration::from_secs(2),
                _ => return Ok(answer?),
            };
            tokio::time::sleep(wait.min(LONGEST_WAIT)).await;
        }
        Ok(self.fetcher.ask_service(url, &headers, body).await?)
    }

    /// The JSON that a path answers by GET.
    pub async fn json(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, MoveError> {
        let answer = self.ask(path, query, None).await?;
        match answer.status {
            200..300 => serde_json::from_slice(&answer.body)
                .map_err(|error| self.strange(format!("{path} is not JSON ({error})"))),
            401 | 403 => Err(MoveError::Login(self.shown.clone())),
            status => Err(self.strange(format!("{path} answered {status}"))),
        }
    }

    /// What is said where the other side is not what it should be.
    pub fn strange(&self, why: String) -> MoveError {
        MoveError::Strange { address: self.shown.clone(), kind: self.kind, why }
    }
}
