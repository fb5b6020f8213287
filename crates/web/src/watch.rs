//! The outermost layers: what happened is counted and, where it went wrong, logged once; what
//! takes too long is given up.

use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::errors::{Cause, PageError};

/// How long an ordinary page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long an answer may take that opens an address elsewhere or receives a file.
const LONG_PATIENCE: Duration = Duration::from_secs(120);

/// Counts and logs.
pub async fn observe(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    if let Some(Cause(cause)) = response.extensions().get() {
        tracing::error!(%method, path, status = status.as_u16(), cause, "a page failed");
    }
    let class = match status.as_u16() {
        ..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    metrics::counter!("dateline_http_requests_total", "status" => class).increment(1);
    metrics::histogram!("dateline_http_request_seconds").record(began.elapsed().as_secs_f64());
    response
}

/// How long the answer at a path may take.
fn patience(path: &str) -> Duration {
    let levels: Vec<&str> = path.split('/').skip(1).collect();
    match levels.as_slice() {
        ["feeds", "add" | "import" | "page"]
        | ["feeds", _, "address" | "find" | "login" | "rule"] => LONG_PATIENCE,
        _ => PATIENCE,
    }
}

/// Gives up on answers that take too long.
pub async fn hurry(request: Request, next: Next) -> Response {
    let patience = patience(request.uri().path());
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => PageError::TooSlow.into_response(),
    }
}

/// The answer in place of one whose handler broke off.
pub fn broke_off(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<&str>()
        .map(|said| (*said).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    let cause = said.unwrap_or_else(|| "a handler broke off".to_owned());
    PageError::BrokeOff(cause).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_open_an_address_elsewhere_may_take_longer() {
        for long in [
            "/feeds/add",
            "/feeds/import",
            "/feeds/page",
            "/feeds/7/address",
            "/feeds/7/find",
            "/feeds/7/login",
            "/feeds/7/rule",
        ] {
            assert_eq!(patience(long), LONG_PATIENCE, "{long}");
        }
        for usual in
            ["/", "/feeds", "/feeds/7", "/feeds/7/settings", "/feeds/import/x", "/a/7/rule"]
        {
            assert_eq!(patience(usual), PATIENCE, "{usual}");
        }
    }
}
