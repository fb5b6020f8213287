//! Dateline's own API, `/api/v1`: everything that the pages show, for programs.
//!
//! Each module here gives operations (`operation.rs`), and one table of them makes both the router
//! and the OpenAPI document (`document.rs`). A request is checked against what the document says of
//! it before its handler runs, so that document and answers cannot drift apart.

mod alerts;
mod articles;
mod asking;
mod call;
mod check;
mod clip;
mod document;
mod entries;
mod events;
mod feeds;
mod folders;
mod limits;
mod me;
mod operation;
mod opml;
mod page;
mod rules;
mod schema;
mod search;
mod searches;
mod sections;
mod shapes;
mod statements;
mod stories;
#[cfg(test)]
mod tests;
mod users;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;

use crate::problem::Problem;
use crate::state::App;
use asking::answer;
use limits::Limits;
use operation::Operation;
use schema::Named;

/// Where all of it is found.
pub const BASE: &str = "/api/v1";

/// All that can be asked, with the schemas that it is described by.
pub struct Table {
    /// The operations, as the document lists them.
    pub operations: Vec<Operation>,
    /// The schemas that others refer to.
    pub named: Named,
}

impl Table {
    /// The table.
    pub fn new() -> Self {
        let operations = [
            me::operations(),
            feeds::operations(),
            folders::operations(),
            opml::operations(),
            entries::operations(),
            articles::operations(),
            stories::operations(),
            statements::operations(),
            sections::operations(),
            search::operations(),
            searches::operations(),
            rules::operations(),
            alerts::operations(),
            clip::operations(),
            events::operations(),
            users::operations(),
        ];
        Self { operations: operations.into_iter().flatten().collect(), named: shapes::named() }
    }

    /// The operations of each path.
    fn by_path(&self) -> BTreeMap<&'static str, Vec<&Operation>> {
        let mut paths: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for operation in &self.operations {
            paths.entry(operation.path).or_default().push(operation);
        }
        paths
    }
}

/// What all requests share.
struct Shared {
    table: Table,
    limits: Limits,
}

/// Its addresses.
pub fn router() -> Router<App> {
    let table = Table::new();
    let document = Arc::new(document::document(&table));
    let page = Arc::new(page::page(&table));
    let paths: Vec<(&'static str, Vec<usize>)> = table
        .by_path()
        .into_keys()
        .map(|path| {
            let of_path = table.operations.iter().enumerate();
            let of_path = of_path.filter(|(_, operation)| operation.path == path);
            (path, of_path.map(|(index, _)| index).collect())
        })
        .collect();
    let shared = Arc::new(Shared { table, limits: Limits::default() });
    let mut router = Router::new()
        .route(&format!("{BASE}/openapi.json"), get(async move || document::answer(&document)))
        .route(&format!("{BASE}/"), get(async move || page::answer(&page)))
        .route(&format!("{BASE}/api.css"), get(page::style))
        .route(BASE, get(page::lead_there))
        .route(&format!("{BASE}/{{*rest}}"), any(async || Problem::NotFound));
    for (path, operations) in paths {
        let (shared, operations) = (shared.clone(), Arc::new(operations));
        let handler = async move |State(app): State<App>,
                                  parts: Result<RawPathParams, _>,
                                  request: Request| {
            let Ok(parts) = parts else { return Problem::NotFound.into_response() };
            dispatch(app, &shared, &operations, &parts, request).await
        };
        router = router.route(&format!("{BASE}{path}"), any(handler));
    }
    router
        .method_not_allowed_fallback(async || Problem::Method("GET, HEAD".to_owned()))
        .layer(CatchPanicLayer::custom(broke_off))
        .layer(from_fn(protect))
}

/// Finds the operation of a method, or says which there are.
async fn dispatch(
    app: App,
    shared: &Shared,
    operations: &[usize],
    parts: &RawPathParams,
    request: Request,
) -> Response {
    let of_path: Vec<&Operation> =
        operations.iter().filter_map(|index| shared.table.operations.get(*index)).collect();
    let is_head = request.method() == Method::HEAD;
    let method = if is_head { Method::GET } else { request.method().clone() };
    let Some(operation) = of_path.iter().find(|operation| operation.method == method) else {
        let mut allowed: Vec<&str> =
            of_path.iter().map(|operation| operation.method.as_str()).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        return Problem::Method(allowed.join(", ")).into_response();
    };
    let parts = parts.iter().map(|(name, part)| (name.to_owned(), part.to_owned())).collect();
    answer(app, shared, operation, parts, request).await
}

/// What every answer carries: it is nothing for a browser to run, frame or guess the kind of, and
/// nobody's but its caller's.
async fn protect(request: Request, next: Next) -> Response {
    use axum::http::{HeaderName, HeaderValue, header};

    const FIXED: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The answer in place of one whose handler broke off.
fn broke_off(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<&str>()
        .map(|said| (*said).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    Problem::Broken(said.unwrap_or_else(|| "no reason given".to_owned())).into_response()
}
