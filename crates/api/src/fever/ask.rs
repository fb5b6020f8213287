//! What is asked: the parameters of the query and of the form.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use url::form_urlencoded;

use crate::problem::Problem;

/// A request's parameters.
pub struct Asked {
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        // NewsFlash sends the key as multipart, everybody else urlencoded.
        let form = if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
            multipart(request, state).await?
        } else {
            let body = Bytes::from_request(request, state).await;
            pairs(&body.map_err(|_| Problem::bad("the form did not arrive whole"))?)
        };
        Ok(Self { query, form })
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

async fn multipart<S: Send + Sync>(
    request: Request,
    state: &S,
) -> Result<Vec<(String, String)>, Problem> {
    let broken = || Problem::bad("the form did not arrive whole");
    let mut form = Multipart::from_request(request, state).await.map_err(|_| broken())?;
    let mut pairs = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let Some(name) = field.name().map(str::to_owned) else { continue };
        pairs.push((name, field.text().await.map_err(|_| broken())?));
    }
    Ok(pairs)
}

impl Asked {
    /// The key by which the app signs in. It is taken from the form only: addresses end up in logs.
    pub fn key(&self) -> Option<&str> {
        let mut form = self.form.iter();
        let key = form.find(|(name, _)| name == "api_key").map(|(_, key)| key.trim());
        key.filter(|key| !key.is_empty())
    }

    /// Whether a parameter is there, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        self.query.iter().chain(&self.form).any(|(known, _)| known == name)
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.query.iter().chain(&self.form);
        all.find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The value of a parameter that is a whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}
