//! The outermost layers: what happened is counted and, where it went wrong, logged once; what
//! takes too long is given up.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
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
    let path = told_of(&request);
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

fn told_of(request: &Request) -> String {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    told(route.unwrap_or_default(), request.uri().path())
}

/// A path as the log may have it: of what stands in a route's places only numbers, since anything
/// else may be a secret that opens a feed, or a name.
fn told(route: &str, path: &str) -> String {
    let mut told = String::new();
    let mut levels = path.split('/').skip(1);
    for place in route.split('/').skip(1) {
        let level = levels.next().unwrap_or_default();
        let is_number = !level.is_empty() && level.bytes().all(|byte| byte.is_ascii_digit());
        let is_place = place.starts_with('{');
        told.push('/');
        told.push_str(if is_place && is_number && level.len() <= 19 { level } else { place });
    }
    told
}

/// How long the answer at a path may take.
fn patience(path: &str) -> Duration {
    let levels: Vec<&str> = path.split('/').skip(1).collect();
    match levels.as_slice() {
        ["feeds", "add" | "import" | "move-in" | "page"]
        | ["sites", "import"]
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
    fn the_log_has_no_secret_that_stands_in_an_address() {
        for (route, path, wanted) in [
            ("/feed/{name}", "/feed/3kT9secret0secret0secret0secret.atom", "/feed/{name}"),
            ("/websub/{token}", "/websub/abcdef", "/websub/{token}"),
            ("/article/{article}/star", "/article/17/star", "/article/17/star"),
            ("/folder/{*folder}", "/folder/News/Spain", "/folder/{*folder}"),
            ("/", "/", "/"),
            ("", "/feed/secret/more", ""),
        ] {
            assert_eq!(told(route, path), wanted);
        }
    }

    #[tokio::test]
    async fn the_log_names_the_route_of_what_failed() {
        let told = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
        let seen = told.clone();
        let spy = move |request: Request, next: Next| {
            *seen.lock().unwrap() = told_of(&request);
            next.run(request)
        };
        let app: axum::Router = axum::Router::new()
            .route("/feed/{name}", axum::routing::get(async || "x"))
            .layer(axum::middleware::from_fn(spy));
        let request = Request::builder().uri("/feed/secret.atom");
        let request = request.body(axum::body::Body::empty()).unwrap();
        tower::ServiceExt::oneshot(app, request).await.unwrap();
        assert_eq!(*told.lock().unwrap(), "/feed/{name}");
    }

    #[test]
    fn answers_that_open_an_address_elsewhere_may_take_longer() {
        for long in [
            "/feeds/add",
            "/feeds/import",
            "/feeds/move-in",
            "/feeds/page",
            "/feeds/7/address",
            "/feeds/7/find",
            "/feeds/7/login",
            "/feeds/7/rule",
            "/sites/import",
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
